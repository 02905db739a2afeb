"""One sentence that says what changed, from the facts and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.quotes import quoted_spans
from storage.records import Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.diff.records import Diff, Edit, Fact, FieldChange

MOST_CLAUSES = 4
LONGEST_VALUE = 60
_DEATHS = regex.compile(
    r"\b(?:killed|dead|died|deaths?|dying)\b|погиб|убит|жертв|загину|вбит|öldü|ölü|hayatını kaybe|həlak|ölüb|"
    r"զոհվ|մահաց|დაიღუპ|მოკლ|tote|morts|muertos",
    regex.IGNORECASE,
)
_INJURIES = regex.compile(
    r"\b(?:injured|wounded|hurt)\b|ранен|постражда|пострада|поранен|yaralı|yaralan|վիրավոր|დაშავ|დაიჭრ|verletzt|blessés|heridos",
    regex.IGNORECASE,
)


def summary_of(diff: Diff) -> str:
    """A sentence such as "Death toll raised from 12 to 21; 2 sentences added." Empty for none."""
    clauses = [*_headline(diff.fields), *_facts(diff.edits), *_byline(diff.fields)]
    clauses += _sentences(diff)
    if not clauses:
        clauses = _lighter(diff)
    if not clauses:
        return ""
    rest = len(clauses) - MOST_CLAUSES
    told = "; ".join(clauses[:MOST_CLAUSES]) + (f"; {rest} more" if rest > 0 else "")
    return told[0].upper() + told[1:] + "."


def _headline(fields: Iterable[FieldChange]) -> list[str]:
    return ["headline changed" for change in fields if change.field == "title"]


def _byline(fields: Iterable[FieldChange]) -> list[str]:
    return [
        f"byline changed from {change.old or 'none'} to {change.new or 'none'}"
        for change in fields
        if change.field == "byline" and change.weight.rank
    ]


def _facts(edits: Sequence[Edit]) -> list[str]:
    clauses: list[str] = []
    for edit in edits:
        for fact in edit.facts:
            clause = _clause(fact, edit)
            if clause and clause not in clauses:
                clauses.append(clause)
    return clauses


def _clause(fact: Fact, edit: Edit) -> str:
    old, new = _short(fact.old), _short(fact.new)
    match fact.type:
        case "number" if old and new:
            return f"{_counted(edit)} {_direction(old, new)} from {old} to {new}"
        case "date" | "time" if old and new:
            return f"{fact.type} changed from {old} to {new}"
        case "name" if old and new and fact.note == "spelling":
            return f"spelling of {old} changed to {new}"
        case "name" if old and new:
            return f"{old} became {new}"
        case "number" | "date" | "time" | "name":
            return f"{fact.type} {old or new} {'removed' if old else 'added'}"
        case "negation" if old and new:
            return f"“{old}” became “{new}”"
        case "negation":
            return f"negation {'removed' if old else 'added'}"
        case "hedge" | "attribution" if old and new:
            return f"“{old}” became “{new}”"
        case "hedge" | "attribution":
            return f"“{old or new}” {'removed' if old else 'added'}"
        case "quote":
            return "quotation marks changed" if fact.note else "quote changed"
        case _:
            return ""


def _counted(edit: Edit) -> str:
    if _DEATHS.search(edit.new_text) and not _INJURIES.search(edit.new_text):
        return "death toll"
    if _INJURIES.search(edit.new_text) and not _DEATHS.search(edit.new_text):
        return "number of injured"
    return "figure"


def _direction(old: str, new: str) -> str:
    if old.isdigit() and new.isdigit():
        return "raised" if int(new) > int(old) else "lowered"
    return "changed"


def _short(value: str | None) -> str:
    text = value or ""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1].rstrip() + "…"


def _sentences(diff: Diff) -> list[str]:
    clauses: list[str] = []
    added = [edit for edit in diff.edits if edit.kind == "add" and edit.note != "promotion"]
    deleted = [edit for edit in diff.edits if edit.kind == "delete" and edit.note != "promotion"]
    notes = [edit for edit in added if edit.note == "correction"]
    plain = len(added) - len(notes)
    if plain:
        clauses.append(
            _number(plain, "sentence") + (" added to the live page" if diff.live else " added")
        )
    if deleted:
        quotes = sum(bool(quoted_spans(edit.old_text)) for edit in deleted)
        what = "with a quote " if quotes == len(deleted) == 1 else ""
        clauses.append(f"{_number(len(deleted), 'sentence')} {what}removed")
    rewritten = sum("rewrite" in edit.kinds for edit in diff.edits)
    if rewritten:
        clauses.append(_number(rewritten, "sentence") + " rewritten")
    if notes:
        clauses.append("correction noted")
    return clauses


def _lighter(diff: Diff) -> list[str]:
    """What there is to say when no fact changed."""
    clauses: list[str] = []
    detail = sum("detail" in edit.kinds for edit in diff.edits)
    wording = sum(edit.weight is Weight.WORDING and "wording" in edit.kinds for edit in diff.edits)
    moved = sum(edit.moved for edit in diff.edits)
    if detail:
        clauses.append(f"details changed in {_number(detail, 'sentence')}")
    if wording:
        clauses.append(f"wording changed in {_number(wording, 'sentence')}")
    if moved:
        clauses.append(_number(moved, "sentence") + " moved")
    if clauses:
        return clauses
    for kind, told in _COSMETIC:
        if kind in diff.kinds:
            clauses.append(told)
    names = dict.fromkeys(change.field.replace("_", " ") for change in diff.fields)
    return clauses or [f"{name} changed" for name in names]


_COSMETIC = (
    ("split", "sentences split"),
    ("merge", "sentences merged"),
    ("typo", "typing errors corrected"),
    ("spelling", "spelling changed"),
    ("punctuation", "punctuation changed"),
    ("quotes_style", "style of quotation marks changed"),
    ("case", "capital letters changed"),
    ("whitespace", "paragraphs laid out anew"),
)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
