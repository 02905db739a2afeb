"""Atom (RFC 4287): what changed, newest first, for a feed reader.

Each entry has an id of its own for good, and the time when the change was first seen.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from heapq import merge
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from monitor.diff.articles import compare
from monitor.export.objects import Changes
from monitor.views.page import diff_parts
from monitor.views.safe import line, safe
from monitor.views.times import short
from storage.records import Event
from storage.times import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from monitor.export.selection import Selection
    from storage.archive import Archive
    from storage.records import Revision

MOST = 1_000
"""Entries of a feed; feed readers keep what they have seen."""


def write_atom(
    archive: Archive,
    selection: Selection,
    stream: BinaryIO,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Write a feed of the latest changes and events; gives the number of its entries.

    First revisions are no changes, and are left out.
    """
    entries = islice(_entries(archive, selection), MOST)
    changes, count = Changes(archive), 0
    first = next(entries, None)
    updated = datetime.now(UTC) if first is None else _time(first)
    stream.writelines(text.encode() + b"\n" for text in _head(archive, selection, updated))
    for entry in [] if first is None else _after(first, entries):
        stream.writelines(
            text.encode("utf-8", "replace") + b"\n" for text in _entry(archive, changes, entry)
        )
        count += 1
        if on_progress is not None:
            on_progress(count)
    stream.write(b"</feed>\n")
    return count


def _after(first: Revision | Event, rest: Iterable[Revision | Event]) -> Iterator[Revision | Event]:
    yield first
    yield from rest


def _entries(archive: Archive, selection: Selection) -> Iterator[Revision | Event]:
    """Newest first; of several articles their logs, merged."""
    ids = dict.fromkeys(article_id for article_id, _ in selection.revisions)
    numbers = {(article_id, number) for article_id, number in selection.revisions}
    logs = [
        archive.log(
            article_id=article_id,
            outlet_id=selection.outlet_id,
            since=selection.since,
            until=selection.until,
        )
        for article_id in (ids or [None])
    ]
    for row in merge(*logs, key=_time, reverse=True):
        if isinstance(row, Event):
            if not numbers or (row.article_id, None) in numbers:
                yield row
        elif row.number > 1 and (
            not numbers or {(row.article_id, None), (row.article_id, row.number)} & numbers
        ):
            yield row


def _time(row: Revision | Event) -> datetime:
    return row.at if isinstance(row, Event) else row.first_seen


def _head(archive: Archive, selection: Selection, updated: datetime) -> Iterator[str]:
    outlets = archive.outlets()
    names = [one.name for one in outlets if one.id == selection.outlet_id]
    title = f"What {names[0]} changed" if names else "What changed"
    named = f"{sorted(one.home for one in outlets)} {selection}"
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield f"<title>{_text(title)}</title>"
    yield f"<id>{_id('feed', named)}</id>"
    yield f"<updated>{to_text(updated)}</updated>"
    yield "<author><name>Variorum</name></author>"
    yield "<generator>Variorum</generator>"


def _entry(archive: Archive, changes: Changes, row: Revision | Event) -> Iterator[str]:
    change = changes.of(row)
    time, event = to_text(_time(row)), change.get("event")
    name = f"{change['url']} {change['revision']} {event or ''} {time}"
    told = event.replace("_", " ") if event else change["weight"]
    yield "<entry>"
    yield f"<title>{_text(change['title'] or change['url'])}</title>"
    yield f"<id>{_id('change', name)}</id>"
    yield f"<updated>{time}</updated>"
    yield f'<link rel="alternate" href="{_text(change["url"])}"/>'
    yield f"<author><name>{_text(change['outlet'])}</name></author>"
    for term in dict.fromkeys([told, *change["kinds"], *change["signals"]]):
        yield f'<category term="{_text(term)}"/>'
    yield f"<summary>{_text(change['summary'] or told)}</summary>"
    if not isinstance(row, Event):
        yield f'<content type="html">{escape("".join(_content(archive, row)))}</content>'
    yield "</entry>"


def _content(archive: Archive, revision: Revision) -> Iterator[str]:
    """When it changed, and the diff, as HTML that asks for nothing."""
    before = archive.revision(revision.article_id, revision.number - 1)
    diff = compare(
        archive.extraction(before.extraction_id), archive.extraction(revision.extraction_id)
    )
    seen = f"Changed between {short(before.last_seen)} and {short(revision.first_seen)}."
    yield f"<p>{_text(seen)}</p>"
    yield from diff_parts(diff, everything=False)


def _id(kind: str, name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'variorum:{kind}:{name}')}"


def _text(text: str) -> str:
    return escape(safe(line(text)))
