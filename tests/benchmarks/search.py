"""Time of a search over many synthetic revisions: the first page, by kind of query.

``./run.sh bench search [REVISIONS]``; a million takes some minutes to make. Texts are drawn from a
made-up vocabulary with the frequencies of Zipf; a quarter is in a language without stems. Documents
go straight into the index, because what is measured is the index.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.search import forms
from monitor.search.query import headline_match, match_of, parse
from storage.archive import Archive
from storage.derived.search import Document
from tests.commands.conftest import Keeper, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

WORDS, VOCABULARY, BATCH = 120, 50_000, 5_000
MOST_SAYING = 10_000  # the most revisions that the front page's filter by text may name
SYLLABLES = [
    "ba",
    "ko",
    "mi",
    "ter",
    "sal",
    "ven",
    "dor",
    "lin",
    "par",
    "gu",
    "ach",
    "est",
    "ri",
    "no",
    "ve",
    "ma",
]
QUERIES = (
    ("a common word", "{0}"),
    ("two common words", "{1} {2}"),
    ("a rare word", "{40000}"),
    ("common and rare", "{0} {30000}"),
    ("a phrase", '"{0} {1}"'),
    ("a word of no text", "xyzzyx"),
    ("a prefix", "{300}"),
    ("common, of a rare outlet", "{0} outlet:rare"),
    ("common, long ago", "{0} until:2021-01-02"),
    ("added", "added:{5}"),
    ("two that never meet", "alphaonly omegaonly"),
)


def vocabulary(lot: random.Random) -> list[str]:
    """Words of two to four syllables."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(lot.choice(SYLLABLES) for _ in range(lot.randrange(2, 5)))] = None
    return list(words)


def document(lot: random.Random, words: list[str], weights: list[float], number: int) -> Document:
    """One revision; half of the texts have a word that the others lack."""
    drawn = lot.choices(words, cum_weights=weights, k=WORDS)
    drawn.append("alphaonly" if number % 2 else "omegaonly")
    return Document(
        headline=" ".join(drawn[:8]),
        summary=" ".join(drawn[3:9]),
        body=" ".join(drawn),
        added=" ".join(drawn[:3]) if number % 3 == 0 else "",
        removed="",
        names=" ".join(drawn[10:14]),
        starts=_starts(drawn) if number % 4 == 0 else "",
        meta="o2" if number % 5_000 == 0 else "o1",
    )


def _starts(words: list[str]) -> str:
    return " ".join(sorted({start for word in words for start in forms.starts(word)}))


def make(archive: Archive, count: int) -> list[str]:
    """Add so many documents, all of one revision, which differ in their place."""
    lot = random.Random(1)
    words = vocabulary(lot)
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    keeper = Keeper(archive)
    archive.add_outlet("rare", "https://rare.example/", ["rare.example"], keeper.now)
    keeper.begin("https://harbour.example/a", reading("One", "Text."))
    revision = archive.revision(1)
    index = archive.index.database
    start = datetime(2021, 1, 1, tzinfo=UTC)
    for first in range(0, count, BATCH):
        with index.transaction():
            for number in range(first, min(count, first + BATCH)):
                one = document(lot, words, weights, number)
                place = int((start + timedelta(minutes=3 * number)).timestamp()) << 20
                index.change("INSERT INTO placed VALUES (?, ?)", (place, revision.id))
                index.change(
                    "INSERT INTO documents"
                    " (rowid, headline, summary, body, added, removed, names, starts, meta)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(place, one.headline, one.summary, one.body, one.added, one.removed),
                        *(one.names, one.starts, one.meta),
                    ),
                )
    with index.transaction():
        archive.index.remember("touched", 1)
    return words


def measure(archive: Archive, words: list[str]) -> None:
    """CPU milliseconds for the first page of each query: the median and the worst of seven."""
    search = archive.index.search
    print(f"{'query':26} {'hits':>5} {'median':>8} {'worst':>8}   milliseconds")
    for name, pattern in QUERIES:
        text = pattern
        for number in (40_000, 30_000, 300, 5, 2, 1, 0):
            text = text.replace(f"{{{number}}}", words[number])
        query = parse(text)
        outlet = archive.outlet(query.outlet).id if query.outlet else None
        match = match_of(query, outlet)
        _time(name, lambda q=query, m=match: search.find(m, since=q.since, until=q.until))
    for name, word in (("headline or summary", words[0]), ("the same, rare", words[40_000])):
        match = headline_match(word)
        assert match is not None
        _time(name, lambda m=match: search.ids(m, until=None, limit=MOST_SAYING))


def _time(name: str, ask: Callable[[], Sized]) -> None:
    took = []
    for _ in range(7):
        before = time.process_time()
        hits = ask()
        took.append(1000 * (time.process_time() - before))
    print(f"{name:26} {len(hits):5} {statistics.median(took):8.1f} {max(took):8.1f}", flush=True)


def main() -> None:
    """Make the index, and query it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        before = time.process_time()
        words = make(archive, count)
        size = (Path(folder) / "a" / "index.db").stat().st_size
        seconds = time.process_time() - before
        print(f"{count:,} revisions of {WORDS} words: {seconds:.0f} s of CPU, {size / 1e6:,.0f} MB")
        measure(archive, words)
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
