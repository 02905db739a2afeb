"""What the next reader of an address gets: the latest page only, and only if it is sound."""

from __future__ import annotations

import pytest

from storage.history.rereading import begin_again
from storage.intents import BeginArticle, NoteAbsence, OpenIncident, Remember, SeeSame
from storage.records import IncidentKind

HOST = "herald.example"


@pytest.fixture
def seen(archive, make):
    """An article that was read and is remembered: its address and the visit."""
    outlet = make.outlet(archive)
    (address,) = make.addresses(archive, outlet)
    visit = archive.record(make.visit(address, b"<p>one"))
    begun = BeginArticle(address.url, address.key, make.reading(rules="herald 3"))
    archive.apply(visit, [begun, Remember(b"first", (2, 7))])
    return archive.address(address.key), visit


def test_the_last_page_is_remembered(archive, seen):
    """With its reader, and what it said."""
    address, visit = seen
    last = archive.page_memories.of(address.id, HOST)
    assert last.is_current
    assert (last.data, last.zone) == (b"first", (2, 7))
    assert (last.reader, last.rules, last.memory) == ("reader 1", "herald 3", None)
    assert last.payload == archive.capture(visit).payload
    assert last.digest == archive.revision(last.article_id).digest


def test_the_same_again_costs_a_row_and_moves_the_last_sight(archive, make, seen):
    """Text, digest and revision are those of the reading before."""
    address, _ = seen
    before = archive.page_memories.of(address.id, HOST)
    visit = archive.record(make.visit(address, b"<p>one<!-- 2 -->", at=5))
    archive.apply(visit, [SeeSame(before.article_id, before.extraction_id, "page", (3, 8))])
    after = archive.page_memories.of(address.id, HOST)
    assert (after.data, after.zone, after.memory) == (b"first", (3, 8), "page")
    assert after.extraction_id != before.extraction_id
    revision = archive.revision(before.article_id)
    assert (revision.number, revision.last_seen) == (1, make.hours(5))
    assert len(archive.captures_of_revision(revision)) == 2
    assert archive.extraction(after.extraction_id).text == "The mayor resigned."
    assert archive.verify() == []


def test_what_is_amiss_is_no_plain_sight(archive, make, seen):
    """An absence, an incident of page or host, a failing rule: all must be reported."""
    address, _ = seen
    article = archive.page_memories.of(address.id, HOST).article_id

    def is_current():
        return archive.page_memories.of(address.id, HOST).is_current

    for kind, subject in (
        (IncidentKind.UNREACHABLE, HOST),
        (IncidentKind.BOT_CHECK, address.url),
        (IncidentKind.RULE_FAILED, "herald"),
    ):
        visit = archive.record(make.visit(address, at=2))
        archive.apply(visit, [OpenIncident(kind, subject, "x")])
        assert not is_current()
        archive.close_incident(address.outlet_id, kind, subject, make.hours(3))
        assert is_current()
    visit = archive.record(make.visit(address, at=4))
    archive.apply(visit, [NoteAbsence(article, "missing")])
    assert not is_current()


def test_nothing_is_remembered_of_what_was_not_stored(archive, make):
    """A page without an article leaves the memory of the last one as it is."""
    outlet = make.outlet(archive)
    (address,) = make.addresses(archive, outlet)
    visit = archive.record(make.visit(address))
    archive.apply(visit, [Remember(b"first", None)])
    assert archive.page_memories.of(address.id, HOST) is None


def test_a_damaged_memory_is_none(archive, seen):
    """It can be made again, so it is never a reason to fail."""
    address, _ = seen
    archive._database.change("UPDATE page_memories SET data = x'00ff00'")
    assert archive.page_memories.of(address.id, HOST).data is None


def test_an_article_that_is_begun_again_is_not_remembered(archive, seen):
    """All its readings are made again, from the first."""
    address, _ = seen
    begin_again(archive, archive.page_memories.of(address.id, HOST).article_id)
    assert archive.page_memories.of(address.id, HOST) is None
