"""What other pages of an outlet say about a place: whether their body was there.

Each page adds its first judgement to the sums; pages with the same article are left out of the
sums when one of them is read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from spiders.extract.remembered.memory import LONG, same_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spiders.extract.choice.judge import Look
    from spiders.extract.choice.learned.places import Place, Told
    from spiders.extract.page import Page

    Sums = dict[str, tuple[float, float, int]]

MOST_WEIGHT = 60.0
"""The most characters of a block that count towards its place."""


def sums_of(places: Iterable[Place], lengths: Iterable[float], body: Iterable[float]) -> Sums:
    """For each place of one page: characters of body, characters in all, blocks.

    ``body`` is the chance of each block, 0 to 1.
    """
    sums: Sums = {}
    for place, length, chance in zip(places, lengths, body, strict=True):
        weight = min(MOST_WEIGHT, length)
        for key in {place.trail, place.key}:
            had, whole, blocks = sums.get(key, (0.0, 0.0, 0))
            sums[key] = (had + chance * weight, whole + weight, blocks + 1)
    return sums


def sums_of_look(first: Look | None) -> Sums:
    """The same for a page with a first look; empty without one."""
    if first is None:
        return {}
    lengths = first.sight.rows[:, 0].tolist()
    return sums_of(first.sight.places, lengths, first.chances.tolist())


def told_of(pages: Iterable[Mapping[str, tuple[float, float, int]]]) -> dict[str, Told]:
    """The combined evidence of these pages: share of body, characters, blocks of each place."""
    total: Sums = {}
    for sums in pages:
        for key, (body, whole, blocks) in sums.items():
            had, all_of, count = total.get(key, (0.0, 0.0, 0))
            total[key] = (had + body, all_of + whole, count + blocks)
    return {key: (body / whole, whole, blocks) for key, (body, whole, blocks) in total.items()}


class Others:
    """The pages of a batch by host: which of them are evidence for which."""

    def __init__(self, pages: Sequence[tuple[str, Page]]) -> None:
        self._hosts = [host for host, _ in pages]
        self._long = [
            frozenset(block.text for block in page.blocks if len(block.text) > LONG)
            for _, page in pages
        ]
        self._of_host: defaultdict[str, list[int]] = defaultdict(list)
        for number, host in enumerate(self._hosts):
            self._of_host[host].append(number)

    def places(self, number: int, sums: Sequence[Sums]) -> dict[str, Told]:
        """What the other pages of its host say for a page, except those with the same article."""
        if not self._hosts[number]:
            return {}
        return told_of(
            sums[other]
            for other in self._of_host[self._hosts[number]]
            if other != number and not same_article(self._long[number], self._long[other])
        )
