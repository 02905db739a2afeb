"""The names of languages, for people; everywhere else they are the tags that pages declare."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_NAMES = Path(__file__).with_name("languages.tsv")
"""Every code of two letters (ISO 639-1), and a few of three that outlets declare."""
_SUBTAGS = re.compile("[-_]")


def language_name(tag: str) -> str:
    """``Arabic`` for ``ar``, ``Arabic (EG)`` for ``ar-EG``; what has no name stays as it is."""
    base, *subtags = _SUBTAGS.split(tag)
    rest = [one for one in subtags if one]  # `en_` and `en--GB` are written, too
    name = _names().get(base.lower())
    if name is None:
        return tag
    return f"{name} ({' '.join(rest)})" if rest else name


@cache
def _names() -> dict[str, str]:
    rows = _NAMES.read_text(encoding="utf-8").splitlines()
    return dict(row.split("\t") for row in rows)
