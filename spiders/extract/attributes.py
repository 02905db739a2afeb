"""A limit on the number of attributes of an element.

A parser compares each attribute of an element with all before it, so that one tag with half a
million of them, which is a page of 5 MB, takes hours. No element needs a thousand.
"""

from __future__ import annotations

import itertools
import re

MOST = 1_000
"""Attributes of an element that are read; further ones are left out."""
LONG = 16_000
"""Only tags of more characters than this are examined; shorter ones cost little in any case."""
OFTEN = 10
"""How many tags of ``html`` and ``body`` may add attributes to these two elements."""
LARGE = 400_000
"""Characters of a page whose tags are all measured, even if a ``>`` is in their values."""

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
"""How many ends of tags are tried in a stretch before the page is searched in full."""
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
"""A tag as the HTML standard delimits it, or something in which a parser reads no tags.

It always begins with ``<``, so that what lies between two matches is skipped quickly.
"""

_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"
TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+>?|</(?![A-Za-z])[^>]*+>?"
    rf"|<(?P<raw>{_RAW})(?=[{SPACE}/>])(?>(?:{_ATTRIBUTE})*)[{SPACE}/]*+>?"
    rf"(?P<held>.*?)(?:</(?P=raw)(?=[{SPACE}/>])|\Z)"
    rf"|<(?P<end>/?)(?P<name>[A-Za-z][^{SPACE}/>]*+)(?>(?:{_ATTRIBUTE})*)(?P<tail>[{SPACE}/]*+)>?",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
"""A tag with its name, whatever its attributes contain, or what a parser reads no tags in."""


def name_of(found: re.Match[str]) -> str:
    """The name that ``TAG`` found, in the letters of ASCII as a parser reads it; "" for none."""
    name = found["name"] or ""
    return name.lower() if name.isascii() else name  # the sign of Kelvin is no k


def few(text: str) -> str:
    """The page without what its long tags, ``html`` and ``body`` have beyond the limits."""
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
    """Whether surely no tag of the page is long: a quick test that nearly every page passes.

    It holds if places that no tag spans are close together, or no tag begins between them.
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
    """Moves from one ``>`` that no tag spans to another; ``at`` is the position of the last one.

    A tag spans a ``>`` only if that is in a quoted value, which begins at the last quote of its
    kind before it, after a ``=``. So no tag does if neither kind's last quote follows a ``=``.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._quotes = [-1, -1]
        self.at = 0

    def go_back_from(self, limit: int) -> bool:
        """Move to one before the limit; False if none is found after the current position."""
        for _ in range(TRIES):
            limit = self._text.rfind(">", self.at + 1, limit)
            if limit < 0:
                return False
            if self._goes_to(limit):
                return True
        return False

    def go_on_from(self, limit: int) -> bool:
        """Move to one from the limit on, or to the end of the page; False if none is found."""
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
    """Whether a value may begin with the quote at this position."""
    before = text[max(0, quote - SPACES) : quote].rstrip()
    return not before or before[-1] == "="


def _stand_once(text: str) -> bool:
    """Whether ``html`` and ``body`` have few tags, each with few attributes."""
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
