"""One sentence that says what changed, from the facts and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.quotes import quoted_spans
from monitor.classify.speaker import speaker
from monitor.diff.records import TO_LIVE_PAGE
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
    r"\b(?:killed|dead|died|deaths?|dying|death toll)\b|погиб|убит|жертв|жизни|"
    r"загину|вбит|öldü|ölü|"
    r"hayatını kaybe|həlak|ölüb|զոհվ|մահաց|დაიღუპ|მოკლ|\btote\b|\bmorts\b|\bmuertos\b",
    regex.IGNORECASE,
)
_INJURIES = regex.compile(
    r"\b(?:injured|wounded|hurt|injuries)\b|ранен|постража|пострада|поранен|yaralı|yaralan|"
    r"վիրավոր|დაშავ|დაიჭრ|verletzt|blessés|heridos",
    regex.IGNORECASE,
)
FEW_WORDS = 4
FEW_EDITS = 3
"""Edits of a change that is told in its own words, where no fact can be named."""
MOST_QUOTES = 12
"""Sentences that went, beyond which nobody asks whose they were."""
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
    details: list[tuple[int, str]] = []
    for number, edit in enumerate(edits):
        for fact in edit.facts:
            clause = _clause(fact, edit)
            if not clause:
                continue
            if fact.type == "detail":
                details.append((number, clause))
            elif fact.old and fact.new:
                pairs.append((number, clause))
            elif "rewrite" not in edit.kinds:
                singles.append((number, clause))
    found = (*pairs, *singles, *(details if len(edits) <= FEW_EDITS else ()))
    both = list(dict.fromkeys(clause for _number, clause in found))[:MOST_FACTS]
    return {number for number, clause in found if clause in both}, both


def _clause(fact: Fact, edit: Edit) -> str:
    old, new = _short(fact.old), _short(fact.new)
    if fact.type == "number" and old and new:
        return f"{_what_counts(fact, edit)} {_direction(old, new)} from {old} to {new}"
    if fact.type == "quote":
        return "quotation marks changed" if fact.note else f"{_quote(edit.new_text)} changed"
    if fact.type == "punctuation":
        return "a statement became a question" if new == "?" else "a question became a statement"
    if fact.type == "detail":
        return _detail(fact, edit)
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
        told = " and ".join(f"“{_PHRASES.get(word, word)}”" for word in (old or new).split(" "))
        return f"{told} {_done(fact)}"
    return f"{fact.type} {old or new} {_done(fact)}" if fact.type in _NAMED else ""


_CLAIMS = frozenset({"negation", "hedge", "attribution"})
_NAMED = frozenset({"number", "date", "time", "name"})


_PHRASES = {"according": "according to"}
"""Words of saying that mean nothing without the next one."""


def _detail(fact: Fact, edit: Edit) -> str:
    """A few words for a few others, where that is all: what a person would put in the sentence."""
    if not fact.old or not fact.new or "rewrite" in edit.kinds:
        return ""
    if any(other.type != "detail" for other in edit.facts):
        return ""
    few = all(len(text.split(" ")) <= FEW_WORDS for text in (fact.old, fact.new))
    whole = fact.old in edit.old_text and fact.new in edit.new_text
    return f"“{fact.old}” became “{fact.new}”" if few and whole else ""


def _quote(text: str) -> str:
    who = speaker(text)
    return f"quote of {_short(who)}" if who else "quote"


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
    """Up or down, where both are one figure of one unit; a bound and a currency may stand by."""
    one, other = _FIGURE.fullmatch(old), _FIGURE.fullmatch(new)
    if one is None or other is None or one.group(*_UNITS) != other.group(*_UNITS):
        return "changed"
    before, after = (float(match["figure"].replace(",", "")) for match in (one, other))
    return "raised" if after > before else "lowered" if after < before else "changed"


_UNITS = ("sign", "share")
_FIGURE = regex.compile(
    r"(?:[\p{L} ]+ )?(?P<sign>[$€£₽₼₴₺₾֏]?)"
    r"(?P<figure>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<share>%?(?: [\p{L} ]+)?)"
)
"""*At least 1,200*, *$4.5*, *12%*; what is written in more words is only said to have changed."""


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
        clauses.append(_number(plain, "sentence") + (TO_LIVE_PAGE if diff.live else " added"))
    if deleted:
        clauses.append(_removed(deleted))
    if rest:
        clauses.append(
            f"{_number(rest, 'other sentence' if clauses or told else 'sentence')} edited"
        )
    for note, clause in (("correction", "correction noted"), ("update", "update noted")):
        if any(edit.note == note for edit in added):
            clauses.append(clause)
    return clauses


def _removed(deleted: Sequence[Edit]) -> str:
    """How many sentences went; a quote is told as one, with whose it was."""
    few = deleted if len(deleted) <= MOST_QUOTES else []
    quotes = [edit.old_text for edit in few if quoted_spans(edit.old_text)]
    if len(quotes) != len(deleted):
        return _number(len(deleted), "sentence") + " removed"
    who = {speaker(text) for text in quotes} - {""}
    if len(who) == 1:
        return f"{'quote' if len(quotes) == 1 else 'quotes'} of {_short(who.pop())} removed"
    return _number(len(quotes), "sentence") + " with a quote removed"


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
    names = dict.fromkeys(change.field.replace("_", " ") for change in diff.fields)
    return clauses or [f"{name} changed" for name in names]


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
