"""Where the text of an article that is gone from its address can be found, as both are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.intents import AddEvent, Intent, RenameArticle
from storage.records import EventKind

if TYPE_CHECKING:
    from datetime import datetime

    from storage.records import Article


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the text of the article ``of`` is, and since when it was seen there.

    ``begun`` is the id of the article first seen there after the last sight of ``of``; None if both
    were seen side by side, so that one is a copy, or if an article that said something else shows
    the text now. ``whole``: it is the same in every word.
    """

    of: Article
    url: str
    since: datetime
    begun: int | None = None
    whole: bool = True

    @property
    def _what(self) -> str:
        return "the same text" if self.whole else "most of the text"

    def told(self) -> str:
        """What is said about the article that is gone."""
        since = _time(self.since)
        return f"{self._what} has been at {self.url} since {since}; no redirect leads there"

    def told_there(self) -> list[Intent]:
        """The event of the other article, if it began when this one went."""
        if self.begun is None:
            return []
        return [AddEvent(self.begun, EventKind.MOVED_URL, self.stood())]

    def stood(self) -> str:
        """The same in words."""
        until = _time(self.of.last_seen)
        return f"{self._what} was at {self.of.url} until {until}; no redirect leads here"


@dataclass(frozen=True, slots=True)
class Retired:
    """The main address of the article ``of`` is missing, and another of its addresses is not."""

    of: Article
    url: str
    visits: int
    since: datetime

    def renamed(self) -> list[Intent]:
        """Make the other address the main one, with an event."""
        told = f"is now at {self.url}; {self.of.url} was missing at {self.visits} visits since"
        return [
            RenameArticle(self.of.id, self.url, surt(self.url)),
            AddEvent(self.of.id, EventKind.MOVED_URL, f"{told} {_time(self.since)}"),
        ]


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%MZ}"
