"""Changes as entries of a feed: the diff itself is the content."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from monitor.export.objects import Changes
from monitor.queries.comparison import compared
from monitor.queries.stories import story_document
from monitor.views.comparison import facts, fields_in_order
from monitor.web.answers import form_url, wanted_form
from monitor.web.apparatus import folded, paragraphs
from monitor.web.feeds import Entry, Feed
from monitor.web.house import archive
from monitor.web.words import counted, told, words
from storage.records import Event
from storage.times import from_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.queries.changes import Row

_MOST_PARAGRAPHS = 60
_AUTHORITY = "tag:variorum.example,2026"
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""What a feed of an empty archive says that it was updated."""


def change_feed(title: str, rows: Sequence[Row]) -> Feed:
    """A feed of these rows, at the address that was asked for."""
    changes = Changes(archive())
    name = archive().sights.archive_name()
    return _feed(title, name, [_entry(name, changes, row) for row in rows])


def story_feed(title: str, stories: Sequence[dict[str, Any]]) -> Feed:
    """A feed of stories: an entry comes when two outlets tell an event, and anew with each more."""
    name = archive().sights.archive_name()
    return _feed(title, name, [_story_entry(name, one) for one in stories])


def _feed(title: str, name: str, entries: Sequence[Entry]) -> Feed:
    outlets = archive().outlets()
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return Feed(
        id=f"{_AUTHORITY}:{name}{request.path.rsplit('.', 1)[0]}{query}",
        title=f"{words()['site']['name']}: {title}",
        link=_whole(form_url("html")),
        own=_whole(form_url(wanted_form())),
        json_link=_whole(form_url("feed")),
        empty_since=min((outlet.created_at for outlet in outlets), default=_BEGINNING),
        entries=entries,
    )


def _entry(name: str, changes: Changes, row: Row) -> Entry:
    document = changes.of(row)
    event = isinstance(row, Event)
    revision = changes.revision_of(row) if isinstance(row, Event) else row
    place = f"{revision.article_id}@{revision.number}"
    link = url_for("articles.revision_html", article=revision.article_id, number=revision.number)
    if not event and revision.number > 1:
        pair = (revision.number - 1, revision.number)
        link = url_for("diffs.diff_html", article=revision.article_id, pair=pair)
    terms = (*document["kinds"], *document["signals"], document["weight"])
    return Entry(
        id=f"{_AUTHORITY}:{name}/{place}" + (f"/event/{row.id}" if event else ""),
        title=document["title"] or revision.url,
        link=_whole(link),
        original=revision.url,
        updated=row.at if isinstance(row, Event) else revision.first_seen,
        author=revision.outlet,
        summary=document["summary"] or told("signals", document.get("event", "")),
        terms=tuple(dict.fromkeys(terms)),
        state=f"{revision.previous_extraction_id} {revision.extraction_id}",
        content=lambda: _content(row),
    )


def _story_entry(name: str, story: dict[str, Any]) -> Entry:
    number, outlets = story["story"], story["outlets"]
    members = ", ".join(outlets)
    return Entry(
        id=f"{_AUTHORITY}:{name}/story/{number}",
        title=story["title"] or members,
        link=_whole(url_for("stories.story_html", story=number)),
        original=_whole(url_for("stories.story_html", story=number)),
        updated=from_text(story["last"]),
        author=members,
        summary=f"{counted(len(outlets), 'outlet')}, {counted(story['articles'], 'article')}",
        terms=tuple(outlets),
        state=f"{story['articles']} {story['revisions']}",
        content=lambda: render_template(
            "story_entry.html", story=story_document(archive(), number)
        ),
    )


def _content(row: Row) -> str:
    """The diff as it is read in a feed reader: no style of ours, no script, nothing to load."""
    if isinstance(row, Event):
        return render_template("entry.html", event=row)
    if row.number == 1:
        extraction = archive().extraction(row.extraction_id)
        return render_template("entry.html", revision=row, extraction=extraction)
    old = archive().revision(row.article_id, row.number - 1)
    diff = compared(archive(), old, row)
    parts = list(folded(paragraphs(diff)))
    return render_template(
        "entry.html",
        revision=row,
        fields=[change for change in fields_in_order(diff) if change.weight.rank],
        facts=facts(diff),
        parts=parts[:_MOST_PARAGRAPHS],
        cut=len(parts) > _MOST_PARAGRAPHS,
    )


def _whole(path: str) -> str:
    return request.host_url.rstrip("/") + path
