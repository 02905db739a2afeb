"""Reading an article again from its first visit, when older visits to it were imported later.

Revisions are numbered by time. If a visit is older than one of its article that was read already,
it would become the latest revision, with contradictory times. So the article is deleted, and READ
makes it again from all its visits. No capture is touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.database.times import from_text
from storage.errors import PayloadDamaged, Redacted
from storage.history.numbers import keep_number

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive

_ADDRESSES = "SELECT id FROM addresses WHERE article_id = ?"
_TOLD = """
    SELECT DISTINCT capture_id FROM extractions JOIN revisions ON revisions.id = revision_id
    WHERE revisions.article_id = ?
"""


def read_until(archive: Archive, article_id: int) -> datetime | None:
    """When the latest visit to the article, at any of its addresses, that was read began."""
    found = archive._database.value(  # noqa: SLF001 — behind the same door
        f"SELECT max(started_at) FROM visits WHERE unread = 0 AND address_id IN ({_ADDRESSES})",
        (article_id,),
    )
    return None if found is None else from_text(found)


def can_be_read(archive: Archive, article_id: int) -> bool:
    """Is every page that a revision was read from still there? If not, its text would be lost.

    A page's body may have been redacted, or be damaged while the extracted text is sound.
    """
    rows = archive._database.rows(_TOLD, (article_id,))  # noqa: SLF001 — behind the same door
    try:
        for row in rows:
            archive.payload(archive.capture(row["capture_id"]).page)
    except (PayloadDamaged, Redacted):
        return False
    return True


def begin_again(archive: Archive, article_id: int) -> None:
    """Delete an article with its revisions and events, and mark its visits as unread.

    The article that READ makes of them has the same number.
    """
    database = archive._database  # noqa: SLF001 — behind the same door
    with archive.transaction():
        keep_number(database, article_id)
        for statement in (
            f"UPDATE visits SET unread = 1 WHERE address_id IN ({_ADDRESSES})",
            "DELETE FROM events WHERE article_id = ?",
            (
                "UPDATE extractions SET revision_id = NULL WHERE revision_id IN"
                " (SELECT id FROM revisions WHERE article_id = ?)"
            ),
            "UPDATE articles SET last_revision_id = NULL, last_extraction_id = NULL WHERE id = ?",
            "DELETE FROM revisions WHERE article_id = ?",
            f"DELETE FROM page_memories WHERE address_id IN ({_ADDRESSES})",
            (
                "UPDATE addresses SET article_id = NULL, role = 'candidate', failures = 0"
                " WHERE article_id = ?"
            ),
            "DELETE FROM articles WHERE id = ?",
        ):
            database.change(statement, (article_id,))
