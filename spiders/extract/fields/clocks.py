"""The time of day next to a date, as pages write it: 14:30, 2:30 p.m., 14h30, 오후 2:30.

An hour without its half of the day would be read twelve hours early, and a zone would be inferred
from that error.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import re
from typing import NamedTuple

from spiders.extract.fields.months import ZONES

_WORD = r"[^\W\d_\u0900-\u0963\u0980-\u09e3\u0e01-\u0e4e]{2,}"
_ZONE = (
    r"(?:\s*\(?((?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?|z|[+-]\d{2}:?\d{2}|[a-z]{3,4}|мск)(?!\w)\)?)?"
)
_HALF = (
    r"([ap]\.?\s?m\b\.?|[مص](?!\w)|مساء|صباح|ظهر|بعد\s?از\s?ظهر|عصر|صبح|ب\.?\s?ظ(?!\w)|ق\.?\s?ظ(?!\w)"
    r"|[μπ]\.?\s?μ(?!\w)\.?)"
)
_BEFORE_HOUR = r"(?:(오전|오후|上午|下午|午前|午後|晚上|凌晨|早上|中午|傍晚)\s?)?"
_PM = ("p", "م", "ظ", "ب", "عصر", "μ", "오후", "下午", "午後", "晚上", "中午", "傍晚")
"""How words for the second half of the day begin; *noon*, ``ظهر`` or ``中午``, is in it, too."""
_NOON, _LATE_MORNING = ("ظ", "中午"), (10, 11)
_NIGHT, _AFTER_MIDNIGHT = "晚上", (12, 1, 2, 3)
"""Half past twelve or two *at night* may be of this day or of the next: it gives no time."""
_CLOCK = (
    rf"(?:{_BEFORE_HOUR}(\d{{1,2}})(?:\s?[:.ч时時시]\s?|\s?h\s?|\sчас\S*\s)(\d{{2}})"
    rf"(?::(\d{{2}})(?:[.,]\d+)?)?(?!\d)(?:\s?{_HALF})?|(\d{{1,2}})\s?([ap]\.?\s?m\b\.?))"
)
_WEEKDAY = (
    r"(?:\([^\W\d_]{1,10}\)|（[^\W\d_]{1,3}）|pazartesi|salı|çarşamba|perşembe|cuma(?:rtesi)?|pazar"
    r"|bazar(?: ertəsi)?|çərşənbə(?: axşamı)?|cümə(?: axşamı)?|şənbə|星期.|周.)(?!\w)"
)
_AFTER = re.compile(
    r"(?:\s*[-–—|·•∙,/@()\[]|\s+(?:at|um|à|a las|alle|às|om|kl\.?|о|об|в|у|u|saat|ժ\.?|ساعت|الساعة"
    r"|בשעה|ore|ora|klo|godz\.?|ve|v|ob|ώρα|στις|plkst\.?)(?=\s?\d)|\s*[ª^]|\.(?=\s?(?:u\s|오[전후]\s?)?\d{1,2}:\d)|\s*\bd\."
    rf"|\s*(?:года|год|г|р|року)\b\.?|\s*(?:th|년|日|일)|\s*{_WEEKDAY})*\s*{_CLOCK}{_ZONE}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<![\d:.]){_CLOCK}{_ZONE}[\s,|·•∙/–—-]*(?:(?:on|{_WORD})?[.,]?\s*){{0,2}}$", re.IGNORECASE
)
_FIGURE = re.compile(r"\d")


class Clock(NamedTuple):
    """Seconds since midnight, minutes east of UTC if a zone is given, and start and end."""

    seconds: int
    offset: int | None
    start: int
    end: int


def beside(text: str, start: int, end: int, before: int, after: int) -> Clock | None:
    """The time of day next to a date at ``start`` to ``end`` of a text in lower case.

    It is looked for between ``before``, the end of the previous date, and ``after``, the start of
    the next; ``start`` and ``end`` of the result span date and clock.
    """
    match = _AFTER.match(text, end, after) if _FIGURE.search(text, end, after) else None
    if match is not None:
        end = match.end()
    else:
        left = max(before, start - 40)
        match = _BEFORE.search(text[left:start]) if _FIGURE.search(text, left, start) else None
        if match is None:
            return None
        start = left + match.start()
    half, hour, minute, second, half_behind, bare_hour, bare_half, zone = match.groups()
    half = half or half_behind or bare_half
    told = seconds(hour or bare_hour, minute or "0", second, half)
    if told is None:
        return None
    offset = offset_of(zone)
    if zone and offset is None and match.end() == end:
        end = match.start(match.lastindex or 0)  # *14h05 Mis à jour*: a word, not a zone
    return Clock(told, offset, start, end)


def seconds(hour: str, minute: str, second: str | None, half: str | None = None) -> int | None:
    """Seconds since midnight; ``half`` is the word for a half of the day, if there is one."""
    hours, minutes, rest = int(hour), int(minute), int(second or 0)
    if half == _NIGHT and hours in _AFTER_MIDNIGHT:
        return None
    if half and 1 <= hours <= 12 and not (half.startswith(_NOON) and hours in _LATE_MORNING):
        hours = hours % 12 + (12 if half.startswith(_PM) else 0)
    if hours > 23 or minutes > 59 or rest > 60:
        return None
    return hours * 3600 + minutes * 60 + min(rest, 59)


def offset_of(zone: str | None) -> int | None:
    """Minutes east of UTC that this zone means; None if it is not a zone or is ambiguous."""
    if not zone:
        return None
    name = zone.lower().replace(" ", "")
    known = ZONES.get(name)
    if known is not None:
        return known
    sign = max(name.find("+"), name.find("-"))
    digits = name[sign + 1 :].replace(":", "")
    if sign < 0 or not digits.isdigit():
        return None
    hours, minutes = int(digits[:-2] or 0), int(digits[-2:])
    if len(digits) < 3:
        hours, minutes = int(digits), 0
    if hours > 15 or minutes > 59:
        return None
    return (hours * 60 + minutes) * (-1 if name[sign] == "-" else 1)
