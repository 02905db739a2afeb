"""How close a text is to the right one, by runs of four words, as extraction benchmarks count."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = 4
NEARLY = 0.95
"""From this F1 on, a page counts as nearly right."""


class Score(NamedTuple):
    """Precision, recall and F1 of a page, 0 to 1; and whether all words are equal, or none read."""

    precision: float
    recall: float
    f1: float
    identical: bool
    empty: bool


class Mean(NamedTuple):
    """Over pages: F1 of the mean precision and recall, these two, and shares of pages."""

    f1: float
    precision: float
    recall: float
    nearly: float
    identical: float
    pages: int


def words(text: str) -> list[str]:
    """The words of a text, in order, as they are written."""
    return re.findall(r"\w+", text)


def runs(found: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Runs of four words, each with its count; a shorter text is one run."""
    last = max(1, len(found) - RUN + 1)
    return Counter(tuple(found[n : n + RUN]) for n in range(last) if found)


def score(gold: str, text: str) -> Score:
    """Score one page."""
    wanted, found = words(gold), words(text)
    right, seen = runs(wanted), runs(found)
    if right == seen:
        return Score(1.0, 1.0, 1.0, identical=wanted == found, empty=not found)
    hit = sum((right & seen).values())
    precision = hit / seen.total() if seen else 0.0
    recall = hit / right.total() if right else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return Score(precision, recall, f1, identical=False, empty=not found)


def mean(pages: Sequence[Score]) -> Mean:
    """The macro averages; a page of which nothing was read has no precision."""
    count = max(1, len(pages))
    told = [page.precision for page in pages if not page.empty] or [0.0]
    precision = sum(told) / len(told)
    recall = sum(page.recall for page in pages) / count
    both = precision + recall
    return Mean(
        2 * precision * recall / both if both else 0.0,
        precision,
        recall,
        sum(page.f1 >= NEARLY for page in pages) / count,
        sum(page.identical for page in pages) / count,
        len(pages),
    )


class F1:
    """Counts of true positives, false positives and misses."""

    def __init__(self):
        self.hit = self.extra = self.missed = 0

    def count(self, gold, found):
        """Add the comparison of two sets."""
        self.hit += len(gold & found)
        self.extra += len(found - gold)
        self.missed += len(gold - found)

    @property
    def value(self):
        """The F1 in per cent."""
        total = 2 * self.hit + self.extra + self.missed
        return 200 * self.hit / total if total else 100.0
