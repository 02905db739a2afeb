"""Feeds that would keep all outlets waiting: their first and last entries are read."""

from __future__ import annotations

import pytest

from spiders.crawl.seeds.large import CUT, LARGEST, MOST_OPEN, is_too_deep, within_bounds
from spiders.crawl.seeds.reading import parse_feed
from spiders.crawl.seeds.sections import links
from tests.growth import TIMES, grows_with_length

ITEM = "<item><link>https://courier.example/{}</link><title>A title</title>{}</item>"
ATOM = "<entry><link href='https://courier.example/{}'/><title>A title</title>{}</entry>"


def feed(entries: int, more: str = "", form: str = ITEM) -> bytes:
    """A feed of this many entries, each with this added."""
    items = "".join(form.format(number, more) for number in range(entries))
    if form is ATOM:
        return f"<feed xmlns='http://www.w3.org/2005/Atom'>{items}</feed>".encode()
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize(("form", "tag"), [(ITEM, "content:encoded"), (ATOM, "content")])
def test_whole_articles_in_a_feed_cost_it_no_entry(form: str, tag: str) -> None:
    """In a large feed their texts are dropped, and every entry is named."""
    text = f"<{tag}>{'&lt;p&gt;words ' * 8000}</{tag}>"
    large = feed(60, text, form)
    assert len(large) > LARGEST
    reading = parse_feed(large)
    assert (len(reading.entries), reading.fault) == (60, None)
    assert [one.url for one in reading.entries][-1] == "https://courier.example/59"


@pytest.mark.parametrize("form", [ITEM, ATOM])
def test_what_is_within_a_large_feed_is_told(form: str) -> None:
    """It is cut between entries and still a feed: some list new entries first, some last."""
    large = feed(8, "<summary>" + "words " * 200_000 + "</summary>", form)
    part, cut = within_bounds(large)
    assert (cut, len(part) <= LARGEST + 100) == (CUT, True)
    reading = parse_feed(large)
    numbers = [int(one.url.rpartition("/")[2]) for one in reading.entries]
    assert (numbers, reading.fault) == ([0, 1, 6, 7], CUT)
    assert reading.is_feed


def test_elements_without_an_end_are_no_feed() -> None:
    """Each would be kept with all it is in: a second and 200 MB per megabyte, and more."""
    deep = b"<rss version='2.0'><channel>" + b"<a>" * (MOST_OPEN + 1)
    assert is_too_deep(deep)
    assert parse_feed(deep).fault == "broken feed"
    assert not is_too_deep(feed(MOST_OPEN))


def test_tags_in_a_text_that_is_quoted_are_none_of_the_feed() -> None:
    """Old systems end lines with ``<br>``: a feed of some hundred articles was discarded."""
    text = f"<description><![CDATA[{'A line of it.<br>' * 100}]]></description>"
    assert len(parse_feed(feed(MOST_OPEN // 80, text)).entries) == MOST_OPEN // 80


def test_a_feed_of_texts_without_an_end_is_gone_through_once() -> None:
    """Searching for the end of each would take hours."""
    hostile = b"<rss version='2.0'><channel>" + b"<content>x" * 600_000
    assert within_bounds(hostile)[1] == CUT


FEED = "<rss version='2.0'><channel><item><link>/a</link></item></channel></rss>"


@pytest.mark.parametrize(
    ("before", "filling", "times"),
    [
        ("<?", "encoding=''", 100),
        ("x", "\n", 2_000),
        ("<!DOCTYPE rss [", "<!ENTITY a 'b'>\n", 500),
        ("<!--", "<!--", 2_000),
    ],
)
def test_what_is_before_a_feed_costs_no_more_than_its_length(
    before: str, filling: str, times: int
) -> None:
    """Encodings and entities were looked for there: of 60 kB that are made for it, for hours.

    Meanwhile no other outlet was visited.
    """

    def read(some: str) -> None:
        assert [one.url for one in parse_feed(f"{before}{some}{FEED}".encode()).entries] == ["/a"]

    assert grows_with_length(read, filling * times, filling * times * TIMES)


def test_an_encoding_of_no_page_is_not_heeded() -> None:
    """``punycode`` takes the square of the length, in a feed and in a section page."""

    def read(some: str) -> None:
        feed = f"<?xml version='1.0' encoding='punycode'?>{some}-{'ba' * len(some)}".encode()
        parse_feed(feed)
        parse_feed(feed, "application/xml; charset=punycode")
        links(feed, "https://courier.example/", (), None, "text/html; charset=punycode")

    start = "<rss version='2.0'><channel>"
    assert grows_with_length(read, start + "a" * 10_000, start + "a" * 10_000 * TIMES)


@pytest.mark.parametrize(
    "name", ["author", "dc:creator", "managingEditor", "AUTHOR", "webMaster", "itunes:owner"]
)
def test_a_name_without_an_end_costs_no_more_than_its_length(name: str) -> None:
    """An e-mail address is looked for in it from each letter on: half a megabyte took hours."""
    before = "<rss version='2.0'><channel><item><link>/a</link><title><![CDATA[<author>]]></title>"

    def read(some: str) -> None:
        payload = f"{before}<{name}>{some}</{name}></item></channel></rss>"
        [entry] = parse_feed(payload.encode()).entries
        assert (entry.url, entry.title) == ("/a", "<author>")

    assert grows_with_length(read, "a" * 2_500, "a" * 2_500 * TIMES)
