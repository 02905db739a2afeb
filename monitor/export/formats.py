"""The formats by name, and how each is written.

What a format needs is imported when it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.export import tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from monitor.export.export import Export
    from monitor.export.rows import Row
    from storage.warc.zipped import Tree

WORKBOOK = "xlsx"
TABULAR = ("jsonl", "csv", WORKBOOK, "parquet")
IN_A_WORKBOOK = ("changes", "edits", "revisions")
"""The tables of a workbook if none is named; all visits would soon be too many for one."""
FOLDERS = ("html",)
"""Formats that are a folder or a ZIP file of it."""
STREAMS = (*TABULAR, "html", "atom", "warc", "wacz")
"""Formats that are one stream of what is selected."""
NAMES = (*STREAMS, "bag")
READABLE = ("jsonl", "csv", "atom")
"""Formats that are text, unless they are packages."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to write: the format, and which table; ``package``: all tables."""

    form: str
    table: str | None = None
    package: bool = False
    filename: str | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables to write, unless it is a package."""
        if self.table is not None:
            return (self.table,)
        return IN_A_WORKBOOK if self.form == WORKBOOK else ("revisions",)

    @property
    def noun(self) -> str:
        """The noun, in the singular, for what is counted."""
        if self.form in TABULAR:
            several = self.package or len(self.tables) > 1
            return "row" if several else self.tables[0].removesuffix("s")
        return {"atom": "entry", "html": "revision"}.get(self.form, "visit")


def write(wish: Wish, export: Export, stream: BinaryIO) -> None:
    """Write what is wished for to a stream.

    Raises NotStored before anything is written, and InputError if a library is missing.
    """
    if wish.form in TABULAR:
        _write_tables(wish, export, stream)
    elif wish.form in FOLDERS:
        from monitor.export.folders import tree_into

        with tree_into(stream) as tree:
            write_tree(export, tree)
    elif wish.form == "atom":
        from monitor.export.atom import write_atom

        write_atom(export, stream)
    elif wish.form == "wacz":
        from monitor.export.wacz import write_wacz

        write_wacz(export, stream)
    else:
        from monitor.export.warc import write_warc

        write_warc(export, stream, filename=wish.filename)


def write_tree(export: Export, tree: Tree) -> None:
    """Write a format that is a folder."""
    from monitor.export.html import write_site

    write_site(export, tree)


def _write_tables(wish: Wish, export: Export, stream: BinaryIO) -> None:
    if wish.form == "jsonl" and wish.tables == ("revisions",) and not wish.package:
        from monitor.export.jsonl import write_jsonl

        write_jsonl(export, stream)
        return
    from monitor.export.rows import rows_of

    def put(table: tables.Table, rows: Iterable[Row], sink: BinaryIO) -> None:
        _write_table(wish.form, table, export.counted(rows), sink)

    if wish.form == "parquet":
        from monitor.export.parquet import require

        require()
    if wish.form == WORKBOOK:
        from monitor.export.xlsx import write_workbook

        sheets = (
            (tables.table(name), export.counted(rows_of(name, export))) for name in wish.tables
        )
        write_workbook(sheets, stream)
    elif wish.package:
        from monitor.export.dataset import write_dataset

        write_dataset(wish.form, put, export, stream)
    else:
        [name] = wish.tables
        put(tables.table(name), rows_of(name, export), stream)


def _write_table(form: str, table: tables.Table, rows: Iterable[Row], stream: BinaryIO) -> None:
    if form == "csv":
        from monitor.export.csv import write_rows_as_csv

        write_rows_as_csv(table, rows, stream)
    elif form == "parquet":
        from monitor.export.parquet import write_rows_as_parquet

        write_rows_as_parquet(table, rows, stream)
    else:
        from monitor.export.jsonl import write_rows_as_json

        write_rows_as_json(table, rows, stream)
