"""Pins, and what is new in what feeds say of an article."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.agenda.pins import Pin
from storage.database import paging
from storage.intents import AddRevision, BeginArticle, ChangeState, SeeAgain
from storage.records import ArticleState, Assessment, Found, SeedKind

MINUTE = timedelta(minutes=1)


@pytest.fixture
def watched(archive, make):
    """A feed that named ten articles at hour 0; each was captured at hour 0 and is due at 48."""
    outlet = make.outlet(archive)
    seed = archive.add_seed(
        outlet.id, "https://herald.example/feed", "feed", SeedKind.FEED, make.start
    )
    addresses = make.addresses(archive, outlet, 10)
    archive.record(feed(archive, seed, make, 0, dict.fromkeys(range(10), "As it was")))
    for address in addresses:
        visit = archive.record(
            make.visit(address, b"<p>%d</p>" % address.id, next_due=make.hours(48))
        )
        key = f"herald/story/{address.id}"
        archive.apply(visit, [begin(make, address, key)])
    return seed, addresses


def begin(make, address, key):
    return BeginArticle(address.url, key, make.reading(f"Text {address.id}."))


def feed(archive, seed, make, hour, titles, summaries=None):
    """A visit of the feed that names these articles with these titles."""
    found = tuple(
        Found(
            f"https://herald.example/story/{number}",
            f"herald/story/{number}",
            title,
            None,
            (summaries or {}).get(number),
        )
        for number, title in titles.items()
    )
    address = archive.due_of(seed.address_id).address
    return make.visit(address, b"<rss/>", hour, found=found)


def dues(archive, addresses):
    return [archive.address(address.key).next_due for address in addresses]


def test_a_new_title_makes_the_article_due(archive, make, watched):
    """Only the article of which the feed says something new is due, and why is known."""
    seed, addresses = watched
    titles = {**dict.fromkeys(range(10), "As it was"), 3: "Corrected"}
    visit = feed(archive, seed, make, 2, titles)
    archive.record(visit)
    found = dues(archive, addresses)
    assert found.pop(3) == visit.finished_at
    assert set(found) == {make.hours(48)}
    assert archive.due_of(addresses[3].id).hinted_at == visit.finished_at


def test_a_summary_tells_as_well_and_the_same_words_tell_once(archive, make, watched):
    """A new summary is a hint, too; the same summary at the next look is none."""
    seed, addresses = watched
    titles = dict.fromkeys(range(10), "As it was")
    archive.record(feed(archive, seed, make, 2, titles, {4: "Minister names the sum"}))
    assert dues(archive, addresses)[4] < make.hours(3)
    archive.record(make.visit(addresses[4], b"<p>4</p>", 3, next_due=make.hours(60)))
    archive.record(feed(archive, seed, make, 4, titles, {4: "Minister names the sum"}))
    assert dues(archive, addresses)[4] == make.hours(60)


def test_a_feed_that_was_made_anew_tells_of_no_edit(archive, make, watched):
    """If all titles change at once, the feed changed its form, not ten articles their texts."""
    seed, addresses = watched
    archive.record(feed(archive, seed, make, 2, dict.fromkeys(range(10), "In another form")))
    assert set(dues(archive, addresses)) == {make.hours(48)}


@pytest.mark.parametrize(("changed", "hints"), [(7, 7), (8, 0)])
def test_of_half_a_feed_it_is_believed(archive, make, changed, hints):
    """On a busy day many are edited; if more than half of a feed is new, that shows no edits."""
    outlet = make.outlet(archive)
    url = "https://herald.example/feed"
    seed = archive.add_seed(outlet.id, url, "feed", SeedKind.FEED, make.start)
    for address in make.addresses(archive, outlet, 14):
        visit = archive.record(make.visit(address, next_due=make.hours(48)))
        archive.apply(visit, [begin(make, address, f"herald/story/{address.id}")])
    said = dict.fromkeys(range(14), "As it was")
    archive.record(feed(archive, seed, make, 1, said))
    archive.record(feed(archive, seed, make, 2, said | dict.fromkeys(range(changed), "Edited")))
    assert len([*archive.due(make.hours(3), [outlet.id])]) == hints


def test_a_small_feed_that_is_made_anew_at_each_look_is_believed_once(archive, make):
    """Five entries with the time of the look: after five looks in vain no more are made.

    What it says of a single one is still a hint; once a look finds an edit, so is what all say.
    """
    outlet = make.outlet(archive)
    url = "https://herald.example/feed"
    seed = archive.add_seed(outlet.id, url, "feed", SeedKind.FEED, make.start)
    make.addresses(archive, outlet, 5)
    said = {}

    def looks(hour, *changed, edited=None):
        """Look at the feed, which says something new of these, and then at what is due."""
        said.update(dict.fromkeys(changed, f"At {hour}"))
        archive.record(feed(archive, seed, make, hour, said))
        due = [one.address for one in archive.due(make.hours(hour + 0.5))]
        for one in due:
            known, number = one.article_id, int(one.url.rpartition("/")[2])
            visit = make.visit(one, b"<p></p>", hour + 0.5, next_due=make.hours(480))
            reading = make.reading(f"Text {number} at {hour if number == edited else 0}.")
            step = (
                AddRevision(known, reading, Assessment()) if number == edited else SeeAgain(known)
            )
            begun = BeginArticle(one.url, one.key, reading)
            archive.apply(archive.record(visit), [begun if known is None else step])
        return len(due)

    assert looks(0, *range(5)) == 5
    assert [looks(hour, *range(5)) for hour in (1, 2, 3)] == [5, 0, 0]
    assert looks(4, 3, edited=3) == 1
    assert looks(5, *range(5)) == 5
    assert looks(6, *range(5)) == 0


def test_an_entry_that_is_dated_anew_at_each_look_is_asked_for_ever_less(archive, make, watched):
    """A single entry is believed, but one that was new at each look brought 72 looks in 3 days.

    Once such a look finds an edit, the next hint is believed at once again.
    """
    seed, addresses = watched
    address, asked, titles = addresses[3], [], dict.fromkeys(range(10), "As it was")

    def look(minute, text):
        titles[3] = f"At {minute}"
        at = minute / 60
        archive.record(feed(archive, seed, make, at, titles))
        due = archive.due_of(address.id).address
        if due.next_due <= make.hours(at + 0.01):
            asked.append(minute)
            visit = make.visit(due, b"<p></p>", at + 0.01, next_due=make.hours(480))
            visit, reading, known = archive.record(visit), make.reading(text), due.article_id
            same = archive.latest_extraction(known).blocks == reading.blocks
            step = SeeAgain(known) if same else AddRevision(known, reading, Assessment())
            archive.apply(visit, [step])

    for hour in range(1, 73):
        look(60 * hour, "Text 4.")
    assert len(asked) == 19
    assert asked[0] == 60
    assert max(later - one for one, later in itertools.pairwise(asked)) == 6 * 60
    asked.clear()
    minutes = iter(range(60 * 73, 60 * 80, 10))
    while not asked:
        look(next(minutes), "Text 4, corrected.")
    look(next(minutes), "Text 4, corrected again.")
    assert len(asked) == 2
    assert asked[0] <= 60 * 78


def test_a_hint_right_after_a_look_waits_a_little(archive, make, watched):
    """As feeds lag behind, the page is fetched five minutes after its last look, not at once."""
    seed, addresses = watched
    titles = {**dict.fromkeys(range(10), "As it was"), 1: "Corrected"}
    visit = feed(archive, seed, make, 0, titles)
    archive.record(replace(visit, finished_at=make.start + MINUTE))
    assert dues(archive, addresses)[1] == make.start + 5 * MINUTE


def test_words_of_a_section_page_tell_nothing(archive, make):
    """Its links say "2 hours ago" and "12 comments": those are no hints."""
    outlet = make.outlet(archive)
    seed = archive.add_seed(
        outlet.id, "https://herald.example/", "home", SeedKind.SECTION, make.start
    )
    [address] = make.addresses(archive, outlet)
    visit = archive.record(make.visit(address, next_due=make.hours(48)))
    archive.apply(visit, [begin(make, address, "herald/story/0")])
    for hour in (1, 2):
        archive.record(feed(archive, seed, make, hour, {0: f"{hour} hours ago"}))
    assert dues(archive, [address]) == [make.hours(48)]


@pytest.mark.parametrize("at_once", [500, 2])
def test_what_is_gone_and_is_named_again_is_looked_at_in_a_day(archive, make, monkeypatch, at_once):
    """An article put back would be on the front page weeks before its next regular look."""
    monkeypatch.setattr(paging, "_VALUES", at_once)
    outlet = make.outlet(archive)
    home = "https://herald.example/"
    seed = archive.add_seed(outlet.id, home, "home", SeedKind.SECTION, make.start)
    [address] = make.addresses(archive, outlet)
    visit = archive.record(make.visit(address, b"<p>0</p>", next_due=make.hours(480)))
    gone = ChangeState(1, ArticleState.GONE)
    archive.apply(visit, [begin(make, address, "herald/story/0"), gone])
    archive.record(feed(archive, seed, make, 2, {1: "Another"}))
    assert dues(archive, [address]) == [make.hours(480)]
    archive.record(feed(archive, seed, make, 3, {1: "Another", 2: "More", 0: "Put back"}))
    assert dues(archive, [address]) == [make.hours(24)]
    asked = make.visit(address, b"<p>0</p>", 480, next_due=make.hours(4800))
    archive.record(asked)
    archive.record(feed(archive, seed, make, 481, {0: "Put back"}))
    assert dues(archive, [address]) == [make.hours(600)]


def test_a_ping_makes_the_feed_due(archive, make, watched):
    """A hub only says that the feed has something new; what it is, the feed says."""
    seed, _ = watched
    archive.attention.ping(seed.address_id, make.hours(1))
    assert archive.due_of(seed.address_id).address.next_due == make.hours(1)


def test_a_pin_is_due_now_and_told_with_what_is_due(archive, make, watched):
    """Pinned, it is due at once with its pin; a second pin replaces it; unpinned, it has none."""
    _, addresses = watched
    one = addresses[2]
    archive.attention.pin(one.id, Pin(MINUTE, make.hours(9)), make.hours(3))
    due = archive.due_of(one.id)
    assert (due.address.next_due, due.pin) == (make.hours(3), Pin(MINUTE, make.hours(9)))
    archive.attention.pin(one.id, Pin(2 * MINUTE), make.hours(3))
    assert archive.due_of(one.id).pin == Pin(2 * MINUTE)
    assert archive.attention.unpin(one.id, make.hours(4))
    assert archive.due_of(one.id).pin is None
    assert not archive.attention.unpin(one.id, make.hours(4))
