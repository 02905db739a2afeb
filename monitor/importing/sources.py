"""Where records are read from: WARC files, by themselves or within a WACZ.

Nothing of a ZIP file is unpacked to the disk, so names in it are harmless, and nothing in it is
trusted: lengths, digests and offsets are checked while it is read.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from storage.errors import InputError
from storage.warc.records import Fault, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO, BinaryIO

    Tell = Callable[[str, Fault], None]

ZIP_MAGIC = b"PK\x03\x04"
_WARCS = (".warc", ".warc.gz", ".warc.zst")
_ENCRYPTED = 0x1
_MOST_MEMBERS = 100_000
_SWELLS = 200
"""The most that a large member may expand, in multiples of its packed size; more is a bomb."""
_LARGE = 256 * 1024 * 1024
_DESCRIPTION, _SEAL = "datapackage.json", "datapackage-digest.json"
_LARGEST_DESCRIPTION = 32 * 1024 * 1024
_PIECE = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_NO_JSON = (*_BROKEN, KeyError, TypeError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Source:
    """A WARC file: by itself, or the ``member`` of a ZIP file at ``path``."""

    path: Path
    member: str | None = None
    info: zipfile.ZipInfo | None = field(default=None, compare=False, repr=False)
    """Where it lies, as another member may have the same name."""

    @property
    def name(self) -> str:
        """The source's name in messages."""
        return str(self.path) if self.member is None else f"{self.path}: {self.member}"

    @property
    def short(self) -> str:
        """The same without folders, as it is stored in the archive."""
        return self.path.name if self.member is None else f"{self.path.name}: {self.member}"

    @contextmanager
    def open(self, tell: Tell | None = None) -> Iterator[BinaryIO]:
        """The bytes. If a member breaks while it is read, it ends there, and that is reported."""
        if self.member is None:
            with self.path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(self.path) as opened:
            member = _Member(opened, self.info or self.member)
            yield cast("BinaryIO", member)
        if member.fault and tell is not None:
            tell(self.name, Fault(0, f"the ZIP file is damaged there: {member.fault}"))


def within(path: Path, tell: Tell) -> list[Source]:
    """The WARC files in a WACZ, or in any ZIP file, in the order of their names.

    What cannot be imported is reported. Raises InputError if it is no ZIP file, or a hostile one.
    """
    try:
        with zipfile.ZipFile(path) as opened:
            members = _sound(path, opened)
            _compare_digests(path, opened, tell)
    except _BROKEN as error:
        raise InputError(
            f"{path} is a ZIP file that cannot be read.",
            why=f"{error}. Nothing was changed.",
            do="If it is a download, fetch it again.",
        ) from error
    if not any(info.filename.lower().endswith((*_WARCS, ".wacz")) for info in members):
        raise InputError(
            f"{path} contains no WARC file.",
            why="It is a ZIP file with other content. Nothing was changed.",
            do="Name a WARC file or a WACZ.",
        )
    _tell_twins(path, members, tell)
    sources = []
    for info in sorted(members, key=lambda one: one.filename):
        if not info.filename.lower().endswith(_WARCS) or info.is_dir():
            if info.filename.lower().endswith(".wacz"):
                tell(str(path), Fault(0, f"a WACZ within a WACZ is not opened: {info.filename}"))
            continue
        if why := _refused(info):
            tell(f"{path}: {info.filename}", Fault(0, why))
            continue
        sources.append(Source(path, info.filename, info))
    return sources


def _tell_twins(path: Path, members: list[zipfile.ZipInfo], tell: Tell) -> None:
    """Report names that stand twice: most programs see the last of them alone."""
    for name, count in Counter(info.filename for info in members).items():
        if count > 1:
            tell(str(path), _remark(f"{name} is there {count} times"))


def _sound(path: Path, opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members. Raises InputError if they overlap, which is how bombs are made."""
    members = opened.infolist()
    placed = sorted(members, key=lambda info: info.header_offset)
    overlap = any(
        one.header_offset + one.compress_size > other.header_offset
        for one, other in pairwise(placed)
    )
    if overlap or len(members) > _MOST_MEMBERS:
        raise InputError(
            f"{path} is a ZIP file that cannot be imported.",
            why=(
                "Its members overlap. Nothing was changed."
                if overlap
                else f"It has {len(members)} members. Nothing was changed."
            ),
            do="Import the WARC files themselves.",
        )
    return members


def _refused(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & _ENCRYPTED:
        return "the member is encrypted"
    if info.file_size > _LARGE and info.file_size > _SWELLS * max(1, info.compress_size):
        return f"the member swells from {info.compress_size} to {info.file_size} bytes"
    return None


def _compare_digests(path: Path, opened: zipfile.ZipFile, tell: Tell) -> None:
    """Report files that differ from ``datapackage.json``; their records are read nevertheless."""
    for name, digest in _described(path, opened, tell).items():
        try:
            info = opened.getinfo(name)
        except KeyError:
            tell(str(path), _remark(f"{name} is described and not there"))
            continue
        if _refused(info):
            continue
        made, stream = hashlib.sha256(), _Member(opened, name)
        while data := stream.read(_PIECE):
            made.update(data)
        if made.hexdigest() != digest or stream.fault:
            says = _SEAL if name == _DESCRIPTION else _DESCRIPTION
            tell(str(path), _remark(f"{name} is not what {says} says"))


def _described(path: Path, opened: zipfile.ZipFile, tell: Tell) -> dict[str, str]:
    """SHA-256 in hex by path; empty if there is no readable description."""
    try:
        found = _digests(_json(opened, _DESCRIPTION)["resources"])
    except _NO_JSON:
        if _DESCRIPTION in opened.namelist():
            tell(str(path), _remark(f"{_DESCRIPTION} cannot be read"))
        return {}
    # Its own digest lies beside it, where the file has one.
    with suppress(*_NO_JSON):
        found |= _digests([{**_json(opened, _SEAL), "path": _DESCRIPTION}])
    return found


def _json(opened: zipfile.ZipFile, name: str) -> Any:
    if opened.getinfo(name).file_size > _LARGEST_DESCRIPTION:
        raise ValueError(name)
    return json.loads(opened.read(name))


def _digests(resources: Any) -> dict[str, str]:
    found = {str(one["path"]): str(one["hash"]) for one in resources}
    return {
        path: digest.partition(":")[2].lower()
        for path, digest in found.items()
        if digest.startswith("sha256:")
    }


def _remark(what: str) -> Fault:
    return Fault(0, what, Severity.WARNING)


class _Member(io.RawIOBase):
    """A member as a stream that ends where it breaks; ``fault`` says how."""

    def __init__(self, opened: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> None:
        self.fault: str | None = None
        self._stream: IO[bytes] | None = None
        self._stored = True
        self._unpacked_again = 0
        try:
            info = opened.getinfo(name) if isinstance(name, str) else name
            self._stored = info.compress_type == zipfile.ZIP_STORED
            self._stream = opened.open(info)
        except (*_BROKEN, KeyError) as error:
            self.fault = str(error)

    def readable(self) -> bool:
        """True, as streams have to say."""
        return True

    def seekable(self) -> bool:
        """Whether going back is possible, and has not cost too much.

        A packed member is unpacked from its beginning for it.
        """
        if self._stream is None or not self._stream.seekable():
            return False
        return self._unpacked_again <= _LARGE + self._stream.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a position in the unpacked bytes."""
        assert self._stream is not None
        if not self._stored:
            self._unpacked_again += offset
        return self._stream.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; empty at the end, and where it breaks."""
        if self._stream is None or self.fault:
            return b""
        try:
            return self._stream.read(size)
        except _BROKEN as error:
            self.fault = str(error) or type(error).__name__
            return b""
