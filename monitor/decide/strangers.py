"""Whether a page with status 200 shows another text in place of its article. Pure.

A cache that mixes up its hosts, or a broken server, returns one page at all addresses. It has a
headline and paragraphs, and looks as if every article had been completely rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.decide.beside import is_rewritten
from monitor.decide.identity import is_of
from spiders.urls import host, surt
from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from monitor.decide.context import Known
    from storage.records import Extraction, Outlet

NAMELESS = "another page: unlike the article's page, it names no address, time or author"
LEAST_SENTENCES = 3
"""With fewer sentences it is a notice, which the outlet may show for several articles."""
EVERYWHERE = "another page, shown in place of many articles of the outlet"
SHARED = 0.1
"""If more than this share of the shorter text's sentences is shared, it is still the article."""
_SECOND_LEVEL, _COUNTRY = 3, 2
"""The most letters of a name such as ``co`` or ``gov`` below a country's, and the letters of a
country's name. Elsewhere a name as short is an outlet's: ``edition.cnn.com`` is CNN's."""


def unlike(old: Extraction, new: Extraction, least: int = LEAST_SENTENCES) -> bool:
    """Whether the page has another headline than its article, and hardly a sentence of it.

    False for fewer than ``least`` sentences, which may still be about the article.
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
    """Why the page is not its article's, in words; None if it may be.

    It may also be the home page, with status 200. ``other``: its canonical URL is that of another
    article of the outlet. ``shown_by`` is the URL of an article that shows this text;
    ``everywhere``: many have had it in their place. A canonical URL that the page had before says
    nothing: careless templates name one on all pages, and an agency's text names the agency's.
    """
    if not unlike(own.content, new):
        return EVERYWHERE if everywhere and unlike(own.content, new, 1) else None
    named = new.canonical_url
    if named is not None and not _called_so(own, named) and (other or _is_none(outlet, named)):
        return f"another page: it calls itself {named}"
    if everywhere:
        return EVERYWHERE
    if shown_by is not None:
        return shown_too(shown_by)
    return NAMELESS if _is_nameless(own, new) else None


def shown_too(url: str) -> str:
    """What is said if another article shows the page's text as well."""
    return f"another page: {url} shows it too"


def _is_nameless(own: Known, new: Extraction) -> bool:
    """Whether it names nothing of an article, as the article's page did, nor speaks of this one."""
    url = own.article.url
    return (
        _says_whose(own.last, url)
        and not _says_whose(new, url)
        and not _speaks_of(own.content, new)
    )


def _speaks_of(old: Extraction, new: Extraction) -> bool:
    """Whether the page has a note of the editors, or the article's headline, maybe reworded."""
    if any(block.kind is BlockKind.CORRECTION for block in new.blocks):
        return True
    title = fold(old.title or "").casefold()
    texts = [fold(block.text).casefold() for block in new.blocks]
    quoted = any(title in text and title != text for text in texts)  # and not as in a list
    return bool(title) and (quoted or is_rewritten(title, fold(new.title or "").casefold()))


def _says_whose(reading: Extraction, url: str) -> bool:
    """Whether the page names the address, the time or an author of what it shows.

    A template does so for each article, rewritten or not; a consent page, a notice of the server or
    a parked domain for none. But a farewell may look like such a page too.
    """
    dated = is_dated(reading, url) or reading.modified
    return bool(reading.canonical_url or dated or reading.byline)


def is_dated(reading: Extraction, url: str) -> bool:
    """Whether the page says when it was published; the day in its address is not its word."""
    from spiders.extract.fields.times import of_address  # noqa: PLC0415 - with the reader, if at all

    return reading.published not in {None, str(of_address(url))}


def _called_so(own: Known, named: str) -> bool:
    before = own.last.canonical_url
    if before is not None and host(before) == host(named) and surt(before) == surt(named):
        return True
    mine = {surt(url) for url in (own.article.url, *own.article.aliases)}
    return surt(named) in mine


def _is_none(outlet: Outlet, url: str) -> bool:
    """Whether no article of the outlet can have this URL: the home page's, or a foreign one."""
    return surt(url) == surt(outlet.home) or _is_abroad(outlet, url)


def _is_abroad(outlet: Outlet, url: str) -> bool:
    """Whether it is on a host that has nothing to do with the outlet's."""
    if is_of(outlet, url):
        return False
    return _site(url) not in {_site(one) for one in (outlet.home, *map("//".__add__, outlet.hosts))}


def _site(url: str) -> str:
    """The registered domain of a host; for rare countries rather too long than too short."""
    labels = (urlsplit(url).hostname or "").split(".")
    given = len(labels[-1]) == _COUNTRY and len(labels[-2:][0]) <= _SECOND_LEVEL
    own = 3 if given else 2
    return ".".join(labels[-own:])


def sentences(reading: Extraction) -> set[str]:
    """The folded sentences of a reading, each once."""
    from monitor.diff.sentences import split  # noqa: PLC0415 - slow patterns, for edited pages only

    return {one for block in reading.body for one in split(fold(block.text))}
