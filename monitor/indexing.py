"""Brings the index up to date: reads new and changed revisions, indexes and groups them."""

from __future__ import annotations

import itertools
import time
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.classify.language.lexicon import language_of
from monitor.diff.marked_capitals import unmarked
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
_MOST_KEPT, _LONGEST_KEPT = 8_192, 4_000
"""How many blocks of text have their index forms cached, and the most characters of such a block:
an article's next revision has most blocks again."""


def catch_up(
    archive: Archive,
    *,
    seconds: float | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Index what is waiting, for at most ``seconds``; return how many revisions still wait.

    If the index cannot be written (a read-only medium, a full disk), it is made in memory; with a
    time limit it is left as it is. The time is exceeded by at most one revision, so that pages
    served meanwhile wait no longer than that.
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
            batch = search.next(BATCH)  # inside the transaction, as another process may do the same
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
    """The document to index; None for a revision that no longer exists or is damaged.

    ``verify`` reports the damage.
    """
    if revision is None:
        return None
    try:
        return document_of(archive, revision)
    except (ArchiveDamaged, NotStored):
        return None


def _group(archive: Archive, revision: Revision | None) -> None:
    """Put the revision into a story; one that cannot be read is in none."""
    from monitor.stories.grouping import group  # noqa: PLC0415 — only where something waits

    if revision is not None:
        with suppress(ArchiveDamaged, NotStored):
            group(archive, revision)


def document_of(archive: Archive, revision: Revision) -> Document:
    """A revision as it is indexed."""
    from monitor.comparing.kept import compared  # noqa: PLC0415 — only where something waits

    extraction = archive.extraction(revision.extraction_id)
    text = "\n".join(texts_of(extraction))
    language = language_of(text, extraction.language)
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
    """All texts that are searched, except the headline."""
    fields = [extraction.standfirst or "", " ".join(extraction.byline)]
    return [*filter(None, fields), *(block.text for block in extraction.blocks)]


def changed_texts(diff: Diff | None, mark: Mark) -> list[str]:
    """What was added (``+``) or removed (``-``): folded pieces of text of whole words."""
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
    """The index forms of the text, in order so that phrases are found."""
    lines = (_formed_line(line, language) for line in text.split("\n"))
    return " ".join(filter(None, lines))


def _formed_line(line: str, language: str | None) -> str:
    """The index forms of a block, cached because most blocks were in the previous revision."""
    make = _formed_once if len(line) <= _LONGEST_KEPT else _formed_once.__wrapped__
    return make(line, language)


@lru_cache(maxsize=_MOST_KEPT)
def _formed_once(line: str, language: str | None) -> str:
    found = forms.tokens(line, spaced=forms.parts_by_spaces(language))
    return " ".join(forms.form(token.group(), language) for token in found)


def _starts(text: str, language: str | None) -> str:
    """The beginnings of words, each once, for a language without stemming; else empty.

    They include the parts of words that a non-joiner separates, which many write as single words.
    """
    if language in forms.STEMMED:
        return ""
    found = set[str]()
    for token in forms.tokens(text):
        parts = forms.parts(token.group())
        for whole in {forms.base("".join(parts)), forms.form("".join(parts), language)}:
            found.update(forms.starts(whole))
        if len(parts) > 1:
            for part in map(forms.base, parts):
                found.update(forms.starts(part) or [part])
    return " ".join(sorted(found))


def _names(text: str, language: str | None) -> str:
    """Sound keys of capitalized words, except those also in lower case, such as *Ferries*."""
    names, ordinary = set[tuple[str, str]](), set[str]()
    for line in text.split("\n"):
        make = _named_once if len(line) <= _LONGEST_KEPT else _named_once.__wrapped__
        some, others = make(line, language)
        names |= some
        ordinary |= others
    return " ".join(sorted({key for form, key in names if form not in ordinary}))


@lru_cache(maxsize=_MOST_KEPT)
def _named_once(
    line: str, language: str | None
) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Form and key of each capitalized word, and the forms of words in lower case."""
    turkic = forms.is_turkic(language)
    words = set(forms.words(line))
    return (
        frozenset(
            (forms.form(word, language), forms.name_key(word, turkic=turkic))
            for word in words
            if forms.is_name(word)
        ),
        frozenset(forms.form(word, language) for word in words if word.islower()),
    )
