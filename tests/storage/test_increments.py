"""Increments: a mirror has what the archive has, row for row, and accepts nothing else."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from storage.archive import Archive
from storage.copies import increments
from storage.copies.backup import backup
from storage.errors import FileExists, InputError
from storage.intents import AddRevision, BeginArticle, SeeAgain
from storage.payload.compaction import Compaction
from storage.proof import runs
from storage.records import Assessment, Outcome, SeedKind


def nothing(*_):
    """Show no progress."""


def page(at):
    """A page that is mostly like the others."""
    lines = [b"<p>Sentence %d of the town council's report.</p>" % one for one in range(300)]
    lines[at * 7 % 300] = b"<p>Another sentence, the %d.</p>" % at
    return b"".join(lines)


def rows_of(folder):
    """Every row of every sealed table, and the seals."""
    with Archive.open(folder) as archive:
        connection = archive._database.connection
        tables = runs.tables_of(connection)
        found = {
            one.name: {tuple(row) for row in connection.execute(f'SELECT * FROM "{one.name}"')}
            for one in tables
        }
        found["definitions"] = {
            tuple(row)
            for row in connection.execute(
                "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'"
            )
        }
        return found, archive.ledger.root()


@pytest.fixture
def watched(folder, make):
    """An archive with an article that changed, and what is needed to continue it."""
    with Archive.create(folder) as archive:
        outlet = make.outlet(archive)
        addresses = make.addresses(archive, outlet, 5)
        go_on(archive, make, addresses, range(4))
    return folder, addresses


def go_on(archive, make, addresses, hours):
    """Add captures, readings, 304s and failures; an incident comes and goes."""
    for at in hours:
        for one in addresses[:3]:
            visit = archive.record(make.visit(one, page(at + one.id), at))
            article = archive.address(one.key).article_id
            reading = make.reading(f"The {at}. report of story {one.id}.")
            if article is None:
                archive.apply(visit, [BeginArticle(one.url, one.key, reading)])
            elif at % 2:
                archive.apply(visit, [AddRevision(article, reading, Assessment())])
            else:
                archive.apply(visit, [SeeAgain(article, reading)])
        archive.record(make.visit(addresses[3], b"", at, Outcome.UNMODIFIED))
        archive.record(make.visit(addresses[4], None, at, Outcome.FAILED, reason="dns"))
    archive.open_incident(addresses[0].outlet_id, "seed_failed", "x", "dns", make.start)


@pytest.fixture
def mirror(watched, tmp_path):
    """A copy of the archive, in a folder of its own."""
    (tmp_path / "mirror").mkdir()
    backup(watched[0], tmp_path / "mirror", nothing)
    return tmp_path / "mirror"


def take(mirror, file):
    """Apply an increment to the mirror; gives the number of rows."""
    with Archive.open_to_write(mirror) as archive:
        return increments.apply(archive, file, nothing)


def test_mirror_follows_row_for_row(watched, mirror, tmp_path, make):
    """Rows come, change and go; each increment follows the last; twice changes nothing."""
    folder, addresses = watched
    since = mirror / "archive.db"
    for number in range(4):
        with Archive.open_to_write(folder) as archive:
            go_on(archive, make, addresses, range(4 + 3 * number, 7 + 3 * number))
            if number == 1:
                Compaction(archive).run(nothing)
                archive.close_incident(addresses[0].outlet_id, "seed_failed", "x", make.start)
                archive.add_seed(1, "https://herald.example/f", "f", SeedKind.FEED, make.start)
            if number == 2:
                archive.redactions.redact([3], "order", make.hours(50))
                archive.set_paused("herald", paused=True)
            if number == 3:
                archive._database.change("DELETE FROM incidents")
        file = tmp_path / f"{number}.increment"
        count = increments.export_since(folder, since, file, nothing)
        assert take(mirror, file) == count > 0
        assert take(mirror, file) == 0
        assert rows_of(mirror) == rows_of(folder)
        with Archive.open(mirror) as archive:
            assert archive.verify() == []
        since = file
    assert b"The 1. report" not in (mirror / "archive.db").read_bytes()


def test_that_seals_were_lost_is_told_of_the_file_that_lost_them(watched, mirror, tmp_path, make):
    """A mirror that has its own seals continues, and is not called unsound for another file."""
    folder, addresses = watched
    connection = sqlite3.connect(folder / "archive.db")
    connection.execute("DELETE FROM seals")
    connection.commit()
    connection.close()
    with Archive.open_to_write(folder) as archive:
        go_on(archive, make, addresses, range(4, 7))
        assert [one.id for one in archive.verify()] == ["seals"]
    file = tmp_path / "one.increment"
    assert increments.export_since(folder, mirror / "archive.db", file, nothing) > 0
    assert take(mirror, file) > 0
    assert take(mirror, file) == 0
    with Archive.open(mirror) as archive:
        assert archive.verify() == []


def test_only_what_is_new_is_sent(watched, mirror, tmp_path, make):
    """One more capture is a few rows, not the thousand rows that share its seal."""
    folder, addresses = watched
    with Archive.open_to_write(folder) as archive:
        for at in range(5, 200):
            archive.record(make.visit(addresses[0], page(at), at))
    first, second = tmp_path / "1", tmp_path / "2"
    increments.export_since(folder, mirror, first, nothing)
    with Archive.open_to_write(folder) as archive:
        archive.record(make.visit(addresses[0], page(200), 200))
    increments.export_since(folder, first, second, nothing)
    sent = sqlite3.connect(second)
    count = {
        name: sent.execute(f"SELECT count(*) FROM rows_{name}").fetchone()[0]
        for name in ("visits", "captures", "heads", "payloads", "ledger")
    }
    sent.close()
    assert set(count.values()) == {1}
    take(mirror, first)
    take(mirror, second)
    assert rows_of(mirror) == rows_of(folder)


def test_what_does_not_follow_is_refused(watched, mirror, tmp_path, make):
    """An increment of another archive, out of order, or on a changed copy: nothing is changed."""
    folder, addresses = watched
    files = [tmp_path / "1", tmp_path / "2"]
    since = mirror
    for number, file in enumerate(files):
        with Archive.open_to_write(folder) as archive:
            go_on(archive, make, addresses, [10 + number])
        increments.export_since(folder, since, file, nothing)
        since = file
    with pytest.raises(FileExists):
        increments.export_since(folder, since, files[0], nothing)
    stranger = tmp_path / "stranger"
    Archive.create(stranger).close()
    before = rows_of(mirror)
    with pytest.raises(InputError, match="another archive"):
        take(stranger, files[0])
    with pytest.raises(InputError, match="another archive"):
        increments.export_since(stranger, mirror, tmp_path / "3", nothing)
    with pytest.raises(InputError, match="does not continue what"):
        take(mirror, files[1])
    with pytest.raises(InputError, match="no file"):
        take(mirror, tmp_path / "none")
    assert rows_of(mirror) == before
    with Archive.open_to_write(mirror) as archive:
        archive.reschedule(addresses[0].id, None)
    with pytest.raises(InputError, match="does not continue what"):
        take(mirror, files[0])


@pytest.mark.parametrize(
    "hurt",
    [
        "UPDATE rows_payloads SET data = x'00' WHERE id = (SELECT max(id) FROM rows_payloads)",
        "UPDATE rows_visits SET took_us = 7",
        "DELETE FROM rows_ledger",
        "UPDATE seals SET seal = seal + 1 WHERE name = 'visits'",
    ],
)
def test_damaged_increment_is_refused_whole(watched, mirror, tmp_path, make, hurt):
    """If a row is changed or missing, that is an error, and the mirror stays as it was."""
    folder, addresses = watched
    with Archive.open_to_write(folder) as archive:
        go_on(archive, make, addresses, [10])
    file = tmp_path / "1"
    increments.export_since(folder, mirror, file, nothing)
    connection = sqlite3.connect(file)
    connection.execute(hurt)
    connection.commit()
    connection.close()
    before = rows_of(mirror)
    with pytest.raises(InputError):
        take(mirror, file)
    assert rows_of(mirror) == before


def test_rewritten_ledger_is_refused(watched, mirror, tmp_path, make):
    """A source whose past was rewritten cannot make the mirror forget what it has seen."""
    folder, addresses = watched
    forged = tmp_path / "forged"
    shutil.copytree(folder, forged)
    with Archive.open_to_write(forged) as archive:
        archive._database.change("UPDATE captures SET status = 404 WHERE id = 1")
        archive._database.change("DELETE FROM ledger")
        archive._database.change("DELETE FROM ledger_nodes")
        while archive.ledger.catch_up():
            pass
        go_on(archive, make, addresses, [10])
        assert archive.verify() == []
    file = tmp_path / "1"
    increments.export_since(forged, mirror, file, nothing)
    before = rows_of(mirror)
    with pytest.raises(InputError, match="ledger"):
        take(mirror, file)
    assert rows_of(mirror) == before
