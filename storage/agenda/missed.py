"""Articles that were not there when they were last asked, while nothing is claimed of them yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.archive import Archive
    from storage.records import Article

_MISSED = """
    SELECT articles.id FROM articles JOIN outlets ON outlets.id = articles.outlet_id
    WHERE absences > 0 AND state = 'live' AND outlets.removed_at IS NULL
"""


def missed(
    archive: Archive, *, article_id: int | None = None, outlet_id: int | None = None
) -> Iterator[Article]:
    """Those of one article, of one outlet or of all, the latest absence first."""
    sql, values = _MISSED, []
    for column, wanted in (("articles.id", article_id), ("articles.outlet_id", outlet_id)):
        if wanted is not None:
            sql += f" AND {column} = ?"
            values.append(wanted)
    rows = archive._database.rows(sql + " ORDER BY absent_since DESC, articles.id", values)  # noqa: SLF001 — behind the same door
    for row in rows:
        yield archive.article(row["id"])
