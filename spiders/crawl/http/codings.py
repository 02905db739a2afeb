"""Content and transfer codings, removed within bounds.

We ask for gzip alone; what comes unasked is decoded where the means are there. Every decoder is
run with a limit on what it may give, so that a bomb costs no more than a large page.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_CODINGS = 4
_DEFLATE_METHOD = 8  # the only method of RFC 1950
_ZSTD_WINDOW_LOG = 23  # 8 MiB, the most that RFC 9659 lets a sender ask for


@dataclass(frozen=True, slots=True)
class Decoded:
    """The entity, and what went wrong: ``too large``, ``short``, ``bad coding``, ``coding X``.

    With a fault of the last two kinds the data are those that could not be decoded.
    """

    data: bytes
    fault: str | None = None


def decode(data: bytes, codings: Sequence[str], limit: int) -> Decoded:
    """Remove the codings, the last applied first, giving at most ``limit`` bytes."""
    wanted = [coding for coding in codings if coding not in ("identity", "chunked")]
    if not data or not wanted:
        return Decoded(data)
    if len(wanted) > MAX_CODINGS:
        return Decoded(data, "bad coding")
    for coding in reversed(wanted):
        decoder = _DECODERS.get(coding)
        if decoder is None:
            return Decoded(data, f"coding {coding[:20]}")
        decoded = decoder(data, limit)
        if decoded.fault is not None:
            return decoded
        data = decoded.data
    return Decoded(data)


def _inflate(data: bytes, limit: int, window: int) -> Decoded:
    parts: list[bytes] = []
    left = limit
    while data:
        stream = zlib.decompressobj(window)
        try:
            part = stream.decompress(data, left + 1)
        except zlib.error:
            # Bytes behind a whole gzip member that are no member are padding: browsers drop them.
            return Decoded(b"".join(parts)) if parts else Decoded(data, "bad coding")
        parts.append(part[:left])
        left -= len(part)
        if left < 0:
            return Decoded(b"".join(parts), "too large")
        if not stream.eof:
            return Decoded(b"".join(parts), "short")
        data = stream.unused_data if window > zlib.MAX_WBITS else b""
    return Decoded(parts[0] if len(parts) == 1 else b"".join(parts))


def _gzip(data: bytes, limit: int) -> Decoded:
    return _inflate(data, limit, zlib.MAX_WBITS + 16)


def _deflate(data: bytes, limit: int) -> Decoded:
    """RFC 9110 means zlib (RFC 1950); many servers send the bare stream (RFC 1951)."""
    wrapped = (
        len(data) > 1
        and data[0] & 0x0F == _DEFLATE_METHOD
        and int.from_bytes(data[:2], "big") % 31 == 0
    )
    decoded = _inflate(data, limit, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    if wrapped and decoded.fault == "bad coding":
        return _inflate(data, limit, -zlib.MAX_WBITS)
    return decoded


def _brotli(data: bytes, limit: int) -> Decoded:
    try:
        import brotli  # type: ignore[import-untyped]  # noqa: PLC0415  # rarely needed, and not there in every installation
    except ImportError:
        return Decoded(data, "coding br")
    stream = brotli.Decompressor()
    out = bytearray()
    try:
        out += stream.process(data, output_buffer_limit=limit + 1)
        while len(out) <= limit and not stream.is_finished():
            more = stream.process(b"", output_buffer_limit=limit + 1 - len(out))
            if not more:
                break
            out += more
    except brotli.error:
        return Decoded(data, "bad coding")
    if len(out) > limit:
        return Decoded(bytes(out[:limit]), "too large")
    return Decoded(bytes(out), None if stream.is_finished() else "short")


def _zstd(data: bytes, limit: int) -> Decoded:
    try:
        from compression import zstd  # type: ignore[import-not-found]  # noqa: PLC0415  # 3.14
    except ImportError:
        from backports import zstd  # noqa: PLC0415  # before 3.14
    options = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
    out = bytearray()
    try:
        while data:
            stream = zstd.ZstdDecompressor(options=options)
            out += stream.decompress(data, max_length=limit + 1 - len(out))
            if len(out) > limit:
                return Decoded(bytes(out[:limit]), "too large")
            if not stream.eof:
                return Decoded(bytes(out), "short")
            data = stream.unused_data
    except zstd.ZstdError:
        return Decoded(data, "bad coding")
    return Decoded(bytes(out))


_DECODERS: dict[str, Callable[[bytes, int], Decoded]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
