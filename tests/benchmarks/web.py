"""The pages' latency at 20 requests a second, while a crawl writes to the same archive.

``./run.sh bench web [ARTICLES]``: an archive of so many articles (100,000), three revisions each,
is made by SQL from 1,000 made-up texts. ``variorum serve`` shows it in its own process, another one
keeps recording visits and revisions, and this one requests a page of each kind in turn, at fixed
times, whether answers have come or not. Times are from when a request was due to the last byte; CPU
is that of the serving process alone, per request. ``late`` is the longest time that this process,
which does next to nothing, waited for a processor itself: what the machine adds.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.comparing.articles import compare
from monitor.indexing import catch_up
from spiders.urls import surt
from storage.archive import Archive
from storage.database.times import to_text
from storage.digest import CONTENT_DIGEST_VERSION, content_digest, to_hash
from storage.extractions import to_json
from storage.records import Assessment, Block, BlockKind
from tests.commands.conftest import Keeper, reading

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES, TEXTS, VERSIONS, INDEXED = 100_000, 1_000, 3, 1_500
RATE, SECONDS, CLIENTS = 20, 12, 40
START = datetime(2024, 1, 1, tzinfo=UTC)
OUTLETS = 40
PAGE = b"<p>x\n"
HEADS = b"GET / HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
WORDS = [
    *("harbour", "council", "ferry", "bridge", "budget", "minister", "report", "water", "tariff"),
    *("school", "strike", "court", "season", "storm", "village", "market", "rail", "vote"),
    *("letter", "figure", "crown", "loan", "river", "mill", "winter", "glass", "copper", "field"),
]


# --- the archive ---------------------------------------------------------------------------------
def texts(lot: random.Random) -> Iterator[list[Any]]:
    """Three versions of an article: a figure and a sentence change."""
    for number in range(TEXTS):
        blocks = [
            Block(
                BlockKind.PARAGRAPH,
                " ".join(
                    f"The {' '.join(lot.choices(WORDS, k=9))} cost {lot.randrange(900)}."
                    for _ in range(4)
                ),
            )
            for _ in range(10)
        ]
        first = replace(reading(f"The {lot.choice(WORDS)} of {number}"), blocks=tuple(blocks))
        other = Block(BlockKind.PARAGRAPH, blocks[2].text.replace("cost", f"cost {number}"))
        second = replace(first, blocks=(*blocks[:2], other, *blocks[3:]))
        third = replace(second, title=f"{first.title}, again", blocks=second.blocks[:-1])
        yield [first, second, third]


def make(folder: Path, articles: int) -> None:
    """Fill the tables by SQL, for which a crawl would need days."""
    lot = random.Random(2)
    with Archive.create(folder) as archive:
        for number in range(OUTLETS):
            host = f"outlet{number}.example"
            archive.add_outlet(host, f"https://{host}/", [host], START)
        known = _store_texts(archive, lot)
        database = archive._database
        database.value("PRAGMA cache_size = -400000")  # kB: a transaction of many rows
        for first in range(0, articles, 5_000):
            with archive.transaction():
                for number in range(first, min(articles, first + 5_000)):
                    _article(database, number, articles, known[number % TEXTS])
        newest = database.value("SELECT max(id) FROM touched")
        index = archive.index
        with index.database.transaction():
            index.remember("touched", newest - INDEXED)
        catch_up(archive)


def _store_texts(archive: Archive, lot: random.Random) -> list[Any]:
    database = archive._database
    found = []
    with archive.transaction():
        reader = database.insert("readers", reader="test 1", rules=None, memory=None)
        payload = database.insert(
            "payloads",
            sha256=hashlib.sha256(PAGE).digest(),
            length=5,
            outlet_id=1,
            depth=0,
            codec="plain",
            data=PAGE,
        )
        for versions in texts(lot):
            rows = []
            for number, version in enumerate(versions):
                data = to_json(version).encode()
                text = database.insert(
                    "texts",
                    sha256=hashlib.sha256(data).digest(),
                    length=len(data),
                    depth=0,
                    codec="plain",
                    data=data,
                )
                told = Assessment()
                if number:
                    diff = compare(versions[number - 1], version)
                    told = Assessment(diff.weight, diff.kinds, ("stealth",), diff.summary)
                rows.append((text, to_hash(content_digest(version)), version.title, told))
            found.append((reader, payload, rows))
    return found


def _article(database: Any, number: int, articles: int, known: Any) -> None:
    """Add an article with its address, visits, captures, readings and revisions."""
    reader, payload, rows = known
    # A few outlets have most of the articles, and one has next to none.
    outlet = 1 if number % 3 else 1 + number % OUTLETS
    url = f"https://outlet{outlet - 1}.example/story/{number}"
    start = START + timedelta(days=900) * (number / articles)
    article = database.insert(
        "articles",
        outlet_id=outlet,
        url=url,
        key=surt(url),
        title=rows[-1][2],
        state="live",
        first_seen=to_text(start),
        last_seen=to_text(start),
    )
    address = database.insert(
        "addresses",
        outlet_id=outlet,
        url=url,
        key=surt(url),
        role="article",
        article_id=article,
    )
    visit = 0
    for index, (text, digest, title, told) in enumerate(rows):
        at = to_text(start + timedelta(hours=7 * index, seconds=number % 3_000))
        visit = database.insert(
            "visits",
            address_id=address,
            started_at=at,
            took_us=9,
            outcome="captured",
            status=200,
            unread=0,
        )
        database.insert(
            "captures",
            id=visit,
            status=200,
            payload_id=payload,
            wire_sha256=bytes(32),
            wire_length=5,
            content_type="text/html",
        )
        database.insert(
            "heads",
            id=visit,
            request_length=18,
            length=len(HEADS),
            depth=0,
            sha256=hashlib.sha256(HEADS).digest(),
            codec="plain",
            data=HEADS,
        )
        extraction = database.insert(
            "extractions",
            capture_id=visit,
            reader_id=reader,
            text_id=text,
            content_sha256=digest,
            digest_version=CONTENT_DIGEST_VERSION,
        )
        revision = database.insert(
            "revisions",
            article_id=article,
            number=index + 1,
            title=title,
            extraction_id=extraction,
            first_seen=at,
            last_seen=at,
            weight=told.weight.value,
            kinds=json.dumps(told.kinds),
            signals=json.dumps(told.signals),
            summary=told.summary,
            ours=0,
        )
        database.change(
            "UPDATE extractions SET revision_id = ? WHERE id = ?", (revision, extraction)
        )
    database.change("UPDATE addresses SET last_capture_id = ? WHERE id = ?", (visit, address))
    database.change(
        "UPDATE articles SET revisions = ?, last_revision_id = ?, last_extraction_id = ?"
        " WHERE id = ?",
        (len(rows), revision, extraction, article),
    )


# --- the crawl that goes on ----------------------------------------------------------------------
def write(folder: Path) -> None:
    """Write visits and revisions, ten a second, each committed, until killed."""
    with Archive.open_to_write(folder) as archive:
        keeper = Keeper.__new__(Keeper)
        keeper.archive, keeper.now = archive, datetime.now(UTC)
        keeper.outlet = archive.outlet("outlet0.example")
        old = reading("A live story", "It begins.")
        keeper.begin("https://outlet0.example/live", old)
        for number in range(10**9):
            new = replace(
                old, blocks=(*old.blocks[-9:], Block(BlockKind.PARAGRAPH, f"At {number}."))
            )
            diff = compare(old, new)
            keeper.now = datetime.now(UTC)
            told = Assessment(diff.weight, diff.kinds, (), diff.summary)
            keeper.change("https://outlet0.example/live", new, told)
            old = new
            time.sleep(0.1)


# --- the reader ----------------------------------------------------------------------------------
def paths(articles: int) -> dict[str, list[str]]:
    """Pages of each kind, many of each, so that none is always the same."""
    lot = random.Random(3)
    some = [lot.randrange(1, articles + 1) for _ in range(200)]
    late = [articles - lot.randrange(INDEXED // 3) for _ in range(200)]
    return {
        "changes": ["/"],
        "changes, rare outlet": ["/?outlet=outlet39.example"],
        "changes, kind": ["/?kind=headline", "/?signal=stealth&outlet=outlet1.example"],
        "changes, far back": ["/?after=2024-06-01T00:00:00.000000Zr1&show=all"],
        "changes.json": ["/changes.json"],
        "changes.atom": ["/changes.atom?signal=stealth"],
        "article": [f"/articles/{number}" for number in some],
        "revision": [f"/articles/{number}/2" for number in some],
        "diff, stored": [f"/articles/{number}/diff/1..2" for number in late],
        "diff, compared now": [f"/articles/{number}/diff/1..2" for number in some],
        "diff, side by side": [f"/articles/{number}/diff/1..3?view=split" for number in some],
        "capture": [f"/captures/{3 * number}" for number in some],
        "search": ["/search?q=harbour", '/search?q="ferry bridge"', "/search?q=added:12"],
        "outlets": ["/outlets"],
        "outlet": [f"/outlets/outlet{number % OUTLETS}.example" for number in some],
        "health": ["/health"],
        "timemap": [
            f"/timemap/link/https://outlet0.example/story/{number}" for number in (1, 2, 4)
        ],
    }


def ask(port: int, found: list[str]) -> tuple[list[float], int, float]:
    """Seconds of each since it was due, the largest page, and the longest own delay."""
    took: list[float] = []
    late: list[float] = []
    sizes: list[int] = []
    start = time.monotonic() + 0.2

    def client(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(first, RATE * SECONDS, CLIENTS):
            due = start + number / RATE
            time.sleep(max(0.0, due - time.monotonic()))
            late.append(time.monotonic() - due)
            connection.request(
                "GET", found[number % len(found)].replace('"', "%22").replace(" ", "%20")
            )
            answer = connection.getresponse()
            body = answer.read()
            took.append(time.monotonic() - due)
            sizes.append(len(body))
            assert answer.status == 200, (answer.status, found[number % len(found)])
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, max(sizes), max(late)


def cpu_of(process: int) -> float:
    """CPU seconds that a process has used, user and system."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(folder: Path, articles: int) -> None:
    """Request every kind of page in turn, while the writer works."""
    words = [sys.executable, "-m", "monitor", "--archive", str(folder), "serve", "--port", "0"]
    writer = [sys.executable, __file__, "--write", str(folder)]
    with (
        subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server,
        subprocess.Popen(writer) as crawl,
    ):
        assert server.stderr is not None
        port = int(server.stderr.readline().rstrip().rstrip("/").rpartition(":")[2])
        columns = f"{'CPU':>6} {'p50':>7} {'p99':>7} {'worst':>7} {'late':>7} ms   largest, kB"
        print(f"{'page':24} {columns}")
        for name, found in paths(articles).items():
            before = cpu_of(server.pid)
            took, size, late = ask(port, found)
            used = 1000 * (cpu_of(server.pid) - before) / len(took)
            rank = statistics.quantiles(took, n=100)
            print(
                f"{name:24} {used:6.1f} {1000 * statistics.median(took):7.1f}"
                f" {1000 * rank[98]:7.1f} {1000 * max(took):7.1f} {1000 * late:7.1f}"
                f" {size / 1000:14.1f}",
                flush=True,
            )
        crawl.kill()
        server.terminate()


def main() -> None:
    """Make the archive, and request its pages."""
    if "--write" in sys.argv:
        write(Path(sys.argv[-1]))
        return
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "archive"
        before = time.process_time()
        make(folder, articles)
        size = (folder / "archive.db").stat().st_size / 1e6
        took = time.process_time() - before
        count = f"{articles:,} articles, {VERSIONS * articles:,} revisions"
        print(f"{count}, {size:,.0f} MB, {took:.0f} s of CPU to make", flush=True)
        measure(folder, articles)


if __name__ == "__main__":
    main()
