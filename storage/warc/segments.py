"""The outer form of a WARC file: gzip members, zstd frames, or plain records.

Everything is read in small pieces, and only the current one is in memory, so that neither a large
file nor a decompression bomb costs memory. A broken member affects only itself: reading goes on
where the next one begins.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

from storage.zstandard import zstd

if TYPE_CHECKING:
    from typing import Any, BinaryIO

PIECE = 64 * 1024
GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
RECORD_MAGIC = b"WARC/"
_SKIPPABLE = b"\x2a\x4d\x18"
_MAX_DICTIONARY = 64 * 1024 * 1024
_LEAST = {GZIP_MAGIC: 1024, ZSTD_MAGIC: PIECE}
"""With so many bytes of a segment its first ones can be unpacked: zstd needs a whole block."""
_AT_ONCE = 16
_MOST_BROKEN = 64 * 1024 * 1024
_MOST_DAMAGED = 1024 * 1024
"""How far a file is read whose first bytes are damaged to find how its records are packed."""
_MOST_TRIALS = 1_000
"""How many places that look like a segment may hold no record; by chance there is one in 16 MB."""
_SWELLS = 16
"""Broken segments may unpack to so many bytes, and to so many times what was read of the file."""
_ZSTD_WINDOW_LOG = 27  # 128 MiB, what every decoder accepts unasked


class Unpacker(Protocol):
    """Unpacks one member."""

    def feed(self, data: bytes, most: int = PIECE) -> bytes:
        """Unpack these bytes and what is left of those before, up to ``most`` bytes of output."""

    @property
    def finished(self) -> bool:
        """Whether the member has ended."""

    @property
    def hungry(self) -> bool:
        """Whether it needs more input to give any output."""

    @property
    def rest(self) -> bytes:
        """Bytes after the member's end."""


class Broken(Exception):
    """The bytes of a segment cannot be unpacked from here on."""


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def feed(self, data: bytes, most: int = PIECE) -> bytes:
        try:
            return self._stream.decompress(self._stream.unconsumed_tail + data, most)
        except zlib.error as error:
            raise Broken(f"the gzip member is damaged ({error})") from error

    @property
    def finished(self) -> bool:
        return self._stream.eof

    @property
    def hungry(self) -> bool:
        return not self._stream.unconsumed_tail

    @property
    def rest(self) -> bytes:
        return self._stream.unused_data


class _Zstd:
    def __init__(self, dictionary: Any | None) -> None:
        options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
        self._stream = zstd.ZstdDecompressor(zstd_dict=dictionary, options=options)

    def feed(self, data: bytes, most: int = PIECE) -> bytes:
        try:
            return self._stream.decompress(data, most)
        except zstd.ZstdError as error:
            raise Broken(f"the zstd frame is damaged ({error})") from error

    @property
    def finished(self) -> bool:
        return self._stream.eof

    @property
    def hungry(self) -> bool:
        return self._stream.needs_input

    @property
    def rest(self) -> bytes:
        return self._stream.unused_data


class Segments:
    """The segments of a file, one after the other; a plain file is one segment.

    ``packed`` is the name of the packing (``gzip``, ``zstd``), or None. ``offset`` is where the
    current segment begins in the file. ``skipped`` counts the bytes before it that belong to no
    segment; these begin at ``skipped_at``.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._raw = b""
        self._raw_offset = 0
        self._unpacker: Unpacker | None = None
        self._dictionary: Any | None = None
        self.offset = 0
        self.skipped = 0
        self.skipped_at = 0
        self.packed: str | None = None
        self._fill(len(RECORD_MAGIC))
        if self._raw.startswith(GZIP_MAGIC):
            self.packed = "gzip"
        elif self._raw.startswith((ZSTD_MAGIC, DICTIONARY_MAGIC)):
            self.packed = "zstd"
        elif self._raw and not self._raw.startswith(RECORD_MAGIC) and stream.seekable():
            self.packed = self._packed_further_on()
        self._begun = False
        self._recovering = False
        self._made = 0  # bytes that the current segment unpacked to
        self._broken = 0  # the same of all broken ones, or what was read of them
        self._furthest = 0
        self._in_vain = 0  # places that look like a segment and hold no record

    # --- the file ----------------------------------------------------------------------------
    def _fill(self, least: int) -> bool:
        """Read until at least so many raw bytes are in the buffer; False if the file has fewer."""
        while len(self._raw) < least:
            more = self._stream.read(PIECE)
            if not more:
                return False
            self._raw += more
        return True

    def _drop(self, count: int) -> None:
        self._raw = self._raw[count:]
        self._raw_offset += count

    def _packed_further_on(self) -> str | None:
        """The packing of the first record that is whole, where the file's first bytes are none."""
        self._fill(_MOST_DAMAGED)
        data, self._raw = self._raw, b""
        self._stream.seek(0)
        plain = data.find(b"\n" + RECORD_MAGIC)
        first, packing = plain if plain >= 0 else len(data), None
        for self.packed in ("gzip", "zstd"):
            at = self._first_segment(data, first)
            if at >= 0:
                first, packing = at, self.packed
        return packing

    def _first_segment(self, data: bytes, end: int) -> int:
        """Where the first segment before ``end`` begins that holds a record, or -1."""
        at = -1
        for _ in range(_MOST_TRIALS):
            at = data.find(self._magic, at + 1, end)
            if at < 0 or self._holds_record(data[at : at + _LEAST[self._magic]]):
                return at
        return -1

    # --- from segment to segment -------------------------------------------------------------
    def next(self) -> bool:
        """Go on to the next segment; False at the end of the file."""
        self.skipped = 0
        if self.packed is None:
            first, self._begun = not self._begun, True
            return first and self._fill(1)
        self._leave()
        self.skipped_at = self._raw_offset
        if self._recovering or not self._begins_here():
            self._search()
        if self._recovering:
            self._recovering, self.skipped = False, 0
        return self._open() or self.skipped > 0

    def _leave(self) -> None:
        """Skip the rest of the segment; a broken one is left where it broke."""
        try:
            while self._unpacker is not None:
                self.read()
        except Broken:
            pass

    def _begins_here(self) -> bool:
        if self.packed == "zstd" and not self._skip_frames():
            self.skipped = self._raw_offset - self.skipped_at
        self._fill(len(self._magic))
        return not self._raw or self._raw.startswith(self._magic)

    @property
    def _magic(self) -> bytes:
        return GZIP_MAGIC if self.packed == "gzip" else ZSTD_MAGIC

    def _open(self) -> bool:
        if not self._raw:
            return False
        self.offset, self._made = self._raw_offset, 0
        self._unpacker = self._new_unpacker()
        return True

    def _new_unpacker(self) -> Unpacker:
        return _Gzip() if self.packed == "gzip" else _Zstd(self._dictionary)

    def _search(self) -> None:
        """Skip bytes up to the next place where a segment begins, or to the end.

        To try each place that looks like one costs ten seconds a megabyte if all do. So behind too
        many that hold no record only the last one within each piece is tried.
        """
        start, at = self._raw_offset, 1
        least = _LEAST[self._magic]
        self._fill(at + len(self._magic))
        while True:
            at = self._raw.find(self._magic, at)
            if at < 0:
                self._drop(max(0, len(self._raw) - len(self._magic) + 1))
                at = 0
                if not self._fill(len(self._magic)):
                    self._drop(len(self._raw))
                    break
                continue
            if len(self._raw) < at + least:
                self._drop(at)
                at = 0
                self._fill(_AT_ONCE * least)  # seldom, as each time costs a copy
            if self._holds_record(self._raw[at : at + least]):
                self._drop(at)
                break
            self._in_vain += 1
            last = -1
            if self._in_vain > _MOST_TRIALS:
                last = self._raw.rfind(self._magic, at + 1, at + least)
            at = max(at + 1, last)
        self.skipped = self._raw_offset - start

    def _holds_record(self, data: bytes) -> bool:
        """Whether these bytes unpack to a record: magic bytes also occur by chance."""
        try:
            return self._new_unpacker().feed(data, len(RECORD_MAGIC)) == RECORD_MAGIC
        except Broken:
            return False

    def _skip_frames(self) -> bool:
        """Skip frames without data; the very first one may contain a dictionary.

        False if the last one claims to be longer than the file. The dictionary is that of the IIPC
        proposal for WARC files in Zstandard.
        """
        while self._fill(8) and self._raw[1:4] == _SKIPPABLE and self._raw[0] >> 4 == 5:  # noqa: PLR2004 — magic 0x184D2A5?
            size = int.from_bytes(self._raw[4:8], "little")
            is_dictionary = self._raw.startswith(DICTIONARY_MAGIC) and self._raw_offset == 0
            self._drop(8)
            if is_dictionary and size <= _MAX_DICTIONARY and self._fill(size):
                self._dictionary = _dictionary(self._raw[:size])
            while size and self._fill(1):
                step = min(size, len(self._raw))
                self._drop(step)
                size -= step
            if size:
                return False
        return True

    def give_up(self) -> None:
        """Leave a broken segment, and look for the next one right after where it began.

        In a file of such segments, each around the next, that would take for ever. So when they
        have cost too much, the search begins where one broke, and loses at most a piece.
        """
        self._unpacker = None
        self._recovering = True
        self._furthest = max(self._furthest, self._raw_offset)
        self._broken += max(self._made, self._raw_offset - self.offset - PIECE)
        bearable = self._broken <= _MOST_BROKEN + _SWELLS * self._furthest
        if bearable and self._stream.seekable():
            self._stream.seek(self.offset)
            self._raw, self._raw_offset = b"", self.offset

    # --- the bytes of a segment --------------------------------------------------------------
    def read(self) -> bytes:
        """The next piece, unpacked; empty at the segment's end. Raises Broken."""
        if self.packed is None:
            self._fill(1)
            data, self._raw = self._raw, b""
            self._raw_offset += len(data)
            return data
        while self._unpacker is not None:
            raw = b""
            if self._unpacker.hungry:
                if not self._fill(1):
                    self._unpacker = None
                    raise Broken(f"the {self.packed} data ends in the middle")
                raw, self._raw = self._raw, b""
                self._raw_offset += len(raw)
            piece = self._feed(raw)
            if piece:
                return piece
        return b""

    def _feed(self, raw: bytes) -> bytes:
        unpacker = self._unpacker
        assert unpacker is not None
        try:
            piece = unpacker.feed(raw)
        except Broken:
            self._unpacker = None
            raise
        self._made += len(piece)
        if unpacker.finished:
            self._raw = unpacker.rest + self._raw
            self._raw_offset -= len(unpacker.rest)
            self._unpacker = None
        return piece


def _dictionary(data: bytes) -> Any | None:
    try:
        if data.startswith(ZSTD_MAGIC):
            stream = zstd.ZstdDecompressor()
            data = stream.decompress(data, _MAX_DICTIONARY)
        return zstd.ZstdDict(data)
    except (zstd.ZstdError, ValueError):
        return None
