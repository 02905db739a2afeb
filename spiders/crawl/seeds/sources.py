"""The types that the readers of feeds, sitemaps and section pages share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a seed names. ``updated`` is the time as the seed writes it."""

    url: str
    title: str | None = None
    updated: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a seed says. ``children`` are further sitemaps, ``title`` is that of a feed.

    ``older`` is the address of the page before this one (RFC 5005); ``hub`` and ``topic`` are for
    WebSub. ``fault`` says what is wrong if the content, or a part of it, is not what it should be.
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
        """Whether it could be read, at least in part."""
        return self.fault is None or bool(self.entries or self.children)
