"""The Merkle tree of RFC 9162, section 2, with SHA-256: roots, and proofs that it has a leaf. Pure.

A tree is given as a function that returns the hash of a run of leaves, so that whoever stores the
leaves can store the hashes of large runs too.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    RunHash = Callable[[int, int], bytes]
    """The hash over the leaves from the first index up to the second (exclusive); not empty."""

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry: 32 bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node, from those of its two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    """How many of two or more leaves go to the left: the largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1


def fold(leaves: Sequence[bytes]) -> bytes:
    """The root over one or more leaf hashes."""
    row = list(leaves)
    # Level by level; an odd last one moves up unchanged, which gives the standard's tree.
    while len(row) > 1:
        above = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        if len(row) % 2:
            above.append(row[-1])
        row = above
    return row[0]


def inclusion(run: RunHash, index: int, size: int) -> list[bytes]:
    """PATH(index, D[size]) of 2.1.3.1, beginning with the leaf's neighbour."""
    if not 0 <= index < size:
        raise IndexError(index)
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + split(stop - start)
        if index < middle:
            path.append(run(middle, stop))
            stop = middle
        else:
            path.append(run(start, middle))
            start = middle
    return path[::-1]
