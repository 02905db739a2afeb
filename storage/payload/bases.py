"""Which ancestor a version leans on, guessed from what the ancestors took. Pure.

A page changes in two ways. Some of it is other at every visit (a token, a clock), and costs the
same against whichever older version; some of it adds up (a text is edited, a list of news moves
on), and costs more against an older one. What a difference took beyond the usual is of the second
kind. So the size against each ancestor can be guessed without trying it: the usual, and all
that the differences above it took beyond that.

The older an ancestor, the fewer bases lie under it: versions that lean on it are read faster, and
leave more room for versions that lean on them. A guess that was much too low is found by its size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

DEPTH = 8
"""How many bases may lie under what a crawl stores."""

USUAL = 400
"""Bytes that a version takes when nothing but tokens and clocks changed, at the most."""

SURPRISE = 1000
"""Bytes. A guess that was wrong by more than this is made good by trying others."""

_STEP_PRICE = 200
"""Bytes that one base fewer under a version is worth: unpacking it takes a tenth of a millisecond
at every read."""


class Link(NamedTuple):
    """One step of a chain: ``size`` is what it takes as it is stored, ``sha256`` of its bytes."""

    id: int
    depth: int
    size: int
    sha256: bytes


class Guess(NamedTuple):
    """What a version will take against an ancestor, in bytes."""

    link: Link
    size: int


def guesses(chain: Sequence[Link]) -> list[Guess]:
    """The ancestors that may be leaned on, the most promising one first.

    ``chain`` begins with the version before and ends with what is whole.
    """
    usual = usual_size(chain)
    size, found = usual, []
    for link in chain:
        if link.depth < DEPTH:
            found.append(Guess(link, size))
        size += max(0, link.size - usual)
    return sorted(found, key=lambda one: cost(one.size, usual, one.link))


def usual_size(chain: Sequence[Link]) -> int:
    """What a version of this page takes when nothing but tokens and clocks changed."""
    return min([USUAL, *(link.size for link in chain[:-1])])


def cost(size: int, usual: int, base: Link) -> float:
    """Of a version of this size on this base: bytes a version, and what reading it will cost."""
    return mean_size(size, usual, base.depth + 1) + _STEP_PRICE * base.depth


def mean_size(size: int, usual: int, depth: int) -> float:
    """Bytes a version, for this one and those that may follow on it, each of the usual size."""
    room = DEPTH - depth
    return (size + room * usual) / (room + 1)
