"""Unclosed formatting elements ("marks"): a parser reopens each in every paragraph after it.

The HTML standard requires that, for at most three of one kind. But two ``<font>`` that differ are
of two kinds: 25 kB of them, each in a paragraph of its own, made a tree of 650 MB, and 100 kB one
of ten gigabytes, which kills the process that reads the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from spiders.extract import foreign
from spiders.extract.attributes import SPACE, TAG, name_of

MOST = 2_000_000
"""How many elements may be reopened; each takes 330 bytes for a moment."""
_EQUAL = 3
"""How many marks with the same attributes are reopened at most."""

_MARKS = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_NAMES = frozenset(_MARKS.split("|"))
_VALUE = rf"(?:[{SPACE}]*=[{SPACE}]*(?:\"[^\"<>]*\"|'[^'<>]*'|[\w./#:%-]+))?"
_UNENDED = re.compile(
    rf"<({_MARKS})(?=[{SPACE}/>])"
    rf"(?!(?:[{SPACE}]+[\w:.@-]+{_VALUE})*[{SPACE}]*>[^<]*</\1[{SPACE}]*>)",
    re.IGNORECASE | re.ASCII,
)
"""A mark that is not ended right after mere words; the marks of a page are counted if these are
many."""
_BOUNDS = frozenset(
    [
        *("applet", "object", "marquee", "template", "table", "caption", "td", "th", "html"),
        *("select", "svg", "math", "foreignobject", "desc", "frameset", "noembed", "noframes"),
        *("noscript", "plaintext"),
    ]
)
"""Elements across which an end tag does not close a mark that was opened before them."""


def is_small(text: str) -> bool:
    """Whether a page, like most, has too few tags to reopen ``MOST`` marks, whatever they are.

    At worst one half of the tags are marks, and each of the others reopens all of them.
    """
    return text.count("<") ** 2 <= 4 * MOST


def few(text: str) -> str:
    """The page without its marks if they would be reopened too often; otherwise unchanged."""
    if text.count("<") * len(_UNENDED.findall(text)) <= MOST:
        return text
    text = foreign.as_words(text)
    marks = _Marks()
    for found in TAG.finditer(text):
        marks.step(found)
    return TAG.sub(_without, text) if marks.opened > MOST else text


class _Marks:
    """Upper bounds for how many marks are open and how many were reopened."""

    def __init__(self) -> None:
        self.opened = 0
        self._open = 0
        self._equal: Counter[str] = Counter()
        self._within: defaultdict[str, list[str]] = defaultdict(list)

    def step(self, found: re.Match[str]) -> None:
        """One tag more."""
        name = name_of(found)
        if name in _NAMES and not found["end"]:
            self._equal[found[0]] += 1
            self._open += self._equal[found[0]] <= _EQUAL
            self._within[name].append(found[0])
            return
        self.opened += self._open
        if name in _BOUNDS:
            self._within.clear()
        elif found["end"] and self._within[name]:
            ended = self._within[name].pop()
            self._open -= self._equal[ended] <= _EQUAL
            self._equal[ended] -= 1


def _without(found: re.Match[str]) -> str:
    return "" if name_of(found) in _NAMES else found[0]
