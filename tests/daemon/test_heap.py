"""Freed memory is given back to the system."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.daemon import heap

BLOCKS, BYTES = 20_000, 3_000


def anonymous() -> int:
    """Bytes of this process's own memory that are in use."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) * 1024


@pytest.mark.skipif(heap._malloc_trim() is None, reason="the C library has no malloc_trim")
def test_what_lies_free_between_what_is_used_is_given_back():
    """As the last blocks are still used, the C library keeps the free ones before them."""
    blocks = [bytes(BYTES) for _ in range(BLOCKS)]
    before = anonymous()
    del blocks[: -BLOCKS // 100]
    used = [bytes(BYTES), blocks[-1]]
    heap.give_back()
    assert anonymous() < before - 0.7 * BLOCKS * BYTES
    assert len(used) == 2
