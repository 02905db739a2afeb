"""How servers make DEFLATE: the settings of zlib, and which one a host uses.

Most servers compress with zlib in one of a few settings. No byte of the body says which one; it is
found by trying. A host keeps its setting, so its next body costs one trial.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from itertools import count as counting
from typing import NamedTuple

_GZIP_MAGIC = b"\x1f\x8b\x08"
GZIP_HEAD = 10
GZIP_TAIL = 8
_PIECE = 65536
_HOSTS = 4096


class Setting(NamedTuple):
    """Parameters of zlib: level 1-9, memory level 1-9, window bits 9-15."""

    level: int
    memory: int
    window: int


_USUAL = [
    Setting(level, memory, 15)
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


class _Host:
    """What is known of how a host compresses."""

    def __init__(self) -> None:
        self.setting: Setting | None = None
        self.misses = 0


_hosts: OrderedDict[str, _Host] = OrderedDict()


def _remember(host: str) -> _Host:
    known = _hosts.pop(host, None) or _Host()
    _hosts[host] = known
    if len(_hosts) > _HOSTS:
        _hosts.popitem(last=False)
    return known


def learn(host: str, setting: Setting | None) -> None:
    """Note that this setting reproduced a body of the host, or, with None, that none did."""
    known = _remember(host)
    known.misses = 0 if setting is not None else known.misses + 1
    known.setting = setting or known.setting


def to_try(host: str, length: int) -> list[Setting]:
    """The host's own setting, or else the usual ones; after misses at the 2nd, 4th, 8th body."""
    known = _remember(host)
    usual = [*_USUAL, *_nginx_short(length)]
    if not host:
        return usual
    if known.setting is not None and known.misses == 0:
        return [known.setting, *_nginx_short(length, known.setting.level)]
    if known.misses & (known.misses - 1):
        return []
    return usual


def all_settings(host: str, length: int) -> list[Setting]:
    """The host's own setting first, and then all others."""
    known = _remember(host).setting
    first = [] if known is None else [known, *_nginx_short(length, known.level)]
    return list(dict.fromkeys([*first, *_USUAL, *_nginx_short(length)]))


def _nginx_short(length: int, level: int = 1) -> list[Setting]:
    """For nginx, which takes a smaller window and less memory if it knows that a body is short."""
    window, memory = 15, 8
    while memory > 1 and length < (1 << (window - 1)) - 262:
        window, memory = window - 1, memory - 1
    # zlib turns a window of 8 bits into one of 9.
    return [] if window == 15 else [Setting(level, memory, max(9, window))]  # noqa: PLR2004 — the usual one


def pack(payload: bytes, setting: Setting) -> bytes:
    """The bare stream. Raises zlib.error or ValueError for an invalid setting."""
    maker = zlib.compressobj(setting.level, zlib.DEFLATED, -setting.window, setting.memory)
    return maker.compress(payload) + maker.flush()


def makes(packed: memoryview, payload: bytes, setting: Setting) -> bool:
    """Whether zlib makes this very stream; gives up at the first block that differs."""
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


def ends(body: bytes, payload: bytes) -> tuple[int, int]:
    """The lengths of header and trailer, before and after the DEFLATE stream."""
    if body.startswith(_GZIP_MAGIC):
        return _gzip_head_length(body), min(GZIP_TAIL, len(body))
    adler = zlib.adler32(payload).to_bytes(4, "big")
    return (2, 4) if body.endswith(adler) else (0, 0)


def _gzip_head_length(body: bytes) -> int:
    """RFC 1952, 2.3: ten bytes, plus the fields that the flags announce."""
    flags = body[3] if len(body) > 3 else 0  # noqa: PLR2004 — the byte of flags
    at = GZIP_HEAD
    if flags & 4:
        at += 2 + int.from_bytes(body[at : at + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            at = body.find(b"\0", at) + 1 or len(body)
    return min(len(body), at + (2 if flags & 2 else 0))


def gzip_tail(payload: bytes) -> bytes:
    """The trailer of a gzip member: the CRC and the length."""
    length = len(payload) & 0xFFFFFFFF
    return zlib.crc32(payload).to_bytes(4, "little") + length.to_bytes(4, "little")
