"""Halves in words: *half a million*, *ein halbes Dutzend*, *two and a half*; and *a million*."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.classify.figures.measures import MULTIPLIERS, UNITS
from monitor.classify.figures.numerals import NUMBER_WORDS
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Iterator


class Half(NamedTuple):
    """What such words mean, and where they are. ``unit`` is empty if none is named."""

    value: float
    unit: str
    start: int
    end: int


class _Words(NamedTuple):
    """A language's words: before what is halved, after a number, and *a* before a word of size."""

    before: str
    behind: str = r"(?!)"
    one: str = r"(?!)"


_LANGUAGES = {
    "en": _Words(r"half(?:\san?)?", r"and\sa\shalf", "a"),
    "de": _Words(r"(?:eine?[nrs]?\s)?halbe[nrs]?", one="eine?[mnrs]?"),
    "fr": _Words(r"(?:une?\s)?demie?", r"et\sdemie?", "une?"),
    "es": _Words(r"medi[oa]", r"y\smedi[oa]", "una?"),
    "tr": _Words("yarım", "buçuk"),
    "az": _Words("yarım"),
}
_CUES = {
    "en": ("alf", "ozen", "undred", "housand", "illion"),
    "de": ("alb", "utzend", "ausend", "illi"),
    "fr": ("emi", "ouzaine", "illi"),
    "es": ("edi", "ocena", "illón"),
    "tr": ("arım", "uçuk"),
    "az": ("arım",),
}
"""A text without any of these is not searched: most sentences have none. First letters, which may
be capitals, are left out."""
_SHORTEST_SIZE = 4
"""Fewest letters of a word of size written in full: *a mn* is none."""
_DOZENS = dict.fromkeys(("dozen", "dutzend", "douzaine", "docena"), 12.0)
_SIZES = {word: size for word, size in MULTIPLIERS.items() if len(word) >= _SHORTEST_SIZE} | _DOZENS


def halves(text: str, language: str) -> Iterator[Half]:
    """The halves in order; only of a size, number or unit, unlike *half the crew*."""
    cues = _CUES.get(language)
    if cues is None or not any(cue in text for cue in cues):
        return
    for match in _pattern(language).finditer(text):
        found = _read(match, NUMBER_WORDS.get(language, {}))
        if found is not None:
            yield found


@lru_cache(maxsize=len(_LANGUAGES))
def _pattern(language: str) -> regex.Pattern[str]:
    words = _LANGUAGES[language]
    sizes = "|".join(sorted(_SIZES, key=len, reverse=True))
    return regex.compile(
        rf"""(?<!\p{{L}})(?:
          {words.before}[\s-](?P<half>\p{{L}}+)
        | {words.one}\s(?P<size>{sizes})
        | (?P<count>\p{{L}}+)\s(?P<behind>{words.behind})
        )(?!\p{{L}})""",
        regex.VERBOSE | regex.IGNORECASE,
    )


def _read(match: regex.Match[str], numbers: dict[str, float]) -> Half | None:
    if match["size"]:
        return Half(_SIZES[in_small(match["size"])], "", *match.span())
    word = in_small(match["half"] or match["count"])
    if match["half"]:
        if word in _SIZES:
            return Half(_SIZES[word] / 2, "", *match.span())
        return Half(0.5, UNITS[word], *match.span()) if word in UNITS else None
    if word in numbers:
        return Half(numbers[word] + 0.5, "", *match.span())
    return Half(0.5, "", *match.span("behind")) if word in UNITS else None
