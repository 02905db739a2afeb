"""Selecting the visits that go into a file, in the order in which they were recorded."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage.database.paging import by_ids
from storage.database.times import from_text, to_text
from storage.records import Outcome, Role, SeedKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.archive import Archive
    from storage.database.connection import Database
    from storage.records import Capture

_MOST_HELD = 100_000
"""How many captures are cached, of all addresses together."""
_MOST_FIRST = 5_000
"""For how many bodies the first capture is cached."""

_VISITS = """
    SELECT visits.*, captures.id AS capture_id, addresses.url AS address_url,
        addresses.role AS role, addresses.article_id AS article_id, seeds.kind AS seed_kind,
        outlets.name AS outlet, imports.name AS imported_from
    FROM visits
    JOIN addresses ON addresses.id = visits.address_id
    JOIN outlets ON outlets.id = addresses.outlet_id
    LEFT JOIN seeds ON seeds.address_id = addresses.id
    LEFT JOIN captures ON captures.id = visits.id
    LEFT JOIN imports ON imports.id = visits.import_id
"""
_THESE = "WHERE visits.id IN (SELECT value FROM json_each(?)) ORDER BY visits.id"

_WHOLE = "addresses.article_id IN (SELECT value FROM json_each(?))"
_SINGLE = """visits.id IN (
        SELECT capture_id FROM json_each(?) AS named
        JOIN revisions ON revisions.article_id = json_extract(named.value, '$[0]')
            AND revisions.number = json_extract(named.value, '$[1]')
        JOIN extractions ON extractions.revision_id = revisions.id
    )"""
"""As JSON lists of any length: with a condition for each of a thousand articles SQLite gives up."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A selection of visits; an empty one selects all.

    ``articles`` are article ids, each with a revision's number, or None for every visit to any of
    its addresses. ``since`` (inclusive) and ``until`` (exclusive) refer to when a visit began.
    """

    articles: tuple[tuple[int, int | None], ...] = ()
    outlet_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    def condition(self) -> tuple[str, list[Any]]:
        """The selection as SQL over visits and addresses, with its values."""
        parts = ["1 = 1"]
        values: list[Any] = []
        if self.articles:
            whole = [article_id for article_id, number in self.articles if number is None]
            single = [one for one in self.articles if one[1] is not None]
            asked = [(sql, some) for sql, some in ((_WHOLE, whole), (_SINGLE, single)) if some]
            parts.append(f"({' OR '.join(sql for sql, _ in asked)})")
            values += [json.dumps(some) for _, some in asked]
        if self.outlet_id is not None:
            parts.append("addresses.outlet_id = ?")
            values.append(self.outlet_id)
        for time, sign in ((self.since, ">="), (self.until, "<")):
            if time is not None:
                parts.append(f"visits.started_at {sign} ?")
                values.append(to_text(time))
        return " AND ".join(parts), values


@dataclass(frozen=True, slots=True)
class Kept:
    """A visit as it is stored. ``capture_id`` is None if no response came."""

    id: int
    address_id: int
    url: str
    role: Role
    seed_kind: SeedKind | None
    outlet: str
    started_at: datetime
    took: timedelta
    outcome: Outcome
    reason: str | None
    location: str | None
    capture_id: int | None
    article_id: int | None
    status: int | None
    imported_from: str | None


class Slices:
    """Reads slices of one archive."""

    def __init__(self, archive: Archive) -> None:
        self._database: Database = archive._database  # noqa: SLF001 — behind the same door
        self._full: dict[int, tuple[int, list[tuple[str, int]]]] = {}
        self._held = 0
        self._first: dict[tuple[Slice, str, str, int], int] = {}

    def visits(self, wanted: Slice) -> Iterator[Kept]:
        """The visits of a slice in the order of record; read in pages."""
        condition, values = wanted.condition()
        ids = (
            "SELECT visits.id FROM visits JOIN addresses ON addresses.id = visits.address_id"
            f" WHERE {condition} AND visits.id > ? ORDER BY visits.id LIMIT ?"
        )
        yield from map(_kept, by_ids(self._database, ids, values, _VISITS + _THESE))

    def visit(self, visit_id: int) -> Kept:
        """The visit of this id, which must exist."""
        return _kept(self._database.row(_VISITS + " WHERE visits.id = ?", (visit_id,)))

    def holds(self, wanted: Slice, visit_id: int) -> bool:
        """Whether a visit is part of the slice."""
        condition, values = wanted.condition()
        sql = f"{_VISITS} WHERE visits.id = ? AND {condition}"
        return self._database.row(sql, (visit_id, *values)) is not None

    def first_alike(self, wanted: Slice, capture: Capture) -> int | None:
        """The first complete capture of the slice with the same bytes on the wire and status."""
        name = (wanted, capture.payload, capture.wire_digest, capture.status)
        if name not in self._first:
            found = self._look_for_alike(wanted, capture)
            if found is None:
                return None
            if len(self._first) == _MOST_FIRST:
                self._first.clear()
            self._first[name] = found
        first = self._first[name]
        return first if first < capture.id else None

    def _look_for_alike(self, wanted: Slice, capture: Capture) -> int | None:
        """Find it in pages: an error page may have ten thousand captures outside the slice."""
        condition, values = wanted.condition()
        found = self._database.value(
            "SELECT captures.id FROM captures"
            " JOIN visits ON visits.id = captures.id"
            " JOIN addresses ON addresses.id = visits.address_id"
            " JOIN captures AS own ON own.id = ?"
            " WHERE captures.payload_id = own.payload_id"
            " AND captures.wire_sha256 = own.wire_sha256 AND captures.status = own.status"
            f" AND captures.truncated IS NULL AND captures.id < own.id AND {condition}"
            " ORDER BY captures.id LIMIT 1",
            (capture.id, *values),
        )
        return None if found is None else int(found)

    def shown_by(self, visit: Kept) -> int | None:
        """The full capture that a 304 says is still valid."""
        upto, full = self._full.get(visit.address_id, (0, []))
        if upto < visit.id:
            upto, full = self._look_up(visit.address_id)
        place = bisect_left(full, (to_text(visit.started_at), visit.id))
        return full[place - 1][1] if place else None

    def _look_up(self, address_id: int) -> tuple[int, list[tuple[str, int]]]:
        """The full captures of an address, by time, and the visit up to which they were looked up.

        Cached, as a seed has a hundred thousand visits a year, nearly all of them a 304.
        """
        upto = int(self._database.value("SELECT max(id) FROM visits"))
        rows = self._database.rows(
            "SELECT visits.started_at, visits.id FROM visits"
            " JOIN captures ON captures.id = visits.id"
            " WHERE visits.address_id = ? AND visits.outcome = 'captured'"
            " ORDER BY visits.started_at, visits.id",
            (address_id,),
        )
        self._held += len(rows)
        if self._held > _MOST_HELD:
            self._full.clear()
            self._held = len(rows)
        self._full[address_id] = found = (upto, [(row[0], row[1]) for row in rows])
        return found


def _kept(row: Any) -> Kept:
    return Kept(
        id=row["id"],
        address_id=row["address_id"],
        url=row["address_url"],
        role=Role(row["role"]),
        seed_kind=None if row["seed_kind"] is None else SeedKind(row["seed_kind"]),
        outlet=row["outlet"],
        started_at=from_text(row["started_at"]),
        took=timedelta(microseconds=row["took_us"]),
        outcome=Outcome(row["outcome"]),
        reason=row["reason"],
        location=row["location"],
        capture_id=row["capture_id"],
        article_id=row["article_id"],
        status=row["status"],
        imported_from=row["imported_from"],
    )
