"""How many attributes an element of a page may have.

A parser compares each attribute of an element with all before it, so that one tag with half a
million of them, which is a page of 5 MB, takes hours. No element needs a thousand.
"""

from __future__ import annotations

import re

MOST = 1_000
"""Attributes of an element that are read; what comes behind them is left out."""
LONG = 16_000
"""Characters of a tag that is looked at; a shorter one costs little whatever it holds."""
OFTEN = 10
"""Tags of the page's own two elements whose attributes are read."""
LARGE = 400_000
"""Characters of a page whose tags are all measured, though a ``>`` stand in their values."""

_ATTRIBUTE = (
    r"[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)"
    r"(?>(?:\s*+=\s*+(?>\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+|))?)"
)
_ONE = re.compile(_ATTRIBUTE)
_NAME = re.compile(r"</?[A-Za-z][^\s/>]*+")
_PLAIN = re.compile(rf"</?[A-Za-z][^>]{{{LONG}}}")
_AGAIN = re.compile(r"<(?:html|body)(?![^\s/>])", re.IGNORECASE)
"""What adds its attributes to those of the one element of its name, however often it stands."""
_STEP = re.compile(
    r"<(?:!--(?>(?:[^-]++|-(?!->))*)(?:-->)?"
    rf"|(?P<tag>(?P<raw>script|style|textarea|title|xmp|iframe)(?=[\s/>])(?>(?:{_ATTRIBUTE})*))"
    r"(?P<rest>[\s/]*+>(?>(?:[^<]++|<(?!/(?P=raw)))*))?"
    rf"|(?P<other>/?[A-Za-z][^\s/>]*+(?>(?:{_ATTRIBUTE})*)))",
    re.IGNORECASE | re.DOTALL,
)
"""A tag as the HTML standard cuts it, or what a parser reads no tags in.

It begins with one sign in all cases, so that what lies between two is passed over quickly.
"""


def few(text: str) -> str:
    """The page with what an element has beyond its first attributes left out."""
    if len(text) < LARGE and _PLAIN.search(text) is None:
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
