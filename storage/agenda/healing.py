"""After a clock was ahead: repairing the due times that it put into the future."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from storage.database.paging import of_each
from storage.database.times import from_text, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database

LONGEST_REST = timedelta(days=8)
"""No host is left alone for longer than this, so a later time is a clock's mistake."""
_AHEAD = """
    SELECT addresses.id, next_due, found_at, started_at, retry_after FROM visits
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
            AND role != 'robots'
    ) WHERE last_capture_at > ?1
"""


def heal(database: Database, now: datetime) -> int:
    """Repair what was last visited in the future; return how many addresses.

    An address becomes due as long after now as it was to be due after that visit, but no longer
    than it has been known: by a clock a year ahead, what is a day old was left for three months, as
    what is a year old is. The same holds for what was put off to the end of a rest that such a
    visit began, and for the rest itself. What was found in the future and never visited is due now.
    The time of each outlet's last capture is set back as well, or none would count as silent until
    the wrong time comes. If all visits lie in the future it is the present clock that is wrong, and
    nothing is done.
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
                due[row["id"]] = min(_after(now, row["next_due"], began), _known(now, row))
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
    """The time as long after now as ``then`` was after ``began``."""
    return to_text(now + (from_text(then) - from_text(began)))


def _known(now: datetime, row: Any) -> str:
    """When the address will have been known for twice as long; never if it is of the future too."""
    found = row["found_at"]
    return "~" if found is None or found >= to_text(now) else _after(now, to_text(now), found)


def _put_off(database: Database, rests: dict[str, str]) -> dict[int, str]:
    """Addresses due exactly when one of these rests ends, and when they shall be due instead."""
    sql = "SELECT id, next_due FROM addresses WHERE next_due IN (SELECT value FROM json_each(?1))"
    return {row["id"]: rests[row["next_due"]] for row in of_each(database, sql, [*rests])}


def _end_rests(database: Database, rests: dict[str, str], now: datetime) -> None:
    """End rests of hosts; and of outlets, whose quiet hours are worked out at their next turn."""
    database.change_many(
        "UPDATE hosts SET rests_until = ? WHERE rests_until = ?",
        [(time, end) for end, time in rests.items()],
    )
    database.change(
        "UPDATE hosts SET rests_until = NULL, rests = 0, why = '' WHERE rests_until > ?",
        (to_text(now + LONGEST_REST),),
    )
    database.change("UPDATE outlets SET rests_until = NULL WHERE rests_until > ?", (to_text(now),))
