"""Articles that were absent at their last visit, while nothing is claimed about that yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database.times import maybe_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Article

_MISSED = """
    SELECT articles.id FROM articles JOIN outlets ON outlets.id = articles.outlet_id
    WHERE absences > 0 AND state = 'live' AND outlets.removed_at IS NULL
"""


def missed(
    archive: Archive,
    *,
    article_id: int | None = None,
    outlet_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Article]:
    """Absent articles: one article, those of one outlet, or all; the latest absence first.

    ``since`` (inclusive) and ``until`` (exclusive) refer to the first visit that missed it.
    """
    sql, values = _MISSED, []
    for asked, wanted in (
        ("articles.id = ?", article_id),
        ("articles.outlet_id = ?", outlet_id),
        ("absent_since >= ?", maybe_text(since)),
        ("absent_since < ?", maybe_text(until)),
    ):
        if wanted is not None:
            sql += f" AND {asked}"
            values.append(wanted)
    rows = archive._database.rows(sql + " ORDER BY absent_since DESC, articles.id", values)  # noqa: SLF001 — behind the same door
    for row in rows:
        yield archive.article(row["id"])
