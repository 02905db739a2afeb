"""The learned judgement of blocks: two forests of oblivious trees, evaluated with numpy.

All nodes of a level test the same condition, as in CatBoost (Prokhorenkova et al., 2018), so that a
tree is six comparisons and one look-up, and all blocks of a page are judged at once.

The weights ship as ``block_model.npz`` next to this file, under the program's own licence. They
were made by ``tests/benchmarks/train_reader.py`` from the pages that ``marked_pages.py`` next to
it names, whose bodies people marked; they contain thresholds and leaf values, and no text.
"""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from storage.errors import InstallationIncomplete

if TYPE_CHECKING:
    import numpy.typing as npt

FILE = "block_model.npz"


class Questions(NamedTuple):
    """The trees' conditions: feature and threshold, and which trees use each, as (depth, trees)."""

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float32]
    levels: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Forest:
    """``feature`` and ``threshold`` (trees, depth), ``leaf`` (trees, 2**depth), ``bias``.

    The first condition of a tree is the lowest bit of its leaf's number. ``columns`` is the width
    of the rows that it was trained on.
    """

    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float32]
    leaf: npt.NDArray[np.float32]
    bias: float
    columns: int

    def probability(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The chance of being body, 0 to 1, for every row of features."""
        asked = self._questions
        answers = (np.take(rows.T, asked.feature, axis=0) > asked.threshold).view(np.uint8)
        index = np.take(answers, asked.levels[-1], axis=0)
        for level in asked.levels[-2::-1]:
            np.add(index, index, out=index)  # a shift, but several times as fast
            np.bitwise_or(index, np.take(answers, level, axis=0), out=index)
        trees, width = self.leaf.shape
        places = index + (np.arange(trees) * width)[:, None]
        values = np.take(self.leaf, places).sum(axis=0, dtype=np.float64)
        return np.asarray(1 / (1 + np.exp(-(values + self.bias))))

    @functools.cached_property
    def _questions(self) -> Questions:
        """Each distinct condition once: trees share half of theirs."""
        asked = zip(self.feature.ravel().tolist(), self.threshold.ravel().tolist(), strict=True)
        numbers: dict[tuple[int, float], int] = {}
        places = [numbers.setdefault(one, len(numbers)) for one in asked]
        features, thresholds = zip(*numbers, strict=True)
        return Questions(
            np.array(features),
            np.array(thresholds, dtype=np.float32)[:, None],
            np.ascontiguousarray(np.array(places).reshape(self.feature.shape).T),
        )


class Model(NamedTuple):
    """The forest of the first pass, and that of the second, which sees the first one's chances."""

    first: Forest
    second: Forest


@functools.cache
def model() -> Model:
    """The model that ships with the program. Raises ``InstallationIncomplete`` without it."""
    entry = files(__package__) / FILE
    if not entry.is_file():
        raise InstallationIncomplete(str(entry))
    with np.load(io.BytesIO(entry.read_bytes())) as arrays:
        return Model(*(_forest(name, dict(arrays)) for name in Model._fields))


def _forest(name: str, arrays: dict[str, npt.NDArray[np.float32]]) -> Forest:
    return Forest(
        arrays[f"{name}_feature"].astype(np.int64),
        arrays[f"{name}_threshold"],
        arrays[f"{name}_leaf"],
        float(arrays[f"{name}_bias"]),
        int(arrays[f"{name}_columns"]),
    )
