"""The order in which visits were made, when the clock that dated them was put back.

An address is never visited twice at once, so the visit recorded first was made first, whatever the
times say. Two addresses of one article may be visited at once; of these visits the order of record
counts only if their times are further apart than a visit lasts. Imported visits were recorded
late, so only their times tell their place.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from storage.database.paging import of_each

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.database.connection import Database

A_VISIT = timedelta(minutes=15)
"""The longest a visit takes until it is recorded, with redirects and waiting for a busy archive."""
_IMPORTED = """
    SELECT id FROM visits
    WHERE import_id IS NOT NULL AND id IN (SELECT value FROM json_each(?1))
"""


class Made(NamedTuple):
    """A visit to an address of an article, and when it began by the clock of that time."""

    visit_id: int
    address_id: int
    at: datetime
    article_id: int | None = None


def places(database: Database, visits: Iterable[Made]) -> dict[int, int]:
    """The place of each visit (by id): by time, or by order of record where times contradict it.

    A visit recorded after another one of its address or article comes after that one, and as near
    to it as possible. Its time stays as it is.
    """
    recorded = sorted(visits)
    standing = {one.visit_id: one.at for one in recorded}
    if _standing(recorded) != standing:
        imported = _imported(database, recorded)
        standing |= _standing([one for one in recorded if one.visit_id not in imported])
    ordered = sorted(standing, key=lambda visit_id: (standing[visit_id], visit_id))
    return {visit_id: place for place, visit_id in enumerate(ordered)}


def _standing(recorded: list[Made]) -> dict[int, datetime]:
    """The time that each is sorted by, in the order of their record."""
    behind: dict[int, datetime] = {}
    told: dict[int | None, datetime] = {}
    standing: dict[int, datetime] = {}
    for one in recorded:
        at = max(one.at, behind.get(one.address_id, one.at))
        last = told.get(one.article_id, at)
        if one.article_id is not None and last - at > A_VISIT:
            at = last
        standing[one.visit_id] = behind[one.address_id] = at
        told[one.article_id] = max(last, at)
    return standing


def _imported(database: Database, visits: list[Made]) -> set[int]:
    ids = [one.visit_id for one in visits]
    return {row["id"] for row in of_each(database, _IMPORTED, ids)}
