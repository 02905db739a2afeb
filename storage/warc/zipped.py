"""Writing a ZIP file to any kind of stream in one go, with a digest of each member."""

from __future__ import annotations

import hashlib
import io
import zipfile
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from types import TracebackType
    from typing import IO, BinaryIO

    from typing_extensions import Buffer

_PIECE = 1024 * 1024
_EARLIEST = 1980
"""ZIP cannot express earlier years."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member that was written: its path, SHA-256 in hex, and length in bytes."""

    path: str
    sha256: str
    length: int


class Sink(io.RawIOBase):
    """A stream to write a member to; it computes the digest. Closing it does not end the member."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self._length = 0

    def writable(self) -> bool:
        """True, as streams have to say."""
        return True

    def write(self, data: Buffer) -> int:
        """Append bytes to the member."""
        piece = bytes(data)
        self._hash.update(piece)
        self._length += len(piece)
        self._stream.write(piece)
        return len(piece)

    def member(self, path: str) -> Member:
        """The member as it was written: its path, digest and length."""
        return Member(path, self._hash.hexdigest(), self._length)


class Tree(ABC):
    """Receives files by path, one after the other; ``members`` are those written so far."""

    members: list[Member]

    @abstractmethod
    def open(self, path: str, *, packed: bool = True) -> AbstractContextManager[Sink]:
        """A file to write to. ``packed``: it is worth compressing."""

    def put(self, path: str, data: bytes, *, packed: bool = True) -> Member:
        """Write a whole file at once."""
        with self.open(path, packed=packed) as sink:
            sink.write(data)
        return self.members[-1]


class ZipWriter(Tree):
    """Writes members one after the other, all with the same time: same content, same file."""

    def __init__(self, stream: BinaryIO, time: datetime) -> None:
        self._zip = zipfile.ZipFile(stream, "w")
        self._time = (max(time.year, _EARLIEST), *time.timetuple()[1:6])
        self.members: list[Member] = []

    @contextmanager
    def open(self, path: str, *, packed: bool = True, length: int | None = None) -> Iterator[Sink]:
        """A member to write to; ``length`` has to be given if it may be large."""
        info = zipfile.ZipInfo(path, self._time)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        info.file_size = length or 0
        with self._zip.open(info, "w") as stream:
            sink = Sink(stream)
            yield sink
        self.members.append(sink.member(path))

    def copy(self, path: str, source: IO[bytes], *, packed: bool = True) -> Member:
        """Write a member with the bytes of a file, from its beginning."""
        length = source.seek(0, 2)
        source.seek(0)
        with self.open(path, packed=packed, length=length) as sink:
            while data := source.read(_PIECE):
                sink.write(data)
        return self.members[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Write the directory at the end, unless something failed."""
        if error is None:
            self._zip.close()
        else:
            self._zip.fp = None  # whoever opened the stream throws the unfinished file away
