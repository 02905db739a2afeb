"""Where the text of an article stands that is gone from its address, as both are told."""

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
    """Where the text of the article ``of`` stands, and since when it was seen there.

    ``begun`` is the id of the article that was first seen there after the last sight of that one;
    None where both were seen side by side, and one is a copy, or where the text is shown at the
    address of an article that said something else. ``whole``: it is the same in every word.
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
        """What is told of the one that is gone."""
        return (
            f"{self._what} stands at {self.url} since {_time(self.since)}; no redirect leads there"
        )

    def told_there(self) -> list[Intent]:
        """What is told of the other one, where it was begun as this one went."""
        if self.begun is None:
            return []
        return [AddEvent(self.begun, EventKind.MOVED_URL, self.stood())]

    def stood(self) -> str:
        """The same in words."""
        until = _time(self.of.last_seen)
        return f"{self._what} stood at {self.of.url} until {until}; no redirect leads here"


@dataclass(frozen=True, slots=True)
class Retired:
    """The address that the article ``of`` is known by is missing, and another one of it is not."""

    of: Article
    url: str
    visits: int
    since: datetime

    def renamed(self) -> list[Intent]:
        """It is known by the other one from here on, and that is told."""
        told = f"stands at {self.url}; {self.of.url} was missing at {self.visits} visits since"
        return [
            RenameArticle(self.of.id, self.url, surt(self.url)),
            AddEvent(self.of.id, EventKind.MOVED_URL, f"{told} {_time(self.since)}"),
        ]


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%MZ}"
