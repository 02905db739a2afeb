"""Payloads: every byte comes back, at little cost, and damage is never hidden."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.digest import payload_digest
from storage.errors import NotStored, PayloadDamaged
from storage.payload import bases, deltas


def page(words, seed):
    """A page that shares most of its bytes with others of the same length."""
    chance = random.Random(7)
    body = [f"<p>{chance.randbytes(12).hex()} paragraph {n}</p>" for n in range(words)]
    own = random.Random(seed)
    for _ in range(3):
        body[own.randrange(words)] = f"<p>{own.randbytes(12).hex()} new</p>"
    return "\n".join(body).encode()


def drifting(count):
    """Versions of a page, each of which replaces another part of the last one for good."""
    chance = random.Random(5)
    body = [f"<p>{chance.randbytes(12).hex()} paragraph {n}</p>" for n in range(1_000)]
    for version in range(count):
        for n in range(150):
            body[(version * 150 + n) % 1_000] = f"<p>{chance.randbytes(12).hex()} {version}</p>"
        yield "\n".join(body).encode()


def rows(archive):
    return archive._database.rows("SELECT * FROM payloads ORDER BY id")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    bodies=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.one_of(st.binary(max_size=300), st.builds(page, st.just(40), st.integers(0, 9))),
        ),
        min_size=1,
        max_size=40,
    ),
    order=st.randoms(use_true_random=False),
)
def test_any_bytes_come_back(tmp_path_factory, blank, make, bodies, order):
    """They are read as they were, whatever was stored, at any address and in any order."""
    folder = blank(tmp_path_factory.mktemp("law") / "archive")
    with Archive.open_to_write(folder) as archive:
        outlets = [make.outlet(archive, "herald"), make.outlet(archive, "tribune")]
        addresses = [a for one in outlets for a in make.addresses(archive, one, 2)]
        visits = [make.visit(addresses[which], body, at) for at, (which, body) in enumerate(bodies)]
        archive.record_all(visits)
    digests = [payload_digest(body) for _, body in bodies]
    with Archive.open(folder) as archive:
        wanted = list(zip(digests, bodies, strict=True))
        order.shuffle(wanted)
        for digest, (_, body) in wanted:
            assert archive.payload(digest) == body
        assert archive.verify() == []
        assert_bases_are_lawful(archive)


def assert_bases_are_lawful(archive):
    by_id = {row["id"]: row for row in rows(archive)}
    for row in by_id.values():
        depth = 0
        base = row["base_id"]
        while base is not None:
            assert by_id[base]["outlet_id"] == row["outlet_id"]
            base, depth = by_id[base]["base_id"], depth + 1
        assert depth == row["depth"] <= bases.DEPTH


def test_long_history_stays_small_and_next_to_flat(archive, make):
    """Two hundred versions that differ from one page: small, and none far from a whole one."""
    address = make.addresses(archive, make.outlet(archive))[0]
    versions = [page(400, seed) for seed in range(200)]
    archive.record_all(make.visit(address, body, at) for at, body in enumerate(versions))
    assert_bases_are_lawful(archive)
    assert max(row["depth"] for row in rows(archive)) <= 2
    stored = [len(row["data"]) for row in rows(archive)]
    assert sum(stored[1:]) / 199 < 600
    assert len(versions[0]) > 18_000


def test_history_that_moves_on_has_chains_that_end(archive, make):
    """If versions differ more from older ones, chains reach the limit at low average cost."""
    address = make.addresses(archive, make.outlet(archive))[0]
    versions = list(drifting(60))
    archive.record_all(make.visit(address, body, at) for at, body in enumerate(versions))
    assert_bases_are_lawful(archive)
    assert max(row["depth"] for row in rows(archive)) == bases.DEPTH
    stored = [len(row["data"]) for row in rows(archive)]
    assert sum(stored[1:]) / 59 < stored[0] / 3


def test_step_in_the_history_is_paid_once(archive, make):
    """After a redesign the versions are based on each other, and not on earlier ones."""
    address = make.addresses(archive, make.outlet(archive))[0]
    new = random.Random(1).randbytes(20_000).hex().encode()
    bodies = [page(400, seed) for seed in range(30)]
    bodies += [new + page(20, seed) for seed in range(30)]
    archive.record_all(make.visit(address, body, at) for at, body in enumerate(bodies))
    large = [row for row in rows(archive)[1:] if len(row["data"]) > 5_000]
    assert len(large) == 1


def test_first_page_leans_on_another_of_the_outlet(archive, make):
    """A new article costs only what differs from a page of the same outlet."""
    outlet = make.outlet(archive)
    for at, address in enumerate(make.addresses(archive, outlet, 5)):
        archive.record(make.visit(address, page(400, at), at))
    assert [row["depth"] for row in rows(archive)] == [0, 1, 1, 1, 1]
    assert all(len(row["data"]) < 1_000 for row in rows(archive)[1:])


def test_no_base_of_another_outlet(archive, make):
    """Outlets with one template, or even the same bytes, are no bases of each other."""
    herald, tribune = make.outlet(archive, "herald"), make.outlet(archive, "tribune")
    ours, theirs = make.addresses(archive, herald)[0], make.addresses(archive, tribune)[0]
    archive.record(make.visit(ours, page(100, 0), 0))
    archive.record(make.visit(theirs, page(100, 0), 1))
    archive.record(make.visit(theirs, page(100, 1), 2))
    first, second = rows(archive)
    assert first["outlet_id"] == herald.id
    assert (second["outlet_id"], second["base_id"]) == (tribune.id, None)


def test_what_does_not_shrink_is_kept_plain(archive, make):
    """Random bytes take their own length and no more."""
    address = make.addresses(archive, make.outlet(archive))[0]
    body = random.Random(3).randbytes(5_000)
    archive.record(make.visit(address, body))
    assert (rows(archive)[0]["codec"], len(rows(archive)[0]["data"])) == ("plain", 5_000)


def test_one_payload_is_stored_once(archive, make):
    """The same bytes at many addresses are one row."""
    for at, address in enumerate(make.addresses(archive, make.outlet(archive), 4)):
        archive.record(make.visit(address, b"the very same page", at))
    assert archive.counts()["payloads"] == 1


def test_damage_is_reported_with_all_that_leans_on_it(archive, folder, make):
    """A flipped bit in a base is reported for it, and for each payload based on it."""
    address = make.addresses(archive, make.outlet(archive))[0]
    bodies = list(drifting(4))
    archive.record_all(make.visit(address, body, at) for at, body in enumerate(bodies))
    digests = [payload_digest(body) for body in bodies]
    assert [row["base_id"] for row in rows(archive)] == [None, 1, 2, 3]
    damaged = bytearray(rows(archive)[1]["data"])
    damaged[len(damaged) // 2] ^= 4
    archive._database.change("UPDATE payloads SET data = ? WHERE id = 2", (bytes(damaged),))
    archive.close()
    with Archive.open(folder) as again:
        assert again.payload(digests[0]) == bodies[0]
        with pytest.raises(PayloadDamaged) as caught:
            again.payload(digests[1])
        assert caught.value.leaning == tuple(digests[2:])
        found = again.verify()
    assert {(one.kind, one.id) for one in found} == {("payload", one) for one in digests[1:]}


def test_new_version_on_a_damaged_base_is_kept_whole(archive, folder, make):
    """A page that is fetched again after damage does not depend on what is damaged."""
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record(make.visit(address, page(200, 0), 0))
    archive._database.change("UPDATE payloads SET data = x'00' WHERE id = 1")
    archive.close()
    with Archive.open_to_write(folder) as again:
        again.record(make.visit(address, page(200, 1), 1))
    with Archive.open(folder) as again:
        assert again.payload(payload_digest(page(200, 1))) == page(200, 1)


def test_unpacking_stops_at_the_stored_length():
    """A bomb in place of a payload yields no more bytes than were recorded."""
    codec, bomb = deltas.encode(bytes(50_000_000))
    with pytest.raises(deltas.DeltaError):
        deltas.decode(codec, bomb, 1_000)


def test_ring_of_bases_ends_in_an_error(archive, folder, make):
    """Damage that makes two payloads each other's base does not hang a reader."""
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record_all(make.visit(address, page(100, seed), seed) for seed in range(2))
    archive._database.change("UPDATE payloads SET base_id = 2 WHERE id = 1")
    archive.close()
    with Archive.open(folder) as again, pytest.raises(PayloadDamaged):
        again.payload(payload_digest(page(100, 0)))


@pytest.mark.parametrize("name", ["sha256:" + "0" * 64, "sha256:zz", "md5:00", "", "sha256:00"])
def test_unknown_digests_are_not_stored(archive, name):
    """A name that is no digest of ours is answered with "not stored"."""
    with pytest.raises(NotStored):
        archive.payload(name)
