"""A line that says when the page was updated, and no more.

*Updated figures put the dead at 12* begins with the same word, and so does a flash on a live page:
*Обновлено: погибших уже 12*.
"""

from __future__ import annotations

import re

from spiders.extract.fields import dates
from spiders.extract.fields.date_labels import UPDATE_WORD
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
LABELLED, PARTS = 80, 12
"""A line of a label and its date is no longer, and of no more words."""
_YEAR = re.compile(r"\d{4}|\d\d\.\d\d\.\d\d|年")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?")
_NAMES = """
last latest on the version ultima última ultimo último ultimul dernière dernier letzte letztes
zuletzt laatst laatste ostatnia ostatnio poslední naposledy posledná zadnja posljednja poslednja
utolsó senast sist senest viimeksi viimati τελευταία последна последнее последний последняя время
дата останнє остання апошняе son tarixi tarihi tarix tarih edilib olundu olunub edildi վերջին
ամսաթիվ ժամը ბოლო თარიღი დრო آخر آخرین تاریخ تم بتاريخ يوم شده ساعت соңғы охирги oxirgi шуд data
fecha date alle ore ora klo uhr von vom del dei der gada
"""
_NOTED = re.compile(r"correct|amended|düzəliş|поправ|правк", re.IGNORECASE)
_BESIDE = frozenset(_NAMES.split())
"""What stands beside such a label in a line that has nothing else."""


def is_update_line(text: str) -> bool:
    """``Updated: 5 March 2031, 14:05 GMT``; who updated it may stand behind."""
    match = _LABEL.match(text) if len(text) <= MOST else None
    if match is None:
        return False
    rest = _BY.sub(_without_names, text[match.end() :])
    words = (word.lower().replace("i\u0307", "i") for word in _WORD.findall(rest))
    return any(map(str.isdigit, rest)) and all(map(_tells_time, words))


def is_dated_update(text: str) -> bool:
    """*Ultimo aggiornamento: 5 marzo 2031, 14:05*: a word for an update, and when, in any language.

    A line with a word of anything else is news: *Закон изменён 5 марта 2031 года*. What was
    corrected or amended is told, and no line of a clock's.
    """
    if len(text) > LABELLED or text.count(" ") >= PARTS or _YEAR.search(text) is None:
        return False
    if UPDATE_WORD.search(text) is None or _NOTED.search(text):
        return False
    seen = dates.find(text)
    rest = text
    for one in reversed(seen):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    rest = _CLOCK.sub(" ", UPDATE_WORD.sub(" ", rest))
    if not seen or any(map(str.isdigit, rest)):
        return False
    words = (word.lower().replace("i\u0307", "i") for word in _WORD.findall(rest))
    return all(word in _BESIDE or _tells_time(word) for word in words)


def _without_names(match: re.Match[str]) -> str:
    """What stands behind ``by``, without the capital words that are no months."""
    return " ".join(word for word in match[0].split()[1:] if not word[0].isupper() or _dated(word))


def _dated(word: str) -> bool:
    return word.strip(".,").lower() in MONTHS


def _tells_time(word: str) -> bool:
    return len(word) <= SHORT or any(
        word in names for names in (_WORDS, ZONES, MONTHS, SOLAR_MONTHS)
    )
