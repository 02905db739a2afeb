"""The room that real page histories take in the archive, and how fast they are stored and read.

Run: ``python tests/benchmarks/payloads.py [--fast]``. It reads ``../shared/data/histories``, and
says so if that is missing. ``--fast`` leaves out zstd level 19, the slow measure that ours is
compared with. For comparison, in the same run: gzip WARC (a member a record, heads included), git
(packed by ``gc --aggressive``) and zstd alone, against nothing and against the previous version.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import lzma
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from storage.archive import Archive
from storage.digest import payload_digest
from storage.intents import AddRevision, BeginArticle
from storage.payload.bases import DEPTH
from storage.payload.compaction import Compaction
from storage.payload.deltas import encode, zstd
from storage.records import (
    Assessment,
    Block,
    BlockKind,
    Exchange,
    Extraction,
    Found,
    Outcome,
    Visit,
    Weight,
)

try:
    from spiders.extract.reader import read
except ImportError:  # the reader's room may be under work; the store is measured all the same
    read = None

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "histories"
SETS = ("news_articles", "site_pages", "policies_dating", "policies_demo")
START = datetime(2026, 1, 1, tzinfo=UTC)
MEGABYTE = 1_000_000
ROUNDS = 5


class Figures(NamedTuple):
    """Mean bytes of a later version, and MB of pages a CPU-second."""

    pages: int
    versions: int
    raw: float
    gzip6: float
    zstd19: float
    ours: float
    first: float
    write: float
    read: float
    scattered: float
    depth: float
    compacted: float
    compacted_all: float
    ours_all: float
    best_all: float
    warc: float
    git: float
    zstd_alone: float
    compact_ms: float
    read_compacted: float
    scattered_compacted: float


def histories(name: str) -> dict[str, list[bytes]]:
    """The versions of each page in the order of their time, as bytes."""
    pages = defaultdict(list)
    with lzma.open(DATA / f"{name}.jsonl.xz", "rt") as lines:
        for line in lines:
            one = json.loads(line)
            pages[one["doc_id"]].append((one["captured_at"], one["html"].encode()))
    return {page: [body for _, body in sorted(versions)] for page, versions in pages.items()}


def outlet_name(page: str) -> str:
    """The outlet of a page: what precedes the last slash, as pages of one site belong together."""
    return re.sub(r"\d+$", "", page if page.startswith("np4k/") else page.rsplit("/", 1)[0])


def later(versions: list[bytes]) -> list[tuple[bytes, bytes]]:
    """Each new version with the one before it."""
    seen = {versions[0]}
    pairs = []
    for before, body in pairwise(versions):
        if body not in seen:
            pairs.append((before, body))
            seen.add(body)
    return pairs


def exchange(url: str, body: bytes, at: int) -> Exchange:
    """An exchange as a polite crawl of a common server has it."""
    packed = hashlib.sha256(body).hexdigest()
    request = (
        f"GET {url[23:]} HTTP/1.1\r\nHost: news.example\r\nAccept: text/html\r\n"
        "Accept-Encoding: gzip\r\nUser-Agent: Variorum/0.1 (+https://archive.example/bot)\r\n"
        f'If-None-Match: "{packed[8:24]}"\r\n\r\n'
    )
    response = (
        "HTTP/1.1 200 OK\r\nServer: nginx\r\n"
        f"Date: {START + timedelta(hours=at, seconds=at):%a, %d %b %Y %H:%M:%S} GMT\r\n"
        "Content-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n"
        "Connection: keep-alive\r\nVary: Accept-Encoding\r\nCache-Control: max-age=60\r\n"
        f'ETag: "{packed[:16]}"\r\nX-Request-Id: {packed[16:48]}\r\n'
        "Content-Encoding: gzip\r\n\r\n"
    )
    recipe = '[["deflate",6,8,15,"1f8b0800000000000003",null]]'
    return Exchange(
        url,
        request.encode(),
        response.encode(),
        200,
        body,
        payload_digest(body[::-1]),
        len(body),
        content_type="text/html; charset=utf-8",
        content_encoding="gzip",
        recipe=recipe,
        peer="192.0.2.7:443",
    )


def visit(address_id: int, url: str, body: bytes, at: int) -> Visit:
    """A capture at hour ``at``."""
    time_of = START + timedelta(hours=at)
    return Visit(
        address_id,
        time_of,
        time_of + timedelta(milliseconds=180),
        Outcome.CAPTURED,
        200,
        exchange=exchange(url, body, at),
        next_due=time_of + timedelta(hours=1),
    )


def prepare(archive: Archive, pages: dict[str, list[bytes]]) -> list[list[Visit]]:
    """Make outlets and addresses; gives the visits in order, in batches of 50."""
    outlets = {}
    timed = []
    for number, (page, versions) in enumerate(pages.items()):
        name = outlet_name(page)
        if name not in outlets:
            outlets[name] = archive.add_outlet(name, f"https://{number}.example/", [], START)
        found = Found(f"https://news.example/a/{number}", str(number))
        one = archive.discover(outlets[name].id, [found], START)[0]
        timed += [(at, visit(one.id, one.url, body, at)) for at, body in enumerate(versions)]
    visits = [one for _, one in sorted(timed, key=lambda pair: pair[0])]
    return [visits[at : at + 50] for at in range(0, len(visits), 50)]


def git_bytes(pages: dict[str, list[bytes]]) -> float:
    """Bytes a version in a git repository, a commit each, packed as well as git can."""
    with tempfile.TemporaryDirectory() as folder:
        git = ["git", "-C", folder, "-c", "pack.threads=1"]
        subprocess.run([*git, "init", "-q", "--bare"], check=True)
        stream = bytearray()
        for number, versions in enumerate(pages.values()):
            for at, body in enumerate(versions):
                stream += b"commit refs/heads/main\ncommitter a <a> %d +0000\ndata 0\n" % at
                stream += b"M 644 inline %d\ndata %d\n" % (number, len(body)) + body + b"\n"
        subprocess.run([*git, "fast-import", "--quiet"], input=bytes(stream), check=True)
        subprocess.run([*git, "gc", "--aggressive", "--quiet"], check=True)
        size = sum(path.stat().st_size for path in Path(folder).glob("objects/pack/*"))
    return size / sum(map(len, pages.values()))


def warc_bytes(body: bytes) -> int:
    """Bytes of a response record in its own gzip member."""
    head = exchange("https://news.example/a/1", body, 1).response_head
    record = (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/a/1\r\n"
        b"WARC-Record-ID: <urn:uuid:2f1c9f0e-6d6a-4f5e-9d6a-0d1c6f0e2f1c>\r\n"
        b"WARC-Date: 2026-01-01T00:00:00Z\r\n\r\n"
    )
    return len(gzip.compress(record + head + body, 6))


def stored(archive: Archive) -> list:
    """The archive's rows of payloads."""
    return archive._database.rows(
        "SELECT sha256, length, length(data) AS stored, depth FROM payloads ORDER BY id"
    )


def measure(name: str, *, fast: bool) -> Figures:
    """The figures of one set of histories."""
    pages = histories(name)
    pairs = [pair for versions in pages.values() for pair in later(versions)]
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "archive"
        write = writing_speed(folder, pages)
        with Archive.open(folder) as archive:
            rows = stored(archive)
        firsts = {hashlib.sha256(versions[0]).digest() for versions in pages.values()}
        first = [row["stored"] for row in rows if row["sha256"] in firsts]
        rest = [row["stored"] for row in rows if row["sha256"] not in firsts]
        assert max(row["depth"] for row in rows) <= DEPTH
        order = [f"sha256:{row['sha256'].hex()}" for row in rows]
        sequential = reading_speed(folder, order)
        random.Random(1).shuffle(order)
        scattered = reading_speed(folder, order[:500])
        with Archive.open_to_write(folder) as archive:
            archive._database.change("UPDATE captures SET recipe = 'identity'")  # bodies alone
            started = time.process_time()
            Compaction(archive).run(lambda _done, _total: None)
            compacting = (time.process_time() - started) / len(rows)
            after = stored(archive)
        scattered_compacted = reading_speed(folder, order[:500])
        read_compacted = reading_speed(folder, [f"sha256:{row['sha256'].hex()}" for row in rows])
    return Figures(
        pages=len(pages),
        versions=len(rest),
        raw=mean(len(body) for _, body in pairs),
        gzip6=mean(len(gzip.compress(body, 6)) for _, body in pairs),
        zstd19=0.0 if fast else mean(len(encode(b, a, 19)[1]) for a, b in pairs),
        ours=mean(rest),
        first=mean(first),
        write=write,
        read=sequential,
        scattered=scattered,
        depth=mean(row["depth"] for row in rows),
        compacted=mean(row["stored"] for row in after if row["sha256"] not in firsts),
        compacted_all=mean(row["stored"] for row in after),
        ours_all=mean(row["stored"] for row in rows),
        best_all=0.0
        if fast
        else mean(
            [len(encode(versions[0], None, 19)[1]) for versions in pages.values()]
            + [len(encode(body, before, 19)[1]) for before, body in pairs]
        ),
        warc=mean(warc_bytes(body) for _, body in pairs),
        git=git_bytes(pages),
        zstd_alone=mean(len(zstd.compress(body, 3)) for _, body in pairs),
        compact_ms=compacting * 1000,
        read_compacted=read_compacted,
        scattered_compacted=scattered_compacted,
    )


def writing_speed(folder: Path, pages: dict[str, list[bytes]]) -> float:
    """MB a CPU-second of visits with all that is stored of them; the last archive is kept."""
    total = sum(len(body) for versions in pages.values() for body in versions)

    def once() -> float:
        shutil.rmtree(folder, ignore_errors=True)
        with Archive.create(folder) as archive:
            batches = prepare(archive, pages)
            started = time.process_time()
            for batch in batches:
                archive.record_all(batch)
            return total / MEGABYTE / (time.process_time() - started)

    return middle(once)


def reading_speed(folder: Path, digests: list[str]) -> float:
    """MB a CPU-second, each payload rebuilt and checked by its hash, from an empty cache."""

    def once() -> float:
        with Archive.open(folder) as archive:
            started = time.process_time()
            size = sum(len(archive.payload(digest)) for digest in digests)
            return size / MEGABYTE / (time.process_time() - started)

    return middle(once)


def middle(once: Callable[[], float]) -> float:
    """The median of some rounds, as a set is read in as little as 40 ms."""
    return statistics.median(once() for _ in range(ROUNDS))


def pooled(figures: list[Figures]) -> list[float]:
    """Mean bytes of a later version of any set: raw, WARC, gzip -6, zstd 19, ours, compacted."""
    versions = sum(one.versions for one in figures)
    names = ("raw", "warc", "gzip6", "zstd19", "ours", "compacted")
    return [sum(one.versions * getattr(one, name) for one in figures) / versions for name in names]


def ratio(size: float, measure_of: float) -> float:
    """The quotient; 0 if the measure was not taken."""
    return size / measure_of if measure_of else 0.0


def mean(values) -> float:
    """The mean of the numbers; 0 if there are none."""
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def reading_of(body: bytes, url: str) -> Extraction:
    """What our reader makes of the page, or else the bare paragraphs."""
    if read is not None:
        return read(body, url=url)
    texts = re.findall(rb"<p[^>]*>(.*?)</p>", body, re.DOTALL)
    plain = [re.sub(rb"<[^>]+>|\s+", b" ", text).decode(errors="replace") for text in texts]
    blocks = tuple(Block(BlockKind.PARAGRAPH, text.strip()) for text in plain if text.strip())
    return Extraction(title="A title of usual length, as articles have", blocks=blocks, reader="1")


def file_size(archive: Archive) -> int:
    """Bytes in use, without free pages."""
    pages = archive._database.value("PRAGMA page_count")
    free = archive._database.value("PRAGMA freelist_count")
    return int(pages - free) * int(archive._database.value("PRAGMA page_size"))


def added_version(name: str) -> tuple[float, dict[str, float], int]:
    """Bytes in the file for a later version that is a revision, everything included."""
    pages = histories(name)
    summary = "The number of the wounded became 21, was 12."
    assessment = Assessment(Weight.SUBSTANTIVE, ("number", "wording"), ("stealth",), summary)
    with tempfile.TemporaryDirectory() as parent, Archive.create(Path(parent) / "a") as archive:
        for batch in prepare(archive, {page: versions[:1] for page, versions in pages.items()}):
            archive.record_all(batch)
        for unread in archive.unread(10_000):
            url = unread.address.url
            body = archive.payload(unread.capture.payload)
            begin = BeginArticle(url, unread.address.key, reading_of(body, url))
            archive.apply(unread.visit_id, [begin])
        before, count = file_size(archive), 0
        tables_before = tables(archive)
        for number, versions in enumerate(pages.values()):
            address = archive.address(str(number))
            with archive.transaction():
                for at, (_, body) in enumerate(later(versions), 1):
                    visit_id = archive.record(visit(address.id, address.url, body, at))
                    reading = reading_of(body, address.url)
                    article = archive.address(address.key).article_id
                    archive.apply(visit_id, [AddRevision(article, reading, assessment)])
                    count += 1
        size = (file_size(archive) - before) / count
        grown = {
            table: (size_now - tables_before.get(table, 0)) / count
            for table, size_now in tables(archive).items()
        }
        return size, grown, count


def tables(archive: Archive) -> dict[str, int]:
    """Bytes of values in each table, without indexes and SQLite's own overhead."""
    sizes = {}
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    for table in [row["name"] for row in archive._database.rows(query)]:
        columns = [row["name"] for row in archive._database.rows(f"PRAGMA table_info({table})")]
        lengths = " + ".join(f"coalesce(length(CAST({one} AS BLOB)), 0)" for one in columns)
        sizes[table] = archive._database.value(f"SELECT sum({lengths}) FROM {table}") or 0
    return sizes


def unchanged_visit() -> float:
    """Bytes in the file for a 304, heads and rows included."""
    with tempfile.TemporaryDirectory() as parent, Archive.create(Path(parent) / "a") as archive:
        outlet = archive.add_outlet("one", "https://news.example/", [], START)
        found = [Found(f"https://news.example/a/{n}", str(n)) for n in range(100)]
        addresses = archive.discover(outlet.id, found, START)

        def round_of(at: int) -> None:
            archive.record_all(not_modified(one.id, one.url, at) for one in addresses)

        for at in range(3):
            round_of(at)
        before = file_size(archive)
        for at in range(3, 53):
            round_of(at)
        return (file_size(archive) - before) / 5_000


def not_modified(address_id: int, url: str, at: int) -> Visit:
    """A 304 at hour ``at``."""
    one = visit(address_id, url, b"", at)
    head = one.exchange.response_head.replace(b"200 OK", b"304 Not Modified")
    return Visit(
        address_id,
        one.started_at,
        one.finished_at,
        Outcome.UNMODIFIED,
        304,
        exchange=Exchange(
            url,
            one.exchange.request_head,
            head,
            304,
            b"",
            payload_digest(b""),
            0,
            recipe="identity",
            peer=one.exchange.peer,
        ),
        next_due=one.next_due,
    )


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fast", action="store_true", help="leave out zstd level 19")
    fast = options.parse_args().fast
    if not DATA.is_dir():
        print(f"No data: {DATA} is missing, nothing was measured.")
        return
    figures = {
        name: measure(name, fast=fast) for name in SETS if (DATA / f"{name}.jsonl.xz").exists()
    }
    print("Mean bytes a later version, beside others\n")
    print(
        f"{'set':<16}{'pages':>6}{'versions':>9}{'raw':>9}{'WARC.gz':>9}{'gzip -6':>9}{'zstd 3':>8}"
        f"{'git*':>8}{'zstd 19':>9}{'ours':>7}{'compact':>8}{'/19':>6}"
        "   gzip -6 by: zstd 19, ours, compact"
    )
    for name, one in figures.items():
        print(
            f"{name:<16}{one.pages:>6}{one.versions:>9}{one.raw:>9.0f}{one.warc:>9.0f}"
            f"{one.gzip6:>9.0f}{one.zstd_alone:>8.0f}{one.git:>8.0f}{one.zstd19:>9.0f}{one.ours:>7.0f}"
            f"{one.compacted:>8.0f}{ratio(one.compacted, one.zstd19):>6.2f}"
            f"{ratio(one.gzip6, one.zstd19):>22.1f}{one.gzip6 / one.ours:>6.1f}"
            f"{one.gzip6 / one.compacted:>9.1f}"
        )
    raw, warc, gzip6, zstd19, ours, compacted = pooled(list(figures.values()))
    print(
        f"{'all together':<16}{'':>6}{sum(one.versions for one in figures.values()):>9}{raw:>9.0f}"
        f"{warc:>9.0f}{gzip6:>9.0f}{'':>16}{zstd19:>9.0f}{ours:>7.0f}{compacted:>8.0f}"
        f"{ratio(compacted, zstd19):>6.2f}{ratio(gzip6, zstd19):>22.1f}{gzip6 / ours:>6.1f}"
        f"{gzip6 / compacted:>9.1f}"
    )
    print("zstd 19 is against the version before; * mean over all versions, first ones included\n")
    print(
        "Mean bytes over all versions, full anchors counted in; MB (of pages as they came, by a"
        " CPU-second of one core) written, read in order and from anywhere; the last two are of"
        " what was compacted\n"
    )
    print(
        f"{'set':<16}{'git':>8}{'zstd 19':>9}{'ours':>8}{'/19':>6}{'compact':>8}{'/19':>6}"
        f"{'first':>8}{'write':>7}{'read':>7}{'any':>6}{'depth':>6}{'ms compacting':>14}"
        f"{'read':>7}{'any':>6}"
    )
    for name, one in figures.items():
        print(
            f"{name:<16}{one.git:>8.0f}{one.best_all:>9.0f}{one.ours_all:>8.0f}"
            f"{ratio(one.ours_all, one.best_all):>6.2f}{one.compacted_all:>8.0f}"
            f"{ratio(one.compacted_all, one.best_all):>6.2f}{one.first:>8.0f}{one.write:>7.0f}"
            f"{one.read:>7.0f}{one.scattered:>6.0f}{one.depth:>6.1f}{one.compact_ms:>14.1f}"
            f"{one.read_compacted:>7.0f}{one.scattered_compacted:>6.0f}"
        )
    reader = "our reader" if read is not None else "paragraphs only"
    print(
        "\nAn added version in the file, rows and indexes included; of it, values a table "
        f"({reader})\n"
    )
    for name in SETS:
        size, grown, count = added_version(name)
        parts = ", ".join(
            f"{table} {part:.0f}"
            for table, part in sorted(grown.items(), key=lambda item: -item[1])
            if part > 1
        )
        print(f"{name:<16}{count:>6} versions{size:>8.0f} bytes   {parts}")
    print(f"\nA 304 in the file, both heads and all rows: {unchanged_visit():.0f} bytes")


if __name__ == "__main__":
    main()
