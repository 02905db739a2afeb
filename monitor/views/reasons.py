"""Why each part of a change has its weight, in words, for every view of the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.diff.showing import all_edits, field_name, told
from monitor.notation.safe import line
from monitor.views.fields import shown_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.diff.records import Diff, Edit, FieldChange

_REASONS = {
    "add": "a whole sentence is new",
    "delete": "a whole sentence is gone",
    "move": "a sentence moved, word for word",
    "headline": "the headline says something else",
    "byline": "the authors' names differ",
    "date": "a date or time differs",
    "rewrite": "most of its words differ",
    "wording": "other words, and no number, name, date, quote or negation differs",
    "typo": "a slip of the pen was made or corrected",
    "punctuation": "only punctuation differs",
    "quotes_style": "only the style of quotation marks differs",
    "case": "only capital letters differ",
    "spelling": "the same word, spelled differently",
    "whitespace": "only space or paragraphs differ",
    "split": "one sentence became several",
    "merge": "several sentences became one",
    "link": "a link leads elsewhere, or was added or removed",
    "struck": "words were struck out, or are no longer",
}
"""What a kind means, if no fact can be shown for it."""


def reasons(part: Edit | FieldChange) -> list[str]:
    """Why it has its weight: the evidence that the rules found."""
    found = [line(told(fact)) for fact in part.facts]
    note = getattr(part, "note", "")
    if note:
        found.append(f"it is a {note}")
    if not found and not part.kinds:
        found.append("it is shown, but has no weight by itself")
    elif not found:
        found += [_REASONS.get(kind, f"of kind {kind}") for kind in part.kinds]
    return found


def place(edit: Edit) -> str:
    """``¶3``: its paragraph in the new text, or in the old one if it was deleted."""
    sentences = edit.new or edit.old
    return f"¶{sentences[0].block + 1}" if sentences else ""


def explained(diff: Diff) -> Iterator[str]:
    """A line for each reason, with what it is about, for views without room next to each part."""
    for change in shown_fields(diff):
        for reason in reasons(change):
            yield f"{field_name(change)}, {change.weight.value}: {reason}"
    for edit in diff.edits:
        for reason in reasons(edit):
            yield f"{place(edit)}, {edit.weight.value}: {reason}"


def with_reasons(
    document: dict[str, Any], diff: Diff, more: Sequence[str], *, everything: bool
) -> dict[str, Any]:
    """The *diff* object with ``why`` in each field and edit, and for the change as a whole."""
    edits = list(all_edits(diff)) if everything else diff.edits
    fields = zip(document["fields"], diff.fields, strict=True)
    return document | {
        "why": list(more),
        "fields": [row | {"why": reasons(change)} for row, change in fields],
        "edits": [
            row | {"why": [] if edit.kind == "same" else reasons(edit)}
            for row, edit in zip(document["edits"], edits, strict=True)
        ],
    }
