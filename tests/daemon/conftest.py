"""A daemon in this process, and a script in another thread that watches and does things."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import pytest

from monitor.daemon import daemon
from monitor.daemon.daemon import run
from spiders.urls import surt
from storage.archive import Archive
from storage.records import SeedKind

PATIENCE_S = 120.0


def until(condition, what="it", every_s=0.02):
    """Wait until the condition holds, checking it every ``every_s`` seconds."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited for {what} in vain"
        time.sleep(every_s)


def holds(folder, **counts):
    """Whether the archive has so many rows of each noun."""
    with Archive.open(folder) as archive:
        found = archive.counts()
    return all(found[noun] >= number for noun, number in counts.items())


def make_due(folder):
    """Make everything due now."""
    with Archive.open_beside(folder) as archive:
        rows = archive._database.rows("SELECT id FROM addresses WHERE role <> 'robots'")
        for row in rows:
            archive.reschedule(row["id"], datetime.now(UTC))


def is_due(folder):
    """Whether anything is due now."""
    with Archive.open(folder) as archive:
        return archive.agenda.load(datetime.now(UTC)).due > 0


def go_offline(one, outlet):
    """Take the outlet down until the daemon ``one`` takes that for an outage."""
    outlet.go_down()
    while not one.heard("offline"):
        make_due(one.folder)
        until(lambda: one.heard("offline") or not is_due(one.folder))


class Running:
    """A daemon that runs; ``said`` are its events with their values."""

    def __init__(self, folder):
        self.folder = folder
        self.said = []

    def say(self, event, **values):
        """What the daemon calls to report an event."""
        self.said.append((event, values))

    def heard(self, event):
        """The values of each event of this name."""
        return [values for name, values in self.said if name == event]

    def until_heard(self, event, times=1):
        """Wait until the event was reported so often."""
        until(lambda: len(self.heard(event)) >= times, event)

    def until_counted(self, **counts):
        """Wait until the archive has so many rows of each noun."""
        until(lambda: holds(self.folder, **counts), str(counts))


def beside_a_daemon(folder, script, **options):
    """Run ``script(running)`` next to a daemon, then end that by SIGTERM; gives ``running``."""
    one, errors = Running(folder), []

    def play():
        try:
            one.until_heard("started")
            script(one)
        except BaseException as error:  # noqa: BLE001 — raised again where the test is
            errors.append(error)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=play)
    thread.start()
    try:
        code = run(folder, one.say, **options)
    finally:
        thread.join(PATIENCE_S)
    if errors:
        raise errors[0]
    assert code == 0
    return one


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch):
    """Let the daemon check ten times a second whether something is due."""
    monkeypatch.setattr(daemon, "TICK_S", 0.1)


@pytest.fixture
def echo(outlet, tmp_path, blank):
    """An archive that watches the feed of the test outlet, which ``outlet`` serves."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        watch_feed(archive, "echo", outlet)
    return tmp_path / "archive"


def watch_feed(archive, name, server):
    """Watch a test outlet by its feed."""
    now, feed = datetime.now(UTC), urljoin(server.home, "/atom.xml")
    with archive.transaction():
        one = archive.add_outlet(name, server.home, [urlsplit(server.home).netloc], now)
        archive.add_seed(one.id, feed, surt(feed), SeedKind.FEED, now)
