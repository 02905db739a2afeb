"""Pure: does a page with status 200 show somebody else's text in the place of its article's?

A cache that mixes up its hosts, or a server that is broken, gives one page at all addresses. It
has a headline and paragraphs, and reads as if each article had been rewritten from end to end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.decide.identity import is_of
from spiders.urls import host, surt
from storage.digest import fold

if TYPE_CHECKING:
    from monitor.decide.context import Known
    from storage.records import Extraction, Outlet

LEAST_SENTENCES = 3
"""A notice of a sentence or two that several articles show is what the outlet says of each."""
EVERYWHERE = "another page, which stands in the place of many articles of the outlet"
SHARED = 0.1
"""Of the shorter text's sentences: more in common, and the page is still about its article."""
_SECOND_LEVEL, _COUNTRY = 3, 2
"""Letters of a name such as ``co`` or ``gov`` under which a country gives its names, at most; and
of a country's own. Elsewhere a name as short is an outlet's: ``edition.cnn.com`` is CNN's."""


def unlike(old: Extraction, new: Extraction, least: int = LEAST_SENTENCES) -> bool:
    """Has the page another headline than its article, and hardly a sentence of it?

    Of fewer sentences than ``least`` it may say something of its article still.
    """
    if fold(old.title or "") == fold(new.title or ""):
        return False
    before, after = sentences(old), sentences(new)
    if not before or len(after) < least:
        return False
    return len(before & after) <= SHARED * min(len(before), len(after))


def stranger(
    outlet: Outlet,
    own: Known,
    new: Extraction,
    *,
    other: bool,
    shown_by: str | None,
    everywhere: bool = False,
) -> str | None:
    """What tells that the page is not its article's, in words; None where it may be.

    The home page may stand there as well, with status 200. ``other``: the page's own name is that
    of another article of the outlet. ``shown_by`` is the URL of one that shows this text;
    ``everywhere``: many had it in their place. What a page called itself before is no news: a
    careless template names one address on all pages, and an agency's text the agency's.
    """
    if not unlike(own.content, new):
        return EVERYWHERE if everywhere and unlike(own.content, new, 1) else None
    named = new.canonical_url
    if named is not None and not _called_so(own, named) and (other or _is_none(outlet, named)):
        return f"another page: it calls itself {named}"
    if everywhere:
        return EVERYWHERE
    return None if shown_by is None else shown_too(shown_by)


def shown_too(url: str) -> str:
    """What is told where another article shows the page's text as well."""
    return f"another page: {url} shows it too"


def _called_so(own: Known, named: str) -> bool:
    before = own.last.canonical_url
    if before is not None and host(before) == host(named) and surt(before) == surt(named):
        return True
    mine = {surt(url) for url in (own.article.url, *own.article.aliases)}
    return surt(named) in mine


def _is_none(outlet: Outlet, url: str) -> bool:
    """Can no article of the outlet have this name: the home page's, or one abroad?"""
    return surt(url) == surt(outlet.home) or _is_abroad(outlet, url)


def _is_abroad(outlet: Outlet, url: str) -> bool:
    """Is it on a host that has nothing to do with the outlet's?"""
    if is_of(outlet, url):
        return False
    return _site(url) not in {_site(one) for one in (outlet.home, *map("//".__add__, outlet.hosts))}


def _site(url: str) -> str:
    """The name that a host was given under; too long rather than too short for rare countries."""
    labels = (urlsplit(url).hostname or "").split(".")
    given = len(labels[-1]) == _COUNTRY and len(labels[-2:][0]) <= _SECOND_LEVEL
    own = 3 if given else 2
    return ".".join(labels[-own:])


def sentences(reading: Extraction) -> set[str]:
    """What it says, sentence by sentence: folded, each once."""
    from monitor.diff.sentences import split  # noqa: PLC0415 - slow patterns, for edited pages only

    return {one for block in reading.body for one in split(fold(block.text))}
