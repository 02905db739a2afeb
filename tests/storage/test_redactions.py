"""Redactions: gone from the file, proved by the ledger, and nothing else damaged by them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.archive import Archive
from storage.captures import REDACTED_CAPTURES
from storage.errors import NotStored, Redacted
from storage.intents import AddEvent, AddRevision, BeginArticle, SeeAgain
from storage.lost import DAMAGE
from storage.proof import keys
from storage.records import Assessment, EventKind, Weight

SECRET = b"Ottilie Brandauer lives at Tannenweg 14"


def page(number, *, secret=False):
    """A page of some length, with or without what must be redacted."""
    words = b"".join(b"<p>Paragraph %d of version %d.</p>" % (n, number) for n in range(80))
    return b"<html>" + words + (b"<p>" + SECRET + b".</p>" if secret else b"") + b"</html>"


@pytest.fixture
def told(archive, make):
    """Five versions of an article; the third has the words in page, text, title and summary."""
    keys.make(archive.folder)
    address = make.addresses(archive, make.outlet(archive))[0]
    article = None
    for at in range(5):
        secret = at == 2
        payload = page(at, secret=secret)
        exchange = make.exchange(address.url, payload, wire=b"WIRE" + payload if secret else None)
        visit = archive.record(make.visit(address, at=at, exchange=exchange))
        words = f"Version {at}. " + (SECRET.decode() if secret else "Nobody is named.")
        reading = make.reading(words * 3, title=words)
        signals = ("variant", "stealth")
        weigh = Assessment(Weight.SUBSTANTIVE, ("name",), signals, f"{words} came in.")
        known = archive.address(address.key).article_id
        step = BeginArticle(address.url, address.key, reading)
        archive.apply(visit, [step if known is None else AddRevision(known, reading, weigh)])
        article = archive.address(address.key).article_id
    archive.checkpoints.make(keys.load(archive.folder), make.hours(9))
    return archive, article


def in_files(folder):
    """Whether the words are anywhere in the archive's files."""
    return [path.name for path in folder.iterdir() if SECRET in path.read_bytes()]


def redact(archive, capture, make):
    gone = archive.redactions.redact([capture], "court order 7/26", make.hours(10))
    archive.redactions.purge()
    return gone


def test_words_are_gone_from_the_file_and_all_else_is_there(told, make):
    """Not a byte is left in any file; other versions, digests, ledger and checkpoint are right."""
    archive, article = told
    assert in_files(archive.folder)
    before = [archive.payload(archive.capture(one).payload) for one in (1, 2, 4, 5)]
    lines, digest = list(archive.ledger.lines()), archive.capture(3).payload
    assert redact(archive, 3, make) == [3]
    assert in_files(archive.folder) == []
    assert [archive.payload(archive.capture(one).payload) for one in (1, 2, 4, 5)] == before
    assert list(archive.ledger.lines()) == lines
    assert archive.capture(3).payload == digest
    assert archive.verify() == []
    archive.close()
    assert in_files(archive.folder) == []
    with Archive.open(archive.folder) as again:
        assert again.verify() == []
        assert [one.number for one in again.revisions(article)] == [1, 2, 3, 4, 5]


def test_a_headline_that_only_machines_were_given_is_gone_from_what_was_told(told, make):
    """It is in no revision, but in the events that report its coming and going."""
    archive, article = told
    redact(archive, 3, make)
    title = "Version 4. Nobody is named."
    (outlet,) = archive.outlets()
    address = archive.address(f"{outlet.name}/story/0")
    for at, headline in ((5, SECRET.decode()), (6, "Nothing")):
        exchange = make.exchange(address.url, page(at))
        visit = archive.record(make.visit(address, at=at, exchange=exchange))
        titles = (("JSON-LD", headline),)
        reading = make.reading(title * 3, title=title, declared_titles=titles)
        event = AddEvent(article, EventKind.SEARCH_HEADLINE, f"“{SECRET.decode()}” came or went")
        archive.apply(visit, [SeeAgain(article, reading), event])
    assert in_files(archive.folder)
    redact(archive, 6, make)
    told_of = archive.events(article)
    assert [one.kind for one in told_of].count(EventKind.SEARCH_HEADLINE) == 2
    assert in_files(archive.folder) == []


def test_no_silence_is_told_of_a_step_that_nobody_can_look_at(told, make):
    """Neither the step to what was redacted nor the one from it is called silent."""
    archive, article = told
    redact(archive, 3, make)
    signals = [one.assessment.signals for one in archive.revisions(article)]
    both = ("variant", "stealth")
    assert signals == [(), both, ("variant",), ("variant",), both]
    listed = {row.number for row in archive.log(marks=("stealth",), limit=9)}
    assert listed == {2, 5}
    assert archive.verify() == []


def test_redacted_is_told_with_its_reason(told, make):
    """Body, wire bytes and text give the reason, and a revision of it is refused."""
    archive, article = told
    redact(archive, 3, make)
    for ask in (lambda: archive.payload(archive.capture(3).payload), lambda: archive.wire(3)):
        with pytest.raises(Redacted) as caught:
            ask()
        assert caught.value.reason == "court order 7/26"
    revision = archive.revision(article, 3)
    assert archive.extraction(revision.extraction_id).blocks == ()
    with pytest.raises(Redacted):
        archive.redactions.refuse(revision.id)
    archive.redactions.refuse(archive.revision(article, 4).id)
    assert archive.redactions.of(3).redacted_at == make.hours(10)
    assert archive.redactions.of(2) is None
    with pytest.raises(NotStored):
        archive.redactions.redact([99], "x", make.hours(1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE captures SET status = 404 WHERE id = 3",
        "UPDATE captures SET peer = '198.51.100.1:443' WHERE id = 3",
        "UPDATE captures SET url = 'https://herald.example/other' WHERE id = 3",
        "UPDATE captures SET wire_length = 7 WHERE id = 3",
        "UPDATE visits SET started_at = '2020-01-01T00:00:00.000000Z' WHERE id = 3",
        "UPDATE payloads SET sha256 = zeroblob(32) WHERE id = 3",
        "UPDATE redactions SET line = '{}'",
        "UPDATE redactions SET line = 'none'",
    ],
)
def test_what_is_left_of_it_is_held_against_its_line(told, make, statement):
    """When and where it was could be rewritten: its line, kept as text, was compared to itself."""
    archive, _ = told
    redact(archive, 3, make)
    assert archive.verify() == []
    archive._database.change(statement)  # by our own writer, so that the seals match
    assert "ledger" in {one.kind for one in archive.verify()}


def test_same_bytes_go_together_and_stay_out(told, make):
    """Captures of one payload are redacted together; the same page fetched again is not stored."""
    archive, _ = told
    address = archive.address("herald/story/0")
    again = archive.record(make.visit(address, page(2, secret=True), 20))
    assert redact(archive, 3, make) == [3, again]
    later = archive.record(make.visit(address, page(2, secret=True), 21))
    with pytest.raises(Redacted):
        archive.payload(archive.capture(later).payload)
    last = archive.record(make.visit(address, page(9), 22))
    assert archive.payload(archive.capture(last).payload) == page(9)
    assert in_files(archive.folder) == []
    assert archive.verify() == []


def test_a_document_that_another_page_shows_stays_with_it(archive, make):
    """Of two pages that differ in a token and are one in a browser, the other lost its page."""
    (address,) = make.addresses(archive, make.outlet(archive))
    shown = {"rendered": b"<p>one for both</p>", "renderer": "Chromium/142"}
    one, other = (
        archive.record(make.visit(address, at=at, exchange=exchange))
        for at in (0, 1)
        for exchange in [replace(make.exchange(address.url, page(at)), **shown)]
    )
    assert archive.redactions.showing_same(one) == [other]
    assert redact(archive, one, make) == [one]
    with pytest.raises(Redacted):
        archive.payload(archive.capture(one).page)
    assert archive.payload(archive.capture(other).page) == shown["rendered"]
    assert redact(archive, other, make) == [other]
    with pytest.raises(Redacted):
        archive.payload(archive.capture(other).page)
    assert archive.verify() == []


def test_bases_of_long_chains_can_go(archive, make):
    """Whichever version goes, all that was based on it, near or far, is as it was."""
    address = make.addresses(archive, make.outlet(archive))[0]
    bodies = [page(at) for at in range(24)]
    ids = [archive.record(make.visit(address, body, at)) for at, body in enumerate(bodies)]
    for gone in (0, 5, 6, 11, 23):
        archive.redactions.redact([ids[gone]], "x", make.hours(1))
        assert archive.verify() == []
    depths = archive._database.rows("SELECT id, depth, base_id FROM payloads")
    known = {row["id"]: row["depth"] for row in depths}
    for row in depths:
        assert row["depth"] == (0 if row["base_id"] is None else known[row["base_id"]] + 1)
    for at in set(range(24)) - {0, 5, 6, 11, 23}:
        assert archive.payload(archive.capture(ids[at]).payload) == bodies[at]


def test_what_leaned_on_it_leans_on_the_oldest_of_them(archive, make):
    """If forty versions are based on the page that goes, only one of them becomes whole."""
    keys.make(archive.folder)
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record_all(make.visit(address, page(at), at) for at in range(40))
    leaning = "SELECT count(*) FROM payloads WHERE base_id = ?"
    assert archive._database.value(leaning, (1,)) > 30
    redact(archive, 1, make)
    assert archive._database.value(leaning, (1,)) == 0
    whole = "SELECT count(*) FROM payloads WHERE base_id IS NULL AND codec <> 'blank'"
    assert archive._database.value(whole) == 1
    assert [archive.payload(archive.capture(at + 1).payload) for at in range(1, 40)] == [
        page(at) for at in range(1, 40)
    ]
    assert archive.verify() == []


@pytest.mark.parametrize("damage", ["UPDATE texts SET data = x'00'", "DELETE FROM texts"])
def test_a_text_that_cannot_be_read_is_told_as_taken_out_with_its_capture(told, make, damage):
    """Lists must work, and ``verify`` reports the damage. Other revisions are not redacted."""
    archive, article = told
    third, fourth = archive.revisions(article)[2:4]
    redact(archive, archive.capture_of_extraction(third.extraction_id).id, make)
    archive._database.connection.execute("PRAGMA foreign_keys = OFF")
    archive._database.change(damage)
    assert archive.redactions.of_revision(third.id).reason == "court order 7/26"
    assert archive.redactions.of_revision(fourth.id) is None


@pytest.mark.parametrize("damage", ["UPDATE texts SET data = x'00'", "DELETE FROM texts"])
def test_a_damaged_text_that_another_capture_shows_was_not_taken_out(told, make, damage):
    """No court removed it: called redacted, nobody would look for a copy that may have it."""
    archive, article = told
    (address,) = (one.address for one in archive.due(make.hours(10_000)))
    latest = archive.revisions(article)[-1]
    again = archive.record(make.visit(address, page(9), 5))
    words = "Version 4. Nobody is named."
    archive.apply(again, [SeeAgain(article, make.reading(words * 3, title=words))])
    redact(archive, 5, make)
    archive._database.connection.execute("PRAGMA foreign_keys = OFF")
    archive._database.change(damage)
    archive._extractions._texts.forget()  # the cached text is still sound
    assert archive.redactions.of_revision(latest.id) is None
    with pytest.raises(DAMAGE):
        archive.extraction(latest.extraction_id)


def test_what_is_redacted_is_found_from_the_redactions_alone(archive):
    """`verify` and samples ask for it again and again: each time all captures were walked over."""
    query = f"EXPLAIN QUERY PLAN SELECT 1 FROM visits WHERE id NOT IN {REDACTED_CAPTURES}"
    steps = [row["detail"] for row in archive._database.rows(query)]
    assert "SCAN redactions" in steps
    assert not [step for step in steps if step.startswith(("SCAN gone", "SCAN same"))]


def test_verify_asks_of_no_whole_reading_whether_it_was_redacted(archive, make):
    """Thousands of redactions were gone through for each reading that matches its digest."""
    address = make.addresses(archive, make.outlet(archive))[0]
    visit = archive.record(make.visit(address, b"page"))
    step = BeginArticle(address.url, address.key, make.reading("Nobody is named."))
    archive.apply(visit, [step])
    said = []
    archive._database.connection.set_trace_callback(said.append)
    assert archive.verify() == []
    archive._database.connection.set_trace_callback(None)
    assert [sql for sql in said if "content_sha256" in sql]
    assert not [sql for sql in said if "AS gone" in sql]
