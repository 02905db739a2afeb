"""Visits that cannot be stored although the archive works: each is an incident of its outlet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.records import IncidentKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.archive import Archive
    from storage.records import Visit


class Unstorable:
    """Opens such incidents, by address, and closes them when a visit of the address is stored."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._told = {
            surt(one.subject): one.subject
            for one in archive.incidents()
            if one.kind is IncidentKind.CRAWL_FAILED and "://" in one.subject
        }

    def tell(self, visit: Visit, error: Exception) -> None:
        """Open an incident, and make the address due when it would have been after this visit.

        Otherwise it would be due at once, and be fetched again and again in vain.
        """
        address = self._archive.due_of(visit.address_id).address
        self._told[address.key] = address.url
        why = f"what was fetched could not be stored: {type(error).__name__}: {error}"
        kind, now = IncidentKind.CRAWL_FAILED, datetime.now(UTC)
        self._archive.open_incident(address.outlet_id, kind, address.url, why, now)
        self._archive.reschedule(address.id, visit.next_due)

    def close(self, stored: Iterable[Visit]) -> None:
        """Close the incidents of these visits' addresses, now that they are stored."""
        for visit in stored if self._told else ():
            address = self._archive.due_of(visit.address_id).address
            subject = self._told.pop(address.key, None)
            if subject is not None:
                kind, now = IncidentKind.CRAWL_FAILED, datetime.now(UTC)
                self._archive.close_incident(address.outlet_id, kind, subject, now)
