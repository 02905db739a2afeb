"""Second bases: a body with two takes less room, and survives whatever happens to them."""

from __future__ import annotations

import hashlib
import random

import pytest

from storage.archive import Archive
from storage.copies import increments
from storage.copies.backup import backup
from storage.errors import PayloadDamaged, Redacted
from storage.payload.compaction import Compaction
from storage.payload.deltas import DeltaError
from storage.payload.order import lowest_first
from storage.payload.weighed import DONE_NAME


def nothing(*_):
    """Show no progress."""


def words(chance, count):
    """Text that no other page has."""
    return b"".join(b"<p>%d</p>" % chance.randrange(10**12) for _ in range(count))


@pytest.fixture
def crawled(archive, make):
    """Two pages of one outlet whose furniture is replaced now and then; gives all bodies."""
    chance = random.Random(7)
    addresses = make.addresses(archive, make.outlet(archive), 2)
    articles = [words(chance, 800) for _ in addresses]
    bodies = {}
    for at in range(12):
        if at % 4 == 0:
            furniture = words(chance, 400)
        for address, article in zip(addresses, articles, strict=True):
            body = b"<html>%d" % chance.randrange(10**9) + furniture + article
            bodies[archive.record(make.visit(address, body, at=at))] = body
    return archive, bodies


@pytest.fixture
def redesigned(crawled):
    """The same, compacted."""
    Compaction(crawled[0]).run(nothing)
    return crawled


def leaning_on_two(archive):
    """Id, base and second base of those that have both."""
    sql = "SELECT id, base_id, second_id FROM payloads WHERE second_id IS NOT NULL ORDER BY id"
    return [tuple(row) for row in archive._database.rows(sql)]


def test_what_lies_under_one_is_found_in_one_question(redesigned):
    """Its bases, their bases, and so on, each once; what damage removed is not counted."""
    archive, _ = redesigned
    blobs = archive._payloads._blobs
    rows = archive._database.rows("SELECT id, base_id, second_id FROM payloads")
    bases = {row["id"]: [one for one in (row["base_id"], row["second_id"]) if one] for row in rows}

    def below(blob_id):
        return {blob_id}.union(*(below(one) for one in bases[blob_id]))

    assert leaning_on_two(archive)
    for blob_id in bases:
        assert blobs.under(blob_id) == below(blob_id)
    assert blobs.under(max(bases) + 1) == {max(bases) + 1}


def test_what_is_given_is_held_once(redesigned):
    """It is cached under its own hash; what was made on the way to it is cached as unchecked."""
    archive, _ = redesigned
    blobs = archive._payloads._blobs
    blob_id = leaning_on_two(archive)[-1][0]
    archive._payloads.forget()
    data = blobs.get(blob_id)
    held = list(blobs._cache._held.items())
    assert [key for key, value in held if value == data] == [hashlib.sha256(data).digest()]
    assert len(held) > 1


def check(archive, bodies):
    """Every body, read from the file, is what it was."""
    archive._payloads.forget()
    assert {one: archive.payload(archive.capture(one).payload) for one in bodies} == bodies
    assert archive.verify() == []


def test_new_furniture_is_paid_once(redesigned):
    """The second page takes it from the first, and its own text from its previous version."""
    archive, bodies = redesigned
    found = leaning_on_two(archive)
    assert len(found) == 2
    for one, base, second in found:
        assert base < one
        assert second < one
        size = archive._database.value("SELECT length(data) FROM payloads WHERE id = ?", (one,))
        assert size < 200
    check(archive, bodies)


def test_compaction_again_changes_nothing(redesigned):
    """A body with two bases is weighed with both of them."""
    archive, bodies = redesigned
    before = leaning_on_two(archive)
    (archive.folder / DONE_NAME).unlink()  # or nothing would be weighed
    report = Compaction(archive).run(nothing)
    assert report.payloads == len(bodies)
    assert (report.rewritten, leaning_on_two(archive)) == (0, before)
    check(archive, bodies)


def test_a_crawl_goes_on_upon_what_was_compacted(redesigned, make):
    """Later versions are based on those that have two bases."""
    archive, bodies = redesigned
    for at in range(12, 16):
        for capture in sorted(bodies)[-2:]:
            body = bodies[capture][:-9] + b"<p>%08d</p>" % at
            address = archive.due_of(archive.capture(capture).address_id).address
            bodies[archive.record(make.visit(address, body, at=at))] = body
    check(archive, bodies)
    Compaction(archive).run(nothing)
    check(archive, bodies)


def test_what_served_as_second_base_can_be_redacted(redesigned, make):
    """Afterwards nothing is based on it, and nothing that was is lost."""
    archive, bodies = redesigned
    for one, _, second in leaning_on_two(archive):
        gone = archive._database.value("SELECT id FROM captures WHERE payload_id = ?", (second,))
        archive.redactions.redact([gone], "order", make.hours(99))
        del bodies[gone]
        left = "SELECT count(*) FROM payloads WHERE base_id = ? OR second_id = ?"
        assert archive._database.value(left, (second, second)) == 0
        with pytest.raises(Redacted):
            archive.payload(archive.capture(gone).payload)
        assert one not in [two[0] for two in leaning_on_two(archive)]
    check(archive, bodies)
    Compaction(archive).run(nothing)
    check(archive, bodies)


def test_what_leans_on_two_can_be_redacted(redesigned, make):
    """What is based on it replaces it; its own bases stay."""
    archive, bodies = redesigned
    for one, _, _ in leaning_on_two(archive):
        gone = archive._database.value("SELECT id FROM captures WHERE payload_id = ?", (one,))
        archive.redactions.redact([gone], "order", make.hours(99))
        del bodies[gone]
    assert leaning_on_two(archive) == []
    check(archive, bodies)


def test_a_mirror_has_second_bases_as_well(crawled, tmp_path):
    """It copies rows as they are, and reads the same bytes from them."""
    archive, bodies = crawled
    mirror, increment = tmp_path / "mirror", tmp_path / "increment.db"
    mirror.mkdir()
    backup(archive.folder, mirror / "archive.db", nothing)
    Compaction(archive).run(nothing)
    increments.export_since(archive.folder, mirror, increment, nothing)
    with Archive.open_to_write(mirror) as copy:
        increments.apply(copy, increment, nothing)
        assert leaning_on_two(copy) == leaning_on_two(archive) != []
        check(copy, bodies)


def test_damage_names_all_that_lean_on_it(redesigned):
    """All are named, whether it is a first or a second base, or reached through others."""
    archive, _ = redesigned
    one, _, hurt = leaning_on_two(archive)[0]
    archive._database.change("UPDATE payloads SET data = x'00' WHERE id = ?", (hurt,))
    archive._payloads.forget()
    rows = archive._database.rows("SELECT id, sha256 FROM payloads")
    digests = {row["id"]: f"sha256:{row['sha256'].hex()}" for row in rows}
    with pytest.raises(PayloadDamaged) as told:
        archive.payload(digests[hurt])
    assert digests[one] in told.value.leaning
    with pytest.raises(PayloadDamaged):
        archive.payload(digests[one])
    damaged = {found.id for found in archive.verify() if found.kind == "payload"}
    assert damaged == {digests[hurt], *told.value.leaning}


def test_what_leans_is_found_by_either_base(archive, make):
    """Three in a row, by a second base, by a first one, by a second one."""
    address = make.addresses(archive, make.outlet(archive), 1)[0]
    for at in range(6):
        archive.record(make.visit(address, b"%d" % at, at=at))
    for one, base, second in ((3, 1, 2), (4, 3, None), (6, 5, 4)):
        sql = "UPDATE payloads SET base_id = ?, second_id = ? WHERE id = ?"
        archive._database.change(sql, (base, second, one))
    hashes = archive._database.rows("SELECT id, sha256 FROM payloads")
    ids = {f"sha256:{row['sha256'].hex()}": row["id"] for row in hashes}
    assert [ids[one] for one in archive._payloads.leaning_on(2)] == [3, 4, 6]


@pytest.mark.parametrize("column", ["base_id", "second_id"])
def test_a_ring_is_damage(redesigned, column):
    """A damaged page of the file makes one: it is reported, and not followed for ever."""
    archive, _ = redesigned
    one, base, _ = leaning_on_two(archive)[0]
    archive._database.change(f"UPDATE payloads SET {column} = ? WHERE id = ?", (one, base))
    archive._payloads.forget()
    digest = archive._database.value("SELECT sha256 FROM payloads WHERE id = ?", (one,))
    with pytest.raises(PayloadDamaged, match="damaged"):
        archive.payload(f"sha256:{digest.hex()}")


@pytest.mark.parametrize("second", ["base_id", "999999"])
def test_a_second_base_that_is_none_is_damage(redesigned, second):
    """The first base again, or nothing: reported as other damage is, by every reader."""
    archive, _ = redesigned
    one = leaning_on_two(archive)[0][0]
    archive._database.change("PRAGMA foreign_keys = OFF")  # they do not stop flipped bits
    archive._database.change(f"UPDATE payloads SET second_id = {second} WHERE id = ?", (one,))
    archive._payloads.forget()
    digest = archive._database.value("SELECT sha256 FROM payloads WHERE id = ?", (one,))
    with pytest.raises(PayloadDamaged):
        archive.payload(f"sha256:{digest.hex()}")
    assert f"sha256:{digest.hex()}" in {found.id for found in archive.verify()}
    assert Compaction(archive).run(nothing).damaged > 0


def test_no_page_hangs_on_all_before_it(archive, make, monkeypatch):
    """Nor by second bases, though each page here is most like the one just before it."""
    monkeypatch.setattr("storage.payload.rebasing._MOST_UNDER", 6)
    chance = random.Random(3)
    addresses = make.addresses(archive, make.outlet(archive), 8)
    articles = [words(chance, 500) for _ in addresses]
    bodies, furniture = {}, b""
    for at in range(24):
        furniture = words(chance, 300) if at % 3 == 0 else furniture[:-900] + words(chance, 50)
        address, article = addresses[at % 8], articles[at % 8]
        body = b"<html>" + furniture + article
        bodies[archive.record(make.visit(address, body, at=at))] = body
    Compaction(archive).run(nothing)
    found = leaning_on_two(archive)
    assert found
    assert max(len(archive._payloads._blobs.under(one)) for one, _, _ in found) <= 7
    check(archive, bodies)


def test_thousands_below_one_are_no_ring():
    """What could be written can be read, however long the chain."""
    rows = [{"id": one} for one in range(6000)]
    order = lowest_first(rows[-1], lambda row: rows[max(0, row["id"] - 1) : row["id"]])
    assert order == rows


def test_each_is_made_once_and_after_its_bases():
    """In a lattice where each is based on the two before it, which has thousands of paths."""
    rows = [{"id": one, "under": [one - 2, one - 1][max(0, 2 - one) :]} for one in range(60)]
    asked = []

    def under(row):
        asked.append(row["id"])
        return [rows[one] for one in row["under"]]

    order = [row["id"] for row in lowest_first(rows[-1], under)]
    assert order == list(range(60))
    assert sorted(asked) == order


def test_a_ring_of_rows_is_refused():
    """A ring of any length."""
    rows = [{"id": one, "under": (one + 1) % 3} for one in range(3)]
    with pytest.raises(DeltaError, match="ring"):
        lowest_first(rows[0], lambda row: [rows[row["under"]]])
