"""Reading numbers in words: *twenty-one*, *half a million*, *dix pour cent*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.figures.bounds import bounded
from monitor.classify.figures.halves import halves
from monitor.classify.figures.measures import MULTIPLIERS, unit_behind
from monitor.classify.figures.months import days_of
from monitor.classify.figures.numerals import (
    NUMBER_WORDS,
    WEAK_NUMBER_WORDS,
    bare,
    ends_number,
    hyphened,
    joins,
    together,
)
from monitor.classify.figures.quantity import Quantity, overlaps, take
from monitor.classify.language.lexicon import conditions
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from regex import Match

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'-]*")
LONGEST_DAY = 20
"""Characters before a word in which the word for *day* is looked for."""


def in_words(text: str, language: str, taken: bytearray) -> list[Quantity]:
    """Numbers in words, joined if they belong together: *twenty-one*, *two hundred*."""
    values, days = NUMBER_WORDS.get(language, {}), days_of(language)
    behind = conditions("days_behind", language)
    small = in_small if "İ" in text else str.lower
    found = _halved(text, language, taken)
    for match in _WORD.finditer(text):
        word = small(match[0])
        day = word in days or (word in behind and _is_day(text, match, behind[word]))
        known = word in values or day or word in MULTIPLIERS or "-" in word
        known = known or bare(word, language) in values
        if not known or overlaps(match.span(), taken):
            continue
        if day:
            found.append(Quantity("date", word, "", match[0], *match.span()))
            continue
        value = values.get(word, values.get(bare(word, language)))
        if value is None and "-" in word:
            value = hyphened(word, language)
        between = text[found[-1].end : match.start()] if found else ""
        if value is not None and joins(between, language):
            whole = _together(found[-1], value, language)
            if whole is not None:
                found[-1] = _as_one(found[-1], whole, text, match)
                take((match.end(), found[-1].end), taken)  # the *cent* of *vingt-deux pour cent*
                continue
        if value is None:
            if word in MULTIPLIERS and found and found[-1].end == match.start() - 1:
                found[-1] = _times(found[-1], match, MULTIPLIERS[word])
            continue
        weak = word in WEAK_NUMBER_WORDS
        end, unit = (match.end(), "") if weak else unit_behind(text, match.end())
        told = text[match.start() : end]
        found.append(Quantity("number", float(value), unit, told, match.start(), end, weak=weak))
        take((match.end(), end), taken)
    return [
        bounded(_of_hundred(quantity, text), text, language)
        if quantity.type == "number"
        else quantity
        for quantity in found
    ]


def _is_day(text: str, match: Match[str], words: frozenset[str]) -> bool:
    """Whether one of these stands before it: *שני*, two, is Monday behind *day* (Hebrew)."""
    before = text[max(0, match.start() - LONGEST_DAY) : match.start()]
    return not words.isdisjoint(before.split()[-1:])


def _of_hundred(quantity: Quantity, text: str) -> Quantity:
    """*Yüzde on iki*: Turkish puts *percent* before the figure."""
    start = quantity.start - len(_PERCENT)
    if quantity.unit or start < 0 or in_small(text[start : quantity.start]) != _PERCENT:
        return quantity
    return quantity._replace(unit="%", text=text[start : quantity.end], start=start)


_PERCENT = "yüzde "


def _halved(text: str, language: str, taken: bytearray) -> list[Quantity]:
    """*Half a million*, *two and a half days*; marks their words as taken."""
    found: list[Quantity] = []
    for half in halves(text, language):
        if not overlaps((half.start, half.end), taken):
            end, unit = (half.end, half.unit) if half.unit else unit_behind(text, half.end)
            told = in_small(text[half.start]) + text[half.start + 1 : end]
            found.append(Quantity("number", half.value, unit, told, half.start, end))
            take((half.start, end), taken)
    return found


def _together(before: Quantity, value: float, language: str) -> float | None:
    """The number that two successive words make; None if they are two figures."""
    first = before.value
    worded = before.type == "number" and not before.unit and before.text[-1:].isalpha()
    if not worded or not isinstance(first, float):
        return None
    if ends_number(in_small(before.text.rpartition(" ")[2]), language):
        return None
    return together(first, value, language)


def _as_one(before: Quantity, value: float, text: str, match: Match[str]) -> Quantity:
    end, unit = unit_behind(text, match.end())
    told = text[before.start : end]
    return Quantity("number", value, unit, told, before.start, end)


def _times(quantity: Quantity, match: Match[str], factor: float) -> Quantity:
    if quantity.type != "number" or not isinstance(quantity.value, float):
        return quantity
    text = f"{quantity.text} {match[0]}"
    return Quantity("number", quantity.value * factor, "", text, quantity.start, match.end())
