"""In which order visits were made, where the clock they were dated by was put back.

An address is not asked twice at once, so what was recorded first was made first, whatever the
times say. Of two addresses of one article, which may be asked at once, that is told only by times
that lie further apart than a visit lasts. What was imported was recorded late, and only its time
tells its place.
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
"""None lasts longer until it is recorded, with its redirects and what waits for a busy archive."""
_IMPORTED = """
    SELECT id FROM visits
    WHERE import_id IS NOT NULL AND id IN (SELECT value FROM json_each(?1))
"""


class Made(NamedTuple):
    """A visit with its id, to an address of an article, and when it began by the clock of then."""

    visit_id: int
    address_id: int
    at: datetime
    article_id: int | None = None


def places(database: Database, visits: Iterable[Made]) -> dict[int, int]:
    """The place of each visit (by id) among these: by time, and where times contradict, by record.

    A visit that was recorded after another of its address or article stands behind it, next to
    where that stands; and its time stays what it is.
    """
    recorded = sorted(visits)
    standing = {one.visit_id: one.at for one in recorded}
    if _standing(recorded) != standing:
        imported = _imported(database, recorded)
        standing |= _standing([one for one in recorded if one.visit_id not in imported])
    ordered = sorted(standing, key=lambda visit_id: (standing[visit_id], visit_id))
    return {visit_id: place for place, visit_id in enumerate(ordered)}


def _standing(recorded: list[Made]) -> dict[int, datetime]:
    """The time by which each stands, in the order of their record."""
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
