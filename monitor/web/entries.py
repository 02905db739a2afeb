"""Changes as feed entries, with the diff itself as the content."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from markupsafe import escape

from monitor.comparing.kept import compared
from monitor.diff.showing import facts, fields_in_order
from monitor.queries.objects import Changes
from monitor.queries.stories import story_document
from monitor.web.answers import form_url, wanted_form
from monitor.web.apparatus import folded, paragraphs
from monitor.web.feeds import Entry, Feed
from monitor.web.site import archive
from monitor.web.words import counted, told, words
from storage.changelog import moment_of
from storage.database.times import from_text, to_text
from storage.lost import DAMAGE, Losses
from storage.records import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.queries.changes import Row
    from storage.records import Revision

_MOST_PARAGRAPHS = 60
_AUTHORITY = "tag:variorum.example,2026"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed of an empty archive claims to have been updated."""


def change_feed(title: str, rows: Sequence[Row]) -> Feed:
    """A feed of these rows, at the requested address."""
    return feed_of(title, entries_of(rows))


def entries_of(
    rows: Sequence[Row], *, linked: bool = True, losses: Losses | None = None
) -> list[Entry]:
    """An entry for each row. ``linked``: they link to our page of it, else to the outlet's.

    An entry whose text is damaged says so when made, and is noted in ``losses``.
    """
    changes, noted = Changes(archive()), Losses() if losses is None else losses
    return [_entry(changes, row, noted, linked=linked) for row in rows]


def _path(row: Row) -> str:
    """What an entry is named by: its article and moment, which stay if older captures come in.

    Numbers of revisions and ids of events do not. What has the same moment is counted, over all of
    the log: a page of it may begin or end in between.
    """
    turn = archive().changelog.turn(row)
    again = f"/{turn}" if turn > 1 else ""
    return f"/{row.article_id}/{to_text(moment_of(row))}{_kind(row)}{again}"


def _kind(row: Row) -> str:
    return f"/{row.kind.value}" if isinstance(row, Event) else ""


def tag(path: str) -> str:
    """The id of what is at this path of the archive's pages, wherever they are served."""
    return f"{_AUTHORITY}:{archive().sights.archive_name()}{path}"


def story_feed(title: str, stories: Sequence[dict[str, Any]]) -> Feed:
    """A feed of stories: an entry appears when two outlets have told an event.

    It is updated when articles or revisions are added.
    """
    return feed_of(title, [_story_entry(one) for one in stories])


def feed_of(title: str, entries: Sequence[Entry]) -> Feed:
    """These entries as the feed at the requested address."""
    outlets = archive().outlets()
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return Feed(
        id=tag(request.path.rsplit(".", 1)[0] + query),
        title=f"{words()['site']['name']}: {title}",
        link=whole(form_url("html")),
        own=whole(form_url(wanted_form())),
        json_link=whole(form_url("feed")),
        empty_since=min((outlet.created_at for outlet in outlets), default=BEGINNING),
        entries=entries,
    )


def _entry(changes: Changes, row: Row, losses: Losses, *, linked: bool) -> Entry:
    document = changes.of(row)
    event = isinstance(row, Event)
    revision = changes.revision_of(row) if isinstance(row, Event) else row
    terms = (*document["kinds"], *document["signals"], document.get("event"), document["weight"])
    return Entry(
        id=tag(_path(row)),
        title=document["title"] or revision.url,
        link=whole(_page_of(revision, event=event)) if linked else revision.url,
        original=revision.url,
        updated=moment_of(row),
        author=revision.outlet,
        summary=_summary(document),
        terms=tuple(dict.fromkeys(term for term in terms if term)),
        state=f"{revision.previous_extraction_id} {revision.extraction_id}",
        content=lambda: _content_or_why(row, revision, losses),
    )


def _summary(document: dict[str, Any]) -> str:
    """What changed or happened, and whether our reader made the difference."""
    found = document["summary"] or told("signals", document.get("event", ""))
    return f"{found} {words()['changes']['ours']}" if document["ours"] else found


def _page_of(revision: Revision, *, event: bool) -> str:
    if not event and revision.number > 1:
        pair = (revision.number - 1, revision.number)
        return url_for("diffs.diff_html", article=revision.article_id, pair=pair)
    return url_for("articles.revision_html", article=revision.article_id, number=revision.number)


def _story_entry(story: dict[str, Any]) -> Entry:
    number, outlets = story["story"], story["outlets"]
    members = ", ".join(outlets)
    return Entry(
        id=tag(f"/story/{number}"),
        title=story["title"] or members,
        link=whole(url_for("stories.story_html", story=number)),
        original=whole(url_for("stories.story_html", story=number)),
        updated=from_text(story["last"]),
        author=members,
        summary=f"{counted(len(outlets), 'outlet')}, {counted(story['articles'], 'article')}",
        terms=tuple(outlets),
        state=f"{story['articles']} {story['revisions']}",
        content=lambda: render_template(
            "story_entry.html", story=story_document(archive(), number)
        ),
    )


def _content_or_why(row: Row, revision: Revision, losses: Losses) -> str:
    """The content; if its text is damaged, the reason, since a feed has other entries."""
    try:
        return _content(row)
    except DAMAGE as error:
        losses.note(f"revision {revision.article_id}@{revision.number}", revision.url, error)
        return f"<p>{escape(str(error))}</p>"


def _content(row: Row) -> str:
    """The diff for a feed reader: without our styles and scripts, and with nothing to load."""
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


def whole(path: str) -> str:
    """The address of one of our pages, with the host."""
    return request.host_url.rstrip("/") + path
