"""CDXJ, the index of a WARC file: one line per capture, sorted, in separately packed blocks.

::

    example,herald)/a 20260301080000 {"url": "https://herald.example/a", "mime": "text/html", …}

A capture has a second line if readers may look for its address under two keys. A line has only what
identifies a record and where it is: no cookies, no request fields.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.warc.keys import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import BinaryIO

BLOCK = 300
"""Lines that are packed together; a reader fetches one block for a look-up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that can be replayed. ``offset`` and ``length`` are in bytes of the packed file."""

    url: str
    at: datetime
    mime: str
    status: int
    digest: str | None
    offset: int
    length: int
    filename: str


class Index:
    """Entries, sorted on disk, so that memory does not grow with their number.

    They are in a temporary database without a name, which vanishes when it is closed.
    """

    def __init__(self) -> None:
        self._own = sqlite3.connect("", isolation_level=None)
        self._own.executescript(
            "PRAGMA cache_size = -8000;"
            "CREATE TABLE lines (key TEXT, at TEXT, number INTEGER, line TEXT,"
            " PRIMARY KEY (key, at, number)) WITHOUT ROWID; BEGIN;"
        )
        self._count = 0

    def close(self) -> None:
        """Drop what was gathered on disk."""
        self._own.close()

    def add(self, entry: Entry) -> None:
        """Add the entry of one more capture."""
        self._count += 1
        about = {
            "url": entry.url,
            "mime": entry.mime,
            "status": str(entry.status),
            "digest": entry.digest,
            "length": str(entry.length),
            "offset": str(entry.offset),
            "filename": entry.filename,
        }
        known = {name: value for name, value in about.items() if value is not None}
        self._own.executemany(
            "INSERT INTO lines VALUES (?, ?, ?, ?)",
            [
                (key, fourteen(entry.at), self._count, json.dumps(known))
                for key in keys_of(entry.url)
            ],
        )

    def lines(self) -> Iterator[str]:
        """The index in order, without line ends."""
        for key, at, line in self._own.execute(
            "SELECT key, at, line FROM lines ORDER BY key, at, number"
        ):
            yield f"{key} {at} {line}"

    def write(self, packed: BinaryIO, filename: str) -> Iterator[str]:
        """Write the blocks to ``packed``, a file named ``filename``; yield the lines of its index.

        That second index (``.idx``) has the first key of each block and where it is.
        """
        yield f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': filename})}"
        offset = 0
        for block in _blocks(self.lines()):
            data = gzip.compress("".join(f"{line}\n" for line in block).encode(), 6, mtime=0)
            packed.write(data)
            digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
            about = {"offset": offset, "length": len(data), "digest": digest, "filename": filename}
            yield f"{' '.join(block[0].split(' ')[:2])} {json.dumps(about)}"
            offset += len(data)


def _blocks(lines: Iterator[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def fourteen(time: datetime) -> str:
    """A time as fourteen digits, in UTC."""
    return time.strftime("%Y%m%d%H%M%S").rjust(14, "0")
