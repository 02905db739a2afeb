"""Recipes: how to restore the bytes on the wire from the decoded entity.

Most servers compress with zlib in one of a few settings, so that a gzip body can be restored
byte for byte and need not be stored. A recipe is ``identity``, or a JSON array of layers, the
outermost first:

- ``["chunked", [line, count, line, …], end]``: chunk framing (RFC 9112, 7.1). Each line is a
  chunk's size line as it came, extensions included; a number says how often it is repeated;
  ``end`` is everything from the last chunk on.
- ``["deflate", level, memory, window, head, tail]``: a DEFLATE stream made by zlib, between
  these bytes (hex), which are the header and trailer of gzip (RFC 1952) or zlib (RFC 1950). A
  gzip trailer that follows from the payload is not stored: ``tail`` is ``null``.
- ``["deflate?", head, tail]``: the same with a setting that is not known yet. A crawl writes this,
  because trying settings costs more than all the rest of storing a page; :func:`prove` finds the
  setting, or that none fits, when the bytes are needed.

The caller checks the digest of what :func:`rebuild` returns.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

from storage.errors import VariorumError
from storage.payload import deflate

if TYPE_CHECKING:
    from collections.abc import Callable

    _Inner = Callable[[bytes, bytes], list[Any] | None]

IDENTITY = "identity"

_SUPPOSED = "deflate?"
_CODINGS = {"gzip", "x-gzip", "deflate"}
_LONGEST = 4000  # characters; framing that takes more than this saves nothing


class RecipeError(VariorumError):
    """A recipe that cannot be followed."""


def rebuild(recipe: str, payload: bytes) -> bytes:
    """The bytes on the wire. Raises RecipeError, also for a recipe that is still to be proved."""
    if recipe == IDENTITY:
        return payload
    try:
        return _follow(_layers(recipe), payload)
    except (ValueError, TypeError, zlib.error, OverflowError) as error:
        raise RecipeError(f"The recipe {recipe[:80]!r} cannot be followed: {error!r}.") from error


def find(
    wire: bytes,
    payload: bytes,
    content_encoding: str | None,
    chunked: bool,  # noqa: FBT001 — the contract
    *,
    host: str = "",
) -> str | None:
    """The recipe that turns ``payload`` into ``wire``, tried out; None if there is none.

    Once the setting of ``host`` is known, a body costs one compression; if no setting fits its
    software, which is not zlib then, it mostly costs nothing.
    """
    return _recipe(wire, payload, content_encoding, _tried(host), chunked=chunked)


def suppose(
    wire: bytes,
    payload: bytes,
    content_encoding: str | None,
    chunked: bool,  # noqa: FBT001 — the contract
) -> str | None:
    """Like :func:`find`, but without trying out DEFLATE, so that it is hardly any work."""
    return _recipe(wire, payload, content_encoding, _supposed, chunked=chunked)


def is_supposed(recipe: str | None) -> bool:
    """Whether a recipe is still to be proved."""
    return recipe is not None and f'["{_SUPPOSED}",' in recipe


def prove(
    recipe: str, payload: bytes, length: int, sha256: bytes, *, host: str = ""
) -> tuple[str, bytes] | None:
    """The recipe with its setting, and the bytes it makes; None if no setting fits.

    ``length`` and ``sha256`` are those of the bytes on the wire.
    """
    settings = deflate.all_settings(host, len(payload))
    for setting in settings:
        try:
            layers = _layers(recipe)
            _, *ends = layers[-1]
            layers[-1] = ["deflate", *setting, *ends]
            wire = _follow(layers, payload)
        except (ValueError, TypeError, zlib.error, OverflowError):
            continue  # another setting makes a stream that the chunks do not fit
        if len(wire) == length and hashlib.sha256(wire).digest() == sha256:
            deflate.learn(host, setting)
            return _written(layers), wire
    return None


def _recipe(
    wire: bytes, payload: bytes, content_encoding: str | None, inner: _Inner, *, chunked: bool
) -> str | None:
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
        packed = inner(body, payload)
        if packed is None:
            return None
        layers.append(packed)
    recipe = _written(layers)
    return recipe if len(recipe) <= _LONGEST else None


def _written(layers: list[list[Any]]) -> str:
    return json.dumps(layers, separators=(",", ":"))


def _layers(recipe: str) -> list[Any]:
    layers = json.loads(recipe)
    if not isinstance(layers, list) or not layers:
        raise ValueError("no layers")
    return layers


def _follow(layers: list[Any], payload: bytes) -> bytes:
    data = payload
    for name, *values in reversed(layers):
        data = _chunk(data, *values) if name == "chunked" else _pack(data, name, *values)
    return data


# --- chunked ---------------------------------------------------------------------------------
def _unchunk(wire: bytes) -> tuple[list[Any], bytes | None]:
    """The layer and the data; the data is None if the framing is broken."""
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
def _tried(host: str) -> _Inner:
    def inner(body: bytes, payload: bytes) -> list[Any] | None:
        start, tail_length = deflate.ends(body, payload)
        packed = memoryview(body)[start : len(body) - tail_length]
        for setting in deflate.to_try(host, len(payload)):
            if deflate.makes(packed, payload, setting):
                deflate.learn(host, setting)
                tail = body[len(body) - tail_length :]
                known = start >= deflate.GZIP_HEAD and tail == deflate.gzip_tail(payload)
                return ["deflate", *setting, body[:start].hex(), None if known else tail.hex()]
        deflate.learn(host, None)
        return None

    return inner


def _supposed(body: bytes, payload: bytes) -> list[Any] | None:
    """The layer without a setting. A gzip trailer that has the right length is taken as correct."""
    start, tail_length = deflate.ends(body, payload)
    tail = body[len(body) - tail_length :]
    length = (len(payload) & 0xFFFFFFFF).to_bytes(4, "little")
    known = start >= deflate.GZIP_HEAD and tail[4:] == length
    return [_SUPPOSED, body[:start].hex(), None if known else tail.hex()]


def _pack(
    payload: bytes, name: str, level: int, memory: int, window: int, head: str, tail: str | None
) -> bytes:
    if name != "deflate":
        raise ValueError(f"an unknown layer: {name}")
    packed = deflate.pack(payload, deflate.Setting(level, memory, window))
    after = deflate.gzip_tail(payload) if tail is None else bytes.fromhex(tail)
    return bytes.fromhex(head) + packed + after
