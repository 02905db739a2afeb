"""Killed, refused and cut off below SQLite: at the very system calls of a write, by strace.

What was reported as stored is stored, whole; anything else is there whole or not at all; and it is
reported only when the disk has confirmed it.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys

import pytest

from storage.archive import Archive
from storage.digest import payload_digest
from storage.errors import ArchiveFull
from tests.disk import failing_in_the_middle, needs_strace, small_disk

WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from conftest import Maker
from storage.archive import Archive
from storage.errors import VariorumError
from storage.intents import BeginArticle
make = Maker()
try:
    with Archive.open_to_write(Path(sys.argv[1])) as archive:
        for at in range(2):
            address = archive.address(f"herald/story/{at}")
            visit = archive.record(make.visit(address, b"body" * 2000, at))
            print("kept", visit, flush=True)
            reading = make.reading(f"Story {at}.")
            archive.apply(visit, [BeginArticle(address.url, address.key, reading)])
            print("read", visit, flush=True)
except VariorumError as error:
    print("told", type(error).__name__, flush=True)
"""
WRITES = "pwrite64,fdatasync,fsync,ftruncate,unlink"


pytestmark = needs_strace


@pytest.fixture
def prepared(folder, make):
    """A closed archive that is about to get its first two visits."""
    with Archive.create(folder) as archive:
        make.addresses(archive, make.outlet(archive), 2)
    return folder


def write(folder, request, *options):
    """What a writer reported, line by line, and the trace of its calls if requested."""
    words = ["strace", "-f", *options, sys.executable, "-c", WRITER, folder, request.path.parent]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return [tuple(line.split()) for line in done.stdout.splitlines()]


def traced(folder, request, tmp_path):
    """The writing calls of an undisturbed run, and what it reported, in order."""
    trace = tmp_path / "trace"
    options = ("-y", "-e", f"trace={WRITES},write", "-o", str(trace))
    assert len(write(folder, request, *options)) == 4
    return trace.read_text(errors="replace").splitlines()


def check(folder, told):
    """All that was reported is there; the rest is there whole or not at all."""
    with Archive.open_to_write(folder) as archive:
        assert archive.verify() == []
        counts = archive.counts()
        assert counts["visits"] == counts["captures"] == archive.ledger.size
        assert counts["articles"] == counts["revisions"] == counts["extractions"]
        unread = {one.visit_id for one in archive.unread()}
        for word, value in told:
            if word == "kept":
                assert archive.payload(archive.capture(int(value)).payload) == b"body" * 2000
            if word == "read":
                assert int(value) not in unread
    return counts["visits"]


def each_time(prepared, request, tmp_path, calls, options):
    """Copy, write while something happens at that call, and check; gives what was reported."""
    told = []
    for number, (name, nth) in enumerate(calls):
        folder = tmp_path / f"run {number}"
        shutil.copytree(prepared, folder)
        inject = f"inject={name}:{options}:when={nth}"
        told.append(write(folder, request, "-o", "/dev/null", "-e", inject))
        check(folder, told[-1])
    return told


def calls_of(prepared, request, tmp_path):
    """The writing calls of a run: (name, its number among those of this name)."""
    folder = tmp_path / "counted"
    shutil.copytree(prepared, folder)
    names = [
        found[1]
        for line in traced(folder, request, tmp_path)
        if (found := re.match(rf"\d+ +({WRITES.replace(',', '|')})\(", line))
    ]
    assert len(names) > 60
    return [(name, names[: at + 1].count(name)) for at, name in enumerate(names)]


def test_killed_at_a_system_call(prepared, request, tmp_path):
    """Kill -9 at some of the calls that write; the long test tries all of them."""
    calls = calls_of(prepared, request, tmp_path)
    syncs = [one for one in calls if one[0] == "fdatasync"]
    some = [*random.Random().sample(calls, 2), *syncs[:2]]
    told = each_time(prepared, request, tmp_path, some, "signal=SIGKILL")
    assert any(len(one) < 4 for one in told)


@pytest.mark.long
def test_killed_at_every_system_call(prepared, request, tmp_path):
    """Kill -9 at each call that writes, from opening to closing."""
    calls = calls_of(prepared, request, tmp_path)
    told = each_time(prepared, request, tmp_path, calls, "signal=SIGKILL")
    assert {len(one) for one in told} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("error", "said"),
    [("ENOSPC", "ArchiveFull"), ("EDQUOT", "ArchiveFull"), ("EIO", "DiskFailed")],
)
def test_a_write_that_fails_is_told(prepared, request, tmp_path, error, said):
    """No room, a quota or a broken disk from some call on is reported, and nothing is lost."""
    calls = [one for one in calls_of(prepared, request, tmp_path) if one[0] == "pwrite64"]
    # The first ones write the lock and the shared memory, the last ones close.
    middle = calls[len(calls) // 4 : len(calls) // 2]
    some = [(name, f"{nth}+") for name, nth in random.Random().sample(middle, 1)]
    for told in each_time(prepared, request, tmp_path, some, f"error={error}"):
        assert told[-1] == ("told", said)


def test_told_is_on_the_disk(prepared, request, tmp_path):
    """Against power loss: by its system calls, it reports only what the disk has confirmed."""
    waiting, tellings = set(), 0
    for line in traced(prepared, request, tmp_path):
        call = re.match(r"\d+ +(\w+)\((\d+)<([^>]*)>", line)
        if call is None:
            continue
        name, file = call[1], call[3]
        if name == "pwrite64" and file.endswith("-wal"):
            waiting.add(file)
        elif name in ("fdatasync", "fsync"):
            waiting.discard(file)
        elif name == "write" and re.search(r'"(kept|read)\b', line):
            tellings += 1
            assert not waiting, line
    assert tellings == 4


def test_a_full_file_system(tmp_path, make):
    """A real one of two megabytes: a clear error, nothing lost, and it continues with room."""
    with small_disk(tmp_path / "disk", 2) as disk:
        kept = []
        filler = disk / "something else"
        with Archive.create(disk / "archive") as archive:
            address = make.addresses(archive, make.outlet(archive))[0]
            filler.write_bytes(bytes(400_000))

            def fill():
                for at in range(1_000):
                    body = random.Random(at).randbytes(20_000)
                    archive.record(make.visit(address, body, at))
                    kept.append(body)

            with pytest.raises(ArchiveFull):
                fill()
            assert archive.counts()["visits"] == len(kept) > 5
            filler.unlink()
            archive.record(make.visit(address, b"room again", 1_001))
        with Archive.open(disk / "archive") as archive:
            assert archive.verify() == []
            assert all(archive.payload(payload_digest(body)) == body for body in kept)


WHOEVER_GOES_ON = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from conftest import Maker
from storage.archive import Archive
from storage.errors import VariorumError
make = Maker()
try:
    with Archive.open_to_write(Path(sys.argv[1])) as archive:
        archive._database.value("PRAGMA cache_size = 10")
        with archive.transaction():
            for at in range(60):
                try:
                    archive.record(make.visit(archive.address("herald/story/0"), b"x" * at, at))
                except VariorumError as error:
                    print("told", type(error).__name__, flush=True)
    print("kept", "everything", flush=True)
except VariorumError as error:
    print("told", type(error).__name__, flush=True)
"""


def test_a_transaction_that_the_disk_undid_does_not_go_on(prepared, request, tmp_path):
    """Later rows were stored without seals, and a sound archive was reported as damaged."""
    words = [sys.executable, "-c", WHOEVER_GOES_ON, "{folder}", str(request.path.parent)]
    folder, done = failing_in_the_middle(prepared, tmp_path, words)
    assert set(done.stdout.splitlines()) == {"told DiskFailed"}, done.stderr
    with Archive.open(folder) as archive:
        assert archive.verify() == []
        assert archive.counts()["visits"] == 0
