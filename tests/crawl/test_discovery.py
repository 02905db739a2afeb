"""``add``: from any URL of an outlet to its seeds, each read as what it claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from spiders.crawl.probing.discovery import discover
from spiders.urls import short_name
from storage.errors import FetchError
from storage.records import SeedKind
from tests.crawl.conftest import QUICK
from tests.crawl.wire_server import WireServer, plain, redirect

if TYPE_CHECKING:
    from pathlib import Path

FEED = (
    b"<rss version='2.0'><channel><title>T</title>"
    b"<item><link>/a-b-c-1</link></item></channel></rss>"
)
SITEMAP = b"<urlset><url><loc>/a-b-c-1</loc></url></urlset>"
PLAIN = (
    b"<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
    b"<url><loc>/a-b-c-1</loc></url></urlset>"
)
NEWS = PLAIN.replace(b"</loc>", b"</loc><n:news><n:title>A b c</n:title></n:news>")
LINKS = b"".join(b'<a href="/en/news/some-long-story-%d">S</a>' % number for number in range(9))
ARTICLE = b"""<html><head><meta property="og:type" content="article"><title>T</title></head>
<body><h1>T</h1><p>Text of it.</p></body></html>"""


def seeds(server: WireServer, path: str = "/") -> dict[str, str]:
    """The paths and kinds of the seeds that are found."""
    found = discover(server.base + path, QUICK).seeds
    return {url.removeprefix(server.base): kind.value for url, kind in found}


def test_home_page_with_everything(server: WireServer) -> None:
    """Linked feeds, sitemaps from robots.txt and the page itself, but no comment feeds."""
    head = (
        b"<link rel=alternate type='application/rss+xml' href='/news.rss'>"
        b"<link rel=alternate type='application/rss+xml' href='/comments.rss' title='Comments'>"
        b"<link rel=alternate type='application/atom+xml' href='/broken.atom'>"
    )
    server.page("/", head + LINKS)
    server.page("/news.rss", FEED, "application/rss+xml")
    server.page("/comments.rss", FEED)
    server.page("/broken.atom", b"<html>sorry</html>")
    server.page("/robots.txt", b"Sitemap: /news-map\nSitemap: /gone.xml\n", "text/plain")
    server.page("/news-map", NEWS, "text/xml")
    assert seeds(server) == {"/news.rss": "feed", "/news-map": "news_sitemap", "/": "section"}
    assert len(discover(server.base + "/", QUICK).articles) == 10  # one page, by feed and sitemap


@pytest.mark.parametrize(
    "place", ["/feed", "/feed/", "/rss", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json"]
)
def test_feed_in_a_usual_place(place: str, server: WireServer) -> None:
    """A feed that no page names is found, and a page in its place is not taken for one."""
    json_feed = b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/a-b-c"}]}'
    server.page("/", LINKS)
    server.page("/rss/", b"<html>all our feeds</html>")
    server.page(place, json_feed if place.endswith("json") else FEED)
    assert seeds(server) == {place: "feed", "/": "section"}


def test_usual_sitemap(server: WireServer) -> None:
    """If robots.txt names none, the usual places are tried."""
    server.page("/", b"<p>no links</p>")
    server.page("/sitemap.xml", SITEMAP, "application/xml")
    assert seeds(server) == {"/sitemap.xml": "sitemap"}


def test_whole_history_is_offered_and_not_taken(server: WireServer) -> None:
    """Nobody who adds an outlet wants a sitemap of a million pages."""
    children = b"".join(b"<sitemap><loc>/m%d.xml</loc></sitemap>" % n for n in range(200))
    server.page("/", LINKS)
    server.page("/feed", FEED)
    server.page("/sitemap.xml", b"<sitemapindex>" + children + b"</sitemapindex>")
    discovery = discover(server.base + "/", QUICK)
    assert {kind for _, kind in discovery.seeds} == {SeedKind.FEED, SeedKind.SECTION}
    assert "200 sitemaps" in discovery.remarks[0]


def test_a_feed_that_the_page_names_and_that_fails_is_told(server: WireServer) -> None:
    """Its server may be down just now; the outlet was watched without it, without a word."""
    link = b"<link rel='alternate' type='application/rss+xml' href='/feed'>"
    server.page("/", b"<html><head>" + link + b"</head><body>" + LINKS + b"</body></html>")
    discovery = discover(server.base + "/", QUICK)
    assert [kind for _, kind in discovery.seeds] == [SeedKind.SECTION]
    (remark,) = discovery.remarks
    assert f"{server.base}/feed" in remark
    assert "cannot be read" in remark


@pytest.mark.parametrize(
    ("payload", "kind"),
    [(FEED, "feed"), (SITEMAP, "sitemap"), (PLAIN, "sitemap"), (NEWS, "news_sitemap")],
)
def test_named_seed_is_taken_alone(payload: bytes, kind: str, server: WireServer) -> None:
    """A user who names a feed wants that feed; entries make a news sitemap, not a prefix."""
    server.page("/", LINKS)
    server.page("/feed", FEED)
    server.page("/this", payload, "application/xml")
    assert seeds(server, "/this") == {"/this": kind}
    (article,) = discover(server.base + "/this", QUICK).articles
    assert article.url == server.base + "/a-b-c-1"


def test_the_page_itself_may_be_a_seed_of_the_rules(server: WireServer, tmp_path: Path) -> None:
    """It was fetched already: it is used, and not reported as unreadable."""
    (tmp_path / "own.toml").write_text(
        f'hosts = ["{server.host}"]\n[[seeds]]\nurl = "{server.base}/"\nkind = "section"\n'
    )
    server.page("/", LINKS)
    discovery = discover(server.base + "/", QUICK, tmp_path)
    assert [kind for _, kind in discovery.seeds] == [SeedKind.SECTION]
    assert discovery.remarks == ()


def test_named_section_keeps_to_itself(server: WireServer) -> None:
    """A section page does not bring the feeds and sitemaps of the whole outlet."""
    server.page("/feed", FEED)
    server.page("/sitemap.xml", SITEMAP)
    server.page("/politics/", LINKS)
    assert seeds(server, "/politics/") == {"/politics/": "section"}


def test_one_article(server: WireServer) -> None:
    """Only the article is watched; the outlet is its host."""
    server.page("/en/news/some-long-story-1", ARTICLE)
    discovery = discover(server.base + "/en/news/some-long-story-1", QUICK)
    assert [found.url for found in discovery.articles] == [
        server.base + "/en/news/some-long-story-1"
    ]
    assert discovery.seeds == ()
    assert discovery.hosts == (server.host,)
    assert discovery.home == server.base + "/"
    assert discovery.name == server.host.replace(".", "-").replace(":", "-")


def test_redirects_are_followed(server: WireServer) -> None:
    """The outlet is at the end of the redirects."""
    server.routes["/"] = redirect("/en/")
    server.page("/en/", LINKS)
    assert seeds(server) == {"/en/": "section"}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nothing", "no such page"),
        ("/forbidden/x", "robots"),
        ("/loop", "redirects to itself"),
        ("/picture", "neither a page nor a feed"),
        ("/broken", "answered with status 500"),
    ],
)
def test_what_cannot_be_had_says_why(path: str, why: str, server: WireServer) -> None:
    """A URL that cannot be fetched is an error with its reason, and with what to do."""
    server.page("/robots.txt", b"User-agent: *\nDisallow: /forbidden/\n", "text/plain")
    server.routes["/loop"] = redirect("/loop")
    server.page("/picture", b"x", "image/png")
    server.routes["/broken"] = plain(b"", status="500 Oops")
    with pytest.raises(FetchError) as caught:
        discover(server.base + path, QUICK)
    assert why in caught.value.why
    assert caught.value.do


def test_a_page_that_is_too_large_names_the_limit(server: WireServer) -> None:
    """It was reported in two words, with advice to try a browser and to correct the address."""
    server.page("/", b"<p>" + b"x" * 2000)
    with pytest.raises(FetchError) as caught:
        discover(server.base + "/", replace(QUICK, max_bytes=1024))
    assert "larger than max_bytes in variorum.toml" in caught.value.why
    assert "Allow more bytes" in caught.value.do


def test_redirect_from_a_named_host_into_the_network_is_refused(server: WireServer) -> None:
    """Naming one private host allows no other."""
    other = WireServer("127.0.0.99")
    server.routes["/"] = redirect(other.base + "/")
    with pytest.raises(FetchError) as caught:
        discover(server.base + "/", QUICK)
    other.close()
    assert "private address" in str(caught.value)
    assert other.log == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("[::1]:8080", "1-8080"),
        ("::1", "1"),
        ("oc-media.org", "oc-media"),
        ("10.0.0.7:80", "10-0-0-7-80"),
    ],
)
def test_the_name_of_an_outlet_is_no_option(name, slug):
    """It begins with a letter or a digit, so commands accept it, even for an IPv6 host."""
    assert short_name(name) == slug
