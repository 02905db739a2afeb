"""Sentences by rules, for English, Russian, Ukrainian, Turkish, Azerbaijani, Armenian, Georgian.

German, French, Spanish and Persian are covered too. The rules look at what precedes a stop (an
abbreviation, an initial, a figure) and what follows it (a capital, a lower-case word, a dash
with an attribution). Chinese and Japanese have stops of their own, and no space behind them. The
text is one block, folded: a line break is a space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.diff.abbreviations import (
    AFTER_NUMBER,
    ANYWHERE,
    BEFORE_NAME,
    BEFORE_NUMBER,
    BEFORE_ORDINAL,
    MONTHS_AFTER_ORDINAL,
    SENTENCE_OPENERS,
)

if TYPE_CHECKING:
    from regex import Match

SHORT = 7
"""Most words of a sentence that says one thing, and can replace another as a whole."""
_CLOSERS = "'\"”’»›)\\]“」』）】》〉"
_END = regex.compile(
    rf"(?P<stop>(?<![.!?…])[.!?…]++|[։。！？؟۔]|(?<=\p{{Armenian}}[)»]{{0,2}}):)(?P<close>[{_CLOSERS}]*)(?P<space>\s+)"
)
_WIDE_END = regex.compile(
    r"(?:[。！？](?![。！？…])|(?<=[。！？])[。！？…])(?:[」』”’）】》〉]+(?!\p{Hiragana}))?"
    r"(?=[^\s。！？…」』”’）】》〉、，：；])"
)
"""A wide stop with what it closes, and no space behind. *「…。」と* goes on: it says who spoke."""
_OPENING = r"[\s'\"“‘«‹„(\[–—-]*"
_STARTS_HIGH = regex.compile(rf"{_OPENING}[\p{{Lu}}\p{{Lt}}\p{{N}}\p{{Lo}}$€£₽]")
_STARTS_CAPITAL = regex.compile(rf"{_OPENING}[\p{{Lu}}\p{{Lt}}\p{{Lo}}]")
_STARTS_LOW = regex.compile(rf"{_OPENING}\p{{Ll}}")
_STARTS_UNCASED = regex.compile(rf"{_OPENING}[\p{{Georgian}}\p{{Arabic}}]")
_ATTRIBUTION_DASH = regex.compile(r"[–—-]\s*[\p{Ll}]")
_AGENCY = regex.compile(r"\(\p{L}[\p{L}. /]{0,24}\) ?[–—-]")
"""*SACRAMENTO, Calif. (AP) —*: what stands in brackets before a dash opens no sentence."""
_FIRST_WORD = regex.compile(rf"{_OPENING}([\p{{L}}'’]+)")
_WORD_BEFORE = regex.compile(r"[\p{L}\p{M}\p{N}№][\p{L}\p{M}\p{N}.\-‑]*\Z")
_NUMBER_BEFORE = regex.compile(r"[\p{N}%]\s*\Z")
_ARMENIAN = regex.compile(r"\p{Armenian}")
"""Armenian ends its sentences with "։" or ":"; a "." abbreviates, or introduces what is said.

It is a stop only if a block has neither of them, as when an outlet uses Latin punctuation.
"""
_HAS_ARMENIAN_STOP = regex.compile(r"։|(?<=\p{Armenian}[)»]{0,2}):(?=\s|\Z)")
_OPENING_QUOTES = frozenset('«“„"')
_ABBREVIATIONS = BEFORE_NAME | BEFORE_NUMBER | AFTER_NUMBER | ANYWHERE
_ROMAN = regex.compile("[IVX]{2,6}")
_GEORGIAN = regex.compile(r"\p{Georgian}")
_DIGRAPH = regex.compile(r"Յու|[Дд]ж|Ал|Вс|Вл|Ст|Ю[лр]|Ch|Th|Ph|Şt")
LONGEST_LONE_UNIT = 2
"""*г.* and *км.* without a figure go with what follows; *млн.* after a word may end a sentence."""
_LOOK = 40
"""Characters looked at on either side of a stop."""


def split(text: str) -> list[str]:
    """The sentences of one folded block, in order; joined by single spaces they are the block.

    That is, the block as :func:`spaced` gives it.
    """
    text = spaced(text)
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and (
            _ends_plainly(text, start, match) or _ends(text, start, match)
        ):
            sentences.append(text[start : match.start("space")])
            start = match.end()
    rest = text[start:].strip()
    if rest:
        sentences.append(rest)
    return sentences


def spaced(text: str) -> str:
    """The text with a space behind each Chinese or Japanese sentence, as other scripts have it."""
    if text.isascii() or not ("。" in text or "！" in text or "？" in text):
        return text
    return _WIDE_END.sub(r"\g<0> ", text)


def _ends_plainly(text: str, start: int, match: Match[str]) -> bool:
    """Whether it is a plain word, a stop and a capital, as most sentences end; quick to test."""
    head, stop = text[match.end()], match.start()
    if not ("A" <= head <= "Z") or text[stop : match.end()] != ". ":
        return False
    word = text[max(start, text.rfind(" ", start, stop) + 1) : stop]
    return (
        len(word) > 1
        and word.isascii()
        and word.isalpha()
        and word.islower()
        and word not in _ABBREVIATIONS
    )


def _ends(text: str, start: int, match: Match[str]) -> bool:
    """Whether a sentence ends at this stop."""
    head = text[match.end()]
    if head in ",;:).":
        return False
    after = text[match.end() : match.end() + _LOOK]
    if (head in "–—-" and _ATTRIBUTION_DASH.match(after)) or (head == "(" and _AGENCY.match(after)):
        return False
    stop = match["stop"]
    if stop == ":":
        return bool(_STARTS_HIGH.match(after))
    if stop == "։":
        return True
    if _starts_low(head, after):
        return False
    if stop != ".":
        return True
    if match["close"]:
        return _after_closed_stop(text, match)
    word, before = _word_before(text, start, match.start())
    if word and _ARMENIAN.match(word[-1]) and _HAS_ARMENIAN_STOP.search(text):
        return False
    return not word or _after_word(word, before, after)


def _starts_low(head: str, after: str) -> bool:
    """Whether what follows begins with a small letter, in a script that has capitals."""
    if head.isascii() and head.isalpha():
        return head.islower()
    return bool(_STARTS_LOW.match(after)) and not _STARTS_UNCASED.match(after)


def _word_before(text: str, start: int, stop: int) -> tuple[str, str]:
    """The word that ends at the stop, empty if there is none, and the text before it."""
    place = max(start, text.rfind(" ", start, stop) + 1)
    if text[place:stop].isalpha():
        return text[place:stop], text[max(start, place - _LOOK) : place]
    before = text[max(start, stop - _LOOK) : stop]
    word = _WORD_BEFORE.search(before)
    return ("", before) if word is None else (word[0], before[: word.start()])


def _after_closed_stop(text: str, match: Match[str]) -> bool:
    """Whether a closed bracket or quotation ends it: if its stop is inside; "“" may also open."""
    return not (match["close"] in {"“", "„", "«"} and text[match.start() - 1] == " ")


def _after_word(word: str, before: str, after: str) -> bool:
    """Whether the stop after this word ends the sentence."""
    lower = word.lower().strip(".-")
    last = lower.rsplit(".", 1)[-1]
    if _is_initial(word):
        return _opens_sentence(after) and not _GEORGIAN.match(word)
    if _ARMENIAN.match(word[-1]) and (lower in _ABBREVIATIONS or after[0] in _OPENING_QUOTES):
        return False
    if _ROMAN.fullmatch(word) and _is_ordinal(before, after):
        return False
    if lower in ANYWHERE or (len(last) == 1 and "." in lower):
        return _after_general(lower, word, after)
    if lower in AFTER_NUMBER:
        return _after_unit(lower, before, after)
    if lower in BEFORE_NUMBER:
        return not after[:1].isdigit()
    if lower in BEFORE_NAME:
        return False
    if last.isdigit():
        first = _FIRST_WORD.match(after)
        ordinal = first is not None and first[1].lower() in MONTHS_AFTER_ORDINAL
        short = len(last) < len("1000")
        numbered = not before.strip() and short
        counted = short and before.rstrip().rsplit(" ", 1)[-1].lower() in BEFORE_ORDINAL
        return not ordinal and not numbered and not counted
    return True


def _is_initial(word: str) -> bool:
    """*J.*, *Ю.*, *Յու.*, *ა.*: the beginning of a name."""
    if len(word) == 1:
        return word.isupper() or bool(_GEORGIAN.match(word))
    return len(word) <= len("Յու") and word.istitle() and bool(_DIGRAPH.fullmatch(word))


def _is_ordinal(before: str, after: str) -> bool:
    """*II. Murat*, *padişah II. Murat*: the stop marks an ordinal; not in *World War II. The …*."""
    word = before.rsplit(maxsplit=1)[-1:]
    return (not word or word[0].islower()) and not _opens_sentence(after)


def _opens_sentence(after: str) -> bool:
    first = _FIRST_WORD.match(after)
    return first is not None and first[1][0].isupper() and first[1].lower() in SENTENCE_OPENERS


def _after_general(lower: str, word: str, after: str) -> bool:
    """*etc.*, *U.S.*, *и т. д.*: an end only if a new sentence clearly begins."""
    if not _STARTS_CAPITAL.match(after) or _goes_on(after):
        return False
    if ("." in lower and word[:1].isupper()) or lower in {"a.m", "p.m", "co", "st"}:
        return _opens_sentence(after)
    return True


def _after_unit(lower: str, before: str, after: str) -> bool:
    """*1799 г.* may end a sentence; *г. Баку* and the initial *Г.* do not."""
    if _goes_on(after):
        return False
    if not _NUMBER_BEFORE.search(before):
        return len(lower) > LONGEST_LONE_UNIT and bool(_STARTS_CAPITAL.match(after))
    return bool(_STARTS_CAPITAL.match(after))


def _goes_on(after: str) -> bool:
    """*долл. США*, *Ltd. Şti.*: what follows belongs to the abbreviation."""
    first = _FIRST_WORD.match(after)
    if first is None:
        return False
    word, behind = first[1], after[first.end() : first.end() + 1]
    return word == "США" or (behind == "." and word.lower() in ANYWHERE)
