"""Quotation marks inside what is itself shown in quotation marks. Imports nothing heavy."""

from __future__ import annotations

import re

_SINGLE = str.maketrans("“”„«»", "‘’‚‹›")
_STRAIGHT = re.compile(r'"([^"]+)"')
_QUOTATION = re.compile(r"‘[^‘]+’|‚[^‚]+[‘’]|‹[^‹]+›")


def in_single_quotes(text: str) -> str:
    """The text with single marks instead of double ones, to be put between double ones."""
    return _STRAIGHT.sub(r"‘\1’", text.translate(_SINGLE))


def is_quotation(text: str) -> bool:
    """Whether single marks enclose the whole of it: *‘lied’*, so that it needs no more marks."""
    return _QUOTATION.fullmatch(text) is not None
