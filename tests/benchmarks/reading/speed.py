"""CPU seconds a page, next to trafilatura's on the same pages in the same run."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

from spiders.extract.reader import read
from tests.benchmarks.marked_pages import records
from tests.benchmarks.reading import peers
from tests.benchmarks.reading.histories import UTF8, again, captures, sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.reading.table import Table

PAGES = 120


def speed(table: Table) -> None:
    """A first reading; and a page seen again, by its bytes alone if that is certain."""
    table.aim("speed")
    pages = list(itertools.islice(records("extraction", "chaos"), PAGES))
    payloads = [(page["html"].encode(), page["url"]) for page in pages]
    _race(
        table,
        "first",
        [lambda p=p, u=u: read(p, url=u, content_type=UTF8) for p, u in payloads],
        [lambda page=page: peers.read("trafilatura", page["html"], page["url"]) for page in pages],
    )
    pairs = [
        (one["html"].encode(), other["html"].encode(), other["url"])
        for group in captures("news_articles")
        for one, other in itertools.pairwise(group)
    ]
    lasts = [sight(old, url) for old, _, url in pairs]
    seen = list(zip(lasts, pairs, strict=True))
    still = [(a, b) for a, b in seen if again(a, b[1], b[2]).extraction is a.extraction]
    for name, chosen in (("again", seen), ("again, by bytes", still)):
        _race(
            table,
            name,
            [lambda a=a, b=b: again(a, b[1], b[2]) for a, b in chosen],
            [lambda b=b: peers.read("trafilatura", b[1].decode(), b[2]) for _, b in chosen],
        )
    table.remark(f"of {len(seen)} pages {len(still)} were seen again by their bytes alone")


def _race(
    table: Table, name: str, ours: list[Callable[[], object]], theirs: list[Callable[[], object]]
) -> None:
    """Run both in turn, page for page, so that neither has the quieter machine."""
    spent = [0.0, 0.0]
    ours[0](), theirs[0]()
    for pair in zip(ours, theirs, strict=True):
        for side, work in enumerate(pair):
            start = time.process_time()
            work()
            spent[side] += time.process_time() - start
    mine, other = (1000 * seconds / len(ours) for seconds in spent)
    table.row("speed", name, "ours", milliseconds=mine, times=other / mine if other else 0)
    if peers.there(["trafilatura"]):
        version = peers.version("trafilatura")
        table.row("speed", name, f"trafilatura {version}", milliseconds=other, times=1)
