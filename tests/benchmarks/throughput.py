"""Pages a CPU-second: first crawl, unchanged crawl, crawl with edits; next to bare Scrapy.

Run from the repository's root: ``python tests/benchmarks/throughput.py [--pages N]``. Real pages
from ../shared/data are served by another process. CPU is user and system time of the whole
crawling process, start-up included, with modules compiled as an installation does it; *keep* is
fetching and storing alone, *whole* is ``variorum crawl``, which reads what it fetched as well.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storage.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
DATA = HERE.parents[1] / ".." / "shared" / "data" / "extraction"
PASSES = ("first", "unchanged", "edited")

KEEP = """
import sys
from datetime import timedelta
from pathlib import Path
from spiders.configuration import load
from spiders.crawl.engine import crawl
from spiders.crawl.errand import Errand
from storage.archive import Archive
folder = Path(sys.argv[1])
with Archive.open_to_write(folder) as archive:
    tomorrow = lambda due, outcome, now: now + timedelta(days=1)
    print(crawl(archive, load(folder), Errand(everything=True), next_look=tomorrow))
"""

BARE = """
import json, sys
import scrapy
from pathlib import Path
from scrapy.crawler import AsyncCrawlerProcess
base, count, memory = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
known = json.loads(memory.read_text()) if memory.exists() else {}
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for number in range(count):
            url = f"{base}/p/{number}/"
            headers = {"If-None-Match": known[url]} if url in known else {}
            yield scrapy.Request(url, headers=headers, meta={"handle_httpstatus_list": [304]})
    def parse(self, response):
        if response.status == 200:
            known[response.url] = response.headers["ETag"].decode()
process = AsyncCrawlerProcess({
    "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": False, "COOKIES_ENABLED": False, "RETRY_ENABLED": False,
    "CONCURRENT_ITEMS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0,
})
process.crawl(Bare)
process.start()
memory.write_text(json.dumps(known))
"""


@dataclass
class Cost:
    """What one process used."""

    cpu_s: float
    peak_mb: float
    out: str


def run(*words: str) -> Cost:
    """Run Python with these arguments to its end; gives its own CPU time and peak memory."""
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        sys.exit(f"{words[:4]} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out)


def size(folder: Path) -> int:
    """Bytes of the archive on disk."""
    return sum(path.stat().st_size for path in folder.glob("archive.db*"))


def make(folder: Path, base: str) -> Path:
    """Make an archive that watches the server by its sitemap."""
    variorum = ("-m", "monitor", "--archive", str(folder))
    run("-m", "monitor", "init", str(folder))
    run(*variorum, "add", f"{base}/sitemap.xml", "--name", "bench", "--yes")
    return folder


def next_round(base: str, number: int) -> set[int]:
    """Change the pages; gives the numbers of those that were edited."""
    with urllib.request.urlopen(f"{base}/round?{number}") as answer:
        return set(json.loads(answer.read()))


def judge(folder: Path, before: dict[str, int], edited: set[int]) -> tuple[int, int, int]:
    """False and missed changes, and how many pages have an article."""
    after = revisions(folder)
    changed = {number_of(url) for url in after if after[url] > before.get(url, 0)}
    readable = {number_of(url) for url in before}
    return len(changed - edited), len((edited & readable) - changed), len(readable)


def number_of(url: str) -> int:
    """The number of the page."""
    return int(url.split("/p/")[1].split("/", maxsplit=1)[0])


def revisions(folder: Path) -> dict[str, int]:
    """Numbers of revisions by the address of the captures."""
    with Archive.open(folder) as archive:
        numbers: dict[str, int] = {}
        for article in archive.articles():
            for url in (article.url, *article.aliases):
                if "/p/" in url:
                    numbers[url] = article.revisions
        return numbers


def compile_modules() -> None:
    """Compile as ``pip install`` does, even if Python is told to write no such files."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for package in ("monitor", "spiders", "storage"):
        compileall.compile_dir(HERE.parents[1] / package, quiet=1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=1000)
    arguments.add_argument("--only", choices=("keep", "whole", "bare"))
    options = arguments.parse_args()
    compile_modules()
    with served(options.pages) as base, tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), base, options.pages, options.only)


@contextlib.contextmanager
def served(pages: int) -> Iterator[str]:
    """The address of a server of so many pages, in a process of its own."""
    words = [sys.executable, str(HERE / "page_server.py"), str(DATA), str(pages)]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        base = server.stdout.readline().strip()
        if not base:
            sys.exit("The page server did not start.")
        yield base
    finally:
        server.kill()
        server.wait()


def measure(folder: Path, base: str, pages: int, only: str | None) -> None:
    """Run all passes of all contestants, pass by pass."""
    keep, whole = folder / "keep", folder / "whole"
    runs = {
        "keep": lambda: run("-c", KEEP, str(keep)),
        "whole": lambda: run("-m", "monitor", "--archive", str(whole), "crawl", "--all", "--json"),
        "bare": lambda: run("-c", BARE, base, str(pages), str(folder / "bare.json")),
    }
    runs = {name: one for name, one in runs.items() if only in (None, name)}
    for archive in (keep, whole):
        make(archive, base)
    sizes: dict[str, int] = {"keep": size(keep), "whole": size(whole)}
    before: dict[str, int] = {}
    print(f"{'pass':<10} {'what':<6}  pages/CPU-s   CPU s  peak MB  bytes/page")
    for number, name in enumerate(PASSES, 1):
        edited = next_round(base, number)
        for what, one in runs.items():
            cost = one()
            speed = pages / cost.cpu_s
            line = f"{name:<10} {what:<6} {speed:>12.1f} {cost.cpu_s:>7.2f} {cost.peak_mb:>8.0f}"
            if what in sizes:
                now = size(folder / what)
                line += f" {(now - sizes[what]) / pages:>11.0f}"
                sizes[what] = now
            print(line, flush=True)
        if name == "edited" and "whole" in runs:
            false, missed, readable = judge(whole, before, edited)
            print(f"articles {readable} of {pages}; edited {len(edited)}")
            print(f"false changes {false}; missed {missed}")
        before = revisions(whole) if "whole" in runs else {}


if __name__ == "__main__":
    main()
