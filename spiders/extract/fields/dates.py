"""Times as pages write them, converted to RFC 3339 with the given zone, or to a plain date.

A time without a zone is not an instant: only its day is given. If the zone can be learnt from the
page itself, :mod:`spiders.extract.fields.settling` does so. "3 hours ago" is never a date.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.fields import clocks
from spiders.extract.fields.months import MONTHS, SOLAR_MONTHS, THAI, solar_ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DATE = 30
MAX_TEXT = 300
"""Only this many characters of a text are looked at."""

_LETTER = "[^\\W\\d_\u0900-\u0963\u0980-\u09e3\u0e01-\u0e4e]"
_SIGNS = "[\u0900-\u0963\u0980-\u09e3\u0e01-\u0e4e]"
"""Letters and the vowel signs around them in Hindi, Bengali and Thai."""
_WORD = rf"(?:{_LETTER}{{2,}}|{_SIGNS}{{2,}})"
_MONTH = (
    rf"((?:كانون|تشرين)\s(?:الثاني|الأول|الاول)|{_WORD})"
    rf"(?:\s?/\s?{_WORD}|\s?\({_WORD}\)|[\s\u200c]ماه\b)?"
)
_DAY = r"(?<![\d.:/])(\d{1,2})"
_YEAR = r"((?:1[3-9]|20|25)\d\d)(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|ª|-?(?:го|ого|е|ი|ին|si|sı|cı|ci|nji|njy))?"
_OF = r"(?:(?:de|del|of|von|do)\s+|d['’])?"
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"
    r"(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?!\d)"
    r"\s*(Z\b|[+-]\d{2}:?\d{2}\b|[+-]\d{2}\b|[a-z]{3,4}\b)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?\s*(Z|[+-]\d{4})?)?", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_DAY_NAME = re.compile(
    rf"{_DAY}{_ORDINAL}[.,\s/-]{{0,3}}{_OF}(?!(?:out|set) of\s){_MONTH}[.’']?,?[\s/-]*{_OF}{_YEAR}"
)
_NAME_DAY = re.compile(rf"{_MONTH}\.?[\s/-]+(\d{{1,2}})(?!\d|:){_ORDINAL}[.,\s/-]{{1,3}}{_YEAR}")
_NO_YEAR = r"(?!\.?,?\s+20\d\d(?!\d))"
"""The day must not have a year of its own: *© 2024. 3 April 2023*."""
_YEAR_NAME_DAY = re.compile(
    rf"(?<!\d){_YEAR}(?:-?[^\W\d_]{{1,4}}\b\.?)?(?:\s(?:il|թ\.?|թվականի|m\.))?[.,\s]+"
    rf"{_MONTH}\.?\s+(\d{{1,2}})(?!\d|:){_NO_YEAR}"
)
_YEAR_DAY_NAME = re.compile(
    rf"(?<!\d){_YEAR}(?:-?[^\W\d_]{{1,6}}\b)?\.?"
    r"(?:\s(?:il|yil|йил|жыл(?:ғы|дын)?|ж\.?|წლის|gada|елның|йылдың))?[.,\s]+"
    rf"(\d{{1,2}})[.\s-]\s*{_MONTH}(?![^\W\d_]){_NO_YEAR}"
)
_CTIME = re.compile(
    r"([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:([a-z]{3,4}|[+-]\d{4})\s+)?"
    r"(\d{4})(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{1,2})\u200f?([./-])(\d{1,2})\u200f?\2(\d{4})(?![\d/-])")
"""Including the direction marks that browsers put into Arabic dates."""
_SPACED = re.compile(r"(?<![\d./-])(?<!\d\. )(\d{1,2})\. (\d{1,2})\. (\d{4})(?![\d/-])")
_SPACED_YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})\. (\d{1,2})\. (\d{1,2})(?![\d/-]|\.\d)")
_SHORT = re.compile(r"(?<![\d./-])(\d{2})\.(\d{2})\.(\d{2})(?![\d./-])")
_YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})([./])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)")
_CJK = re.compile(
    r"(?<!\d)(\d{4})\s*(?:[年년]|оны)\s*(\d{1,2})\s*(?:[月월]|(?:-?р\s)?сарын)\s*(\d{1,2})\s*[日일]?"
)
_ERA = re.compile(r"(令和|平成)\s*(\d{1,2}|元)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ERAS = {"令和": 2018, "平成": 1988}
"""The year before the first one of an era."""
_THANG = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})(?!\d)")
_ORDERS = (
    *((_DAY_NAME, (3, 2, 1)), (_NAME_DAY, (3, 1, 2)), (_YEAR_NAME_DAY, (1, 2, 3))),
    *((_YEAR_DAY_NAME, (1, 3, 2)), (_CJK, (1, 2, 3)), (_YEAR_FIRST, (1, 3, 4))),
    (_THANG, (3, 2, 1)),
)
"""Which groups of a pattern are year, month and day."""
_SPACED_ORDERS = ((_SPACED, (3, 2, 1)), (_SPACED_YEAR_FIRST, (1, 2, 3)))
_SIGNS_OF_OTHERS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙，،：／．－\u2011\u2024",
    "0123456789" * 5 + ",,:/.--.",
)
"""Digits, commas and colons of other scripts."""
_ARMENIAN_COLON = re.compile(r"(?<=\d)։(?=\d)")
_IN_THAI = re.compile("|".join(map(re.escape, THAI)))
_IN_CROATIAN = ". listopada", ". oktobra  "
"""After the stop of an ordinal, which Polish does not have, *listopada* is not November."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with seconds since its midnight and minutes east of UTC if these are given."""

    day: date
    seconds: int | None = None
    offset: int | None = None

    @property
    def instant(self) -> int | None:
        """Seconds since 1970 UTC; None if hour or zone is unknown."""
        if self.seconds is None or self.offset is None:
            return None
        return (self.day.toordinal() - 719_163) * 86_400 + self.seconds - self.offset * 60

    def __str__(self) -> str:
        if self.seconds is None or self.offset is None:
            return self.day.isoformat()
        clock = f"{self.seconds // 3600:02}:{self.seconds // 60 % 60:02}:{self.seconds % 60:02}"
        return f"{self.day.isoformat()}T{clock}{_written(self.offset)}"

    def at(self, offset: int) -> Moment:
        """The same instant on a clock ``offset`` minutes east of UTC."""
        instant = self.instant
        if instant is None:
            return self
        shown = datetime.fromtimestamp(instant, UTC) + timedelta(minutes=offset)
        seconds = shown.hour * 3600 + shown.minute * 60 + shown.second
        return Moment(shown.date(), seconds, offset)


class Seen(NamedTuple):
    """A moment and its position in the text."""

    moment: Moment
    start: int
    end: int


def normal(text: str | None) -> str | None:
    """The first time in this text; None if there is no valid one.

    With a zone: RFC 3339. Without one the hour is meaningless, and only the date is given.
    """
    found = read(text)
    return str(found) if found is not None else None


def are_one(first: Moment, second: Moment) -> bool:
    """Whether both are the same moment, in whatever zones; a mere day matches any hour of it."""
    if first.instant is None or second.instant is None:
        return first.day == second.day
    return abs(first.instant - second.instant) < 60


def read(text: str | None, *, month_first: bool | None = False) -> Moment | None:
    """The first moment that this text names; None if it names none."""
    if not text:
        return None
    value = " ".join(text[:MAX_TEXT].split())
    match = _ISO.match(value)
    if match is not None:
        return _from_iso(match)
    alone = _alone(value)
    if alone is not None:
        return alone
    return next((seen.moment for seen in find(value, month_first=month_first)), None)


def find(text: str, *, month_first: bool | None = False) -> list[Seen]:
    """All moments in a text, in order. ``text`` has single spaces.

    ``month_first`` says how 03/04/2025 is read; None: not at all, as it is unknown.
    """
    lowered = _plain(text[:MAX_TEXT].lower().replace("i̇", "i"))
    found: list[Seen] = []
    for seen in sorted(_dates(lowered, month_first), key=lambda seen: (seen.start, -seen.end)):
        if not found or seen.start >= found[-1].end:
            found.append(seen)
    nexts = [*(seen.start for seen in found[1:]), len(lowered)]
    told: list[Seen] = []
    for seen, after in zip(found, nexts, strict=False):
        before = told[-1].end if told else 0  # the previous date's clock is not this one's
        told.append(_with_clock(lowered, seen, before, after))
    return told


def _plain(text: str) -> str:
    """A text in lower case with the digits and signs of the patterns, character by character."""
    text = text.replace(*_IN_CROATIAN)
    if text.isascii():
        return text
    text = _ARMENIAN_COLON.sub(":", text.translate(_SIGNS_OF_OTHERS))
    return _IN_THAI.sub(lambda match: THAI[match[0]], text)


def _dates(text: str, month_first: bool | None) -> Iterator[Seen]:  # noqa: FBT001 - as `find`
    for match in _ISO.finditer(text):
        moment = _from_iso(match)
        if moment is not None:
            yield Seen(moment, *match.span())
    for pattern, order in (*_ORDERS, *(_SPACED_ORDERS if ". " in text else ())):
        for match in pattern.finditer(text):
            day = _day(*(match.group(number) for number in order))
            if day is not None:
                yield Seen(Moment(day), *match.span())
    for match in _CTIME.finditer(text):
        month, number, hour, minute, second, zone, year = match.groups()
        day = _day(year, month, number)
        if day is not None:
            moment = Moment(day, clocks.seconds(hour, minute, second), clocks.offset_of(zone))
            yield Seen(moment, *match.span())
    for match in _ERA.finditer(text):
        era, year, month, number = match.groups()
        day = _day(str(_ERAS[era] + int(year.replace("元", "1"))), month, number)
        if day is not None:
            yield Seen(Moment(day), *match.span())
    yield from _numeric(text, month_first)


def _numeric(text: str, month_first: bool | None) -> Iterator[Seen]:  # noqa: FBT001 - as `find`
    for match in _DAY_FIRST.finditer(text):
        first, mark, second, year = match.groups()
        if int(first) > 12 or int(second) > 12 or mark == "." or first == second:
            month_leads = int(second) > 12
        elif month_first is None:
            continue
        else:
            month_leads = month_first
        day = _day(year, first, second) if month_leads else _day(year, second, first)
        if day is not None:
            yield Seen(Moment(day), *match.span())
    for match in _SHORT.finditer(text):
        number, month, year = match.groups()
        day = _day(f"20{year}", month, number)
        if day is not None:
            yield Seen(Moment(day), *match.span())


def is_whole(text: str) -> bool:
    """Whether a text is a date and nothing else."""
    seen = find(text) if len(text) <= MAX_DATE else []
    return len(seen) == 1 and seen[0].end - seen[0].start == len(text)


def is_ambiguous(text: str) -> bool:
    """Whether there is a numeric date that means another day if its month is read first."""
    return any(
        first != second and int(first) <= 12 and int(second) <= 12 and mark != "."
        for first, mark, second, _year in _DAY_FIRST.findall(text[:MAX_TEXT])
    )


def leads_with_month(text: str) -> bool | None:
    """True for 02/17/2025, False for 17/02/2025, None if no numeric date decides."""
    for first, mark, second, _year in _DAY_FIRST.findall(text[:MAX_TEXT]):
        if mark != "." and (int(first) > 12) != (int(second) > 12):
            return int(second) > 12
    return None


def _alone(text: str) -> Moment | None:
    """The time if the whole text is one: 20250207T1808Z, seconds since 1970."""
    if _EPOCH.fullmatch(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        return Moment(moment.date(), seconds, 0) if 1990 < moment.year < 2100 else None
    match = _COMPACT.fullmatch(text)
    return _from_iso(match) if match is not None else None


def _from_iso(match: re.Match[str]) -> Moment | None:
    year, month, number, hour, minute, second, zone = match.groups()
    day = _day(year, month, number)
    if day is None or hour is None:
        return Moment(day) if day is not None else None
    seconds = clocks.seconds(hour, minute, second)
    if seconds is None:
        return None
    moment = Moment(day, seconds, clocks.offset_of(zone))
    return moment if moment.instant != 0 else None  # a clock that was never set


def _with_clock(text: str, seen: Seen, before: int, after: int) -> Seen:
    """The date with the time of day next to it, if there is one."""
    if seen.moment.seconds is not None:
        return seen
    clock = clocks.beside(text, seen.start, seen.end, before, after)
    if clock is None:
        return seen
    return Seen(Moment(seen.moment.day, clock.seconds, clock.offset), clock.start, clock.end)


_SOLAR_YEARS = range(1380, 1420)
_BUDDHIST = 543


def _day(year: str, month: str, day: str) -> date | None:
    """A day of the calendar, None if invalid; ``month`` is a number or a name.

    The year may be Solar Hijri, with a numeric month only if it is from 1380 to 1419; with the
    name of a month it may be Buddhist.
    """
    if month.isdigit() and int(year) in _SOLAR_YEARS:
        return _solar(int(year), int(month), int(day))
    if not month.isdigit():
        month = month.removesuffix(".")
        solar = SOLAR_MONTHS.get(month.replace("ي", "ی").removesuffix("ماه"))
        if solar is not None:
            return _solar(int(year), solar, int(day))
        number = MONTHS.get(month) or MONTHS.get(month.removeprefix("ב"), 0)
        if int(year) > _BUDDHIST + 1900:
            year = str(int(year) - _BUDDHIST)
    else:
        number = int(month)
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found if 1900 < found.year < 2100 else None


def _solar(year: int, month: int, day: int) -> date | None:
    ordinal = solar_ordinal(year, month, day)
    return date.fromordinal(ordinal) if ordinal is not None else None


def _written(offset: int) -> str:
    if offset == 0:
        return "Z"
    sign = "-" if offset < 0 else "+"
    return f"{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
