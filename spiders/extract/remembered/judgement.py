"""What a reader that remembers a page decided about its blocks, and how it knows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Key(NamedTuple):
    """A text and its place, as checksums.

    Two texts that differ in up to four bytes next to each other never have the same checksum.
    """

    text: int
    place: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """Which blocks are the article's; ``new`` are the numbers of those that were not there before.

    ``asked`` are the new ones that a reader without memory judged, ``elsewhere`` those that are on
    many other articles. ``moved``: the page has another template. ``anew``: nothing of the old
    article is left, or there was none to go by. ``keys`` are those of all blocks, if they were
    needed. ``noted`` are the outlet's notes of correction around the text. ``instead`` are new ones
    that stand where furniture stood that is gone.
    """

    keep: list[bool]
    new: frozenset[int] = field(default=frozenset())
    asked: frozenset[int] = field(default=frozenset())
    elsewhere: frozenset[int] = field(default=frozenset())
    moved: bool = False
    anew: bool = False
    keys: Sequence[Key] = ()
    noted: frozenset[int] = field(default=frozenset())
    instead: frozenset[int] = field(default=frozenset())

    @property
    def passed(self) -> frozenset[int]:
        """The new blocks that are not the article's, on a page with the same template and article.

        They do not push what was there before out of the article's reach. Nor does the next
        advert in the place of one that is gone bring anything into it.
        """
        if self.moved or self.anew:
            return frozenset()
        added = self.new - self.instead
        return frozenset(number for number in added if not self.keep[number])
