"""Recipes: how to make the bytes on the wire again from the decoded entity.

Most servers compress with zlib in one of a few settings, so that a gzip body can be made again
to the byte and need not be kept. A recipe is ``identity``, or a JSON array of layers, the
outermost first:

- ``["chunked", [line, count, line, …], end]``: chunk framing (RFC 9112, 7.1). Each line is a
  chunk's size line as it came, extensions included; a number says how often it is repeated;
  ``end`` is everything from the last chunk on.
- ``["deflate", level, memory, window, head, tail]``: a DEFLATE stream made by zlib, between
  these bytes (hex), which are the header and trailer of gzip (RFC 1952) or zlib (RFC 1950). A
  gzip trailer that follows from the payload is not kept: ``tail`` is ``null``.

The caller checks the digest of what comes out.
"""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from itertools import count as counting
from typing import Any, NamedTuple

from storage.errors import VariorumError

IDENTITY = "identity"

_GZIP_MAGIC = b"\x1f\x8b\x08"
_GZIP_HEAD = 10
_GZIP_TAIL = 8
_CODINGS = {"gzip", "x-gzip", "deflate"}
_PIECE = 65536
_HOSTS = 4096
_LONGEST = 4000  # characters: framing that takes more is no saving


class RecipeError(VariorumError):
    """A recipe that cannot be followed."""


class _Setting(NamedTuple):
    """What zlib is told: level 1-9, memory level 1-9, window bits 9-15."""

    level: int
    memory: int
    window: int


_USUAL = [
    _Setting(level, memory, 15)
    for level, memory in [
        (6, 8),  # zlib's own: most application servers
        (1, 8),  # nginx
        (6, 9),  # Apache
        (9, 8),  # Python
        (5, 8),
        (4, 8),
        (2, 8),
        (3, 8),
        (7, 8),
        (8, 8),
        (9, 9),
        (1, 9),
    ]
]


def rebuild(recipe: str, payload: bytes) -> bytes:
    """The bytes on the wire. Raises RecipeError."""
    if recipe == IDENTITY:
        return payload
    data = payload
    try:
        for name, *values in reversed(_layers(recipe)):
            data = _chunk(data, *values) if name == "chunked" else _deflate(data, name, *values)
    except (ValueError, TypeError, zlib.error, OverflowError) as error:
        raise RecipeError(f"The recipe {recipe[:80]!r} cannot be followed: {error!r}.") from error
    return data


def _layers(recipe: str) -> list[Any]:
    layers = json.loads(recipe)
    if not isinstance(layers, list) or not layers:
        raise ValueError("no layers")
    return layers


def find(
    wire: bytes,
    payload: bytes,
    content_encoding: str | None,
    chunked: bool,  # noqa: FBT001 — the contract
    *,
    host: str = "",
) -> str | None:
    """The recipe that makes ``wire`` of ``payload``, tried out; None where none is known.

    A body of ``host`` costs one compression once its setting is known, and mostly nothing where
    no setting fits (its software is not zlib).
    """
    if wire == payload and not chunked:
        return IDENTITY
    layers: list[list[Any]] = []
    body: bytes | None = wire
    if chunked:
        layer, body = _unchunk(wire)
        layers.append(layer)
    if body is None:
        return None
    if body != payload:
        if (content_encoding or "").strip().lower() not in _CODINGS:
            return None
        inner = _recompress(body, payload, host)
        if inner is None:
            return None
        layers.append(inner)
    recipe = json.dumps(layers, separators=(",", ":"))
    return recipe if len(recipe) <= _LONGEST else None


# --- chunked ---------------------------------------------------------------------------------
def _unchunk(wire: bytes) -> tuple[list[Any], bytes | None]:
    """The layer and the data; the data is None where the framing is broken."""
    lines: list[Any] = []
    parts: list[bytes] = []
    at = 0
    while True:
        end = wire.find(b"\r\n", at)
        size = _size(wire[at:end]) if end >= 0 else -1
        if size < 0:
            return [], None
        if size == 0:
            return ["chunked", lines, wire[at:].decode("latin-1")], b"".join(parts)
        _append_line(lines, wire[at:end].decode("latin-1"))
        data, at = wire[end + 2 : end + 2 + size], end + 2 + size
        if len(data) < size or wire[at : at + 2] != b"\r\n":
            return [], None
        parts.append(data)
        at += 2


def _append_line(lines: list[Any], line: str) -> None:
    if len(lines) > 1 and isinstance(lines[-1], int) and lines[-2] == line:
        lines[-1] += 1
    elif lines and lines[-1] == line:
        lines.append(2)
    else:
        lines.append(line)


def _size(line: bytes) -> int:
    """The size that a chunk's line names, or -1. ``int`` alone would take signs and ``_``."""
    digits = line.partition(b";")[0].strip(b" \t")
    if not digits or digits.strip(b"0123456789abcdefABCDEF"):
        return -1
    return int(digits, 16)


def _chunk(data: bytes, lines: list[Any], end: str) -> bytes:
    parts: list[bytes] = []
    at = 0
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        if isinstance(line, int):
            continue
        head = line.encode("latin-1")
        size = _size(head)
        for _ in range(following if isinstance(following, int) else 1):
            parts += (head, b"\r\n", data[at : at + size], b"\r\n")
            at += size
            if size <= 0 or at > len(data):
                raise ValueError("the chunks do not fit the body")
    if at != len(data):
        raise ValueError("the chunks do not cover the body")
    return b"".join(parts) + end.encode("latin-1")


# --- gzip and deflate ------------------------------------------------------------------------
class _Host:
    """What is known of how a host compresses."""

    def __init__(self) -> None:
        self.setting: _Setting | None = None
        self.misses = 0


_hosts: OrderedDict[str, _Host] = OrderedDict()


def _remember(host: str) -> _Host:
    known = _hosts.pop(host, None) or _Host()
    _hosts[host] = known
    if len(_hosts) > _HOSTS:
        _hosts.popitem(last=False)
    return known


def _recompress(body: bytes, payload: bytes, host: str) -> list[Any] | None:
    start, tail_length = _ends(body, payload)
    packed = memoryview(body)[start : len(body) - tail_length]
    for setting in _to_try(host, len(payload)):
        if _makes(packed, payload, setting):
            _remember(host).setting = setting
            _remember(host).misses = 0
            tail = body[len(body) - tail_length :]
            known = start >= _GZIP_HEAD and tail == _gzip_tail(payload)
            return ["deflate", *setting, body[:start].hex(), None if known else tail.hex()]
    _remember(host).misses += 1
    return None


def _to_try(host: str, length: int) -> list[_Setting]:
    """The host's own setting, else the usual ones; after misses at the 2nd, 4th, 8th."""
    known = _remember(host)
    usual = [*_USUAL, *_nginx_short(length)]
    if not host:
        return usual
    if known.setting is not None and known.misses == 0:
        return [known.setting, *_nginx_short(length, known.setting.level)]
    if known.misses & (known.misses - 1):
        return []
    return usual


def _nginx_short(length: int, level: int = 1) -> list[_Setting]:
    """For nginx: a smaller window and less memory where it knows that a body is short."""
    window, memory = 15, 8
    while memory > 1 and length < (1 << (window - 1)) - 262:
        window, memory = window - 1, memory - 1
    # zlib makes a window of 9 bits of one of 8.
    return [] if window == 15 else [_Setting(level, memory, max(9, window))]  # noqa: PLR2004 — the usual one


def _makes(packed: memoryview, payload: bytes, setting: _Setting) -> bool:
    """Whether zlib makes this stream; gives up at the first block that differs."""
    maker = zlib.compressobj(setting.level, zlib.DEFLATED, -setting.window, setting.memory)
    at = 0
    for start in counting(0, _PIECE):
        last = start + _PIECE >= len(payload)
        made = maker.compress(payload[start : start + _PIECE])
        made += maker.flush() if last else b""
        if packed[at : at + len(made)] != made:
            return False
        at += len(made)
        if last:
            return at == len(packed)
    return False


def _ends(body: bytes, payload: bytes) -> tuple[int, int]:
    """The lengths of what stands before and after the DEFLATE stream."""
    if body.startswith(_GZIP_MAGIC):
        return _gzip_head_length(body), min(_GZIP_TAIL, len(body))
    adler = zlib.adler32(payload).to_bytes(4, "big")
    return (2, 4) if body.endswith(adler) else (0, 0)


def _gzip_head_length(body: bytes) -> int:
    """RFC 1952, 2.3: ten bytes, and what the flags announce."""
    flags = body[3] if len(body) > 3 else 0  # noqa: PLR2004 — the byte of flags
    at = _GZIP_HEAD
    if flags & 4:
        at += 2 + int.from_bytes(body[at : at + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            at = body.find(b"\0", at) + 1 or len(body)
    return min(len(body), at + (2 if flags & 2 else 0))


def _gzip_tail(payload: bytes) -> bytes:
    length = len(payload) & 0xFFFFFFFF
    return zlib.crc32(payload).to_bytes(4, "little") + length.to_bytes(4, "little")


def _deflate(
    payload: bytes, name: str, level: int, memory: int, window: int, head: str, tail: str | None
) -> bytes:
    if name != "deflate":
        raise ValueError(f"an unknown layer: {name}")
    maker = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
    packed = maker.compress(payload) + maker.flush()
    after = _gzip_tail(payload) if tail is None else bytes.fromhex(tail)
    return bytes.fromhex(head) + packed + after
