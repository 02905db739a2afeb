"""Caches in front of an outlet that take turns to answer, each with a copy of its own."""

from __future__ import annotations

import pytest

from monitor.queries.presence import presence
from monitor.views.presence import sentence
from storage.records import IncidentKind
from tests.moving.conftest import read_again
from tests.stories import filler

PATH, TITLE = "/news/bridge", "Marrow bridge closed"
TEXT = (*filler("marrow bridge", 4), "A crossing costs two crowns, and children cross for nothing.")
EDITED = (*TEXT[:-1], "A crossing costs nine crowns, and children cross for nothing.")
HOUR = 1 / 24


def shown(paper, text, hour, *, age=None, field=b""):
    """Look at this hour and get this text, from a cache that has had it for ``age`` seconds."""
    paper.put(PATH, TITLE, text)
    field = field if age is None else b"Age: %d" % age
    if field:
        script = paper.server.routes[PATH]
        head = script.head.replace(b"\r\n\r\n", b"\r\n%b\r\n\r\n" % field)
        paper.server.routes[PATH] = type(script)(head, script.parts)
    paper.look(hour * HOUR)


def vouched(paper, text, age):
    """Serve this text with its own ETag from now on; who sends that gets a 304."""
    paper.put(PATH, TITLE, text)
    script, etag = paper.server.routes[PATH], b'"%d"' % len(text[-1])
    fields = b"ETag: %b\r\nAge: %d\r\n" % (etag, age)
    whole = type(script)(script.head[:-2] + fields + b"\r\n", script.parts)
    same = type(script)(b"HTTP/1.1 304 Not Modified\r\n%b\r\n" % fields)
    paper.server.routes[PATH] = lambda request: same if etag in request else whole


def windows(paper):
    """For each revision the hours of its first and its last sight, as whole numbers."""
    revisions = paper.keeper.archive.revisions(paper.articles()[PATH].id)
    return [tuple(one.hour - 8 for one in (it.first_seen, it.last_seen)) for it in revisions]


def by_turns(paper):
    """An edit between the second hour and the fourth; two caches, one of which gets it late."""
    shown(paper, TEXT, 0)
    shown(paper, TEXT, 2)
    shown(paper, EDITED, 4, age=600)
    shown(paper, TEXT, 5.5, age=3 * 3600)  # not an hour after the edit, when it is looked at again
    shown(paper, EDITED, 6, age=2 * 3600)
    shown(paper, TEXT, 7, age=5 * 3600)


def test_an_old_copy_of_a_cache_takes_no_edit_back(paper):
    """Each edit was reported three times or more, as reverts and as an A/B test."""
    by_turns(paper)
    assert len(paper.steps(PATH)) == 1
    assert windows(paper) == [(0, 2), (4, 6)]


def test_a_look_that_got_an_old_copy_says_which_text_that_was(paper):
    """It was reported that the article was not there then."""
    by_turns(paper)
    sights = paper.keeper.archive.sights.of_article(paper.articles()[PATH].id)
    assert [one.revision for one in sights if one.capture] == [1, 1, 2, 1, 2, 1]
    found = presence(sights, sights[-1].at)
    assert (found.revision, found.without) == (1, None)
    assert "showed revision 1 again, though revision 2 had been seen" in sentence(found)
    before = presence(sights, sights[-2].at)
    assert "again" not in sentence(before)


def test_read_again_an_old_copy_takes_no_edit_back(paper, monkeypatch):
    """A better reader reads all captures in order, and the result is the same."""
    by_turns(paper)
    before = paper.steps(PATH), windows(paper)
    read_again(paper, monkeypatch)
    assert (paper.steps(PATH), windows(paper)) == before


@pytest.mark.parametrize(
    "age", [None, 0, 600, 3600 - 30], ids=["none", "new", "made since", "made as it was seen"]
)
def test_what_was_taken_back_is_told(paper, age):
    """A copy that was made after the new text was seen shows what was there since."""
    shown(paper, TEXT, 0)
    shown(paper, EDITED, 4)
    shown(paper, TEXT, 5, age=age)
    assert len(paper.steps(PATH)) == 2


MARKS = (
    b"X-Cache: HIT",
    b"X-Cache-Status: STALE",
    b"X-Proxy-Cache: hit",
    b"X-FastCGI-Cache: UPDATING",
    b"X-Cache: MISS from edge, TCP_MEM_HIT from mid",
    b"Cache-Status: OriginCache; hit; ttl=30",
)
NO_MARKS = (
    b"",
    b"X-Cache: MISS",
    b"X-Cache-Hits: 0",
    b"X-Cache-Status: BYPASS",
    b"X-Cache-Status: EXPIRED",
    b"X-Whitelist: HIT",
    b"Cache-Control: stale-if-error=60",
    b"Cache-Status: OriginCache; fwd=miss; stored",
    b"Server: hit-cache",
    b"X-Story: HIT",
    b"X-Cache: White",
)


def by_turns_within_an_hour(paper, mark):
    """Two caches that give no age, around one edit."""
    for minute, text in ((0, TEXT), (120, EDITED), (130, TEXT), (140, EDITED), (150, TEXT)):
        shown(paper, text, minute / 60, field=mark if minute > 120 else b"")


@pytest.mark.parametrize("mark", MARKS)
def test_copies_of_which_no_age_is_told_take_no_edit_back_for_an_hour(paper, mark):
    """One edit was followed by three reverts, from nginx in front of two servers."""
    by_turns_within_an_hour(paper, mark)
    assert len(paper.steps(PATH)) == 1
    paper.look_when_due(3.2 * HOUR)
    assert len(paper.steps(PATH)) == 2, "it stands there an hour later still"


@pytest.mark.parametrize("mark", NO_MARKS)
def test_what_does_not_say_that_it_is_a_copy_takes_an_edit_back_at_once(paper, mark):
    """An outlet that reverts an edit within an hour is reported."""
    by_turns_within_an_hour(paper, mark)
    assert len(paper.steps(PATH)) == 4


def test_a_page_that_was_made_anew_takes_an_edit_back_though_a_cache_gave_it(paper):
    """Its bytes differ from before: the outlet made the page again, with its earlier text."""
    shown(paper, TEXT, 0)
    shown(paper, EDITED, 2)
    paper.put(PATH, TITLE, TEXT, published="2026-03-01T08:00:00Z")
    script = paper.server.routes[PATH]
    head = script.head.replace(b"\r\n\r\n", b"\r\nX-Cache: HIT\r\n\r\n")
    paper.server.routes[PATH] = type(script)(head, script.parts)
    paper.look(2.2 * HOUR)
    assert len(paper.steps(PATH)) == 2


def test_an_edit_that_is_taken_back_is_told_as_soon_as_a_copy_is_new_enough(paper):
    """A cache that counts ages wrongly, or keeps a copy for long, does not hide it any longer."""
    shown(paper, TEXT, 0)
    shown(paper, EDITED, 4)
    shown(paper, TEXT, 5, age=3 * 3600)
    assert len(paper.steps(PATH)) == 1
    shown(paper, TEXT, 6, age=60)
    assert len(paper.steps(PATH)) == 2


def test_a_text_that_nobody_saw_is_told_however_old_its_copy_is(paper):
    """The copy is the only sight of an edit that was quickly followed by another."""
    shown(paper, TEXT, 0)
    shown(paper, EDITED, 4)
    shown(paper, (*EDITED, "Nobody was hurt, said the warden of Holm."), 5, age=3 * 3600)
    assert len(paper.steps(PATH)) == 2


def test_an_old_copy_does_not_put_back_what_is_missed(paper):
    """What was taken down stays in caches for a while: such a copy is no sight of the article."""
    by_turns(paper)
    paper.take(PATH)
    paper.look(8 * HOUR)
    shown(paper, TEXT, 9, age=8 * 3600)
    assert paper.articles()[PATH].absence == "missing"


@pytest.mark.parametrize("copied", [TEXT, EDITED], ids=["an earlier text", "the latest text"])
def test_an_old_copy_ends_no_incident_of_its_page(paper, copied):
    """It says nothing of what is there now, yet for one look all seemed well."""
    shown(paper, TEXT, 0)
    shown(paper, EDITED, 3)
    paper.server.page(PATH, b"<html><body><p>Soon</p></body></html>")
    paper.look(4 * HOUR)
    shown(paper, copied, 5, age=4 * 3600)
    (incident,) = paper.keeper.archive.incidents()
    assert incident.kind is IncidentKind.ARTICLE_LOST
    shown(paper, EDITED, 6)
    assert paper.keeper.archive.incidents() == []


def test_an_article_that_is_taken_down_is_gone_though_a_cache_has_it_still(paper):
    """With looks at an old copy in between, it was never missed three times in a row."""
    shown(paper, TEXT, 0)
    for hour in (2, 14, 28):
        paper.take(PATH)
        paper.look(hour * HOUR)
        shown(paper, TEXT, hour + 1, age=(hour + 1) * 3600)
    assert [one.partition(" at ")[0] for one in paper.told(PATH)] == ["gone: missing"]
    assert windows(paper) == [(0, 0)]
    shown(paper, TEXT, 9 * 24, age=60)
    assert paper.told(PATH)[1:] == ["restored: was gone"]


def test_a_copy_that_was_made_since_it_was_missed_shows_that_it_is_back(paper):
    """One failed look is no deletion, and the cache got its copy after that look."""
    shown(paper, TEXT, 0)
    paper.take(PATH)
    paper.look(2 * HOUR)
    shown(paper, TEXT, 4, age=3600)
    assert paper.articles()[PATH].absence is None
    assert windows(paper) == [(0, 4)]


def test_what_is_missed_is_asked_again_though_an_old_copy_was_seen_last(paper):
    """The crawl took the copy for the article, and came back only after a week."""
    shown(paper, TEXT, 0)
    paper.take(PATH)
    paper.look(2 * HOUR, 10 * HOUR)
    shown(paper, TEXT, 20, age=20 * 3600)
    paper.take(PATH)
    paper.look_when_due(*(hour * HOUR for hour in range(21, 40)))
    assert [one.partition(" at ")[0] for one in paper.told(PATH)] == ["gone: missing"]


def test_who_has_an_old_copy_asks_for_the_whole_page(paper):
    """Its ETag is that of a text that may be there again: a 304 hid a revert."""
    back = (*TEXT[:-1], "A crossing costs two crowns.")
    for hour, text, age in (0, back, 0), (4, EDITED, 0), (5, back, 3 * 3600), (6, back, 60):
        vouched(paper, text, age)
        paper.look(hour * HOUR)
    assert len(paper.steps(PATH)) == 2


def test_a_cache_that_says_not_modified_does_not_put_back_what_is_missed(paper):
    """Its 304 is about the old copy, no sight of the article: no article was ever gone."""
    vouched(paper, TEXT, 0)
    paper.look(0)
    for hour in (2, 14, 28):
        paper.take(PATH)
        paper.look(hour * HOUR)
        for later in (1, 2):
            vouched(paper, TEXT, (hour + later) * 3600)
            paper.look((hour + later) * HOUR)
    assert [one.partition(" at ")[0] for one in paper.told(PATH)] == ["gone: missing"]


def test_what_is_back_is_told_after_a_week_though_its_copies_are_said_to_be_old(paper):
    """A cache that adds to the age although the outlet said "not modified" hid it forever."""
    shown(paper, TEXT, 0, age=3600)
    for hour in (2, 14, 28):
        paper.take(PATH)
        paper.look(hour * HOUR)
    for day in (3, 6, 8):
        shown(paper, TEXT, day * 24, age=day * 24 * 3600)
    gone, restored = paper.told(PATH)
    assert gone.startswith("gone: missing at 3 visits")
    since = "by a cache that says it has had it since 2026-03-01 "
    assert restored.startswith(f"restored: was gone; {since}")


def test_an_edit_that_is_taken_back_is_told_after_a_week_though_its_copies_are_old(paper):
    """A cache that counts ages wrongly hid it for as long as it did so."""
    shown(paper, TEXT, 0)
    shown(paper, EDITED, 4)
    for day in (1, 6, 8):
        shown(paper, TEXT, day * 24, age=9 * 24 * 3600 * day)
    assert len(paper.steps(PATH)) == 2


@pytest.mark.parametrize(
    ("published", "age", "steps"),
    [
        pytest.param("2026-06-01T08:00:00+00:00", 4 * 3600, 1, id="a day to come"),
        pytest.param("2026-02-27T08:00:00+00:00", 30 * 86_400, 2, id="a day after it was made"),
    ],
)
def test_a_page_denies_an_age_by_a_time_that_has_come(paper, published, age, steps):
    """A cache that counts for ever hid an edit for a week; the day of an event denies no age."""
    paper.put(PATH, TITLE, TEXT, published=published)
    old = paper.server.routes[PATH]
    paper.look(0)
    paper.put(PATH, TITLE, EDITED, published=published)
    paper.look(4 * HOUR)
    head = old.head.replace(b"\r\n\r\n", b"\r\nAge: %d\r\n\r\n" % age)
    paper.server.routes[PATH] = type(old)(head, old.parts)
    paper.look(6 * HOUR)
    assert len(paper.steps(PATH)) == steps


def test_a_page_that_is_missed_once_a_week_is_not_gone(paper):
    """Between the failures came copies that the cache keeps until the outlet edits the page."""
    shown(paper, TEXT, 0)
    for week in range(4):
        paper.take(PATH)
        paper.look(week * 7 + 1)
        for day in (week * 7 + 2, week * 7 + 7):
            shown(paper, TEXT, day * 24, age=day * 24 * 3600)
    assert paper.told(PATH) == []


def test_a_clock_that_was_ahead_as_it_was_missed_does_not_hide_that_it_is_back(paper):
    """By that clock every copy was made before the article was missed."""
    shown(paper, TEXT, 0)
    paper.take(PATH)
    paper.look(300)
    shown(paper, TEXT, 2, age=30)
    assert paper.articles()[PATH].absence is None
