"""Finding the edit that a note of the editors is about, by the words of the note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.notes import note_kind, turned_correction
from monitor.diff.marked_capitals import unmarked
from storage.records import Weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.records import Edit

SHORTEST_LINK = 4
"""Fewest letters of a word that may link a note to an edit."""
_OF_NOTES = frozenset(
    {"this", "that", "with", "have", "been", "from", "story", "article", "post", "report", "more"}
    | {"version", "earlier", "previous", "updated", "update", "additional", "information", "which"}
    | {"reporting", "details", "developments", "context", "correction", "corrected", "reflect"}
    | {"clarification", "clarify", "stated", "said", "headline", "editor", "note", "after", "were"}
)
"""Words common in notes, which link nothing."""
BESIDE = 4
"""Words on either side of a change that tell what it is about."""
_CHANGED_WORD, _OF_ITS_KIND = 3, 4
"""The scores for a changed word that the note repeats, and for naming the kind of the change."""
_CALLED = {
    "number": (
        r"\b(?:numbers?|figures?|toll|how many|total|amount|sum|percentage|age)\b|числ|цифр|"
        r"количеств|возраст|кільк|\bsayı|\brakam|\byaşı|\bsayını|rəqəm|\bթիվ|\bթվ|տարիք|რიცხვ|"
        r"რაოდენ|ასაკ|\bzahl|\bsumme|\balter\b|\bnombre|\bchiffre|\bâge|\bnúmero|\bcifra|\bedad|"
        r"عدد|رقم|تعداد|人数|数字"
    ),
    "date": (
        r"\b(?:dates?|day|month|year)\b|\bдат[аыеу]|\btarih|\btarix|ամսաթ|თარიღ|\bdatum|\bfecha|"
        r"تاريخ|تاریخ|日期"
    ),
    "name": (
        r"\b(?:names?|named|spelling|misspell\w+|misidentif\w+)\b|фамили|\bимя\b|\bимен[иа]\b|"
        r"прізвищ|\bsoyad|\badın|անուն|სახელ|\bგვარ|\bnamen?\b|\bnom\b|\bnombre|apellido|اسم|"
        r"\bنام\b|姓名"
    ),
    "quote": r"\bquot|цитат|alıntı|sitat|մեջբեր|ციტატ|\bzitat|\bcitation|\bcita\b|اقتباس|引述",
}
"""Words by which a note names what was wrong, by the type of the fact."""


def notes_added(edits: Sequence[Edit]) -> list[Edit]:
    """The editors' notes (corrections and updates) that came with these edits.

    An older sentence that became a correction is one too.
    """
    return [
        edit
        for edit in edits
        if (edit.kind == "add" and edit.note in {"correction", "update"})
        or turned_correction(edit) == "add"
    ]


class Told(NamedTuple):
    """An edit that a note may be about.

    The words that changed, those close to them, all words, and the types of the facts.
    """

    edit: Edit
    changed: frozenset[str]
    near: frozenset[str]
    said: frozenset[str]
    types: frozenset[str]


def explicable(edits: Sequence[Edit]) -> list[Told]:
    """The edits that a note may explain: substantive ones that are not notes themselves."""
    return [
        Told(
            edit,
            frozenset(
                word for mark, text in unmarked(edit.words) if mark != "=" for word in _words(text)
            ),
            _near(edit),
            frozenset(_words(edit.old_text + edit.new_text)),
            frozenset(fact.type for fact in edit.facts),
        )
        for edit in edits
        if edit.weight is Weight.SUBSTANTIVE
        and not (edit.note or note_kind(edit.new_text or edit.old_text))
    ]


def _near(edit: Edit) -> frozenset[str]:
    """The words that changed and those next to them: *wells* in *12 of the wells*."""
    found: list[str] = []
    parts = unmarked(edit.words)
    for number, (mark, text) in enumerate(parts):
        words = text.split()
        if mark != "=":
            found += words
            continue
        found += words[: BESIDE * (number > 0)]
        found += words[-BESIDE:] if number < len(parts) - 1 else ()
    return frozenset(_words(" ".join(found)))


def explained(told: Sequence[Told], note: Edit) -> Edit | None:
    """The edit that a note explains: the one whose changed words the note repeats most.

    A note of *a wrong number of wells* repeats none of the figures, so a changed figure in a
    sentence about wells also scores. None if no edit matches the note in either way, or if the
    best ones, repeating no changed word, score alike.
    """
    text = note.new_text.lower()
    said = set(_words(text))
    called = {kind for kind, pattern in _CALLED.items() if re.search(pattern, text)}
    best, most, sure = None, 0, True
    for one in told:
        changed, shared = len(said & one.changed), len(said & one.said)
        of_its_kind = bool(said & one.near) and not called.isdisjoint(one.types)
        if not changed and not of_its_kind:
            continue
        score = _CHANGED_WORD * changed + _OF_ITS_KIND * of_its_kind + shared
        if score > most:
            best, most, sure = one.edit, score, True
        elif score == most and not changed:
            sure = False
    return best if sure else None


def _words(text: str) -> list[str]:
    bare = ("".join(letter for letter in word if letter.isalnum()) for word in text.lower().split())
    return [
        word
        for word in bare
        if word.isdecimal() or (len(word) >= SHORTEST_LINK and word not in _OF_NOTES)
    ]
