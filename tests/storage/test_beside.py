"""Small changes next to a process that writes all the time."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from storage.archive import Archive
from storage.database import connection, lock, opening
from storage.database.connection import SCHEMA_VERSION
from storage.errors import ArchiveBusy, ArchiveTooOld

BUSY_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.archive import Archive
with Archive.open_to_write(Path(sys.argv[1])) as archive:
    [outlet] = archive.outlets()
    number = 0
    while True:
        with archive.transaction():
            for _ in range(20):
                archive.open_incident(
                    outlet.id, "seed_failed", f"{number}", "x", datetime.now(UTC)
                )
                number += 1
        if number == 20:
            print("writing", flush=True)
"""


@contextmanager
def busy_writer(folder):
    """Another process that begins a transaction as soon as it has ended one."""
    command = [sys.executable, "-c", BUSY_WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"writing\n"
            yield process
        finally:
            process.kill()


def test_small_changes_go_in_beside_one_who_writes_all_the_time(folder, make):
    """Each gets its turn, neither side loses anything, and the seals of both are right."""
    with Archive.create(folder) as archive:
        outlet = make.outlet(archive)
    with busy_writer(folder):
        for number in range(20):
            with Archive.open_beside(folder) as archive:
                archive.set_paused(outlet.name, number % 2 == 0)
                assert archive.outlet(outlet.name).paused is (number % 2 == 0)
    with Archive.open_to_write(folder) as archive:
        assert archive.verify() == []
        assert archive.outlet(outlet.name).paused is False
        assert len(archive.incidents()) >= 20


def test_many_change_a_little_at_a_time(folder, make):
    """Threads with a connection each take turns; every change is stored and sealed."""
    with Archive.create(folder) as archive:
        outlet = make.outlet(archive)

    def change(name):
        with Archive.open_beside(folder) as archive:
            for number in range(10):
                archive.open_incident(outlet.id, "seed_failed", f"{name} {number}", "x", NOW)

    threads = [threading.Thread(target=change, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Archive.open(folder) as archive:
        assert len(archive.incidents()) == 40
        assert archive.verify() == []


NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_transaction_that_lasts_keeps_others_out(folder, make, monkeypatch):
    """When its patience ends, a small change fails with "busy", and may be tried again."""
    monkeypatch.setattr(lock, "PATIENCE_S", 0.05)
    monkeypatch.setattr(connection, "PATIENCE_S", 0.05)
    monkeypatch.setattr(connection, "SILENCE_S", 0.05)
    with Archive.create(folder) as archive:
        outlet = make.outlet(archive)
        with Archive.open_beside(folder) as other:
            with archive.transaction(), pytest.raises(ArchiveBusy):
                other.set_paused(outlet.name, True)  # noqa: FBT003 — the contract
            other.set_paused(outlet.name, True)  # noqa: FBT003 — the contract
        assert archive.outlet(outlet.name).paused


def test_turns_are_waited_for_no_longer_than_that(folder, make, monkeypatch):
    """If one never gives its turn back, the others get an error and do not hang."""
    monkeypatch.setattr(lock, "PATIENCE_S", 0.05)
    with Archive.create(folder) as archive:
        with lock.Turn(folder).taken(), pytest.raises(ArchiveBusy):
            make.outlet(archive)
        make.outlet(archive)


def test_who_waits_for_long_says_so(folder, make, monkeypatch):
    """It says so once, for a turn as for a transaction under way, and then continues."""
    monkeypatch.setattr(lock, "SILENCE_S", 0.05)
    monkeypatch.setattr(connection, "SILENCE_S", 0.05)
    with Archive.create(folder) as archive:
        outlet = make.outlet(archive)

    def hold(what, begun, told):
        with Archive.open_beside(folder) as one, what(one):
            begun.set()
            told.wait(60)

    for what in (lambda one: one.transaction(), lambda _one: lock.Turn(folder).taken()):
        begun, told, said = threading.Event(), threading.Event(), []
        monkeypatch.setattr(lock, "on_wait", lambda at, s=said, t=told: (s.append(at), t.set()))
        holder = threading.Thread(target=hold, args=(what, begun, told))
        with Archive.open_beside(folder) as other:
            holder.start()
            assert begun.wait(60)
            other.set_paused(outlet.name, True)  # noqa: FBT003 — the contract
        holder.join()
        assert said == [folder]


def test_an_older_archive_is_migrated_before_it_is_changed(folder, monkeypatch):
    """If an older program is using it, the user is told what to do instead."""
    with Archive.create(folder):
        monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
        with pytest.raises(ArchiveTooOld):
            Archive.open_beside(folder)


def test_who_writes_can_be_seen(folder):
    """Looking takes no lock, and so keeps no writer out."""
    assert lock.holder(folder) is None
    with Archive.create(folder):
        assert lock.holder(folder) == os.getpid()
    assert lock.holder(folder) is None
    Archive.open_to_write(folder).close()


def test_who_looks_who_writes_keeps_no_writer_out(folder, monkeypatch):
    """Both need the lock: a crawl that began at that moment was refused, though nobody wrote.

    On a busy machine the process that looks may be held up for a while, with the lock.
    """
    Archive.create(folder).close()
    looking = os.open(folder / lock.LOCK_NAME, os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_SH)  # as a process that looks has it
    sleep, slept = time.sleep, []

    def held_up(_seconds):
        sleep(0.15)
        slept.append(1)
        if len(slept) == 2:
            fcntl.flock(looking, fcntl.LOCK_UN)

    monkeypatch.setattr(lock.time, "sleep", held_up)
    Archive.open_to_write(folder).close()
    os.close(looking)
    assert len(slept) == 2


def test_a_writer_that_came_behind_who_looked_is_told_of_at_once(folder, monkeypatch):
    """Of two that began together, the second waited silently for half a minute."""
    Archive.create(folder).close()
    looks, writers = os.open(folder / lock.LOCK_NAME, os.O_RDONLY), []
    fcntl.flock(looks, fcntl.LOCK_SH)

    def meanwhile(_pause):
        assert not writers, "it waits for the writer"
        os.close(looks)
        writers.append(lock.WriterLock(folder))

    monkeypatch.setattr(lock.time, "sleep", meanwhile)
    with pytest.raises(ArchiveBusy) as caught:
        lock.WriterLock(folder)
    assert str(os.getpid()) in caught.value.holder
    writers[0].release()
