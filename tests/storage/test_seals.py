"""Seals reveal any row of any table that is damaged or was changed by another program."""

from __future__ import annotations

import lzma
import sqlite3
from contextlib import suppress

import pytest

from storage.archive import Archive
from storage.database.schema import migrate
from storage.errors import NotStored
from storage.proof import runs, seals
from storage.proof.carried import carry
from storage.records import SeedKind
from tests.storage.test_migrations import FROZEN


@pytest.fixture
def lively(archive, make):
    """An archive with rows that came, changed, went, and were undone while being stored."""
    herald = make.outlet(archive)
    archive.add_seed(herald.id, "https://herald.example/f", "f", SeedKind.FEED, make.start)
    addresses = make.addresses(archive, herald, 30)
    for at in range(3):
        archive.record_all(make.visit(one, b"%d" % (one.id * 10 + at), at) for one in addresses)
    pause = archive._outlets.set_paused
    pause("herald", paused=True)
    with pytest.raises(NotStored), archive.transaction():  # noqa: PT012 — it is the whole that fails
        pause("herald", paused=False)
        with suppress(ZeroDivisionError), archive.transaction():
            archive.record(make.visit(addresses[0], b"undone", 9))
            raise ZeroDivisionError
        pause("nobody", paused=True)
    archive.open_incident(herald.id, "seed_failed", "x", "dns", make.start)
    archive.close_incident(herald.id, "seed_failed", "x", make.start)
    archive.reschedule(addresses[3].id, None)
    return archive


@pytest.fixture
def older(folder):
    """The file of an archive of the previous schema."""
    folder.mkdir()
    path = folder / "archive.db"
    path.write_bytes(lzma.decompress((FROZEN / "schema_15.db.xz").read_bytes()))
    return path


def change(folder, *statements):
    """Change it as a program that is not ours would."""
    connection = sqlite3.connect(folder / "archive.db", isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def broken(archive):
    """Where seals are broken."""
    return [one.id for one in archive.verify() if one.kind == "rows"]


def test_what_we_write_is_sealed(lively, folder, make):
    """Inserted, updated, deleted, rolled back, in transactions or not; and after reopening."""
    assert broken(lively) == []
    lively.remove_outlet("herald")
    assert broken(lively) == []
    lively.close()
    with Archive.open_to_write(folder) as again:
        make.outlet(again, "courier")
        assert broken(again) == []


@pytest.mark.parametrize("held", [1, 1024])
def test_rows_that_change_again_and_again_are_sealed_as_they_are_at_last(lively, monkeypatch, held):
    """In one transaction: changed back, undone half-way, and given another id.

    Whether the row's newest state is still in memory or was dropped for others.
    """
    monkeypatch.setattr("storage.proof.seals._MOST_NEWEST", held)

    def set_home(home, outlet_id=1):
        sql = "UPDATE outlets SET home = ? WHERE id = ?"
        lively._database.change(sql, (home, outlet_id))

    with lively.transaction():
        set_home("https://one.example/")
        set_home("https://two.example/")
        with suppress(ZeroDivisionError), lively.transaction():
            set_home("https://undone.example/")
            raise ZeroDivisionError
        set_home("https://one.example/")
        set_home("https://three.example/")
        lively._database.change("UPDATE incidents SET id = 2000 WHERE id = 1")
        lively._database.change("UPDATE incidents SET id = 1 WHERE id = 2000")
        lively._database.change("UPDATE incidents SET id = 3000, detail = 'dns again'")
    assert broken(lively) == []


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE visits SET took_us = took_us + 1 WHERE id = 7", "visits 1-1023"),
        ("DELETE FROM incidents", "incidents 1-1023"),
        ("INSERT INTO outlet_hosts VALUES ('other.example', 1)", "outlet_hosts"),
        ("UPDATE outlets SET home = 'https://herold.example/'", "outlets 1-1023"),
        ("UPDATE addresses SET next_due = NULL WHERE id = 4", "addresses 1-1023"),
        ("CREATE TABLE mine (id INTEGER)", "sqlite_schema"),
        ("DROP INDEX visits_of_address", "sqlite_schema"),
    ],
)
def test_what_others_write_is_told(lively, folder, make, statement, where):
    """A program without our triggers breaks the seals, which stay broken when we write again."""
    lively.close()
    change(folder, statement)
    with Archive.open(folder) as archive:
        assert where in broken(archive)
    with Archive.open_to_write(folder) as archive:
        make.outlet(archive, "courier")
        assert where in broken(archive)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM seals",
        "DELETE FROM seals WHERE name = 'version'",
        "UPDATE seals SET seal = seal - 1 WHERE name = 'version'",
    ],
)
def test_seals_that_were_taken_away_are_told_for_good(lively, folder, make, statement):
    """Removing them along with what they would show does not make the archive sound."""
    lively.close()
    change(folder, statement, "UPDATE visits SET started_at = replace(started_at, '20', '19')")
    with Archive.open(folder) as archive:
        assert broken(archive) == ["seals"]
    for name in ("courier", "gazette"):
        with Archive.open_to_write(folder) as archive:
            make.outlet(archive, name)
            assert broken(archive) == ["seals"]


@pytest.mark.parametrize("killed", [False, True])
def test_what_was_changed_before_a_migration_is_told_after_it(folder, older, make, killed):
    """Though all rows are sealed again, a damaged one does not become sound, nor by a kill."""
    change(folder, "UPDATE revisions SET weight = 'none' WHERE id = 2")
    if killed:
        connection = sqlite3.connect(older, isolation_level=None)
        carry(connection)
        migrate(connection)
        connection.close()
    for name in ("daily", "weekly"):
        with Archive.open_to_write(folder) as archive:
            make.outlet(archive, name)
            assert broken(archive) == ["revisions 1-1023"]


@pytest.mark.usefixtures("older")
def test_seals_that_were_taken_away_before_a_migration_are_told_after_it(folder, make):
    """An older archive without its seals is not mistaken for one that never had any."""
    change(folder, "DELETE FROM seals")
    for name in ("daily", "weekly"):
        with Archive.open_to_write(folder) as archive:
            make.outlet(archive, name)
            assert broken(archive) == ["seals"]


def test_two_that_seal_at_once_take_no_seals_for_lost(folder, older, monkeypatch):
    """Both found none; the second comes when the first has sealed all and cleared its notes."""
    first, second = (sqlite3.connect(older, isolation_level=None) for _ in range(2))
    carry(first)
    migrate(first)

    def asked_before_the_other_sealed(connection):
        monkeypatch.undo()
        told = runs.is_sealed(connection)
        seals.Seals(first)
        return told

    monkeypatch.setattr(seals, "is_sealed", asked_before_the_other_sealed)
    seals.Seals(second)
    first.close()
    second.close()
    with Archive.open(folder) as archive:
        assert broken(archive) == []


def test_verify_beside_a_writer_sees_no_damage(lively, folder, make):
    """Rows and seals are read at one moment."""
    address = lively.address("herald/story/0")
    with Archive.open(folder) as reader, lively.transaction():
        lively.record(make.visit(address, b"half", 20))
        assert broken(reader) == []
    assert broken(lively) == []


def test_hash_of_a_row_stays_the_same():
    """Archives have it stored: a newer Python must compute the same."""
    assert runs.row_hash((1, "Zoë\u2028", None, b"\x00\xff")) == 5384463085484926283
