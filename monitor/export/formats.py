"""The formats by name, each with what writes it.

What a format needs is imported when it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.export import tables
from storage.lost import STRICT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from monitor.export.rows import Row
    from monitor.export.selection import Selection
    from storage.archive import Archive
    from storage.lost import Losses
    from storage.warc.zipped import Tree

WORKBOOK = "xlsx"
TABULAR = ("jsonl", "csv", WORKBOOK, "parquet")
IN_A_WORKBOOK = ("changes", "edits", "revisions")
"""Tables of a workbook, where none is named: every visit besides would soon be too much for one."""
FOLDERS = ("html",)
"""Formats that are a folder, or a ZIP file of it."""
STREAMS = (*TABULAR, "html", "atom", "warc", "wacz")
"""Formats that are one stream of whatever is selected."""
NAMES = (*STREAMS, "bag")
READABLE = ("jsonl", "csv", "atom")
"""Formats that are text, as long as they are no package."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written: the format, and which table of it; ``package``: all tables."""

    form: str
    table: str | None = None
    package: bool = False
    filename: str | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that are meant where it is no package."""
        if self.table is not None:
            return (self.table,)
        return IN_A_WORKBOOK if self.form == WORKBOOK else ("revisions",)

    @property
    def noun(self) -> str:
        """What is counted, one of them."""
        if self.form in TABULAR:
            several = self.package or len(self.tables) > 1
            return "row" if several else self.tables[0].removesuffix("s")
        return {"atom": "entry", "html": "revision"}.get(self.form, "visit")


def write(
    wish: Wish,
    archive: Archive,
    selection: Selection,
    stream: BinaryIO,
    on_progress: Callable[[int], None] | None = None,
    losses: Losses = STRICT,
) -> int:
    """Write what is wished for to a stream; gives how many of its nouns there were.

    What is damaged is noted among the ``losses``, and the rest is written. Raises NotStored before
    anything is written, and InputError where a library is missing.
    """
    if wish.form in TABULAR:
        return _write_tables(wish, archive, selection, stream, on_progress, losses)
    if wish.form in FOLDERS:
        from monitor.export.folders import tree_into

        with tree_into(stream) as tree:
            return write_tree(archive, selection, tree, on_progress, losses)
    if wish.form == "atom":
        from monitor.export.atom import write_atom

        return write_atom(archive, selection, stream, on_progress, losses)
    if wish.form == "wacz":
        from monitor.export.wacz import write_wacz

        return write_wacz(archive, selection, stream, on_progress, losses)
    from monitor.export.warc import write_warc

    name = wish.filename
    return write_warc(archive, selection, stream, on_progress, filename=name, losses=losses)


def write_tree(
    archive: Archive,
    selection: Selection,
    tree: Tree,
    on_progress: Callable[[int], None] | None = None,
    losses: Losses = STRICT,
) -> int:
    """Write a format that is a folder; gives how many of its nouns there were."""
    from monitor.export.html import write_site

    return write_site(archive, selection, tree, on_progress, losses)


def _write_tables(
    wish: Wish,
    archive: Archive,
    selection: Selection,
    stream: BinaryIO,
    on_progress: Callable[[int], None] | None,
    losses: Losses,
) -> int:
    if wish.form == "jsonl" and wish.tables == ("revisions",) and not wish.package:
        from monitor.export.jsonl import write_jsonl

        return write_jsonl(archive, selection, stream, on_progress, losses)
    from monitor.export.rows import rows_of

    counter = _Counter(on_progress)

    def put(table: tables.Table, rows: Iterable[Row], sink: BinaryIO) -> None:
        _write_table(wish.form, table, counter.all_of(rows), sink)

    if wish.form == "parquet":
        from monitor.export.parquet import require

        require()
    if wish.form == WORKBOOK:
        from monitor.export.xlsx import write_workbook

        sheets = (
            (tables.table(name), counter.all_of(rows_of(name, archive, selection, losses)))
            for name in wish.tables
        )
        write_workbook(sheets, stream)
    elif wish.package:
        from monitor.export.dataset import write_dataset

        write_dataset(wish.form, put, archive, selection, stream, losses)
    else:
        [name] = wish.tables
        put(tables.table(name), rows_of(name, archive, selection, losses), stream)
    return counter.count


def _write_table(form: str, table: tables.Table, rows: Iterable[Row], stream: BinaryIO) -> None:
    if form == "csv":
        from monitor.export.csv import write_rows_as_csv

        write_rows_as_csv(table, rows, stream)
    elif form == "parquet":
        from monitor.export.parquet import (
            write_rows_as_parquet,
        )

        write_rows_as_parquet(table, rows, stream)
    else:
        from monitor.export.jsonl import write_rows_as_json

        write_rows_as_json(table, rows, stream)


class _Counter:
    """Counts rows as they pass."""

    def __init__(self, on_progress: Callable[[int], None] | None) -> None:
        self.count = 0
        self._on_progress = on_progress

    def all_of(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows as they come, each counted."""
        for row in rows:
            yield row
            self.count += 1
            if self._on_progress is not None:
                self._on_progress(self.count)
