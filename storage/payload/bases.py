"""Choosing the ancestor that a version is stored against, guessed from earlier sizes. Pure.

A page changes in two ways. Some of it differs at every visit (a token, a clock), and costs the
same against whichever older version. Some of it accumulates (a text is edited, a list of news moves
on), and costs more against an older version. Whatever a difference took beyond the usual is of the
second kind. So the size against each ancestor can be guessed without trying: the usual size, plus
all that the differences between took beyond it.

The older an ancestor, the fewer bases lie under it: versions stored against it are read faster, and
more versions can in turn be stored against them. A guess that was much too low shows in the size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

DEPTH = 8
"""How many bases may lie under a version that a crawl stores."""

USUAL = 400
"""The most bytes that a version takes when nothing but tokens and clocks changed."""

SURPRISE = 1000
"""Bytes. If a guess was wrong by more than this, other ancestors are tried."""

_STEP_PRICE = 200
"""Bytes that having one base fewer under a version is worth: unpacking a base takes a tenth of a
millisecond at every read."""


class Link(NamedTuple):
    """One step of a chain: ``size`` is its stored size, ``sha256`` the hash of its bytes."""

    id: int
    depth: int
    size: int
    sha256: bytes


class Guess(NamedTuple):
    """The guessed size of a version against an ancestor, in bytes."""

    link: Link
    size: int


def guesses(chain: Sequence[Link]) -> list[Guess]:
    """The possible bases, the most promising one first.

    ``chain`` begins with the version before and ends with one that is stored whole.
    """
    usual = usual_size(chain)
    size, found = usual, []
    for link in chain:
        if link.depth < DEPTH:
            found.append(Guess(link, size))
        size += max(0, link.size - usual)
    return sorted(found, key=lambda one: cost(one.size, usual, one.link))


def usual_size(chain: Sequence[Link]) -> int:
    """The size of a version of this page when nothing but tokens and clocks changed."""
    return min([USUAL, *(link.size for link in chain[:-1])])


def cost(size: int, usual: int, base: Link) -> float:
    """The cost of such a version on this base: bytes per version, plus a price for reading."""
    return mean_size(size, usual, base.depth + 1) + _STEP_PRICE * base.depth


def mean_size(size: int, usual: int, depth: int) -> float:
    """Bytes per version, over this one and those that may follow it, each of the usual size."""
    room = DEPTH - depth
    return (size + room * usual) / (room + 1)
