"""Incidents that the crawl sees: opened in the archive, and closed only if one is open."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.records import Incident, IncidentKind, Outlet


EVERY_S = 3600.0


class Incidents:
    """Knows what is open, so that successful visits need no query each."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._looked: dict[tuple[int, str], float] = {}
        self._open = {
            (incident.outlet, incident.kind.value, incident.subject)
            for incident in archive.incidents(open_only=True)
        }

    def open(self, outlet: Outlet, kind: IncidentKind, subject: str, detail: str) -> None:
        """Open the incident, or count it once more."""
        self._open.add((outlet.name, kind.value, subject))
        self._archive.open_incident(outlet.id, kind.value, subject, detail, datetime.now(UTC))

    def of(self, outlet: Outlet, kind: IncidentKind, subject: str) -> Incident | None:
        """The incident that is open; None if none is."""
        for incident in self._archive.incidents():
            if (incident.outlet, incident.kind, incident.subject) == (outlet.name, kind, subject):
                return incident
        return None

    def is_open(self, outlet: Outlet, kind: IncidentKind, subject: str) -> bool:
        """Whether such an incident is open."""
        return (outlet.name, kind.value, subject) in self._open

    def is_open_anywhere(self, kind: IncidentKind, subject: str) -> bool:
        """Whether such an incident is open, of any outlet."""
        return any(one[1:] == (kind.value, subject) for one in self._open)

    def is_time(self, outlet: Outlet, kind: IncidentKind) -> bool:
        """Whether an hour has passed since this was last True: for what takes long to find out."""
        now, before = time.monotonic(), self._looked.get((outlet.id, kind.value))
        if before is not None and now - before < EVERY_S:
            return False
        self._looked[outlet.id, kind.value] = now
        return True

    def close(self, outlet: Outlet, kind: IncidentKind, subject: str) -> None:
        """Close the incident if it is open: what it reported works again."""
        if (outlet.name, kind.value, subject) in self._open:
            self._open.discard((outlet.name, kind.value, subject))
            self._archive.close_incident(outlet.id, kind.value, subject, datetime.now(UTC))
