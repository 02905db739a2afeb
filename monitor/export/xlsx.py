"""A workbook with one sheet per table, for those who open it with a click.

A spreadsheet opens a CSV file with the encoding and the separator of its locale, and characters and
columns are lost. Here they are not: text is text, times are times, and nothing is run.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from monitor.notation.safe import safe
from storage.database.times import to_text
from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from xlsxwriter.worksheet import Worksheet

    from monitor.export.rows import Row
    from monitor.export.tables import Column, Table

MOST_ROWS = 1_048_576
"""The most rows of a sheet, its heading included."""
MOST_CHARACTERS = 32_767
"""The most characters of a cell, counting twice those that are outside the first 65,536."""
_CUT = " … (cut: a cell holds no more)"
_FIRST_DAY = datetime(1900, 3, 1, tzinfo=UTC)
"""Before this day, a spreadsheet counts a day that never existed."""
_OPTIONS = {
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd hh:mm:ss",
    "remove_timezone": True,  # all of them are in UTC
}
_WIDE = frozenset({"title", "summary", "old", "new", "text", "url", "standfirst", "facts"})


def write_workbook(sheets: Iterable[tuple[Table, Iterable[Row]]], stream: BinaryIO) -> None:
    """Write each table as a sheet with its name, its rows as they come.

    Raises InputError if a table has more rows than a sheet can have.
    """
    place = _Place(stream)
    try:
        # A folder for the library's temporary files, which it leaves behind if it fails.
        with TemporaryDirectory(prefix="variorum-") as drafts:
            _write_book(sheets, place, drafts)
    except FileCreateError as error:
        raise error.args[0] from None  # what the system said
    finally:
        place.over = True


class _Place(io.RawIOBase):
    """A stream that ignores writes when it is ``over``.

    If a workbook failed, its ZIP file is closed when it is garbage-collected; it would then write
    to a closed stream, and complain.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._end = 0
        self.over = False

    def write(self, data: Any) -> int:
        """Write all of the data, or drop it when ``over``."""
        self._end += len(data)
        return len(data) if self.over else self._stream.write(data)

    def seekable(self) -> bool:
        """As the stream."""
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        """As the stream."""
        return offset if self.over else self._stream.seek(offset, whence)

    def tell(self) -> int:
        """As the stream."""
        return self._end if self.over else self._stream.tell()

    def flush(self) -> None:
        """As the stream."""
        if not self.over:
            self._stream.flush()


def _write_book(sheets: Iterable[tuple[Table, Iterable[Row]]], place: _Place, drafts: str) -> None:
    with xlsxwriter.Workbook(place, {**_OPTIONS, "tmpdir": drafts}) as book:
        bold = book.add_format({"bold": True})
        for table, rows in sheets:
            sheet = book.add_worksheet(table.name)
            for at, column in enumerate(table.columns):
                sheet.set_column(at, at, _width(column))
                sheet.write_string(0, at, column.name, bold)
            sheet.freeze_panes(1, 0)
            count = _write_rows(table, rows, sheet)
            sheet.autofilter(0, 0, count, len(table.columns) - 1)


def _write_rows(table: Table, rows: Iterable[Row], sheet: Worksheet) -> int:
    """Write the rows; return how many there were."""
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= MOST_ROWS:
            raise InputError(
                f"The table {table.name} has more rows than a worksheet can hold.",
                why=f"A worksheet ends at {MOST_ROWS:,}.",
                do="Narrow it with --since, --until and --outlet, or export csv.",
            )
        for at, column in enumerate(table.columns):
            _write_cell(sheet, count, at, column, row[column.name])
    return count


def _write_cell(sheet: Worksheet, row: int, at: int, column: Column, value: Any) -> None:
    """Write a cell by its value's type, never by what a text looks like; nothing if it is empty."""
    if value is None or value in ("", []):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int):
        sheet.write_number(row, at, value)
    elif isinstance(value, datetime) and value >= _FIRST_DAY:
        sheet.write_datetime(row, at, value)
    else:
        sheet.write_string(row, at, _fitting(safe(_in_words(column, value))))


def _in_words(column: Column, value: Any) -> str:
    if isinstance(value, datetime):
        return to_text(value)
    if column.json:
        return "; ".join(map(_fact, value))
    return column.separator.join(value) if column.separator is not None else str(value)


def _fact(fact: dict[str, str | None]) -> str:
    return f"{fact['type']}: {fact['old'] or '–'} → {fact['new'] or '–'}"


def _fitting(text: str) -> str:
    """As much text as fits a cell, counted in UTF-16 units; if it is cut, it says so."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_CHARACTERS:
        return text
    return units[: 2 * (MOST_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _width(column: Column) -> int:
    if column.name in _WIDE:
        return 48
    return 20 if column.type == "datetime" or column.separator is not None else 12
