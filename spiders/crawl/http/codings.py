"""Content and transfer codings, removed within bounds.

We ask only for gzip; other codings are decoded too if a decoder is installed. Every decoder has a
limit on its output, so that a decompression bomb costs no more than a large page.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from spiders.crawl.http.whole import BAD_CHECKSUM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NONE = frozenset({"identity", "chunked", "none", "binary", "utf-8", "utf8"})
"""Values that name no coding. The last ones are servers' mistakes that every browser accepts."""
MAX_CODINGS = 4
MAX_MEMBERS = 10_000
"""The most members of one body; a million empty ones fit in it, and each needs its own decoder."""
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z][^\x00-\x08\x0e-\x1f]{20}")
_CHECKSUM = re.compile("incorrect (?:data|length) check")
"""zlib's error at the very end of a stream, when all of it has been decompressed."""
_SLICE = 16 * 1024
_GZIP_MEMBER = re.compile(rb"\x1f\x8b")
_ZSTD_FRAME = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_DEFLATE_METHOD = 8  # the only method of RFC 1950
_ZSTD_WINDOW_LOG = 23  # 8 MiB, the most that RFC 9659 lets a sender ask for


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded body, and what went wrong.

    Faults are ``too large``, ``short``, ``bad checksum``, ``bad coding`` and ``coding X``; with the
    last two, ``data`` is what could not be decoded. ``remark`` is what was odd without a fault.
    """

    data: bytes
    fault: str | None = None
    remark: str | None = None


def decode(data: bytes, codings: Sequence[str], limit: int) -> Decoded:
    """Remove the codings, the last applied first, and return at most ``limit`` decoded bytes."""
    wanted = [coding for coding in codings if coding not in _NONE]
    if not data or not wanted:
        return Decoded(data)
    if len(wanted) > MAX_CODINGS:
        return Decoded(data, "bad coding")
    remark = None
    for coding in reversed(wanted):
        decoder = _DECODERS.get(coding)
        decoded = decoder(data, limit) if decoder else Decoded(data, f"coding {coding[:20]}")
        if is_undecoded(decoded) and _MARKUP.match(data):
            # A charset in the wrong field, or a field that two servers on the way have written.
            remark = f"not packed, as it says, by {coding[:20]}" if decoder else remark
            continue
        if decoded.fault is not None or not decoded.data:
            return decoded
        data = decoded.data
    return Decoded(data, remark=remark)


def is_undecoded(decoded: Decoded) -> bool:
    """Whether the data is undecoded, because a decoder is missing or could not decode it."""
    return (decoded.fault or "").startswith(("bad coding", "coding "))


class _Form(NamedTuple):
    """A decoder, what it raises, and how another member begins if there may be several."""

    begin: Callable[[], Any]
    error: type[Exception]
    member: re.Pattern[bytes] | None = None
    checked: int = 0
    """How many bytes at the end are checksum and length, which browsers ignore."""


def _unchecked(data: bytes, limit: int, form: _Form) -> Decoded:
    """Decode without the checksum that ends the body."""
    decoded = _unpack(data[: -form.checked], limit, form._replace(checked=0))
    return replace(decoded, fault=BAD_CHECKSUM) if decoded.fault == "short" else decoded


def _unpack(data: bytes, limit: int, form: _Form) -> Decoded:
    """Decode one member after the other, in slices, so that the rest is not copied for each."""
    view, at, out = memoryview(data), 0, bytearray()
    for _ in range(MAX_MEMBERS):
        stream = form.begin()
        try:
            while at < len(view) and not stream.eof:
                piece = view[at : at + _SLICE]
                out += stream.decompress(piece, limit + 1 - len(out))
                if len(out) > limit:
                    return Decoded(bytes(out[:limit]), "too large")
                at += len(piece) - len(stream.unused_data)
        except form.error as error:
            if form.checked and _CHECKSUM.search(str(error)):
                return _unchecked(data, limit, form)
            return Decoded(data, "bad coding")
        if not stream.eof:
            return Decoded(bytes(out), "short")
        if form.member is None or not form.member.match(view, at):
            return Decoded(bytes(out))  # the end, or padding, which browsers drop
    return Decoded(data, "bad coding")


def _gzip(data: bytes, limit: int) -> Decoded:
    def begin() -> Any:
        return zlib.decompressobj(zlib.MAX_WBITS + 16)

    return _unpack(data, limit, _Form(begin, zlib.error, _GZIP_MEMBER, checked=8))


def _deflate(data: bytes, limit: int) -> Decoded:
    """Decode zlib (RFC 1950), as RFC 9110 means, or the bare stream (RFC 1951) of many servers."""
    wrapped = (
        len(data) > 1
        and data[0] & 0x0F == _DEFLATE_METHOD
        and int.from_bytes(data[:2], "big") % 31 == 0
    )
    bare = _Form(lambda: zlib.decompressobj(-zlib.MAX_WBITS), zlib.error)
    if not wrapped:
        return _unpack(data, limit, bare)
    decoded = _unpack(data, limit, _Form(zlib.decompressobj, zlib.error, checked=4))
    return _unpack(data, limit, bare) if decoded.fault == "bad coding" else decoded


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
    from storage.zstandard import zstd  # noqa: PLC0415 — rare, and not for every start

    options = {int(zstd.DecompressionParameter.window_log_max): _ZSTD_WINDOW_LOG}

    def begin() -> Any:
        return zstd.ZstdDecompressor(options=options)

    return _unpack(data, limit, _Form(begin, zstd.ZstdError, _ZSTD_FRAME))


_DECODERS: dict[str, Callable[[bytes, int], Decoded]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
