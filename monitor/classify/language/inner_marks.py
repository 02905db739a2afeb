"""Quotation marks within what is itself told in quotation marks. Imports nothing heavy."""

from __future__ import annotations

import re

_SINGLE = str.maketrans("“”„«»", "‘’‚‹›")
_STRAIGHT = re.compile(r'"([^"]+)"')
_QUOTATION = re.compile(r"‘[^‘]+’|‚[^‚]+[‘’]|‹[^‹]+›")


def in_single_quotes(text: str) -> str:
    """The same with single marks for double ones: it is to stand between those."""
    return _STRAIGHT.sub(r"‘\1’", text.translate(_SINGLE))


def is_quotation(text: str) -> bool:
    """Whether single marks stand around the whole of it: *‘lied’*, of whose marks to say so."""
    return _QUOTATION.fullmatch(text) is not None
