"""What seeds name: feeds of every kind, sitemaps, section pages; hostile ones do no harm."""

from __future__ import annotations

import codecs
import gzip
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.crawl.seeds import mending
from spiders.crawl.seeds.reading import found_of, parse_feed, read_seed
from spiders.crawl.seeds.sections import links, may_be_article
from spiders.crawl.seeds.sitemaps import parse_sitemap
from spiders.outlets.rules import Rules
from storage.records import SeedKind
from tests.growth import TIMES, grows_with_length

BASE = "https://news.example/"
ITEM = (
    "<item><title>One &amp; two</title><link>/en/one?utm_source=rss</link>"
    "<pubDate>Fri, 07 Feb 2025 10:00:00 GMT</pubDate></item>"
)
CHANNEL = f"<channel><title>T</title>{ITEM}</channel>"
FEEDS = {
    "rss": f"<?xml version='1.0'?><rss version='2.0'>{CHANNEL}</rss>",
    "rss after blank lines": f"\n\n<rss version='2.0'>{CHANNEL}</rss>",
    "rdf": (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
        " xmlns='http://purl.org/rss/1.0/'>"
        f"<channel><title>T</title></channel>{ITEM}</rdf:RDF>"
    ),
    "atom": (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry>"
        "<title>One &amp; two</title>"
        "<link href='/en/one?utm_source=rss'/>"
        "<updated>2025-02-07T10:00:00Z</updated></entry></feed>"
    ),
    "json": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "T",
            "items": [
                {
                    "id": "1",
                    "url": "/en/one?utm_source=rss",
                    "title": "One & two",
                    "date_published": "2025-02-07T10:00:00Z",
                }
            ],
        }
    ),
    "cdata twice": (
        "<rss version='2.0'><channel><title>T</title><item><title><![CDATA[<![CDATA[One & two]]]]>"
        "<![CDATA[>]]></title><link>/en/one</link></item></channel></rss>"
    ),
    "undeclared entity": (
        "<rss version='2.0'><channel><title>T</title><item><title>One &amp; two</title>"
        "<description>a&nbsp;b</description><link>/en/one</link></item></channel></rss>"
    ),
}


def bomb(kind: SeedKind, levels: int) -> bytes:
    """A seed with an entity of ten letters, one of ten such entities, and so on."""
    named = (f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(levels))
    last = f"&{chr(97 + levels)};"
    body = {
        SeedKind.FEED: f"<rss version='2.0'><channel><title>{last}</title></channel></rss>",
        SeedKind.SITEMAP: f"<urlset><url><loc>http://x.example/{last}</loc></url></urlset>",
    }[kind]
    entities = f"<!ENTITY a 'aaaaaaaaaa'>{''.join(named)}"
    return f"<?xml version='1.0'?><!DOCTYPE x [{entities}]>{body}".encode()


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_of_every_kind(name: str) -> None:
    """Title, address without tracking, and time of the entry."""
    reading = parse_feed(FEEDS[name].encode())
    assert (reading.fault, reading.title, reading.is_feed) == (None, "T", True)
    (found,) = found_of(reading, BASE)
    assert (found.url, found.title) == ("https://news.example/en/one", "One & two")
    assert found.updated is None or "2025" in found.updated


@pytest.mark.parametrize(
    "payload", [b"", b"<html><a href=/x>x</a></html>", b"{}", b"[1]", b"{", b"\x00\xff" * 99]
)
def test_what_is_no_feed_says_so(payload: bytes) -> None:
    """A page in place of the feed is a fault, and not a feed without entries."""
    assert parse_feed(payload).fault is not None


def test_order_is_kept_and_pages_come_once() -> None:
    """The outlet's own order; two links to one page are one page."""
    items = "".join(
        f"<item><link>{link}</link></item>"
        for link in ("/b", "/a", "http://www.news.example/b/", "/c", "javascript:x", "mailto:a@b.c")
    )
    feed = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
    found = found_of(parse_feed(feed.encode()), BASE)
    assert [one.url for one in found] == [BASE + "b", BASE + "a", BASE + "c"]


def test_an_address_cut_within_a_letter_hides_no_other() -> None:
    """Half an emoji in the address of one entry ended the pass over the whole outlet."""
    items = [{"url": "/one-\ud83d"}, {"url": "/two"}]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    found = found_of(parse_feed(feed.encode()), BASE)
    assert [one.url for one in found] == [BASE + "one-%EF%BF%BD", BASE + "two"]


@pytest.mark.parametrize("kind", [SeedKind.FEED, SeedKind.SITEMAP])
def test_entity_bombs_are_harmless(kind: SeedKind) -> None:
    """A "billion laughs" costs neither time nor memory."""
    assert len(str(read_seed(kind, bomb(kind, 10), BASE))) < 10_000
    small, large = bomb(kind, 1), bomb(kind, 7)
    assert grows_with_length(lambda seed: read_seed(kind, seed, BASE), small, large)


@pytest.mark.parametrize("sign", ["<!DOCTYPE ", "<!DOCTYPE[", "<![CDATA[", "<rss><![CDATA["])
def test_what_has_no_end_is_looked_through_once(sign: str) -> None:
    """150 kB of openings blocked all outlets for minutes, with a search to the end for each."""

    def look(text: str) -> None:
        for kind in (SeedKind.FEED, SeedKind.SITEMAP):
            read_seed(kind, text.encode(), BASE)
        may_be_article(f"{BASE}{'a' * len(text)}")
        assert parse_feed(json.dumps({"items": [], "title": text}).encode()).is_feed

    assert grows_with_length(look, sign * 2_000, sign * TIMES * 2_000)


def test_external_entities_are_not_fetched() -> None:
    """No entity reads a file of this machine into a title."""
    text = (
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        "<rss version='2.0'><channel><title>&e;</title></channel></rss>"
    )
    assert "root:" not in str(parse_feed(text.encode()))


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://news.example/one </loc><lastmod>2025-02-07</lastmod>
  <image:image><image:loc>https://news.example/one.jpg</image:loc><image:title>P</image:title></image:image></url>
<url><loc>https://news.example/two</loc><news:news><news:publication><news:name>N</news:name></news:publication>
  <news:publication_date>2025-02-08</news:publication_date><news:title>Two</news:title></news:news></url>
</urlset>"""


@pytest.mark.parametrize("packed", [False, True])
def test_sitemap_and_its_news_extension(*, packed: bool) -> None:
    """Addresses, times and titles of the pages, and not those of their pictures."""
    payload = gzip.compress(SITEMAP.encode()) if packed else SITEMAP.encode()
    entries = parse_sitemap(payload).entries
    assert [(one.url, one.title, one.updated) for one in entries] == [
        ("https://news.example/one", None, "2025-02-07"),
        ("https://news.example/two", "Two", "2025-02-08"),
    ]


def test_index_names_children() -> None:
    """An index has sitemaps but no pages."""
    text = "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"
    reading = parse_sitemap(text.encode())
    assert ([child.url for child in reading.children], reading.entries) == (["/a.xml"], ())


@pytest.mark.parametrize("form", [b"<url><loc>%s</loc></url>", b"%s\n"], ids=["XML", "lines"])
def test_a_sitemap_says_that_it_has_more_than_is_read(
    form: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more is taken than the protocol allows; what stands behind that was lost silently."""
    monkeypatch.setattr("spiders.crawl.seeds.sitemaps.MAX_ENTRIES", 5)
    start, end = (b"<urlset>", b"</urlset>") if form.startswith(b"<") else (b"", b"")
    for number, fault in ((5, False), (6, True)):
        reading = parse_sitemap(start + form % b"https://a.example/x" * number + end)
        assert len(reading.entries) == 5
        assert (reading.fault is not None) == fault


def test_a_list_of_lines_with_a_byte_order_mark_names_its_first() -> None:
    """Its first address was not recognised as one."""
    lines = codecs.BOM_UTF8 + b"https://courier.example/1\r\nhttps://courier.example/2\r\n"
    assert [one.url[-1] for one in parse_sitemap(lines).entries] == ["1", "2"]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("kind", [SeedKind.SITEMAP, SeedKind.FEED])
def test_what_is_packed_and_not_said_to_be_is_unpacked(kind: SeedKind, times: int) -> None:
    """Files with a packed name, and what a server packed once more in transit."""
    feed = "<rss version='2.0'><channel><item><link>{}</link></item></channel></rss>"
    sitemap = "<urlset><url><loc>{}</loc></url></urlset>"
    payload = (feed if kind is SeedKind.FEED else sitemap).format("https://c.example/1").encode()
    for _ in range(times):
        payload = gzip.compress(payload)
    assert [one.url for one in read_seed(kind, payload, "https://c.example/").entries] == [
        "https://c.example/1"
    ]


@pytest.mark.parametrize(
    "feed",
    [
        b"<rss version='2.0'><channel><item><link>/1</link></item></channel></rss>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/1'/></entry></feed>",
    ],
)
def test_a_feed_is_a_sitemap_too(feed: bytes) -> None:
    """The protocol says so, and robots.txt names such feeds; they were incidents instead."""
    reading = read_seed(SeedKind.SITEMAP, feed, "https://c.example/feed")
    assert reading.fault is None
    assert [one.url for one in found_of(reading, "https://c.example/feed")] == [
        "https://c.example/1"
    ]


def test_a_link_that_lacks_its_scheme_alone_is_no_path() -> None:
    """It was taken for a page below the feed's folder, which does not exist."""
    feed = b"<rss version='2.0'><channel><item><link>www.c.example/1</link></item></channel></rss>"
    reading = read_seed(SeedKind.FEED, feed, "https://www.c.example/rss/all")
    (found,) = found_of(reading, "https://www.c.example/rss/all")
    assert found.url == "https://www.c.example/1"


def test_cut_sitemap_gives_what_it_has() -> None:
    """Entries before a mistake count, and it is reported; a page in its place is a fault."""
    cut = parse_sitemap(SITEMAP.encode()[:-60])
    assert (len(cut.entries), cut.fault) == (1, "broken sitemap, after its entry 1")
    children = parse_sitemap(b"<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sit")
    assert (len(children.children), children.fault) == (1, "broken sitemap, after its entry 1")
    assert parse_sitemap(b"<urlset><url>").fault == "broken sitemap"
    assert parse_sitemap(b"<html><body>Not found</body></html>").fault == "not a sitemap"


AMISS = [
    "a & b",
    "a&nbsp;b",
    "half &#55357; of",
    "both &#xD83D;&#xDE00; of",
    "none &#1;&#0; of",
    "no \x0b sign",
    "past &#99999999; all",
]
"""What outlets write, and what stops a strict XML parser."""


@pytest.mark.parametrize("words", AMISS)
@pytest.mark.parametrize("kind", [SeedKind.FEED, SeedKind.NEWS_SITEMAP])
def test_one_bad_reference_hides_no_entry(kind: SeedKind, words: str) -> None:
    """The rest of a sitemap was silently left out, and a feed was entirely broken."""
    links = ["/one?a=1&amp;b=2", "<![CDATA[/two?a=1&b=2]]>", "/three?a=1&amp;b=2"]
    if kind is SeedKind.FEED:
        items = [f"<item><title>{words}</title><link>{one}</link></item>" for one in links]
        text = f"<rss version='2.0'><channel><title>T</title>{''.join(items)}</channel></rss>"
    else:
        urls = [
            f"<url><loc>{one}</loc><n:news><title>{words}</title></n:news></url>" for one in links
        ]
        text = f"<urlset xmlns:n='n'>{''.join(urls)}</urlset>"
    reading = read_seed(kind, text.encode(), BASE)
    assert reading.fault is None
    assert [one.url for one in reading.entries] == [
        f"/{n}?a=1&b=2" for n in ("one", "two", "three")
    ]


ENCODINGS = [
    ("gb2312", "gb2312", "部长辞职"),
    ("euc-kr", "euc-kr", "장관 사임"),
    ("Shift_JIS", "shift_jis", "大臣が辞任"),
    ("utf-16", "utf-8", "Minister steps down"),
    ("ut-8", "utf-8", "Министр ушёл"),
    ("x-none", "utf-8", "Министр ушёл"),
]
"""Declared and used encodings: expat does not know the one declared, or it was not used."""


@pytest.mark.parametrize(("declared", "used", "title"), ENCODINGS)
@pytest.mark.parametrize("kind", [SeedKind.FEED, SeedKind.NEWS_SITEMAP])
def test_an_encoding_that_the_parser_has_not_hides_no_entry(
    kind: SeedKind, declared: str, used: str, title: str
) -> None:
    """A sitemap in GB 2312 ended the pass over its outlet; UTF-8 declared as UTF-16 was no feed."""
    head = f"<?xml version='1.0' encoding='{declared}'?>"
    if kind is SeedKind.FEED:
        item = f"<item><title>{title}</title><link>/one</link></item>"
        text = f"{head}<rss version='2.0'><channel>{item}</channel></rss>"
    else:
        item = f"<url><loc>/one</loc><n:news><title>{title}</title></n:news></url>"
        text = f"{head}<urlset xmlns:n='n'>{item}</urlset>"
    reading = read_seed(kind, text.encode(used), BASE)
    assert reading.fault is None
    assert [(one.url, one.title) for one in reading.entries] == [("/one", title)]


PAGE = b"""<html><head><title>News</title></head><body>
<a href="/en/politics/ministry-closes-the-house">A</a> <a href="/en/politics">Politics</a>
<a href="/en/politics/ministry-closes-the-house?utm_medium=x#c">A again</a>
<a href="https://www.news.example/story-1234/"> Long \n title </a>
<a href="https://other.example/a-b-c-d">O</a>
<a href="/photo-of-the-day-1234.jpg">P</a> <a href="mailto:a@b.c">M</a>
<a href="/tag/some-long-tag">T</a>
<a href="/news/%D0%BD%D0%B0-%D0%B4%D0%BE-%D0%B7%D0%B0">U</a>
<a href="/privacy-policy">p</a><a href="http://[bad">x</a></body></html>"""


def test_section_page_gives_links_like_articles() -> None:
    """Those to the outlet's own hosts, each once, in the page's order, without pictures."""
    reading = links(PAGE, BASE, ["news.example"])
    assert [entry.url for entry in reading.entries] == [
        "https://news.example/en/politics/ministry-closes-the-house",
        "https://www.news.example/story-1234/",
        "https://news.example/news/%D0%BD%D0%B0-%D0%B4%D0%BE-%D0%B7%D0%B0",
    ]
    assert reading.entries[1].title == "Long title"


@pytest.mark.parametrize(("used", "declared"), [("utf-16", ""), ("utf-8", "; charset=cp1251")])
def test_a_section_page_is_decoded_as_an_article_is(used: str, declared: str) -> None:
    """A page in UTF-16 named no article, and a wrong charset in its head spoiled all headlines."""
    title = "Yeni körpü açıldı"
    payload = f"<html><body><a href='/news/story-1234'>{title}</a></body></html>".encode(used)
    (entry,) = links(payload, BASE, ["news.example"], None, f"text/html{declared}").entries
    assert entry.title == title


def test_rules_decide_where_there_are_any() -> None:
    """The outlet's own pattern takes precedence over every guess."""
    rules = Rules(name="n", version="n@1", articles=(r"^/en/[^/]+/[^/]+$",))
    entries = links(PAGE, BASE, ["news.example"], rules).entries
    assert [entry.url for entry in entries] == [
        "https://news.example/en/politics/ministry-closes-the-house"
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/russian-house-closed-in-baku-367890/", True),
        ("/2025/02/07/story", True),
        ("/politics/some-story.html", True),
        ("/article?id=123456", True),
        ("/", False),
        ("/en", False),
        ("/politics", False),
        ("/author/jane-van-doe", False),
        ("/wp-content/a-b-c-d", False),
        ("/feed.xml", False),
        ("/report-of-the-year-2025.pdf", False),
    ],
)
def test_shape_of_an_article(path: str, *, expected: bool) -> None:
    """By words, numbers and dates in the path; paths of other kinds are left out."""
    assert may_be_article("https://news.example" + path) is expected


@given(st.binary(max_size=400), st.sampled_from(list(SeedKind)))
def test_no_bytes_break_a_seed(payload: bytes, kind: SeedKind) -> None:
    """Whatever a server sends, reading it raises nothing."""
    for start in (b"", b"<rss version='2.0'><channel>", b"<urlset><url><loc>", b"<a href="):
        read_seed(kind, start + payload, BASE)


def test_an_entry_stands_where_its_outlet_says() -> None:
    """Not at the click counter; an id that is an address is used if no link is given."""
    counted = (
        "<rss version='2.0' xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'><channel>"
        "<item><link>https://counted.example/~r/1</link><f:origLink>/one</f:origLink></item>"
        "<item><guid isPermaLink='false'>https://news.example/two</guid><title>Two</title></item>"
        "<item><guid isPermaLink='false'>tag:3</guid><title>Three</title></item>"
        "</channel></rss>"
    )
    assert [one.url for one in parse_feed(counted.encode()).entries] == [
        "/one",
        "https://news.example/two",
    ]
    items = [{"id": "https://news.example/one", "title": "One"}, {"id": "2", "title": "Two"}]
    reading = parse_feed(json.dumps({"version": "1", "items": items}).encode())
    assert [one.url for one in reading.entries] == ["https://news.example/one"]


def large(declared: str, used: str, title: str) -> bytes:
    """A sitemap with what breaks a strict parser in its middle, and a tag in quoted text."""
    entry = (
        "<url><loc>/{n}?a&b</loc><n:news><title><![CDATA[{title} & </a>{n}]]></title></n:news>"
        "</url>\n<url><loc>/{n}/b</loc><n:news><title>{title}&nbsp;{n}</title></n:news></url>"
    )
    entries = "".join(entry.format(n=number, title=title) for number in range(60))
    head = f"<?xml version='1.0' encoding='{declared}'?>\n"
    return f"{head}<urlset xmlns:n='n'>{entries}</urlset>".encode(used)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(("declared", "used", "title"), ENCODINGS)
def test_a_sitemap_in_pieces_says_what_it_says_whole(
    declared: str, used: str, title: str, mark: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of a piece hides no entry and cuts no reference, in any encoding."""
    payload = (mark if used == "utf-8" else b"") + large(declared, used, title)
    whole = parse_sitemap(payload)
    assert (whole.fault, len(whole.entries)) == (None, 120)
    for piece in (1, 100, 333):
        monkeypatch.setattr(mending, "PIECE", piece)
        assert parse_sitemap(payload) == whole


def peak_of(payload: bytes) -> int:
    """The number of bytes used to read the payload, in addition to the payload itself."""
    tracemalloc.start()
    try:
        parse_sitemap(payload)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_large_sitemap_that_is_broken_is_not_there_four_times_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One of fifty megabytes, the limit of the protocol, took three times that in addition."""
    monkeypatch.setattr(mending, "PIECE", 100_000)
    filler = "<url><loc>/a</loc><image>" + "x" * 120_000 + "</image></url>"
    payload = f"<urlset>{filler * 100}<url><loc>/b?a&c</loc></url></urlset>".encode()
    assert len(parse_sitemap(payload).entries) == 101
    assert peak_of(payload) < len(payload) / 2


def test_a_list_of_words_costs_no_more_than_its_limit() -> None:
    """Fifty megabytes of single letters became as many million words."""
    payload = b"http://news.example/a-b-c " + b"a " * 2_000_000
    assert len(parse_sitemap(payload).entries) == 1
    assert peak_of(payload) < len(payload)
