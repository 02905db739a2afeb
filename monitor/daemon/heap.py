"""What a process that crawls does about its memory.

Memory that was freed goes back to the system. The C library keeps it for later: a page of some
megabytes or a hundred pages at once would be paid for as long as the process lives, and between
what is still used the rest lies in pieces.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def give_back() -> None:
    """Let go of all that is not used; nothing where the C library knows no such call."""
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    """That of glibc; other libraries give back by themselves, or do not."""
    try:
        found = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another library, or another system
        return None
    found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
    trim: Callable[[int], int] = found
    return trim
