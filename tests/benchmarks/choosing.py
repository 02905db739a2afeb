"""Time and memory to choose the next of a million due articles, as `crawl` and `run` do.

    python tests/benchmarks/choosing.py [COUNT]

It makes an archive of one outlet with COUNT articles due, then chooses the next, again and again,
at the front of the queue and with the last ones still being fetched. Aims: under 5 ms of CPU for
one choice, and no memory that grows with COUNT.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from monitor.looks import Looks
from storage.agenda.frontier import TAKEN
from storage.archive import Archive
from storage.database.times import to_text

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ROUNDS = 50

_FILL = """
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
    INSERT INTO addresses (outlet_id, url, key, role, found_at, next_due)
    SELECT 1, 'https://news.example/' || (n % 40) || '/story-' || n, 'example,news/' || n,
        'article', ?, strftime('%Y-%m-%dT%H:%M:%f000Z', ?, '-' || (n % 86400) || ' seconds')
    FROM numbers
"""
_VISITED = """
    INSERT INTO visits (address_id, started_at, took_us, outcome, unread)
    SELECT id, ?, 1, 'unmodified', 0 FROM addresses
"""


def fill(archive: Archive, count: int) -> None:
    """Add articles that were all looked at yesterday and are due since some time today."""
    archive.add_outlet("news", "https://news.example/", ["news.example"], NOW)
    database = archive._database
    with database.transaction():
        found, day = to_text(NOW - timedelta(days=3)), NOW.strftime("%Y-%m-%d %H:%M:%S")
        database.change(_FILL, (count, found, day))
        database.change(_VISITED, (to_text(NOW - timedelta(days=1)),))
        database.change("UPDATE addresses SET last_visit_id = id")


def main() -> None:
    """Fill the archive, choose, and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder) / "a") as archive:
        fill(archive, count)
        looks = Looks(archive)
        archive.rank_by(looks.rank)
        next(archive.due(NOW, [1]))  # imports, and the pages of the file that are read first
        start, worst = time.process_time(), 0.0
        for _ in range(ROUNDS):
            began = time.process_time()
            next(archive.due(NOW, [1]))
            worst = max(worst, time.process_time() - began)
        first = (time.process_time() - start) / ROUNDS
        start = time.process_time()
        walked = sum(1 for _ in islice(archive.due(NOW, [1]), ROUNDS * TAKEN))
        each = (time.process_time() - start) / walked
        tracemalloc.start()
        for _ in islice(archive.due(NOW, [1]), 10 * TAKEN):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        print(f"due                           {count:>10,}")
        print(f"the first of them             {first * 1000:>10.2f} ms of CPU, mean")
        print(f"                              {worst * 1000:>10.2f} ms of CPU, worst")
        print(f"each, one after the other     {each * 1000:>10.2f} ms of CPU")
        print(f"memory at most                {peak / 1e6:>10.2f} MB")


if __name__ == "__main__":
    main()
