"""How long commands and pages take on an archive of years.

``./run.sh bench years_asked commands FOLDER [WORDS]``, or ``pages``, on what ``./run.sh bench
years`` made; WORDS choose rows. Commands are timed with their start, pages by themselves. Each is
run three times: ``cold`` is with the archive's files dropped from the system's memory, ``warm`` the
better of the two after it. ``MB`` is the most memory that the process had.
"""

from __future__ import annotations

import http.client
import os
import shlex
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from storage.archive import Archive

if TYPE_CHECKING:
    from storage.records import Article

PYTHON = [sys.executable, "-m", "monitor"]


def day(ago: int) -> str:
    """The date so many days ago."""
    return (datetime.now(UTC) - timedelta(days=ago)).date().isoformat()


def commands(much: int, often: int, usual: int) -> list[str]:
    """A day's commands, on an article watched much, one edited often, and a usual one."""
    return [
        "--help",
        "log -n 40",
        "log -n 40 --outlet outlet3.example",
        "log -n 40 --outlet outlet39.example",
        "log -n 40 --weight substantive",
        "log -n 40 --weight substantive --outlet outlet39.example",
        "log -n 40 --kind headline",
        "log -n 40 --kind gone",
        "log -n 40 --kind correction_noted",
        "log -n 40 --kind headline --kind stealth --outlet outlet39.example",
        "log --since 24h",
        "log --kind headline --since 7d",
        f"log --kind headline --since {day(1500)} --until {day(1495)}",
        f"log --outlet outlet0.example --since {day(1500)} --until {day(1499)}",
        "log --weight substantive --since 24h --nl",
        "log --important",
        "log --important --since 7d",
        "log --unconfirmed",
        f"log {usual}",
        f"log {often}",
        f"log {much} --json",
        f"show {usual}",
        f"show {usual} --json",
        f"show {often}",
        f"show {much} --history",
        f"show {much}@1 --json",
        f"diff {often}",
        f"diff {usual}",
        "search -n 20 ba",
        'search -n 20 "ba ko"',
        "search -n 20 added:12",
        "story list -n 20",
        f"story show {usual}",
        "health",
        "health --json",
        "health --fields",
        "status",
        "outlet list",
        "outlet show outlet0.example",
        "outlet check outlet0.example",
        "doctor",
        "why https://outlet0.example/x",
        "crawl --dry-run",
        "crawl",
        "archive stats",
        f"export jsonl {usual} -o OUT",
        f"export jsonl {often} -o OUT",
        f"export warc {much} -o OUT",
        f"export warc {usual} -o OUT",
        f"export wacz {usual} -o OUT",
        f"export jsonl --since {day(2)} --until {day(1)} -o OUT",
        f"export csv --table changes --since {day(2)} --until {day(1)} -o OUT",
        f"export csv --table visits --since {day(2)} --until {day(1)} -o OUT",
        f"export warc --since {day(2)} --until {day(1)} -o OUT",
        "export atom -o OUT",
    ]


def pages(much: int, often: int, usual: int) -> list[str]:
    """Every kind of page, and feeds."""
    return [
        "/",
        "/?outlet=outlet39.example",
        "/?outlet=outlet0.example&kind=headline",
        "/?weight=substantive",
        "/?order=important",
        "/?text=ba",
        "/?kind=gone",
        f"/?since={day(1500)}&until={day(1495)}",
        f"/?kind=headline&since={day(1500)}&until={day(1495)}",
        f"/?kind=headline&since={day(3)}",
        f"/?until={day(1700)}&show=all",
        "/changes.json",
        "/changes.csv?outlet=outlet39.example",
        "/changes.atom",
        "/changes.feed",
        f"/articles/{usual}",
        f"/articles/{usual}.json",
        f"/articles/{often}",
        f"/articles/{often}.json",
        f"/articles/{often}.atom",
        f"/articles/{much}",
        f"/articles/{much}.json",
        f"/articles/{often}/150",
        f"/articles/{often}/diff/1..300",
        f"/articles/{often}/diff/299..300",
        f"/articles/{usual}/1",
        "/captures/100000",
        "/captures/500000",
        "/search?q=ba",
        "/search?q=%22ba%20ko%22",
        f"/search?q=ba%20until:{day(1700)}",
        "/stories",
        f"/stories?until={day(1700)}",
        f"/stories/{usual}",
        "/outlets",
        "/outlets.json",
        "/outlets/outlet0.example",
        "/outlets/outlet39.example",
        "/outlets.opml",
        "/health",
        "/health.json",
        "/healthz",
        "/export",
        f"/export/download?form=csv&table=changes&since={day(2)}&until={day(1)}",
        "/timemap/link/URL",
        "/timegate/URL",
    ]


def some(folder: Path) -> tuple[Article, Article, Article]:
    """An article that was watched much, one edited often, and a usual one that was edited once."""
    with Archive.open(folder) as archive:
        database = archive._database
        ids = [
            database.value(
                "SELECT article_id FROM addresses WHERE article_id IS NOT NULL AND id ="
                " (SELECT address_id FROM visits JOIN addresses ON addresses.id = address_id"
                " WHERE role = 'article' GROUP BY address_id ORDER BY count(*) DESC LIMIT 1)"
            ),
            database.value("SELECT id FROM articles ORDER BY revisions DESC LIMIT 1"),
            database.value("SELECT max(id) FROM articles WHERE revisions = 2"),
        ]
        much, often, usual = (archive.article(one) for one in ids)
    return much, often, usual


def forget(folder: Path) -> None:
    """Make the system read the files from the disk again."""
    for path in folder.glob("*.db*"):
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(file)


def run(words: list[str], out: str) -> tuple[float, float, float]:
    """Seconds on the clock, of CPU, and MB."""
    Path(out).unlink(missing_ok=True)
    began = time.monotonic()
    with subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "OUT": out}
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    if process.returncode not in {0, 1}:
        print("   ", process.returncode, said.decode()[-200:].strip())
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def ask_commands(folder: Path, chosen: list[str]) -> None:
    """Print a table of the commands."""
    much, often, usual = (one.id for one in some(folder))
    print(f"{'command':72} {'cold':>7} {'warm':>7} {'CPU':>7} s {'MB':>5}")
    with tempfile.TemporaryDirectory() as place:
        for line in commands(much, often, usual):
            if not all(word in line for word in chosen):
                continue
            out = str(Path(place) / "out")
            words = [*PYTHON, "--archive", str(folder), *shlex.split(line.replace("OUT", out))]
            forget(folder)
            cold, *warm = (run(words, out) for _ in range(3))
            best = min(warm)
            print(
                f"{line:72} {cold[0]:7.2f} {best[0]:7.2f} {best[1]:7.2f}   {best[2]:5.0f}",
                flush=True,
            )


def fetch(port: int, path: str) -> tuple[float, int, int]:
    """Seconds, status, bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    began = time.monotonic()
    connection.request("GET", path)
    answer = connection.getresponse()
    size = len(answer.read())
    took = time.monotonic() - began
    connection.close()
    return took, answer.status, size


def ask_pages(folder: Path, chosen: list[str]) -> None:
    """Print a table of the pages, from one server, with its memory so far."""
    much, often, usual = some(folder)
    words = [*PYTHON, "--archive", str(folder), "serve", "--port", "0"]
    print(f"{'page':60} {'cold':>7} {'warm':>7} ms {'kB':>7} {'MB':>5}")
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        port = int(server.stderr.readline().rstrip().rstrip("/").rpartition(":")[2])
        for page in pages(much.id, often.id, usual.id):
            if not all(word in page for word in chosen):
                continue
            path = page.replace("URL", much.url)
            forget(folder)
            cold, *warm = (fetch(port, path) for _ in range(3))
            took, status, size = min(warm)
            most = Path(f"/proc/{server.pid}/status").read_text().partition("VmHWM:")[2].split()[0]
            odd = "" if status == 200 else f"  status {status}"
            print(
                f"{path:60} {1000 * cold[0]:7.0f} {1000 * took:7.0f}    {size / 1000:7.1f}"
                f" {int(most) / 1024:5.0f}{odd}",
                flush=True,
            )
        server.terminate()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pages", folder, *chosen]:
            ask_pages(Path(folder), chosen)
        case ["commands", folder, *chosen]:
            ask_commands(Path(folder), chosen)
        case _:
            sys.exit(__doc__)
