"""Section pages: which of their links may be articles.

The outlet's rules decide if they say anything. Otherwise the shape of the address does, and in
doubt it may be one: what turns out not to be an article is read once and remembered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from spiders.crawl.seeds.sources import Entry, Reading
from spiders.extract.depth import tree_of
from spiders.extract.encoding import decode
from spiders.urls import canonical, host, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.outlets.rules import Rules

MAX_LINKS = 5_000
TITLE_WORDS = 3
"""A link with this many words or more may be a headline, whatever its address looks like."""
_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|m?js|json|xml|rss|atom|pdf|zip|gz|mp[34]|m4[av]|webm"
    r"|mov|avi|ogg|wav|woff2?|ttf|eot|docx?|xlsx?|pptx?|apk|exe|ics)\Z",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"tags?|topics?|categor(?:y|ies)|authors?|search|login|signin|register|account|subscribe"
    r"|subscriptions?|newsletters?|about(?:-us)?|contacts?(?:-us)?|privacy(?:-policy)?"
    r"|terms(?:-of-(?:use|service))?|cookies?(?:-policy)?|advertis(?:e|ing)|jobs|careers|sitemap"
    r"|feed|rss|page|cdn-cgi|wp-(?:admin|content|json|login\.php)|cart|checkout|shop|static|assets"
    r"|share|print|imprint|impressum|faq|help",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?<![^\W_])[^\W_]++(?:[-_][^\W_]++){2,}")
_NUMBER = re.compile(r"\d{4,}")
_DATE = re.compile(r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]|\Z)")


def links(
    payload: bytes,
    url: str,
    hosts: Iterable[str],
    rules: Rules | None = None,
    content_type: str | None = None,
) -> Reading:
    """The links of the page to the outlet that may be articles, in the page's order."""
    tree = tree_of(decode(payload, content_type))
    anchors = tree.css("a[href]")
    base = tree.css_first("base[href]")
    root = resolve(url, base.attributes.get("href") or "") if base is not None else None
    own = {_bare(name) for name in hosts} or {_bare(host(url))}
    here, entries = canonical(url), dict[str, Entry]()
    for anchor in anchors[: 4 * MAX_LINKS]:
        target = resolve(root or url, anchor.attributes.get("href") or "")
        if target is None or _bare(host(target)) not in own:
            continue
        address = canonical(target)
        if address == here or address in entries:
            continue
        title = " ".join(anchor.text().split())[:300] or None
        if not may_be_article(address, rules, title):
            continue
        entries[address] = Entry(address, title)
        if len(entries) >= MAX_LINKS:
            break
    return Reading(tuple(entries.values()), fault=None if anchors else "no links")


def may_be_article(url: str, rules: Rules | None = None, title: str | None = None) -> bool:
    """Judge a link by the outlet's patterns if any, else by the path's shape or the link's words.

    In doubt it may be one: a page that is no article is fetched once, but a skipped article is
    lost.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    if _ASSET.search(path):
        return False
    if rules is not None and rules.articles:
        return bool(rules.is_article(url))
    segments = [segment for segment in path.split("/") if segment]
    if not segments or any(map(_NAVIGATION.fullmatch, segments[:2])):
        return False
    last = segments[-1]
    return bool(
        len((title or "").split()) >= TITLE_WORDS
        or _WORDS.search(last)
        or _NUMBER.search(last)
        or _DATE.search(path)
        or (parts.query and _NUMBER.search(parts.query))
        or (len(segments) > 1 and re.search(r"[-_]|\d", last))
        or last.endswith((".html", ".htm", ".shtml"))
    )


def _bare(name: str) -> str:
    return name.removeprefix("www.")
