"""TimeMaps (RFC 7089): lists of the captures that a Memento archive has of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spiders.http_date import parse_http_date
from spiders.urls import resolve

if TYPE_CHECKING:
    from datetime import datetime

_TARGET = re.compile(r"\s*,?\s*<([^<>]*)>")
_PARAMETER = re.compile(r'\s*;\s*([A-Za-z*-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+)))?')
_FOURTEEN = re.compile(r"/(\d{14})(?:[a-z]{2,4}_)?/(?=[a-z]+:)", re.IGNORECASE)
"""A time with the word behind it that says for what the capture is rewritten: ``mp_`` in pywb."""


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture of theirs: where it can be had, and when it was made."""

    url: str
    at: datetime


@dataclass
class TimeMap:
    """What a TimeMap says. ``more`` are further TimeMaps of the same page."""

    original: str | None = None
    mementos: list[Memento] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


def parse_timemap(text: str, base: str) -> TimeMap:
    """A TimeMap in link format (RFC 6690). What cannot be read is passed over."""
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
    """Where the memento can be had as it was captured, and not rewritten for a browser.

    Wayback, pywb and their like know ``id_`` behind the time.
    """
    return _FOURTEEN.sub(r"/\1id_/", url, count=1)
