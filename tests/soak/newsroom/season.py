"""A season: ``python -m tests.soak.newsroom.season FOLDER SEED DAYS OUTLETS STORIES``.

It makes passes of the crawl, each at the time when something is due. Some are killed, some are put
to sleep for an hour, and the archive's clock is wrong for a while.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from monitor.passes import one_pass, read_unread
from spiders.configuration import load
from spiders.urls import surt
from storage.archive import Archive
from storage.records import SeedKind
from tests.soak.newsroom import clock
from tests.soak.newsroom.desk import DAY, HOUR, START, plan
from tests.soak.newsroom.holding import held_against
from tests.soak.newsroom.press import Press, address, base_of

QUANTUM = 900.0
"""The shortest time between two passes, in seconds."""
KILLED, ASLEEP = 0.02, 0.01
SKEWS = ((0.30, 0.36, 9 * DAY), (0.50, 0.55, -3 * HOUR))
"""From when to when, as parts of the season, the archive's clock is wrong, and by how much.

It is ahead by more than the length of a season, so that its times can be recognised.
"""


def held(outlet: int) -> socket.socket:
    """Reserve a port of the outlet's own address."""
    one = socket.socket()
    one.bind((address(outlet), 0))
    one.listen(64)
    return one


class Season:
    """One season: the server in its own process, the archive, and the passes."""

    def __init__(self, folder: Path, seed: int, days: float, outlets: int, stories: int) -> None:
        self.days, self.lot = days, random.Random(f"season {seed}")
        self.outlets = plan(seed, days, outlets, stories)
        self.folder = folder / "archive"
        sockets = [held(one.number) for one in self.outlets]
        self.bases = [base_of(one) for one in sockets]
        clock.set_to(START)
        self.server = os.fork()
        if not self.server:
            with (folder / "served.tsv").open("w") as log:
                asyncio.run(Press(self.outlets, seed, log).serve(sockets))
        for one in sockets:
            one.close()
        self.passes = self.kills = self.sleeps = 0

    def begin(self) -> None:
        """Make an archive that watches every outlet."""
        now = datetime.fromtimestamp(START, UTC)
        with Archive.create(self.folder) as archive, archive.transaction():
            for one, base in zip(self.outlets, self.bases, strict=True):
                outlet = archive.add_outlet(f"o{one.number}", base + "/", [base[7:]], now)
                for seed in one.seeds:
                    path = {"section": "/"}.get(seed, f"/{seed}.xml")
                    kind = SeedKind(seed)
                    archive.add_seed(outlet.id, base + path, surt(base + path), kind, now)

    def skew(self, at: float) -> float:
        """How far the archive's clock is ahead."""
        share = (at - START) / (self.days * DAY)
        return next((by for since, until, by in SKEWS if since <= share < until), 0.0)

    def run(self) -> None:
        """Run to the end of the season."""
        at, end = START, START + self.days * DAY
        while at < end:
            clock.set_to(at, self.skew(at))
            self._one(at)
            self.passes += 1
            with Archive.open(self.folder) as archive:
                due = archive._database.value(
                    "SELECT min(next_due) FROM addresses WHERE next_due IS NOT NULL"
                )
            wanted = datetime.fromisoformat(due).timestamp() if due else at
            at = max(clock.world(), min(max(wanted - self.skew(at), at + QUANTUM), at + HOUR))
        clock.set_to(end)
        with Archive.open_to_write(self.folder) as archive:
            read_unread(archive, rules_folder=None)

    def _one(self, at: float) -> None:
        """Make a pass; one that is killed, or sleeps, has its own process."""
        chance = self.lot.random()
        if chance > KILLED + ASLEEP:
            self.pass_()
            return
        child = os.fork()
        if not child:
            self.pass_()
            os._exit(0)
        time.sleep(self.lot.uniform(0.02, 0.7))
        if chance < KILLED:
            os.kill(child, signal.SIGKILL)
            self.kills += 1
        else:
            os.kill(child, signal.SIGSTOP)
            clock.set_to(at + HOUR, self.skew(at))
            os.kill(child, signal.SIGCONT)
            self.sleeps += 1
        os.waitpid(child, 0)

    def pass_(self) -> None:
        """Make a pass as the command does."""
        with Archive.open_to_write(self.folder) as archive:
            one_pass(archive, load(self.folder), rules_folder=self.folder / "outlets")

    def close(self) -> None:
        """End the server."""
        os.kill(self.server, signal.SIGKILL)
        os.waitpid(self.server, 0)


def main(folder: Path, seed: int, days: float, outlets: int, stories: int) -> None:
    """Run one season, and print how it compared."""
    clock.put_in()
    folder.mkdir(parents=True, exist_ok=True)
    season = Season(folder, seed, days, outlets, stories)
    try:
        season.begin()
        season.run()
    finally:
        season.close()
    with Archive.open(season.folder) as archive:
        told = held_against(archive, season.outlets, folder / "served.tsv", season.days)
    told |= {"passes": season.passes, "kills": season.kills, "sleeps": season.sleeps}
    (folder / "told.json").write_text(json.dumps(told, indent=1, ensure_ascii=False))
    print(json.dumps({k: v if isinstance(v, int | float) else len(v) for k, v in told.items()}))


if __name__ == "__main__":
    words = sys.argv[1:]
    main(Path(words[0]), int(words[1]), float(words[2]), int(words[3]), int(words[4]))
