"""What changed around a text, and is reported without being a revision of it."""

from __future__ import annotations

from dataclasses import replace

from monitor.decide.context import Context
from monitor.decide.visit import decide
from storage.intents import AddEvent, AddRevision
from storage.records import REDACTED, EventKind, Extraction
from tests.decide.conftest import OUTLET, known, of, story, visit


def titled(words: str, **fields: object):
    """A reading whose page gives search engines this headline."""
    return story(declared_titles=(("JSON-LD", words),), **fields)


def events(context: Context, reading) -> list[str]:
    found = of(AddEvent, decide(context, reading))
    return [one.detail for one in found if one.kind is EventKind.SEARCH_HEADLINE]


def test_a_headline_for_search_engines_alone_is_told_and_no_revision():
    """Newsrooms do it daily, and the page shows nothing of it."""
    context = Context(visit(), OUTLET, own=known(titled("Bridge closes")))
    (detail,) = events(context, titled("They knew of the cracks"))
    assert detail == (
        "“Bridge closes” became “They knew of the cracks” for search engines (JSON-LD);"
        " the page shows “Bridge closes”"
    )
    assert not of(AddRevision, decide(context, titled("They knew of the cracks")))


def test_it_is_told_beside_an_edit_of_the_text():
    """The edit of the text is one row of the log, the headline for machines another."""
    context = Context(visit(), OUTLET, own=known(titled("Bridge closes")))
    reading = replace(story("Another text, of another day."), declared_titles=(("JSON-LD", "X"),))
    assert len(events(context, reading)) == 1
    assert of(AddRevision, decide(context, reading))


def test_two_headlines_that_take_turns_are_told_until_that_is_plain():
    """An A/B test flips at every look; it is reported until that is clear, and not forever."""
    arms = titled("Bridge closes"), titled("They knew")
    told: tuple[str, ...] = ()
    counts = []
    for turn in range(6):
        context = Context(visit(), OUTLET, own=known(arms[turn % 2]), headlines_reported=told)
        new = events(context, arms[1 - turn % 2])
        counts.append(len(new))
        told += tuple(new)
    assert counts == [1, 1, 1, 0, 0, 0]
    assert told[1].endswith("back to an earlier one")
    assert "take turns" in told[2]
    context = Context(visit(), OUTLET, own=known(arms[0]), headlines_reported=told)
    assert len(events(context, titled("A third one"))) == 1


def test_a_date_that_turns_with_the_days_is_told_until_that_is_plain():
    """*Weather of 3 March* in the title of a page changes every day, and is no news."""
    told: tuple[str, ...] = ()
    counts = []
    for day in range(1, 7):
        context = Context(
            visit(),
            OUTLET,
            own=known(titled(f"Tides of {day} March 2026")),
            headlines_reported=told,
        )
        new = events(context, titled(f"Tides of {day + 1} March 2026"))
        counts.append(len(new))
        told += tuple(new)
    assert counts == [1, 1, 1, 0, 0, 0]
    assert "changes from day to day" in told[2]
    context = Context(
        visit(), OUTLET, own=known(titled("Tides of 7 March 2026")), headlines_reported=told
    )
    assert len(events(context, titled("Flood of 8 March 2026"))) == 1
    assert len(events(context, titled("Tides of 7 March 2026: 12 dead"))) == 1


def test_another_reader_sees_no_other_headline():
    """A difference between two readers may be ours."""
    context = Context(visit(), OUTLET, own=known(replace(titled("A"), reader="1")))
    assert events(context, replace(titled("B"), reader="2")) == []


def test_a_time_of_publication_that_moves_is_told():
    """Whether an old story is given a newer date or an older one."""
    before = story(published="2026-03-01T08:00:00Z", modified="2026-03-01T09:00:00Z")
    now = replace(before, published="2026-02-27T08:00:00Z")
    (event,) = of(AddEvent, decide(Context(visit(), OUTLET, own=known(before)), now))
    assert event.kind is EventKind.DATED_ONLY
    assert event.detail == "published 2026-03-01T08:00:00Z -> 2026-02-27T08:00:00Z"


def test_one_moment_in_another_zone_is_no_other_time():
    """Nor is the day alone, if the page gave the hour before."""
    before = story(published="2026-03-01T08:00:00Z")
    for same in ("2026-03-01T12:00:00+04:00", "2026-03-01"):
        now = replace(before, published=same)
        assert not of(AddEvent, decide(Context(visit(), OUTLET, own=known(before)), now))


def test_an_edit_is_silent_whatever_zone_the_unmoved_time_is_told_in():
    """A new template writes the same moment differently; that declares no change."""
    before = story(modified="2026-03-01T08:00:00Z")
    for now, silent in (("2026-03-01T12:00:00+04:00", True), ("2026-03-01T12:00:00Z", False)):
        reading = story("The old bridge closed on Monday after 21 cracks were found.", modified=now)
        (step,) = of(AddRevision, decide(Context(visit(), OUTLET, own=known(before)), reading))
        assert ("stealth" in step.assessment.signals) is silent


def test_of_what_was_redacted_no_link_or_headline_is_said_to_be_new():
    """Everything on the page would be reported as new at this look."""
    said = titled("They knew", links=("https://courier.example/count",))
    gone = Extraction(remarks=(f"{REDACTED}a name",), reader=said.reader, rules=said.rules)
    own = replace(known(said), last=gone)
    assert of(AddEvent, decide(Context(visit(), OUTLET, own=own), said)) == []
    other = replace(known(said), last=replace(said, links=(), declared_titles=()))
    kinds = {one.kind for one in of(AddEvent, decide(Context(visit(), OUTLET, own=other), said))}
    assert EventKind.LINKS in kinds


def declaring(shown: str, **fields: object):
    """A reading under this headline, whose page gives others to machines."""
    names = {"ld": "JSON-LD", "og": "og:title", "tab": "title"}
    titles = tuple((names[key], str(value)) for key, value in fields.items())
    return replace(story(declared_titles=titles), title=shown)


def test_a_headline_that_changed_everywhere_is_told_once():
    """If the same words changed in all places, whatever else each says, it is one edit."""
    old = declaring("Pier shut for two years", og="Why the pier is shut for two years", ld="Two")
    new = declaring("Pier shut for nine years", og="Why the pier is shut for nine years", ld="Two")
    context = Context(visit(), OUTLET, own=known(old))
    assert events(context, new) == []
    assert of(AddRevision, decide(context, new))
    other = declaring("Pier shut for nine years", og="Why the pier is shut for ever", ld="Two")
    assert len(events(context, other)) == 1
    turned = declaring("Pier shut for two years", og="Two years is the pier shut, why?", ld="Two")
    assert len(events(context, turned)) == 1


def test_several_headlines_for_machines_that_changed_at_once_are_one_event():
    """Each with its words and its audience, in one row of the log."""
    old = declaring("Bridge", og="They knew", tab="Bridge: closed")
    new = declaring("Bridge", og="They lied", tab="Bridge: open")
    (detail,) = events(Context(visit(), OUTLET, own=known(old)), new)
    assert detail == (
        "“They knew” became “They lied” for shared links (og:title); “Bridge: closed” became"
        " “Bridge: open” for search engines (title); the page shows “Bridge”"
    )
    back = events(Context(visit(), OUTLET, own=known(new), headlines_reported=(detail,)), old)
    assert back[0].count("back to an earlier one") == 2


def test_a_place_that_comes_late_is_not_told_again_and_takes_no_turns():
    """The page changed its headline; its metadata followed later, one place after another."""
    old = declaring("Bridge closes", ld="Bridge closes", og="Bridge closes", tab="Bridge closes")
    page = replace(old, title="Bridge open")
    late = declaring("Bridge open", ld="Bridge closes", og="Bridge open", tab="Bridge closes")
    own = replace(known(page), titles=("Bridge closes", "Bridge open"))
    assert events(Context(visit(), OUTLET, own=own), late) == []
    knew = declaring("Bridge", ld="They knew", og="They knew")
    first = declaring("Bridge", ld="They lied", og="They knew")
    told = tuple(events(Context(visit(), OUTLET, own=known(knew)), first))
    assert len(told) == 1
    second = declaring("Bridge", ld="They lied", og="They lied")
    assert events(Context(visit(), OUTLET, own=known(first), headlines_reported=told), second) == []
    again = events(Context(visit(), OUTLET, own=known(second), headlines_reported=told), first)
    assert len(again) == 1
