"""In a list of one kind of change, showing the facts of that kind even if a summary omits them.

A summary names what weighs most. Somebody who asks for figures is shown the figures first.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.queries.changes import Folded, Portion
from storage.errors import ArchiveDamaged, NotStored
from storage.records import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.diff.records import Diff, Edit, Fact, FieldChange
    from storage.archive import Archive
    from storage.records import Revision

MOST = 4
"""How many facts are put before a summary; others are counted."""
LONGEST = 60
"""The most characters of one side of a fact."""
_TYPES = {"number": {"number"}, "name": {"name"}, "date": {"date", "time"}, "quote": {"quote"}} | {
    kind: {kind} for kind in ("negation", "hedge", "attribution", "detail")
}


def with_facts(
    archive: Archive, rows: Iterable[Revision | Event], kinds: Iterable[str]
) -> Iterator[Revision | Event]:
    """The same rows; a summary that omits the selected kinds gets their facts in front."""
    types = {one for kind in kinds for one in _TYPES.get(kind, ())}
    for row in rows:
        if isinstance(row, Event) or row.number == 1 or not types:
            yield row
            continue
        told = _untold_of(archive, row, types)
        summary = f"{told}. {row.assessment.summary}".rstrip() if told else row.assessment.summary
        yield replace(row, assessment=replace(row.assessment, summary=summary))


def portion_with_facts(archive: Archive, found: Portion, kinds: Iterable[str]) -> Portion:
    """The same portion of the log, with its rows as in :func:`with_facts`."""
    told = iter(list(with_facts(archive, found.rows, kinds)))
    items = [item if isinstance(item, Folded) else next(told) for item in found.items]
    return Portion(items, found.next)


def _untold_of(archive: Archive, row: Revision, types: set[str]) -> str:
    """The facts not in a row's summary; empty if a text is damaged, as ``verify`` reports."""
    from monitor.comparing.kept import compared  # noqa: PLC0415 — most kinds have no facts

    old = archive.revision(row.article_id, row.number - 1)
    try:
        diff = compared(archive, old, row)
    except (ArchiveDamaged, NotStored):
        return ""
    return untold(diff, types, row.assessment.summary)


def untold(diff: Diff, types: set[str], summary: str) -> str:
    """The facts of these types that the summary does not name, in order; empty if none."""
    parts: tuple[FieldChange | Edit, ...] = (*diff.fields, *diff.edits)
    facts = [fact for part in parts for fact in part.facts if fact.type in types]
    left = [
        _said(fact)
        for fact in dict.fromkeys(facts)
        if not all(_stands(side, summary) for side in (fact.old, fact.new) if side)
    ]
    more = f" and {len(left) - MOST} more" if len(left) > MOST else ""
    return "; ".join(left[:MOST]) + more


def _stands(value: str, summary: str) -> bool:
    """Whether the summary names it: *5* is neither in *15* nor in *5.2*."""
    return re.search(rf"(?<![\w.,]){re.escape(value)}(?![.,]?\w)", summary) is not None


def _said(fact: Fact) -> str:
    sides = [side if side is None else _cut(side) for side in (fact.old, fact.new)]
    if sides[0] is None:
        return f"{sides[1]} added"
    return f"{sides[0]} removed" if sides[1] is None else f"{sides[0]} → {sides[1]}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
