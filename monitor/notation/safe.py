"""Making archived text safe for a terminal: nothing in it may control what displays it.

A stored page can contain escape sequences (which move the cursor, set titles, paste commands), C1
controls that do the same, and bidirectional overrides that make a line look different from what it
is (CVE-2021-42574, "Trojan Source").
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
"""Within a sentence of ours: quotations, and passages without Latin letters."""

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"


def safe(text: str) -> str:
    """The text with every control made visible; line feeds and tabs stay."""
    text = text.replace("\r\n", "\n")
    return _DIRECTIONS.sub(_code_point, _CONTROLS.sub(_picture, text))


def line(text: str) -> str:
    """The same on one line, with all white space as single spaces."""
    return safe(_SPACES.sub(" ", text).strip())


def isolated(text: str) -> str:
    """The text in a directional isolate if it has right-to-left letters, otherwise as it is.

    Signs around it then keep their place (Unicode Standard Annex 9, 2.4).
    """
    if right_to_left(text):
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
    return text


def islands(told: str) -> str:
    """A line of parts separated by dots, each of which keeps its place whatever its direction.

    Without this, after an outlet's Arabic name the numbers of two revisions changed places.
    """
    return " · ".join(isolated(part) for part in told.split(" · "))


def with_isolates(sentence: str) -> str:
    """A sentence of ours with each right-to-left passage in an isolate of its own.

    So a figure before an Arabic word stays with it, and a line beginning with that word still runs
    from left to right.
    """
    if not right_to_left(sentence):
        return sentence
    return _PASSAGE.sub(lambda passage: isolated(passage[0]), sentence)


def right_to_left(text: str) -> bool:
    """Whether it has letters of Hebrew, Arabic or another right-to-left script."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def width(text: str) -> int:
    """How many columns the text takes on a terminal: wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def cut(text: str, columns: int) -> str:
    """The text in at most this many columns, with an ellipsis if something is left out."""
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
    """The same for a sentence; a quotation that is cut is closed."""
    told = cut(text, columns)
    if told == text or told.count("“") <= told.count("”"):
        return told
    told = cut(text, columns - 1)
    return told + "”" * (told.count("“") - told.count("”"))


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with spaces to this many columns."""
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
