"""The words that the readers of feeds, sitemaps and section pages share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a seed names. ``updated`` is the seed's own word, as it stands there."""

    url: str
    title: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a seed says. ``children`` are further sitemaps, ``title`` is that of a feed.

    ``fault`` is a short word where the content is not what the seed should be.
    """

    entries: tuple[Entry, ...] = ()
    children: tuple[Entry, ...] = ()
    title: str | None = None
    fault: str | None = None
    is_feed: bool = False
