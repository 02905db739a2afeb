"""In which order visits were made, where the clock they were dated by was put back.

An address is not asked twice at once, so what was recorded first was made first, whatever the
times say. What was imported was recorded late, and only its time tells its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database.connection import Database

_MOST = 500
"""So many visits are asked for at once."""


class Made(NamedTuple):
    """A visit with its id, to an address, and when it began by the clock of that time."""

    visit_id: int
    address_id: int
    at: datetime


def places(database: Database, visits: Iterable[Made]) -> dict[int, int]:
    """The place of each visit (by id) among these: by time, and where times contradict, by record.

    A visit that was recorded after another of its address stands behind it, next to where that
    stands; and its time stays what it is.
    """
    recorded = sorted(visits)
    behind: dict[int, datetime] = {}
    standing = {one.visit_id: one.at for one in recorded}
    imported = _imported(database, recorded) if _contradict(recorded) else set(standing)
    for one in recorded:
        if one.visit_id not in imported:
            behind[one.address_id] = max(one.at, behind.get(one.address_id, one.at))
            standing[one.visit_id] = behind[one.address_id]
    ordered = sorted(standing, key=lambda visit_id: (standing[visit_id], visit_id))
    return {visit_id: place for place, visit_id in enumerate(ordered)}


def _contradict(recorded: list[Made]) -> bool:
    """Was a visit recorded after one of the same address that began later?"""
    last: dict[int, datetime] = {}
    for one in recorded:
        if one.at < last.get(one.address_id, one.at):
            return True
        last[one.address_id] = one.at
    return False


def _imported(database: Database, visits: list[Made]) -> set[int]:
    found = set[int]()
    for start in range(0, len(visits), _MOST):
        some = [one.visit_id for one in visits[start : start + _MOST]]
        marks = ", ".join("?" * len(some))
        rows = database.rows(
            f"SELECT id FROM visits WHERE import_id IS NOT NULL AND id IN ({marks})", some
        )
        found |= {row["id"] for row in rows}
    return found
