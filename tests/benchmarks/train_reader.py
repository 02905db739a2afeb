"""Make ``block_model.npz`` of ``spiders/extract/choice/learned``: deterministic, takes minutes.

``python -m tests.benchmarks.train_reader``. The trees are CatBoost's (Apache-2.0), trained on the
pages that ``marked_pages.py`` names. The second forest is trained on the first one's judgement of
pages of outlets that it has not seen, since that is what it will meet.
"""

from __future__ import annotations

import json
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spiders.extract.choice.learned import second
from spiders.extract.choice.learned.model import Forest, Model
from spiders.extract.choice.learned.others import sums_of, told_of
from tests.benchmarks.marked_pages import SETS, Marked, marked, own

if TYPE_CHECKING:
    from collections.abc import Callable

    from spiders.extract.choice.learned.places import Told

    Rows = Callable[[Marked], list[np.ndarray]]
    Doubt = dict[tuple[str, str], np.ndarray]
    Learnt = tuple[np.ndarray, np.ndarray, np.ndarray]

TARGET = Path(__file__).parents[2] / "spiders/extract/choice/learned/block_model.npz"
REACH = 6
"""All blocks within this distance of a body block are learnt from; of the rest one in ``SHARE``."""
SHARE = 6
FOLDS = 3
DEPTH = 6
FIRST, SECOND = (250, 0.12), (250, 0.12)
"""Trees of a forest of either pass, and how fast they learn."""
SEEDS = (1, 2, 3)
"""The second pass is the mean of so many forests, as a single one depends on its draws."""
FORGOTTEN = 0.85


def fold_of(page: Marked, salt: str = "") -> int:
    """The fold that an outlet is judged in, by its name alone."""
    return zlib.crc32((page.group + salt).encode()) % FOLDS


def train(pages: list[Marked]) -> Model:
    """Train both forests on these pages; the second learns which marks are in doubt."""
    first = _fit(_learnt_from(pages, _first_rows), FIRST)
    alone: dict[tuple[str, str], np.ndarray] = {}
    known: dict[tuple[str, str], np.ndarray] = {}
    for fold in range(FOLDS):
        others = [page for page in pages if fold_of(page, "x") != fold]
        unseen = _fit(_learnt_from(others, _first_rows), FIRST)
        for page in pages:
            if fold_of(page, "x") == fold:
                plain = alone[page.name, page.id] = unseen.probability(page.plain.rows)
                best = plain if page.known is None else unseen.probability(page.known)
                known[page.name, page.id] = best
    sums = {
        (page.name, page.id): sums_of(
            page.plain.places, page.plain.rows[:, 0], known[page.name, page.id]
        )
        for page in pages
    }

    doubt = {key: _doubted(page, known[key]) for key, page in ((_key(p), p) for p in pages)}

    def second_rows(page: Marked) -> list[np.ndarray]:
        rows = [_second(page, page.plain.rows, alone[page.name, page.id], {})]
        if page.known is not None:
            others = [(page.name, one) for one in page.others]
            told = told_of(sums[one] for one in others if one in sums)
            rows.append(_second(page, page.known, known[page.name, page.id], told))
        return rows

    learnt = _learnt_from(pages, second_rows, doubt)
    return Model(first, _mean([_fit(learnt, SECOND, seed) for seed in SEEDS]))


def _key(page: Marked) -> tuple[str, str]:
    return page.name, page.id


def _doubted(page: Marked, chances: np.ndarray) -> np.ndarray:
    """How much the mark of each block counts, 0 to 1, as some marks are slips.

    What a model that never saw the outlet takes for body beyond doubt, but nobody marked, was
    mostly forgotten; and the texts of ``andy`` were cut off.
    """
    doubt = np.where(~page.label & (chances > FORGOTTEN) & (page.name != "own"), 0.25, 1.0)
    if page.name == "andy" and page.label.any():
        behind = np.arange(len(doubt)) > np.flatnonzero(page.label)[-1]
        doubt = np.where(behind & (chances > 0.5), doubt * 0.1, doubt)
    return doubt


def _first_rows(page: Marked) -> list[np.ndarray]:
    return [page.plain.rows] if page.known is None else [page.plain.rows, page.known]


def _second(
    page: Marked, rows: np.ndarray, chances: np.ndarray, told: dict[str, Told]
) -> np.ndarray:
    one = page.plain
    return second.rows(replace(one, rows=rows), chances, told)


def _fit(learnt: Learnt, size: tuple[int, float], seed: int = 1) -> Forest:
    from catboost import CatBoostClassifier  # noqa: PLC0415 - of the group `bench`

    rows, labels, weights = learnt
    made = CatBoostClassifier(
        iterations=size[0],
        depth=DEPTH,
        learning_rate=size[1],
        l2_leaf_reg=3,
        border_count=64,
        rsm=0.3,
        bootstrap_type="Bernoulli",
        subsample=0.7,
        boosting_type="Plain",
        random_seed=seed,
        thread_count=2,
        verbose=False,
        allow_writing_files=False,
    )
    made.fit(rows, labels, sample_weight=weights)
    return _forest(made, rows.shape[1])


def _mean(forests: list[Forest]) -> Forest:
    """One forest that gives the mean of these, before the logistic function."""
    count = len(forests)
    return Forest(
        np.vstack([one.feature for one in forests]),
        np.vstack([one.threshold for one in forests]),
        np.vstack([one.leaf for one in forests]) / np.float32(count),
        sum(one.bias for one in forests) / count,
        forests[0].columns,
    )


def _learnt_from(pages: list[Marked], rows_of: Rows, doubt: Doubt | None = None) -> Learnt:
    doubt = doubt or {}
    parts, labels, weights = [], [], []
    for page in pages:
        near = _near(page.label)
        random = np.random.default_rng(zlib.crc32(page.id.encode()))
        use = near | (random.random(len(near)) < 1 / SHARE)
        weight = np.where(near, page.weight, page.weight * SHARE) * doubt.get(_key(page), 1.0)
        weight = weight[use]
        matrices = rows_of(page)
        for matrix in matrices:
            parts.append(matrix[use])
            labels.append(page.label[use].astype(int))
            weights.append(weight / len(matrices))
    return np.vstack(parts), np.concatenate(labels), np.concatenate(weights)


def _near(label: np.ndarray) -> np.ndarray:
    count = len(label)
    near = label.copy()
    for number in np.flatnonzero(label):
        near[max(0, number - REACH) : min(count, number + REACH + 1)] = True
    return near


def _forest(made, columns: int) -> Forest:
    """CatBoost's trees as arrays: the first question is the lowest bit there, too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        made.save_model(str(path), format="json")
        told = json.loads(path.read_text("utf-8"))
    trees = told["oblivious_trees"]
    scale, (bias,) = told["scale_and_bias"]
    feature = np.zeros((len(trees), DEPTH), dtype=np.int64)
    threshold = np.full((len(trees), DEPTH), np.inf, dtype=np.float32)
    leaf = np.zeros((len(trees), 1 << DEPTH), dtype=np.float32)
    for number, tree in enumerate(trees):
        splits = tree["splits"] or []
        for level, split in enumerate(splits):
            feature[number, level] = split["float_feature_index"]
            threshold[number, level] = split["border"]
        values = np.array(tree["leaf_values"]) * scale
        leaf[number] = np.tile(values, (1 << DEPTH) // len(values))
    return Forest(feature, threshold, leaf, float(bias), columns)


def write(model: Model, path: Path = TARGET) -> None:
    """Write the model file: thresholds and leaves, and no text."""
    arrays = {}
    for name, forest in zip(Model._fields, model, strict=True):
        arrays[f"{name}_feature"] = forest.feature.astype(np.int16)
        arrays[f"{name}_threshold"] = forest.threshold
        arrays[f"{name}_leaf"] = forest.leaf
        arrays[f"{name}_bias"] = np.float64(forest.bias)
        arrays[f"{name}_columns"] = np.int64(forest.columns)
    np.savez_compressed(path, **arrays)


def main() -> None:
    """Train on everything and write the file."""
    pages = [*own(), *(page for name in SETS for page in marked(name))]
    print(f"{len(pages)} pages, {sum(len(page.label) for page in pages)} blocks of their zones")
    write(train(pages))
    print(f"written: {TARGET} ({TARGET.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
