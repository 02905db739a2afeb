"""``variorum run`` in a process of its own: crawls what is due, and stops when told."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from monitor.schedule import Clock, run
from storage.archive import Archive
from storage.errors import ArchiveBusy
from tests.conftest import command_line, run_variorum
from tests.stories import story

PATIENCE_S = 120


@contextmanager
def daemon(folder):
    """The daemon, running; killed at the end if it has not stopped by itself."""
    process = subprocess.Popen(
        command_line(folder, "run"), stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def wait_for(process, word):
    """Read the log up to the first line with this word in it."""
    deadline = time.monotonic() + PATIENCE_S
    for line in process.stderr:
        if word in line.split():
            return line
        assert time.monotonic() < deadline, f"no {word} in time"
    pytest.fail(f"ended without {word}")


def test_it_crawls_what_is_due_and_stops_on_sigterm(outlet, watched):
    """A signal lets the pass end; what was told as found is in the archive."""
    outlet.publish(story("mill-fire"), story("ferry"))
    folder = watched(outlet)
    with daemon(folder) as process:
        assert "articles_new=2" in wait_for(process, "pass")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
    assert run_variorum(folder, "verify", "--json").json["damaged"] == []
    assert len(run_variorum(folder, "log", "--json").json) == 2


def test_a_killed_daemon_goes_on_where_it_was(outlet, watched):
    """A kill -9 leaves no lock and no lease, and nothing is new a second time."""
    outlet.publish(story("mill-fire"))
    folder = watched(outlet)
    with daemon(folder) as process:
        wait_for(process, "pass")
        process.kill()
        process.wait()
    outlet.publish(story("ferry"))
    counts = run_variorum(folder, "crawl", "--json").json
    assert counts["articles_new"] == 1


def test_one_archive_has_one_daemon(outlet, watched):
    """A second writer is told who the first one is."""
    folder = watched(outlet)
    with Archive.open_to_write(folder), pytest.raises(ArchiveBusy):
        run(folder)


def test_seeds_keep_their_own_pace(outlet, watched):
    """What is not due is not asked: the daemon is no `crawl` in a loop."""
    outlet.publish(story("mill-fire"))
    folder = watched(outlet)
    run_variorum(folder, "crawl")
    with Archive.open_to_write(folder) as archive:
        for seed in archive.seeds():
            archive.reschedule(seed.address_id, datetime.now(UTC) + timedelta(hours=1))
    asked = len(outlet.requests)
    stopper = threading.Timer(1.0, lambda: signal.raise_signal(signal.SIGTERM))
    stopper.start()
    assert run(folder, tick_s=0.1) == 0
    stopper.join()
    assert len(outlet.requests) == asked


def test_a_clock_that_is_stopped_waits_no_more():
    """A signal that came during a pass ends the loop at once."""
    clock = Clock(tick_s=3600)
    clock.stop.set()
    began = time.monotonic()
    assert clock.wait() is False
    assert time.monotonic() - began < PATIENCE_S
