"""What commands write: tables for people, tab-separated text for pipes, JSON and CSV when asked.

Data goes to stdout, talk to stderr. Nothing here is imported that costs time at the start.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from monitor.notation.figures import figure
from monitor.notation.safe import cut, isolated, line, padded, safe, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

Row = dict[str, Any]

_JSON_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
_LEAST_BESIDE = 24
"""With fewer columns beside the names, a value runs over the edge as it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its title, and what stands in it for a row.

    ``value`` is its key in the row, where that is not the title, or a function of the row.
    ``screen`` is how the value is written for people only; ``least`` the width below which the
    column is not squeezed.
    """

    title: str
    value: str | Callable[[Row], Any] = ""
    right: bool = False
    least: int = 8
    screen: Callable[[Any], Any] | None = None

    def of(self, row: Row) -> Any:
        """What stands in it for this row."""
        return self.value(row) if callable(self.value) else row[self.value or self.title]


# --- JSON ------------------------------------------------------------------------------------
def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON in UTF-8 text, safe for a terminal and for readers that go line by line.

    Characters that steer a terminal, end a line in Unicode or cannot be encoded are written as
    escapes, so the document says the very same.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _JSON_UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def write_json(value: Any) -> None:
    """One document."""
    write(to_json(value, indent=2))


def write_json_list(rows: Iterable[Row]) -> None:
    """A list, written as it comes: its length does not matter."""
    separator = "[\n "
    for row in rows:
        sys.stdout.write(separator + to_json(row))
        separator = ",\n "
    write("\n]" if separator.startswith(",") else "[]")


def write_lines(rows: Iterable[Row]) -> None:
    """One JSON object per line."""
    for row in rows:
        write(to_json(row))


# --- tables ----------------------------------------------------------------------------------
def write_rows(form: str | None, rows: Iterable[Row], columns: Sequence[Column]) -> None:
    """The rows in the form that was asked for, else as fits where they go."""
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
    """One line per row, without a heading, for ``cut`` and ``awk``."""
    for row in rows:
        write("\t".join(line(as_text(column.of(row))) for column in columns))


def write_aligned(rows: Iterable[Sequence[Any]]) -> None:
    """Rows without a heading: columns on a terminal, the last one broken in its own; else tabs."""
    cells = [[line(as_text(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in cells:
            write("\t".join(row))
        return
    widths: dict[int, int] = {}
    for row in cells:
        for index, cell in enumerate(row[:-1]):  # the last one of a row is as wide as it is
            widths[index] = max(widths.get(index, 0), width(cell))
    for row in cells:
        start = "".join(
            f"{padded(isolated(cell), widths[at])}  " for at, cell in enumerate(row[:-1])
        )
        for part in _beside(start, row[-1]):
            write(f"{start}{part}".rstrip())
            start = " " * width(start)


def _beside(start: str, text: str) -> list[str]:
    """The text in lines for the room beside a start; what has no space, an address, stays whole."""
    room = terminal_width() - width(start)
    if width(text) <= room or room < _LEAST_BESIDE:
        return [text]
    import textwrap  # noqa: PLC0415 — only where it is used

    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)


def write_record(values: Mapping[str, Any]) -> None:
    """A name and its value a line: on a terminal as people read them, in a pipe as they are."""
    people = sys.stdout.isatty()
    write_aligned(figure(*item) if people else item for item in values.items())


def write_csv(rows: Iterable[Row], columns: Sequence[Column]) -> None:
    """RFC 4180 with a heading. A cell that a spreadsheet would run as a formula is made text."""
    for text in csv_lines(rows, columns):
        sys.stdout.write(text)
    sys.stdout.flush()


def csv_lines(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[str]:
    """The same as text, a line at a time."""
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
    """A cell that no spreadsheet runs (OWASP, CSV injection): text gets an apostrophe in front."""
    text = as_text(value)
    harmless = isinstance(value, (int, float)) or not text.lstrip(" ").startswith(_FORMULA)
    return safe(text) if harmless else "'" + safe(text)


def as_text(value: Any) -> str:
    """A value as it stands in a cell; a list is joined, None is empty."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(as_text(item) for item in value)
    return str(value)


def write_table(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    """Columns as wide as they need, the widest squeezed until the table fits the terminal.

    Where even squeezed ones have no room, a cell a line, each row by itself.
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
    """Narrow the widest column by one until all fit. Do they?"""
    while sum(widths) + 2 * (len(widths) - 1) > room:
        loose = [index for index, size in enumerate(widths) if size > least[index]]
        if not loose:
            return False
        widths[max(loose, key=lambda index: widths[index])] -= 1
    return True


def _write_apart(cells: Sequence[Sequence[str]], columns: Sequence[Column], style: Style) -> None:
    """Each row as names and values, whole, with a line between two rows."""
    left = max(width(column.title) for column in columns)
    for number, row in enumerate(cells):
        if number:
            write()
        for column, cell in zip(columns, row, strict=True):
            start = style.faint(padded(column.title, left))
            for part in _beside(f"{' ' * left}  ", cell) if cell else ():
                write(f"{start}  {part}")
                start = " " * left


def terminal_width() -> int:
    """Columns of the terminal, 80 where none is known."""
    return max(20, shutil.get_terminal_size().columns)


# --- talk ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Style:
    """Colours where they are wanted: a terminal, and no ``NO_COLOR`` (no-color.org)."""

    colour: bool

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str] = os.environ) -> Style:
        """Colours for this stream; ``FORCE_COLOR`` asks for them in a pipe, as for ``less -R``."""
        if environment.get("NO_COLOR"):
            return cls(colour=False)
        if environment.get("FORCE_COLOR"):
            return cls(colour=True)
        return cls(colour=stream.isatty() and environment.get("TERM") != "dumb")

    def bold(self, text: str) -> str:
        """Headings and headlines."""
        return self._paint("1", text)

    def faint(self, text: str) -> str:
        """What is there for orientation."""
        return self._paint("2", text)

    def old(self, text: str) -> str:
        """Removed: red."""
        return self._paint("31", text)

    def new(self, text: str) -> str:
        """Added: green."""
        return self._paint("32", text)

    def moved(self, text: str) -> str:
        """Moved: blue."""
        return self._paint("34", text)

    def strong(self, text: str) -> str:
        """What matters most: bold red."""
        return self._paint("1;31", text)

    def warm(self, text: str) -> str:
        """What matters: yellow."""
        return self._paint("33", text)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


def write(text: str = "") -> None:
    """One line to stdout."""
    sys.stdout.write(text + "\n")


def write_note(text: str) -> None:
    """A remark under a list, on as many lines as a terminal needs; one line elsewhere."""
    if not sys.stdout.isatty():
        write(text)
        return
    import textwrap  # noqa: PLC0415 — only where it is used

    for part in textwrap.wrap(
        text, terminal_width(), subsequent_indent="  ", break_on_hyphens=False
    ):
        write(part)


def write_bytes(data: bytes) -> None:
    """Bytes to stdout as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """One line of talk, to stderr, after the data. Where nobody reads it any more, it is none."""
    sys.stdout.flush()
    try:
        sys.stderr.write(text + "\n")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def say_command(what: str, command: str) -> None:
    """A command to copy, its controls shown; below its words where it would be broken."""
    command = safe(command)
    fits = width(f"{what}: {command}") <= terminal_width()
    say(f"{what}: {command}" if fits or not sys.stderr.isatty() else f"{what}:\n  {command}")


def open_what_is_closed() -> None:
    """Streams that were closed before we began (``>&-``) lead nowhere, and their numbers are taken.

    Else the first file that is opened would get the number, and be written to as if it was the
    terminal. What is written to a closed stdout fails, since nobody has it.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:  # the lowest free number is this one
            os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 — for all our life
            setattr(sys, name, stream)


def use_utf8() -> None:
    """Files and pipes get UTF-8 in every locale; a terminal that cannot show a letter, a ``?``."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (stream.encoding or "").lower().replace("-", "")
        if encoding == "utf8" or not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8")


class Progress:
    """One line on stderr that is written over, on a terminal only; ``is_on`` says whether it is."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.is_on = sys.stderr.isatty() and not quiet
        self._shown = False

    def show(self, text: str) -> None:
        """What is going on now."""
        if self.is_on:
            sys.stderr.write("\r\x1b[K" + cut(line(text), terminal_width() - 1))
            sys.stderr.flush()
            self._shown = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
