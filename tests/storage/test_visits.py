"""Visits: one transaction each, and what is known of the address afterwards."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.captures import Captures
from storage.digest import payload_digest
from storage.errors import NotStored
from storage.payload import recipes
from storage.payload.heads import Heads
from storage.records import Found, IncidentKind, Outcome, Role, SeedKind, Tls


def test_visit_comes_back_as_it_was(archive, make):
    """Heads, payload, TLS session and every field of the capture are those of the exchange."""
    address = make.addresses(archive, make.outlet(archive))[0]
    exchange = make.exchange(
        address.url + "?as-requested",
        b"<p>text</p>",
        203,
        content_type="text/html; charset=cp1251",
        content_encoding="gzip",
        truncated="length",
        tls=Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", (b"leaf", b"root")),
    )
    visit = make.visit(address, exchange=exchange)
    capture = archive.capture(archive.record(visit))
    assert capture.url == address.url + "?as-requested"
    assert (capture.address_id, capture.captured_at) == (address.id, visit.started_at)
    for name in ("status", "wire_digest", "wire_length", "content_type", "content_encoding"):
        assert getattr(capture, name) == getattr(exchange, name)
    for name in ("recipe", "peer", "truncated"):
        assert getattr(capture, name) == getattr(exchange, name)
    assert capture.payload == payload_digest(b"<p>text</p>")
    assert capture.payload_length == 11
    assert archive.heads(capture.id) == (exchange.request_head, exchange.response_head)
    assert archive.tls(capture.tls_id) == exchange.tls


def test_sessions_and_certificates_stand_there_once(archive, make):
    """Another visit over TLS finds what is known, and changes no row of it."""
    address = make.addresses(archive, make.outlet(archive))[0]
    for at, chain in enumerate([(b"leaf", b"root"), (b"new leaf", b"root"), (b"leaf", b"root")]):
        tls = Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", chain)
        exchange = make.exchange(address.url, b"%d" % at, tls=tls)
        capture = archive.capture(archive.record(make.visit(address, exchange=exchange)))
        assert archive.tls(capture.tls_id) == tls
    count = archive._database.value
    assert count("SELECT count(*) FROM tls_sessions") == 2
    assert count("SELECT count(*) FROM certificates") == 3


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 2), st.binary(max_size=200), st.binary(max_size=200))))
def test_any_heads_come_back(tmp_path_factory, blank, make, heads):
    """Heads are kept byte for byte, even if they are no HTTP at all."""
    folder = blank(tmp_path_factory.mktemp("heads") / "archive")
    with Archive.open_to_write(folder) as archive:
        addresses = make.addresses(archive, make.outlet(archive), 3)
        with archive.transaction():
            for at, (which, request, response) in enumerate(heads):
                address = addresses[which]
                exchange = make.exchange(address.url, b"x")
                exchange = replace(exchange, request_head=request, response_head=response)
                visit = archive.record(make.visit(address, at=at, exchange=exchange))
                assert archive.heads(visit) == (request, response)
        assert archive.verify() == []


def test_heads_of_an_unchanged_page_cost_little(archive, make):
    """A 304 with both heads takes less than half a kilobyte, rows and indexes included."""
    address = make.addresses(archive, make.outlet(archive))[0]
    lines = "".join(f"X-Header-{n}: {'value' * n}\r\n" for n in range(12))

    def not_modified(at):
        head = f'HTTP/1.1 304 Not Modified\r\nDate: {at}\r\nETag: "v1"\r\n{lines}\r\n'.encode()
        exchange = make.exchange(address.url, b"", 304, response_head=head)
        return make.visit(address, at=at, outcome=Outcome.UNMODIFIED, exchange=exchange)

    archive.record(make.visit(address))
    archive.record_all(not_modified(at) for at in range(1, 20))
    before = archive._database.value("PRAGMA page_count")
    archive.record_all(not_modified(at) for at in range(20, 1_020))
    pages = archive._database.value("PRAGMA page_count") - before
    assert pages * archive._database.value("PRAGMA page_size") / 1_000 < 400


def test_nothing_of_a_visit_that_failed_halfway(archive, make, monkeypatch):
    """A fault between payload and heads leaves no row and no due time behind."""
    address = make.addresses(archive, make.outlet(archive))[0]
    before = archive.counts()

    def fail(*_args):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(Heads, "put", fail)
    visit = make.visit(address, b"lost", found=(Found("https://herald.example/n", "n"),))
    with pytest.raises(RuntimeError):
        archive.record(visit)
    assert archive.counts() == before
    assert archive.address(address.key) == address


def test_one_bad_visit_takes_its_batch_with_it(archive, make, monkeypatch):
    """``record_all`` is all or nothing."""
    addresses = make.addresses(archive, make.outlet(archive), 3)
    real = Captures.put

    def fail_on_third(self, visit_id, exchange, address):
        if address["id"] == addresses[2].id:
            raise RuntimeError("third")
        real(self, visit_id, exchange, address)

    monkeypatch.setattr(Captures, "put", fail_on_third)
    with pytest.raises(RuntimeError):
        archive.record_all(make.visit(one) for one in addresses)
    assert archive.counts()["visits"] == 0


def test_transactions_nest(archive, make):
    """A caught inner failure undoes only the inner part; an outer one undoes everything."""
    herald = make.outlet(archive)
    address = make.addresses(archive, herald)[0]

    def inner():
        with archive.transaction():
            archive.record(make.visit(address, b"b", 1))
            raise ValueError("inner")

    def outer():
        with archive.transaction():
            archive.record(make.visit(address, b"a", 0))
            with pytest.raises(ValueError, match="inner"):
                inner()
            assert archive.counts()["visits"] == 1
            raise KeyError

    with pytest.raises(KeyError):
        outer()
    assert archive.counts()["visits"] == 0
    archive.record(make.visit(address, b"b", 1))
    assert archive.verify() == []


def test_validators_are_the_servers_own_words(archive, make):
    """ETag and Last-Modified to the letter, and only of the last whole capture."""
    address = make.addresses(archive, make.outlet(archive))[0]
    head = (
        b'HTTP/1.1 200 OK\r\neTag:  W/"\xe9\'1" \r\nLAST-MODIFIED: Sun, 1 Mar 2026 8:00 GMT\r\n'
        b"ETag: second\r\n\r\n"
    )
    exchange = make.exchange(address.url, b"x", response_head=head)
    archive.record(make.visit(address, exchange=exchange))
    known = archive.address(address.key)
    assert (known.etag, known.last_modified) == ('W/"é\'1"', "Sun, 1 Mar 2026 8:00 GMT")
    archive.record(make.visit(address, None, 1, Outcome.FAILED))
    assert archive.address(address.key).etag == known.etag
    cut = replace(exchange, truncated="disconnect")
    archive.record(make.visit(address, at=2, exchange=cut))
    assert archive.address(address.key).etag is None


def test_validators_are_those_of_what_we_asked_last_whatever_the_clock_said(archive, make):
    """When the clock stepped back between two looks, those of the earlier page were sent."""
    address = make.addresses(archive, make.outlet(archive))[0]
    for at, fields in ((10, b'ETag: "one"\r\n'), (9.5, b"")):
        head = b"HTTP/1.1 200 OK\r\n" + fields + b"\r\n"
        exchange = make.exchange(address.url, b"at %d" % at, response_head=head)
        archive.record(make.visit(address, at=at, exchange=exchange))
    assert archive.address(address.key).etag is None
    assert archive.last_capture(address.id).captured_at == make.hours(9.5)


def test_validators_of_another_archive_are_not_those_of_the_outlet(archive, make):
    """They belong to that archive's copy: the outlet was asked for what is newer than that."""
    address = make.addresses(archive, make.outlet(archive))[0]
    head = b"HTTP/1.1 200 OK\r\nMemento-Datetime: %s\r\nLast-Modified: %s\r\n\r\n"
    old, new = b"Sun, 01 Mar 2020 08:00:00 GMT", b"Sun, 01 Mar 2026 08:00:00 GMT"
    exchange = make.exchange(address.url, b"x", response_head=head % (old, new))
    archive.record(make.visit(address, exchange=exchange))
    assert archive.address(address.key).last_modified is None


def test_counts_of_failures_and_unmodified(archive, make):
    """Failures, misses among them, and 304s in a row are counted until a capture."""
    address = make.addresses(archive, make.outlet(archive))[0]
    steps = [
        (Outcome.UNMODIFIED, 0, 1),
        (Outcome.UNMODIFIED, 0, 2),
        (Outcome.FAILED, 1, 2),
        (Outcome.BLOCKED, 2, 2),
        (Outcome.REFUSED, 2, 2),
        (Outcome.MISSING, 3, 2),
        (Outcome.CAPTURED, 0, 0),
    ]
    for at, (outcome, failures, unmodified) in enumerate(steps):
        archive.record(make.visit(address, b"x", at, outcome))
        known = archive.address(address.key)
        assert (known.failures, known.unmodified_in_row) == (failures, unmodified), outcome


def test_last_capture_is_what_stands_there(archive, make):
    """A 404 or 304 after a capture is the last visit, but not the last capture."""
    address = make.addresses(archive, make.outlet(archive))[0]
    assert (archive.last_visit(address.id), archive.last_capture(address.id)) == (None, None)
    whole = archive.record(make.visit(address, b"here"))
    archive.record(make.visit(address, b"gone", 1, Outcome.MISSING))
    assert archive.last_visit(address.id) == (make.hours(1), Outcome.MISSING)
    assert archive.last_capture(address.id) == archive.capture(whole)


def test_older_visit_that_comes_later_changes_no_due_time(archive, make):
    """An imported visit of last year is stored, and the frontier stays as it is."""
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record(make.visit(address, b"new", 10))
    known = archive.address(address.key)
    import_id = archive.imports.begin("old.warc", make.hours(10))
    old = make.visit(address, b"old", -9_000, Outcome.CAPTURED)
    archive.record(replace(old, import_id=import_id))
    assert archive.address(address.key) == known
    assert archive.last_capture(address.id).captured_at == make.hours(10)
    assert [one.at for one in archive.unread()] == [make.hours(-9_000), make.hours(10)]


def test_found_addresses_go_in_with_the_visit(archive, make):
    """What a seed names is due once, from the end of that visit on."""
    herald = make.outlet(archive)
    seed = archive.add_seed(herald.id, "https://herald.example/f", "f", SeedKind.FEED, make.start)
    address = archive.due_of(seed.address_id).address
    found = (Found("https://herald.example/1", "1"), Found("https://herald.example/f", "f"))
    visit = make.visit(address, b"<rss/>", found=found)
    archive.record(visit)
    assert archive.address("1").next_due == visit.finished_at
    assert archive.address("1").role is Role.CANDIDATE
    assert archive.address("f").role is Role.SEED


def test_unread_are_pages_and_not_seeds(archive, make):
    """READ gets visits of candidates and articles, with any outcome, in the order of time."""
    herald = make.outlet(archive)
    seed = archive.add_seed(herald.id, "https://herald.example/f", "f", SeedKind.FEED, make.start)
    robots = archive.robots_address(herald.id, "https://herald.example/robots.txt", "r")
    first, second = make.addresses(archive, herald, 2)
    archive.record(make.visit(archive.due_of(seed.address_id).address, b"<rss/>", 0))
    archive.record(make.visit(robots, b"", 0))
    archive.record(make.visit(second, None, 3, Outcome.FAILED, reason="dns"))
    archive.record(make.visit(first, b"x", 1))
    archive.record(make.visit(first, None, 2, Outcome.REDIRECTED, location="https://x.example/"))
    unread = archive.unread()
    assert [one.outcome for one in unread] == [
        Outcome.CAPTURED,
        Outcome.REDIRECTED,
        Outcome.FAILED,
    ]
    assert unread[0].capture == archive.capture(unread[0].visit_id)
    assert (unread[1].capture, unread[1].location) == (None, "https://x.example/")
    assert unread[2].reason == "dns"
    assert archive.unread(1) == unread[:1]


def test_visit_of_an_unknown_address_is_refused(archive, make):
    """Nothing is stored for an address that is not there."""
    address = make.addresses(archive, make.outlet(archive))[0]
    with pytest.raises(NotStored):
        archive.record(replace(make.visit(address), address_id=99))
    assert archive.counts()["visits"] == 0


def test_kept_wire_bytes_come_back_checked(archive, make):
    """With ``keep_wire`` the very bytes; without it None; an error if they are damaged."""
    address = make.addresses(archive, make.outlet(archive))[0]
    kept = make.exchange(address.url, b"text", wire=b"4\r\ntext\r\n0\r\n\r\n")
    other = payload_digest(b"other")
    unknown = replace(make.exchange(address.url, b"text"), recipe=None, wire_digest=other)
    one = archive.record(make.visit(address, exchange=kept))
    two = archive.record(make.visit(address, at=1, exchange=unknown))
    assert archive.wire(one) == b"4\r\ntext\r\n0\r\n\r\n"
    assert archive.wire(two) is None
    lying = replace(make.exchange(address.url, b"text"), wire_digest=other)
    three = archive.record(make.visit(address, at=2, exchange=lying))
    assert [(one.kind, one.id) for one in archive.verify()] == [("wire", three)]


def test_a_body_that_is_its_payload_needs_no_recipe(archive, make):
    """Older versions stored all answers but 200 this way; bodies that were cut off, too."""
    address = make.addresses(archive, make.outlet(archive))[0]
    whole = replace(make.exchange(address.url, b"gone", status=410), recipe=None)
    one = archive.record(make.visit(address, exchange=whole))
    two = archive.record(make.visit(address, at=1, exchange=replace(whole, truncated="disconnect")))
    assert archive.wire(one) == b"gone"
    assert archive.wire(two) == b"gone"
    assert archive.verify() == []


def test_wire_bytes_are_proved_when_they_are_asked_for(archive, make):
    """An unproved body comes back to the byte; proving records how, or that it is unknown."""
    address = make.addresses(archive, make.outlet(archive))[0]
    page = b"<p>The council met.</p>" * 500
    packed = gzip.compress(page, 4)
    foreign = gzip.compress(page[:99]) + gzip.compress(page[99:])
    ids = []
    for at, wire in enumerate((packed, foreign)):
        supposed = recipes.suppose(wire, page, "gzip", chunked=False)
        exchange = replace(
            make.exchange(address.url, page),
            recipe=supposed,
            wire_digest=payload_digest(wire),
            wire_length=len(wire),
        )
        ids.append(archive.record(make.visit(address, at=at, exchange=exchange)))
    assert [archive.wire(one) for one in ids] == [packed, None]
    assert archive.verify() == []
    assert [archive._captures.prove(one) for one in ids] == [True, False]
    assert [archive._captures.prove(one) for one in ids] == [None, None]
    assert [archive.wire(one) for one in ids] == [packed, None]
    assert [archive.capture(one).recipe is None for one in ids] == [False, True]


@pytest.mark.parametrize("used", [None, "payload", "wire"])
def test_wire_bytes_that_are_proved_go_unless_another_needs_them(archive, make, used):
    """A file for downloading may be the very bytes that a page was packed into."""
    address = make.addresses(archive, make.outlet(archive))[0]
    page = b"<p>The council met.</p>" * 500
    packed = gzip.compress(page, 4)
    supposed = recipes.suppose(packed, page, "gzip", chunked=False)
    proved = replace(make.exchange(address.url, page, wire=packed), recipe=supposed)
    one = archive.record(make.visit(address, exchange=proved))
    kept = archive.counts()["payloads"]
    assert kept == 2
    if used == "payload":
        archive.record(make.visit(address, packed, 1))
    elif used == "wire":
        other = make.exchange(address.url, b"nobody knows how", wire=packed)
        last = archive.record(make.visit(address, at=1, exchange=other))
    before = archive.counts()["payloads"]
    assert archive._captures.prove(one)
    assert archive.counts()["payloads"] == before - (used is None)
    assert archive.wire(one) == packed
    if used == "payload":
        assert archive.payload(payload_digest(packed)) == packed
    elif used == "wire":
        assert archive.wire(last) == packed
    assert archive.verify() == []


def test_what_is_asked_for_at_another_host_leaves_nothing_told_of_the_former(archive, make):
    """A name that is gone stayed an incident, though a feed named the articles elsewhere.

    What nothing would open again stays: one address that leaves is not the whole host.
    """
    outlet = make.outlet(archive)
    (address,) = make.addresses(archive, outlet)
    (seed,) = make.addresses(archive, outlet, prefix="feed")
    archive.record(make.visit(address, payload=None, outcome=Outcome.FAILED))
    elsewhere, kind = "https://www.herald.example/story/0", IncidentKind.UNREACHABLE.value
    for subject in ("herald.example", address.url, "other.example"):
        archive.open_incident(outlet.id, kind, subject, "dns", make.hours(0))
    stays = IncidentKind.ROBOTS_CHANGED
    archive.open_incident(outlet.id, stays.value, "herald.example", "/news", make.hours(0))
    archive.record(make.visit(seed, at=1, found=(Found(elsewhere, address.key),)))
    assert archive.due_of(address.id).address.url == elsewhere
    left = {(one.kind.value, one.subject) for one in archive.incidents()}
    assert left == {(kind, "other.example"), (stays.value, "herald.example")}
