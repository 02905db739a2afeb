"""A diff prepared for showing: heading, fields, facts, and the body in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.diff.records import Diff, Edit, Fact, FieldChange, Sentence

FIELD_NAMES = {
    "title": "Headline",
    "standfirst": "Standfirst",
    "byline": "Byline",
    "published": "Published",
    "modified": "Modified",
    "section": "Section",
    "language": "Language",
    "script": "Script",
    "picture": "Picture",
    "links": "Links",
    "caption": "Caption",
    "summary": "Summary",
    "struck": "Struck out",
    "canonical_url": "Canonical address",
    "page_type": "Page type",
    "access": "Access",
    "search_headline": "Headline for search engines and shared links",
}
_NO_FACTS = frozenset({"detail", "wording", "rewrite"})
_FIELD_ORDER = list(FIELD_NAMES)


@dataclass(frozen=True, slots=True)
class Heading:
    """What is compared: names for the two sides, and lines that describe them.

    ``summary`` and ``signals`` are given if the history of the article says more than the
    diff alone. ``language`` is that of the newer text; empty if its page declares none.
    """

    title: str
    old: str
    new: str
    lines: tuple[str, ...] = ()
    summary: str = ""
    signals: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Unchanged sentences, folded into one item."""

    edits: tuple[Edit, ...]

    @property
    def sentences(self) -> int:
        """The number of sentences in it."""
        return sum(len(edit.new) for edit in self.edits)


def fields_in_order(diff: Diff) -> list[FieldChange]:
    """The fields in the order of a page, headline first."""

    def place(change: FieldChange) -> int:
        known = change.field in FIELD_NAMES
        return _FIELD_ORDER.index(change.field) if known else len(_FIELD_ORDER)

    return sorted(diff.fields, key=place)


def field_name(change: FieldChange) -> str:
    """The field's name for people."""
    return FIELD_NAMES.get(change.field, change.field.replace("_", " ").capitalize())


def facts(diff: Diff) -> list[Fact]:
    """Every fact that differs, once, in reading order; mere wording is not a fact."""
    parts: list[FieldChange | Edit] = [*fields_in_order(diff), *diff.edits]
    found = (fact for part in parts for fact in part.facts if fact.type not in _NO_FACTS)
    return list(dict.fromkeys(found))


def told(fact: Fact) -> str:
    """A fact in words: ``number 12 → 21``, ``negation added: not``.

    Never ``negation not added``, which would be the contrary.
    """
    if fact.old is not None and fact.new is not None:
        return str(fact).replace(" -> ", " → ")
    what = "added" if fact.old is None else "removed"
    note = f" ({fact.note})" if fact.note else ""
    return f"{fact.type} {what}: {fact.new or fact.old}{note}"


def body(diff: Diff) -> Iterator[Edit | Fold]:
    """Edits in reading order, with what stayed between them folded."""
    same = sorted(diff.unchanged, key=lambda edit: edit.new[0].index)
    next_same = 0
    for edit in diff.edits:
        start = next_same
        while next_same < len(same) and _before(same[next_same], edit):
            next_same += 1
        if next_same > start:
            yield Fold(tuple(same[start:next_same]))
        yield edit
    if next_same < len(same):
        yield Fold(tuple(same[next_same:]))


def all_edits(diff: Diff) -> Iterator[Edit]:
    """Edits and unchanged sentences in reading order."""
    for part in body(diff):
        if isinstance(part, Fold):
            yield from part.edits
        else:
            yield part


def _before(same: Edit, edit: Edit) -> bool:
    if edit.new:
        return same.new[0].index < edit.new[0].index
    return same.old[0].index < edit.old[0].index


def sides(diff: Diff) -> tuple[list[Sentence], list[Sentence]]:
    """All sentences of the old and of the new body."""
    parts = [*diff.edits, *diff.unchanged]
    return (
        _in_order(sentence for edit in parts for sentence in edit.old),
        _in_order(sentence for edit in parts for sentence in edit.new),
    )


def _in_order(sentences: Iterable[Sentence]) -> list[Sentence]:
    return sorted(sentences, key=lambda sentence: sentence.index)


def is_change(diff: Diff) -> bool:
    """Whether anything differs at all."""
    return bool(diff.fields or diff.edits)
