"""Raw text within drawings and formulas, where a parser does read tags.

``<svg><style>`` with a million ``<div>`` in it nests them all, though it looks like one style.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.attributes import TAG, name_of

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = frozenset({"svg", "math"})
_BEGIN = re.compile("<(?:svg|math)", re.IGNORECASE)


def as_words(text: str) -> str:
    """The page with the tags in scripts, styles and titles of its drawings turned into text."""
    return TAG.sub(_steps(), text) if _BEGIN.search(text) is not None else text


def _steps() -> Callable[[re.Match[str]], str]:
    depth = 0

    def step(found: re.Match[str]) -> str:
        nonlocal depth
        if depth and found["raw"] and "<" in found["held"]:
            start, end = (place - found.start() for place in found.span("held"))
            return found[0][:start] + found["held"].replace("<", "&lt;") + found[0][end:]
        if name_of(found) in _NAMES and found["tail"][-1:] != "/":
            depth = max(0, depth - 1) if found["end"] else depth + 1
        return found[0]

    return step
