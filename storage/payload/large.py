"""Large bodies: packed, stored and read in pieces, so that they are never in memory as a whole.

A body of more than :data:`LARGE` bytes has no base and is none: it is stored as one zstd frame with
a small window, or as it is.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from storage.payload import deltas
from storage.zstandard import zstd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from storage.database.connection import Database

LARGE = 4 * 1024 * 1024
PIECE = 1024 * 1024
_WINDOW_LOG = 21  # 2 MB, which a reader needs in addition to a piece


def insert(database: Database, table: str, data: bytes, **columns: Any) -> int:
    """Add the row of a large body (bytes, or a view of them), and return its id."""
    import tempfile  # noqa: PLC0415 — whoever reads needs none

    with tempfile.TemporaryFile() as packed:
        for piece in _packed(memoryview(data)):
            packed.write(piece)
        size = packed.tell()
        packed.seek(0)
        columns |= {"length": len(data), "base_id": None, "depth": 0}
        if size < len(data):
            read = iter(lambda: packed.read(PIECE), b"")
            return database.insert_in_pieces(table, size, read, codec=deltas.ZSTD, **columns)
    slices = _slices(memoryview(data))
    return database.insert_in_pieces(table, len(data), slices, codec=deltas.PLAIN, **columns)


def read(database: Database, table: str, row: Any) -> Iterator[bytes]:
    """The body in pieces. The last one is given only if all of them have the row's hash.

    ``row`` has ``id``, ``codec``, ``length`` and ``sha256``. Raises DeltaError.
    """
    hasher, length = hashlib.sha256(), 0
    waiting = b""
    with database.opened(table, "data", row["id"]) as stored:
        for piece in _unpacked(stored, row["codec"]):
            length += len(piece)
            if length > row["length"]:
                break
            hasher.update(piece)
            if waiting:
                yield waiting
            waiting = piece
    if length != row["length"] or hasher.digest() != row["sha256"]:
        raise deltas.DeltaError("It does not match its hash.")
    yield waiting


def _packed(data: memoryview) -> Iterator[bytes]:
    compressor = zstd.ZstdCompressor(
        options={
            zstd.CompressionParameter.compression_level: deltas.QUICK,
            zstd.CompressionParameter.window_log: _WINDOW_LOG,
        }
    )
    for piece in _slices(data):
        yield compressor.compress(piece)
    yield compressor.flush()


def _slices(data: memoryview) -> Iterator[memoryview]:
    for at in range(0, len(data), PIECE):
        yield data[at : at + PIECE]


def _unpacked(stored: IO[bytes], codec: str) -> Iterator[bytes]:
    if codec == deltas.PLAIN:
        yield from iter(lambda: stored.read(PIECE), b"")
        return
    if codec != deltas.ZSTD:
        raise deltas.DeltaError(f"An unknown codec: {codec!r}.")
    decompressor = zstd.ZstdDecompressor()
    try:
        while not decompressor.eof:
            more = stored.read(PIECE) if decompressor.needs_input else b""
            if decompressor.needs_input and not more:
                raise deltas.DeltaError("Its end is missing.")
            piece = decompressor.decompress(more, max_length=PIECE)
            if piece:
                yield piece
    except zstd.ZstdError as error:
        raise deltas.DeltaError(f"It cannot be unpacked: {error}.") from error
    if decompressor.unused_data or stored.read(1):
        raise deltas.DeltaError("Something follows its end.")
