"""Snippets: the place in a text where a query was found, with its words marked. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.search import forms
from monitor.search.query import sounds, variants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.search.query import Query

AROUND = 90
"""Characters before the first marked word."""
LONGEST = 280

Marks = list[tuple[str, str]]
"""``=`` for text, ``*`` for a word that was searched for."""


class Marker:
    """Marks the words of a query, by their forms in one language."""

    def __init__(self, query: Query, language: str | None) -> None:
        self._language = language
        self._turkic = forms.is_turkic(language)
        wanted = [term for term in query.terms if not term.without]
        self._forms: set[str] = set()
        self._phrases: set[tuple[str, ...]] = set()
        for term in wanted:
            for one in variants(term):
                if len(one) == 1 or (len(term.words) == 1 and term.words[0].isalpha()):
                    self._forms.update(one)
                else:
                    self._phrases.add(one)
        words = [word for term in wanted for word in term.words]
        self._is_one_word = len(words) == 1
        starts = map(forms.start_of, words)
        self._starts = () if language in forms.STEMMED else tuple(filter(None, starts))
        self._keys = {key for word in words for key in sounds(word)}

    def _fits(self, word: str) -> bool:
        """Whether this word of the text is one that was searched for."""
        parts = forms.parts(word)
        for one in (word, *parts) if len(parts) > 1 else (word,):
            formed = forms.form(one, self._language)
            if formed in self._forms or (self._starts and formed.startswith(self._starts)):
                return True
        word = forms.bare(word)
        return forms.is_name(word) and forms.name_key(word, turkic=self._turkic) in self._keys

    def snippet(self, texts: Iterable[str]) -> Marks:
        """The passage around the first match, in the text that has the most of the words.

        For a single word that is the first text that has it, and the others are not looked at.
        """
        best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
        for text in texts:
            spans = self._spans(text)
            kinds = len({forms.base(text[start:end]) for start, end in spans})
            if kinds > best[0]:
                best = (kinds, text, spans)
                if self._is_one_word:
                    break
        return _cut(best[1], best[2])

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """The positions of matching words; those of a phrase only one after the other."""
        found = list(forms.tokens(text, spaced=forms.parts_by_spaces(self._language)))
        places = {k for k, token in enumerate(found) if self._fits(token.group())}
        asked = found if self._phrases else []
        formed = tuple(forms.form(token.group(), self._language) for token in asked)
        for phrase in self._phrases:
            for k, word in enumerate(formed):
                if word == phrase[0] and formed[k : k + len(phrase)] == phrase:
                    places.update(range(k, k + len(phrase)))
        return [found[k].span() for k in sorted(places)]


def _cut(text: str, spans: list[tuple[int, int]]) -> Marks:
    if not spans:
        return []
    start = max(0, spans[0][0] - AROUND)
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", start, end), spans[0][1])
    marks: Marks = [("=", "…")] if start else []
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        marks += [("=", text[at:first]), ("*", text[first:last])]
        at = last
    marks.append(("=", text[at:end] + ("…" if end < len(text) else "")))
    return [(mark, piece) for mark, piece in marks if piece]


def plain(marks: Marks) -> str:
    """The snippet as text."""
    return "".join(text for _, text in marks)
