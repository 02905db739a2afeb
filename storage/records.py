"""The records of Variorum: frozen dataclasses that need nothing but the standard library.

Times are aware ``datetime`` objects in UTC, digests are ``sha256:<lowercase hex>``, ids are
positive integers assigned by the archive. Enums are in ``kinds``, blocks in ``block``, exchanges in
``exchange``, and the records that a list of changes needs in ``told``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.block import Block
from storage.exchange import Exchange, Tls
from storage.kinds import (
    BODY_KINDS,
    Access,
    ArticleState,
    BlockKind,
    EventKind,
    IncidentKind,
    Obstacle,
    Outcome,
    PageType,
    Role,
    SeedKind,
    Weight,
)
from storage.told import Article, Assessment, Event, Outlet, Revision

if TYPE_CHECKING:
    from datetime import datetime

    from storage.agenda.pins import Pin

__all__ = [
    "BODY_KINDS",
    "Access",
    "Address",
    "Article",
    "ArticleState",
    "Assessment",
    "Block",
    "BlockKind",
    "Capture",
    "Damage",
    "Due",
    "Event",
    "EventKind",
    "Exchange",
    "Extraction",
    "Found",
    "Incident",
    "IncidentKind",
    "Obstacle",
    "Outcome",
    "Outlet",
    "PageType",
    "Revision",
    "Role",
    "Seed",
    "SeedKind",
    "Tls",
    "Unread",
    "Visit",
    "Weight",
]

REDACTED = "redacted: "
"""Prefix of the remark of a redacted text; the reason follows."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A page, feed or sitemap where articles of an outlet are found; fetched by its address."""

    id: int
    outlet_id: int
    address_id: int
    url: str
    kind: SeedKind


@dataclass(frozen=True, slots=True)
class Address:
    """One URL of an outlet, as it is requested, with what the next request needs to know.

    ``key`` is the SURT key of the URL in canonical form; ``etag`` and ``last_modified`` are the
    server's own words, sent back unchanged.
    """

    id: int
    outlet_id: int
    url: str
    key: str
    role: Role
    article_id: int | None = None
    next_due: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    unmodified_in_row: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An address seen on a seed, in a redirect, or named by the user."""

    url: str
    key: str
    title: str | None = None
    updated: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """An address for the crawler to fetch, with the history that the cadence considers."""

    address: Address
    outlet: str
    seed_kind: SeedKind | None = None
    first_seen: datetime | None = None
    published: datetime | None = None
    last_changed: datetime | None = None
    revisions: int = 0
    last_visit: datetime | None = None
    pin: Pin | None = None
    hinted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One attempt to fetch an address, as the crawler reports it.

    ``reason`` is a short word for people (``dns``, ``tls``, ``too large`` …), ``location`` the
    absolute target of a redirect, ``next_due`` when to look again (None: not by itself), ``found``
    what a seed names and goes in with it, ``import_id`` where it came from, if we did not make it.
    ``of_page`` is False for a robots.txt, whose looks are counted among no others.
    """

    address_id: int
    started_at: datetime
    finished_at: datetime
    outcome: Outcome
    status: int | None = None
    reason: str | None = None
    location: str | None = None
    retry_after: datetime | None = None
    exchange: Exchange | None = None
    next_due: datetime | None = None
    found: tuple[Found, ...] = ()
    import_id: int | None = None
    of_page: bool = True


@dataclass(frozen=True, slots=True)
class Capture:
    """A stored exchange, without its bytes. ``payload`` is the digest of the decoded body.

    ``rendered`` is the digest of the page as a browser rendered it, ``imported_from`` the file or
    archive that it was imported from.
    """

    id: int
    visit_id: int
    address_id: int
    url: str
    captured_at: datetime
    status: int
    payload: str
    payload_length: int
    wire_digest: str
    wire_length: int
    content_type: str | None
    content_encoding: str | None
    recipe: str | None
    peer: str | None
    tls_id: int | None
    truncated: str | None
    rendered: str | None = None
    renderer: str | None = None
    imported_from: str | None = None

    @property
    def page(self) -> str:
        """The digest of what is read: the page as rendered, or otherwise as received."""
        return self.rendered or self.payload

    @property
    def page_type(self) -> str | None:
        """The media type of what is read."""
        return self.content_type if self.rendered is None else "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Unread:
    """A visit that READ has not processed yet, with its capture, if there is one."""

    visit_id: int
    address: Address
    at: datetime
    outcome: Outcome
    status: int | None
    reason: str | None
    location: str | None
    capture: Capture | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Fields and text blocks read from a capture by a named version of the reader.

    Times are in RFC 3339 with the zone that the page gave, or a day alone. ``reader`` names the
    version of the reader, ``rules`` that of the outlet's rule file (None: none), ``memory`` that of
    the outlet's memory. ``declared_titles`` are headlines for machines, each with its source.
    ``links`` are addresses as the page gives them, ``targets`` those of the body as compared.
    ``outline`` has the rank of each heading of the body, from 1; empty if all have the same rank.
    ``remarks``: sources that disagree, rules without a match; ``obstacle``: what the page is
    instead of an article.
    """

    title: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    canonical_url: str | None = None
    picture: str | None = None
    declared_titles: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    outline: tuple[int, ...] = ()
    page_type: PageType = PageType.OTHER
    access: Access = Access.FULL
    blocks: tuple[Block, ...] = ()
    reader: str = ""
    rules: str | None = None
    memory: str | None = None
    remarks: tuple[str, ...] = ()
    obstacle: Obstacle | None = None

    @property
    def redacted(self) -> str | None:
        """Why the text was removed from the archive; None if it was not."""
        found = (one for one in self.remarks if one.startswith(REDACTED))
        return next((one.removeprefix(REDACTED) for one in found), None)

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks that make up the text."""
        return tuple(block for block in self.blocks if block.kind in BODY_KINDS)

    @property
    def text(self) -> str:
        """The blocks of the body, joined by blank lines."""
        return "\n\n".join(block.text for block in self.body)


@dataclass(frozen=True, slots=True)
class Incident:
    """A fault of an outlet: open until ``closed_at``. ``subject`` is the address or rule."""

    id: int
    outlet: str
    kind: IncidentKind
    subject: str
    detail: str
    opened_at: datetime
    last_at: datetime
    closed_at: datetime | None
    count: int


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How often articles of an outlet had a field on one day (``2026-03-01``, UTC).

    ``readings`` counts articles read, once a day each; ``present`` those that had the field.
    ``log_length`` is the sum of the natural logarithms of its lengths in characters, from which the
    typical length over many days follows.
    """

    outlet_id: int
    day: str
    field: str
    readings: int
    present: int
    log_length: float


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that ``verify`` found wrong."""

    kind: str
    id: int | str
    why: str
