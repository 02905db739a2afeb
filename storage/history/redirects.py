"""Where the addresses of an article redirect to, and whether an article was ever seen there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.archive import Archive

_TARGETS = """
    SELECT location FROM addresses JOIN visits ON visits.id = addresses.last_visit_id
    WHERE addresses.article_id = ? AND outcome = 'redirected' AND location IS NOT NULL
"""


_SHOWS = """
    SELECT 1 FROM visits JOIN extractions ON extractions.capture_id = visits.id
    WHERE visits.address_id = ? AND extractions.revision_id IS NOT NULL LIMIT 1
"""


def has_shown(archive: Archive, address_id: int) -> bool:
    """Whether a page at this address was ever read as a revision of an article."""
    return archive._database.value(_SHOWS, (address_id,)) is not None  # noqa: SLF001 — behind the same door


def targets(archive: Archive, article_id: int) -> list[str]:
    """The redirect targets, as sent, of those addresses whose last visit was redirected."""
    rows = archive._database.rows(_TARGETS, (article_id,))  # noqa: SLF001 — behind the same door
    return [row["location"] for row in rows]
