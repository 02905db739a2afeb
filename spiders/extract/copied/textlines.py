"""The lines of a page that was copied as text, and what a single line says about itself."""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from dataclasses import dataclass

import regex

from spiders.extract.choice.furniture import is_credit, is_furniture
from spiders.extract.choice.sources import is_source
from spiders.extract.choice.update_lines import is_update_line, told_by_update
from spiders.extract.fields import dates

RUNNING = 90
"""A sentence of this many characters is the article's, wherever it is."""
DATE_LINE = 60
LONGEST_CAPTION = 400

PICTURE = regex.compile(r"^!\[(?P<alt>[^\]]*)\]\((?P<url>[^)\s]+)[^)]*\)$")
BULLET = regex.compile(r"^[•*‣▪◦·–-]\s+")
DATED = regex.compile(r"^(?:date\s+)?\d{4}-\d{2}-\d{2}\b\s*", regex.IGNORECASE)
"""A date before a title, as in lists of articles."""
BY = regex.compile(
    r"^(?:by|автор:?|авторка?:|müəllif:?|yazar:?)\s+(?P<names>\S.{1,60})$", regex.IGNORECASE
)
LEADS_ON = regex.compile(
    r"^\W*(?:read (?:more|also|next|on)|also read|see also|more on (?:the|this) (?:topic|story)"
    r"|related(?: (?:news|stories|story|articles?))?|читайте (?:также|ещё|по теме|також)"
    r"|по теме|смотрите также|дивіться також|həmçinin oxuyun|ayrıca okuyun|ilgili haber)\W*$",
    regex.IGNORECASE,
)
"""A line that only leads to another article, whose headline is below."""

_YEAR_BEFORE_MONTH = regex.compile(r"\b(\d{4})\s+(\p{L}{3,})\s+(\d{1,2})\b")
_TERMINAL = regex.compile(r"[.!?…։。！？؟:;][”\"’'»)\]]*$")
_SENTENCE = regex.compile(r"[.…։。][”\"’'»)\]]*$")
_WORDS_OF_CREDIT = (
    r"Photos?|PHOTO|Images?|Pictures?|Screenshot|Screengrab|Illustration|Credit|Collage|Graphic"
    r"|Video|Фото|ФОТО|Снимок|Скриншот|Иллюстрация|Зображення|Скріншот|Ілюстрація|Foto|FOTO"
    r"|Fotoğraf|Görsel|Şəkil"
)
_CREDIT_AT_END = regex.compile(
    rf"(?:^|[.!?…»”\"’)\]|–—-]\s+)(?:{_WORDS_OF_CREDIT})"
    r"(?:\s*[:/©|]|\s(?:by|via|courtesy|from|credit)\b:?)\s*[^.!?]{1,80}(?:\.[^\s.!?]{1,20})*\.?$"
)
_CREDIT_IN_BRACKETS = regex.compile(
    rf"\((?:(?:{_WORDS_OF_CREDIT})[\s:/][^().!?]{{1,80}}"
    rf"|[\p{{Lu}}@][^().!?]{{0,60}}\s(?:{_WORDS_OF_CREDIT}|photo|фото))\)\.?$"
)


@dataclass(slots=True)
class Line:
    """A line of the file. ``after_blank``: the line above it is blank."""

    text: str
    after_blank: bool


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank, in order."""
    found: list[Line] = []
    blank = True
    for raw in text.lstrip("\ufeff").splitlines():
        line = raw.strip()
        if not line:
            blank = True
            continue
        found.append(Line(line, blank))
        blank = False
    return found


def ends_well(text: str) -> bool:
    """Whether it ends like a sentence."""
    return _TERMINAL.search(text) is not None


def is_sentence(text: str) -> bool:
    """Whether it is a whole statement, which ends with a full stop and is no title or name."""
    return len(text.split()) > 2 and _SENTENCE.search(text) is not None


def runs(text: str) -> bool:
    """Whether it is running text: long, and ending like a sentence."""
    return len(text) >= RUNNING and ends_well(text) and not PICTURE.match(text)


def is_caption(text: str) -> bool:
    """Whether the line ends with, or consists of, the credit of a picture."""
    if len(text) > LONGEST_CAPTION:
        return False
    return is_credit(text) or bool(_CREDIT_AT_END.search(text) or _CREDIT_IN_BRACKETS.search(text))


def date_of(text: str) -> str | None:
    """The first time in the line, also one with its year first, as in ``2031 March 07``."""
    return dates.normal(_YEAR_BEFORE_MONTH.sub(r"\2 \3, \1", text))


def is_date_line(text: str) -> bool:
    """Whether the line's purpose is its date."""
    return len(text) < DATE_LINE and not DATED.match(text) and date_of(text) is not None


def is_update(text: str) -> bool:
    """Whether it only says when the text was updated; one that says what was added is a note."""
    return is_update_line(text) or told_by_update(text) is not None


def times_of_update(text: str) -> tuple[str | None, str | None]:
    """When the text was published, if such a line says so, and when it was updated."""
    seen = dates.find(_YEAR_BEFORE_MONTH.sub(r"\2 \3, \1", text))
    moments = sorted((one.moment for one in seen), key=lambda one: (one.day, one.seconds or 0))
    if not moments:
        return None, None
    return str(moments[0]) if len(moments) > 1 else None, str(moments[-1])


def is_nothing(text: str) -> bool:
    """Whether it is furniture in any outlet: a usual phrase, or a line that names a source."""
    return is_furniture(text) or is_source(text)


def is_bullet(text: str) -> bool:
    """Whether it is an item of a list."""
    return BULLET.match(text) is not None
