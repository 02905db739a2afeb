"""Times as pages write them, to RFC 3339 with the zone that was given, or to a plain date."""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}"
    r"|[+-]\d{2})?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$")
_RFC_2822 = re.compile(r"^\w{3},\s+\d{1,2}\s+\w{3}\s+\d{4}\s+\d")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./](\d{1,2})[./](\d{1,2})(?!\d)")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_DAY_NAME = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[.\s-]+(?:de\s+)?([^\W\d_]{3,})\.?,?[\s-]+(?:de\s+)?(\d{4})"
)
_NAME_DAY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")

_MONTHS = """
jan january yanvar ocak januar janvier enero gennaio янв январь января січ січня січень
    იანვარი იანვ հունվար հունվարի يناير
feb february fevral şubat subat februar février fevrier febrero febbraio фев февраль февраля
    лют лютого лютий თებერვალი თებ փետրվար փետրվարի فبراير
mar march mart märz mars marzo мар март марта бер березня березень მარტი մարտ մարտի مارس
apr april aprel nisan avril abril aprile апр апрель апреля квіт квітня квітень აპრილი
    ապրիլ ապրիլի أبريل
may mai mayıs mayis mayo maggio май мая трав травня травень მაისი մայիս մայիսի مايو
jun june iyun haziran juni juin junio giugno июн июнь июня черв червня червень ივნისი
    հունիս հունիսի يونيو
jul july iyul temmuz juli juillet julio luglio июл июль июля лип липня липень ივლისი
    հուլիս հուլիսի يوليو
aug august avqust ağustos agustos août aout agosto авг август августа серп серпня серпень
    აგვისტო օգոստոս օգոստոսի أغسطس
sep sept september sentyabr eylül eylul septembre septiembre settembre сен сент сентябрь
    сентября вер вересня вересень სექტემბერი սեպտեմբեր սեպտեմբերի سبتمبر
oct october oktyabr ekim oktober octobre octubre ottobre окт октябрь октября жовт жовтня
    жовтень ოქტომბერი հոկտեմբեր հոկտեմբերի أكتوبر
nov november noyabr kasım kasim novembre noviembre ноя нояб ноябрь ноября лист листопада
    листопад ნოემბერი նոյեմբեր նոյեմբերի نوفمبر
dec december dekabr aralık aralik dezember décembre decembre diciembre dicembre дек декабрь
    декабря груд грудня грудень დეკემბერი դեկտեմբեր դեկտեմբերի ديسمبر
""".strip().replace("\n    ", " ")
MONTHS = {
    name: number for number, names in enumerate(_MONTHS.splitlines(), 1) for name in names.split()
}


def normal(text: str | None) -> str | None:
    """The first time in this text; None where there is none that a calendar has.

    With a zone: RFC 3339. Without one the hour means nothing to anybody, and the date is given.
    """
    if not text:
        return None
    value = " ".join(text.split())[:200]
    for parse in (_iso, _rfc_2822, _compact, _spelled, _numeric):
        found = parse(value)
        if found is not None:
            return found
    return None


def _iso(text: str) -> str | None:
    match = _ISO.search(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    if hour is None or zone is None:
        return _date(year, month, day)
    return _time(year, month, day, hour, minute, second, zone)


def _compact(text: str) -> str | None:
    if _EPOCH.match(text):
        try:
            moment = datetime.fromtimestamp(int(text[:10]), UTC)
        except (OverflowError, OSError, ValueError):
            return None
        return moment.isoformat().replace("+00:00", "Z") if 1990 < moment.year < 2100 else None
    match = _COMPACT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    if hour is None or zone is None:
        return _date(year, month, day)
    return _time(year, month, day, hour, minute, second, zone)


def _rfc_2822(text: str) -> str | None:
    if not _RFC_2822.match(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        return moment.date().isoformat()
    return moment.isoformat().replace("+00:00", "Z")


def _spelled(text: str) -> str | None:
    lowered = text.lower().replace("i̇", "i")
    for match in _DAY_NAME.finditer(lowered):
        if match.group(2) in MONTHS:
            return _date(match.group(3), MONTHS[match.group(2)], match.group(1))
    for match in _NAME_DAY.finditer(lowered):
        if match.group(1) in MONTHS:
            return _date(match.group(3), MONTHS[match.group(1)], match.group(2))
    return None


def _numeric(text: str) -> str | None:
    match = _CJK.search(text) or _YEAR_FIRST.search(text)
    if match is not None:
        return _date(*match.groups())
    match = _DOTTED.search(text)
    if match is None:
        return None
    first, second, year = match.groups()
    if int(second) > 12:  # month first, as only some write it
        first, second = second, first
    return _date(year, second, first)


def _date(year: str, month: str | int, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if 1900 < found.year < 2100 else None


def _time(
    year: str, month: str, day: str, hour: str, minute: str, second: str | None, zone: str
) -> str | None:
    try:
        moment = datetime(
            int(year),
            int(month),
            int(day),
            int(hour),
            int(minute),
            int(second or 0),
            tzinfo=_zone(zone),
        )
    except ValueError:
        return None
    return moment.isoformat().replace("+00:00", "Z") if 1900 < moment.year < 2100 else None


def _zone(text: str) -> timezone:
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
