"""Where the links of a body lead, in a normal form without what a page adds for each request.

A link that leads elsewhere than before says something else with the same words. What differs from
one request to the next (a session, where a reader came from, a mail address hidden from robots, a
click that an advertiser counts) says nothing, nor do scheme, ``www.`` and trailing slash.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from spiders.urls import resolve, surt

if TYPE_CHECKING:
    from collections.abc import Iterable

_SESSION = re.compile(r";jsessionid=[^/?]*|/\(S\([a-z0-9]+\)\)", re.IGNORECASE)
_PASSING = re.compile(
    r"(?:php|asp|j)?sess(?:ion)?_?(?:id)?|s?sid|cf(?:id|token)|_?(?:wp)?nonce|csrf\w*|token|sig"
    r"|signature|expires|rnd|rand|random|cb|cachebuster|timestamp|ts|_|ref|referr?er|return\w*"
    r"|redirect\w*|next|dest(?:ination)?|continue|back\w*|src|source|campaign|cid|icid|xtor|icmp"
    r"|intcmp|cmp|mod|tag|output_?type|amp|aff\w*|click_?id|visitor\w*|hash|e?mail",
    re.IGNORECASE,
)
"""Parameters that belong to one request or to the way to a page."""
_RANDOM = re.compile(r"(?=[^=]*\d)(?=[^=]*[a-z])[\w%.~-]{24,}|1\d{9}(?:\d{3})?", re.IGNORECASE)
"""Generated values: long mixtures of letters and digits, and times as numbers."""
_COUNTED = re.compile(
    r"doubleclick|googlead|googlesyndication|adservice|skimresources|viglink|linksynergy|awin1"
    r"|shareasale|anrdoezrs|dpbolvw|jdoqocy|tkqlhce|kqzyfj|prf,hn|outbrain|taboola|zemanta"
    r"|revcontent|mgid|sjv,io|pxf,io|(?:^|,)ads?(?:,|\)|\d|server)|track(?:er|ing)?\)|click\)"
)
"""Hosts that count clicks, as they are written in a key."""
_SHARING = re.compile(
    r"/(?:sharer?|share(?:\.php|article|-offsite)?|intent|dialog|submit|pin/create)(?:[/?.]|$)"
    r"|^\(me,wa\)|^\(com,whatsapp|^\(com,addtoany|^\(com,addthis|^\(me,t\)/share"
    r"|/cdn-cgi/"
)
_SECTION = re.compile(r"[a-z][\w.%-]{2,}", re.IGNORECASE)
"""A fragment that somebody named; those made by scripts and counters look different."""
NOWHERE = "https://nowhere.invalid/"
"""The assumed address of a page whose address is unknown."""
_NOWHERE = "(invalid,nowhere)"
_PLAIN, _SLASH = "http:", "/"
_VARIANT = re.compile(r",(?:m|mobile|amp)\)")


def targets_of(links: Iterable[str], url: str, *, as_written: bool = False) -> tuple[str, ...]:
    """The targets of these links of a page at ``url``, in order, each once.

    Links to the page itself, to click counters and to share buttons are left out.
    ``as_written``: keep the scheme ``http`` and a trailing slash too, for a text whose every
    letter is watched.
    """
    base = url or NOWHERE
    own = _key(base)
    found = (_target(link, base, as_written=as_written) for link in links)
    others = (one for one in found if one is not None and _bare(one) != own)
    return tuple(dict.fromkeys(others))


def _bare(target: str) -> str:
    return target.partition("#")[0].removeprefix(_PLAIN).removesuffix(_SLASH)


def _target(link: str, url: str, *, as_written: bool) -> str | None:
    if link[:7].lower() == "mailto:":
        address = unquote(link[7:]).partition("?")[0].strip().lower()
        return f"mailto:{address}" if "@" in address else None
    absolute = resolve(url, link)
    if absolute is None:
        return None
    key = _key(absolute)
    name, _, rest = key.partition(")")
    if _COUNTED.search(f"{name})") or _SHARING.search(key):
        return None
    if not rest:
        return None
    place = link.partition("#")[2]
    section = f"#{place}" if _SECTION.fullmatch(place) and not _RANDOM.fullmatch(place) else ""
    found = key.removeprefix(_NOWHERE)
    if as_written:
        slash = absolute.partition("?")[0].endswith("/") and rest != "/"
        found = _PLAIN * absolute.startswith("http:") + found + _SLASH * slash
    return found + section


def _key(url: str) -> str:
    """The key under which an address is known, without what belongs to one request."""
    key = surt(_SESSION.sub("", url))
    place, _, query = key.partition("?")
    place = _VARIANT.sub(")", place)
    pairs = [pair for pair in query.split("&") if pair and not _passes(pair)]
    return place + ("?" + "&".join(pairs) if pairs else "")


def _passes(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return _PASSING.fullmatch(name) is not None or _RANDOM.fullmatch(value) is not None
