"""Bringing the index up to date: what was touched since is read, formed, and put with its like."""

from __future__ import annotations

import itertools
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from monitor.diff.capitals import unmarked
from monitor.search import forms
from storage.derived.search import Document
from storage.digest import fold
from storage.errors import ArchiveDamaged, ArchiveFull, ArchiveReadOnly, NotStored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.diff.records import Diff, Mark
    from storage.archive import Archive
    from storage.records import Extraction, Revision

BATCH = 50


def catch_up(
    archive: Archive,
    *,
    seconds: float | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Index what waits, for at most so many ``seconds``; gives how many revisions still wait.

    Where the index cannot be written (a read-only medium, a full disk), it is made in memory; with
    a time that is limited it is left as it is then. The time is kept to within a revision: whoever
    shows pages meanwhile waits for no more than that.
    """
    try:
        return _catch_up(archive, seconds, on_progress)
    except (ArchiveFull, ArchiveReadOnly):
        if seconds is not None:
            return archive.index.search.waiting()
    archive.index.work_in_memory()
    return _catch_up(archive, seconds, on_progress)


def _catch_up(
    archive: Archive, seconds: float | None, on_progress: Callable[[int], None] | None
) -> int:
    end = None if seconds is None else time.monotonic() + seconds
    done = 0
    search = archive.index.search
    while _time_left(end) and search.next(1):
        with search.transaction():
            batch = search.next(BATCH)  # in here: another process may do the same work
            for touched, revision in itertools.takewhile(lambda _: _time_left(end), batch):
                search.put(touched, revision, _document(archive, revision))
                _group(archive, revision)
                done += 1
        if on_progress is not None:
            on_progress(done)
    return search.waiting()


def _time_left(end: float | None) -> bool:
    return end is None or time.monotonic() < end


def _document(archive: Archive, revision: Revision | None) -> Document | None:
    """None for a revision that is no more, and for a damaged one, which ``verify`` tells of."""
    if revision is None:
        return None
    try:
        return document_of(archive, revision)
    except (ArchiveDamaged, NotStored):
        return None


def _group(archive: Archive, revision: Revision | None) -> None:
    """The same for the stories: what cannot be read is in none."""
    from monitor.stories.grouping import group  # noqa: PLC0415 — only where something waits

    if revision is not None:
        with suppress(ArchiveDamaged, NotStored):
            group(archive, revision)


def document_of(archive: Archive, revision: Revision) -> Document:
    """A revision as it is indexed."""
    from monitor.queries.comparison import compared  # noqa: PLC0415 — only where something waits

    extraction = archive.extraction(revision.extraction_id)
    text = "\n".join(texts_of(extraction))
    language = forms.language_of(extraction.language, text)
    diff = None
    if revision.number > 1:
        diff = compared(
            archive, archive.revision(revision.article_id, revision.number - 1), revision
        )
    return Document(
        headline=formed(extraction.title or "", language),
        summary=formed(revision.assessment.summary, language),
        body=formed(text, language),
        added=formed("\n".join(changed_texts(diff, "+")), language),
        removed=formed("\n".join(changed_texts(diff, "-")), language),
        names=_names(f"{extraction.title or ''}\n{text}", language),
        starts=_starts(f"{extraction.title or ''}\n{text}", language),
        meta=f"o{archive.article(revision.article_id).outlet_id}",
    )


def texts_of(extraction: Extraction) -> list[str]:
    """Everything beside the headline that is searched."""
    fields = [extraction.standfirst or "", " ".join(extraction.byline)]
    return [*filter(None, fields), *(block.text for block in extraction.blocks)]


def changed_texts(diff: Diff | None, mark: Mark) -> list[str]:
    """What was added (``+``) or removed (``-``): whole words, a folded piece of text each."""
    if diff is None:
        return []
    parts: list[Sequence[tuple[Mark, str]]] = [change.words for change in diff.fields]
    parts += [edit.words for edit in diff.edits]
    return [
        fold(text)
        for words in parts
        for one, text in unmarked(words)
        if one == mark and text.strip()
    ]


def formed(text: str, language: str | None) -> str:
    """The text in index forms, in order, so that phrases are found."""
    found = forms.tokens(text, spaced=forms.parts_by_spaces(language))
    return " ".join(forms.form(token.group(), language) for token in found)


def _starts(text: str, language: str | None) -> str:
    """How words begin, where the language has no stems: each beginning once.

    With the parts of words that a non-joiner parts, which many write as words of their own.
    """
    if language in forms.STEMMED:
        return ""
    found = set[str]()
    for token in forms.tokens(text):
        parts = forms.parts(token.group())
        found.update(forms.starts(forms.base("".join(parts))))
        if len(parts) > 1:
            for part in map(forms.base, parts):
                found.update(forms.starts(part) or [part])
    return " ".join(sorted(found))


def _names(text: str, language: str | None) -> str:
    """The sounds of words with a capital, less those that stand in small letters too: *Ferries*."""
    turkic = forms.is_turkic(language)
    words = set(forms.words(text))
    ordinary = {forms.form(word, language) for word in words if word.islower()}
    names = {word for word in words if forms.is_name(word)}
    keys = {
        forms.name_key(word, turkic=turkic)
        for word in names
        if forms.form(word, language) not in ordinary
    }
    return " ".join(sorted(keys))
