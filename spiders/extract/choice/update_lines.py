"""A line that says when the page was updated, and nothing else.

*Updated figures put the dead at 12* begins with the same word, and so does a flash on a live page:
*Обновлено: погибших уже 12*. Each word of such a line belongs to the label or gives a time.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from spiders.extract.choice.time_words import (
    DAYS,
    bare_of_clocks,
    is_ago,
    tells_time,
    words_of,
)
from spiders.extract.fields import dates
from spiders.extract.fields.date_labels import NOTED, PUBLISHED_WORD, UPDATED_WORD
from spiders.extract.fields.months import MONTHS
from spiders.extract.page import COLONS

MOST = 110
_LABEL = re.compile(
    r"(?:(?:last\s+)?updated|son güncelleme|обновлено|оновлено|yenilənib|yenilendi"
    r"|son yenilənmə)\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"\W*stand (?:vom )?(?=\d)", re.IGNORECASE)
"""*Stand 6. März 2031*: only at the beginning, as it is another word elsewhere."""
_BY = re.compile(r"\bby\b.*$", re.IGNORECASE)
_PREPOSITIONS = "of del du des vom der von от od van dal della do з від"
_OF = frozenset(_PREPOSITIONS.split())
"""After these comes what the update contains: *Actualización del 12 de mayo*."""
_FIRST_WORD = re.compile(r"\w+")


class Told(NamedTuple):
    """What an update line gives: the day, or how long ago, and the hour."""

    day: bool
    hour: bool


def is_update_line(text: str) -> bool:
    """Whether it is ``Updated: 5 March 2031, 14:05 GMT``, perhaps followed by who updated it.

    Only in the languages in which this is furniture on any page.
    """
    match = _LABEL.match(text) if len(text) <= MOST else None
    return match is not None and _told(_BY.sub(_without_names, text[match.end() :])) is not None


def told_by_update(text: str, names: tuple[str, ...] = ()) -> Told | None:
    """What *Ultimo aggiornamento: 5 marzo 2031, 14:05* gives, in any language; or None.

    ``names`` are the authors', which may occur in it. Lines on what was corrected give None.
    """
    if len(text) > MOST or not any(map(str.isdigit, text)):
        return None
    return _update(text, names)


@functools.lru_cache(2048)
def _update(text: str, names: tuple[str, ...]) -> Told | None:
    for name in names:
        text = text.replace(name, " ")
    label = _AS_OF.match(text) or UPDATED_WORD.search(text)
    if label is None or NOTED.search(text):
        return None
    if text[-1] in COLONS:  # it heads what was added
        return None
    behind = _FIRST_WORD.search(text, label.end())
    if behind is not None and behind[0].lower() in _OF:
        return None
    for words in (_AS_OF, UPDATED_WORD, PUBLISHED_WORD):
        text = words.sub(" ", text)
    return _told(text)


def _told(rest: str) -> Told | None:
    rest = " ".join(rest.split())
    if not any(map(str.isdigit, rest)):
        return None  # *Updated by Ada Quill*
    seen = dates.find(rest)
    for one in reversed(seen):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    rest, clocked = bare_of_clocks(rest)
    if not tells_time(rest, timed=bool(seen) or clocked):
        return None
    day = bool(seen) or any(map(str.isdigit, rest)) or not DAYS.isdisjoint(words_of(rest))
    hour = clocked or any(one.moment.seconds is not None for one in seen) or is_ago(rest)
    return Told(day, hour)


def _without_names(match: re.Match[str]) -> str:
    """The words after ``by``, without the capitalized ones that are not months."""
    return " ".join(word for word in match[0].split()[1:] if not word[0].isupper() or _dated(word))


def _dated(word: str) -> bool:
    return word.strip(".,").lower() in MONTHS
