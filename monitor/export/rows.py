"""The rows of the tables, one after the other as they are read from the archive.

A row has a value for every column of its table (see ``tables.json``): times as aware
``datetime``, lists as lists, missing values as None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.comparing.articles import compare
from monitor.diff.showing import fields_in_order
from monitor.export.selection import slice_of
from storage.lost import DAMAGE
from storage.warc.slices import Slices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.diff.records import Diff, Edit, Fact, FieldChange, Sentence
    from monitor.export.export import Export
    from storage.records import Capture, Event, Revision
    from storage.warc.slices import Kept

Row = dict[str, Any]


def rows_of(name: str, export: Export) -> Iterator[Row]:
    """The rows of the table with this name. Raises NotStored before the first."""
    makers = {"revisions": _revisions, "changes": _changes, "edits": _edits, "visits": _visits}
    return makers[name](export)


# --- revisions and changes -------------------------------------------------------------------
def _revisions(export: Export) -> Iterator[Row]:
    for revision, reading, captures in export.readings():
        first = captures[0] if captures else None
        yield {
            **_named(revision),
            "title": reading.title,
            "standfirst": reading.standfirst,
            "byline": list(reading.byline),
            "published": reading.published,
            "modified": reading.modified,
            "language": reading.language,
            "section": reading.section,
            "canonical_url": reading.canonical_url,
            "picture": reading.picture,
            "page_type": reading.page_type.value,
            "access": reading.access.value,
            "text": reading.text,
            "digest": revision.digest,
            "last_seen": revision.last_seen,
            **_assessed(revision),
            "captures": len(captures),
            "capture": first.id if first else None,
            "payload": first.payload if first else None,
            "reader": reading.reader,
            "rules": reading.rules,
            "redacted": reading.redacted,
        }


def _changes(export: Export) -> Iterator[Row]:
    """The revisions, and the events of the same articles in the same time."""
    for article_id, revisions in export.selection.by_article(export.archive):
        for revision in revisions:
            yield {
                **_named(revision),
                "title": revision.title,
                "event": None,
                **_assessed(revision),
            }
        yield from _events(export, article_id)


def _events(export: Export, article_id: int) -> Iterator[Row]:
    archive, holds = export.archive, export.selection.holds_event
    events = [one for one in archive.events(article_id) if holds(one)]
    if events:
        revisions = {one.id: one for one in archive.revisions(article_id)}
        yield from (_event(event, revisions[event.revision_id]) for event in events)


def _event(event: Event, revision: Revision) -> Row:
    return {
        **_named(revision),
        "title": revision.title,
        "event": event.kind.value,
        "previous_last_seen": min(revision.last_seen, event.at),
        "first_seen": event.at,
        "weight": event.kind.weight.value,
        "kinds": [],
        "signals": [],
        "ours": False,
        "summary": event.detail,
    }


def _named(revision: Revision) -> Row:
    return {
        "article": revision.article_id,
        "revision": revision.number,
        "outlet": revision.outlet,
        "url": revision.url,
        "first_seen": revision.first_seen,
    }


def _assessed(revision: Revision) -> Row:
    assessment = revision.assessment
    return {
        "previous_last_seen": revision.previous_last_seen,
        "weight": assessment.weight.value,
        "kinds": list(assessment.kinds),
        "signals": list(assessment.signals),
        "ours": assessment.ours,
        "summary": assessment.summary,
    }


# --- edits -----------------------------------------------------------------------------------
def _edits(export: Export) -> Iterator[Row]:
    archive = export.archive
    for revision in export.selection.of(archive):
        if revision.number == 1:
            continue
        try:
            before = archive.revision(revision.article_id, revision.number - 1)
            texts = [archive.extraction(one.extraction_id) for one in (before, revision)]
        except DAMAGE as error:
            what = f"edits of revision {revision.article_id}@{revision.number}"
            export.losses.note(what, revision.url, error)
            continue
        diff = compare(*texts)
        of_change = {
            "title": revision.title,
            "previous_last_seen": revision.previous_last_seen,
            "signals": list(revision.assessment.signals),
        }
        for number, edit in enumerate(_edits_of(diff), 1):
            yield {**_named(revision), "edit": number, **edit, **of_change}


def _edits_of(diff: Diff) -> Iterator[Row]:
    for change in fields_in_order(diff):
        yield {
            "field": change.field,
            "kind": "field",
            "moved": False,
            "old_block": None,
            "new_block": None,
            "old": change.old,
            "new": change.new,
            **_weighed(change),
            "note": None,
        }
    for edit in diff.edits:
        yield {
            "field": None,
            "kind": edit.kind,
            "moved": edit.moved,
            "old_block": _block(edit.old),
            "new_block": _block(edit.new),
            "old": edit.old_text or None,
            "new": edit.new_text or None,
            **_weighed(edit),
            "note": edit.note or None,
        }


def _weighed(part: Edit | FieldChange) -> Row:
    return {
        "kinds": list(part.kinds),
        "weight": part.weight.value,
        "facts": [_fact(fact) for fact in part.facts],
    }


def _fact(fact: Fact) -> Row:
    return {"type": fact.type, "old": fact.old, "new": fact.new, "note": fact.note}


def _block(sentences: tuple[Sentence, ...]) -> int | None:
    return sentences[0].block if sentences else None


# --- visits ----------------------------------------------------------------------------------
def _visits(export: Export) -> Iterator[Row]:
    archive = export.archive
    for visit in Slices(archive).visits(slice_of(archive, export.selection)):
        known = visit.capture_id is not None
        try:
            capture = archive.capture(visit.id) if known else None
        except DAMAGE as error:
            export.losses.note(f"capture {visit.id}", visit.url, error)
            continue
        yield {**_visit(visit), **_captured(capture)}


def _visit(visit: Kept) -> Row:
    return {
        "visit": visit.id,
        "outlet": visit.outlet,
        "article": visit.article_id,
        "url": visit.url,
        "role": visit.role.value,
        "started_at": visit.started_at,
        "took_ms": round(visit.took.total_seconds() * 1000),
        "outcome": visit.outcome.value,
        "status": visit.status,
        "reason": visit.reason,
        "location": visit.location,
        "imported_from": visit.imported_from,
    }


_OF_CAPTURE = (
    *("payload", "payload_length", "wire_digest", "wire_length", "content_type"),
    *("content_encoding", "peer", "truncated"),
)


def _captured(capture: Capture | None) -> Row:
    return {name: None if capture is None else getattr(capture, name) for name in _OF_CAPTURE}
