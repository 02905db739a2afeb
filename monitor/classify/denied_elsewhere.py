"""Denials that another sentence has now, because one was divided or written anew beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.classify.compared.denied import ELSEWHERE, WITH_CLAUSE
from monitor.classify.language.endings import is_inflected
from monitor.classify.language.lexicon import WITHOUT_SPACES, attributions, words_of
from monitor.diff.tokens import in_small, tokens

if TYPE_CHECKING:
    from monitor.diff.records import Edit, Fact

REACH = 4
"""Words behind a word of denial among which is what it denies: *not expected to endorse*."""
MOST_ASKED = 100
"""Most sentences that came, and most that went, in which denials are looked for."""


def with_denials_elsewhere(edits: list[Edit], language: str) -> list[Edit]:
    """The same edits; a denial that went is noted as such if one of the same thing came.

    *He has not endorsed her* goes from one sentence, and *he is not expected to endorse her* comes
    as another: nobody takes back what was denied. *Police did not fire* that became *police fired*
    was taken back, whoever else did not fire.
    """
    if language in WITHOUT_SPACES or not any(map(_lone, edits)):
        return edits
    came = [(edit, _denied(edit.new_text, language)) for edit in edits if _brings(edit)]
    went = [(edit, _denied(edit.old_text, language)) for edit in edits if _takes(edit)]
    found: list[Edit] = []
    for edit in edits:
        facts = list(edit.facts)
        for fact in _lone(edit):
            others = (came if fact.old else went)[:MOST_ASKED]
            denied = _denied(fact.old or fact.new or "", language)
            if not _is_said_instead(edit, fact, denied, language) and any(
                other is not edit and _alike(denied, words, language) for other, words in others
            ):
                facts[facts.index(fact)] = replace(fact, note=ELSEWHERE)
        found.append(replace(edit, facts=tuple(facts)) if tuple(facts) != edit.facts else edit)
    return found


def _lone(edit: Edit) -> list[Fact]:
    """Its denials that only came or only went."""
    return [fact for fact in edit.facts if fact.type == "negation" and None in {fact.old, fact.new}]


def _is_said_instead(edit: Edit, fact: Fact, denied: frozenset[str], language: str) -> bool:
    """Whether its own sentence says what it denied, or something else in the same clause."""
    text = edit.new_text if fact.old else edit.old_text
    words = frozenset(in_small(token.key) for token in tokens(text) if token.is_word)
    whole = fact.note == WITH_CLAUSE or "rewrite" in edit.kinds
    return not whole or _alike(denied, words, language)


def _brings(edit: Edit) -> bool:
    return edit.kind == "add" or any(fact.old is None for fact in _lone(edit))


def _takes(edit: Edit) -> bool:
    return edit.kind == "delete" or any(fact.new is None for fact in _lone(edit))


def _denied(text: str, language: str) -> frozenset[str]:
    """The words with content shortly behind each word of denial."""
    negation = words_of("negation", language)
    small = negation.union(*(words_of(name, language) for name in ("function", "light")))
    small = small.union(attributions(language))  # *did not say* when, *did not say* why
    words = [in_small(token.key) for token in tokens(text) if token.is_word]
    return frozenset(
        word
        for at, denial in enumerate(words)
        if denial in negation or denial.endswith("n't")
        for word in words[at + 1 : at + 1 + REACH]
        if word not in small
    )


def _alike(one: frozenset[str], other: frozenset[str], language: str) -> bool:
    return any(a == b or is_inflected(a, b, language) for a in one for b in other)
