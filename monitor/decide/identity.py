"""Which article a page is about, by its own word and by its text. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.urls import canonical, host, surt
from storage.digest import fold, is_digest_of

if TYPE_CHECKING:
    from storage.records import Extraction, Outlet

RULE_REMARK = "rule "
"""How the reader's remarks about a failed rule of the outlet begin."""

ALIKE_SHARE = 0.5
"""Two readings are of one article if they share this much of the shorter one's blocks."""


def identity_url(url: str, extraction: Extraction, outlet: Outlet) -> str:
    """The canonical URL: the one that the page names, if credible, or otherwise its address.

    It is credible if it is on one of the outlet's hosts and not the home page, which careless
    templates name on every page.
    """
    named = extraction.canonical_url
    if not named or host(named) not in _hosts(url, outlet):
        return canonical(url)
    path = urlsplit(named).path.strip("/")
    if not path or surt(named) == surt(outlet.home):
        return canonical(url)
    return canonical(named)


def is_second(url: str, extraction: Extraction, outlet: Outlet, key: str) -> bool:
    """Whether it is a second page (AMP, print, mobile) that names the article with this key."""
    return surt(url) != key and surt(identity_url(url, extraction, outlet)) == key


def is_of(outlet: Outlet, url: str) -> bool:
    """Whether the URL is on one of the outlet's hosts."""
    return host(url) in _hosts(outlet.home, outlet)


def _hosts(url: str, outlet: Outlet) -> set[str]:
    hosts = {host(url), *outlet.hosts}
    return hosts | {f"www.{name}" for name in hosts} | {name.removeprefix("www.") for name in hosts}


def alike(old: Extraction, new: Extraction) -> bool:
    """Whether the second is a later form of the first, by title or by shared text."""
    if old.title and new.title and fold(old.title) == fold(new.title):
        return True
    return shares_text(old, new)


def shares_text(old: Extraction, new: Extraction) -> bool:
    """Whether they have half of the shorter one's text in common, whatever their headlines."""
    before = {fold(block.text) for block in old.body}
    after = {fold(block.text) for block in new.body}
    shared = sum(map(len, before & after))
    return shared >= ALIKE_SHARE * max(1, min(sum(map(len, before)), sum(map(len, after))))


def says_the_same(old: Extraction, digest: str, new: Extraction) -> bool:
    """Whether the new reading says what the old one with this digest says.

    Older readers knew no targets of links, no ranks of headings, or no struck words. If only such a
    reading is left (the capture is redacted, or shows no article to the present reader), these are
    not compared.
    """
    if is_digest_of(digest, new):
        return True
    if old.reader == new.reader:
        return False
    targets = new.targets if old.targets else ()
    outline = new.outline if old.outline else ()
    blocks = new.blocks
    if not any(block.struck for block in old.blocks):
        blocks = tuple(replace(block, struck=()) for block in blocks)
    return is_digest_of(digest, replace(new, targets=targets, outline=outline, blocks=blocks))
