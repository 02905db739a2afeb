"""``extract --batch``: one output line for each input line, in order, whatever its content."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zlib
from collections import deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.commands.files import STANDARD_INPUT
from monitor.output import to_json
from monitor.queries.objects import extraction_json
from monitor.terminal import say, write
from spiders.extract.reader import read_batch
from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_GZIP = b"\x1f\x8b"
_HALF_PAIRS = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs: JSON can escape them but no encoding has them, so they are lost."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the input: its id, and what is wrong with it, if anything."""

    id: Any
    error: str | None = None


def extract_batch(name: str) -> int:
    """Write a line for each line of the file; return 1 if some could not be read, else 0."""
    with _opened(name) as stream:
        batch = _Batch(stream)
        for row in batch.rows():
            write(to_json(row))
    if batch.errors:
        say(f"{batch.errors} of {batch.lines} lines could not be read; each says why.")
    return 1 if batch.errors else 0


class _Batch:
    """Feeds the good lines to the reader, and puts the bad ones back between its results.

    The reader may look ahead any distance: the lines are remembered in order.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: deque[_Line] = deque()
        self.lines = 0
        self.errors = 0

    def rows(self) -> Iterator[dict[str, Any]]:
        """One object per line of the input."""
        for extraction in read_batch(self._pages()):
            yield from self._faulty()
            yield {"id": self._waiting.popleft().id, **extraction_json(extraction)}
        yield from self._faulty()

    def _faulty(self) -> Iterator[dict[str, Any]]:
        while self._waiting and self._waiting[0].error is not None:
            line = self._waiting.popleft()
            yield {"id": line.id, "error": line.error}

    def _pages(self) -> Iterator[tuple[str, str]]:
        for raw in _lines(self._stream):
            self.lines += 1
            line, page = _parse(raw) if isinstance(raw, bytes) else (_Line(None, raw), None)
            if line.error is not None:
                line = replace(line, error=f"line {self.lines}: {line.error}")
            self._waiting.append(line)
            if page is None:
                self.errors += 1
            else:
                yield page


def _parse(raw: bytes) -> tuple[_Line, tuple[str, str] | None]:
    try:
        value = json.loads(raw.rstrip(b"\r\n"), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return _Line(None, f"not JSON: {error.msg}, at character {error.pos + 1}"), None
    except (ValueError, RecursionError) as error:
        return _Line(None, f"not JSON: {error}"), None
    if not isinstance(value, dict):
        return _Line(None, "not a JSON object"), None
    name, url, html = value.get("id"), value.get("url"), value.get("html")
    if not isinstance(html, str):
        return _Line(name, '"html" is missing, or not a string'), None
    if url is not None and not isinstance(url, str):
        return _Line(name, '"url" is not a string'), None
    return _Line(name), (url or "", _HALF_PAIRS.sub("\ufffd", html))


def _refuse(word: str) -> None:
    """Refuse ``NaN`` and ``Infinity``, which are Python's own and not valid JSON."""
    raise ValueError(f"{word} is not a valid value")


def _lines(stream: BinaryIO) -> Iterator[bytes | str]:
    """The lines; a str instead of bytes says why there are no more (a truncated or broken .gz)."""
    try:
        yield from stream
    except (OSError, EOFError, zlib.error) as error:
        yield f"the file ends in the middle: {error}"


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """Open the file, decompressed if it is gzip, whatever its name is. Raises InputError."""
    with ExitStack() as stack:
        try:
            if name == STANDARD_INPUT:
                plain = sys.stdin.buffer
            else:
                plain = stack.enter_context(Path(name).open("rb", buffering=0))
            buffered = io.BufferedReader(plain)  # type: ignore[type-var] # a BinaryIO reads like a raw stream
            packed = buffered.peek(2)[:2] == _GZIP
        except OSError as error:
            raise InputError(
                f"{name} cannot be read.", why=f"{error.strerror}.", do="Name a file of JSON lines."
            ) from error
        yield stack.enter_context(gzip.GzipFile(fileobj=buffered)) if packed else buffered  # type: ignore[misc] # both read like a BinaryIO
