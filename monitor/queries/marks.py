"""Marks that the log can be filtered by: kinds of edits, signals, events. Pure."""

from __future__ import annotations

from monitor.diff.records import KINDS
from monitor.queries.objects import SIGNALS
from storage.errors import InputError
from storage.records import EventKind

_AS_SUMMARIES_SAY = {"figure": "number", "denial": "negation", "saying": "attribution"}
"""Words of summaries and pages for kinds that have other names in JSON."""
MARKS = tuple(dict.fromkeys((*KINDS, *sorted(SIGNALS), *EventKind)))


def mark_of(word: str) -> str:
    """The kind, signal or event of this name. Raises InputError for any other word.

    A misspelt one would find nothing, which would be taken for "nothing changed".
    """
    word = _AS_SUMMARIES_SAY.get(word, word)
    if word not in MARKS:
        from difflib import get_close_matches  # noqa: PLC0415 — only for a slip

        near = get_close_matches(word.lower().replace("-", "_"), (*MARKS, *_AS_SUMMARIES_SAY), n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise InputError(
            f"{word[:40]!r} is not a kind of change.",
            do=f"{meant}Use one of: {', '.join(MARKS)}",
        )
    return word
