"""Notes that the text was updated: which of them report news, and which head an entry.

*Updated 3 May, 14:05* says when; *Update: Police say twelve people died* is the story itself, and a
changed figure in it is a changed figure. *Update 3: Bridge closed* above an entry of a live page is
its number, and not a note at all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from monitor.classify.figures.quantities import quantities
from monitor.classify.notes import NOTE_HEADS, note_kind, says_of_text
from storage.records import BlockKind

if TYPE_CHECKING:
    from monitor.diff.records import Sentence

_NUMBER = re.compile(r"(?:no\.?|nr\.?|№|#)?\s*\d{1,3}(?![\d%]|[.,:/]\d)\s*", re.IGNORECASE)
_SIGN = re.compile(r"[^:：–—-]{0,40}[:：–—-](?!\d)")
_FIGURE = re.compile(r"\d")
_ZONE = re.compile(r"[A-Z]{3,4}")
"""A time zone, such as *GMT*."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
FEWEST, FEWEST_UNPARTED = 2, 4
"""Fewest words that report something after a sign that follows the head, and without one."""


@cache
def _head() -> re.Pattern[str]:
    return re.compile(rf"\A\W*(?:{'|'.join(NOTE_HEADS)})(?!\w)\s*", re.IGNORECASE)


@cache
def _ago() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\w)(?:ago|назад|тому|əvvəl|önce|qabaq|առաջ|წინ|قبل|پیش|לפני|vor|il y a|hace|há|fa)"
        r"(?!\w)|前",
        re.IGNORECASE,
    )


def heads_entry(sentence: Sentence, language: str) -> bool:
    """Whether it is a heading that begins with the number of an entry, *Update 3*, not a day."""
    head = _head().match(sentence.text) if sentence.block_kind is BlockKind.HEADING else None
    rest = "" if head is None else _undated(sentence.text[head.end() :], language)
    return _NUMBER.match(rest) is not None


def tells(text: str, language: str) -> bool:
    """Whether an update note reports part of the story, not only that and when it was updated."""
    if note_kind(text) != "update":
        return False
    head = _head().match(text)
    if head is None or says_of_text(text):
        return False
    rest = _undated(text[head.end() :], language)
    number = _NUMBER.match(rest)
    parted = number is not None or _SIGN.match(rest) is not None
    rest = rest if number is None else rest[number.end() :]
    if _ago().search(rest):
        return False
    words = [word for word in _WORD.findall(rest) if not _ZONE.fullmatch(word)]
    count = len(words) + len(_HAN.findall(rest)) // 2
    if parted and count and _FIGURE.search(rest):
        return True
    return count >= (FEWEST if parted else FEWEST_UNPARTED)


def _undated(text: str, language: str) -> str:
    """The text without its dates and times."""
    for one in reversed(quantities(text, language)):
        if one.type in {"date", "time"}:
            text = text[: one.start] + text[one.end :]
    return text
