"""One word in two spellings that are both right, or one of which lacks a mark on a letter.

Marks at the end of a word, or in a short word, tell words apart (*tué* and *tue*, *hablo* and
*habló*), as do the dots of Turkish at the beginning (*öldü* and *oldu*): there, a difference is
not just spelling.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import regex

SHORTEST_ACCENTED = 5
"""Fewest letters of a word in which a mark does not make another word."""
SHORTEST_ARABIC = 4
GRAMMAR = 2
"""Letters at the end that show tense and person."""

_CLUSTERS = regex.compile(r"\X")
_TATWEEL = "\u0640"
"""The character that stretches an Arabic word."""
_OF_ARABIC = regex.compile(r"[\u064b-\u0652\u0670\u0640]")
_STRESSED = ("ru", "uk")
_MAY_BE_LEFT_OUT = {
    "ar": _OF_ARABIC,
    "fa": regex.compile(_OF_ARABIC.pattern + "|\u0654"),  # *گفتهٔ* for *گفته*
    "he": regex.compile(r"[\u0591-\u05bd\u05bf\u05c1-\u05c7]"),
    **dict.fromkeys(_STRESSED, regex.compile("\u0301")),
}
"""Signs for vowels, double letters and stress that most texts omit."""
_Table = Mapping[int, int | str]
_SAME_TO_EYES: dict[str, _Table] = {
    "fa": str.maketrans("يىكأإؤۀ", "ییکااوه"),
    "ar": str.maketrans("یک", "يك"),
    "hy": {ord("և"): "եւ"},
}
"""Equal letters typed on other keyboards, or with a sign that many leave out."""
_LOOKALIKES = str.maketrans("асеорхукмнтвіјѕԁәաօոսհցզյ", "aceopxykmhtbijsdəaonuhgqj")
"""Cyrillic and Armenian letters and the Latin ones, small or capital, that look the same."""
_SAME_TO_READERS: dict[str, _Table] = {
    "de": {ord("ß"): "ss"},
    "fr": {ord("œ"): "oe", ord("æ"): "ae"},
    "ru": str.maketrans("ё", "е"),
    "tr": str.maketrans("âîû", "aiu"),
}
_ACCENTS = {"fr": "\u0300\u0301\u0302\u0308\u0327", "es": "\u0301", "tr": "\u0308", "az": "\u0308"}
"""Combining marks that may be missing inside a word."""


_REFORMED: dict[str, tuple[tuple[regex.Pattern[str], str], ...]] = {
    "fr": ((regex.compile("î"), "i"), (regex.compile("û"), "u")),
    "es": ((regex.compile("ión$"), "ion"),),
    "uk": ((regex.compile("єкт"), "ект"),),
    "hy": ((regex.compile("իւն"), "յուն"), (regex.compile("իւ"), "յու")),
}
"""What newer rules spell differently, or writers leave out: *cout*, *проєкт*, *comision*."""
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
"""Words that keep their circumflex after the reform of 1990, since another word has none."""
_ALONE = {
    "es": frozenset(
        {"sólo", "éste", "ésta", "éstos", "éstas", "ése", "ésa", "ésos", "ésas"}
        | {"aquél", "aquélla", "aquéllos", "aquéllas"}
    )
}
"""Words that lost their accent in the reform of 2010, in any context."""
SHORTEST_REFORMED = 4


def unelided(one: str, other: str, language: str) -> tuple[str, str]:
    """*Inégalité* and *égalité* of *l'inégalité* and *l'égalité*: without the elided article."""
    if language not in _ELIDING:
        return one, other
    (first, mark, rest), (second, _mark, other_rest) = (w.partition("'") for w in (one, other))
    return (rest, other_rest) if mark and first == second else (one, other)


_ELIDING = frozenset({"fr", "it", "ca"})


def is_letter(sign: str) -> bool:
    """Whether it is a letter, a digit, or a mark on one, like the vowels of Hindi and Thai."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


_WITHOUT_HAMZA: _Table = str.maketrans("أإآى", "اااي")
_SEATED = regex.compile("ؤو")
"""The Egyptian spelling: *شئون*, *مسئول* for *شؤون*, *مسؤول*."""


def are_same_letters(one: str, other: str, language: str) -> bool:
    """*وزير* and *وزیر*, *مكّة* and *مكة*, *احمد* and *أحمد*: the same name.

    In all languages, so is one with a letter of another script that looks the same.
    """
    if one != other and one.translate(_LOOKALIKES) == other.translate(_LOOKALIKES):
        return True
    table = _SAME_TO_EYES.get(language)
    if table is not None and one.translate(table) == other.translate(table):
        return True
    if language == "ar" and one != other and _is_hamza_missing(one, other):
        return True
    if language == "uk" and one != other and _for_the_ear(one) == _for_the_ear(other):
        return True
    if language == "de" and one != other:
        return _by_new_german_rules(one) == _by_new_german_rules(other)
    return language in _MAY_BE_LEFT_OUT and _are_marked_alike(one, other, language)


_OLD_GERMAN = regex.compile(
    r"(?<=proze|kongre|schlu|schu|flu|anla|erla|nachla|kompromi|stre|genu|exze|regre|verdru"
    r"|\p{L}{3}(?:pa|gu|nu|ku)|(?<!\p{L})(?:ru|mi|gewi|bi))ß"
    r"(?<!(?<!\p{L})ruß(?!land)|(?<!\p{L})biß(?!chen))"
    r"(?!(?:er|ner|ler|mann|felder|bach|ling)(?!\p{L}))"
)
"""Stems of nouns that the reform of 1996 spells with *ss*; with a surname's ending they may be a
name (*Flusser*, *Mißfelder*)."""
_TO_THE_EAR = "вже всі все вся всю всіх всього всьому всім всіма всієї всією вчора"
_EUPHONIC = {word.replace("в", "у", 1): word for word in _TO_THE_EAR.split()}
"""Ukrainian words whose first letter depends on the sound before. Not all: *вряд* is not *уряд*."""


def _for_the_ear(word: str) -> str:
    return _EUPHONIC.get(word, word)


_THRICE = regex.compile(r"([flmnprt])\1\1")


def _by_new_german_rules(word: str) -> str:
    """*Prozess* for *Prozeß*, *Schiffahrt* and *Schifffahrt* in one form; *Strauß* as it is."""
    return _THRICE.sub(r"\1\1", _OLD_GERMAN.sub("ss", word))


def _are_marked_alike(one: str, other: str, language: str) -> bool:
    """Whether they differ only in marks that one side omits, and no letter has different marks."""
    marks = _MAY_BE_LEFT_OUT[language]
    if one == other or marks.sub("", one) != marks.sub("", other):
        return False
    if language in _STRESSED and marks.search(one) and marks.search(other):
        return False  # *за́мок* and *замо́к*
    letters = tuple(_CLUSTERS.findall(word.replace(_TATWEEL, "")) for word in (one, other))
    return len(letters[0]) == len(letters[1]) and all(
        a == b or not marks.search(a) or not marks.search(b) for a, b in zip(*letters, strict=True)
    )


def is_written_alike(one: str, other: str, language: str) -> bool:
    """*Straße* and *Strasse*, *œuvre* and *oeuvre*, *exámen* for *examen*."""
    if are_same_letters(one, other, language):
        return True
    if language in _REFORMED and _is_reformed(one, other, language):
        return True
    table = _SAME_TO_READERS.get(language)
    if table is not None and one.translate(table) == other.translate(table):
        return True
    if _ALONE.get(language, frozenset()) & {one, other}:
        return _bare(one, _ACCENTS[language]) == _bare(other, _ACCENTS[language])
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
    """*الاعلام* for *الإعلام*: left out on one side, not replaced by another one.

    In a short word only at its beginning, where *الى* for *إلى* is common: *سال* flows, *سأل* asks.
    """
    one, other = (_SEATED.sub("ئو", word) for word in (one, other))
    if one.translate(_WITHOUT_HAMZA) != other.translate(_WITHOUT_HAMZA):
        return False
    differ = [(k, {a, b}) for k, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(one) < SHORTEST_ARABIC:
        return all(k == 0 and "ا" in both for k, both in differ)
    return all({"ا", "ي", "ى"} & both for _, both in differ)


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


def is_same_but_for_marks(one: str, other: str) -> bool:
    """*Grafstrom* and *Grafström*, *Al Asad* and *al-Asad*: the same letters without marks."""
    return _letters(one) == _letters(other)


def bare_letter(letter: str) -> str:
    """A letter without its marks."""
    return regex.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", letter))


def _letters(text: str) -> str:
    return "".join(filter(is_letter, bare_letter(text.lower()).replace("ı", "i")))


def _bare(letter: str, marks: str) -> str:
    return regex.sub(f"[{marks}]", "", unicodedata.normalize("NFD", letter))
