"""What a soak showed, by the server's log, the samples and the archive; nothing is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from spiders.urls import surt
from tests.soak.plan import DELAY_S
from tests.soak.server import PLAIN, character

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from storage.archive import Archive
    from tests.soak.plan import Article, Plan

SLACK_S = 120.0
"""A visit may be this late: paces, kills and a busy machine take their time."""
WINDOW = 10
"""So many requests in a row are compared with the pace: single ones may meet on their way.

The server sees when they arrive. One that was held up, by a stall of the machine or while its
connection was made, is one delay late at most, and those after it are not.
"""
_MARK = re.compile(r"\d{2,3},\d{3},\d{3}")


@dataclass(frozen=True)
class Sample:
    """The daemon's state at a time: bytes of its own memory, open descriptors."""

    at: float
    pid: int
    memory: int
    descriptors: int


@dataclass
class Dues:
    """When each address was to be visited, as known at each time.

    The archive is queried every few seconds. What a visit has set is in force since that visit
    began, not since it was noticed here: an edit in between comes after the visit, and is for the
    next one to find.
    """

    known: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    looked: dict[str, float] = field(default_factory=dict)

    def note(self, at: float, key: str, due: float, looked: float | None) -> None:
        """Record what the archive says; ``looked`` is when the last visit began, if any."""
        before, since = self.known[key], at
        if looked is not None and looked > self.looked.get(key, float("-inf")):
            self.looked[key] = since = looked
            while before and before[-1][0] >= looked:
                before.pop()
        if not before or before[-1][1] != due:
            before.append((since, due))

    def in_force(self, key: str, at: float) -> float | None:
        """When the next visit was to be, as known at this time; None if it was not."""
        known = self.known[key]
        place = bisect_right(known, (at, float("inf")))
        return known[place - 1][1] if place else None


@dataclass
class Edits:
    """Numbers of edits: all, those that outlived their gap by ``slack``, and those missed."""

    slack: float
    all: int = 0
    found: int = 0
    expected: int = 0
    missed: list[str] = field(default_factory=list)


def marks_of(archive: Archive) -> set[str]:
    """Every mark that is in a revision."""
    found: set[str] = set()
    for article in archive.articles():
        for revision in archive.revisions(article.id):
            found.update(_MARK.findall(archive.extraction(revision.extraction_id).text))
    return found


def judge_edits(
    plan: Plan,
    bases: Sequence[str],
    dues: Dues,
    marks: set[str],
    end: float,
    slack: float = SLACK_S,
) -> Edits:
    """Count the edits that were there so many seconds after a look was due, and the missed."""
    edits = Edits(slack)
    for outlet, articles in enumerate(plan.all):
        for article in articles:
            key = surt(bases[outlet] + article.path)
            for version, at in enumerate(article.edits, 1):
                _judge_edit(edits, article, version, dues.in_force(key, at), marks, end)
    return edits


def _judge_edit(
    edits: Edits, article: Article, version: int, due: float | None, marks: set[str], end: float
) -> None:
    stood = min((*article.edits, end)[version], end)
    if article.edits[version - 1] > end:
        return
    edits.all += 1
    is_found = article.mark(version) in marks
    edits.found += is_found
    looked = character(article.outlet) == PLAIN and due is not None
    if looked and due is not None and max(due, article.edits[version - 1]) + edits.slack < stood:
        edits.expected += 1
        if not is_found:
            edits.missed.append(f"{article.outlet}{article.path} version {version}")


def requests_of(log: Path) -> dict[int, list[tuple[float, str]]]:
    """Times and paths of requests by outlet."""
    asked: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for line in log.read_text().splitlines():
        at, outlet, _, path = line.split("\t")
        asked[int(outlet)].append((float(at), path))
    return asked


def too_fast(asked: dict[int, list[tuple[float, str]]], kills: Iterable[float]) -> list[str]:
    """Where a host was fetched above its pace. A new process begins its pace anew."""
    borders = [0.0, *kills, float("inf")]
    wrong = []
    for outlet, requests in asked.items():
        for start, stop in pairwise(borders):
            times = [at for at, path in requests if start <= at < stop and path != "/robots.txt"]
            for first, last in zip(times, times[WINDOW - 1 :], strict=False):
                if last - first < (WINDOW - 2) * DELAY_S:
                    wrong.append(f"outlet {outlet}: {WINDOW} requests in {last - first:.2f} s")
    return wrong


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the straight line through the points, by least squares."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    above = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return above / sum((x - middle_x) ** 2 for x, _ in points)
