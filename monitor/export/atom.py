"""Atom (RFC 4287): what changed, newest first, for a feed reader.

It is the same feed that `serve` has, made by the same code: an entry has the same id in both, so
that a feed reader that knows one does not show it again for the other.
"""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from storage.changelog import moment_of
from storage.database.times import to_text
from storage.records import Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from monitor.export.export import Export
    from monitor.export.selection import Selection
    from storage.archive import Archive
    from storage.records import Revision

MOST = 1_000
"""The most entries of a feed; feed readers keep what they have seen."""


def write_atom(export: Export, stream: BinaryIO) -> None:
    """Write a feed of the latest changes and events.

    First revisions are not changes, and are left out. As there is no server, links lead to the
    outlet's own pages. An entry whose text is damaged says so.
    """
    from monitor.export.pages import app_over
    from monitor.web.entries import BEGINNING, entries_of, tag
    from monitor.web.feeds import Feed

    archive, selection = export.archive, export.selection
    rows = list(islice(_entries(archive, selection), MOST))
    with app_over(archive) as app, app.test_request_context("/"):
        outlets = archive.outlets()
        names = [one.name for one in outlets if one.id == selection.outlet_id]
        feed = Feed(
            id=tag(_path(selection, names)),
            title=f"What {names[0]} changed" if names else "What changed",
            link="",
            own="",
            json_link="",
            empty_since=min((one.created_at for one in outlets), default=BEGINNING),
            entries=entries_of(rows, linked=False, losses=export.losses),
        )
        for line in feed.atom_lines():
            stream.write(line.encode("utf-8", "replace"))
            if line.startswith("<entry>"):
                export.reached(export.count + 1)


def _path(selection: Selection, names: list[str]) -> str:
    """The address of these changes in `serve`, with the filters of the selection."""
    query = [
        (name, to_text(time))
        for name, time in (("since", selection.since), ("until", selection.until))
        if time is not None
    ]
    if selection.weight is not None:
        query.append(("weight", selection.weight.value))
    query += [("kind", one) for one in selection.marks]
    articles = [f"{one}@{number}" if number else f"{one}" for one, number in selection.revisions]
    path = f"/outlets/{quote(names[0], safe='')}" if names else "/changes"
    if not names and len(articles) == 1:
        path = f"/articles/{articles.pop()}"
    query += [("article", one) for one in articles]
    return path + (f"?{urlencode(query)}" if query else "")


def _entries(archive: Archive, selection: Selection) -> Iterator[Revision | Event]:
    """The changes and events, newest first; for several articles, their logs are merged."""
    ids = dict.fromkeys(article_id for article_id, _ in selection.revisions)
    numbers = {(article_id, number) for article_id, number in selection.revisions}
    logs = [
        archive.log(
            article_id=article_id,
            outlet_id=selection.outlet_id,
            since=selection.since,
            until=selection.until,
            weight=selection.weight,
            marks=selection.marks,
        )
        for article_id in (ids or [None])
    ]
    for row in merge(*logs, key=moment_of, reverse=True):
        if isinstance(row, Event):
            if not numbers or (row.article_id, None) in numbers:
                yield row
        elif row.number > 1 and (
            not numbers or {(row.article_id, None), (row.article_id, row.number)} & numbers
        ):
            yield row
