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

_ADDRESSES = "SELECT id FROM addresses WHERE article_id = ?1"
_LATER = "(other.id > one.id OR one.import_id IS NOT NULL OR other.import_id IS NOT NULL)"
"""Besides its time: a clock may have been put back, unless one of the two was imported."""
_SHOWN_AT = """
    SELECT visits.address_id FROM revisions
    JOIN extractions ON extractions.revision_id = revisions.id
    JOIN visits ON visits.id = extractions.capture_id WHERE revisions.article_id = ?1
"""
_EVER = f"{_ADDRESSES} UNION {_SHOWN_AT}"
_ENTANGLED = f"""
    SELECT article_id FROM addresses WHERE article_id IS NOT NULL AND id IN ({_SHOWN_AT})
    UNION SELECT revisions.article_id FROM addresses
    JOIN visits ON visits.address_id = addresses.id
    JOIN extractions ON extractions.capture_id = visits.id
    JOIN revisions ON revisions.id = extractions.revision_id WHERE addresses.article_id = ?1
"""
_TOLD = """
    SELECT DISTINCT capture_id FROM extractions JOIN revisions ON revisions.id = revision_id
    WHERE revisions.article_id = ?
"""
_UNREAD = f"""
    UPDATE visits SET unread = 1 WHERE unread = 0 AND id IN (
        SELECT other.id FROM visits AS one JOIN visits AS other
        ON other.address_id = ?1 AND other.started_at > one.started_at
        WHERE one.id = ?2 AND {_LATER})
"""
_LED_HERE = f"""
    SELECT DISTINCT other.address_id, addresses.article_id
    FROM visits AS one JOIN visits AS other ON other.location = ?2
        AND other.started_at > one.started_at
    JOIN addresses ON addresses.id = other.address_id
    WHERE one.id = ?1 AND other.unread = 0 AND other.outcome = 'redirected'
    AND {_LATER}
"""


def read_until(archive: Archive, article_id: int) -> datetime | None:
    """When the latest visit to the article, at any of its addresses, that was read began."""
    found = archive._database.value(  # noqa: SLF001 — behind the same door
        f"SELECT max(started_at) FROM visits WHERE unread = 0 AND address_id IN ({_ADDRESSES})",
        (article_id,),
    )
    return None if found is None else from_text(found)


def is_read_past(archive: Archive, article_id: int, visit_id: int) -> bool:
    """Whether a later visit to the article was read already.

    Times tell that if one of the two was imported. Otherwise a clock may have been put back, and
    the later one has to be recorded later as well.
    """
    sql = f"""
        SELECT 1 FROM visits AS one JOIN visits AS other ON other.started_at > one.started_at
        WHERE one.id = ?2 AND other.address_id IN ({_EVER})
        AND other.unread = 0 AND {_LATER} LIMIT 1
    """
    return archive._database.value(sql, (article_id, visit_id)) is not None  # noqa: SLF001 — behind the same door


def entangled(archive: Archive, article_id: int) -> list[int]:
    """The ids of the article and of those with which it shares an address, or once did.

    An address may have been given from one to the other, so they can only be read again together.
    """
    found, waiting = {article_id}, [article_id]
    while waiting:
        rows = archive._database.rows(_ENTANGLED, (waiting.pop(),))  # noqa: SLF001 — behind the same door
        new = {row["article_id"] for row in rows} - found
        found |= new
        waiting += new
    return sorted(found)


def can_be_read(archive: Archive, article_id: int) -> bool:
    """Whether every page that a revision was read from is still there: else its text would be lost.

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
            f"UPDATE visits SET unread = 1 WHERE address_id IN ({_EVER})",
            f"DELETE FROM page_memories WHERE address_id IN ({_EVER})",
            "DELETE FROM events WHERE article_id = ?",
            (
                "UPDATE extractions SET revision_id = NULL WHERE revision_id IN"
                " (SELECT id FROM revisions WHERE article_id = ?)"
            ),
            "UPDATE articles SET last_revision_id = NULL, last_extraction_id = NULL WHERE id = ?",
            "DELETE FROM revisions WHERE article_id = ?",
            (
                "UPDATE addresses SET article_id = NULL, role = 'candidate', failures = 0"
                " WHERE article_id = ?"
            ),
            "DELETE FROM articles WHERE id = ?",
        ):
            database.change(statement, (article_id,))


def led_here(archive: Archive, visit_id: int, url: str) -> list[tuple[int, int | None]]:
    """Addresses at which visits after this one, already read, were redirected to this URL.

    Each with the article that it is of, or None.
    """
    rows = archive._database.rows(_LED_HERE, (visit_id, url))  # noqa: SLF001 — behind the same door
    return [(row["address_id"], row["article_id"]) for row in rows]


def read_again(archive: Archive, address_id: int, visit_id: int) -> bool:
    """Mark the visits to an address that is of no article as unread, if made after this one.

    Returns whether there were any.
    """
    changed = archive._database.change(_UNREAD, (address_id, visit_id))  # noqa: SLF001 — behind the same door
    return changed > 0
