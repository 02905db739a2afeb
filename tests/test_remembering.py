"""Outlet memory: made from other articles, named, repeatable, and never a reason for an edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.process import one_pass
from monitor.readings import Readings
from monitor.remembering import OutletMemories, is_due, outlet_part, with_page
from monitor.reprocessing.run import reprocess
from spiders.configuration import Configuration
from spiders.extract.outlet_memory import OutletMemory, PageTold, remember, version_of
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import content_digest
from storage.outlet_memory import Made
from tests.stories import story

CONFIGURATION = Configuration(timeout_s=10.0)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def told(key, *texts):
    """A page by its texts."""
    return PageTold(key, frozenset(texts))


PAGES = [
    told(str(n), f"Only here, {n}.", "Most read", *(["Subscribe"] * (n % 2))) for n in range(6)
]


def test_no_text_of_one_page_alone_is_remembered():
    """A sentence that is news on this page alone stands on no other."""
    memory = remember(PAGES)
    assert memory.furniture == {"Most read": 6, "Subscribe": 3}


@given(st.permutations(PAGES))
def test_the_same_pages_make_the_same_memory(pages):
    """In whatever order they come; and what is packed is the same memory again."""
    packed = remember(pages).pack()
    assert version_of(packed) == version_of(remember(PAGES).pack())
    assert OutletMemory.unpack(packed) == remember(PAGES)
    assert OutletMemory.unpack(b"{}") is None


def test_one_article_on_two_pages_counts_once():
    """Else the article itself would be taken for furniture."""
    texts = [
        f"{number} " + "A long paragraph of the very same report from the harbour. " * 4
        for number in range(5)
    ]
    memory = remember([told("a", *texts), told("b", *texts, "Print"), told("c", "Most read")])
    assert memory.articles == ("a", "c")
    assert memory.furniture == {}


def test_an_article_does_not_count_for_itself():
    """What counts is on how many others a text stands."""
    memory = remember(PAGES)
    own, other = memory.for_article("1", "v"), memory.for_article("new", "v")
    assert (own.pages, own.furniture["Subscribe"]) == (5, 2)
    assert (other.pages, other.furniture["Subscribe"]) == (6, 3)
    assert remember(PAGES[:2]).for_article("0", "v") is None


def test_a_memory_is_made_seldom():
    """At 3, 10, 30 and 100 articles, and then every week where there are new ones."""

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
    """The outlet's part and the page's are told apart."""
    assert outlet_part(None) is outlet_part("page") is outlet_part(with_page(None)) is None
    assert outlet_part("outlet 12") == outlet_part(with_page("outlet 12")) == "outlet 12"


@pytest.fixture
def archive(outlet, watched):
    """An archive with three articles, read without a memory."""
    outlet.publish(*(story(slug, "It burned for 7 hours.") for slug in ("mill", "ferry", "well")))
    with Archive.open_to_write(watched(outlet)) as opened:
        crawl(opened)
        yield opened


def crawl(archive):
    """Every article once more."""
    return one_pass(archive, CONFIGURATION, rules_folder=None, everything=True)


def test_a_reading_names_its_memory_and_can_be_made_again(archive, outlet):
    """The first with the outlet's, the next with that and the page's; as long as they are kept."""
    outlet.publish(story("bell", "It rang for 7 hours."))
    crawl(archive)
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
    crawl(archive)
    second = archive.extraction(archive.revision(article.id).extraction_id)
    assert second.memory == with_page(made.version)
    assert "9 hours" in second.text
    assert all(archive.article(surt(outlet.url(one))).revisions == 1 for one in ("mill", "ferry"))


def test_a_new_memory_is_no_edit(archive, outlet):
    """Neither when pages are seen again, nor when the archive is read again with it."""
    outlet.publish(*(story(f"story-{number}", "It is day 7.") for number in range(8)))
    crawl(archive)
    crawl(archive)
    (watched,) = archive.outlets()
    assert archive.outlet_memories.latest(watched.id).articles == 11
    before = archive.counts()["revisions"]
    (tally,) = reprocess(
        archive, rules_folder=None, outlet_id=None, dry_run=False, on_progress=lambda *_: None
    ).values()
    assert tally.extractions > 0
    assert archive.counts()["revisions"] == before == 11
    assert not any(
        one.assessment.ours for each in archive.articles() for one in archive.revisions(each.id)
    )
    crawl(archive)
    assert archive.counts()["revisions"] == before
    assert archive.verify() == []


def test_a_sentence_of_this_page_alone_is_never_taken(archive, outlet):
    """Not even where its neighbours are furniture everywhere."""
    bell = story("bell", "It rang for 7 hours.")
    outlet.publish(replace(bell, paragraphs=(*bell.paragraphs, "Nobody slept that night.")))
    crawl(archive)
    article = archive.article(surt(outlet.url("bell")))
    assert (
        "Nobody slept that night."
        in archive.extraction(archive.revision(article.id).extraction_id).text
    )
