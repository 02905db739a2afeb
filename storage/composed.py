"""Normalises Unicode text in linear time, whatever marks it has."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

MOST_MARKS = 256
"""The most marks in a row on one letter that are normalised. Unicode's own bound for streams is 30
(Annex 15, *Stream-Safe Text Format*), and texts that are meant to look broken have some 100.
"""
_SIGNS = re.compile(rf"(?:[^\w\s!-~]|[\uff9e\uff9f]){{{MOST_MARKS + 1}}}")
"""Signs that may be that many marks: no letters, except for the two halfwidth marks of Katakana."""
_RUN = re.compile(f"m{{{MOST_MARKS + 1},}}")


def composed(text: str, form: Literal["NFC", "NFKD"] = "NFC") -> str:
    """The text in this form; a run of more than ``MOST_MARKS`` marks stays as it is.

    Python sorts the marks on a letter by insertion. A megabyte of them would take minutes, and
    could not be interrupted.
    """
    if unicodedata.is_normalized(form, text):
        return text
    if len(text) <= MOST_MARKS or _SIGNS.search(text) is None:
        return unicodedata.normalize(form, text)
    parts, behind = [], 0
    for run in _RUN.finditer("".join("m" if _is_mark(sign) else "." for sign in text)):
        start, end = run.span()
        parts += [unicodedata.normalize(form, text[behind:start]), text[start:end]]
        behind = end
    return "".join([*parts, unicodedata.normalize(form, text[behind:])])


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M" or sign in "\uff9e\uff9f"
