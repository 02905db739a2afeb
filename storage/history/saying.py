"""Which articles have the same text as another one, or the same headline from a given time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database.times import from_text, to_text
from storage.digest import to_hash

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Article

MOST = 20
"""How many are returned at most: what more articles than that say is nobody's own text."""

_SAYING = """
    SELECT id FROM articles
    WHERE outlet_id = ? AND content_sha256 = ? AND id <> ? ORDER BY id LIMIT ?
"""
_SAID = """
    SELECT DISTINCT revisions.article_id AS id FROM extractions
    JOIN revisions ON revisions.id = extractions.revision_id
    JOIN articles ON articles.id = revisions.article_id
    WHERE substr(extractions.content_sha256, 1, 8) = substr(?2, 1, 8)
    AND extractions.content_sha256 = ?2 AND articles.outlet_id = ?1 LIMIT ?3
"""
_BEGUN = """
    SELECT articles.id FROM revisions JOIN articles ON articles.id = revisions.article_id
    WHERE revisions.first_seen >= ? AND revisions.first_seen <= ? AND revisions.number = 1
    AND articles.outlet_id = ? AND articles.title = ? AND articles.id <> ?
    ORDER BY articles.id LIMIT ?
"""
_SHOWN = """
    SELECT subject, opened_at FROM incidents
    WHERE outlet_id = ? AND kind = 'article_lost' AND detail = ? AND closed_at IS NULL LIMIT 2
"""


def saying(archive: Archive, outlet_id: int, digest: str, *, but: int = 0) -> list[Article]:
    """The articles of an outlet, other than ``but``, whose current text has this digest."""
    values = outlet_id, to_hash(digest), but, MOST
    return [archive.article(row["id"]) for row in archive._database.rows(_SAYING, values)]  # noqa: SLF001 — behind the same door


def have_said(archive: Archive, outlet_id: int, digest: str) -> list[Article]:
    """The articles of an outlet that ever had a text with this digest; none if they are many."""
    values = outlet_id, to_hash(digest), MOST + 1
    found = [row["id"] for row in archive._database.rows(_SAID, values)]  # noqa: SLF001 — behind the same door
    return [] if len(found) > MOST else [archive.article(one) for one in sorted(found)]


def begun_between(
    archive: Archive, like: Article, since: datetime, until: datetime
) -> list[Article]:
    """Articles of the same outlet and headline that were first seen between these times."""
    values = to_text(since), to_text(until), like.outlet_id, like.title, like.id, MOST
    return [archive.article(row["id"]) for row in archive._database.rows(_BEGUN, values)]  # noqa: SLF001 — behind the same door


def shown_as(archive: Archive, outlet_id: int, detail: str) -> list[tuple[str, datetime]]:
    """Addresses that are absent because of a page described by ``detail``, and since when."""
    rows = archive._database.rows(_SHOWN, (outlet_id, detail))  # noqa: SLF001 — behind the same door
    return [(row["subject"], from_text(row["opened_at"])) for row in rows]
