"""Faults: killed at any moment, no room, flipped bits. What was reported as stored is stored."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.database.connection import Database
from storage.digest import payload_digest
from storage.errors import ArchiveDamaged, ArchiveFull, VariorumError
from storage.intents import AddRevision, BeginArticle, SeeAgain
from storage.proof import runs, verifying
from storage.records import Assessment
from tests.storage.conftest import Maker

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from storage.archive import Archive
from storage.digest import payload_digest
from storage.intents import AddRevision, BeginArticle
from storage.records import *

now = datetime.now(UTC)
with Archive.open_to_write(Path(sys.argv[1])) as archive:
    due = list(archive.due(now + timedelta(days=9999), everything=True))
    serial = archive.counts()["visits"]
    while True:
        for one in due:
            serial += 1
            body = f"<p>visit {serial}</p>".encode() * 200
            exchange = Exchange(one.address.url, b"GET", b"HTTP/1.1 200", 200, body,
                payload_digest(body), len(body), recipe="identity")
            visit = Visit(one.address.id, now, now, Outcome.CAPTURED, 200, exchange=exchange,
                next_due=now)
            visit_id = archive.record(visit)
            print("kept", visit_id, payload_digest(body), flush=True)
            reading = Extraction(title=str(serial), reader="1")
            known = archive.address(one.address.key).article_id
            intent = (BeginArticle(one.address.url, one.address.key, reading) if known is None
                else AddRevision(known, reading, Assessment()))
            archive.apply(visit_id, [intent])
            print("read", visit_id, flush=True)
"""


def test_killed_at_random_moments(folder, make):
    """After kill -9 of a busy writer, again and again, all it reported is there, whole."""
    with Archive.create(folder) as archive:
        make.addresses(archive, make.outlet(archive), 3)
    chance = random.Random()
    kept, read = {}, set()
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, folder], stdout=subprocess.PIPE, text=True
        )
        told = [process.stdout.readline() for _ in range(chance.randint(4, 30))]
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        for line in [*told, *process.communicate()[0].splitlines()]:
            match line.split():
                case ["kept", visit_id, digest]:
                    kept[int(visit_id)] = digest
                case ["read", visit_id]:
                    read.add(int(visit_id))
        with Archive.open(folder) as archive:
            assert archive.verify() == []
            for visit_id, digest in kept.items():
                assert archive.capture(visit_id).payload == digest
            unread = {one.visit_id for one in archive.unread(10_000)}
            assert not unread & read
            counts = archive.counts()
            assert counts["visits"] == counts["captures"]
            assert counts["articles"] <= 3
            assert counts["revisions"] == counts["visits"] - len(unread)
    assert len(kept) >= 12


STEPS = """
import os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from conftest import Maker
from storage.archive import Archive
from storage.database.connection import Database
from storage.intents import BeginArticle
import storage.database.schema

make = Maker()
root = Path(sys.argv[1])
blank = root / "blank"
with Archive.create(blank) as archive:
    make.addresses(archive, make.outlet(archive))

def write(folder, step):
    left = [step]
    with Archive.open_to_write(folder) as archive:
        address = archive.address("herald/story/0")
        real = Database.rows, Database.change
        def counted(method):
            def call(*values):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return method(*values)
            return call
        Database.rows, Database.change = map(counted, real)
        visit = archive.record(make.visit(address, b"body" * 50))
        archive.apply(visit, [BeginArticle(address.url, address.key, make.reading())])
        Database.rows, Database.change = real

step, finished = 0, False
while not finished:
    step += 1
    folder = shutil.copytree(blank, root / str(step))
    child = os.fork()
    if child == 0:
        write(folder, step)
        os._exit(0)
    finished = os.waitpid(child, 0)[1] == 0
    with Archive.open_to_write(folder) as archive:
        assert archive.verify() == [], step
        counts = archive.counts()
        nouns = ("visits", "captures", "payloads")
        assert [counts[noun] for noun in nouns] in ([0, 0, 0], [1, 1, 1]), step
        address = archive.address("herald/story/0")
        assert (address.next_due == make.start) == (counts["visits"] == 0), step
        assert counts["articles"] == counts["revisions"] == counts["extractions"], step
        assert len(archive.unread()) == counts["visits"] - counts["articles"], step
print(step)
"""


def test_killed_at_every_step_of_a_write(tmp_path, request):
    """Killed before each statement of recording and reading, it has stored all of it or nothing."""
    done = subprocess.run(
        [sys.executable, "-c", STEPS, tmp_path, request.path.parent],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_disk_full(folder, make):
    """A full disk is a clear error, nothing that was stored is lost, and it continues with room."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = []
    with Archive.create(folder) as archive:
        address = make.addresses(archive, make.outlet(archive))[0]

        def fill():
            for at in range(1_000):
                body = random.Random(at).randbytes(20_000)
                archive.record(make.visit(address, body, at))
                kept.append(body)

        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, limits[1]))
        try:
            with pytest.raises(ArchiveFull):
                fill()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert archive.counts()["visits"] == len(kept) > 5
        archive.record(make.visit(address, b"room again", 1_001))
    with Archive.open(folder) as archive:
        assert archive.verify() == []
        assert all(archive.payload(payload_digest(body)) == body for body in kept)


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory):
    """The archive that the tests of this module copy."""
    folder, make = tmp_path_factory.mktemp("faults") / "archive", Maker()
    with Archive.create(folder) as archive:
        addresses = make.addresses(archive, make.outlet(archive), 4)
        for at in range(24):
            address = addresses[at % 4]
            body = b"".join(b"<p>%d paragraph</p>" % n for n in range(at, at + 200))
            visit = archive.record(make.visit(address, body, at))
            reading = make.reading(f"Text number {at // 8}. " * 20)
            known = archive.address(address.key).article_id
            if known is None:
                intent = BeginArticle(address.url, address.key, reading)
            elif at % 8 < 4:
                intent = AddRevision(known, reading, Assessment())
            else:
                intent = SeeAgain(known, reading)
            archive.apply(visit, [intent])
        assert archive.verify() == []
    return folder


@pytest.fixture
def filled(filled_once, folder):
    """A closed archive that holds some of everything."""
    return shutil.copytree(filled_once, folder)


def everything(archive):
    """Every row of every table as it is read, and the definitions: all that a bit could damage.

    For bytes stored as a difference, their result counts and not how they are written.
    """
    connection = archive._database.connection
    rows = {"definitions": connection.execute("SELECT sql FROM sqlite_schema").fetchall()}
    for table in runs.tables_of(connection):
        names = ", ".join(f'"{name}"' for name in table.columns)
        rows[table.name] = connection.execute(f"SELECT {names} FROM {table.name}").fetchall()
    captures = [row["id"] for row in archive._database.rows("SELECT id FROM captures")]
    payloads = [archive.payload(archive.capture(one).payload) for one in captures]
    readings = [archive.extraction(row["id"]) for row in rows["extractions"]]
    values = {name: [tuple(row) for row in found] for name, found in rows.items()}
    return values, payloads, [archive.heads(one) for one in captures], readings


def hurts(folder, whole, wanted, flips):
    """What is reported for each flip of (byte, bit): True for damage, False for none.

    A flip that is not reported must have changed nothing.
    """
    path = folder / "archive.db"
    for byte, bit in flips:
        hurt = bytearray(whole)
        hurt[byte] ^= 1 << bit
        path.write_bytes(hurt)
        try:
            with Archive.open(folder) as archive:
                found = archive.verify() != []
                assert found or everything(archive) == wanted, (byte, bit)
        except VariorumError:
            found = True
        yield found


def test_flipped_bits_are_found_or_harmless(filled):
    """A flipped bit anywhere is refused, found by verify, or changes no row."""
    whole = (filled / "archive.db").read_bytes()
    with Archive.open(filled) as archive:
        wanted = everything(archive)
    chance = random.Random(11)
    used = [at for at in range(len(whole)) if whole[at]]
    anywhere = [(chance.randrange(len(whole)), chance.randrange(8)) for _ in range(20)]
    in_use = [(chance.choice(used), chance.randrange(8)) for _ in range(60)]
    found = sum(hurts(filled, whole, wanted, anywhere + in_use))
    assert found > 40  # most of a small file is empty space


@pytest.mark.long
def test_flipped_bits_in_every_part_of_every_page(filled):
    """The same, forty times in each page of the file."""
    whole = (filled / "archive.db").read_bytes()
    with Archive.open(filled) as archive:
        wanted = everything(archive)
    chance = random.Random(12)
    pages = range(0, len(whole), 4096)
    used = {page: [at for at in range(page, page + 4096) if whole[at]] for page in pages}
    flips = [
        (chance.choice(used[page]), chance.randrange(8))
        for page in pages
        if used[page]
        for _ in range(40)
    ]
    assert sum(hurts(filled, whole, wanted, flips)) > len(flips) // 2


def test_lost_pages_are_listed_and_not_raised(filled):
    """With a page of zeros in the middle, verify gives a list, whatever that page held."""
    path = filled / "archive.db"
    whole = path.read_bytes()
    listed = 0
    for page in range(1, len(whole) // 4096):
        hurt = bytearray(whole)
        hurt[page * 4096 : (page + 1) * 4096] = bytes(4096)
        path.write_bytes(hurt)
        try:
            with Archive.open(filled) as archive:
                listed += bool(archive.verify())
        except ArchiveDamaged:  # the page held the names of the tables
            listed += 1
    assert listed >= len(whole) // 4096 - 2


def test_verify_tells_its_progress(filled):
    """Its progress grows up to the number announced, which stays the same."""
    seen = []
    with Archive.open(filled) as archive:
        archive.verify(lambda done, total: seen.append((done, total)))
    done = [one for one, _ in seen]
    assert done == sorted(set(done))
    assert {total for _, total in seen} == {done[-1]}


def test_changed_text_and_digest_are_found(filled):
    """A reading whose digest was changed is damaged, and so are heads that are missing."""
    with Archive.open_to_write(filled) as archive:
        archive._database.change(
            "UPDATE extractions SET content_sha256 = zeroblob(32) WHERE id = 3"
        )
        archive._database.change("PRAGMA foreign_keys = OFF")
        archive._database.change("DELETE FROM heads WHERE id = 5")
        damage = {(one.kind, one.id) for one in archive.verify()}
    assert {("extraction", 3), ("heads", 5)} <= damage


@pytest.mark.parametrize("processes", [1, 2])
def test_verify_in_processes_finds_the_same(filled, processes):
    """In one process or several, in a read-only folder or not: the same list of damage."""
    connection = sqlite3.connect(filled / "archive.db")
    for hurt in (
        "UPDATE payloads SET data = x'00' WHERE id IN (1, 9)",
        "UPDATE visits SET took_us = 0 WHERE id = 5",
        "UPDATE ledger SET leaf = zeroblob(32) WHERE id = 7",
    ):
        connection.execute(hurt)
    connection.commit()
    connection.close()
    with Archive.open(filled) as archive:
        wanted = archive.verify()
    seen = []
    found = verifying.verify(
        filled, lambda done, total: seen.append((done, total)), processes=processes
    )
    assert wanted
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))
    assert seen[-1][0] == seen[-1][1]
    assert not (filled / verifying.PROGRESS_NAME).exists()


def test_verify_of_a_large_archive_where_nobody_tells_which_processors_are_ours(
    filled, monkeypatch
):
    """As on macOS, where a large archive could not be verified."""
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    monkeypatch.setattr(verifying, "_WORTH_MORE", 0)
    assert verifying.verify(filled, lambda *_: None) == []


def test_verify_is_taken_up_where_it_was(filled):
    """An interrupted run keeps what it found, and only the rest is checked."""
    with Archive.open_to_write(filled) as archive:
        archive._database.change("UPDATE payloads SET data = x'00' WHERE id = 1")
    with Archive.open(filled) as archive:
        wanted = sorted(map(repr, archive.verify()))

    def stop(done, total):
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        verifying.verify(filled, stop)
    notes = filled / verifying.PROGRESS_NAME
    before = len(notes.read_text().splitlines())
    with notes.open("a") as file:
        file.write('[["payload", "pay')  # killed in the middle of a line
    seen = []

    def note(done, total):
        seen.append((done, total))

    found = verifying.verify(filled, note, resume=True)
    assert sorted(map(repr, found)) == wanted != []
    with Archive.open(filled) as archive:
        jobs = len(archive.checks.jobs())
    assert len(seen) == jobs - before
    assert seen[-1][0] == seen[-1][1]
    assert not notes.exists()
    with pytest.raises(KeyboardInterrupt):
        verifying.verify(filled, stop)
    seen.clear()
    verifying.verify(filled, note)
    assert len(seen) == jobs  # begun again, as it was not told to continue


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_verify_needs_no_room_on_the_disk(filled):
    """If its notes cannot be written, it does without them and checks everything."""
    (filled / verifying.PROGRESS_NAME).symlink_to("/dev/full")
    seen = []
    assert verifying.verify(filled, lambda done, total: seen.append((done, total))) == []
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize(
    ("hurt", "kind"),
    [
        ("UPDATE texts SET data = zeroblob(9) WHERE id = 1", "text"),
        ("UPDATE extractions SET digest_version = 99 WHERE id = 1", "extraction"),
        ("UPDATE articles SET state = 'asleep' WHERE id = 1", "article"),
        ("UPDATE addresses SET role = 'spy' WHERE id = 1", "address"),
        ("UPDATE revisions SET weight = 'heavy' WHERE id = 1", "revision"),
        ("DELETE FROM ledger WHERE id = (SELECT max(id) FROM ledger)", "ledger"),
    ],
)
def test_what_its_own_writer_spoilt_is_told_by_what_it_is(filled, hurt, kind):
    """The seals are right then: only reading the row shows the damage."""
    with Archive.open_to_write(filled) as archive:
        archive._database.change(hurt)
        found = {one.kind for one in archive.verify()}
    assert kind in found
    assert "rows" not in found


def test_captures_that_are_all_gone_are_told(filled):
    """The ledger still has their lines: an emptied archive is not a new one."""
    with Archive.open_to_write(filled) as archive:
        archive._database.change("PRAGMA foreign_keys = OFF")
        archive._database.change("DELETE FROM captures")
        (told,) = [one for one in archive.verify() if one.id == "the whole"]
    assert "lines where there are 0 captures" in told.why


def test_damage_is_found_beside_the_very_same_bytes(archive, make):
    """Two answers without a date have one head: the first one's bytes passed for the second's."""
    address = make.addresses(archive, make.outlet(archive))[0]
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    for at in range(3):
        exchange = replace(make.exchange(address.url, b"%d" % at), response_head=head)
        archive.record(make.visit(address, at=at, exchange=exchange))
    assert archive.verify() == []
    archive._database.change("UPDATE heads SET data = zeroblob(9) WHERE id = 3")
    assert [(one.kind, one.id) for one in archive.verify()] == [("heads", 3)]


def test_what_is_held_in_memory_is_not_what_is_checked(filled):
    """A page, heads and text that were just shown are sound in memory and damaged on the disk."""
    with Archive.open_to_write(filled) as archive:
        archive.payload(archive.capture(1).payload)
        archive.heads(1)
        archive.extraction(1)
        for table in ("payloads", "heads", "texts"):
            archive._database.change(f"UPDATE {table} SET data = zeroblob(9) WHERE id = 1")
        assert {one.kind for one in archive.verify()} >= {"payload", "heads", "text"}


def test_rows_that_come_out_of_order_are_damage(archive, make, monkeypatch):
    """A damaged tree gives a row twice, or in the wrong place; others may be missing."""
    make.addresses(archive, make.outlet(archive), 3)
    real = Database.rows

    def rows(self, sql, *values):
        found = real(self, sql, *values)
        return found[::-1] if sql.startswith("SELECT id FROM addresses ") else found

    monkeypatch.setattr(Database, "rows", rows)
    [told] = archive.verify()
    assert (told.kind, told.id, told.why) == ("database", "addresses", "Its rows are out of order.")
