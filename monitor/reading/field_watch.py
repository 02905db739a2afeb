"""Counting the fields that readings of articles have, and reporting if an outlet lost one."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from monitor.decide.shares import HISTORY, Standing, standing
from storage.records import Access, FieldCount, IncidentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Extraction

FIELDS = {
    "title": "a title",
    "standfirst": "a standfirst",
    "byline": "a byline",
    "published": "a date",
    "modified": "a date of the last change",
    "section": "a section",
    "language": "a language",
    "picture": "a picture",
    "body": "a text",
    "full_text": "the whole text",
}
"""What is counted, with its name for people."""
LENGTH = "body length"
"""The subject of the incident if texts became shorter."""


class Tally:
    """Counts by outlet, day and field, until they are written; an article counts once a day."""

    def __init__(self) -> None:
        self._counts: defaultdict[tuple[int, str, str], list[float]] = defaultdict(
            lambda: [0, 0, 0.0]
        )
        self._seen: set[tuple[int, str]] = set()
        self.outlets: set[int] = set()

    def add(self, outlet_id: int, address_id: int, at: datetime, extraction: Extraction) -> None:
        """Count one reading of an article."""
        day = at.date().isoformat()
        if (address_id, day) in self._seen:
            return
        self._seen.add((address_id, day))
        self.outlets.add(outlet_id)
        for field, length in measured(extraction).items():
            count = self._counts[outlet_id, day, field]
            count[0] += 1
            if length:
                count[1] += 1
                count[2] += math.log(length)

    def write(self, archive: Archive) -> None:
        """Add these counts to those in the archive."""
        counts = [
            FieldCount(outlet_id, day, field, int(readings), int(present), log_length)
            for (outlet_id, day, field), (readings, present, log_length) in self._counts.items()
        ]
        self._counts.clear()
        archive.field_counts.add(counts)


def measured(extraction: Extraction) -> dict[str, int]:
    """The length of each field in characters; 0 if it is missing."""
    text = len(extraction.text)
    found = {
        field: len(getattr(extraction, field) or "")
        for field in FIELDS
        if field not in {"byline", "body", "full_text"}
    }
    found["byline"] = len(", ".join(extraction.byline))
    found["body"] = text
    found["full_text"] = text if extraction.access is Access.FULL else 0
    return found


def standings(archive: Archive, outlet_id: int) -> list[Standing]:
    """The standing of each field of an outlet, in the order of :data:`FIELDS`."""
    counts = archive.field_counts.of_outlet(outlet_id, HISTORY)
    found = {
        field: standing(list(days)) for field, days in groupby(counts, lambda count: count.field)
    }
    return [found[field] for field in FIELDS if field in found]


def watch_fields(archive: Archive, outlet_ids: Iterable[int], now: datetime) -> int:
    """Open incidents for fields that fell, close those that recovered; return how many opened."""
    kind = IncidentKind.FIELD_LOST
    names = {outlet.id: outlet.name for outlet in archive.outlets()}
    known = {(one.outlet, one.subject) for one in archive.incidents() if one.kind is kind}
    opened = 0
    for outlet_id in outlet_ids:
        for subject, lost in _subjects(archive, outlet_id) if outlet_id in names else ():
            is_open = (names[outlet_id], subject) in known
            if lost is not None and not is_open:
                archive.open_incident(outlet_id, kind, subject, lost, now)
                opened += 1
            elif lost is None and is_open:
                archive.close_incident(outlet_id, kind, subject, now)
    return opened


def _subjects(archive: Archive, outlet_id: int) -> Iterator[tuple[str, str | None]]:
    """Everything that an outlet may lose, each with what is wrong with it, or None."""
    for one in standings(archive, outlet_id):
        yield one.field, _fallen(one)
        if one.field == "body":
            yield LENGTH, _shorter(one)


def _fallen(one: Standing) -> str | None:
    if one.fallen is None:
        return None
    return (
        f"{one.now.present} of {one.now.readings} articles have {FIELDS[one.field]}"
        f" since {one.fallen}; before, {one.before.present} of {one.before.readings} had"
    )


def _shorter(one: Standing) -> str | None:
    if one.shorter is None:
        return None
    return (
        f"texts have {one.now.length} characters since {one.shorter}; before, they had"
        f" {one.before.length}"
    )
