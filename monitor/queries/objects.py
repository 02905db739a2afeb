"""The objects of the JSON interface: *extraction*, *revision*, *change*, *outlet* and *incident*.

Names and meanings are fixed; further fields may be added. Times are RFC 3339 in UTC with ``Z``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.notation.telling import in_words
from storage.database.times import maybe_text, to_text
from storage.digest import CONTENT_DIGEST_VERSION, content_digest
from storage.told import Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.archive import Archive
    from storage.records import Article, Block, Capture, Extraction, Incident, Revision

Object = dict[str, Any]

SIGNALS = frozenset(
    [
        "correction_noted",
        "stealth",
        "dated_only",
        "revert",
        "variant",
        "gone",
        "restored",
        "moved_url",
        "paywalled",
        "blocked",
    ]
)
"""Signals that a history adds to a change, and events that are shown as such."""


def extraction_json(extraction: Extraction) -> Object:
    """An *extraction*: ``null`` for whatever the page did not say.

    ``links`` are URLs that can be requested, ``targets`` what the digest is computed from.
    """
    return {
        "title": extraction.title,
        "standfirst": extraction.standfirst,
        "byline": list(extraction.byline),
        "published": extraction.published,
        "modified": extraction.modified,
        "language": extraction.language,
        "section": extraction.section,
        "canonical_url": extraction.canonical_url,
        "picture": extraction.picture,
        "declared_titles": dict(extraction.declared_titles),
        "links": list(extraction.links),
        "targets": list(extraction.targets),
        "page_type": extraction.page_type.value,
        "access": extraction.access.value,
        "text": extraction.text,
        "blocks": [block_json(block) for block in extraction.blocks],
        "digest": content_digest(extraction),
        "digest_version": CONTENT_DIGEST_VERSION,
        "reader": extraction.reader,
        "rules": extraction.rules,
        "memory": extraction.memory,
        "obstacle": extraction.obstacle.value if extraction.obstacle else None,
        "remarks": list(extraction.remarks),
    }


def block_json(block: Block) -> Object:
    """One block, with the struck parts of its text, if any."""
    told: Object = {"kind": block.kind.value, "text": block.text}
    if block.struck:
        told["struck"] = [
            {"start": start, "end": end, "text": words}
            for (start, end), words in zip(block.struck, block.struck_texts, strict=True)
        ]
    return told


def revision_json(
    revision: Revision, extraction: Extraction, captures: Iterable[Capture]
) -> Object:
    """A *revision*: its extraction and the captures that show it.

    A redacted text keeps its digest, which is not that of the empty text that is left.
    """
    return {
        "article": revision.article_id,
        "revision": revision.number,
        "outlet": revision.outlet,
        "url": revision.url,
        "first_seen": to_text(revision.first_seen),
        "last_seen": to_text(revision.last_seen),
        "previous_last_seen": maybe_text(revision.previous_last_seen),
        "captures": [capture_json(capture) for capture in captures],
        **extraction_json(extraction),
        **({"digest": revision.digest} if extraction.redacted else {}),
        "redacted": extraction.redacted,
    }


def capture_json(capture: Capture) -> Object:
    """One capture, as a revision refers to it."""
    return {
        "id": capture.id,
        "captured_at": to_text(capture.captured_at),
        "status": capture.status,
        "payload": capture.payload,
        "url": capture.url,
    }


def change_json(revision: Revision) -> Object:
    """A *change*: the step that led to this revision. There is none before revision 1."""
    assessment = revision.assessment
    return {
        "article": revision.article_id,
        "outlet": revision.outlet,
        "url": revision.url,
        "title": revision.title,
        "revision": revision.number,
        "previous_last_seen": maybe_text(revision.previous_last_seen),
        "first_seen": to_text(revision.first_seen),
        "weight": assessment.weight.value,
        "kinds": list(assessment.kinds),
        "signals": list(assessment.signals),
        "ours": assessment.ours,
        "summary": assessment.summary,
    }


def event_json(event: Event, revision: Revision) -> Object:
    """An event as a row among changes, with the revision that it belongs to.

    ``first_seen`` is when the event was noticed; ``previous_last_seen`` when the revision was
    last seen before.
    """
    return {
        **change_json(revision),
        "previous_last_seen": to_text(min(revision.last_seen, event.at)),
        "first_seen": to_text(event.at),
        "weight": event.kind.weight.value,
        "kinds": [],
        "signals": [event.kind.value] if event.kind.value in SIGNALS else [],
        "ours": False,
        "summary": event.detail,
        "event": event.kind.value,
    }


def absence_json(article: Article, revision: Revision) -> Object:
    """An article that was absent at its last visit, as a row among changes.

    ``event`` is ``absent`` and ``confirmed`` false: one failed fetch is not a deletion.
    """
    assert article.absent_since is not None
    visits = "visit" if article.absences == 1 else f"{article.absences} visits"
    seen = f"{in_words(article.absence or '')} at the last {visits}"
    return {
        **change_json(revision),
        "previous_last_seen": to_text(revision.last_seen),
        "first_seen": to_text(article.absent_since),
        "weight": "none",
        "kinds": [],
        "signals": [],
        "ours": False,
        "summary": f"{seen}; not confirmed yet",
        "event": "absent",
        "confirmed": False,
    }


class Changes:
    """Turns rows of the log into *change* objects; looks each article's revisions up once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._revisions: dict[int, Revision] = {}

    def of(self, row: Revision | Event) -> Object:
        """The *change* of a revision or of an event."""
        if not isinstance(row, Event):
            return {**change_json(row), "redacted": self.redacted(row)}
        revision = self.revision_of(row)
        return {**event_json(row, revision), "redacted": self.redacted(revision)}

    def redacted(self, revision: Revision) -> str | None:
        """Why its text and headline were redacted; None if they were not."""
        found = None if revision.title else self._archive.redactions.of_revision(revision.id)
        return None if found is None else found.reason

    def revision_of(self, event: Event) -> Revision:
        """The revision that an event belongs to."""
        if event.revision_id not in self._revisions:
            found = self._archive.revisions(event.article_id)
            self._revisions = {revision.id: revision for revision in found}
        return self._revisions[event.revision_id]


def incident_json(incident: Incident) -> Object:
    """An *incident*: a fault of an outlet."""
    return {
        "kind": incident.kind.value,
        "subject": incident.subject,
        "detail": incident.detail,
        "opened_at": to_text(incident.opened_at),
        "last_at": to_text(incident.last_at),
        "closed_at": maybe_text(incident.closed_at),
        "count": incident.count,
    }
