"""A diff as the *diff* object of the JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.diff.marked_capitals import in_whole_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.diff.records import Diff, Edit, Fact, FieldChange, Sentence


def diff_json(
    diff: Diff, article: int | None = None, from_: int | None = None, to: int | None = None
) -> dict[str, Any]:
    """The *diff* object: ``article``, ``from`` and ``to`` are None if files are compared."""
    return {
        "article": article,
        "from": from_,
        "to": to,
        "fields": [_field_json(change) for change in diff.fields],
        "edits": [edit_json(edit) for edit in diff.edits],
        "weight": diff.weight.value,
        "kinds": list(diff.kinds),
        "live": diff.live,
        "summary": diff.summary,
    }


def edit_json(edit: Edit) -> dict[str, Any]:
    """One edit, or one unchanged sentence, as it is in the *diff* object."""
    marks, capitals = in_whole_words(edit.words)
    return {
        "kind": edit.kind,
        "moved": edit.moved,
        "old": [_sentence_json(sentence) for sentence in edit.old],
        "new": [_sentence_json(sentence) for sentence in edit.new],
        "words": [list(segment) for segment in marks],
        "capitals": list(capitals),
        "kinds": list(edit.kinds),
        "weight": edit.weight.value,
        "facts": _facts_json(edit.facts),
        "note": edit.note or None,
        "explains": _numbers_json(edit.explains),
    }


def _numbers_json(edit: Edit | None) -> dict[str, list[int]] | None:
    """An edit, identified by the numbers of its sentences."""
    if edit is None:
        return None
    return {
        "old": [sentence.index for sentence in edit.old],
        "new": [sentence.index for sentence in edit.new],
    }


def _field_json(change: FieldChange) -> dict[str, Any]:
    marks, capitals = in_whole_words(change.words)
    return {
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "words": [list(segment) for segment in marks],
        "capitals": list(capitals),
        "kinds": list(change.kinds),
        "weight": change.weight.value,
        "facts": _facts_json(change.facts),
    }


def _sentence_json(sentence: Sentence) -> dict[str, Any]:
    return {"sentence": sentence.index, "block": sentence.block, "text": sentence.text}


def _facts_json(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    return [
        {"type": fact.type, "old": fact.old, "new": fact.new}
        | ({"note": fact.note} if fact.note else {})
        for fact in facts
    ]
