"""What is to be done and when, over all outlets: the questions that an endless crawl asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.agenda.healing import heal
from storage.database.times import from_text, maybe_time, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database.connection import Database

_WATCHED = "outlets.paused = 0 AND outlets.removed_at IS NULL"
_FIRST = """
    SELECT next_due FROM addresses WHERE outlet_id = outlets.id
    AND next_due IS NOT NULL AND role IN ('candidate', 'article', 'seed')
    ORDER BY next_due LIMIT 1
"""
_AWAKE = f"max(({_FIRST}), coalesce(outlets.rests_until, ''))"
"""The same, but not before the outlet's quiet hours are over."""

_LAST_STORED = """
    SELECT id, started_at, outcome = 'captured' AND import_id IS NULL AS is_ours FROM visits
    ORDER BY id DESC LIMIT 100
"""
CLOCKS = timedelta(minutes=10)
"""How far apart two clocks may be that count as right, such as those of two machines."""


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to do: addresses due now, the oldest due time, visits not yet read."""

    due: int
    oldest: datetime | None
    unread: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """A visit dated in the future, and the ids of our own captures stored since, the last first."""

    at: datetime
    since: list[int]


class Agenda:
    """``archive.agenda``. Paused and removed outlets have none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_due(self) -> datetime | None:
        """When the next address of any outlet is due, articles, candidates and seeds alike."""
        return maybe_time(
            self._database.value(f"SELECT min({_AWAKE}) FROM outlets WHERE {_WATCHED}")
        )

    def outlets_due(self, now: datetime) -> list[int]:
        """The ids of the outlets where something is due, the longest overdue first."""
        rows = self._database.rows(
            f"SELECT id FROM (SELECT id, {_AWAKE} AS first FROM outlets WHERE {_WATCHED})"
            " WHERE first <= ? ORDER BY first, id",
            (to_text(now),),
        )
        return [row["id"] for row in rows]

    def load(self, now: datetime) -> Load:
        """How much is due now, and how much was fetched but not yet read."""
        row = self._database.row(
            "SELECT count(*) AS due, min(next_due) AS oldest FROM addresses"
            f" JOIN outlets ON outlets.id = addresses.outlet_id AND {_WATCHED}"
            " WHERE next_due <= ? AND role IN ('candidate', 'article', 'seed')",
            (to_text(now),),
        )
        unread = self._database.value("SELECT count(*) FROM visits WHERE unread = 1")
        return Load(row["due"], maybe_time(row["oldest"]), int(unread))

    def left(self, now: datetime, outlet_ids: Iterable[int] | None) -> int:
        """How many addresses of these outlets, or of all, are due now."""
        ids = None if outlet_ids is None else list(outlet_ids)
        among = "" if ids is None else f" AND outlet_id IN ({', '.join('?' * len(ids))})"
        found = self._database.value(
            "SELECT count(*) FROM addresses"
            f" JOIN outlets ON outlets.id = addresses.outlet_id AND {_WATCHED}"
            " WHERE next_due <= ? AND (outlets.rests_until IS NULL OR outlets.rests_until <= ?)"
            f" AND role IN ('candidate', 'article', 'seed'){among}",
            (to_text(now), to_text(now), *(ids or ())),
        )
        return int(found)

    def ask_again(self, since: datetime, reasons: Iterable[str], now: datetime) -> int:
        """Make due now what has failed for these reasons since then; return how many addresses."""
        wanted = list(reasons)
        marks = ", ".join("?" * len(wanted))
        with self._database.transaction():
            return self._database.change(
                "UPDATE addresses SET next_due = ? WHERE next_due > ? AND last_visit_id IN"
                " (SELECT id FROM visits WHERE started_at >= ? AND outcome = 'failed'"
                f" AND reason IN ({marks}))",
                (to_text(now), to_text(now), to_text(since), *wanted),
            )

    def stored_ahead(self, now: datetime) -> Ahead | None:
        """The newest visit, if it is dated in the future; otherwise None.

        Only the visits stored last are looked at: a clock that is behind stores few after them.
        """
        limit, newest, since = to_text(now + CLOCKS), "", list[int]()
        for row in self._database.rows(_LAST_STORED):
            if row["started_at"] > limit:
                newest = max(newest, row["started_at"])
            elif not newest and row["is_ours"]:
                since.append(row["id"])
        return Ahead(from_text(newest), since) if newest else None

    def correct(self, address_id: int, before: str, url: str, now: datetime) -> None:
        """Visit the address by this URL, which has the same key, and let incidents name that.

        Whatever is still wrong with it will be reported again.
        """
        with self._database.transaction():
            self._database.change("UPDATE addresses SET url = ? WHERE id = ?", (url, address_id))
            self._database.change(
                "UPDATE incidents SET subject = ?, closed_at = coalesce(closed_at, ?)"
                " WHERE subject = ?",
                (url, to_text(now), before),
            )

    def heal(self, now: datetime) -> int:
        """Repair the due times of what was visited "in the future", by a clock that was ahead.

        See :func:`storage.agenda.healing.heal`. Returns how many addresses.
        """
        return heal(self._database, now)
