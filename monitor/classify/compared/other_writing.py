"""One ordinal, day or range, in figures in one text and in words in the other: *3-е*, *третье*.

Only what replaces the other and has the same value counts as the same. So nothing becomes a figure
that is not one: *Первый канал* and *вторник* remain words.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.classify.figures.ordinals import days_in_figures, in_figures, in_words
from monitor.classify.figures.quantities import quantities
from monitor.diff.tokens import style_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Match

_FIGURE = r"\d+(?:[.,٫]\d+)?"
_RANGES = {
    "ru": rf"\bот ({_FIGURE}) до ({_FIGURE})",
    "uk": rf"\bвід ({_FIGURE}) до ({_FIGURE})",
    "de": rf"\bzwischen ({_FIGURE}) und ({_FIGURE})|\b({_FIGURE}) bis ({_FIGURE})",
    "fr": rf"\bentre ({_FIGURE}) et ({_FIGURE})",
    "es": rf"\bentre ({_FIGURE}) y ({_FIGURE})",
    "tr": rf"\b({_FIGURE}) ila ({_FIGURE})",
    "ar": rf"(?:\bما )?\bبين ({_FIGURE}) و ?({_FIGURE})",
}
"""A range in words. *С 5 до 7*, *de 5 à 7* and *5-ից 7* may be a rise, and are left alone."""
_RANGE = regex.compile(rf"(?<![\d.,-])({_FIGURE})-({_FIGURE})(?![\d-])")
_DAY = regex.compile(
    r"(?<![\d.,/:-])(?:(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<day>\d{1,2})(?:(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)"
    r"|[./](?P<month>0[1-9]|1[0-2])))(?!\d)(?:[-']\p{L}{1,4}(?!\p{L}))?"
)
_BEHIND_DAY = regex.compile(
    r"(?:['-]\p{L}{1,4}(?!\p{L}))?"
    r"(?: (?:года|году|г|року|році|р|թվականին|թվականի|թ|წლის|წელს|il|ildə)(?!\p{L})\.?)?"
)
"""The case ending of a month, and a *year* that a date in figures does not spell out."""
_VALUE = regex.compile(r"(?P<year>\d*)-(?P<month>\d\d)-(?P<day>\d\d)")
_GROUPED = regex.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_LOOKED_AT = 2
"""Characters after a span that a pattern may look at."""
_CENTURIES, _LAST_CENTURY = (2000, 1900), 70
"""*25* is in this century, *95* in the last."""
_MONTHS = 12
_YEAR_FIRST = frozenset({"fa"})


class Form(NamedTuple):
    """Characters ``start`` to ``end`` of a text, and what they mean.

    For an ordinal, ``ending`` is the word, or the ending written after the figure.
    """

    start: int
    end: int
    value: tuple[int | float, ...]
    ending: str = ""


Span = tuple[int, int]


def figures_for_words(
    old: tuple[str, Span], new: tuple[str, Span], language: str
) -> list[tuple[Form, Form]]:
    """Pairs of forms of ``old`` and ``new`` that mean the same, one in figures, in order.

    Each side is a text with the span to look at.
    """
    texts = in_one_style(old[0]), in_one_style(new[0])
    if not any(map(str.isdigit, texts[0][slice(*old[1])] + texts[1][slice(*new[1])])):
        return []
    found: list[tuple[Form, Form]] = []
    for figured, worded in _KINDS:
        for first, second in ((figured, worded), (worded, figured)):
            one_side = list(first(texts[0], old[1], language))
            rest = list(second(texts[1], new[1], language)) if one_side else []
            for one in one_side:
                other = next((form for form in rest if _say_the_same(one, form)), None)
                if other is not None:
                    rest.remove(other)
                    found.append((one, other))
    return sorted(found)


def in_one_style(text: str) -> str:
    """The text with one style of dashes and apostrophes, each character in its place."""
    return style_key(text.replace("…", "."))


def _say_the_same(one: Form, other: Form) -> bool:
    ends = one.ending.endswith(other.ending) or other.ending.endswith(one.ending)
    return one.value == other.value and ends


def _within(pattern: regex.Pattern[str], text: str, span: Span) -> Iterator[Match[str]]:
    """Matches inside the span, though they may look at what surrounds it."""
    for match in pattern.finditer(text, span[0], span[1] + _LOOKED_AT):
        if match.end() <= span[1]:
            yield match


def _ordinals_in_figures(text: str, span: Span, language: str) -> Iterator[Form]:
    every = in_figures(text, language, span), days_in_figures(text, language, span)
    for start, end, value, ending in chain(*every):
        if end <= span[1]:
            yield Form(start, end, (value,), ending)


def _ordinals_in_words(text: str, span: Span, language: str) -> Iterator[Form]:
    for start, end, value, word in in_words(text, language, span):
        if span[0] <= start:
            yield Form(start, end, (value,), word)


def _days_in_figures(text: str, span: Span, language: str) -> Iterator[Form]:
    """Dates in figures, day first; in English only if the first number cannot be the month."""
    for match in _within(_DAY, text, span) if language not in _YEAR_FIRST else ():
        year, month, day = (int(match[part] or 0) for part in ("year", "month", "day"))
        iso = "-" in match[0][:5]
        if language == "en" and not iso and day != month:
            if day <= _MONTHS >= month:
                continue
            day, month = max(day, month), min(day, month)
        short = match["year"] and len(match["year"]) == 2  # noqa: PLR2004 - *25* for 2025
        century = _CENTURIES[year >= _LAST_CENTURY] if short else 0
        yield Form(*match.span(), (year + century, month, day))


def _days_in_words(text: str, span: Span, language: str) -> Iterator[Form]:
    for quantity in quantities(text, language):
        value = _VALUE.fullmatch(str(quantity.value)) if quantity.type == "date" else None
        written = text[quantity.start : quantity.end].rstrip(" ,.")
        if value is None or not any(map(str.isalpha, written)):
            continue
        behind = _BEHIND_DAY.match(text, quantity.start + len(written))
        end = min(behind.end(), span[1]) if behind else quantity.end
        if span[0] <= quantity.start and quantity.start + len(written) <= span[1]:
            parts = (int(value[part] or 0) for part in ("year", "month", "day"))
            yield Form(quantity.start, end, tuple(parts))


def _ranges_in_figures(text: str, span: Span, _language: str) -> Iterator[Form]:
    for match in _within(_RANGE, text, span):
        yield Form(*match.span(), tuple(map(_plain, match.groups())))


def _ranges_in_words(text: str, span: Span, language: str) -> Iterator[Form]:
    known = _RANGES.get(language)
    for match in _within(regex.compile(known, regex.I), text, span) if known else ():
        yield Form(*match.span(), tuple(_plain(part) for part in match.groups() if part))


def _plain(figure: str) -> float:
    """The value of a figure: *1.500* and *1,500* are fifteen hundred, unlike *1,5*."""
    if _GROUPED.fullmatch(figure):
        return float(figure[:-4] + figure[-3:])
    return float(figure.replace(",", ".").replace("٫", "."))


_KINDS = (
    (_ordinals_in_figures, _ordinals_in_words),
    (_days_in_figures, _days_in_words),
    (_ranges_in_figures, _ranges_in_words),
)
