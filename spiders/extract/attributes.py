"""How many attributes an element of a page may have.

A parser compares each attribute of an element with all before it, so that one tag with half a
million of them, which is a page of 5 MB, takes hours. No element needs a thousand.
"""

from __future__ import annotations

import itertools
import re

MOST = 1_000
"""Attributes of an element that are read; what comes behind them is left out."""
LONG = 16_000
"""Characters of a tag that is looked at; a shorter one costs little whatever it holds."""
OFTEN = 10
"""Tags of the page's own two elements whose attributes are read."""
LARGE = 400_000
"""Characters of a page whose tags are all measured, though a ``>`` stand in their values."""

SPACE = r" \t\n\f\r"
"""White space between attributes, and no other: a no-break space is part of a name or a value."""
_ATTRIBUTE = (
    rf"[{SPACE}/]*+(?:=[^{SPACE}/>=]*+|[^{SPACE}/>=]++)"
    rf"(?>(?:[{SPACE}]*+=[{SPACE}]*+"
    rf"(?>\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{SPACE}>\"'][^{SPACE}>]*+|))?)"
)
_ONE = re.compile(_ATTRIBUTE)
_NAME = re.compile(rf"</?[A-Za-z][^{SPACE}/>]*+")
_PLAIN = re.compile(rf"</?[A-Za-z][^>]{{{LONG}}}")
_OPENING = re.compile("</?[a-z]", re.IGNORECASE)
_QUOTES = "\"'"
TRIES = 16
"""So many ends of tags are tried in a stretch before the page is looked through in full."""
SPACES = 20
"""Before a quote that are passed over in search of a ``=``; where more stand, there may be one."""
_AGAIN = re.compile(rf"<(?:html|body)(?![^{SPACE}/>])", re.IGNORECASE)
"""What adds its attributes to those of the one element of its name, however often it stands."""
_STEP = re.compile(
    r"<(?:!--(?>(?:[^-]++|-(?!->))*)(?:-->)?"
    rf"|(?P<tag>(?P<raw>script|style|textarea|title|xmp|iframe)(?=[{SPACE}/>])(?>(?:{_ATTRIBUTE})*))"
    rf"(?P<rest>[{SPACE}/]*+>(?>(?:[^<]++|<(?!/(?P=raw)))*))?"
    rf"|(?P<other>/?[A-Za-z][^{SPACE}/>]*+(?>(?:{_ATTRIBUTE})*)))",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
"""A tag as the HTML standard cuts it, or what a parser reads no tags in.

It begins with one sign in all cases, so that what lies between two is passed over quickly.
"""

_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"
TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+>?|</(?![A-Za-z])[^>]*+>?"
    rf"|<(?P<raw>{_RAW})(?=[{SPACE}/>])(?>(?:{_ATTRIBUTE})*)[{SPACE}/]*+>?"
    rf"(?P<held>.*?)(?:</(?P=raw)(?=[{SPACE}/>])|\Z)"
    rf"|<(?P<end>/?)(?P<name>[A-Za-z][^{SPACE}/>]*+)(?>(?:{_ATTRIBUTE})*)(?P<tail>[{SPACE}/]*+)>?",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
"""A tag with its name, whatever stands in its attributes, or what a parser reads no tags in."""


def name_of(found: re.Match[str]) -> str:
    """The name that ``TAG`` found, in the letters of ASCII as a parser reads it; "" for none."""
    name = found["name"] or ""
    return name.lower() if name.isascii() else name  # the sign of Kelvin is no k


def few(text: str) -> str:
    """The page with what an element has beyond its first attributes left out."""
    if _are_short(text):
        if len(text) < LARGE or _stand_once(text):
            return text
    elif len(text) < LARGE and _PLAIN.search(text) is None:
        return text
    again = 0

    def step(found: re.Match[str]) -> str:
        nonlocal again
        tag = "<" + (found["tag"] or found["other"] or "")
        if _AGAIN.match(tag):
            again += 1
            return tag[:5] if again > OFTEN else _cut(tag)
        return found[0] if len(tag) < LONG else _cut(tag) + (found["rest"] or "")

    return _STEP.sub(step, text)


def _are_short(text: str) -> bool:
    """Is no tag of the page long, for sure? Quickly told, and true of nearly every page.

    So it is where no more lies between two places that no tag goes through, or no tag begins there.
    """
    ends = _Ends(text)
    while len(text) - ends.at >= LONG:
        start, limit = ends.at, ends.at + LONG
        if ends.go_back_from(limit):
            continue
        if not ends.go_on_from(limit):
            return False
        if _OPENING.search(text, start, ends.at - LONG + 3) is not None:
            return False
    return True


class _Ends:
    """Goes from one ``>`` that no tag goes through to another; ``at`` is where the last one stands.

    A tag goes through a ``>`` only where that stands in a quoted value, which begins at the last
    quote of its kind before it, behind a ``=``. So it does not where neither last quote stands so.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._quotes = [-1, -1]
        self.at = 0

    def go_back_from(self, limit: int) -> bool:
        """To one before the limit; False where none is found behind the place it is at."""
        for _ in range(TRIES):
            limit = self._text.rfind(">", self.at + 1, limit)
            if limit < 0:
                return False
            if self._goes_to(limit):
                return True
        return False

    def go_on_from(self, limit: int) -> bool:
        """To one from the limit on, or to the end of the page; False where none is found."""
        for _ in range(TRIES):
            found = self._text.find(">", limit)
            if found < 0:
                self.at = len(self._text)
                return True
            if self._goes_to(found):
                return True
            limit = found + 1
        return False

    def _goes_to(self, place: int) -> bool:
        found = [self._text.rfind(quote, self.at, place) for quote in _QUOTES]
        last = [new if new >= 0 else old for new, old in zip(found, self._quotes, strict=True)]
        if any(_may_open(self._text, quote) for quote in last if quote >= 0):
            return False
        self.at, self._quotes = place, last
        return True


def _may_open(text: str, quote: int) -> bool:
    """May a value begin with the quote that stands here?"""
    before = text[max(0, quote - SPACES) : quote].rstrip()
    return not before or before[-1] == "="


def _stand_once(text: str) -> bool:
    """Are the page's own two elements left as they are?"""
    starts = [one.start() for one in itertools.islice(_AGAIN.finditer(text), OFTEN + 1)]
    tags = [_STEP.match(text, start) for start in starts[:OFTEN]]
    return len(starts) <= OFTEN and all(tag is None or _cut(tag[0]) == tag[0] for tag in tags)


def _cut(tag: str) -> str:
    """The tag with its first attributes."""
    name = _NAME.match(tag)
    end = 0 if name is None else name.end()
    for _ in range(MOST):
        attribute = _ONE.match(tag, end)
        if attribute is None:
            return tag
        end = attribute.end()
    return tag[:end]
