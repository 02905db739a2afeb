"""Recipes: how to make the bytes on the wire again from the decoded entity.

A recipe is a short JSON array of layers, outermost first. Most servers use zlib with one of a
few settings, so that a gzip body can be made again to the byte and need not be kept.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from storage.errors import VariorumError

IDENTITY = "identity"


class RecipeError(VariorumError):
    """A recipe that cannot be followed."""


def rebuild(recipe: str, payload: bytes) -> bytes:
    """The bytes on the wire. Raises RecipeError; the caller checks the digest."""
    if recipe == IDENTITY:
        return payload
    data = payload
    try:
        for layer in reversed(json.loads(recipe)):
            data = _MAKERS[layer[0]](data, *layer[1:])
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise RecipeError(f"The recipe {recipe[:80]!r} cannot be followed: {error!r}.") from error
    return data


def find(wire: bytes, payload: bytes, content_encoding: str | None, chunked: bool) -> str | None:  # noqa: FBT001 — part of the contract
    """The recipe that makes ``wire`` of ``payload``, tried out; None where there is none."""
    if wire == payload:
        return IDENTITY
    layers: list[list[Any]] = []
    body = wire
    if chunked:
        taken = _unchunk(wire)
        if taken is None:
            return None
        layer, body = taken
        layers.append(layer)
    coding = (content_encoding or "").strip().lower()
    if body != payload:
        inner = _recompress(body, payload) if coding in ("gzip", "x-gzip", "deflate") else None
        if inner is None:
            return None
        layers.append(inner)
    recipe = json.dumps(layers, separators=(",", ":"))
    return recipe if rebuild(recipe, payload) == wire else None


# --- chunked ---------------------------------------------------------------------------------
def _unchunk(wire: bytes) -> tuple[list[Any], bytes] | None:
    """The layer ``["chunked", runs, end]`` and the data; a run is ``[count, size line, size]``."""
    runs: list[list[Any]] = []
    parts: list[bytes] = []
    at = 0
    while True:
        end = wire.find(b"\r\n", at)
        if end < 0:
            return None
        line = wire[at:end]
        try:
            size = int(line.split(b";")[0].strip(), 16)
        except ValueError:
            return None
        if size <= 0:
            break
        parts.append(wire[end + 2 : end + 2 + size])
        at = end + 2 + size
        if wire[at : at + 2] != b"\r\n":
            return None
        at += 2
        name = line.decode("latin-1")
        if runs and runs[-1][1] == name:
            runs[-1][0] += 1
        else:
            runs.append([1, name, size])
    return ["chunked", runs, wire[at:].decode("latin-1")], b"".join(parts)


def _chunk(data: bytes, runs: list[list[Any]], end: str) -> bytes:
    parts: list[bytes] = []
    at = 0
    for count, line, size in runs:
        for _ in range(count):
            parts += (line.encode("latin-1"), b"\r\n", data[at : at + size], b"\r\n")
            at += size
    if at != len(data):
        raise RecipeError("The chunks do not cover the body.")
    return b"".join(parts) + end.encode("latin-1")


# --- gzip and deflate ------------------------------------------------------------------------
_SETTINGS = [(6, 8), (6, 9), (5, 8), (1, 8), (9, 8), (4, 8), (9, 9), (1, 9), (2, 8), (3, 8)]
_TRAILER = 8


def _recompress(body: bytes, payload: bytes) -> list[Any] | None:
    """The layer ``["zlib", level, memory, window bits, head, tail]``, or None."""
    head = _head_length(body)
    if head is None:
        return None
    start, tail = head
    packed = body[start : len(body) - tail] if tail else body[start:]
    for level, memory in _SETTINGS:
        made = _deflate(payload, level, memory)
        if packed == made:
            before = body[:start].decode("latin-1")
            after = body[len(body) - tail :].decode("latin-1") if tail else ""
            return ["zlib", level, memory, before, after]
    return None


def _head_length(body: bytes) -> tuple[int, int] | None:
    if body[:3] == b"\x1f\x8b\x08" and body[3:4] == b"\x00":
        return 10, _TRAILER
    if len(body) > 2 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0:  # noqa: PLR2004 — RFC 1950, 2.2
        return 2, 4
    return (0, 0) if body else None


def _deflate(payload: bytes, level: int, memory: int) -> bytes:
    maker = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS, memory)
    return maker.compress(payload) + maker.flush()


def _inflate_again(payload: bytes, level: int, memory: int, before: str, after: str) -> bytes:
    return before.encode("latin-1") + _deflate(payload, level, memory) + after.encode("latin-1")


_MAKERS: dict[str, Any] = {"chunked": _chunk, "zlib": _inflate_again}
