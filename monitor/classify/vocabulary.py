"""What the article itself tells of its words: which are names, which are ordinary words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from monitor.classify.lexicon import attributions, language_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD = regex.compile(r"(?P<start>(?:^|[.!?:\n“«\"„]\s*))?(?P<word>[\p{L}][\p{L}\p{M}'’-]*)")


@dataclass(frozen=True)
class Vocabulary:
    """The words of both versions and the lists of their language.

    ``names`` stand with a capital inside a sentence, ``ordinary`` in lower case somewhere.
    """

    language: str
    names: frozenset[str]
    ordinary: frozenset[str]
    negation: frozenset[str]
    hedge: frozenset[str]
    function: frozenset[str]
    attribution: Mapping[str, str]

    @classmethod
    def of(cls, texts: Iterable[str], declared: str | None = None) -> Vocabulary:
        """Learnt from these texts; each of them may hold any number of sentences."""
        names: set[str] = set()
        ordinary: set[str] = set()
        texts = list(dict.fromkeys(texts))
        for text in texts:
            text_names, text_ordinary = _words(text)
            names |= text_names
            ordinary |= text_ordinary
        language = language_of(" ".join(texts[:12]), declared)
        return cls(
            language=language,
            names=frozenset(names),
            ordinary=frozenset(ordinary),
            negation=words_of("negation", language),
            hedge=words_of("hedge", language),
            function=words_of("function", language),
            attribution=attributions(language),
        )


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    names: set[str] = set()
    ordinary: set[str] = set()
    for match in _WORD.finditer(text):
        word = match["word"]
        if word[0].islower():
            ordinary.add(word)
        elif match["start"] is None:
            names.add(word.lower())
    return frozenset(names), frozenset(ordinary)
