"""Checking proofs of the ledger's tree, as whoever receives one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.proof.merkle import node_hash

if TYPE_CHECKING:
    from collections.abc import Sequence


def includes(root: bytes, size: int, index: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether the proof shows that this leaf hash is at this index (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(other, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root
