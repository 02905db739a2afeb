"""A line that says when the page was updated, and no more.

*Updated figures put the dead at 12* begins with the same word, and so does a flash on a live page:
*Обновлено: погибших уже 12*.
"""

from __future__ import annotations

import re

from spiders.extract.fields.months import MONTHS, SOLAR_MONTHS, ZONES

MOST = 110
_LABEL = re.compile(
    r"(?:(?:last\s+)?updated|son güncelleme|обновлено|оновлено|yenilənib|yenilendi"
    r"|son yenilənmə)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby\b.*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
SHORT = 2
"""A word of no more letters says nothing by itself: ``at``, ``pm``, ``г``."""
_TIMES = """
ago seconds second secs sec minutes minute mins min hours hour hrs hr days day weeks week months
month years year ist bst cst the local time today yesterday just now last article first published
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
sun назад секунд секунды минут минуты минуту час часа часов день дня дней года год сегодня вчера
понедельник вторник среда четверг пятница суббота воскресенье тому хвилин хвилини годин години
годину днів дні року рік сьогодні вчора понеділок вівторок середа четвер пятниця субота неділя
əvvəl qabaq saniyə dəqiqə saat gün həftə bugün dünən bazar önce saniye dakika hafta dün pazartesi
salı çarşamba perşembe cuma cumartesi pazar tarih tarihi tarix
"""
_WORDS = frozenset(_TIMES.split())


def is_update_line(text: str) -> bool:
    """``Updated: 5 March 2031, 14:05 GMT``; who updated it may stand behind."""
    match = _LABEL.match(text) if len(text) <= MOST else None
    if match is None:
        return False
    rest = _BY.sub(_without_names, text[match.end() :])
    words = (word.lower().replace("i\u0307", "i") for word in _WORD.findall(rest))
    return any(map(str.isdigit, rest)) and all(map(_tells_time, words))


def _without_names(match: re.Match[str]) -> str:
    """What stands behind ``by``, without the capital words that are no months."""
    return " ".join(word for word in match[0].split()[1:] if not word[0].isupper() or _dated(word))


def _dated(word: str) -> bool:
    return word.strip(".,").lower() in MONTHS


def _tells_time(word: str) -> bool:
    return len(word) <= SHORT or any(
        word in names for names in (_WORDS, ZONES, MONTHS, SOLAR_MONTHS)
    )
