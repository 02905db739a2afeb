"""Storing a whole diff as text and reading it back, which is faster than comparing a long page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.diff.records import Diff, Edit, Fact, FieldChange, Sentence
from storage.records import BlockKind, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ROOMS = ("diff", "classify", "comparing")
_KINDS = {kind.value: kind for kind in BlockKind}  # a long page has tens of thousands


@cache
def rules_version() -> str:
    """An identifier of the comparing and classifying code: diffs of other code are not used."""
    here = Path(__file__).resolve().parents[1]
    hasher = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((here / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                hasher.update(path.name.encode() + b"\0" + path.read_bytes())
    return hasher.hexdigest()[:16]


def to_text(diff: Diff) -> str:
    """Everything that :func:`from_text` needs; a sentence that stayed is there once."""
    return json.dumps(
        {
            "fields": [_field(change) for change in diff.fields],
            "edits": [_edit(edit) for edit in diff.edits],
            "explains": _links(diff.edits),
            "same": [_same(edit) for edit in diff.unchanged],
            "weight": diff.weight.value,
            "kinds": diff.kinds,
            "summary": diff.summary,
            "live": diff.live,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_text(text: str) -> Diff:
    """The diff that was given to :func:`to_text`."""
    read = json.loads(text)
    return Diff(
        fields=tuple(_field_of(*values) for values in read["fields"]),
        edits=_linked([_edit_of(*values) for values in read["edits"]], read["explains"]),
        unchanged=tuple(_same_of(*values) for values in read["same"]),
        weight=Weight(read["weight"]),
        kinds=tuple(read["kinds"]),
        summary=read["summary"],
        live=read["live"],
    )


def _field(change: FieldChange) -> list[Any]:
    facts = [_fact(fact) for fact in change.facts]
    values = (change.field, change.old, change.new, change.kinds, change.weight.value)
    return [*values, change.words, facts]


def _field_of(
    field: str,
    old: str | None,
    new: str | None,
    kinds: list[str],
    weight: str,
    words: list[list[Any]],
    facts: list[list[Any]],
) -> FieldChange:
    return FieldChange(field, old, new, tuple(kinds), Weight(weight), _words(words), _facts(facts))


def _edit(edit: Edit) -> list[Any]:
    sides = [[_sentence(one) for one in side] for side in (edit.old, edit.new)]
    facts = [_fact(fact) for fact in edit.facts]
    told = (edit.moved, edit.kinds, edit.weight.value, facts, edit.note)
    return [edit.kind, *sides, edit.words, *told]


def _edit_of(  # noqa: PLR0913, PLR0917 — the columns of a row
    kind: Any,
    old: list[list[Any]],
    new: list[list[Any]],
    words: list[list[Any]],
    moved: bool,  # noqa: FBT001 — a column
    kinds: list[str],
    weight: str,
    facts: list[list[Any]],
    note: str,
) -> Edit:
    return Edit(
        kind,
        tuple(_sentence_of(*one) for one in old),
        tuple(_sentence_of(*one) for one in new),
        _words(words),
        moved=moved,
        kinds=tuple(kinds),
        weight=Weight(weight),
        facts=_facts(facts),
        note=note,
    )


def _links(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Which edit explains which, by number."""
    if all(edit.explains is None for edit in edits):
        return []
    numbers = {id(edit): number for number, edit in enumerate(edits)}
    return [
        (number, numbers[id(edit.explains)])
        for number, edit in enumerate(edits)
        if edit.explains is not None
    ]


def _linked(edits: list[Edit], links: Iterable[tuple[int, int]]) -> tuple[Edit, ...]:
    for note, about in links:
        edits[note] = replace(edits[note], explains=edits[about])
    return tuple(edits)


def _same(edit: Edit) -> list[Any]:
    (old,), (new,) = edit.old, edit.new
    before = [old.text] if old.text != new.text else []  # in other letters
    return [old.index, old.block, old.block_kind.value, before, *_sentence(new)]


def _same_of(index: int, block: int, kind: str, before: list[str], *new: Any) -> Edit:
    sentence = _sentence_of(*new)
    old = Sentence(index, block, (before or [sentence.text])[0], _KINDS[kind])
    words: Any = (("=", sentence.text),) if sentence.text else ()
    return Edit("same", (old,), (sentence,), words)


def _sentence(sentence: Sentence) -> list[Any]:
    return [sentence.index, sentence.block, sentence.text, sentence.block_kind.value]


def _sentence_of(index: int, block: int, text: str, kind: str) -> Sentence:
    return Sentence(index, block, text, _KINDS[kind])


def _words(words: Iterable[Iterable[Any]]) -> Any:
    return tuple(tuple(segment) for segment in words)


def _fact(fact: Fact) -> list[Any]:
    return [fact.type, fact.old, fact.new, fact.note]


def _facts(facts: Iterable[Iterable[Any]]) -> tuple[Fact, ...]:
    return tuple(Fact(*values) for values in facts)
