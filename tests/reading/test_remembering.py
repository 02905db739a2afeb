"""Outlet memory: made from other articles, named, repeatable, and never a reason for an edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.readings import Readings
from monitor.reading.remembering import OutletMemories, is_due, outlet_part, with_page
from monitor.reprocessing.run import reprocess
from spiders.extract.remembered.outlet_memory import OutletMemory, PageTold, remember, version_of
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import content_digest
from storage.memory.outlets import Made
from tests.captures import START, capture_and_read, look_at_all, watch_courier
from tests.stories import filler, story

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def told(key, *texts):
    """A page with these texts."""
    return PageTold(key, frozenset(texts))


PAGES = [
    told(str(n), f"Only here, {n}.", "Most read", *(["Subscribe"] * (n % 2))) for n in range(6)
]


def test_no_text_of_one_page_alone_is_remembered():
    """A sentence that is news on this page is on no other page."""
    memory = remember(PAGES)
    assert memory.furniture == {"Most read": 6, "Subscribe": 3}


@given(st.permutations(PAGES))
def test_the_same_pages_make_the_same_memory(pages):
    """In whatever order they come; and packing and unpacking gives the same memory."""
    packed = remember(pages).pack()
    assert version_of(packed) == version_of(remember(PAGES).pack())
    assert OutletMemory.unpack(packed) == remember(PAGES)
    assert OutletMemory.unpack(b"{}") is None


def test_one_article_on_two_pages_counts_once():
    """Otherwise the article itself would be taken for furniture."""
    texts = [
        f"{number} " + "A long paragraph of the very same report from the harbour. " * 4
        for number in range(5)
    ]
    memory = remember([told("a", *texts), told("b", *texts, "Print"), told("c", "Most read")])
    assert memory.articles == ("a", "c")
    assert memory.furniture == {}


def test_an_article_does_not_count_for_itself():
    """What counts is on how many other articles a text is."""
    memory = remember(PAGES)
    own, other = memory.for_article("1", "v"), memory.for_article("new", "v")
    assert (own.pages, own.furniture["Subscribe"]) == (5, 2)
    assert (other.pages, other.furniture["Subscribe"]) == (6, 3)
    assert remember(PAGES[:2]).for_article("0", "v") is None


def test_a_memory_is_made_seldom():
    """At 3, 10, 30 and 100 articles, and then every week if there are new ones."""

    def due(articles, before=None, days=0):
        last = None if before is None else Made("v", NOW, before)
        return is_due(articles, last, NOW + timedelta(days=days))

    assert [due(2), due(3), due(9, 3), due(10, 3), due(31, 10), due(400, 100)] == [
        False,
        True,
        False,
        True,
        True,
        False,
    ]
    assert due(12, 10, 7)
    assert not due(10, 10, 70)


def test_names():
    """The outlet's part of a name is told from the page's."""
    assert outlet_part(None) is outlet_part("page") is outlet_part(with_page(None)) is None
    assert outlet_part("outlet 12") == outlet_part(with_page("outlet 12")) == "outlet 12"


@pytest.fixture
def archive(outlet, watched):
    """An archive with three articles, read without a memory."""
    outlet.publish(*(story(slug, "It burned for 7 hours.") for slug in ("mill", "ferry", "well")))
    with Archive.open_to_write(watched(outlet)) as opened:
        look_at_all(opened)
        yield opened


def test_a_reading_names_its_memory_and_can_be_made_again(archive, outlet):
    """The first names the outlet's, the next that and the page's; as long as they are kept."""
    outlet.publish(story("bell", "It rang for 7 hours."))
    look_at_all(archive)
    (watched,) = archive.outlets()
    made = archive.outlet_memories.latest(watched.id)
    key = surt(outlet.url("bell"))
    article = archive.article(key)
    first = archive.extraction(archive.revision(article.id).extraction_id)
    assert first.memory == made.version
    assert "Most read this hour" in OutletMemories(archive).latest(watched.id, key).furniture
    capture = archive.capture_of_extraction(archive.revision(article.id).extraction_id)
    again = Readings(archive, None).of_capture(capture, watched, key, None).extraction
    assert (content_digest(again), again.memory) == (content_digest(first), first.memory)
    outlet.edit("bell", "7 hours", "9 hours")
    look_at_all(archive)
    second = archive.extraction(archive.revision(article.id).extraction_id)
    assert second.memory == with_page(made.version)
    assert "9 hours" in second.text
    assert all(archive.article(surt(outlet.url(one))).revisions == 1 for one in ("mill", "ferry"))


def test_a_new_memory_is_no_edit(archive, outlet):
    """Neither when pages are seen again, nor when the archive is read again."""
    outlet.publish(*(story(f"story-{number}", "It is day 7.") for number in range(8)))
    look_at_all(archive)
    look_at_all(archive)
    (watched,) = archive.outlets()
    assert archive.outlet_memories.latest(watched.id).articles == 11
    before = archive.counts()["revisions"]
    (tally,) = reprocess(archive, rules_folder=None).values()
    assert tally.extractions == 0
    assert archive.counts()["revisions"] == before == 11
    assert not any(
        one.assessment.ours for each in archive.articles() for one in archive.revisions(each.id)
    )
    look_at_all(archive)
    assert archive.counts()["revisions"] == before
    assert archive.verify() == []


def test_a_sentence_of_this_page_alone_is_never_taken(archive, outlet):
    """Not even if its neighbours are furniture everywhere."""
    bell = story("bell", "It rang for 7 hours.")
    outlet.publish(replace(bell, paragraphs=(*bell.paragraphs, "Nobody slept that night.")))
    look_at_all(archive)
    article = archive.article(surt(outlet.url("bell")))
    assert (
        "Nobody slept that night."
        in archive.extraction(archive.revision(article.id).extraction_id).text
    )


BANNER = "Our summer sale ends on Sunday: read all of the Courier for half the price until June."
FOOTER = "The Courier is printed in Harrowby by the brothers Lindqvist, who have done so for years."
OTHER_FOOTER = (
    "The Courier is now printed in Oxmere, and its brothers have gone to live by the sea."
)
SHARED = "The harbour commission will meet again on Friday, and the public may come and listen."


def drifting(number, day, *came):
    """The page of an article; after day 0 with a banner in its text and another footer."""
    paragraphs = [f"<p>{text}</p>" for text in (*filler(f"drift {number}", 5), *came)]
    if day:
        paragraphs.insert(2, f"<p>{BANNER}</p>")
    return (
        f"<!doctype html><html lang=en><title>Report {number} of the commission</title><body>"
        f"<nav><a href=/>Home</a></nav><article><h1>Report {number} of the commission</h1>"
        f"{''.join(paragraphs)}</article><footer><p>{OTHER_FOOTER if day else FOOTER}</p></footer>"
    ).encode()


def test_furniture_that_drifts_makes_a_new_memory_and_no_edit(tmp_path):
    """A banner among the paragraphs; an edit, and a text that two articles share, are found."""
    with Archive.create(tmp_path / "archive") as archive:
        urls = [f"https://courier.example/news/report-{number}" for number in range(12)]
        addresses = watch_courier(archive, *urls)
        (outlet,) = archive.outlets()
        capture_and_read(archive, addresses, [drifting(number, 0) for number in range(12)], 0)
        before = archive.outlet_memories.latest(outlet.id)
        edited = {
            3: (drifting(3, 1).replace(b"</h1><p>", b"</h1><p>Not so: ", 1)),
            5: drifting(5, 1, SHARED),
            6: drifting(6, 1, SHARED),
        }
        pages = [edited.get(number, drifting(number, 1)) for number in range(12)]
        capture_and_read(archive, addresses, pages, 1)
        after = archive.outlet_memories.latest(outlet.id)
        assert after.version != before.version
        assert after.made_at == START + timedelta(days=1, seconds=11)
        articles = [archive.article(surt(url)) for url in urls]
        changed = {n for n, one in enumerate(articles) if one.revisions > 1}
        assert changed == set(edited)
        for number in changed:
            one = archive.revision(articles[number].id)
            reading = archive.extraction(one.extraction_id)
            assert any(after.version in remark for remark in reading.remarks)
            assert BANNER not in reading.text
            assert not one.assessment.ours
        assert SHARED in archive.extraction(archive.revision(articles[5].id).extraction_id).text
        first = archive.outlet_memories.get(outlet.id, after.version)
        capture_and_read(archive, addresses, pages, 2)
        assert archive.outlet_memories.latest(outlet.id).version == after.version
        assert archive.outlet_memories.get(outlet.id, after.version) == first
        assert [archive.article(one.id).revisions for one in articles] == [
            one.revisions for one in articles
        ]
        assert archive.verify() == []


def test_the_same_pages_make_the_same_memory_of_drift(tmp_path):
    """In another archive too: a memory is named by its content."""
    names = []
    for turn in range(2):
        with Archive.create(tmp_path / f"archive {turn}") as archive:
            urls = [f"https://courier.example/news/report-{number}" for number in range(6)]
            addresses = watch_courier(archive, *urls)
            (outlet,) = archive.outlets()
            for day in (0, 1):
                capture_and_read(archive, addresses, [drifting(n, day) for n in range(6)], day)
            names.append(archive.outlet_memories.latest(outlet.id).version)
    assert names[0] == names[1]


def test_an_archive_read_again_by_the_same_reader_is_as_it_was(tmp_path):
    """A memory made since changes nothing, but for an edit that proves to be everybody's banner.

    A second run finds nothing.
    """
    with Archive.create(tmp_path / "archive") as archive:
        urls = [f"https://courier.example/news/report-{number}" for number in range(12)]
        addresses = watch_courier(archive, *urls)
        capture_and_read(archive, addresses[:2], [drifting(n, 0) for n in range(2)], 0)
        pages = [drifting(0, 1), drifting(1, 0, SHARED)]
        capture_and_read(archive, addresses[:2], pages, 1)
        capture_and_read(archive, addresses[2:], [drifting(n, 1) for n in range(2, 12)], 2)
        capture_and_read(archive, addresses[2:3], [drifting(2, 1, SHARED)], 3)
        articles = [archive.article(surt(url)) for url in urls]
        assert [one.revisions for one in articles] == [2, 2, 2, *[1] * 9]
        (tally,) = reprocess(archive, rules_folder=None).values()
        told = tally.revisions_changed, tally.revisions_found_late, tally.revisions_ours
        assert (tally.extractions, *told) == (2, 1, 0, 1)
        (tally,) = reprocess(archive, rules_folder=None).values()
        assert (tally.extractions, tally.revisions_ours) == (0, 0)
        assert archive.verify() == []
