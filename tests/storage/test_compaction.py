"""Compaction takes less room, changes no byte that is read, and continues where it stopped."""

from __future__ import annotations

import gzip
import random
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest

from storage.archive import Archive
from storage.database.anew import make_anew
from storage.digest import payload_digest
from storage.errors import ArchiveFull, NotStored, Redacted
from storage.payload import recipes
from storage.payload.compaction import Compaction
from storage.payload.histories import Histories
from storage.payload.plans import LONGEST
from storage.payload.weighed import DONE_NAME, PROGRESS_NAME
from tests.storage.conftest import Maker


def nothing(_done, _total):
    """Show no progress."""


@pytest.fixture(scope="module")
def hasty_once(tmp_path_factory):
    """The archive that the tests of this module copy, and its bodies by visit."""
    folder = tmp_path_factory.mktemp("compaction") / "archive"
    with Archive.create(folder) as archive:
        return folder, stored_in_haste(archive, Maker())


@pytest.fixture
def hasty(hasty_once, tmp_path):
    """Two addresses with similar pages, the second stored alone; some wire bytes are supposed."""
    made, bodies = hasty_once
    with Archive.open_to_write(shutil.copytree(made, tmp_path / "hasty")) as archive:
        yield archive, dict(bodies)


def stored_in_haste(archive, make):
    """Store what ``hasty`` has; gives the bodies by visit."""
    chance = random.Random(3)
    words = [b"<p>%d</p>" % chance.randrange(10**9) for _ in range(3_000)]
    outlet = make.outlet(archive)
    bodies = {}
    for number, address in enumerate(make.addresses(archive, outlet, 2)):
        archive._database.change("UPDATE outlets SET anchor_payload_id = NULL")
        for at in range(30):
            words[chance.randrange(3_000)] = b"<p>new %d</p>" % chance.randrange(10**9)
            body = b"<html>%d" % number + b"".join(words)
            wire = gzip.compress(body, 5) if at % 2 else body
            exchange = replace(
                make.exchange(address.url, body),
                recipe=recipes.suppose(wire, body, "gzip", chunked=False),
                wire_digest=payload_digest(wire),
                wire_length=len(wire),
            )
            bodies[archive.record(make.visit(address, at=at, exchange=exchange))] = body
    return bodies


def check(archive, bodies):
    """Everything is as it was; chains are bounded and lead to older bodies."""
    assert {one: archive.payload(archive.capture(one).payload) for one in bodies} == bodies
    assert archive.verify() == []
    rows = archive._database.rows("SELECT id, base_id, second_id, depth, outlet_id FROM payloads")
    depth = {row["id"]: row["depth"] for row in rows}
    outlet = {row["id"]: row["outlet_id"] for row in rows}
    for row in rows:
        base = row["base_id"]
        for one in (base, row["second_id"]):
            assert one is None or (one < row["id"] and outlet[one] == row["outlet_id"])
        assert row["depth"] == (0 if base is None else depth[base] + 1) <= LONGEST


def test_it_takes_less_and_nothing_changes(hasty):
    """The second address gets the first as its base; wire bytes are proved; once is enough."""
    archive, bodies = hasty
    report = Compaction(archive).run(nothing)
    assert report.after < 0.7 * report.before
    assert (report.payloads, report.proved, report.unproved) == (60, 30, 0)
    check(archive, bodies)
    assert not any(recipes.is_supposed(archive.capture(one).recipe) for one in bodies)
    (archive.folder / DONE_NAME).unlink()
    again = Compaction(archive).run(nothing)
    assert again.payloads == 60
    assert again.rewritten <= report.rewritten // 3
    assert again.after < 1.05 * again.before
    check(archive, bodies)


def test_it_goes_on_where_it_was_stopped(hasty, monkeypatch):
    """Stopped between groups of payloads, it does not repeat what was done."""
    archive, bodies = hasty
    monkeypatch.setattr("storage.payload.compaction._GROUP", 10)

    def stop(done, total):
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Compaction(archive).run(stop)
    check(archive, bodies)
    report = Compaction(archive).run(nothing)
    assert 0 < report.payloads < 30
    assert not (archive.folder / PROGRESS_NAME).exists()
    check(archive, bodies)


def test_histories_are_weighed_as_a_whole(archive, make):
    """Of a page rewritten now and then, each rewriting is paid for once; chains get shorter."""
    chance = random.Random(5)
    words = [b"<p>%d</p>" % chance.randrange(10**9) for _ in range(2_000)]
    address = make.addresses(archive, make.outlet(archive), 1)[0]
    bodies = {}
    for at in range(60):
        if at % 10 == 5:
            words[:300] = [b"<p>anew %d</p>" % chance.randrange(10**9) for _ in range(300)]
        body = b"<html>%d " % chance.randrange(10**9) + b"".join(words)
        bodies[archive.record(make.visit(address, body, at=at))] = body
    before = archive._database.row("SELECT sum(length(data)) AS size, sum(depth) FROM payloads")
    Compaction(archive).run(nothing)
    check(archive, bodies)
    after = archive._database.row("SELECT sum(length(data)) AS size, sum(depth) FROM payloads")
    assert after["size"] < 0.9 * before["size"]
    large = archive._database.value("SELECT count(*) FROM payloads WHERE length(data) > 1000")
    assert large == 7
    assert archive.verify() == []


def test_what_two_outlets_brought_stays_apart(archive, make):
    """Versions of one may be bodies that the other stored first; bases stay within an outlet."""
    words = b"".join(b"<p>%d</p>" % one for one in range(900))
    homes = [make.addresses(archive, make.outlet(archive, name), 1)[0] for name in "ab"]
    bodies = {}
    for at in range(24):
        body = b"<html>%d " % (at // 2) + words
        address = homes[at % 2 if at % 6 else 1]
        bodies[archive.record(make.visit(address, body, at=at))] = body
    Compaction(archive).run(nothing)
    check(archive, bodies)
    assert {row[0] for row in archive._database.rows("SELECT outlet_id FROM payloads")} == {1, 2}


def test_redacted_and_damaged_ones_do_not_stop_it(hasty, make):
    """They are skipped, and all others are compacted and readable."""
    archive, bodies = hasty
    gone = min(bodies)
    archive.redactions.redact([gone], "order", make.hours(99))
    del bodies[gone]
    report = Compaction(archive).run(nothing)
    assert report.payloads == 59
    check(archive, bodies)
    with pytest.raises(Redacted):
        archive.payload(archive.capture(gone).payload)


def test_what_is_damaged_is_counted_and_left(hasty):
    """A body that cannot be read, and what is based on it, stay as they are and are reported."""
    archive, _ = hasty
    top = (
        "SELECT max(id) FROM payloads WHERE id NOT IN (SELECT base_id FROM payloads WHERE base_id)"
    )
    archive._database.change(f"UPDATE payloads SET data = x'00' WHERE id = ({top})")
    archive._payloads.forget()
    report = Compaction(archive).run(nothing)
    assert (report.damaged, report.payloads) == (1, 59)
    assert len(archive.verify()) == 1


def test_what_is_not_there_is_counted_as_damage(hasty, monkeypatch):
    """Wire bytes that were just proved are rightly gone; a lost capture is reported."""
    archive, _ = hasty
    prove, asked = archive._captures.prove, []

    def lost(capture_id):
        asked.append(capture_id)
        if len(asked) == 1:
            raise NotStored("capture", str(capture_id))
        return prove(capture_id)

    monkeypatch.setattr(archive._captures, "prove", lost)
    report = Compaction(archive).run(nothing)
    assert (report.damaged, report.proved) == (1, len(asked) - 1)


def test_readers_read_meanwhile(hasty):
    """An archive opened for reading sees every body, whatever was moved."""
    archive, bodies = hasty
    with Archive.open(archive.folder) as reader:

        def read(_done, _total):
            one = random.Random(4).choice(list(bodies))
            assert reader.payload(reader.capture(one).payload) == bodies[one]

        Compaction(archive).run(read)


def test_a_small_change_goes_in_while_it_weighs(hasty, monkeypatch):
    """Long work is done outside of transactions: an outlet can be paused at once."""
    archive, bodies = hasty
    weigh, weighed = Histories.weigh, []

    def meanwhile(histories, payload_id):
        weigh(histories, payload_id)
        with Archive.open_beside(archive.folder) as other:
            other.set_paused(archive.outlets()[0].name, not len(weighed) % 2)
        weighed.append(payload_id)

    monkeypatch.setattr(Histories, "weigh", meanwhile)
    Compaction(archive).run(nothing)
    assert weighed
    check(archive, bodies)


def test_a_large_file_is_left_unless_shrinking_is_asked_for(hasty, monkeypatch):
    """Free space is reported and filled later, so that writers are not kept out for long."""
    archive, bodies = hasty
    monkeypatch.setattr("storage.payload.compaction.SOON_DONE", 0)
    size = archive.folder.joinpath("archive.db").stat
    report = Compaction(archive).run(nothing)
    before = size().st_size
    assert 0 < report.free < before
    report = Compaction(archive).run(nothing, shrink=True)
    assert report.free == 0
    assert size().st_size < before
    check(archive, bodies)


def test_shrinking_asks_for_the_room_before_the_hours_that_it_takes(hasty, monkeypatch):
    """A copy and the journal need twice what is in use, on the archive's disk."""
    archive, bodies = hasty
    database = archive._database
    used = database.value("PRAGMA page_count") * database.value("PRAGMA page_size")
    with monkeypatch.context() as patch:
        room = SimpleNamespace(free=2 * used - 1)
        patch.setattr("storage.database.anew.shutil.disk_usage", lambda _folder: room)
        with pytest.raises(ArchiveFull, match="No room") as told:
            Compaction(archive).run(nothing, shrink=True)
    assert "twice what is in use" in told.value.why
    check(archive, bodies)
    assert Compaction(archive).run(nothing).rewritten
    places, change = [], database.change

    def noting(sql, values=()):
        if sql == "VACUUM":
            places.append(database.value("PRAGMA temp_store_directory"))
        return change(sql, values)

    monkeypatch.setattr(database, "change", noting)
    make_anew(database)
    assert places == [str(archive.folder)]
    assert not database.value("PRAGMA temp_store_directory")
    check(archive, bodies)


def test_no_room_to_give_back_is_no_failure(hasty, monkeypatch):
    """All was stored again by then; lack of room is an error only if shrinking was asked for."""
    archive, bodies = hasty
    change = archive._database.change

    def full(sql, values=()):
        if sql == "VACUUM":
            raise ArchiveFull(str(archive.folder))
        return change(sql, values)

    monkeypatch.setattr(archive._database, "change", full)
    report = Compaction(archive).run(nothing)
    assert report.payloads == 60
    assert not (archive.folder / PROGRESS_NAME).exists()
    with pytest.raises(ArchiveFull):
        Compaction(archive).run(nothing, shrink=True)
    check(archive, bodies)
