"""Words that change what a sentence claims, by language; all forms, since nothing is parsed.

They are in ``words/<language>.txt``: sections in brackets, words between spaces; in the section
``attribution`` a lemma, a colon and its forms on each line, in ``synonyms``, ``mistaken``,
``prepositions_alike``, ``connectives`` and ``quantifiers`` a line of words that may replace one
another, in ``opposites`` words, a colon and those with the contrary meaning, in
``says_only_behind``, ``says_nothing_behind`` and ``says_nothing_before`` words of saying, a colon
and the words next to them, in ``days_behind`` days likewise; in ``against`` the beginnings of
words. An underscore stands for a space. A language is read on first use.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

LANGUAGES = (
    "en",
    "ru",
    "uk",
    "tr",
    "az",
    "hy",
    "ka",
    "de",
    "fr",
    "es",
    "fa",
    "ar",
    "he",
    "zh",
    "ja",
)

KANA_FROM = 10
"""In Japanese, at least one letter in so many is kana."""
WITHOUT_SPACES = frozenset({"zh", "ja"})
_SCRIPTS = (
    ("hy", ("\u0530", "\u058f")),
    ("ka", ("\u10a0", "\u10ff")),
    ("fa", ("\u0600", "\u06ff")),
    ("he", ("\u0590", "\u05ff")),
    ("zh", ("\u3040", "\u9fff")),
)
_PERSIAN = "پچژگکی"
"""Letters that Arabic does not have."""
_UKRAINIAN = "іїєґІЇЄҐ"
_LATIN_MARKS = (
    *(("az", "əƏğĞşŞıİ"), ("tr", "ğĞşŞıİ"), ("de", "äßÄöÖ"), ("es", "ñ¿¡óí"), ("fr", "èêàùœç")),
)
"""Azerbaijani has those of Turkish and one more; without that one, the counts are equal."""
UNKNOWN = "und"
"""The code of a language that is not declared and is none of these (ISO 639-2)."""
ENOUGH = 20
"""Words that are enough to tell whether a text is English."""
SMALL_WORDS = 0.1
"""Every second or third word of English is a small word; in other languages one in fourteen is."""
_CODE = re.compile("[a-z]{2,3}")
WORDS = Path(__file__).parent / "words"
_SAMPLE = 1_000
"""Characters that are enough to guess a language by letters."""


def language_of(text: str, declared: str | None = None) -> str:
    """The declared language, else a guess by letters: a code of :data:`LANGUAGES`, or another.

    No words are known for other codes. Reading such a text as English would make a slip of every
    changed letter, since none of its words is known in English.
    """
    code = (declared or "").lower().replace("_", "-").split("-", 1)[0]
    if code in LANGUAGES or _CODE.fullmatch(code):
        return code
    sample = text[:_SAMPLE]
    if sample.isascii():
        return _english_or_unknown(sample)
    marked = [letter for letter in sample if letter > "\x7f"]
    for language, (first, last) in _SCRIPTS:
        if sum(first <= letter <= last for letter in marked) * 3 > len(sample):
            kana = sum("\u3040" <= letter <= "\u30ff" for letter in marked)
            if kana * KANA_FROM > len(marked):  # a name in a Chinese text may have some
                return "ja"
            return "ar" if language == "fa" and not set(_PERSIAN) & set(marked) else language
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in marked)
    if cyrillic * 3 > len(sample):
        return "uk" if sum(map(sample.count, _UKRAINIAN)) * 40 > cyrillic else "ru"
    counts = [(sum(map(sample.count, marks)), language) for language, marks in _LATIN_MARKS]
    most, language = max(counts)  # the later code on a tie: *tr* before *az*
    return language if most * 150 > len(sample) else _english_or_unknown(sample)


def _english_or_unknown(sample: str) -> str:
    """English if the text has enough English small words, or is too short to tell; else unknown."""
    words = sample.lower().split()
    small = sum(word in words_of("function", "en") for word in words)
    return UNKNOWN if len(words) >= ENOUGH and small < len(words) * SMALL_WORDS else "en"


@lru_cache(maxsize=len(LANGUAGES))
def _sections(language: str) -> dict[str, list[str]]:
    """The lines of each section of a language's file; empty if there is no file."""
    sections: dict[str, list[str]] = {}
    if language not in LANGUAGES:
        return sections
    lines: list[str] = []
    path = WORDS / f"{language}.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections


@lru_cache(maxsize=200)
def words_of(section: str, language: str) -> frozenset[str]:
    """The words of a section (``negation hedge function days``) in one language."""
    return frozenset(" ".join(_sections(language).get(section, ())).split())


@lru_cache(maxsize=len(LANGUAGES))
def attributions(language: str) -> dict[str, str]:
    """Each form of a word of saying with its lemma: *said* for *says* does not change the claim."""
    lemmas: dict[str, str] = {}
    for line in _sections(language).get("attribution", ()):
        lemma, _colon, forms = line.partition(":")
        lemmas.update(dict.fromkeys(forms.split(), lemma))
    return lemmas


@lru_cache(maxsize=100)
def conditions(section: str, language: str) -> dict[str, frozenset[str]]:
    """Each word of saying with the adjacent words that make it say something, or nothing."""
    found: dict[str, frozenset[str]] = {}
    for line in _sections(language).get(section, ()):
        forms, _colon, beside = (frozenset(part.split()) for part in line.partition(":"))
        found.update(dict.fromkeys(forms, beside))
    return found


@lru_cache(maxsize=len(LANGUAGES))
def abbreviations(language: str) -> dict[str, frozenset[str]]:
    """Each abbreviation with what it may stand for: *sen* for *senator*, *г* for *год*, *году*."""
    lines = (line.split() for line in _sections(language).get("abbreviations", ()))
    return {short: frozenset(full) for short, *full in lines}


@lru_cache(maxsize=len(LANGUAGES))
def irregular(language: str) -> dict[str, str]:
    """Each irregular form with its base form: *take* for *took*."""
    lines = map(str.split, _sections(language).get("irregular", ()))
    return {form: line[0] for line in lines for form in line}


_ENDINGS = ("ing", "ed", "es", "s", "d")
_SHORTEST_ROOT = 3


@lru_cache(maxsize=4096)
def bases(word: str, language: str) -> frozenset[str]:
    """What a lower-case word may be a form of, including itself; removes only English endings."""
    if language != "en":
        return frozenset({word})
    found = {word}
    for ending in _ENDINGS:
        root = word.removesuffix(ending)
        if root == word or len(root) < _SHORTEST_ROOT:
            continue
        found |= {root, root + "e"}
        if root[-1] == root[-2]:
            found.add(root[:-1])
        if root[-1] == "i":
            found.add(root[:-1] + "y")
    known = irregular(language)
    return frozenset(found | {known[form] for form in (word,) if form in known})


@lru_cache(maxsize=len(LANGUAGES))
def quantifiers(language: str) -> dict[str, int]:
    """Words for how many, with the number of their line: *all* equals *every*, but not *some*."""
    lines = _sections(language).get("quantifiers", ())
    return {word: number for number, line in enumerate(lines) for word in line.split()}


@lru_cache(maxsize=len(LANGUAGES))
def opposites(language: str) -> dict[str, frozenset[str]]:
    """Each small word with those of the contrary meaning: *after* with *before*."""
    against: dict[str, frozenset[str]] = {}
    for line in _sections(language).get("opposites", ()):
        one, _colon, other = (frozenset(part.split()) for part in line.partition(":"))
        for words, others in ((one, other), (other, one)):
            for word in words:
                against[word] = against.get(word, frozenset()) | others
    return against


@lru_cache(maxsize=len(LANGUAGES))
def alike_prepositions(language: str) -> dict[str, frozenset[int]]:
    """Each preposition with the numbers of the lines on which it says what the others there say."""
    return _lines("prepositions_alike", language)


@lru_cache(maxsize=len(LANGUAGES))
def mistaken(language: str) -> dict[str, frozenset[str]]:
    """Each word with those that are written for it by mistake: *form* for *from*."""
    found: dict[str, frozenset[str]] = {}
    for line in _sections(language).get("mistaken", ()):
        words = frozenset(line.split())
        found.update((word, words - {word}) for word in words)
    return found


@lru_cache(maxsize=len(LANGUAGES))
def connectives(language: str) -> dict[tuple[str, ...], int]:
    """Words and phrases such as *but*, *sin embargo*, each with the number of its line."""
    lines = _sections(language).get("connectives", ())
    return {
        tuple(phrase.split("_")): number
        for number, line in enumerate(lines)
        for phrase in line.split()
    }


@lru_cache(maxsize=len(LANGUAGES))
def phrases(language: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases that claim something, or do not, only as a whole, by first word, the longest first.

    In languages without spaces each character is a word, and the lists have phrases unseparated;
    elsewhere with underscores. Those of ``other_words`` only look like claims: *非常* is *very*.
    """
    glued = language in WITHOUT_SPACES
    known = {*attributions(language)}.union(
        *(words_of(section, language) for section in ("negation", "hedge", "other_words"))
    )
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(known, key=len, reverse=True):
        words = tuple(phrase) if glued else tuple(phrase.split("_"))
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(rows) for first, rows in found.items()}


@lru_cache(maxsize=len(LANGUAGES))
def synonyms(language: str) -> dict[str, frozenset[int]]:
    """Each word with the numbers of the lines of synonyms that it is on."""
    return _lines("synonyms", language)


def _lines(section: str, language: str) -> dict[str, frozenset[int]]:
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(_sections(language).get(section, ())):
        for word in line.split():
            lines.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in lines.items()}
