"""A limit on how deep a page is nested, as in browsers, and on how often its marks are reopened.

The HTML standard has a parser look through all open elements at each ``<div>`` for a ``<p>`` to
close, so that a page of a million of them takes hours. Chromium nests 512 elements and makes
deeper ones siblings; so do we.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from spiders.extract import foreign, reopened
from spiders.extract.attributes import TAG, few, name_of
from spiders.extract.page import HEADINGS, INLINE, VOID

if TYPE_CHECKING:
    import re

    from selectolax.lexbor import LexborHTMLParser

DEEPEST = 512
"""How many elements may be nested, as in Chromium."""
FEW = 20_000
"""A page with no more tags costs little however it is nested; nearly every page is such."""
OPTIONS = 5_000
"""``option`` elements of a larger page: lexbor scans all before each; 80,000 took a minute."""

_BOXES = HEADINGS | {
    *("div", "section", "article", "aside", "main", "nav", "header", "footer", "blockquote"),
    *("center", "ul", "ol", "dl", "dd", "dt", "li", "figure", "details", "fieldset", "form"),
    *("address", "menu", "hgroup", "pre", "summary", "figcaption", "dir", "listing"),
}
_END_BY_THEMSELVES = VOID | {
    *("p", "optgroup", "table", "caption", "colgroup", "tr", "td", "th", "tbody", "thead"),
    *("tfoot", "rt", "rp", "rb", "rtc", "html", "head", "body", "frame", "frameset"),
}
"""Elements that contain nothing or are ended by the next of their kind: left open, they do not
nest."""
_HTML = _BOXES | INLINE | _END_BY_THEMSELVES | {"foreignobject", "desc"}


def tree_of(text: str) -> LexborHTMLParser:
    """The page as a tree of selectolax, in time proportional to its length."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only where a page is parsed

    text = few(text)
    return LexborHTMLParser(text if reopened.is_small(text) else level(reopened.few(text)))


def level(text: str) -> str:
    """The page without the tags of elements nested too deep: those of boxes become ``<br>``."""
    if text.count("<") <= FEW:
        return text
    return TAG.sub(_Nesting().step, foreign.as_words(text))


class _Nesting:
    """How many elements of each kind are open: boxes, inline ones, and all others."""

    def __init__(self) -> None:
        self._depths = {"<br>": 0, "": 0, " ": 0}
        self._open: Counter[str] = Counter()
        self._options = 0
        self._drawing = False

    def step(self, found: re.Match[str]) -> str:
        """A tag, or what stands for it."""
        name = name_of(found)
        if not name or name in _END_BY_THEMSELVES:
            self._drawing = self._drawing and not name
            return found[0]
        if name == "option":
            self._options += 1
            return found[0] if self._options <= 2 * OPTIONS else " "
        if self._is_drawn(name, found):
            return found[0]
        instead = "<br>" if name in _BOXES else "" if name in INLINE else " "
        kind = "h1" if name in HEADINGS else name  # each of them ends any other
        if found["end"] and not self._open[kind]:
            return found[0]  # it ends nothing, and what is open stays so
        depth = self._depths[instead]
        step = -1 if found["end"] else 1
        self._depths[instead] += step
        self._open[kind] += step
        deep = depth > DEEPEST if found["end"] else depth >= DEEPEST
        return instead if deep else found[0]

    def _is_drawn(self, name: str, found: re.Match[str]) -> bool:
        """Whether it is a self-closing part of a drawing; only in those ``/>`` ends an element."""
        if name == "svg" or name in _HTML:
            self._drawing = name == "svg" and not (found["end"] or found["tail"][-1:] == "/")
        return self._drawing and found["tail"][-1:] == "/"
