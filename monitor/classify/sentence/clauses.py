"""The clauses of a summary that state facts: what counts, who, when, and in whose words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.dateline import DATELINE
from monitor.classify.compared.denied import ELSEWHERE, MOVED, WITH_CLAUSE
from monitor.classify.compared.source import SOURCE
from monitor.classify.compared.spelled import ALIKE, SPELLING
from monitor.classify.figures.values import opened, shortened_value
from monitor.classify.language.inner_marks import in_single_quotes
from monitor.classify.language.lexicon import words_of
from monitor.classify.sentence.counted import number_clause, word_behind
from monitor.classify.sentence.facts import (
    PUT_FOR,
    denial_in,
    facts_of,
    is_same_claim,
    put_for,
)
from monitor.classify.sentence.mentions import CLAIMS, Mentions, bare, stands
from monitor.classify.sentence.once import COME, GONE, joined, told_once
from monitor.classify.sentence.places import keys, reworded, said, words_around
from monitor.classify.sentence.quotations import are_quoted, quote_clause, quote_of
from monitor.classify.sentence.whole_names import whole_names
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.records import Diff, Edit, Fact

MOST_FACTS = 4
"""Most facts stated one by one; if there are more, they are counted."""
MOST_COMPARED = 60
"""Most clauses that are compared with one another, since only a few fit."""
FEW_WORDS = 4
MOST_MOVED = 8
"""If more words changed, names in another order may not have been exchanged."""
FEW_EDITS = 3
"""Most edits of a change that is shown in its own words if no fact can be named."""
_NOTED = -1
_CHANGED = {"negation": 0, "number": 1, "quote": 2, "punctuation": 2, "name": 3, "date": 3} | {
    "time": 3
}
_CHANGED_CLAIM, _CHANGED_MARKS = 4, 8
_CAME = {"negation": 0, WITH_CLAUSE: 5, "hedge": 5, "number": 5, "name": 6, "date": 7, "time": 7}
_LATER, _DETAIL, _HEARD_OF, _BESIDE = 8, 9, 10, 11
"""The order of clauses: what a correction names; denials; then replacements, by kind; then what
came or went; then the words themselves; then what the article also says elsewhere, if there is
nothing else; last, words that changed next to one of those."""


class Told(NamedTuple):
    """A clause with its rank, the number of its edit and the type of its fact."""

    rank: int
    edit: int
    type: str
    clause: str


class Clauses(NamedTuple):
    """The clauses of facts, the edits that they cover, and what of those is left unsaid."""

    told: set[int]
    clauses: list[str]
    untold: set[str]


def every_fact(diff: Diff, language: str) -> list[Told]:
    """Each fact of each edit with its clause, which is empty if there is nothing to say.

    What a correction note names goes first, then facts with both sides. A fact that only came or
    went is stated if its sentence was not rewritten and the other version does not have it
    elsewhere.
    """
    mentions = Mentions(diff)
    noted = {id(edit.explains): edit for edit in diff.edits if edit.note == "correction"}
    return [
        Told(rank, number, fact.type, clause)
        for number, edit in enumerate(diff.edits)
        for fact in facts_of(edit, language)
        if fact.note != ELSEWHERE
        for place, clause in [_clause(fact, edit, mentions, language)]
        for rank in [_rank_by_note(place, fact, noted.get(id(edit)))]
    ]


def _rank_by_note(rank: int, fact: Fact, note: Edit | None) -> int:
    """The rank of a fact, raised if a note of the editors explains its edit or names it."""
    if note is None:
        return rank
    named = any(stands(value, note.new_text) for value in (fact.old, fact.new) if value)
    if named:
        return _NOTED
    return _CHANGED_CLAIM if rank == _DETAIL else rank


def fact_clauses(every: Sequence[Told], most: int, *, few: bool) -> Clauses:
    """The clauses of at most ``most`` facts; details too if the edits are a ``few``."""
    found = [told for told in every if told.clause and (few or told.rank < _DETAIL)]
    found.sort(key=lambda told: told.rank)
    if found and found[0].rank < _HEARD_OF:
        found = [told for told in found if told.rank != _HEARD_OF]
    first = list(dict.fromkeys(told.clause for told in found))[:MOST_COMPARED]
    clauses = told_once(first)[:most]
    said = {one for one in first if one in clauses or one not in told_once([*clauses, one])}
    told = {told.edit for told in found if told.clause in said and told.rank != _BESIDE}
    whole = {
        one.edit
        for one in found
        if one.type == "quote" and one.clause in said and one.clause.endswith(" changed")
    }
    untold = {
        other.type
        for other in every
        if other.edit in told and other.rank < _HEARD_OF and other.clause not in said
        if other.type != "quote" or other.edit not in whole  # *quote changed* covers it all
    }
    return Clauses(told, joined(clauses), untold)


def _noted(fact: Fact, edit: Edit) -> tuple[int, str] | None:
    """The clause, with its rank, of a fact whose note says what it is; None for all others."""
    if fact.note == PUT_FOR:
        told = f"“{in_single_quotes(fact.old or '')}” became “{in_single_quotes(fact.new or '')}”"
        return _CHANGED["negation"], told
    if fact.note == MOVED:
        old, new = shortened_value(opened(fact.old)), shortened_value(opened(fact.new))
        return _CHANGED["negation"], f"negation moved from “{old}” to “{new}”"
    if fact.note == DATELINE:
        return _DETAIL, f"dateline “{fact.old or fact.new}” {'removed' if fact.old else 'added'}"
    if fact.note == EXCHANGED:
        told = "" if _is_moved_with_its_noun(fact, edit) else _exchanged(fact, edit)
        return _CHANGED.get(fact.type, _CHANGED["name"]), told
    return None


def _clause(fact: Fact, edit: Edit, mentions: Mentions, language: str) -> tuple[int, str]:
    noted = _noted(fact, edit)
    if noted is not None:
        return noted
    if fact.type == "detail":
        alone = all(other.type == "detail" for other in edit.facts)
        return (_DETAIL if alone else _BESIDE), _detail(fact, edit, alone=alone)
    if (fact.old and fact.new) or fact.type in {"quote", "punctuation"}:
        denial = fact.type == "quote" and denial_in(fact, edit)
        rank = _CHANGED["negation"] if denial else _rank_of_change(fact)
        return rank, _changed(fact, edit, language)
    denied = fact.type == "negation"
    if "rewrite" in edit.kinds and not (denied and _is_recognised(edit)):
        return (_CHANGED_CLAIM, _denial_anew(fact, edit)) if denied else (_LATER, "")
    if fact.type == "name":
        return _lone_name(fact, edit, mentions)
    if mentions.elsewhere(fact):
        return _HEARD_OF, _heard_of(fact, edit)
    return _CAME.get(fact.note, _CAME.get(fact.type, _LATER)), _single(fact, edit, language)


def _denial_anew(fact: Fact, edit: Edit) -> str:
    """A denial in a rewritten sentence: in the words of both versions, if they fit on a line.

    In longer sentences what is or was denied cannot be told, but the denial must not be hidden.
    """
    done = "removed from" if fact.old else "added to"
    text = edit.old_text if fact.old else edit.new_text
    told = _denials(fact.old or fact.new or "", text)
    return reworded(edit) or f"{told} {done} a rewritten sentence"


def _denials(value: str, text: str) -> str:
    """*Negation “not”*; words of denial that stand apart are quoted apart."""
    first, *rest = value.split(" ")
    if not rest or in_small(value) in in_small(text):
        return f"negation “{value}”"
    if rest == ["pas"]:
        return f"negation “{first} … pas”"
    return "negations " + " and ".join(f"“{word}”" for word in (first, *rest))


def _is_recognised(edit: Edit) -> bool:
    """Whether a rewritten sentence nevertheless has a fact that was replaced by another."""
    return any(fact.old and fact.new and fact.type in _CHANGED for fact in edit.facts)


# --- facts with two sides ------------------------------------------------------------------------
def _rank_of_change(fact: Fact) -> int:
    """The rank of a replaced fact; another style or spelling of the same thing ranks lower."""
    if fact.note:
        return _CHANGED_MARKS if fact.type == "quote" else _CHANGED_CLAIM
    return _CHANGED.get(fact.type, _CHANGED_CLAIM)


def _changed(fact: Fact, edit: Edit, language: str) -> str:
    old, new = shortened_value(opened(fact.old)), shortened_value(opened(fact.new))
    if fact.type == "number":
        return number_clause(fact, edit, language) if _stands_whole(fact, edit) else ""
    if fact.type == "quote":
        few = "" if fact.note else _in_few_words(fact, edit, f"a {quote_of(edit, language)}")
        if few and not are_quoted(fact, edit):
            few = ""
        return few or quote_clause(fact, edit, language)
    if fact.type == "punctuation":
        return "a statement became a question" if new == "?" else "a question became a statement"
    if fact.note == SOURCE:
        return f"attribution changed from “{old}” to “{new}”"
    if fact.type in CLAIMS or old in {f"{new}s", new.removesuffix("s")}:
        return f"“{old}” became “{new}”"
    if fact.type == "name":
        return _other_name(fact, edit, language)
    return f"{fact.type} changed from {old} to {new}" if fact.type in {"date", "time"} else ""


def _other_name(fact: Fact, edit: Edit, language: str) -> str:
    """The clause of a replaced name: another spelling, somebody else, or undecidable."""
    names = bare(fact.old or ""), bare(fact.new or "")
    if replace(fact, type="quote", note="") not in edit.facts:
        names = whole_names(names, (edit.old_text, edit.new_text), language)
    old, new = map(shortened_value, names)
    if fact.note == SPELLING:
        return f"spelling of {old} changed to {new}"
    if fact.note == ALIKE:
        return f"name changed from {old} to {new}"
    return f"{old} replaced by {new}"


# --- facts that came or went ---------------------------------------------------------------------
def _single(fact: Fact, edit: Edit, language: str) -> str:
    value, done = shortened_value(fact.old or fact.new), "removed" if fact.old else "added"
    figures = [other for other in edit.facts if other.type == "number"]
    alone = fact.type != "number" or figures == [fact]
    put = put_for(fact, edit, "detail") if alone else None
    told = _in_few_words(put, edit) if put else ""
    if told:
        return told
    if fact.type in {"negation", "number", "date"} and _stands_for_more(fact, edit, language):
        return _in_few_words(fact, edit)
    if fact.type in CLAIMS:
        return _claim(fact, edit, (value, done), language)
    if fact.type == "number":
        text = edit.old_text if fact.old else edit.new_text
        value = f"{opened(value)}{word_behind(value, text, language)}"
        whole = not value.isalpha() and _stands_whole(fact, edit)
        return f"“{value}” {done}" if whole else ""
    return f"{fact.type} “{opened(value)}” {done}"


def _stands_for_more(fact: Fact, edit: Edit, language: str) -> bool:
    """*Two people were* for *nobody was*: whether more than a denial changed, not just *the*."""
    gone, come = words_around(fact, edit)
    other = in_small(come if fact.old else gone).split() if gone and come else []
    return not words_of("function", language).issuperset(other)


def _claim(fact: Fact, edit: Edit, told_of: tuple[str, str], language: str) -> str:
    """*Negation “not” removed*, *“allegedly” added*: the clause of a claim."""
    value, done = told_of
    text = edit.old_text if fact.old else edit.new_text
    apart = " " in value and in_small(value) not in in_small(text)
    if fact.type == "hedge":
        words = value.split(" ") if apart else [value]
        return " and ".join(f"“{word}”" for word in words) + f" {done}"
    if any(is_same_claim(other, fact) for other in edit.facts if other.type == "quote"):
        done += f"{' from' if fact.old else ' to'} a {quote_of(edit, language)}"
    if fact.type == "negation":
        return f"{_denials(value, text)} {done}"
    if fact.type == "attribution":
        hedged = " ".join(
            str(other.old or other.new) for other in edit.facts if other.type == "hedge"
        )
        if value in hedged.split(" "):
            return ""
        gone, come = words_around(fact, edit)
        if bool(gone) != bool(come):
            return f"attribution “{opened(said(value, gone or come, edit, language))}” {done}"
    return f"{fact.type} “{value}” {done}"


def _lone_name(fact: Fact, edit: Edit, mentions: Mentions) -> tuple[int, str]:
    """The clause of a name that came or went: as newly mentioned or not only if that is sure."""
    new = mentions.new_parts(fact)
    if " " not in ", ".join(new):
        return _HEARD_OF, _heard_of(fact, edit)
    if not any(mentions.may_be_meant(name, fact) for name in new):
        value = shortened_value(", ".join(new))
        return _CAME["name"], f"{COME}{value}" if fact.new else f"{value}{GONE}"
    value = " and ".join(f"“{shortened_value(name)}”" for name in new)
    return _CAME["name"], f"{value} {'added' if fact.new else 'removed'}"


def _heard_of(fact: Fact, edit: Edit) -> str:
    """The clause of a name or figure that the other version has too, in the words that changed."""
    value, done = shortened_value(fact.old or fact.new), "removed" if fact.old else "added"
    lone = f"“{opened(value)}” {done}" if _stands_whole(fact, edit) else ""
    return _in_few_words(fact, edit) or lone


def _in_few_words(fact: Fact, edit: Edit, where: str = "") -> str:
    """“*gone*” became “*come*”, if those are few words; empty if they are many."""
    gone, come = words_around(fact, edit)
    if gone and come:
        return f"“{opened(gone)}” became “{opened(come)}”{' in ' * bool(where)}{where}"
    done = f"removed{' from ' * bool(where)}" if gone else f"added{' to ' * bool(where)}"
    return f"“{opened(gone or come)}” {done}{where}" if gone or come else ""


def _exchanged(fact: Fact, edit: Edit) -> str:
    """The clause of who did it to whom; empty for three or more names in another order."""
    old, new = ((value or "").split(", ") for value in (fact.old, fact.new))
    other = [(one, two) for one, two in zip(old, new, strict=False) if one != two]
    passage = len(other) != 2 or other[0] != other[1][::-1]  # noqa: PLR2004 — the one and the other
    if len(old) == len(new) == 1 or (passage and _stands_whole(fact, edit)):
        return f"“{shortened_value(fact.old)}” became “{shortened_value(fact.new)}”"
    if not passage:
        return f"“{other[0][0]}” and “{other[0][1]}” {EXCHANGED}"
    return ""


def _is_moved_with_its_noun(fact: Fact, edit: Edit) -> bool:
    """Whether names moved with the words after them: *the Arctic island*, in a new clause.

    If only names and a few words changed, the order itself is the change.
    """
    changed = sum(len(text.split()) for mark, text in edit.words if mark != "=")
    names = (fact.old or "").split(", ")
    kept = [
        name
        for name in names
        if _word_after(name, edit.old_text) == _word_after(name, edit.new_text) != ""
    ]
    return changed > MOST_MOVED and len(kept) >= len(names) - 1


def _word_after(name: str, text: str) -> str:
    behind = text.partition(name)[2].split(" ")
    return behind[1] if len(behind) > 1 and not behind[0] else ""


def _stands_whole(fact: Fact, edit: Edit) -> bool:
    """Whether its words are adjacent: *million* twice is not *million million*."""
    return all(
        in_small(value or "") in in_small(text)
        for value, text in ((fact.old, edit.old_text), (fact.new, edit.new_text))
    )


def _detail(fact: Fact, edit: Edit, *, alone: bool) -> str:
    """A few words for a few others, as a person would put it.

    Next to other facts, only if words of both sides are left: a changed day does not cover
    *“occupied” became “liberated”*.
    """
    if "rewrite" in edit.kinds or not (alone or (fact.old and fact.new)):
        return ""
    old, new = (fact.old, fact.new) if alone else _untold(fact, edit)
    sides = ((old, edit.old_text), (new, edit.new_text))
    if any(text and (text not in whole or text.count(" ") >= FEW_WORDS) for text, whole in sides):
        return ""
    if old and new:
        return f"“{old}” became “{new}”"
    return f"“{old or new}” {'removed' if old else 'added'}" if alone else ""


def _untold(fact: Fact, edit: Edit) -> tuple[str, str]:
    """The words of both sides that no other fact of the edit has; empty if either has none."""
    others = [other for other in edit.facts if other.type != "detail"]
    told = (
        keys(" ".join(filter(None, values)))
        for values in zip(*((other.old, other.new) for other in others), strict=True)
    )
    old, new = (
        " ".join(word for word in (value or "").split() if not keys(word) <= known)
        for value, known in zip((fact.old, fact.new), told, strict=True)
    )
    return (old, new) if old and new else ("", "")
