"""What the article itself shows about its words: which are names, which are ordinary words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from monitor.classify.figures.measures import MULTIPLIERS, UNITS
from monitor.classify.figures.months import days_of
from monitor.classify.figures.numerals import NUMBER_WORDS
from monitor.classify.figures.quantities import MONTHS_WITH_CAPITAL, is_month
from monitor.classify.language.caseless import names_of
from monitor.classify.language.common import common_nouns
from monitor.classify.language.lexicon import (
    attributions,
    bases,
    language_of,
    opposites,
    phrases,
    quantifiers,
    synonyms,
    words_of,
)
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD = regex.compile(r"([.!?:\n“«\"„¿¡]\s*)?(\p{L}[\p{L}\p{M}'’-]*)")
"""A word, with what opens a sentence before it, if anything."""
MOST_READ = 200_000
"""Most characters of each version to learn from: an article has a tenth of that."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of both versions and the lists of their language.

    ``names`` have a capital inside a sentence, ``ordinary`` words are in lower case somewhere,
    ``shared`` are lower-case words in both versions, ``known`` are both kinds together;
    ``caseless`` are names in a script without capitals, ``common`` are capitalized words that are
    not names; ``texts`` are the old and the new version, up to ``MOST_READ`` characters.
    """

    language: str
    names: frozenset[str]
    ordinary: frozenset[str]
    shared: frozenset[str]
    shared_names: frozenset[str]
    known: frozenset[str]
    negation: frozenset[str]
    extent: frozenset[str]
    whole: frozenset[str]
    scope: frozenset[str]
    limits: frozenset[str]
    hedge: frozenset[str]
    function: frozenset[str]
    light: frozenset[str]
    pronouns: frozenset[str]
    days: frozenset[str]
    numbers: frozenset[str]
    attribution: Mapping[str, str]
    synonyms: Mapping[str, frozenset[int]]
    quantifiers: Mapping[str, int]
    opposites: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    caseless: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    texts: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, old: Iterable[str], new: Iterable[str], declared: str | None = None) -> Vocabulary:
        """Learn from the texts of both versions; each may have any number of sentences."""
        old, new = list(dict.fromkeys(old)), list(dict.fromkeys(new))
        old_names, old_ordinary, old_openers = _words_of_all(old)
        new_names, new_ordinary, new_openers = _words_of_all(new)
        language = language_of(" ".join((new or old)[:12]), declared)
        return cls(
            language=language,
            names=old_names | new_names,
            ordinary=old_ordinary | new_ordinary,
            shared=old_ordinary & new_ordinary,
            shared_names=old_names & new_names,
            known=(old_names | old_ordinary | old_openers)
            & (new_names | new_ordinary | new_openers),
            negation=words_of("negation", language),
            extent=words_of("extent", language),
            whole=words_of("whole", language),
            scope=words_of("scope", language),
            limits=words_of("limits", language),
            hedge=words_of("hedge", language),
            function=words_of("function", language),
            light=words_of("light", language),
            pronouns=words_of("pronouns", language),
            days=days_of(language),
            numbers=frozenset(NUMBER_WORDS.get(language, {})),
            attribution=attributions(language),
            synonyms=synonyms(language),
            quantifiers=quantifiers(language),
            opposites=opposites(language),
            phrases=phrases(language),
            caseless=names_of((*old, *new), language),
            common=common_nouns((*old, *new), language),
            texts=("\n".join(old)[:MOST_READ], "\n".join(new)[:MOST_READ]),
        )

    def is_counted(self, word: str) -> bool:
        """Whether it is a figure, a number word, or a word of size or unit."""
        if word in self.numbers or any(letter.isdigit() for letter in word):
            return True
        return len(word) > 1 and (word in MULTIPLIERS or word in UNITS)

    def is_unit(self, word: str) -> bool:
        """Whether it counts only next to a figure: *weeks*, *tons*."""
        return word in UNITS and word not in MULTIPLIERS and word[-1:].isalpha()

    def is_dated(self, word: str, *, capital: bool = False) -> bool:
        """Whether it is a day of the week or month, which have a rule of their own.

        With a ``capital`` they are names in languages that write months and days in lower case.
        """
        if capital and self.language not in MONTHS_WITH_CAPITAL:
            return False
        return word in self.days or is_month(word, self.language)

    def is_only_a_name(self, word: str) -> bool:
        """Whether this lower-case word is a name in the article: *turkey*, if the country."""
        return word in self.names and word not in self.function

    def is_claim(self, word: str) -> bool:
        """Whether it is a word of denial, doubt or saying, which have rules of their own."""
        return word in self.negation or word in self.hedge or word in self.attribution

    def has_rule(self, word: str) -> bool:
        """Whether it is a figure, date or claim, which have rules for the whole sentence."""
        return (
            word.endswith("n't")
            or self.is_counted(word)
            or self.is_dated(word)
            or self.is_claim(word)
        )

    def are_synonyms(self, one: str, other: str) -> bool:
        """Whether two words are listed as synonyms."""
        mine, others = (
            {line for form in bases(word, self.language) for line in self.synonyms.get(form, ())}
            for word in (one, other)
        )
        return not mine.isdisjoint(others)


_Words = tuple[frozenset[str], frozenset[str], frozenset[str]]
"""Names, ordinary words, and capitalized words that open a sentence and may be either."""


def _words_of_all(texts: Iterable[str]) -> _Words:
    names: set[str] = set()
    ordinary: set[str] = set()
    openers: set[str] = set()
    read = 0
    for text in texts:
        read += len(text)
        if read > MOST_READ:
            break
        text_names, text_ordinary, text_openers = _words(text)
        names |= text_names
        ordinary |= text_ordinary
        openers |= text_openers
    return frozenset(names), frozenset(ordinary), frozenset(openers)


@lru_cache(maxsize=512)
def _words(text: str) -> _Words:
    names: set[str] = set()
    ordinary: set[str] = set()
    openers: set[str] = set()
    small = in_small if "İ" in text else str.lower
    for opened, word in set(_WORD.findall("\n" + text.replace("’", "'"))):
        if word.islower():
            ordinary.add(word)
        elif word[0].islower() or not opened:  # al-Basri, iPhone
            names.add(small(word).removesuffix("'s"))
        else:
            openers.add(small(word).removesuffix("'s"))
    return frozenset(names), frozenset(ordinary), frozenset(openers)
