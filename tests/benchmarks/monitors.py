"""Other monitors beside Variorum, on the same pages: their cost, and what they call changed.

Run from the repository's root: ``python tests/benchmarks/monitors.py [--pages N] [--only NAME]``.
Real pages from ../shared/data are served by another process: as they are, then the same again, then
with other furniture on every page and an edit in every twentieth. Each monitor comes from PyPI into
an environment of its own (kept in .venv/monitors) and runs as it comes, with at most one setting:
text instead of markup. CPU is user and system time of its process and of those that it starts and
waits for, start-up included. A change is false where only the furniture is new, and missed where
a monitor reports none for an edited page.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks import throughput

if TYPE_CHECKING:
    from collections.abc import Callable

PORT = 35_791
"""Where changedetection.io would serve its pages; in a batch it serves none."""
MAY_ASK_LOOPBACK = {"ALLOW_IANA_RESTRICTED_ADDRESSES": "true"}
"""Without it changedetection.io refuses to ask servers on this machine."""
HOME = throughput.HERE.parents[1] / ".venv" / "monitors"
_PAGE = re.compile(r"/p/(\d+)/")
_REPORTED = re.compile(r"^\s*\d*\.?\s*changed:.*?/p/(\d+)/", re.IGNORECASE | re.MULTILINE)

SCRIPT = """
import sys
import scrapy, sqlite_utils, trafilatura
from scrapy.crawler import AsyncCrawlerProcess
base, count, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
table = sqlite_utils.Database(path)["versions"]
known = {row["url"]: row["text"] for row in table.rows} if table.exists() else {}
rows = []
class Articles(scrapy.Spider):
    name = "articles"
    async def start(self):
        for number in range(count):
            yield scrapy.Request(f"{base}/p/{number}/")
    def parse(self, response):
        text = trafilatura.extract(response.text, url=response.url)
        if known.get(response.url, text) != text:
            print("changed:", response.url)
        if response.url not in known or known[response.url] != text:
            rows.append({"url": response.url, "text": text, "page": response.body})
process = AsyncCrawlerProcess({
    "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0,
})
process.crawl(Articles)
process.start()
table.insert_all(rows, alter=True)
"""


@dataclass(frozen=True)
class Place:
    """Where a monitor works: its own folder, its commands, and the pages that it watches."""

    folder: Path
    binaries: Path
    base: str
    pages: int

    def urls(self) -> list[str]:
        """The addresses of all pages."""
        return [f"{self.base}/p/{number}/" for number in range(self.pages)]


def _prepare_jobs(place: Place) -> None:
    """Write a list of addresses in the form that urlwatch and webchanges share."""
    jobs = (f"url: {url}\nfilter:\n  - html2text\n" for url in place.urls())
    (place.folder / "jobs").write_text("---\n".join(jobs))


def _urlwatch(place: Place) -> list[str]:
    folder = place.folder
    paths = "--urls", folder / "jobs", "--config", folder / "config", "--hooks", folder / "hooks.py"
    return [str(word) for word in (place.binaries / "urlwatch", *paths, "--cache", folder / "kept")]


def _webchanges(place: Place) -> list[str]:
    folder = place.folder
    paths = "--jobs", folder / "jobs", "--config", folder / "config", "--hooks", folder / "hooks.py"
    words = place.binaries / "webchanges", *paths, "--database", folder / "kept.db"
    return [str(word) for word in words]


def _reported(_: Place, out: str) -> set[int]:
    return set(map(int, _REPORTED.findall(out)))


def _changedetection(place: Place) -> list[str]:
    words = [place.binaries / "python", place.binaries / "changedetection.py", "-C"]
    words += ["-d", place.folder, "-p", str(PORT), "-l", "ERROR", "-b"]
    added = [] if list(place.folder.glob("*/watch.json")) else place.urls()
    words += [word for url in added for word in ("-u", url)]
    return [str(word) for word in (*words, "-r", "all")]


def _histories(place: Place, _: str) -> set[int]:
    """The pages of which changedetection.io has one version more than at the last look."""
    now = {}
    for watch in place.folder.glob("*/watch.json"):
        history = watch.with_name("history.txt")
        number = _PAGE.search(json.loads(watch.read_text())["url"])
        if number is not None and history.exists():
            now[number[1]] = len(history.read_text().splitlines())
    return _grown(place, now)


def _script(place: Place) -> list[str]:
    kept = str(place.folder / "versions.db")
    return [str(place.binaries / "python"), "-c", SCRIPT, place.base, str(place.pages), kept]


def _prepare_archive(place: Place) -> None:
    throughput.make(place.folder / "archive", place.base)


def _variorum(place: Place) -> list[str]:
    archive = str(place.folder / "archive")
    return [sys.executable, "-m", "monitor", "--archive", archive, "crawl", "--all", "--json"]


def _revised(place: Place, _: str) -> set[int]:
    revisions = throughput.revisions(place.folder / "archive")
    return _grown(place, {str(throughput.number_of(url)): revisions[url] for url in revisions})


def _grown(place: Place, now: dict[str, int]) -> set[int]:
    """The pages with more versions than at the last look; the next look compares with these."""
    seen = place.folder / "seen.json"
    before = json.loads(seen.read_text()) if seen.exists() else now
    seen.write_text(json.dumps(now))
    return {int(number) for number in now if now[number] > before.get(number, now[number])}


@dataclass(frozen=True)
class Monitor:
    """One monitor: what it is installed from, its command, and which pages it reports as changed.

    ``look`` gives the words of the command; ``changed`` numbers of pages, from its output or files.
    """

    name: str
    packages: tuple[str, ...]
    look: Callable[[Place], list[str]]
    changed: Callable[[Place, str], set[int]] = _reported
    prepare: Callable[[Place], None] = lambda _: None


MONITORS = (
    Monitor("changedetection.io", ("changedetection.io",), _changedetection, _histories),
    Monitor("urlwatch", ("urlwatch", "html2text"), _urlwatch, prepare=_prepare_jobs),
    Monitor("webchanges", ("webchanges", "html2text"), _webchanges, prepare=_prepare_jobs),
    Monitor(
        "scrapy with trafilatura",
        ("scrapy", "trafilatura", "lxml_html_clean", "sqlite-utils"),
        _script,
    ),
    Monitor("Variorum", (), _variorum, _revised, _prepare_archive),
)


def binaries_of(monitor: Monitor) -> Path:
    """The folder of its commands; installed there at the first time."""
    if not monitor.packages:
        return Path(sys.executable).parent
    home = HOME / monitor.name
    if not (home / "installed").exists():
        venv.create(home, with_pip=True, clear=True)
        words = [str(home / "bin" / "python"), "-m", "pip", "install", "-qq", *monitor.packages]
        subprocess.run(words, check=True)
        (home / "installed").touch()
    return home / "bin"


def version_of(monitor: Monitor, binaries: Path) -> str:
    """The version of its first package."""
    if not monitor.packages:
        return ""
    name = re.split("[<>=]", monitor.packages[0])[0]
    asked = f"from importlib.metadata import version; print(version({name!r}))"
    words = [str(binaries / "python"), "-c", asked]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def looked(words: list[str], folder: Path) -> tuple[float, str]:
    """Run a look to its end; its CPU seconds and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    surroundings = os.environ | {"HOME": str(folder)} | MAY_ASK_LOOPBACK
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=surroundings)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        sys.exit(f"{words[:3]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def weight(folder: Path) -> int:
    """Bytes of everything it keeps."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=300)
    arguments.add_argument("--only", nargs="+", choices=[one.name for one in MONITORS])
    options = arguments.parse_args()
    throughput.compile_modules()
    chosen = [one for one in MONITORS if options.only is None or one.name in options.only]
    with throughput.served(options.pages) as base, tempfile.TemporaryDirectory() as folder:
        places = []
        for one in chosen:
            place = Place(Path(folder) / one.name, binaries_of(one), base, options.pages)
            place.folder.mkdir()
            one.prepare(place)
            places.append(place)
        measure(dict(zip(chosen, places, strict=True)))


def measure(places: dict[Monitor, Place]) -> None:
    """Pass by pass, let each monitor look, and print what it cost and what it found."""
    print(f"{'monitor':<32}{'pass':<10}{'pages/CPU-s':>12}{'bytes/page':>12}  false  missed")
    for number, name in enumerate(throughput.PASSES, 1):
        edited = throughput.next_round(next(iter(places.values())).base, number)
        for one, place in places.items():
            heavy = weight(place.folder)
            spent, out = looked(one.look(place), place.folder)
            grown = (weight(place.folder) - heavy) / place.pages
            changed = one.changed(place, out)
            what = f"{one.name} {version_of(one, place.binaries)}"
            line = f"{what:<32}{name:<10}{place.pages / spent:>12.1f}{grown:>12.0f}"
            print(f"{line}{len(changed - edited):>7}{len(edited - changed):>8}", flush=True)


if __name__ == "__main__":
    main()
