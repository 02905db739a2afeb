"""Stories: events across outlets, and how each outlet told and changed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request

from monitor.comparing.kept import extents
from monitor.queries.changes import Portion as Changed
from monitor.queries.changes import documents, selection_of
from monitor.queries.columns import CHANGES, STORIES
from monitor.queries.stories import members, portion, story_document, story_of, story_rows
from monitor.web.answers import Answer, form_url, page, wanted_form
from monitor.web.entries import change_feed, story_feed
from monitor.web.house import archive
from monitor.web.pages.changes import AS_DATA, IN_A_FEED, WORKED_OUT_S, items, limit
from monitor.web.words import words
from storage.records import Revision

if TYPE_CHECKING:
    from monitor.queries.stories import Member

blueprint = Blueprint("stories", __name__)

ON_A_PAGE = 30
SHOWN_CHANGES = 60


@page(blueprint, "/stories", "csv", "atom", "feed")
def stories() -> Answer:
    """Events that several outlets tell, the latest first."""
    form = wanted_form()
    asked = selection_of(
        archive(), {name: request.args.get(name, "") for name in ("since", "until")}
    )
    most = {"html": ON_A_PAGE, "atom": IN_A_FEED, "feed": IN_A_FEED}.get(form, AS_DATA)
    found = portion(
        archive(),
        since=asked.since,
        until=asked.until,
        after=request.args.get("after"),
        limit=limit(most),
    )
    following = None if found.next is None else form_url(form, after=found.next)
    return Answer(
        "stories.html",
        found.stories,
        {"found": found, "next": following, "paged": "after" in request.args},
        columns=STORIES,
        feed=lambda: story_feed(words()["stories"]["title"], found.stories),
        links={} if following is None else {"next": following},
    )


@page(blueprint, "/stories/<number:story>", "csv", "atom", "feed")
def story(story: int) -> Answer:
    """One event. The number of any of its articles leads here as well."""
    form = wanted_form()
    found = members(archive(), story_of(archive(), story).id)
    rows = story_rows(archive(), found)
    if form == "csv":
        return Answer("", documents(archive(), rows), columns=CHANGES)
    document = {} if form in {"atom", "feed"} else story_document(archive(), story)
    title = found[0].article.title or found[0].article.url
    return Answer(
        "story.html",
        document,
        _values(found, rows) if form == "html" else {},
        feed=lambda: change_feed(title, rows[:IN_A_FEED]),
    )


def _values(found: list[Member], rows: list[Any]) -> dict[str, Any]:
    """What the template shows: steps after the first revisions."""
    steps = [row for row in rows if not isinstance(row, Revision) or row.number > 1]
    shown = steps[:SHOWN_CHANGES]
    revisions = [row for row in shown if isinstance(row, Revision)]
    amounts = extents(archive(), revisions, seconds=WORKED_OUT_S)
    return {
        "members": found,
        "items": items(Changed(list(shown)), amounts),
        "more": len(steps) - len(shown),
    }
