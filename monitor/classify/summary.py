"""One sentence that says what changed, from the facts and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.clauses import fact_clauses, shortened_value
from monitor.classify.quotes import quoted_spans
from monitor.classify.speaker import speaker
from monitor.diff.records import TO_LIVE_PAGE
from storage.records import Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.diff.records import Diff, FieldChange

MOST_CLAUSES = 5
FEW_WORDS = 5
"""Words put for others that are told one by one."""
LONGEST_HEADLINE = 100
MOST_QUOTES = 12
"""Sentences that came or went, beyond which nobody asks whose they were."""


def summary_of(diff: Diff) -> str:
    """A sentence such as "Death toll raised from 12 to 21; 2 sentences added." Empty for none."""
    clauses = [*_headline(diff.fields), *_byline(diff.fields)]
    told, facts = fact_clauses(diff)
    clauses += facts
    clauses += _sentences(diff, told)
    clauses += _beside(diff.fields)
    if not clauses:
        clauses = _lighter(diff)
    if clauses == ["headline changed"]:
        clauses = _whole_headline(diff.fields)
    if not clauses:
        return ""
    text = "; ".join(clauses[:MOST_CLAUSES])
    return text[0].upper() + text[1:] + "."


# --- beside the text -----------------------------------------------------------------------------
def _headline(fields: Iterable[FieldChange]) -> list[str]:
    return [_prose(change, "headline") for change in fields if change.field == "title"]


def _prose(change: FieldChange, name: str) -> str:
    """What became of a headline, in its own words where they are few."""
    if not change.old or not change.new:
        return f"{name} {'added' if change.new else 'removed'}"
    if change.weight.rank and change.weight.rank < Weight.WORDING.rank:
        return f"{name} changed in punctuation, spelling or capitals only"
    runs = [(mark, text.strip()) for mark, text in change.words if mark != "="]
    if any(len(text.split()) > FEW_WORDS or not _has_word(text) for _mark, text in runs):
        return f"{name} changed"
    told = " ".join(f"{mark}“{text}”" for mark, text in runs)
    if [mark for mark, _text in runs] == ["-", "+"]:
        return f"{told[1:].replace(' +', ' became ')} in the {name}"
    if len(runs) == 1:
        return f"{told[1:]} {'added to' if runs[0][0] == '+' else 'removed from'} the {name}"
    return f"{name} changed"


def _has_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _whole_headline(fields: Iterable[FieldChange]) -> list[str]:
    """Where there is nothing else to say: both headlines."""
    return [
        f"headline changed from “{shortened_value(change.old, LONGEST_HEADLINE)}” "
        f"to “{shortened_value(change.new, LONGEST_HEADLINE)}”"
        for change in fields
        if change.field == "title"
    ]


def _byline(fields: Iterable[FieldChange]) -> list[str]:
    """Who came and who went; both lines where nobody stayed."""
    clauses: list[str] = []
    for change in fields:
        if change.field != "byline" or not change.weight.rank:
            continue
        old, new = ((value or "").split(", ") for value in (change.old, change.new))
        gone = [name for name in old if name and name not in new]
        come = [name for name in new if name and name not in old]
        if gone and come and len(gone) == len(old):
            told = f"changed from {_names(gone)} to {_names(come)}"
        else:
            parts = ((come, "added"), (gone, "removed"))
            told = " and ".join(f"{_names(names)} {done}" for names, done in parts if names)
        changed = f"byline {told}" if told.startswith("changed") else f"byline: {told}"
        clauses.append(changed if told else "order of the byline changed")
    return clauses


def _names(names: Sequence[str]) -> str:
    return shortened_value(" and ".join(filter(None, [", ".join(names[:-1]), names[-1]])))


def _beside(fields: Iterable[FieldChange]) -> list[str]:
    """The standfirst and the captions, where they say something else."""
    named = dict.fromkeys(
        _prose(change, change.field)
        for change in fields
        if change.field in {"standfirst", "caption"} and change.weight is Weight.SUBSTANTIVE
    )
    return list(named)


# --- sentences that came and went ----------------------------------------------------------------
def _sentences(diff: Diff, told: set[int]) -> list[str]:
    clauses: list[str] = []
    added = [edit for edit in diff.edits if edit.kind == "add" and not edit.note]
    deleted = [edit for edit in diff.edits if edit.kind == "delete" and edit.note != "promotion"]
    if deleted and not diff.unchanged and not any(edit.new for edit in diff.edits):
        return ["the whole text removed"]
    rest = sum(
        edit.weight is Weight.SUBSTANTIVE and edit.kind not in {"add", "delete"}
        for number, edit in enumerate(diff.edits)
        if number not in told
    )
    if added and diff.live:
        clauses.append(_number(len(added), "sentence") + TO_LIVE_PAGE)
    elif added:
        clauses.append(_came([edit.new_text for edit in added], "added"))
    if deleted:
        clauses.append(_came([edit.old_text for edit in deleted], "removed"))
    if rest:
        clauses.append(
            f"{_number(rest, 'other sentence' if clauses or told else 'sentence')} edited"
        )
    for note, clause in (("correction", "correction noted"), ("update", "update noted")):
        if any(edit.kind == "add" and edit.note == note for edit in diff.edits):
            clauses.append(clause)
    return clauses


def _came(texts: Sequence[str], done: str) -> str:
    """How many sentences came or went; quotes are told as such, with whose they were."""
    few = texts if len(texts) <= MOST_QUOTES else []
    quotes = [text for text in few if quoted_spans(text)]
    if len(quotes) != len(texts):
        return f"{_number(len(texts), 'sentence')} {done}"
    who = {speaker(text) for text in quotes} - {""}
    if len(who) == 1:
        return f"{'quote' if len(quotes) == 1 else 'quotes'} of {shortened_value(who.pop())} {done}"
    return f"{_number(len(quotes), 'sentence')} with a quote {done}"


# --- where no fact changed -----------------------------------------------------------------------
def _lighter(diff: Diff) -> list[str]:
    """What there is to say when no fact changed."""
    clauses: list[str] = []
    wording = sum(edit.weight is Weight.WORDING and "wording" in edit.kinds for edit in diff.edits)
    moved = sum(edit.moved for edit in diff.edits)
    if wording:
        clauses.append(f"wording changed in {_number(wording, 'sentence')}")
    if moved:
        clauses.append(_number(moved, "sentence") + " moved")
    for note, clause in _NOTES:
        if any(edit.note == note for edit in diff.edits):
            clauses.append(clause)
    told = (*_LIGHT, *_COSMETIC) if not clauses else _LIGHT
    clauses += [clause for kind, clause in told if kind in diff.kinds]
    names = dict.fromkeys(map(_field, diff.fields))
    if [change.field for change in diff.fields] == ["layout"] and not diff.edits:
        return list(names)
    return clauses or list(names)


def _field(change: FieldChange) -> str:
    name = _FIELDS.get(change.field, change.field.replace("_", " "))
    if change.field in {"standfirst", "caption", "summary"}:
        return _prose(change, name)
    if change.field in _FIELDS and change.old and change.new and change.field != "layout":
        return f"{name} changed from {change.old} to {change.new}"
    return f"{name} changed"


_FIELDS = {
    "published": "time of publication",
    "modified": "time of modification",
    "layout": "division into paragraphs",
}
_NOTES = (("credit", "credits changed"), ("promotion", "promotional line changed"))
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
