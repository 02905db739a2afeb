"""Which names of a byline are on only one of two pages. Pure.

If a template merely shows somebody else, the other page has that name as well: an editor, a
photographer, the author elsewhere. A name that is nowhere on the other page, neither shown nor
declared, was put there by the outlet.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
"""A letter escaped as in scripts and structured data."""


def named_alone(names: Collection[str], source: str, texts: Iterable[str]) -> frozenset[str]:
    """The folded names that are nowhere on a page with this ``source`` and these ``texts``."""
    if not names:
        return frozenset()
    written = unescape(_ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), source))
    everything = "\n".join((fold(written), *map(fold, texts))).casefold()
    folded = map(fold, names)
    return frozenset(name for name in folded if name.casefold() not in everything)
