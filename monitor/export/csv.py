"""CSV (RFC 4180) in UTF-8 with a heading, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from monitor.output import csv_cell, to_json
from storage.database.times import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from monitor.export.rows import Row
    from monitor.export.tables import Column, Table


def write_rows_as_csv(table: Table, rows: Iterable[Row], stream: BinaryIO) -> None:
    """Write rows as they come.

    A cell that a spreadsheet would run as a formula is prefixed with an apostrophe, and control
    characters are made visible.
    """
    text = io.TextIOWrapper(
        cast("BinaryIO", _Kept(stream)), encoding="utf-8", errors="replace", newline=""
    )
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        for row in rows:
            writer.writerow([_cell(column, row[column.name]) for column in table.columns])
    finally:
        text.detach()  # flush now: the garbage collector would do it later, into a closed stream


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return to_text(value)
    if column.json:
        return csv_cell(to_json(value)) if value else ""
    if column.separator is not None:
        return csv_cell(column.separator.join(value))
    return csv_cell(value)


class _Kept(io.RawIOBase):
    """Writes to a stream of any kind, and leaves it open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        """Whether the stream can be written to: it can."""
        return True

    def write(self, data: Any) -> int:
        """Pass the bytes on to the stream below."""
        self._stream.write(bytes(data))
        return len(data)
