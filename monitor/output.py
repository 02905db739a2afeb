"""How commands write rows: tables for people, tab-separated text for pipes, JSON and CSV.

Nothing that is slow to import is imported at the top.
"""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from monitor.notation.figures import figure
from monitor.notation.safe import cut, isolated, line, padded, safe, width
from monitor.terminal import Style, terminal_width, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Row = dict[str, Any]

_JSON_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
_LEAST_BESIDE = 24
"""With fewer columns left next to the names, a value is not wrapped and overruns the edge."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its title, and its value for a row.

    ``value`` is the key in the row, if that is not the title, or a function of the row. ``screen``
    converts the value for people only; ``least`` is how far the column can be narrowed.
    """

    title: str
    value: str | Callable[[Row], Any] = ""
    right: bool = False
    least: int = 8
    screen: Callable[[Any], Any] | None = None

    def of(self, row: Row) -> Any:
        """The value for this row."""
        return self.value(row) if callable(self.value) else row[self.value or self.title]


# --- JSON ------------------------------------------------------------------------------------
def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON as Unicode text, safe for a terminal and for readers that work line by line.

    Characters that control a terminal, end a line in Unicode or cannot be encoded are written as
    escapes, so the document has exactly the same content.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _JSON_UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def write_json(value: Any) -> None:
    """Write one document."""
    write(to_json(value, indent=2))


def write_json_list(rows: Iterable[Row]) -> None:
    """Write a list row by row, so that it can have any length."""
    separator = "[\n "
    for row in rows:
        sys.stdout.write(separator + to_json(row))
        separator = ",\n "
    write("\n]" if separator.startswith(",") else "[]")


def write_lines(rows: Iterable[Row]) -> None:
    """Write one JSON object per line."""
    for row in rows:
        write(to_json(row))


# --- tables ----------------------------------------------------------------------------------
def write_rows(form: str | None, rows: Iterable[Row], columns: Sequence[Column]) -> None:
    """Write the rows in the given form, else as a table to a terminal, tab-separated to a pipe."""
    if form == "json":
        write_json_list(rows)
    elif form == "nl":
        write_lines(rows)
    elif form == "csv":
        write_csv(rows, columns)
    elif sys.stdout.isatty():
        write_table(list(rows), columns)
    else:
        write_tab_separated(rows, columns)


def write_tab_separated(rows: Iterable[Row], columns: Sequence[Column]) -> None:
    """Write one line per row, without a heading, for ``cut`` and ``awk``."""
    for row in rows:
        write("\t".join(line(as_text(column.of(row))) for column in columns))


def write_aligned(rows: Iterable[Sequence[Any]]) -> None:
    """Write rows without a heading: on a terminal in columns, the last wrapped; else with tabs."""
    cells = [[line(as_text(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in cells:
            write("\t".join(row))
        return
    widths: dict[int, int] = {}
    for row in cells:
        for index, cell in enumerate(row[:-1]):  # the last cell of a row is not padded
            widths[index] = max(widths.get(index, 0), width(cell))
    for row in cells:
        start = "".join(
            f"{padded(isolated(cell), widths[at])}  " for at, cell in enumerate(row[:-1])
        )
        for part in _beside(start, row[-1]):
            write(f"{start}{part}".rstrip())
            start = " " * width(start)


def _beside(start: str, text: str) -> list[str]:
    """The text wrapped for the room after a start; words without spaces (addresses) stay whole."""
    room = terminal_width() - width(start)
    if width(text) <= room or room < _LEAST_BESIDE:
        return [text]
    import textwrap  # noqa: PLC0415 — only where it is used

    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)


def write_record(values: Mapping[str, Any]) -> None:
    """Write a name and its value per line: on a terminal as people read them, in a pipe as is."""
    people = sys.stdout.isatty()
    write_aligned(figure(*item) if people else item for item in values.items())


def write_csv(rows: Iterable[Row], columns: Sequence[Column]) -> None:
    """Write RFC 4180 with a heading. Cells that a spreadsheet would run as formulas become text."""
    for text in csv_lines(rows, columns):
        sys.stdout.write(text)
    sys.stdout.flush()


def csv_lines(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[str]:
    """The lines of the CSV, one at a time."""
    import csv  # noqa: PLC0415 — only where it is used

    line_of = io.StringIO()
    writer = csv.writer(line_of, lineterminator="\r\n")
    headings = [column.title for column in columns]
    for cells in chain([headings], ([csv_cell(one.of(row)) for one in columns] for row in rows)):
        writer.writerow(cells)
        yield line_of.getvalue()
        line_of.seek(0)
        line_of.truncate()


def csv_cell(value: Any) -> str:
    """A cell that no spreadsheet runs (OWASP, CSV injection): formulas are prefixed with ``'``."""
    text = as_text(value)
    harmless = isinstance(value, (int, float)) or not text.lstrip(" ").startswith(_FORMULA)
    return safe(text) if harmless else "'" + safe(text)


def as_text(value: Any) -> str:
    """A value as written in a cell; a list is joined, None is empty."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(as_text(item) for item in value)
    return str(value)


def write_table(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """Write a table: columns as wide as needed, the widest narrowed until it fits the terminal.

    If even narrowed columns do not fit, write each row separately with one cell per line.
    """
    if not rows:
        return
    cells = [[line(as_text(_on_screen(column, row))) for column in columns] for row in rows]
    widths = [
        max([width(column.title), *(width(row[index]) for row in cells)])
        for index, column in enumerate(columns)
    ]
    style = Style.of(sys.stdout)
    if not _squeezed(widths, [column.least for column in columns], terminal_width()):
        _write_apart(cells, columns, style)
        return
    write(style.faint(_table_line([column.title for column in columns], columns, widths)))
    for row in cells:
        write(_table_line(row, columns, widths))


def _on_screen(column: Column, row: Row) -> Any:
    value = column.of(row)
    return value if column.screen is None else column.screen(value)


def _table_line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    parts = [
        padded(isolated(cut(cell, columns_wide)), columns_wide, right=column.right)
        for cell, column, columns_wide in zip(cells, columns, widths, strict=True)
    ]
    return "  ".join(parts).rstrip()


def _squeezed(widths: list[int], least: Sequence[int], room: int) -> bool:
    """Narrow the widest column by one until all fit; return whether they do."""
    while sum(widths) + 2 * (len(widths) - 1) > room:
        loose = [index for index, size in enumerate(widths) if size > least[index]]
        if not loose:
            return False
        widths[max(loose, key=lambda index: widths[index])] -= 1
    return True


def _write_apart(cells: Sequence[Sequence[str]], columns: Sequence[Column], style: Style) -> None:
    """Write each row as names and unabridged values, with an empty line between two rows."""
    left = max(width(column.title) for column in columns)
    for number, row in enumerate(cells):
        if number:
            write()
        for column, cell in zip(columns, row, strict=True):
            start = style.faint(padded(column.title, left))
            for part in _beside(f"{' ' * left}  ", cell) if cell else ():
                write(f"{start}  {part}")
                start = " " * left
