"""Searching: from a query to revisions with snippets, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.classify.language.lexicon import language_of
from monitor.indexing import changed_texts, texts_of
from monitor.queries.objects import change_json
from monitor.search.forms import base
from monitor.search.query import match_of
from monitor.search.snippets import Marker, plain
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from monitor.diff.records import Mark
    from monitor.search.query import Query
    from monitor.search.snippets import Marks
    from storage.archive import Archive
    from storage.records import Revision


@dataclass(frozen=True, slots=True)
class Found:
    """A portion of the results, where it goes on, and how many revisions are not yet indexed."""

    hits: list[dict[str, Any]]
    revisions: list[Revision]
    next: int | None
    waiting: int


def search(archive: Archive, query: Query, *, after: int | None = None, limit: int = 20) -> Found:
    """Matching revisions. Raises NotStored for an unknown outlet, InputError."""
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
    """A hit as a document; a damaged text is reported in its place, without affecting others."""
    try:
        return _document(archive, query, revision)
    except DAMAGE as error:
        told = f"({error.what})"
        missing = {"language": "", "side": None, "snippet": told, "marks": [["=", told]]}
        return {**change_json(revision), **missing, "damaged": str(error)}


def _document(archive: Archive, query: Query, revision: Revision) -> dict[str, Any]:
    """A hit as a document: the *change* that led to the revision, and snippets."""
    extraction = archive.extraction(revision.extraction_id)
    texts = texts_of(extraction)
    language = language_of("\n".join(texts), extraction.language)
    marker = Marker(query, language)
    sides: list[tuple[str | None, list[str]]] = [(None, texts)]
    if query.of_changes:
        sides = _changed(archive, revision, query)
    found = [(side, marker.snippet(some)) for side, some in sides]
    side, marks = max(found, key=lambda one: _marked(one[1]), default=(None, []))
    if not marks:
        side, marks = None, marker.snippet([extraction.title or ""])
    return {
        **change_json(revision),
        "language": language,
        "side": side,
        "snippet": plain(marks),
        "marks": [list(mark) for mark in marks],
    }


def _marked(marks: Marks) -> int:
    """The number of different words that are marked."""
    return len({base(text) for mark, text in marks if mark == "*"})


def _changed(
    archive: Archive, revision: Revision, query: Query
) -> list[tuple[str | None, list[str]]]:
    """The texts added and removed with this revision, each by name, as far as asked for."""
    from monitor.comparing.kept import compared  # noqa: PLC0415 — only where it is used

    if revision.number == 1:
        return []
    diff = compared(archive, archive.revision(revision.article_id, revision.number - 1), revision)
    named: tuple[tuple[str, Mark], ...] = (("added", "+"), ("removed", "-"))
    columns = {term.column for term in query.terms}
    asked = [one for one in named if one[0] in columns] or named
    return [(side, changed_texts(diff, mark)) for side, mark in asked]
