"""Stories: events across outlets, and how each outlet told and changed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request

from monitor.comparing.kept import extents
from monitor.queries.changes import Portion as Changed
from monitor.queries.changes import documents, filters_of
from monitor.queries.columns import CHANGES, STORIES
from monitor.queries.stories import (
    heading,
    member_document,
    members,
    portion,
    story_document,
    story_of,
    story_rows,
)
from monitor.web.answers import Answer, form_url, page, wanted_form
from monitor.web.entries import change_feed, story_feed
from monitor.web.pages.changes import AS_DATA, IN_A_FEED, WORKED_OUT_S, items, limit
from monitor.web.site import archive
from monitor.web.words import words
from storage.changelog import Position
from storage.errors import InputError
from storage.records import Revision

if TYPE_CHECKING:
    from monitor.queries.changes import Row
    from monitor.queries.stories import Member
    from storage.derived.stories import Story

blueprint = Blueprint("stories", __name__)

ON_A_PAGE = 30
SHOWN_CHANGES = 60


@page(blueprint, "/stories", "csv", "atom", "feed")
def stories() -> Answer:
    """Events told by several outlets, latest first."""
    form = wanted_form()
    asked = filters_of(archive(), {name: request.args.get(name, "") for name in ("since", "until")})
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
    """One event. The number of any of its articles leads here as well.

    Pages and feeds are in portions; JSON and CSV have all of it.
    """
    form = wanted_form()
    if form == "json":
        return Answer("", story_document(archive(), story))
    of_it = story_of(archive(), story)
    found = members(archive(), of_it.id)
    rows = story_rows(archive(), found)
    if form == "csv":
        return Answer("", documents(archive(), rows), columns=CHANGES)
    if form == "html":
        return _story_page(of_it, found, rows)
    shown, links = _portion(rows, form)
    title = found[0].article.title or found[0].article.url
    return Answer("", {}, feed=lambda: change_feed(title, shown), links=links)


def _story_page(story: Story, found: list[Member], rows: list[Row]) -> Answer:
    """Who told it and what they changed: a portion of both; further pages continue one of them."""
    paged = "after" in request.args
    told_paged = "told" in request.args and not paged
    everything = request.args.get("show") == "all"
    steps = [row for row in rows if not isinstance(row, Revision) or row.number > 1]
    shown, links = (steps, {}) if everything else _portion(steps, "html")
    tellers = _tellers(found, everything=everything)
    values = {
        "next": links.get("next"),
        "paged": paged,
        "told_paged": told_paged,
        "tellers": tellers,
        "everything": everything,
    }
    if told_paged:
        links = {} if tellers.next is None else {"next": tellers.next}
    document = heading(archive(), story, found)
    return Answer("story.html", document, _values(shown) | values, links=links)


@dataclass(frozen=True, slots=True)
class _Tellers:
    """Some of the articles that tell it, the first's and last's places, and the next page."""

    members: list[dict[str, Any]]
    first: int
    last: int
    next: str | None


def _tellers(found: list[Member], *, everything: bool) -> _Tellers:
    """The articles after the one that is named in the address, oldest first."""
    start, most = 0, len(found) if everything else ON_A_PAGE
    named = "" if everything else request.args.get("told", "")
    if named:
        numbers = [str(one.article.id) for one in found]
        if named not in numbers:
            raise InputError(
                f"{named[:20]!r} is not an article of this story.", do="Start from the beginning."
            )
        start = numbers.index(named) + 1
    shown = found[start : start + most]
    last = start + len(shown)
    following = None
    if last < len(found):
        following = form_url("html", told=str(shown[-1].article.id), after=None)
    documents = [member_document(archive(), one) for one in shown]
    return _Tellers(documents, start + 1, last, following)


def _portion(rows: list[Row], form: str) -> tuple[list[Row], dict[str, str]]:
    """The rows of the requested page, and the link to the next one."""
    most = limit(SHOWN_CHANGES if form == "html" else IN_A_FEED)
    if request.args.get("after"):
        after = Position.parse(request.args["after"]).rank
        rows = [row for row in rows if Position.of(row).rank < after]
    if len(rows) <= most:
        return rows, {}
    following = form_url(form, after=str(Position.of(rows[most - 1])), told=None)
    return rows[:most], {"next": following}


def _values(shown: list[Row]) -> dict[str, Any]:
    """What the template shows of these steps."""
    revisions = [row for row in shown if isinstance(row, Revision)]
    amounts = extents(archive(), revisions, seconds=WORKED_OUT_S)
    return {"items": items(Changed(list(shown)), amounts)}
