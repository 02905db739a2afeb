"""Pure: what every outlet says at every moment, so that server and judge need not talk.

Times are seconds since the start of the soak.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

OUTLETS = 50
ARTICLES = 5_000
DELAY_S = 0.5
"""The Crawl-delay of every host."""
PLACES = ("Harrowby", "Saltmere", "Kestrel Bay", "Ostrava Mill", "Dunmoor", "Lannick", "Velm")
THINGS = ("crates", "barrels", "sheep", "tickets", "lanterns", "ladders", "kites", "boats")
VERBS = ("counted", "found", "sold", "lost", "mended", "painted", "moved", "hid")


@dataclass(frozen=True)
class Article:
    """One article: when it appears (0: from the start), and when it is edited."""

    outlet: int
    number: int
    appears: float
    edits: tuple[float, ...]

    @property
    def path(self) -> str:
        """Its address on its host."""
        return f"/news/{self.number}-the-long-story-of-{self.number}"

    def version(self, now: float) -> int:
        """The version at this time; 0 before the first edit."""
        return bisect_right(self.edits, now)

    def since(self, version: int) -> float:
        """When this version appeared."""
        return self.edits[version - 1] if version else self.appears

    def mark(self, version: int) -> str:
        """A number that is in this version and nowhere else."""
        return f"{(self.outlet + 1) * 10_000_000 + self.number * 1_000 + version:,}"


@dataclass(frozen=True)
class Plan:
    """Everything that happens within so many seconds."""

    seconds: float
    outlets: int = OUTLETS
    articles: int = ARTICLES
    seed: int = 7

    @cached_property
    def all(self) -> list[list[Article]]:
        """The articles of each outlet."""
        each = self.articles // self.outlets
        return [
            [self._article(outlet, number) for number in range(each)]
            for outlet in range(self.outlets)
        ]

    def _article(self, outlet: int, number: int) -> Article:
        """One in five is edited often, a third never; one in twenty appears later."""
        lot = random.Random(f"{self.seed} {outlet} {number}")
        appears = lot.uniform(0, 0.7 * self.seconds) if number % 20 == 19 else 0.0
        rate = 1 / 600 if number % 5 == 0 else 1 / 3600 if number % 3 else 0.0
        edits, at = [], appears
        while rate and (at := at + lot.expovariate(rate)) < self.seconds:
            edits.append(at)
        return Article(outlet, number, appears, tuple(edits))


def text(article: Article, version: int) -> list[str]:
    """The paragraphs of a version: one sentence differs from the version before."""
    lot = random.Random(f"{article.outlet} {article.number}")
    place = lot.choice(PLACES)
    paragraphs = [
        f"On the {lot.randint(2, 28)}th the people of {place} {lot.choice(VERBS)} "
        f"{lot.randint(100, 999)} {lot.choice(THINGS)} near the {lot.choice(PLACES)} road, and "
        f"said that the {lot.choice(THINGS)} of {lot.choice(PLACES)} were none of their business."
        for _ in range(6)
    ]
    mark = article.mark(version)
    count = f"By the evening the clerk of {place} had written down {mark} of them in all."
    return [*paragraphs[:3], count, *paragraphs[3:]]


def title(article: Article) -> str:
    """The headline, which never changes."""
    lot = random.Random(f"title {article.outlet} {article.number}")
    place, verb, thing = lot.choice(PLACES), lot.choice(VERBS), lot.choice(THINGS)
    return f"{place} {verb} its {thing}, number {article.number}"
