"""What kind of thing there is at a URL that somebody named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from spiders.crawl.seeds.reading import parse_feed
from spiders.crawl.seeds.sections import links
from spiders.crawl.seeds.sitemaps import parse_sitemap
from spiders.extract.depth import tree_of
from spiders.extract.encoding import decode
from spiders.urls import host, resolve

if TYPE_CHECKING:
    from spiders.crawl.seeds.sources import Reading
    from spiders.outlets.rules import Rules

_FEED_TYPES = re.compile(
    r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)|text/xml", re.IGNORECASE
)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<rss|<feed|<rdf|<urlset|<sitemapindex|\{)", re.IGNORECASE
)
_ARTICLE_TYPE = re.compile(
    r"\"@type\"\s*:\s*(?:\[\s*)?\"(?:[A-Za-z]*Article|BlogPosting|LiveBlogPosting|Report)\""
)
_NEWS_NAMESPACE = b"schemas/sitemap-news"
_NEWS_PREFIX = re.compile(rb"xmlns:([\w.-]+)\s*=\s*[\"'][^\"']*" + _NEWS_NAMESPACE)


class Kind(Enum):
    """What a URL given to ``add`` can be."""

    FEED = "feed"
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "news_sitemap"
    ARTICLE = "article"
    PAGE = "page"


@dataclass(frozen=True)
class Page:
    """A page that was fetched to look at it. ``url`` is where the redirects ended."""

    url: str
    payload: bytes = field(repr=False)
    content_type: str | None = None

    @cached_property
    def reading(self) -> Reading | None:
        """The page read as a sitemap or a feed; None if it is neither."""
        if not (_MARKUP.match(self.payload) or self.payload.startswith(b"\x1f\x8b")):
            return None
        for reading in (parse_sitemap(self.payload), parse_feed(self.payload, self.content_type)):
            if reading.is_read:
                return reading
        return None

    @cached_property
    def tree(self) -> Any:
        """The page as a tree of selectolax."""
        return tree_of(decode(self.payload, self.content_type))

    def section_links(self, rules: Rules | None) -> Reading:
        """The links to pages that may be articles."""
        return links(self.payload, self.url, (), rules, self.content_type)

    def feed_links(self) -> list[str]:
        """The feeds that the page's links name, without those of comments."""
        urls = []
        for node in self.tree.css('link[rel~="alternate"][href]'):
            attributes = node.attributes
            words = f"{attributes.get('href')} {attributes.get('title')}".lower()
            url = resolve(self.url, attributes.get("href") or "")
            if url and _FEED_TYPES.match(attributes.get("type") or "") and "comment" not in words:
                urls.append(url)
        return list(dict.fromkeys(urls))


def kind_of(page: Page) -> Kind:
    """Whether it is a feed, a sitemap, one article, or a page that leads to articles."""
    reading = page.reading
    if reading is not None:
        if reading.is_feed:
            return Kind.FEED
        news = _has_news(page.payload, reading) or "news" in urlsplit(page.url).path
        return Kind.NEWS_SITEMAP if news and not reading.children else Kind.SITEMAP
    return Kind.ARTICLE if _is_article(page) else Kind.PAGE


def _has_news(payload: bytes, reading: Reading) -> bool:
    """Whether entries use the news extension: many programs declare it in every sitemap they make.

    A sitemap that declares it and has no entries counts too: nothing was published for two days.
    """
    declared = _NEWS_PREFIX.search(payload[:4096])
    if declared is None:
        return _NEWS_NAMESPACE in payload[:4096]
    return not reading.entries or b"<" + declared[1] + b":" in payload


def _is_article(page: Page) -> bool:
    """Whether it is an article, by the page's own og:type, then its JSON-LD, else by our reader."""
    if urlsplit(page.url).path in ("", "/"):
        return False
    node = page.tree.css_first('meta[property="og:type"]')
    declared = (node.attributes.get("content") or "").strip().lower() if node is not None else ""
    if declared:
        return bool(declared == "article")
    scripts = page.tree.css('script[type="application/ld+json"]')
    if scripts:
        return any(_ARTICLE_TYPE.search(script.text()) for script in scripts)
    from spiders.extract.reader import read  # noqa: PLC0415  # only for pages that say neither
    from storage.records import PageType  # noqa: PLC0415  # the same

    extraction = read(page.payload, url=page.url, content_type=page.content_type)
    return extraction.page_type is PageType.ARTICLE and bool(host(page.url))
