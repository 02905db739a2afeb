"""Pure: which names of a byline stand on one of two pages alone.

A template that names somebody else shows a name that the other page had as well: an editor, a
photographer, the author by another line. A name that stands nowhere on the other page, shown or
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
"""A letter as scripts and structured data may write it."""


def named_alone(names: Collection[str], source: str, texts: Iterable[str]) -> frozenset[str]:
    """The folded names that stand nowhere on a page of this ``source`` and these ``texts``."""
    if not names:
        return frozenset()
    written = unescape(_ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), source))
    everything = "\n".join((fold(written), *map(fold, texts))).casefold()
    folded = map(fold, names)
    return frozenset(name for name in folded if name.casefold() not in everything)
