"""Names in scripts without capitals: Georgian, Arabic, Persian, Hebrew.

There, a word is a name if it follows a title (*Minister Kharadze*) anywhere in either version, or
if it ends or is introduced like family names of its language. Other words that may be names are
not counted as such, but a letter that changed in them is no slip either.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.classify.language.lexicon import attributions, quantifiers, words_of
from monitor.diff.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CASELESS = frozenset({"ka", "ar", "fa", "he"})
"""Languages with word lists in which no capital marks a name."""
MOST_OF_OFFICE = 4
"""Most words of an office between a title and a name: *minister of foreign affairs*."""
MOST_OF_NAME = 4
SHORTEST_NAME = 2
SHORTEST_STEM = 2
"""Fewest letters of a word before the ending of a family name or of a case."""
SHORTEST_BEHIND = 3
"""Fewest letters after a prefixed small word: *Karim* is not *like Rim* in Arabic."""
SHORTEST_SLIP = 4
"""Fewest letters of a word in no list that may be a name."""
_LISTS = (
    *("function", "negation", "hedge", "days", "pronouns", "limits", "opposites"),
    *("titles", "offices", "before_names"),
)


def names_of(texts: Iterable[str], language: str) -> frozenset[str]:
    """The words of these texts that are names, as written; empty if the language has capitals."""
    if language not in CASELESS:
        return frozenset()
    return frozenset(name for text in texts for name in _names(text, language))


def may_be_name(word: str, language: str) -> bool:
    """Whether a word in a script without capitals may be a name: long, and in no list."""
    if language not in CASELESS or len(word) < SHORTEST_SLIP:
        return False
    # Not ``upper``: Georgian has capitals for whole words, but not for a first letter.
    return word[0].title() == word[0].lower() and not _is_listed(word, language)


def is_same_but_for_ending(one: str, other: str, language: str) -> bool:
    """Whether it is one name with other cases or prefixed words: *Kharadze*, *Kharadzes*."""
    return language in CASELESS and not _bare(one, language).isdisjoint(_bare(other, language))


def _names(text: str, language: str) -> Iterator[str]:
    row = tokens(text)
    words = [token.key if token.is_word else "" for token in row]
    titles, before = words_of("titles", language), words_of("before_names", language)
    for index, word in enumerate(words):
        if word in titles:
            yield from _behind_title(words[index + 1 :][: MOST_OF_OFFICE + MOST_OF_NAME], language)
        elif word in before and _may_begin(words, index + 1, language):
            yield words[index + 1]
        elif _is_family_name(word, "family_endings", language):
            yield word


def _behind_title(words: list[str], language: str) -> Iterator[str]:
    """The name after a title: one word, and more if they are recognizably part of it.

    Whatever follows the first word may be the verb: *the president Orbeli signed*.
    """
    offices, before = words_of("offices", language), words_of("before_names", language)
    place = 0
    while place < min(len(words), MOST_OF_OFFICE) and words[place] in offices:
        place += 1
    goes_on = True
    while place < len(words):
        word = words[place]
        if word in before:
            goes_on = True
        elif not _may_begin(words, place, language):
            return
        elif goes_on or _is_family_name(word, "family_endings_behind_titles", language):
            yield word
            goes_on = word in words_of("given_names", language)
        else:
            return
        place += 1


def _may_begin(words: list[str], place: int, language: str) -> bool:
    word = words[place] if place < len(words) else ""
    return len(word) >= SHORTEST_NAME and word.isalpha() and not _is_listed(word, language)


def _is_family_name(word: str, section: str, language: str) -> bool:
    """Whether it ends like a family name, leaving out case endings, or begins like one (*al-*)."""
    if not word or _is_listed(word, language):
        return False
    endings = words_of(section, language)
    found = any(
        len(form) - len(ending) >= SHORTEST_STEM and form.endswith(ending)
        for form in _forms(word, language)
        for ending in endings
        if not ending.endswith("-")
    )
    return found or any(word.startswith(e[:-1]) for e in endings if e.endswith("-"))


@lru_cache(maxsize=len(CASELESS))
def _listed(language: str) -> frozenset[str]:
    words = set(attributions(language)) | set(quantifiers(language))
    return frozenset(words.union(*(words_of(section, language) for section in _LISTS)))


def _is_listed(word: str, language: str) -> bool:
    return word in _listed(language)


def _forms(word: str, language: str) -> set[str]:
    """The word, and what is left of it without a case ending or a prefixed small word."""
    found = {word}
    for ending in words_of("case_endings", language):
        if word.endswith(ending) and len(word) - len(ending) > SHORTEST_STEM:
            found.add(word[: -len(ending)])
    for glued in words_of("glued_before", language):
        if word.startswith(glued) and len(word) - len(glued) > SHORTEST_BEHIND:
            found.add(word[len(glued) :])
    return found


def _bare(word: str, language: str) -> set[str]:
    """The forms of a word without a final vowel that cases drop: *-dze*, *-dzis*."""
    vowels = tuple(words_of("case_vowels", language))
    return {
        form[:-1] if len(form) > SHORTEST_STEM and form.endswith(vowels) else form
        for form in _forms(word, language)
    }
