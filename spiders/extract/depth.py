"""How deep a page is nested, held to what browsers show.

The HTML standard has a parser look through all open elements at each ``<div>`` for a ``<p>`` to
close, so that a page of a million of them takes hours. Chromium nests 512 elements and lets what
is deeper stand beside one another; so do we.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.attributes import few

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

DEEPEST = 512
"""Elements within one another, as in Chromium."""
FEW = 20_000
"""Tags of a page that costs little however it is nested, as nearly every page has."""

_BOXES = (
    "div|section|article|aside|main|nav|header|footer|blockquote|center|ul|ol|dl|dd|dt|li|figure"
    "|details|fieldset|form|address|menu|hgroup|pre|summary|figcaption|dir|listing"
)
_STEP = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe)\b.*?(?:</(?P=raw)|\Z)"
    rf"|<(?P<end>/?)(?:{_BOXES})(?![\w:-])[^<>]*>?",
    re.IGNORECASE | re.DOTALL,
)
"""A tag of a box, or what a parser reads no tags in; each takes as long as it is long."""


def tree_of(text: str) -> LexborHTMLParser:
    """The page as a tree of selectolax, in a time that goes by its length."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only where a page is parsed

    return LexborHTMLParser(level(few(text)))


def level(text: str) -> str:
    """The page with every box that is nested too deep made a mere end of a line."""
    if text.count("<") <= FEW:
        return text
    depth = 0

    def step(found: re.Match[str]) -> str:
        nonlocal depth
        end = found["end"]
        if end is None:
            return found[0]
        deep = depth > DEEPEST if end else depth >= DEEPEST
        depth = max(0, depth - 1) if end else depth + 1
        return "<br>" if deep else found[0]

    return _STEP.sub(step, text)
