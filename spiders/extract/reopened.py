"""Marks that nobody ends: a parser opens each of them anew in every paragraph behind it.

So the HTML standard has it, and three of one kind are opened at most. But two ``<font>`` that
differ are of two kinds: 25 kB of them, each in a paragraph of its own, made a tree of 650 MB, and
100 kB one of ten gigabytes, which ends the process that reads the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from spiders.extract import foreign
from spiders.extract.attributes import SPACE, TAG, name_of

MOST = 2_000_000
"""Elements that are made anew; each takes 330 bytes for a moment."""
_EQUAL = 3
"""So many marks with the same attributes are opened anew, and no more."""

_MARKS = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_NAMES = frozenset(_MARKS.split("|"))
_VALUE = rf"(?:[{SPACE}]*=[{SPACE}]*(?:\"[^\"<>]*\"|'[^'<>]*'|[\w./#:%-]+))?"
_UNENDED = re.compile(
    rf"<({_MARKS})(?=[{SPACE}/>])"
    rf"(?!(?:[{SPACE}]+[\w:.@-]+{_VALUE})*[{SPACE}]*>[^<]*</\1[{SPACE}]*>)",
    re.IGNORECASE | re.ASCII,
)
"""A mark that is not ended at once, behind words alone; this many at least are looked at."""
_BOUNDS = frozenset(
    [
        *("applet", "object", "marquee", "template", "table", "caption", "td", "th", "html"),
        *("select", "svg", "math", "foreignobject", "desc", "frameset", "noembed", "noframes"),
        *("noscript", "plaintext"),
    ]
)
"""What an end does not reach through, to a mark that was opened before it."""


def is_small(text: str) -> bool:
    """Is it a page, as most are, whose tags are too few for that, whatever they are?

    Of that many tags one half are marks at worst, and the others open each of them anew.
    """
    return text.count("<") ** 2 <= 4 * MOST


def few(text: str) -> str:
    """The page without its marks, where they would be opened anew too often; else as it is."""
    if text.count("<") * len(_UNENDED.findall(text)) <= MOST:
        return text
    text = foreign.as_words(text)
    marks = _Marks()
    for found in TAG.finditer(text):
        marks.step(found)
    return TAG.sub(_without, text) if marks.opened > MOST else text


class _Marks:
    """How many marks are open, and how many were opened anew, at most."""

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
