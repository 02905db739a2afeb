"""One sentence that says what changed, from the facts and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.quotes import quoted_spans
from monitor.diff.tokens import tokens
from storage.records import Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.diff.records import Diff, Edit, Fact, FieldChange

MOST_CLAUSES = 5
MOST_FACTS = 3
"""Facts told one by one; a page with more of them is told by counts."""
LONGEST_VALUE = 60
_DEATHS = regex.compile(
    r"\b(?:killed|dead|died|deaths?|dying|death toll)\b|погиб|убит|жертв|загину|вбит|öldü|ölü|"
    r"hayatını kaybe|həlak|ölüb|զոհվ|մահաց|დაიღუპ|მოკლ|\btote\b|\bmorts\b|\bmuertos\b",
    regex.IGNORECASE,
)
_INJURIES = regex.compile(
    r"\b(?:injured|wounded|hurt|injuries)\b|ранен|постража|пострада|поранен|yaralı|yaralan|"
    r"վիրավոր|დაშავ|დაიჭრ|verletzt|blessés|heridos",
    regex.IGNORECASE,
)
NEAR = 5
"""Words between a figure and the word that says what it counts."""


def summary_of(diff: Diff) -> str:
    """A sentence such as "Death toll raised from 12 to 21; 2 sentences added." Empty for none."""
    clauses = [*_headline(diff.fields), *_byline(diff.fields)]
    told, facts = _facts(diff.edits)
    clauses += facts
    clauses += _sentences(diff, told)
    if not clauses:
        clauses = _lighter(diff)
    if not clauses:
        return ""
    text = "; ".join(clauses[:MOST_CLAUSES])
    return text[0].upper() + text[1:] + "."


def _headline(fields: Iterable[FieldChange]) -> list[str]:
    for change in fields:
        if change.field == "title":
            return [
                "headline changed"
                if change.old and change.new
                else "headline added"
                if change.new
                else "headline removed"
            ]
    return []


def _byline(fields: Iterable[FieldChange]) -> list[str]:
    return [
        f"byline changed from {_short(change.old) or 'none'} to {_short(change.new) or 'none'}"
        for change in fields
        if change.field == "byline" and change.weight.rank
    ]


def _facts(edits: Sequence[Edit]) -> tuple[set[int], list[str]]:
    """The facts worth a clause each, and the numbers of the edits that they tell.

    Facts that stand on both sides go first; one that only came or went is told where the
    sentence was not written anew.
    """
    pairs: list[tuple[int, str]] = []
    singles: list[tuple[int, str]] = []
    for number, edit in enumerate(edits):
        for fact in edit.facts:
            clause = _clause(fact, edit)
            if clause and fact.old and fact.new:
                pairs.append((number, clause))
            elif clause and "rewrite" not in edit.kinds:
                singles.append((number, clause))
    both = list(dict.fromkeys(clause for _number, clause in (*pairs, *singles)))[:MOST_FACTS]
    return {number for number, clause in (*pairs, *singles) if clause in both}, both


def _clause(fact: Fact, edit: Edit) -> str:
    old, new = _short(fact.old), _short(fact.new)
    if fact.type == "number" and old and new:
        return f"{_what_counts(fact, edit)} {_direction(old, new)} from {old} to {new}"
    if fact.type == "quote":
        return "quotation marks changed" if fact.note else "quote changed"
    if fact.type == "name" and fact.note == "spelling" and old and new:
        return f"spelling of {old} changed to {new}"
    if old and new:
        return {
            "date": f"date changed from {old} to {new}",
            "time": f"time changed from {old} to {new}",
            "name": f"{old} became {new}",
        }.get(fact.type, f"“{old}” became “{new}”" if fact.type in _CLAIMS else "")
    if fact.type == "negation":
        return f"negation {_done(fact)}"
    if fact.type in _CLAIMS:
        return f"“{old or new}” {_done(fact)}"
    return f"{fact.type} {old or new} {_done(fact)}" if fact.type in _NAMED else ""


_CLAIMS = frozenset({"negation", "hedge", "attribution"})
_NAMED = frozenset({"number", "date", "time", "name"})


def _done(fact: Fact) -> str:
    return "removed" if fact.old else "added"


def _what_counts(fact: Fact, edit: Edit) -> str:
    """What a figure counts, where the words beside it say so on both sides."""
    for pattern, name in ((_DEATHS, "death toll"), (_INJURIES, "number of injured")):
        if all(
            _is_near(pattern, figure or "", text)
            for figure, text in ((fact.old, edit.old_text), (fact.new, edit.new_text))
        ):
            return name
    return "figure"


def _is_near(pattern: regex.Pattern[str], figure: str, text: str) -> bool:
    """Whether a word of the pattern stands close to the figure, with no other figure between."""
    row = [token.text for token in tokens(text)]
    place = next((row.index(part) for part in reversed(figure.split(" ")) if part in row), None)
    if place is None:
        return False
    for direction in (1, -1):
        for step in range(1, NEAR + 1):
            at = place + direction * step
            if not 0 <= at < len(row) or any(letter.isdigit() for letter in row[at]):
                break
            if pattern.search(row[at]):
                return True
    return False


def _direction(old: str, new: str) -> str:
    if old.isdecimal() and new.isdecimal():
        return "raised" if int(new) > int(old) else "lowered"
    return "changed"


def _short(value: str | None) -> str:
    text = value or ""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1].rstrip() + "…"


def _sentences(diff: Diff, told: set[int]) -> list[str]:
    clauses: list[str] = []
    added = [edit for edit in diff.edits if edit.kind == "add"]
    deleted = [edit for edit in diff.edits if edit.kind == "delete" and edit.note != "promotion"]
    plain = sum(not edit.note for edit in added)
    rest = sum(
        edit.weight is Weight.SUBSTANTIVE and edit.kind not in {"add", "delete"}
        for number, edit in enumerate(diff.edits)
        if number not in told
    )
    if plain:
        clauses.append(
            _number(plain, "sentence") + (" added to the live page" if diff.live else " added")
        )
    if deleted:
        quote = len(deleted) == 1 and quoted_spans(deleted[0].old_text)
        clauses.append(
            _number(len(deleted), "sentence") + (" with a quote removed" if quote else " removed")
        )
    if rest:
        clauses.append(
            f"{_number(rest, 'other sentence' if clauses or told else 'sentence')} edited"
        )
    for note, clause in (("correction", "correction noted"), ("update", "update noted")):
        if any(edit.note == note for edit in added):
            clauses.append(clause)
    return clauses


def _lighter(diff: Diff) -> list[str]:
    """What there is to say when no fact changed."""
    clauses: list[str] = []
    wording = sum(edit.weight is Weight.WORDING and "wording" in edit.kinds for edit in diff.edits)
    moved = sum(edit.moved for edit in diff.edits)
    if wording:
        clauses.append(f"wording changed in {_number(wording, 'sentence')}")
    if moved:
        clauses.append(_number(moved, "sentence") + " moved")
    told = (*_LIGHT, *_COSMETIC) if not clauses else _LIGHT
    clauses += [clause for kind, clause in told if kind in diff.kinds]
    names = dict.fromkeys(change.field.replace("_", " ") for change in diff.fields)
    return clauses or [f"{name} changed" for name in names]


_LIGHT = (("split", "sentences split"), ("merge", "sentences merged"))
_COSMETIC = (
    ("typo", "typing errors corrected"),
    ("spelling", "spelling changed"),
    ("punctuation", "punctuation changed"),
    ("quotes_style", "style of quotation marks changed"),
    ("case", "capital letters changed"),
    ("whitespace", "spacing changed"),
)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
