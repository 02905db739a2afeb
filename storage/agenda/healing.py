"""After a clock that was ahead: what it has put into the future is due by the clock of now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage.database.paging import of_each
from storage.database.times import from_text, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

LONGEST_REST = timedelta(days=8)
"""No host is left alone for longer: a clock was ahead."""
_AHEAD = """
    SELECT addresses.id, next_due, started_at, retry_after FROM visits
    JOIN addresses ON last_visit_id = visits.id WHERE started_at > ?
"""
_FOUND = """
    UPDATE addresses SET next_due = ?1 WHERE last_visit_id IS NULL AND role = 'candidate'
    AND next_due IS NOT NULL AND found_at > ?1 AND next_due > ?1
"""

_CAPTURED = """
    UPDATE outlets SET last_capture_at = (
        SELECT max(started_at) FROM addresses JOIN visits ON visits.address_id = addresses.id
        WHERE addresses.outlet_id = outlets.id AND outcome = 'captured' AND started_at <= ?1
    ) WHERE last_capture_at > ?1
"""


def heal(database: Database, now: datetime) -> int:
    """Bring to now what was last visited in the future; gives how many addresses.

    It is due as long after now as it was to be due after that visit. So is what was put off, not
    visited, to the end of a rest that such a visit began, and so long the rest lasts. What was
    found in the future and never visited is due now, and outlets were last captured when they were
    by the clock of now: else none is silent until the wrong time comes. Where all visits lie there
    it is the clock of now that is wrong: nothing is done.
    """
    sane = "SELECT 1 FROM visits WHERE started_at <= ? LIMIT 1"
    if database.value(sane, (to_text(now),)) is None:
        return 0
    with database.transaction():
        ahead = database.rows(_AHEAD, (to_text(now),))
        due, rests = dict[int, str](), dict[str, str]()
        for row in ahead:
            began = row["started_at"]
            if row["next_due"] is not None and row["next_due"] > began:
                due[row["id"]] = _after(now, row["next_due"], began)
            if row["retry_after"] is not None and row["retry_after"] > began:
                rests[row["retry_after"]] = _after(now, row["retry_after"], began)
        due |= _put_off(database, rests)
        _end_rests(database, rests, now)
        database.change(_CAPTURED, (to_text(now),))
        database.change_many(
            "UPDATE addresses SET next_due = ? WHERE id = ?",
            [(time, address_id) for address_id, time in due.items()],
        )
        return len(due) + database.change(_FOUND, (to_text(now),))


def _after(now: datetime, then: str, began: str) -> str:
    """As long after now as it was after the beginning."""
    return to_text(now + (from_text(then) - from_text(began)))


def _put_off(database: Database, rests: dict[str, str]) -> dict[int, str]:
    """Addresses that are due just when one of these rests ends, and when they are to be due."""
    sql = "SELECT id, next_due FROM addresses WHERE next_due IN (SELECT value FROM json_each(?1))"
    return {row["id"]: rests[row["next_due"]] for row in of_each(database, sql, [*rests])}


def _end_rests(database: Database, rests: dict[str, str], now: datetime) -> None:
    """Of hosts; and of outlets, whose quiet hours are looked up again at their next turn."""
    database.change_many(
        "UPDATE hosts SET rests_until = ? WHERE rests_until = ?",
        [(time, end) for end, time in rests.items()],
    )
    database.change(
        "UPDATE hosts SET rests_until = NULL, rests = 0, why = '' WHERE rests_until > ?",
        (to_text(now + LONGEST_REST),),
    )
    database.change("UPDATE outlets SET rests_until = NULL WHERE rests_until > ?", (to_text(now),))
