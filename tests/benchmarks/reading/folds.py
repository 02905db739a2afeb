"""Every page read with a model that has seen no page of its outlet.

``train_reader.train`` makes a model from pages and ``train_reader.write`` its file, as for the
program; here there is one for each fold, and the reader uses that file. Models are cached by what
they learnt from, and the texts by the whole code that reads, so that a rerun costs nothing.
"""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from typing import TYPE_CHECKING

from spiders.extract.choice.learned import likely, model, second, shared_words
from spiders.extract.reader import read_batch
from tests.benchmarks import train_reader
from tests.benchmarks.marked_pages import SETS, Marked, group_of, marked, own, records
from tests.benchmarks.reading.stored import (
    FOLDER,
    READER,
    digest_of,
    digest_of_data,
    digest_of_files,
    stored,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.reading.table import Table

JUDGED = ("chaos", "andy", "big9")
CODE = (*READER, *(f"tests/benchmarks/{name}.py" for name in ("train_reader", "marked_pages")))


def texts(table: Table, pages: list[Marked] | None = None) -> dict[str, str]:
    """The text of every judged page by ``set id``, its outlet unseen by the model."""
    key = digest_of(digest_of_files(CODE), digest_of_data())
    return stored("folds", key, lambda: _all(table, pages))


def _all(table: Table, pages: list[Marked] | None) -> dict[str, str]:
    pages = pages or [*own(), *(page for name in SETS for page in marked(name))]
    found: dict[str, str] = {}
    for fold in range(train_reader.FOLDS):
        path = _model([page for page in pages if train_reader.fold_of(page) != fold], fold, table)
        groups = {page.group for page in pages if train_reader.fold_of(page) == fold}
        with _reading_with(path):
            for name in JUDGED:
                unseen = [p for p in records("extraction", name) if group_of(p["domain"]) in groups]
                read = read_batch((page["url"], page["html"]) for page in unseen)
                for page, extraction in zip(unseen, read, strict=True):
                    found[f"{name} {page['id']}"] = extraction.text
    return found


def _model(pages: list[Marked], fold: int, table: Table) -> Path:
    """The file of a model trained on these pages."""
    made_by = (train_reader, second, likely, shared_words)
    code = digest_of(*(inspect.getsource(module) for module in made_by))
    arrays = (array for p in pages for array in (p.plain.rows, p.known, p.label, p.weight))
    taught = digest_of(code, *(array.tobytes() for array in arrays if array is not None))
    path = FOLDER / f"fold-{fold}-{taught}.npz"
    if not path.is_file():
        table.head(f"  training fold {fold + 1} of {train_reader.FOLDS} on {len(pages)} pages ...")
        FOLDER.mkdir(exist_ok=True)
        made = train_reader.train(pages)
        for old in FOLDER.glob(f"fold-{fold}-*.npz"):
            old.unlink()
        train_reader.write(made, path)
    return path


@contextmanager
def _reading_with(path: Path) -> Iterator[None]:
    """Make the reader use another model."""
    usual, model.FILE = model.FILE, str(path)
    model.model.cache_clear()
    try:
        yield
    finally:
        model.FILE = usual
        model.model.cache_clear()
