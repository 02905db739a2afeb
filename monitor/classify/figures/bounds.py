"""Words next to a figure that make it a bound: *more than 12*, *12 nəfərdən çox*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.figures.measures import UNITS
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from monitor.classify.figures.quantity import Quantity

_WORD = regex.compile(r"\s(\p{L}+)")
LONGEST_BOUND = 30
"""Characters next to a figure in which such words are looked for."""


def _bounds(over: str, under: str, about: str) -> dict[str, str]:
    told = (("over", over), ("under", under), ("about", about))
    return {phrase: bound for bound, phrases in told for phrase in phrases.split("|")}


BOUNDS: dict[str, dict[str, str]] = {
    "en": _bounds(
        "more than|over|at least|above|exceeding|no fewer|no less",
        "less than|fewer than|under|up to|at most|below|no more",
        "about|around|roughly|nearly|almost|some|approximately|an estimated|close to|estimated",
    ),
    "ru": _bounds(
        "более|больше|свыше|не менее|как минимум|минимум|по меньшей",
        "менее|меньше|до|не более|почти до",
        "около|примерно|порядка|приблизительно|почти",
    ),
    "uk": _bounds(
        "понад|більше|більш|не менше|щонайменше|мінімум",
        "менше|менш|до|не більше",
        "близько|приблизно|майже|орієнтовно",
    ),
    "az": _bounds("azı|ən azı|azından", "ən çox|çoxu", "təxminən|təqribən|yaxın"),
    "tr": _bounds("en az|asgari", "en fazla|azami", "yaklaşık|civarında|neredeyse|tahminen"),
    "hy": _bounds("ավելի քան|առնվազն", "մինչև|առավելագույնը", "մոտ|շուրջ|գրեթե"),
    "de": _bounds(
        "mehr als|über|mindestens|wenigstens",
        "weniger als|unter|höchstens|maximal|bis zu",
        "etwa|rund|ungefähr|circa|ca.|ca|fast|knapp|gut",
    ),
    "fr": _bounds(
        "plus de|au moins", "moins de|jusqu'à|au plus", "environ|près de|presque|quelque"
    ),
    "es": _bounds("más de|al menos", "menos de|hasta", "unos|unas|cerca de|casi|alrededor de"),
    "fa": _bounds("بیش از|دست کم|دست‌کم|حداقل", "کمتر از|حداکثر", "حدود|تقریبا|تقریباً|نزدیک به"),
    "ar": _bounds(
        "أكثر من|يقل عن|الأقل|فوق", "أقل من|يزيد عن|يتجاوز", "نحو|حوالي|قرابة|زهاء|يقارب|تقريبا"
    ),
    "he": _bounds("יותר מ-|לפחות|מעל", "פחות מ-|עד|לכל היותר", "כ-|בערך|כמעט|קרוב ל-"),
    "ka": _bounds("მინიმუმ|სულ მცირე", "მაქსიმუმ", "დაახლოებით|თითქმის"),
}
"""Words before a figure that make it a bound."""

_BEHIND = {
    "tr": _bounds("fazla|çok|aşkın", "az", ""),
    "az": _bounds("çox|artıq", "az", ""),
    "hy": _bounds("ավելի", "պակաս", ""),
    "ka": _bounds("მეტი", "ნაკლები", ""),
}
"""Words after a figure that has a case ending: *5 binden fazla*, *5 հազարից ավելի*."""
_CASE = {
    "az": r"[-'’]?(?:\p{L}*\s\p{L}*)?[dt][aeə]n",
    "tr": r"[-'’]?(?:\p{L}*\s\p{L}*)?(?:[dt][ae]n|y?[ıiuü])",
    "hy": r"[-֊]?(?:\p{L}*\s\p{L}*)?ից",
    "ka": r"[-]?(?:\p{L}*\s\p{L}*)?ზე",
}
"""The ending of that case, on the figure or on what is counted."""


def bounded(quantity: Quantity, text: str, language: str) -> Quantity:
    """The same quantity, extended by words next to it that make it a bound."""
    before = in_small(text[max(0, quantity.start - LONGEST_BOUND) : quantity.start]).split()
    article = before.pop() + " " if before[-1:] == ["a"] else ""  # *about a third*
    for length in (2, 1):
        bound = BOUNDS.get(language, {}).get(" ".join(before[-length:]))
        if bound is not None and len(before) >= length:
            told = f"{' '.join(before[-length:])} {article}{quantity.text}"
            return quantity._replace(bound=bound, text=told)
    return _bounded_behind(quantity, text, language)


def _bounded_behind(quantity: Quantity, text: str, language: str) -> Quantity:
    words = _BEHIND.get(language)
    if words is None:
        return quantity
    end = quantity.end
    while end > quantity.start and text[end - 1].isalpha():
        end -= 1  # the ending may be inside what was read: *5 binden*, *5 kilometrədən*
    pattern = rf"\p{{L}}*?{_CASE[language]}\s(?P<bound>{'|'.join(words)})(?:d[ıiuü]r)?(?!\p{{L}})"
    found = regex.compile(pattern).match(in_small(text), end, end + LONGEST_BOUND)
    if found is None:
        return quantity
    end, unit = found.end(), quantity.unit
    counted = _WORD.match(text, end)
    if not unit and counted and in_small(counted[1]) in UNITS:  # *3 milyondan fazla lira*
        end, unit = counted.end(), UNITS[in_small(counted[1])]
    told = text[quantity.start : end]
    return quantity._replace(bound=words[found["bound"]], unit=unit, text=told, end=end)
