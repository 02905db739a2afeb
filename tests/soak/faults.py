"""Thirty ways to misbehave on the wire; each writes to a stream and releases it."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from functools import cache
from typing import TYPE_CHECKING

import brotli

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

MEGABYTE = bytes(1 << 20)


def whole(body: bytes, *fields: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """An ordinary answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *fields, f"Content-Length: {len(body)}"]
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("latin-1") + body


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(MEGABYTE) for _ in range(256)), packer.flush()])


async def _drip(head: bytes, count: int) -> AsyncIterator[bytes]:
    yield head
    for _ in range(count):
        yield b"x"
        await asyncio.sleep(0.1)


async def _many(head: bytes, part: bytes, count: int) -> AsyncIterator[bytes]:
    yield head
    for _ in range(count):
        yield part


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def _grow(path: str) -> bytes:
    return whole(b"", f"Location: {path}x", status="302 Found")


def _elsewhere(target: str) -> bytes:
    return whole(b"", f"Location: {target}", status="302 Found")


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip-bomb": lambda: whole(_bomb(), "Content-Encoding: gzip"),
    "brotli-bomb": lambda: whole(brotli.compress(MEGABYTE * 64, quality=5), "Content-Encoding: br"),
    "gzip-in-gzip": lambda: whole(gzip.compress(_bomb()), "Content-Encoding: gzip, gzip"),
}
"""Small on the wire; made when first requested, as that takes a while."""

WHOLE: dict[str, bytes] = {
    "no-zstd": whole(b"\x28\xb5\x2f\xfd broken", "Content-Encoding: zstd"),
    "short-body": HEAD + b"Content-Length: 1000\r\n\r\n" + b"y" * 100,
    "no-answer": b"",
    "bad-chunk": CHUNKED + b"ZZZ\r\nhello\r\n",
    "cut-chunk": CHUNKED + b"5\r\nhello\r\n",
    "bad-status": b"HELLO WORLD\r\n\r\n",
    "head-flood": b"HTTP/1.1 200 OK\r\n"
    + b"".join(b"X-%d: %s\r\n" % (number, b"v" * 50) for number in range(20_000))
    + b"Content-Length: 2\r\n\r\nok",
    "long-head": b"HTTP/1.1 200 OK\r\nX: " + b"v" * 5_000_000 + b"\r\nContent-Length: 2\r\n\r\nok",
    "ring": _elsewhere("/fault/ring"),
    "to-file": _elsewhere("file:///etc/passwd"),
    "to-data": _elsewhere("data:text/html,hi"),
    "to-private": _elsewhere("http://10.11.12.13/secret"),
    "meta-to-file": whole(b'<meta http-equiv=refresh content="0;url=file:///etc/passwd">'),
    "too-many": whole(b"slow", "Retry-After: 7", status="429 Too Many Requests"),
    "unavailable": whole(b"down", "Retry-After: 7", status="503 Service Unavailable"),
    "bad-utf-8": whole(b"<p>caf\xe9 \xff\xfe\x00 end</p>", kind="text/html; charset=utf-8"),
    "bad-charset": whole("<p>ÅÄÖ</p>".encode("latin-1"), kind="text/html; charset=klingon-8"),
    "not-modified-unasked": b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n",
    "gone": whole(b"gone", status="410 Gone"),
    "error": whole(b"oops", status="500 Internal Server Error"),
    "reset": HEAD + b"Content-Length: 1000\r\n\r\n" + b"y" * 100,
}
"""Sent at once; after ``reset`` the connection is reset and not closed."""

SLOW: dict[str, Callable[[], AsyncIterator[bytes]]] = {
    "slow-head": lambda: _drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: ", 600),
    "slow-body": lambda: _drip(HEAD + b"Content-Length: 600\r\n\r\n", 600),
    "huge": lambda: _many(HEAD + b"Content-Length: 10737418240\r\n\r\n", MEGABYTE, 200),
    "endless": lambda: _many(CHUNKED, b"100000\r\n" + MEGABYTE + b"\r\n", 200),
}
"""Slow to send, or without an end."""

NAMES = [*BOMBS, *WHOLE, *SLOW, "grow"]


@cache
def _made(name: str) -> bytes:
    return BOMBS[name]()


async def answer(path: str) -> AsyncIterator[bytes]:
    """The bytes of a fault's answer, in the pieces to be sent."""
    name = path.removeprefix("/fault/")
    if name.startswith("grow"):
        yield _grow(path)
    elif name in SLOW:
        async for part in SLOW[name]():
            yield part
    elif name in BOMBS:
        yield _made(name)
    else:
        yield WHOLE.get(name, b"")
