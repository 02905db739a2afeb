"""What a seed's response names: entries of feeds and sitemaps, links of a section page.

Everything here is pure and never raises because of what a server sends: a broken seed has a
``fault`` and becomes an incident. The order of the seed is kept.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from spiders.crawl.seeds.large import is_too_deep, within_bounds, without_authors
from spiders.crawl.seeds.mending import mended
from spiders.crawl.seeds.sections import links
from spiders.crawl.seeds.sitemaps import NOT_A_SITEMAP, parse_sitemap, unpacked
from spiders.crawl.seeds.sources import Entry, Reading
from spiders.extract.encoding import decode
from spiders.urls import canonical, resolve, surt
from storage.records import Found, SeedKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.outlets.rules import Rules

_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_PROLOG = re.compile(
    r"(?>(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)*)", re.DOTALL
)
_ROOT = re.compile(r"<\w")


def read_seed(
    kind: SeedKind,
    payload: bytes,
    url: str,
    *,
    hosts: Iterable[str] = (),
    rules: Rules | None = None,
    content_type: str | None = None,
) -> Reading:
    """Read entries and child sitemaps. ``url`` is the payload's own, for relative links."""
    if kind is SeedKind.FEED:
        reading = parse_feed(payload, content_type)
    elif kind is SeedKind.SECTION:
        reading = links(payload, url, hosts, rules, content_type)
    else:
        reading = parse_sitemap(payload)
        if reading.fault == NOT_A_SITEMAP and _FEED.search(payload, 0, 1000):
            return parse_feed(payload, content_type)  # the protocol accepts feeds as sitemaps too
    return reading


def found_of(reading: Reading, url: str) -> tuple[Found, ...]:
    """The entries as addresses, each page once, in the seed's order."""
    found: dict[str, Found] = {}
    for entry in reading.entries:
        named = entry.url.strip()
        target = resolve(url, f"//{named}" if named.startswith("www.") else named)
        if target is None:
            continue
        address = canonical(target)
        key = surt(address)
        if key not in found:
            found[key] = Found(address, key, entry.title, entry.updated, entry.summary)
    return tuple(found.values())


def parse_feed(payload: bytes, content_type: str | None = None) -> Reading:
    """Read RSS, Atom, RDF or JSON Feed. Anything else has the fault ``not a feed``."""
    payload = unpacked(payload)
    start = payload[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _json_feed(payload)
    return _xml_feed(payload, content_type)


def _json_feed(payload: bytes) -> Reading:
    try:
        document = json.loads(payload)
    except (ValueError, RecursionError):
        return Reading(fault="not a feed")
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        return Reading(fault="not a feed")
    entries = []
    for item in items:
        if not isinstance(item, dict):
            continue
        url = item.get("url") or item.get("external_url") or _address(item.get("id"))
        if isinstance(url, str):
            updated = item.get("date_modified") or item.get("date_published")
            title, summary = _text(item.get("title")), _text(item.get("summary"))
            entries.append(Entry(url, title, _text(updated), summary))
    hubs = document.get("hubs")
    hub = next((one.get("url") for one in _tables(hubs) if one.get("type") == "WebSub"), None)
    return Reading(
        tuple(entries),
        title=_text(document.get("title")),
        is_feed=True,
        older=_text(document.get("next_url")),
        hub=_text(hub),
        topic=_text(document.get("feed_url")),
    )


def _tables(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _xml_feed(payload: bytes, content_type: str | None) -> Reading:
    clean, cut = within_bounds(payload)
    root = without_authors(_root(decode(clean, content_type)))
    if is_too_deep(root):
        return Reading(fault="broken feed")
    parsed = _parsed(root)
    if parsed is None or not parsed.get("version"):
        parsed = _parsed(mended(root))
    if parsed is None:
        return Reading(fault="broken feed")
    if not parsed.get("version"):
        return Reading(fault="not a feed")
    entries = tuple(
        Entry(link, _text(entry.get("title")), _updated(entry), _text(entry.get("summary")))
        for entry in parsed.entries
        if (link := _link(entry)) is not None
    )
    fault = "broken feed" if parsed.get("bozo") and not entries else cut
    linked = {
        str(link.get("rel")): _text(link.get("href"))
        for link in reversed(parsed.feed.get("links") or [])
    }
    return Reading(
        entries,
        title=_text(parsed.feed.get("title")),
        fault=fault,
        is_feed=True,
        older=linked.get("prev-archive") or linked.get("next"),
        hub=linked.get("hub"),
        topic=linked.get("self"),
    )


def _root(text: str) -> bytes:
    """The feed from its root element on, in UTF-8.

    What is before it has no entry. Entities defined there multiply, and of encodings and
    declarations that are made for it feedparser takes hours. It looks for them in the first line
    and before the first element, which is empty therefore.
    """
    prolog = _PROLOG.match(text)
    root = _ROOT.search(text, prolog.end() if prolog else 0)
    return b"\n" + text[root.start() :].encode("utf-8", "replace") if root else b""


def _parsed(payload: bytes) -> Any:
    """The feed, in UTF-8, as feedparser reads it; None if that raises."""
    import feedparser  # noqa: PLC0415  # 0.1 s of CPU, and unchanged feeds do not need it

    try:
        return feedparser.parse(
            payload,
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception:  # noqa: BLE001  # its loose parser raises all kinds of errors
        return None


def _link(entry: Any) -> str | None:
    """The address of the entry itself, not one that counts clicks.

    If there is no link, an id that is an address is the article's.
    """
    link = entry.get("feedburner_origlink") or entry.get("link")
    return str(link) if link else _address(entry.get("id"))


def _address(value: object) -> str | None:
    found = isinstance(value, str) and value.strip().startswith(("http://", "https://"))
    return str(value).strip() if found else None


def _updated(entry: Any) -> str | None:
    return _text(entry.get("updated" if "updated" in entry else "published"))


def _text(value: object) -> str | None:
    """A value as text on one line; None if empty. Some outlets wrap it in CDATA twice."""
    if not isinstance(value, str):
        return None
    return " ".join(_CDATA.sub(r"\1", value).split()) or None
