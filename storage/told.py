"""The records that a list of changes needs; elsewhere to be imported from :mod:`storage.records`.

A command that only lists changes loads these alone: loading the others takes as long as listing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.kinds import Weight

if TYPE_CHECKING:
    from datetime import datetime

    from storage.kinds import ArticleState, EventKind


@dataclass(frozen=True, slots=True)
class Outlet:
    """A watched outlet. ``hosts`` are the lower-case names of hosts that may have its articles."""

    id: int
    name: str
    home: str
    hosts: tuple[str, ...]
    created_at: datetime
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article, which may have several addresses, with its present state."""

    id: int
    outlet_id: int
    outlet: str
    url: str
    title: str | None
    state: ArticleState
    first_seen: datetime
    last_seen: datetime
    revisions: int
    published: str | None = None
    absence: str | None = None
    absent_since: datetime | None = None
    absences: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """How the change that led to a revision is assessed; empty for a first revision."""

    weight: Weight = Weight.NONE
    kinds: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    summary: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """The n-th different content of an article. Its extraction is read on demand.

    ``previous_…`` refer to the revision before it; None for a first one.
    """

    id: int
    article_id: int
    number: int
    outlet: str
    url: str
    title: str | None
    digest: str
    extraction_id: int
    first_seen: datetime
    last_seen: datetime
    previous_last_seen: datetime | None
    assessment: Assessment = field(default_factory=Assessment)
    previous_title: str | None = None
    previous_extraction_id: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something other than a revision that happened to an article."""

    id: int
    article_id: int
    revision_id: int
    kind: EventKind
    at: datetime
    detail: str
