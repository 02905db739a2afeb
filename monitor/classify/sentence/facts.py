"""The facts of one edit as a summary states them: each once, and as what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.classify.compared.source import SOURCE
from monitor.classify.figures.quantities import quantities
from monitor.classify.language.quotes import quoted_spans
from monitor.classify.sentence.mentions import CLAIMS
from monitor.classify.sentence.places import keys, places, words_around
from monitor.diff.records import Fact
from monitor.diff.sentences import SHORT
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.diff.records import Edit

PUT_FOR = "put for another"
"""The note of a fact that is a whole short sentence replacing another."""
_STOPS = " .!…。։"


def facts_of(edit: Edit, language: str) -> Iterator[Fact]:
    """The facts of an edit; two sides at different places are two facts.

    A denial inside a quotation is stated once, as a denial; a word of doubt that replaced another
    word of a quotation, as a changed quotation. A short sentence that replaces another is stated
    in the words of both.
    """
    if _is_put_for_another(edit):
        old, new = (text.strip(_STOPS) for text in (edit.old_text, edit.new_text))
        yield Fact("detail", old, new, PUT_FOR)
        return
    for fact in edit.facts:
        if fact.type == "quote" and _is_claimed(fact, edit):
            continue
        if fact.type == "hedge" and replace(fact, type="quote") in edit.facts:
            continue
        if fact.type == "name" and _is_of_source(fact, edit):
            continue
        put = put_for(fact, edit, "quote")
        if put and (fact.type in {"hedge", "attribution"} or denial_in(put, edit) == fact):
            continue
        apart = fact.type in {"number", "date", "time"} and not _face_each_other(
            fact, edit, language
        )
        if apart and fact.old and fact.new:
            yield replace(fact, new=None)
            yield replace(fact, old=None)
        else:
            yield fact


def _is_put_for_another(edit: Edit) -> bool:
    """Whether both sides are short sentences with no word in common."""
    stayed = "".join(text for mark, text in edit.words if mark == "=")
    whole = edit.old_text, edit.new_text
    return not any(map(str.isalnum, stayed)) and all(
        1 < len(text.split()) <= SHORT and not quoted_spans(text) for text in whole
    )


def _is_claimed(fact: Fact, edit: Edit) -> bool:
    return any(is_same_claim(fact, other) for other in edit.facts if other.type in CLAIMS)


def is_same_claim(quote: Fact, claim: Fact) -> bool:
    """Whether words of a quotation are those of a claim: *Not* of *not*, *pas* of *ne … pas*."""
    return all(
        (one is None) == (other is None)
        and set(in_small(one or "").split()) <= set(in_small(other or "").split())
        for one, other in ((quote.old, claim.old), (quote.new, claim.new))
    )


def _is_of_source(name: Fact, edit: Edit) -> bool:
    """Whether a name is already stated as that of a source."""
    told = [fact for fact in edit.facts if fact.note == SOURCE]
    return any(
        (name.old or "") in (fact.old or "") and (name.new or "") in (fact.new or "")
        for fact in told
    )


def denial_in(quote: Fact, edit: Edit) -> Fact | None:
    """The denial that went or came within the few words that show a changed quotation."""
    denials = (fact for fact in edit.facts if fact.type == "negation")
    found = next((fact for fact in denials if put_for(fact, edit, "quote") == quote), None)
    return found if found and all(words_around(quote, edit)) else None


def put_for(lone: Fact, edit: Edit, kind: str) -> Fact | None:
    """The fact of this kind that replaces words including one that came or went; else None."""
    for fact in edit.facts:
        side = fact.old if lone.old else fact.new
        if fact.type == kind and fact.old and fact.new and None in {lone.old, lone.new}:
            words = in_small(side or "").split()
            if all(word in words for word in in_small(lone.old or lone.new or "").split()):
                return fact
    return None


def _face_each_other(fact: Fact, edit: Edit, language: str) -> bool:
    """Whether one went where the other came, and so was replaced by it.

    If one side of that place has more figures of the unit than the other, what replaced what
    cannot be told.
    """
    old, new = (keys(value or "") for value in (fact.old, fact.new))
    gone, come = old - new, new - old
    stayed = "".join(text for mark, text in edit.words if mark == "=")
    if not gone or not come or any(key.isdigit() for key in old & new & keys(stayed)):
        return True
    for one, other in places(edit.words):
        if gone & keys(one) and come & keys(other):
            units = [
                {quantity.unit for quantity in quantities(value or "", language)}
                for value in (fact.old, fact.new)
            ]
            counts = [
                sum(quantity.unit in units[0] | units[1] for quantity in quantities(text, language))
                or 1  # a day in words whose month stayed
                for text in (one, other)
            ]
            return counts[0] == counts[1] or not all(units)
    return False
