"""The words that the readers of feeds, sitemaps and section pages share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a seed names. ``updated`` is the seed's own word, as it stands there."""

    url: str
    title: str | None = None
    updated: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a seed says. ``children`` are further sitemaps, ``title`` is that of a feed.

    ``older`` leads to the page before this one (RFC 5005), ``hub`` and ``topic`` are those of
    WebSub. ``fault`` is a few words where the content is not, or not all of it, what it should be.
    """

    entries: tuple[Entry, ...] = ()
    children: tuple[Entry, ...] = ()
    title: str | None = None
    fault: str | None = None
    is_feed: bool = False
    older: str | None = None
    hub: str | None = None
    topic: str | None = None

    @property
    def is_read(self) -> bool:
        """Could it be read, or the first of it?"""
        return self.fault is None or bool(self.entries or self.children)
