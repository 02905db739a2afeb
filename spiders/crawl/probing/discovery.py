"""What ``add`` finds out about a URL: whose it is, and where the articles are found."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.crawl.http.guard import belongs
from spiders.crawl.probing.pages import Kind, Page, kind_of
from spiders.crawl.probing.probe import Prober
from spiders.crawl.seeds.reading import found_of
from spiders.outlets.rules import for_host
from spiders.urls import canonical, host, resolve, short_name, surt
from storage.records import Found, SeedKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from spiders.configuration import Configuration
    from spiders.outlets.rules import Rules

FEED_PLACES = (
    "/feed",
    "/feed/",
    "/rss",
    "/rss/",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
)
SITEMAP_PLACES = ("/news-sitemap.xml", "/sitemap.xml", "/sitemap_index.xml")
MAX_PAGES = 1_000
"""A sitemap that names more pages is only mentioned, not added."""
MAX_CHILDREN = 10
"""The same for the children of a sitemap index."""
_LANGUAGE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found. ``articles`` is the one that the user named, or those that the seeds name.

    ``remarks`` are sentences for the user: what was fetched and left out, and why.
    """

    name: str
    home: str
    hosts: tuple[str, ...]
    seeds: tuple[tuple[str, SeedKind], ...] = ()
    articles: tuple[Found, ...] = ()
    remarks: tuple[str, ...] = ()


def discover(url: str, configuration: Configuration, folder: Path | None = None) -> Discovery:
    """Look at a URL and around it. ``folder`` has the user's own rules.

    robots.txt, the check for private addresses and the limits apply as in a crawl. Raises
    FetchError if the URL itself cannot be fetched.
    """
    return asyncio.run(_discover(url, configuration, folder))


async def _discover(url: str, configuration: Configuration, folder: Path | None) -> Discovery:
    prober = Prober(configuration, url)
    try:
        page = await prober.page(url)
        kind = kind_of(page)
        rules = for_host(host(page.url), folder)
        if kind is Kind.ARTICLE:
            address = canonical(page.url)
            found = Found(address, surt(address))
            return _discovery(page, rules, [], articles=(found,))
        if kind is not Kind.PAGE:
            main = _main_page(page, kind)
            found_there = found_of(page.reading, page.url) if page.reading is not None else ()
            return _discovery(main, rules, [(page.url, _SEEDS[kind])], articles=found_there)
        search = _Search(prober, page, rules)
        await search.run()
        named = search.found.values()
        return _discovery(page, rules, search.seeds, articles=named, remarks=search.remarks)
    finally:
        prober.close()


_SEEDS = {
    Kind.FEED: SeedKind.FEED,
    Kind.SITEMAP: SeedKind.SITEMAP,
    Kind.NEWS_SITEMAP: SeedKind.NEWS_SITEMAP,
}


class _Search:
    """Looks for the seeds of a home or section page; each was read before it is taken."""

    def __init__(self, prober: Prober, page: Page, rules: Rules | None) -> None:
        self.seeds: list[tuple[str, SeedKind]] = []
        self.found: dict[str, Found] = {}
        self.remarks: list[str] = []
        self._prober = prober
        self._page = page
        self._rules = rules
        self._tried: set[str] = {page.url}

    async def run(self) -> None:
        await self._ruled()
        await self._linked()
        if _is_home(self._page.url):
            if not self._has(SeedKind.FEED):
                await self._first_feed(FEED_PLACES)
            await self._sitemaps()
        if self._page.section_links(self._rules).entries:
            self._take(self._page, SeedKind.SECTION)
        if not self.seeds:
            self.remarks.append("No feed, sitemap or link to an article was found.")

    def _has(self, *kinds: SeedKind) -> bool:
        return any(kind in kinds for _, kind in self.seeds)

    def _take(self, page: Page, kind: SeedKind, url: str = "") -> None:
        url = url or page.url
        if any(surt(url) == surt(taken) for taken, _ in self.seeds):
            return
        self.seeds.append((url, kind))
        section = kind is SeedKind.SECTION
        reading = page.section_links(self._rules) if section else page.reading
        for one in found_of(reading, page.url) if reading is not None else ():
            self.found.setdefault(one.key, one)

    async def _ruled(self) -> None:
        """Take the seeds of the outlet's rules first; remark on those that cannot be read."""
        for url, kind in self._rules.seeds if self._rules else ():
            page = self._page if url == self._page.url else await self._try(url)
            if page is None:
                self.remarks.append(f"{url}, a seed in the rules, cannot be read.")
            elif kind is SeedKind.SECTION or _SEEDS.get(kind_of(page)) is not None:
                self._take(page, kind, url)

    async def _linked(self) -> None:
        for url in self._page.feed_links():
            known = url in self._tried
            page = await self._try(url)
            if page is None and not known:
                self.remarks.append(
                    f"{url}, a feed that the page names, cannot be read and was left out. "
                    f"Once it can be: variorum add {url}"
                )
            elif page is not None and kind_of(page) is Kind.FEED:
                self._take(page, SeedKind.FEED)

    async def _first_feed(self, places: Iterable[str]) -> None:
        for place in places:
            page = await self._try(resolve(self._page.url, place))
            if page is not None and kind_of(page) is Kind.FEED:
                self._take(page, SeedKind.FEED)
                return

    async def _sitemaps(self) -> None:
        """Take the sitemaps that robots.txt names, or else those at the usual places."""
        named = (await self._prober.robots(self._page.url)).sitemaps
        for url in named or SITEMAP_PLACES:
            page = await self._try(resolve(self._page.url, url))
            kind = kind_of(page) if page is not None else None
            if page is None or kind not in (Kind.SITEMAP, Kind.NEWS_SITEMAP):
                continue
            if kind is Kind.NEWS_SITEMAP or not self._is_too_much(page):
                self._take(page, _SEEDS[kind])

    def _is_too_much(self, page: Page) -> bool:
        """Whether a sitemap names too much, if there is another seed; remark on it then.

        Whoever adds an outlet does not expect its whole history, which takes days to fetch.
        """
        reading = page.reading
        if reading is None or not self.seeds:
            return False
        if len(reading.entries) <= MAX_PAGES and len(reading.children) <= MAX_CHILDREN:
            return False
        many = f"{len(reading.entries) or len(reading.children)}"
        what = "pages" if reading.entries else "sitemaps"
        self.remarks.append(
            f"{page.url} names {many} {what} and was left out; to have them all: "
            f"variorum add {page.url}"
        )
        return True

    async def _try(self, url: str | None) -> Page | None:
        if url is None or url in self._tried:
            return None
        self._tried.add(url)
        return await self._prober.try_page(url)


def _discovery(
    page: Page,
    rules: Rules | None,
    seeds: list[tuple[str, SeedKind]],
    *,
    articles: Iterable[Found] = (),
    remarks: Iterable[str] = (),
) -> Discovery:
    name = host(page.url)
    twins = {name} if _stands_alone(page.url) else {name, "www." + name.removeprefix("www.")}
    twins |= {one.removeprefix("www.") for one in twins}
    if rules is not None:
        twins |= set(rules.hosts)
    parts = urlsplit(page.url)
    return Discovery(
        name=rules.name if rules is not None else short_name(name),
        home=rules.home if rules is not None and rules.home else f"{parts.scheme}://{name}/",
        hosts=tuple(sorted(twins)),
        seeds=tuple(seeds),
        articles=tuple(one for one in articles if belongs(host(one.url), twins)),
        remarks=tuple(remarks),
    )


def _main_page(page: Page, kind: Kind) -> Page:
    """The page whose host is the outlet's: a feed may be on another host than its pages."""
    found = found_of(page.reading, page.url) if page.reading is not None else ()
    hosts = Counter(host(one.url) for one in found)
    if kind is not Kind.FEED or not hosts or host(page.url) in hosts:
        return page
    most, _ = hosts.most_common(1)[0]
    return Page(next(one.url for one in found if host(one.url) == most), b"")


def _is_home(url: str) -> bool:
    """Whether the URL is the root, or the root of a language."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    return not segments or (len(segments) == 1 and len(segments[0]) <= _LANGUAGE_LENGTH)


def _stands_alone(url: str) -> bool:
    """Whether the host has no ``www.`` twin: an IP address, with a port, or without a dot."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    return bool(parts.port) or "." not in name or ":" in name or name.replace(".", "").isdigit()
