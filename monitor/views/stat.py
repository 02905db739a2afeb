"""The diff in figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.diff.marked_capitals import unmarked
from monitor.diff.showing import field_name, fields_in_order
from monitor.diff.tokens import count_words
from monitor.views.words import heading_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.diff.records import Diff, Edit, FieldChange
    from monitor.diff.showing import Heading
    from monitor.views.words import Look

_TOLD = {
    "edit": "sentences edited",
    "add": "sentences added",
    "delete": "sentences deleted",
    "split": "sentences split",
    "merge": "sentences merged",
    "move": "sentences moved",
}


def stat_view(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """Counts of edits, words and kinds: in columns on a terminal, otherwise tab-separated."""
    yield from heading_lines(diff, heading, look)
    rows = [(name, str(value)) for name, value in _figures(diff)]
    widest = max(len(name) for name, _ in rows)
    for name, value in rows:
        yield f"{name}\t{value}" if look.columns is None else f"{name:<{widest}}  {value}"


def _figures(diff: Diff) -> Iterator[tuple[str, int | str]]:
    changed = fields_in_order(diff)
    if changed:
        yield "fields", ", ".join(field_name(change) for change in changed)
    counts = Counter[str](edit.kind for edit in diff.edits)
    for kind, told in _TOLD.items():
        if counts[kind]:
            yield told, counts[kind]
    added, removed = _words(diff)
    yield "words added", added
    yield "words removed", removed
    yield "sentences unchanged", len(diff.unchanged)
    kinds = Counter(kind for edit in diff.edits for kind in edit.kinds)
    kinds.update(kind for change in diff.fields for kind in change.kinds)
    for kind, number in kinds.most_common():
        yield f"kind {kind}", number


def _words(diff: Diff) -> tuple[int, int]:
    """The numbers of words added and removed; what was only moved counts as neither."""
    parts: list[Edit | FieldChange] = [*diff.edits, *diff.fields]
    counts = Counter[str]()
    for part in parts:
        for mark, text in unmarked(part.words):
            counts[mark] += count_words(text)
    return counts["+"], counts["-"]
