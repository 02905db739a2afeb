"""Searching: a query in, revisions with snippets out, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.classify.language.lexicon import language_of
from monitor.indexing import changed_texts, texts_of
from monitor.queries.objects import change_json
from monitor.search.query import match_of
from monitor.search.snippets import Marker, plain
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from monitor.diff.records import Mark
    from monitor.search.query import Query
    from storage.archive import Archive
    from storage.records import Revision


@dataclass(frozen=True, slots=True)
class Found:
    """A portion of what was found, where it goes on, and how many wait to be indexed."""

    hits: list[dict[str, Any]]
    revisions: list[Revision]
    next: int | None
    waiting: int


def search(archive: Archive, query: Query, *, after: int | None = None, limit: int = 20) -> Found:
    """Revisions that say it. Raises NotStored for an outlet that is not there, InputError."""
    index = archive.index.search
    waiting = index.waiting()
    if query.is_empty:
        return Found([], [], None, waiting)
    outlet = archive.outlet(query.outlet, removed=True) if query.outlet else None
    match = match_of(query, outlet.id if outlet else None)
    hits = index.find(match, since=query.since, until=query.until, after=after, limit=limit + 1)
    shown = hits[:limit]
    return Found(
        [_document_or_why(archive, query, hit.revision) for hit in shown],
        [hit.revision for hit in shown],
        shown[-1].place if len(hits) > limit else None,
        waiting,
    )


def _document_or_why(archive: Archive, query: Query, revision: Revision) -> dict[str, Any]:
    """One text that is damaged takes no other hit along: it says so in place of what it said."""
    try:
        return _document(archive, query, revision)
    except DAMAGE as error:
        told = f"({error.what})"
        missing = {"language": "", "snippet": told, "marks": [["=", told]]}
        return {**change_json(revision), **missing, "damaged": str(error)}


def _document(archive: Archive, query: Query, revision: Revision) -> dict[str, Any]:
    """A hit: the *change* that led to the revision, and where the words stand."""
    extraction = archive.extraction(revision.extraction_id)
    texts = texts_of(extraction)
    language = language_of("\n".join(texts), extraction.language)
    marker = Marker(query, language)
    changed = query.changed or any(term.column in {"added", "removed"} for term in query.terms)
    if changed:
        texts = _changed(archive, revision, query)
    marks = marker.snippet(texts) or marker.snippet([extraction.title or ""])
    return {
        **change_json(revision),
        "language": language,
        "snippet": plain(marks),
        "marks": [list(mark) for mark in marks],
    }


def _changed(archive: Archive, revision: Revision, query: Query) -> list[str]:
    """What came and went with this revision."""
    from monitor.comparing.kept import compared  # noqa: PLC0415 — only where it is used

    if revision.number == 1:
        return []
    diff = compared(archive, archive.revision(revision.article_id, revision.number - 1), revision)
    columns = {term.column for term in query.terms}
    named: tuple[tuple[Mark, str], ...] = (("+", "added"), ("-", "removed"))
    marks = [mark for mark, name in named if name in columns]
    return [text for mark in marks or ["+", "-"] for text in changed_texts(diff, mark)]
