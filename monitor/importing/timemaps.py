"""TimeMaps (RFC 7089): lists of the captures that a Memento archive has of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spiders.http_date import parse_http_date
from spiders.urls import resolve

if TYPE_CHECKING:
    from datetime import datetime

# Possessive (*+): otherwise a long run of spaces without a link costs the square of its length.
_TARGET = re.compile(r"\s*+,?\s*+<([^<>]*)>")
_PARAMETER = re.compile(
    r'\s*+;\s*+([A-Za-z*-]+)\s*+(?:=\s*+(?:"((?>(?:[^"\\]++|\\.)*))"|([^\s;,"]+)))?'
)
_FOURTEEN = re.compile(r"/(\d{14})(?:[a-z]{2,4}_)?/(?=[a-z]+:)", re.IGNORECASE)
"""A time, and after it the word for how the capture is rewritten, such as ``mp_`` in pywb."""


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture in a Memento archive: its URL there, and when it was made."""

    url: str
    at: datetime


@dataclass
class TimeMap:
    """The content of a TimeMap. ``more`` has the URLs of further TimeMaps of the same page."""

    original: str | None = None
    mementos: list[Memento] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


def parse_timemap(text: str, base: str) -> TimeMap:
    """Parse a TimeMap in link format (RFC 6690). Whatever is malformed is skipped."""
    found = TimeMap()
    for target, parameters in _links(text):
        url = resolve(base, target)
        relations = parameters.get("rel", "").lower().split()
        if "original" in relations:
            found.original = target
        elif url is None:
            continue
        elif "memento" in relations:
            at = parse_http_date(parameters.get("datetime"))
            if at is not None:
                found.mementos.append(Memento(url, at))
        elif {"timemap", "next"} & set(relations) and "self" not in relations:
            found.more.append(url)
    return found


def _links(text: str) -> list[tuple[str, dict[str, str]]]:
    links, place = [], 0
    while target := _TARGET.match(text, place):
        place = target.end()
        parameters: dict[str, str] = {}
        while parameter := _PARAMETER.match(text, place):
            place = parameter.end()
            name, quoted, bare = parameter.groups()
            parameters.setdefault(name.lower(), quoted if quoted is not None else bare or "")
        links.append((target[1], parameters))
    return links


def untouched(url: str) -> str:
    """The URL of the memento as it was captured, not rewritten for a browser.

    The Wayback Machine, pywb and similar programs understand ``id_`` after the time.
    """
    return _FOURTEEN.sub(r"/\1id_/", url, count=1)
