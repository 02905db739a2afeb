"""Pure: which article a page is about, by its own word and by its text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.urls import canonical, host, surt
from storage.digest import fold, is_digest_of

if TYPE_CHECKING:
    from storage.records import Extraction, Outlet

RULE_REMARK = "rule "
"""How the reader's remarks begin that tell of a rule of the outlet which failed."""

ALIKE_SHARE = 0.5
"""Two readings are of one article when they share this much of the shorter one's blocks."""


def identity_url(url: str, extraction: Extraction, outlet: Outlet) -> str:
    """The canonical URL: the page's own word where it can be believed, else the address.

    It is believed when it stays with the outlet's hosts and is not the home page, which careless
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
    """Is it a second page (AMP, print, mobile) of the article with this key, which it names?"""
    return surt(url) != key and surt(identity_url(url, extraction, outlet)) == key


def is_of(outlet: Outlet, url: str) -> bool:
    """Does the URL stand on one of the outlet's hosts?"""
    return host(url) in _hosts(outlet.home, outlet)


def _hosts(url: str, outlet: Outlet) -> set[str]:
    hosts = {host(url), *outlet.hosts}
    return hosts | {f"www.{name}" for name in hosts} | {name.removeprefix("www.") for name in hosts}


def alike(old: Extraction, new: Extraction) -> bool:
    """Is the second a later form of the first? By title, or by the text that they share."""
    if old.title and new.title and fold(old.title) == fold(new.title):
        return True
    return shares_text(old, new)


def shares_text(old: Extraction, new: Extraction) -> bool:
    """Have they half of the shorter one's text in common, whatever their headlines?"""
    before = {fold(block.text) for block in old.body}
    after = {fold(block.text) for block in new.body}
    shared = sum(map(len, before & after))
    return shared >= ALIKE_SHARE * max(1, min(sum(map(len, before)), sum(map(len, after))))


def says_the_same(old: Extraction, digest: str, new: Extraction) -> bool:
    """Does the new reading say what the old one with this digest says?

    A reader from before links were compared knew no targets, one from before headings were ranked
    no outline, and one from before that no words that are struck out; where only its reading is
    left (the capture is redacted, or shows no article to today's reader) they are not held against
    it.
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
