"""One word in two spellings that both are right, or of which one lacks a mark on a letter.

Marks that stand at the end of a word, or in a short one, tell words apart (*tué* and *tue*,
*hablo* and *habló*), and so do the dots of Turkish at its beginning (*öldü* and *oldu*): there
nothing is a mere spelling.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import regex

SHORTEST_ACCENTED = 5
"""Letters of a word from which on a mark inside it makes no other word."""
SHORTEST_ARABIC = 4
GRAMMAR = 2
"""Letters at the end that tell tense and person."""

_Table = Mapping[int, int | str]
_SAME_TO_EYES: dict[str, _Table] = {
    "fa": str.maketrans("يىك", "ییک"),
    "ar": str.maketrans("یک", "يك"),
    "hy": {ord("և"): "եւ"},
}
"""Letters that are one, typed on other keyboards: no name is another by them."""
_SAME_TO_READERS: dict[str, _Table] = {
    "de": {ord("ß"): "ss"},
    "fr": {ord("œ"): "oe", ord("æ"): "ae"},
    "ru": str.maketrans("ё", "е"),
    "ar": str.maketrans("أإآى", "اااي"),
    "tr": str.maketrans("âîû", "aiu"),
}
_ACCENTS = {"fr": "\u0300\u0301\u0302\u0308\u0327", "es": "\u0301", "tr": "\u0308", "az": "\u0308"}
"""Marks that may be missing within a word, as they stand when they are taken from their letters."""


_REFORMED: dict[str, tuple[tuple[regex.Pattern[str], str], ...]] = {
    "fr": ((regex.compile("î"), "i"), (regex.compile("û"), "u")),
    "es": ((regex.compile("ión$"), "ion"),),
    "uk": ((regex.compile("єкт"), "ект"),),
}
"""What newer rules write otherwise, or a hand leaves out: *cout*, *проєкт*, *comision*."""
_TOLD_BY_CIRCUMFLEX = frozenset(
    {
        "dû",
        "mûr",
        "mûre",
        "mûrs",
        "mûres",
        "sûr",
        "sûre",
        "sûrs",
        "sûres",
        "jeûne",
        "jeûnes",
        "crût",
    }
)
"""What the reform of 1990 leaves its circumflex, because another word has none."""
SHORTEST_REFORMED = 4


def are_same_letters(one: str, other: str, language: str) -> bool:
    """*وزير* and *وزیر*: nobody who reads sees that they differ."""
    table = _SAME_TO_EYES.get(language)
    return table is not None and one.translate(table) == other.translate(table)


def is_written_alike(one: str, other: str, language: str) -> bool:
    """*Straße* and *Strasse*, *œuvre* and *oeuvre*, *exámen* for *examen*."""
    if are_same_letters(one, other, language):
        return True
    if language == "ar":
        return _is_hamza_missing(one, other)
    if language in _REFORMED and _is_reformed(one, other, language):
        return True
    table = _SAME_TO_READERS.get(language)
    if table is not None and one.translate(table) == other.translate(table):
        return True
    if language == "fr" and _TOLD_BY_CIRCUMFLEX & {one, other}:
        return False
    return language in _ACCENTS and _is_accent_missing(one, other, language)


def _is_reformed(one: str, other: str, language: str) -> bool:
    if min(len(one), len(other)) < SHORTEST_REFORMED or _TOLD_BY_CIRCUMFLEX & {one, other}:
        return False
    for old, new in _REFORMED[language]:
        one, other = old.sub(new, one), old.sub(new, other)
    return one == other


def _is_hamza_missing(one: str, other: str) -> bool:
    """*الاعلام* for *الإعلام*: left out on one side, and never another one on the other."""
    table = _SAME_TO_READERS["ar"]
    if len(one) < SHORTEST_ARABIC or one.translate(table) != other.translate(table):
        return False
    plain = {"ا", "ي", "ى"}
    return all(a == b or plain & {a, b} for a, b in zip(one, other, strict=True))


def _is_accent_missing(one: str, other: str, language: str) -> bool:
    if len(one) != len(other) or len(one) < SHORTEST_ACCENTED:
        return False
    differ = [k for k, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if not differ or differ[-1] >= len(one) - GRAMMAR:
        return False
    if language in {"tr", "az"} and (differ[0] == 0 or len(differ) > 1):
        return False
    marks = _ACCENTS[language]
    return all(_bare(one[k], marks) == _bare(other[k], marks) for k in differ)


def _bare(letter: str, marks: str) -> str:
    return regex.sub(f"[{marks}]", "", unicodedata.normalize("NFD", letter))
