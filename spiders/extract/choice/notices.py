"""What a house tells its readers below every article, as a block of its own.

Whose opinions these are, who may reprint them, where else to follow the house. On a page of one
paragraph such a line is half of the text, and the model takes it for the article's.
News may begin with the same words: a ruling on reprints, a swindler's call, the last post of a
channel. So a line is a notice only if every word of it is a notice's word or part of a name, not
if it merely begins like one: who said it, and what came of it, takes other words.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from spiders.extract.choice import notice_words as of

if TYPE_CHECKING:
    from spiders.extract.late import Late

LEAST, MOST = 20, 400
"""The fewest and most characters of such a line."""
CALL = 220
"""The most characters of an invitation."""
NAMES = 4
"""The most consecutive words that name the house."""
_QUOTED = frozenset("“”„«»\"‘’'「『—")
"""A quotation begins with one of these, including a dash."""
_ENDED = frozenset(".!?…։:;؛؟—–")
"""After these a capital does not mark a name."""
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʻ`-][^\W\d_]+)*")
_NATION = "US"
"""Not *us* but a name, unless all is in capitals: *TikTok not allowed in US from Sunday*."""
_WITHIN = {ord(mark): None for mark in "\u200c\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652՛՜՞"}
"""Signs within words that may be written or omitted."""
_OFTEN = r"daily|weekly|for free|every\w{0,3} \w+"
_INBOX = re.compile(
    r"(?:(?:sign up|subscribe)\b[^.,:;!?]{4,160}"
    r"|(?:get|receive) (?:(?:the|our|your) )?(?:latest|best|top|daily|weekly|news)\b[^.:;!?]{0,160}"
    r"|(?:get|receive)\b[^.:;!?]{4,160}"
    r"(?:['’]s stories|\b(?:delivered|straight|direct(?:ly)?|sent))"
    rf"|(?:get|receive)\b(?=.*(?:{_OFTEN})\W?$)[^.,:;!?]{{4,160}})"
    rf" (?:in|to|into) your inbox(?: (?:{_OFTEN}))?[.!:]?",
    re.IGNORECASE,
)
"""A promised newsletter may be about anything; only scams are removed *from* an inbox."""
_TELLS = frozenset({"is", "are"})
"""*Facebook is for all of us*: a statement that something is so asks for nothing."""
_CORES = (
    (of.WHOSE, of.HEDGE, of.DIFFER),
    (of.REPRINT, of.TERMS),
    (of.USE, of.MATERIAL, of.TERMS),
)
_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
"""A newsletter comes on one of these; what is prohibited from Monday on is news."""
_FOLLOW = re.compile(r"follow|join|subscribe|sign up|подпи|підпи", re.IGNORECASE)
_HANDLE = re.compile(r"@\w+")


def is_call(text: str) -> bool:
    """Whether the whole block, anywhere on a page, asks to follow the house or its people."""
    first = _WORD.search(text) if len(text) <= CALL and text[:1] not in _QUOTED else None
    if first is None or (first[0].isascii() and not of.is_known(first[0].lower())):
        return False
    words = _words(_HANDLE.sub("", text).translate(_WITHIN))
    return _asks(words, begun=_FOLLOW.match(text) is not None)


def _asks(words: list[str], *, begun: bool = False) -> bool:
    """Whether they ask to follow, and say where. ``begun``: the text begins with such a word."""
    asked = _has(words, of.CHANNEL) and (begun or _has(words, of.CALL))
    return asked and _TELLS.isdisjoint(words)


def _has(words: list[str], kind: Late) -> bool:
    return any(map(kind.fullmatch, words))


@functools.lru_cache(2048)
def is_notice(text: str) -> bool:
    """Whether the block as a whole says whose opinions, who may reprint, or where to follow."""
    if not LEAST <= len(text) <= MOST or text[0] in _QUOTED or any(map(str.isdigit, text)):
        return False
    if _INBOX.fullmatch(text):
        return True
    words = _words(text.translate(_WITHIN))
    if _asks(words):
        return True
    ruled = any(all(_has(words, one) for one in core) for core in _CORES)
    return ruled and _DAYS.isdisjoint(words)


def _words(text: str) -> list[str]:
    """The words of a notice in lower case, without its house's name; empty if other words occur."""
    found: list[str] = []
    names: dict[str, int] = {}
    shouted = text.isupper()
    for number, match in enumerate(_WORD.finditer(text)):
        word = match[0].lower().replace("i\u0307", "i")
        if of.is_known(word) and (match[0] != _NATION or shouted):
            found.append(word)
        elif word in names:
            continue
        elif found and match[0][0].isupper() and text[: match.start()].rstrip()[-1:] not in _ENDED:
            names[word] = number
        else:
            return []
    places = list(names.values())
    once = not places or places[-1] - places[0] == len(places) - 1 < NAMES
    return found if once else []
