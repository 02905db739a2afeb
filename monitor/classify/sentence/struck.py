"""The clauses of a summary about what a page strikes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.figures.values import shortened_value
from monitor.classify.language.inner_marks import in_single_quotes
from monitor.diff.struck import STRUCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.diff.records import FieldChange

LONGEST = 100
MOST = 2
"""Most passages that are shown in their own words; more are counted."""


def struck_clauses(fields: Iterable[FieldChange]) -> list[str]:
    """What is now struck out, what no longer is but stayed, and what went while struck out."""
    come: list[str] = []
    again: list[str] = []
    gone: list[str] = []
    for change in fields:
        if change.field == STRUCK:
            come += _lines(change.new)
            (again if change.weight.rank else gone).extend(_lines(change.old))
    parts = (come, "struck out"), (again, "no longer struck out"), (gone, "had been struck out")
    return [f"{_told(passages)} {done}" for passages, done in parts if passages]


def _lines(told: str | None) -> Sequence[str]:
    return told.split("\n") if told else ()


def _told(passages: Sequence[str]) -> str:
    if len(passages) > MOST:
        return f"{len(passages)} passages"
    return " and ".join(f"“{in_single_quotes(shortened_value(one, LONGEST))}”" for one in passages)
