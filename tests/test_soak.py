"""An hour of ``run`` against fifty outlets that edit and misbehave, with three kills.

``VARIORUM_SOAK_MINUTES=60 pytest -m long tests/test_soak.py -s`` prints what it measured.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.passes import read_unread
from spiders.urls import surt
from storage.archive import Archive
from storage.records import SeedKind
from tests.conftest import command_line
from tests.soak.judge import Dues, Sample, judge_edits, marks_of, requests_of, slope, too_fast
from tests.soak.plan import Plan
from tests.soak.server import SILENT_ROBOTS, address, character

MINUTES = float(os.environ.get("VARIORUM_SOAK_MINUTES", "60"))
OUTLETS = int(os.environ.get("VARIORUM_SOAK_OUTLETS", "50"))
ARTICLES = int(os.environ.get("VARIORUM_SOAK_ARTICLES", "5000"))
KILLS = (0.08, 0.16, 0.24)
"""When the daemon is killed, as shares of the time; then it runs alone, to see it level out."""
WARM = 0.5
"""This share of the time after the last kill is warming up."""
SLOPE_MB = 1.0
PATIENCE_S = 120
STRICTER = (60.0, 30.0, 10.0)
"""Edits missed are also counted as if visits might be late by no more than these seconds."""


class Soak:
    """One soak: a server, an archive, and a daemon that is watched."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.plan = plan
        self.folder = folder / "archive"
        self.log = folder / "requests.tsv"
        self.said = folder / "run.log"
        self.started = time.time()
        self.samples: list[Sample] = []
        self.dues = Dues()
        self.kills: list[float] = []
        words = (self.log, self.started, plan.seconds, plan.outlets, plan.articles)
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.server", *map(str, words)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        ports = self.server.stdout.readline().split()
        assert len(ports) == plan.outlets
        self.bases = [f"http://{address(n)}:{port}" for n, port in enumerate(ports)]
        self._make_archive()
        self.daemon = self._start()

    def now(self) -> float:
        """Seconds since the start."""
        return time.time() - self.started

    def close(self) -> None:
        """End what still runs."""
        for process in (self.daemon, self.server):
            process.kill()
            process.wait()
        self.server.stdout.close()

    def write_down(self) -> None:
        """Write all that was seen next to the archive: an hour is too long to lose it."""
        seen = {
            "kills": self.kills,
            "bases": self.bases,
            "samples": [asdict(one) for one in self.samples],
            "dues": self.dues.known,
        }
        (self.folder.parent / "seen.json").write_text(json.dumps(seen))

    def _make_archive(self) -> None:
        now = datetime.now(UTC)
        with Archive.create(self.folder) as archive, archive.transaction():
            for number, base in enumerate(self.bases):
                outlet = archive.add_outlet(f"o{number}", base + "/", [base[7:]], now)
                for path, kind in (
                    ("/feed.xml", SeedKind.FEED),
                    ("/sitemap.xml", SeedKind.SITEMAP),
                ):
                    archive.add_seed(outlet.id, base + path, surt(base + path), kind, now)
        (self.folder / "variorum.toml").write_text("timeout_s = 10.0\nmax_bytes = 4000000\n")

    def _start(self) -> subprocess.Popen:
        with self.said.open("a") as said:
            return subprocess.Popen(command_line(self.folder, "run"), stderr=said)

    def run(self) -> None:
        """Run until the time is over, with the kills; end in order."""
        kills = [share * self.plan.seconds for share in KILLS]
        every = max(1.0, min(10.0, self.plan.seconds / 120))
        while self.now() < self.plan.seconds:
            time.sleep(every)
            assert self.daemon.poll() is None, self.said.read_text()[-2000:]
            self._sample()
            if kills and self.now() > kills[0]:
                kills.pop(0)
                self.daemon.kill()
                self.daemon.wait()
                self.kills.append(self.now())
                self.daemon = self._start()
        self.daemon.send_signal(signal.SIGTERM)
        assert self.daemon.wait(PATIENCE_S) == 0, self.said.read_text()[-2000:]

    def _sample(self) -> None:
        pid = self.daemon.pid
        status = dict(
            line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        )
        memory = int(status["RssAnon"].split()[0]) * 1024
        descriptors = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
        self.samples.append(Sample(self.now(), pid, memory, descriptors))
        with closing(Archive.open(self.folder)) as archive:
            rows = archive._database.rows(
                "SELECT key, next_due, started_at FROM addresses"
                " LEFT JOIN visits ON visits.id = last_visit_id WHERE next_due IS NOT NULL"
            )
        at = self.now()
        for row in rows:
            looked = None if row["started_at"] is None else self._since(row["started_at"])
            self.dues.note(at, row["key"], self._since(row["next_due"]), looked)

    def _since(self, time: str) -> float:
        """Seconds since the start."""
        return datetime.fromisoformat(time).timestamp() - self.started

    def level(self) -> list[Sample]:
        """The samples of the last process after it had warmed up."""
        last = [one for one in self.samples if one.pid == self.daemon.pid]
        begin = last[0].at + WARM * (last[-1].at - last[0].at)
        return [one for one in last if one.at >= begin]


@pytest.mark.long
def test_it_runs_through_faults_and_kills(tmp_path):
    """Edits are found, memory and descriptors are level, paces are kept, nothing is damaged."""
    soak = Soak(tmp_path, Plan(MINUTES * 60, OUTLETS, ARTICLES))
    try:
        soak.run()
    finally:
        soak.close()
        soak.write_down()
    figures = judged(soak)
    print(json.dumps(figures, indent=1))
    assert figures["damaged"] == []
    assert figures["missed"] == []
    assert figures["too_fast"] == []
    assert figures["articles_twice"] == {}
    assert figures["not_stored"] <= 150 * len(KILLS)
    first, last = figures["descriptors_floor"]
    assert last <= first + 15  # connections to fifty hosts come and go
    if MINUTES >= 60:
        assert figures["memory_slope_mb_an_hour"] < SLOPE_MB


def judged(soak: Soak) -> dict[str, object]:
    """All that was measured."""
    end = soak.now()
    with Archive.open_to_write(soak.folder) as archive:
        unread = read_unread(archive, rules_folder=None)
        marks = marks_of(archive)
        urls = Counter(article.url for article in archive.articles())
        counts = archive.counts()
        visits = archive._database.value("SELECT count(*) FROM visits WHERE status IS NOT NULL")
        late = archive.agenda.load(datetime.now(UTC))
        damaged = archive.verify()
    asked = requests_of(soak.log)
    found = (soak.plan, soak.bases, soak.dues, marks, min(end, soak.plan.seconds))
    edits = judge_edits(*found)
    level = soak.level()
    hours = [(one.at / 3600, one.memory / 1e6) for one in level]
    files, third = [one.descriptors for one in level], max(1, len(level) // 3)
    answered = sum(
        1
        for line in soak.log.read_text().splitlines()
        if line.split("\t")[2] != "0" and not line.split("\t")[3].startswith("/fault/")
    )
    silent = [n for n in asked if character(n) == SILENT_ROBOTS]
    return {
        "minutes": round(soak.plan.seconds / 60, 1),
        "requests": sum(len(one) for one in asked.values()),
        "counts": counts,
        "edits": edits.all,
        "edits_found": edits.found,
        "edits_that_outlived_their_gap": edits.expected,
        "missed": edits.missed,
        "missed_if_so_much_later": {
            seconds: len(judge_edits(*found, slack=seconds).missed) for seconds in STRICTER
        },
        "articles_twice": {url: n for url, n in urls.items() if n > 1},
        "asked_of_silent_robots": [len(asked[n]) for n in silent],
        "not_stored": answered - visits,
        "read_after_the_end": unread.revisions_new + unread.articles_new,
        "due_at_the_end": late.due,
        "kills_at": [round(at) for at in soak.kills],
        "too_fast": too_fast(asked, soak.kills)[:20],
        "memory_mb": [round(level[0].memory / 1e6, 1), round(level[-1].memory / 1e6, 1)],
        "memory_slope_mb_an_hour": round(slope(hours), 3),
        "descriptors": [min(one.descriptors for one in level), max(n.descriptors for n in level)],
        "descriptors_floor": [min(files[:third]), min(files[-third:])],
        "damaged": [damage.why for damage in damaged],
    }
