"""Comparing two revisions: computed once, then kept in the index."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from monitor.comparing.documents import diff_json, edit_json
from monitor.comparing.stored import from_text, rules_version, to_text
from monitor.diff.marked_capitals import unmarked
from monitor.diff.showing import all_edits
from storage.database.times import to_text as database_text
from storage.derived.made import Extent, Made
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.diff.records import Diff, Edit
    from storage.archive import Archive
    from storage.records import Assessment, Revision

_CELLS = 24
"""Cells of the strip that shows where the text changed."""
_STRENGTH = ".>~-+"
"""Of several marks in one cell, the last one in this order is shown."""


def compare_revisions(archive: Archive, old: Revision, new: Revision) -> Diff:
    """Compare their readings without using the index."""
    from monitor.comparing.articles import compare  # noqa: PLC0415 — as slow to load as it is large

    return compare(archive.extraction(old.extraction_id), archive.extraction(new.extraction_id))


def compare_with_previous(archive: Archive, revision: Revision) -> Diff:
    """Compare this revision with the one before it."""
    old = archive.revision(revision.article_id, revision.number - 1)
    return compare_revisions(archive, old, revision)


def kept_before(archive: Archive, old: Revision, new: Revision) -> Diff | None:
    """The same from the index alone, where it is even if a text was damaged since."""
    stored = archive.index.diffs.get(old.extraction_id, new.extraction_id, rules_version())
    return None if stored is None else from_text(stored)


def compared(archive: Archive, old: Revision, new: Revision) -> Diff:
    """The same as :func:`compare_revisions`, from the index if it is there."""
    kept = kept_before(archive, old, new)
    if kept is not None:
        return kept
    pair = (old.extraction_id, new.extraction_id)
    diff = compare_revisions(archive, old, new)
    archive.index.diffs.put(Made(*pair, rules_version(), extent_of(diff), to_text(diff)))
    return diff


def language_of(archive: Archive, *revisions: Revision) -> str | None:
    """The language of the first of their texts that has one and is not damaged.

    A diff can be kept of texts that were damaged since; later ones are only read if needed.
    """
    for one in revisions:
        with suppress(*DAMAGE):
            if language := archive.extraction(one.extraction_id).language:
                return language
    return None


def assessed(old: Revision, new: Revision) -> Assessment | None:
    """The assessment stored when this step was read; None for a pair that is no step."""
    return new.assessment if new.number == old.number + 1 else None


def diff_document(
    diff: Diff, old: Revision, new: Revision, *, everything: bool = False
) -> dict[str, Any]:
    """The *diff* object of two revisions, with what and when; times only for a step forward.

    With ``everything``, unchanged sentences are included between the edits.
    """
    forward = old.number < new.number
    document = diff_json(diff, new.article_id, old.number, new.number) | {
        "url": new.url,
        "title": new.title,
        "previous_last_seen": database_text(old.last_seen) if forward else None,
        "first_seen": database_text(new.first_seen) if forward else None,
    }
    if everything:
        document = with_all(document, diff)
    known = assessed(old, new)
    if known is not None:
        document |= {"summary": known.summary, "signals": list(known.signals), "ours": known.ours}
    return document


def with_all(document: dict[str, Any], diff: Diff) -> dict[str, Any]:
    """The same *diff* object with the unchanged sentences between the edits."""
    return document | {"edits": [edit_json(edit) for edit in all_edits(diff)]}


def extents(
    archive: Archive, revisions: Iterable[Revision], *, seconds: float = 0.0
) -> dict[int, Extent]:
    """How much the step to each of these revisions changed, by id; first revisions have none.

    Those that are not in the index are compared now and kept, for at most ``seconds``; one whose
    text is damaged has none.
    """
    steps = [one for one in revisions if one.previous_extraction_id is not None]
    pairs = [(one.previous_extraction_id or 0, one.extraction_id) for one in steps]
    known = archive.index.diffs.extents(pairs, rules_version())
    found: dict[int, Extent] = {}
    end = time.monotonic() + seconds
    for one in steps:
        if one.extraction_id in known:
            found[one.id] = known[one.extraction_id]
        elif time.monotonic() < end:
            old = archive.revision(one.article_id, one.number - 1)
            with suppress(*DAMAGE):
                found[one.id] = extent_of(compared(archive, old, one))
    return found


def extent_between(archive: Archive, old: Revision, new: Revision, diff: Diff) -> Extent:
    """The extent of a change, from the index if it is there, else computed from the diff."""
    pair = (old.extraction_id, new.extraction_id)
    known = archive.index.diffs.extents([pair], rules_version())
    return known[new.extraction_id] if known else extent_of(diff)


# --- extent --------------------------------------------------------------------------------------
def extent_of(diff: Diff) -> Extent:
    """The number of words that went and came, and where in the new text."""
    from monitor.diff.tokens import count_words  # noqa: PLC0415 — for a new diff only

    parts = list(all_edits(diff))
    counts = {"-": 0, "+": 0, "=": 0}
    for edit in parts:
        for mark, text in unmarked(edit.words):
            counts[mark] += count_words(text)
    return Extent(counts["-"], counts["+"], counts["="] + counts["+"], _strip(parts))


def _strip(parts: list[Edit]) -> str:
    """Mark the cells that each edit's text takes; for a deletion, the cell where it was."""
    total = sum(len(edit.new_text) + 1 for edit in parts if edit.new) or 1
    cells = ["."] * _CELLS
    done = 0
    for edit in parts:
        size = len(edit.new_text) + 1 if edit.new else 0
        first, last = done * _CELLS // total, (done + max(1, size) - 1) * _CELLS // total
        for cell in range(min(first, _CELLS - 1), min(last, _CELLS - 1) + 1):
            cells[cell] = max(cells[cell], _mark(edit), key=_STRENGTH.index)
        done += size
    return "".join(cells)


def _mark(edit: Edit) -> str:
    marks = {"same": ".", "move": ">", "add": "+", "delete": "-"}
    return marks.get(edit.kind, "~")
