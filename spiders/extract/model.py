"""The learned judgement of blocks: a forest of oblivious trees, evaluated with numpy.

The weights ship as ``block_model.npz`` beside this file, under the program's own licence. They
were made by ``tests/benchmarks/train_reader.py`` from the pages that ``marked_pages.py`` beside
it names, whose bodies people marked; they hold thresholds and leaf values, and no text.
"""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

FILE = "block_model.npz"


@dataclass(frozen=True, slots=True)
class Forest:
    """``feature`` and ``threshold`` (trees, depth), ``leaf`` (trees, 2**depth), ``bias``."""

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float32]
    leaf: npt.NDArray[np.float32]
    bias: float
    columns: int

    def probability(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The chance of being body, 0 to 1, for every row of features."""
        trees, depth = self.feature.shape
        columns = np.ascontiguousarray(rows.T)
        answers = columns[self.feature.ravel()] > self.threshold.reshape(-1, 1)
        bits = answers.reshape(trees, depth, len(rows))
        index = np.zeros((trees, len(rows)), dtype=np.intp)
        for level in range(depth):
            index |= bits[:, level].astype(np.intp) << level
        values = np.take_along_axis(self.leaf, index, axis=1).astype(np.float64)
        return np.asarray(1 / (1 + np.exp(-(values.sum(axis=0) + self.bias))))


@functools.cache
def forest() -> Forest | None:
    """The forest that ships with the program; None where it was left out of an installation."""
    entry = files("spiders.extract") / FILE
    if not entry.is_file():
        return None
    with np.load(io.BytesIO(entry.read_bytes())) as arrays:
        return Forest(
            arrays["feature"].astype(np.int64),
            arrays["threshold"],
            arrays["leaf"],
            float(arrays["bias"]),
            int(arrays["columns"]),
        )
