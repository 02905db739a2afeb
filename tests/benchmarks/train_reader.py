"""Makes ``spiders/extract/block_model.npz``: deterministic, some minutes on one core.

``python -m tests.benchmarks.train_reader [--check]``; with ``--check`` it judges instead, each
page by a forest that has seen no page of its outlet, and writes nothing.
"""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import numpy as np

from tests.benchmarks import oblivious_trees as trees
from tests.benchmarks.marked_pages import SETS, Marked, marked

TARGET = Path(__file__).parents[2] / "spiders" / "extract" / "block_model.npz"
REACH = 6
"""Blocks so far from a block of the body are all learnt from; of the rest one in ``SHARE``."""
SHARE = 6
FOLDS = 3


def rows_of(pages: list[Marked]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, labels and weights to learn from."""
    parts, labels, weights = [], [], []
    for page in pages:
        near = _near(page.label)
        random = np.random.default_rng(zlib.crc32(page.id.encode()))
        use = near | (random.random(len(near)) < 1 / SHARE)
        weight = np.where(near, page.weight, page.weight * SHARE)[use]
        for matrix in (page.plain, page.known):
            if matrix is not None:
                parts.append(matrix[use])
                labels.append(page.label[use].astype(np.float64))
                weights.append(weight if page.known is None else weight / 2)
    return np.vstack(parts), np.concatenate(labels), np.concatenate(weights)


def _near(label: np.ndarray) -> np.ndarray:
    near = label.copy()
    for step in range(1, REACH + 1):
        near[step:] |= label[:-step]
        near[:-step] |= label[step:]
    return near


def fold_of(page: Marked) -> int:
    """The fold that an outlet is judged in, by its name alone."""
    return zlib.crc32(page.group.encode()) % FOLDS


def train(pages: list[Marked]) -> trees.Forest:
    """A forest from these pages."""
    return trees.fit(*rows_of(pages))


def write(forest: trees.Forest, columns: int) -> None:
    """The model file: thresholds and leaves, and no text."""
    np.savez_compressed(
        TARGET,
        feature=forest.feature,
        threshold=forest.threshold,
        leaf=forest.leaf,
        bias=np.float64(forest.bias),
        columns=np.int64(columns),
    )


def main() -> None:
    """Train on everything and write the file, or judge by folds."""
    pages = [page for name in SETS for page in marked(name)]
    print(f"{len(pages)} pages, {sum(len(page.label) for page in pages)} blocks")
    if "--check" not in sys.argv:
        write(train(pages), pages[0].plain.shape[1])
        print(f"written: {TARGET} ({TARGET.stat().st_size} bytes)")
        return
    from tests.benchmarks.reader import judge_folds  # noqa: PLC0415 - only for this

    judge_folds(pages)


if __name__ == "__main__":
    main()
