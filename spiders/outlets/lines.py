"""The line of each value in a TOML file, which the standard library's parser does not report.

It is for texts that ``tomllib`` has parsed, and is therefore only as strict as it needs to be.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the top level: ``("eras", 0, "select", 2)``."""

_BLANK = " \t\r\n"
_END_OF_BARE = ",]}#\n"


def positions(text: str) -> dict[Path, int]:
    """The line, counted from 1, on which each table, key and array item begins."""
    return _Scanner(text).run()


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """The line of a path, or of the nearest thing around it that has one; 1 if nothing has."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    """Walks over a valid TOML text once and notes where things begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [number for number, letter in enumerate(text) if letter == "\n"]
        self._found: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}  # number of tables in an array of tables so far

    def run(self) -> dict[Path, int]:
        prefix: Path = ()
        while self._skip_blank():
            if self._peek() == "[":
                prefix = self._header()
            else:
                self._pair(prefix)
        return self._found

    def _peek(self, length: int = 1) -> str:
        return self._text[self._at : self._at + length]

    def _note(self, path: Path) -> None:
        self._found.setdefault(path, bisect_right(self._breaks, self._at - 1) + 1)

    def _skip_blank(self) -> bool:
        """Skip spaces, line ends and comments; False at the end of the text."""
        while self._at < len(self._text):
            if self._peek() == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif self._peek() in _BLANK:
                self._at += 1
            else:
                return True
        return False

    def _header(self) -> Path:
        """Read ``[table]`` or ``[[array of tables]]``; return the path that its keys are under."""
        start, double = self._at, self._peek(2) == "[["
        self._at += 2 if double else 1
        path = self._under_latest(self._key())
        end, self._at = self._at + (2 if double else 1), start
        self._note(path)
        if double:
            number = self._tables.get(path, 0)
            self._tables[path] = number + 1
            path = (*path, number)
            self._note(path)
        self._at = end
        return path

    def _under_latest(self, keys: Path) -> Path:
        """The path of a table's keys: ``[eras.fields]`` belongs to the latest era."""
        path: Path = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            if number < len(keys) - 1 and path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _key(self) -> Path:
        """Read a dotted key; the cursor is then at the character that ends it."""
        parts: list[str] = []
        while True:
            self._skip_blank()
            parts.append(self._string() if self._peek() in "\"'" else self._bare_key())
            self._skip_blank()
            if self._peek() != ".":
                return tuple(parts)
            self._at += 1

    def _bare_key(self) -> str:
        start = self._at
        while self._peek() not in "=.]" + _BLANK:
            self._at += 1
        return self._text[start : self._at]

    def _pair(self, prefix: Path) -> None:
        start = self._at
        keys = self._key()
        end, self._at = self._at + 1, start
        for number in range(1, len(keys) + 1):
            self._note((*prefix, *keys[:number]))
        self._at = end
        self._value((*prefix, *keys))

    def _value(self, path: Path) -> None:
        self._skip_blank()
        self._note(path)
        if self._peek() == "[":
            self._array(path)
        elif self._peek() == "{":
            self._inline(path)
        elif self._peek() in "\"'":
            self._string()
        else:
            while self._at < len(self._text) and self._peek() not in _END_OF_BARE:
                self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        number = 0
        while self._skip_blank() and self._peek() != "]":
            if self._peek() == ",":
                self._at += 1
                continue
            self._value((*path, number))
            number += 1
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._skip_blank() and self._peek() != "}":
            if self._peek() == ",":
                self._at += 1
                continue
            self._pair(path)
        self._at += 1

    def _string(self) -> str:
        """Skip a string of any of the four kinds; return what is between its quotation marks."""
        mark = self._peek()
        long = self._peek(3) == mark * 3
        self._at += 3 if long else 1
        start, ending = self._at, mark * (3 if long else 1)
        while self._peek(len(ending)) != ending:
            self._at += 2 if mark == '"' and self._peek() == "\\" else 1
        while long and self._peek(len(ending) + 1) == ending + mark:
            self._at += 1  # a string's own text may end with quotation marks
        inside = self._text[start : self._at]
        self._at += len(ending)
        return inside
