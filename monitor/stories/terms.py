"""What an article is about, in terms that other outlets would use as well. Pure.

Names are compared by how they sound, across alphabets; numbers as they are; other words by their
normal form. Words in the headline or early in the text count more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.classify.language import lexicon
from monitor.search import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.records import Extraction

READ = 2_500
"""Characters of the body that are read: the event is told at the beginning."""
TITLE, NAME = 2.0, 2.0
"""How much more a term counts if it is in the headline, or is a name."""
ONCE, AGAIN, MOST = 1.5, 0.5, 3.5
"""How much a term in the text counts: the first time, each further time, and at most."""
_SHORTEST = 4
_DIGITS = 2
_ENDS = ".!?…:\n"


@dataclass(slots=True)
class Term:
    """How much a term counts in the article, and how it is first written there."""

    weight: float
    word: str


def terms_of(extraction: Extraction) -> dict[str, Term]:
    """Every term of the headline and of the beginning of the text."""
    title = extraction.title or ""
    parts = [extraction.standfirst or "", extraction.text[:READ]]
    body = "\n".join(part for part in parts if part)
    language = lexicon.language_of(body, extraction.language)
    found: dict[str, Term] = {}
    for term, word in _terms(body, language):
        if term in found:
            found[term].weight = min(found[term].weight + AGAIN, MOST)
        else:
            found[term] = Term(ONCE, word)
    for term, word in dict(_terms(title, language)).items():
        found.setdefault(term, Term(ONCE, word)).weight *= TITLE
    for term, one in found.items():
        one.weight *= NAME if term[0] == "@" else 1.0
    return found


def _terms(text: str, language: str | None) -> Iterator[tuple[str, str]]:
    """Terms with their words: ``@`` precedes a name, ``#`` a number; stop words are left out."""
    empty: frozenset[str] = frozenset()
    if language in lexicon.LANGUAGES:
        empty = lexicon.words_of("function", language) | lexicon.words_of("days", language)
    for token in forms.tokens(text):
        word = forms.bare(token.group())
        if word.isdigit():
            if len(word) >= _DIGITS:
                yield f"#{word}", word
        elif word.lower() in empty:
            continue
        elif forms.is_name(word) and not _begins(text, token.start()):
            yield "@" + forms.name_key(word, turkic=forms.is_turkic(language)), word
        elif len(word) >= _SHORTEST and (form := forms.form(word, language)):
            yield form, word  # of marks without a letter there is no form


def _begins(text: str, place: int) -> bool:
    """Whether a sentence begins here, so that its capital letter says nothing."""
    before = text[max(0, place - 4) : place].rstrip(" \t\"'“”«»„(—–-")
    return not before or before[-1] in _ENDS
