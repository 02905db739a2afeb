"""The normal form of a word in the index, so that its forms and spellings find each other. Pure.

``tokens`` splits a text; ``form`` gives a word's normal form in a language: without case (the two i
of Turkish and Azerbaijani are one) and diacritics (ё is е, ə is e), reduced to its stem if there is
a stemmer (Snowball: English, Russian, Turkish), and in Arabic without the article. A figure is one
word, however its thousands are separated: *8,214* equals *8.214* and *8214*, and does not contain
8 or 214. Invisible characters (soft hyphens, Persian non-joiners) and vowel marks do not split a
word, and are removed. Names also have a key, which is the same in Latin and Cyrillic letters and
for different spellings.

A change of the normal form must come with a new ``storage.derived.tables.FORM``.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import unicodedata
from functools import cache, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

import regex

from storage.composed import composed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEMMED = {"en": "english", "ru": "russian", "tr": "turkish"}
_ARABIC = "ar"
FORMED = (*STEMMED, _ARABIC)
"""Languages in which the normal form is more than the folded word."""
_ARTICLE = re.compile(r"(?:[وف]?(?:[بك]?ال|لل))(?=\w{3})")
"""*the*, maybe after *and*, *so*, *in*, *like* or *for*; Arabic joins them to the noun."""
_TURKIC = frozenset({"az", "tr"})
_PARTING = re.compile("[\u200b\u200c]")
_SEEN = r"\w[\w\p{M}]*"
_UNSEEN = r"\p{Default_Ignorable_Code_Point}"
_PER_CENT = r"(?<=\d[\s\u202f]?)[%٪]|[%٪](?=\d)"
_GROUPS = ".,'’٬\u00a0\u202f\u2009"
"""Separators of thousands, in any language."""


def _pattern(groups: str) -> regex.Pattern[str]:
    figure = rf"""(?<!\w)(?<!\d[.,٫])(?:
        \d{{1,3}}([{groups}])\d{{3}}(?:\1\d{{3}})*(?:[.,٫]\d+)? | \d+[.,٫]\d+
    )(?![.,٫'’]?\d)"""
    word = rf"{_SEEN}(?:{_UNSEEN}+{_SEEN})*"
    return regex.compile(f"{figure}|{_PER_CENT}|{word}", regex.VERBOSE)


_WORD, _WORD_BESIDE_SPACED = _pattern(_GROUPS), _pattern(f"{_GROUPS}\\ ")
_PARTED = frozenset({"en", "zh", "ja"})
"""Languages that separate thousands by commas, never by spaces: in *in June 300 came*."""
PER_CENT = "percent"
"""The normal form of the sign, so that *8%* and *8 percent* are the same."""
_HIDDEN = regex.compile(_UNSEEN)
_SHORTEST_NAME = 3
THOUSAND = 3
"""Digits in a group of thousands."""


def tokens(text: str, *, spaced: bool = False) -> Iterator[regex.Match[str]]:
    """The words of a text, with their positions and including invisible characters.

    ``spaced``: an ordinary space may separate the thousands of a figure.
    """
    return (_WORD_BESIDE_SPACED if spaced else _WORD).finditer(text)


def parts_by_spaces(language: str | None) -> bool:
    """Whether the language separates thousands by spaces: *12 000*."""
    return language is not None and language not in _PARTED


def words(text: str) -> Iterator[str]:
    """The words of a text, without invisible characters."""
    return (bare(token.group()) for token in tokens(text))


def bare(word: str) -> str:
    """A word without invisible characters, with letters and marks composed (NFC)."""
    if word.isascii():
        return word
    return composed(_HIDDEN.sub("", word))


def parts(word: str) -> tuple[str, ...]:
    """The parts separated by a non-joiner (in Persian, word and ending) or a zero-width space."""
    return tuple(filter(None, map(bare, _PARTING.split(word))))


def base(word: str) -> str:
    """A word without case, diacritics, and differences between easily confused letters."""
    if word[:1].isdecimal() and not word.isalnum():
        return figure(word)
    if word.isascii():
        return PER_CENT if word == "%" else word.lower()
    if word == "٪":
        return PER_CENT
    word = _HIDDEN.sub("", word)
    folded = composed(word.replace("İ", "i").casefold(), "NFKD")
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    letters = letters.replace("ı", "i").replace("ə", "e")
    return "".join(map(_digit, letters)) if letters.isdecimal() else letters


def figure(word: str) -> str:
    """A figure as digits only, with ``d`` for its decimal point."""
    *whole, last = regex.split(r"\D", word)
    grouped = all(len(part) == THOUSAND for part in (*whole[1:], last)) and whole[0] != "0"
    joint = "" if grouped and "٫" not in word else "d"
    return "".join(map(_digit, f"{''.join(whole)}{joint}{last}"))


def _digit(sign: str) -> str:
    """*2* for *٢* and *۲*."""
    return sign if sign.isascii() else str(unicodedata.decimal(sign, sign))


@lru_cache(maxsize=200_000)
def form(word: str, language: str | None) -> str:
    """The normal form of a word in this language; in an unknown one, the folded word."""
    word = bare(word)
    if language == _ARABIC:
        folded = base(word)
        found = _ARTICLE.match(folded)
        return folded[found.end() :] if found else folded
    if language not in STEMMED or not word.isalpha():
        return base(word)
    return base(_stemmer(STEMMED[language])(lower(word, language)))


def lower(word: str, language: str | None) -> str:
    """Lower case by the rules of the language: I is ı in Turkish and Azerbaijani."""
    if language in _TURKIC:
        word = word.replace("I", "ı").replace("İ", "i")
    return word.lower()


_SNOWBALL = "monitor.search.snowball"
"""The stemmers under a name of ours: importing the library itself loads forty languages."""


@cache
def _stemmer(name: str) -> Callable[[str], str]:
    if _SNOWBALL not in sys.modules:
        library = importlib.util.find_spec("snowballstemmer")
        assert library is not None
        package: Any = ModuleType(_SNOWBALL)
        package.__path__ = library.submodule_search_locations
        sys.modules[_SNOWBALL] = package
    stemmer: Any = importlib.import_module(f"{_SNOWBALL}.{name}_stemmer")
    return getattr(stemmer, f"{name.capitalize()}Stemmer")().stemWord  # type: ignore[no-any-return]  # the library has no types


SHORTEST_START, LONGEST_START = 4, 6


def starts(word: str) -> list[str]:
    """The beginnings, of four to six letters, by which a folded word can be found."""
    return [word[:size] for size in range(SHORTEST_START, LONGEST_START + 1) if size <= len(word)]


def start_of(word: str) -> str | None:
    """The beginning that a query's word looks for; None if the word is too short."""
    folded = base(word)
    return folded[:LONGEST_START] if len(folded) >= SHORTEST_START else None


# --- names ---------------------------------------------------------------------------------------
_LETTERS = {
    **dict(zip("абвгґдезийклмнопрстуфхыэіє", "abvggdezijklmnoprstufhieie", strict=True)),
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ю": "iu",
    "я": "ia",
    "ї": "i",
    "ъ": "",
    "ь": "",
    "ё": "io",
}
_TURKIC_LETTERS = {"c": "dzh", "ç": "ch", "ş": "sh", "ğ": "g", "j": "zh"}
_SOUNDS = (
    (re.compile("shch|sch|sh"), "S"),
    (re.compile("dzh|dj|zh|j"), "J"),
    (re.compile("ts|tz"), "T"),
    (re.compile("tch|ch"), "C"),
    (re.compile("kh|gh|[kgqhx]"), "k"),
    (re.compile("ph"), "f"),
    (re.compile("w"), "v"),
    (re.compile("ck|c(?![eiy])"), "k"),
    (re.compile("c"), "s"),
    (re.compile("[aeə]"), "a"),
    (re.compile("[iyı]"), "i"),
    (re.compile("[ou]"), "u"),
    (re.compile("i(?=[aui])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


_SOUND_LETTERS = str.maketrans("SJTC", "xjqy")
"""Sounds of several letters are capitals in between, and get letters of their own at the end."""


def is_name(word: str) -> bool:
    """Whether it may be a name: it begins with a capital letter and is not too short."""
    return len(word) >= _SHORTEST_NAME and word[0].isupper() and word.isalpha()


@lru_cache(maxsize=200_000)
def name_key(word: str, *, turkic: bool) -> str:
    """A key by sound, the same for Hacızadə, Hajizade and Гаджизаде. ``turkic``: c sounds as j."""
    text = word.replace("İ", "i").lower()
    if turkic:
        text = "".join(_TURKIC_LETTERS.get(letter, letter) for letter in text)
    text = "".join(_LETTERS.get(letter, letter) for letter in text)
    text = base(text.replace("ı", "i").replace("ə", "e"))
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text.translate(_SOUND_LETTERS)


def name_keys(word: str) -> list[str]:
    """The keys that a name in a query may have."""
    found = [name_key(word, turkic=False), name_key(word, turkic=True)]
    return list(dict.fromkeys(key for key in found if len(key) >= _SHORTEST_NAME))


def is_turkic(language: str | None) -> bool:
    """Whether c sounds as j in the language."""
    return language in _TURKIC
