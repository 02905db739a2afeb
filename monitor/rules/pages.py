"""Pages to check rules on: stored ones, a user's files, or pages fetched for this one check."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.records import IncidentKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.configuration import Configuration
    from spiders.outlets.rules import Rules
    from storage.archive import Archive
    from storage.records import Capture, Outlet

OF_ERA = 5
"""This many pages of an era are included, if the latest pages have fewer."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page with its address and its time; ``capture`` if it is a stored one."""

    url: str
    payload: bytes = field(repr=False)
    content_type: str | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    capture: int | None = None


def of_outlet(archive: Archive, outlet: Outlet, rules: Rules, limit: int) -> list[SeenPage]:
    """An outlet's latest pages, and some from each era that has too few among those.

    While a rule fails, the pages that it leaves unread are taken first. Returns newest first.
    """
    latest = [*_unread(archive, outlet, limit), *archive.samples.latest(outlet.id, limit)]
    captures = {one.id: one for one in latest[:limit]}
    for era in rules.eras:
        known = sum(1 for one in captures.values() if era.holds(one.captured_at))
        if known < min(OF_ERA, limit):
            found = archive.samples.between(outlet.id, era.valid_from, era.valid_until, OF_ERA)
            captures |= {one.id: one for one in found}
    newest = sorted(captures.values(), key=lambda one: one.captured_at, reverse=True)
    return [stored(archive, one) for one in newest]


def at_url(archive: Archive, outlet: Outlet, url: str, limit: int) -> list[SeenPage]:
    """The stored captures of this address, newest first, and one that a rule left unread."""
    address = archive.address(surt(url))
    if address is None:
        return []
    unread = _unread(archive, outlet, 1, address_id=address.id)
    found = [*unread, *archive.samples.at_address(address.id, limit)]
    return [stored(archive, one) for one in found[:limit]]


def _unread(
    archive: Archive, outlet: Outlet, limit: int, *, address_id: int | None = None
) -> list[Capture]:
    """What came and was not read since a rule of the outlet has been failing."""
    failing = [
        one.opened_at
        for one in archive.incidents()
        if one.outlet == outlet.name and one.kind is IncidentKind.RULE_FAILED
    ]
    if not failing:
        return []
    return archive.samples.left_unread(outlet.id, min(failing), limit, address_id=address_id)


def stored(archive: Archive, capture: Capture) -> SeenPage:
    """A capture with its payload."""
    return SeenPage(
        capture.url,
        archive.payload(capture.page),
        capture.page_type,
        capture.captured_at,
        capture.id,
    )


def live(urls: Iterable[str], configuration: Configuration) -> list[SeenPage]:
    """Fetch pages now, as politely as in a crawl. Raises FetchError if none can be fetched."""
    from spiders.crawl.probing.looks import look_at  # noqa: PLC0415 - the network, only where it is asked

    return [
        SeenPage(page.url, page.payload, page.content_type)
        for page in look_at(list(urls), configuration)
    ]
