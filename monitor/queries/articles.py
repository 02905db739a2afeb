"""An article as a document: its history, what the outlet declared, and what was seen when."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from monitor.queries.objects import Changes
from spiders.urls import surt
from storage.changelog import Filters
from storage.database.times import maybe_text, to_text
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.records import Article, Revision
    from storage.sights import Sight


def article_document(archive: Archive, article: Article) -> dict[str, Any]:
    """The whole document; ``changes`` is what ``log ARTICLE --json`` prints."""
    changes = Changes(archive)
    filters = Filters(article_id=article.id)
    revisions = archive.revisions(article.id)
    sights = archive.sights.of_article(article.id)
    return {
        "article": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "title": article.title,
        "state": article.state.value,
        "first_seen": to_text(article.first_seen),
        "last_seen": to_text(article.last_seen),
        "published": article.published,
        "absence": article.absence,
        "absent_since": maybe_text(article.absent_since),
        "absences": article.absences,
        "aliases": list(article.aliases),
        "watched": watched_document(archive, article),
        "revisions": article.revisions,
        "visits": outcomes(sights),
        "headlines": headlines(revisions),
        "declared": declared(archive, revisions),
        "changes": [changes.of(row) for row in archive.changelog.rows(filters)],
        "sights": [sight_document(sight) for sight in sights],
    }


def watched_document(archive: Archive, article: Article) -> dict[str, Any] | None:
    """The pace that somebody set with ``watch``; None if it is the usual one."""
    address = archive.address(surt(article.url))
    pin = None if address is None else archive.due_of(address.id).pin
    if pin is None:
        return None
    return {"every_s": pin.every.total_seconds(), "until": maybe_text(pin.until)}


def outcomes(sights: list[Sight]) -> dict[str, int]:
    """The number of visits by outcome."""
    return dict(Counter(sight.outcome.value for sight in sights))


def headlines(revisions: list[Revision]) -> list[dict[str, Any]]:
    """Every headline the article had, in order, with the revision that brought it."""
    found: list[dict[str, Any]] = []
    for revision in revisions:
        if not found or found[-1]["title"] != revision.title:
            found.append(
                {
                    "title": revision.title,
                    "revision": revision.number,
                    "first_seen": to_text(revision.first_seen),
                }
            )
    return found


def declared(archive: Archive, revisions: list[Revision]) -> list[dict[str, Any]]:
    """The times that the outlet itself declared, next to what was seen."""
    return [
        {
            "revision": revision.number,
            **_said(archive, revision),
            "previous_last_seen": maybe_text(revision.previous_last_seen),
            "first_seen": to_text(revision.first_seen),
        }
        for revision in revisions
    ]


def _said(archive: Archive, revision: Revision) -> dict[str, Any]:
    """What a revision declares; a damaged text does not affect the others."""
    try:
        said = archive.extraction(revision.extraction_id)
    except DAMAGE as error:
        return {"published": None, "modified": None, "damaged": str(error)}
    return {"published": said.published, "modified": said.modified}


def sight_document(sight: Sight) -> dict[str, Any]:
    """One visit as a document."""
    return {
        "at": to_text(sight.at),
        "outcome": sight.outcome.value,
        "status": sight.status,
        "reason": sight.reason,
        "url": sight.url,
        "capture": sight.capture,
        "revision": sight.revision,
    }
