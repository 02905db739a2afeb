"""Archived text made safe for a terminal: nothing in it may steer what shows it.

A stored page can carry escape sequences (they move the cursor, set titles, paste commands),
C1 controls that do the same, and bidirectional overrides that make a line read otherwise than
it is (CVE-2021-42574, "Trojan Source").
"""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)
_PASSAGE = re.compile("(?<=“)[^“”]+(?=”)|[^\\sA-Za-z“”;](?:[^A-Za-z“”;]*[^\\sA-Za-z“”;:,.…])?")
"""In a sentence of ours what it quotes, and what stands in it without our letters."""

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"


def safe(text: str) -> str:
    """The text with every control made visible; line feeds and tabs stay."""
    text = text.replace("\r\n", "\n")
    return _DIRECTIONS.sub(_code_point, _CONTROLS.sub(_picture, text))


def line(text: str) -> str:
    """The same on one line: all white space is a single space."""
    return safe(_SPACES.sub(" ", text).strip())


def isolated(text: str) -> str:
    """The text in a directional isolate where it has right-to-left letters, else as it is.

    Signs around it then keep their place (Unicode Standard Annex 9, 2.4).
    """
    if right_to_left(text):
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
    return text


def islands(told: str) -> str:
    """A line of ours of parts with dots between them, each in its place whatever its direction.

    Behind the Arabic name of an outlet the numbers of two revisions changed places.
    """
    return " · ".join(isolated(part) for part in told.split(" · "))


def with_isolates(sentence: str) -> str:
    """A sentence of ours with each passage from the right in an isolate of its own.

    The figure before an Arabic word stays with it, and a line that begins with that word is ours.
    """
    if not right_to_left(sentence):
        return sentence
    return _PASSAGE.sub(lambda passage: isolated(passage[0]), sentence)


def right_to_left(text: str) -> bool:
    """Does it have letters of Hebrew, Arabic or another script that is written so?"""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def width(text: str) -> int:
    """Columns that a terminal takes for the text: wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def cut(text: str, columns: int) -> str:
    """At most this many columns, with an ellipsis where something is left out."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for char in text:
        used += _columns(char)
        if used > columns - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def cut_sentence(text: str, columns: int) -> str:
    """The same of a sentence; a quotation that the cut leaves open is closed behind it."""
    told = cut(text, columns)
    if told == text or told.count("“") <= told.count("”"):
        return told
    told = cut(text, columns - 1)
    return told + "”" * (told.count("“") - told.count("”"))


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Filled with spaces to this many columns."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _picture(match: re.Match[str]) -> str:
    number = ord(match.group())
    if number < 0x20:  # noqa: PLR2004 — the C0 controls have pictures of their own
        return chr(0x2400 + number)
    return "␡" if number == 0x7F else _code_point(match)  # noqa: PLR2004 — DELETE


def _code_point(match: re.Match[str]) -> str:
    return f"<U+{ord(match.group()):04X}>"
