"""Searches every revision; a search can be kept as an address and a feed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, request

from monitor.queries.columns import SEARCH
from monitor.queries.search import search as search_for
from monitor.search.query import parse
from monitor.web.answers import Answer, form_url, page, wanted_form
from monitor.web.entries import change_feed
from monitor.web.pages.changes import IN_A_FEED, limit
from monitor.web.site import archive
from monitor.web.words import words
from storage.errors import InputError

blueprint = Blueprint("search", __name__)

ON_A_PAGE = 20
AS_DATA = 100


@page(blueprint, "/search", "csv", "atom", "feed")
def search() -> Answer:
    """Revisions that match the query, newest first."""
    form = wanted_form()
    text = request.args.get("q", "")
    query = parse(text, changed=request.args.get("changed") == "1")
    most = {"html": ON_A_PAGE, "atom": IN_A_FEED, "feed": IN_A_FEED}.get(form, AS_DATA)
    found = search_for(archive(), query, after=_after(), limit=limit(most))
    following = None if found.next is None else form_url(form, after=str(found.next))
    return Answer(
        "search.html",
        found.hits,
        {
            "q": text,
            "query": query,
            "found": found,
            "groups": [list(hits) for _, hits in groupby(found.hits, key=_saying)],
            "next": following,
        },
        columns=SEARCH,
        feed=lambda: change_feed(f"{words()['search']['title']}: {text}", found.revisions),
        links={} if following is None else {"next": following},
    )


def _saying(hit: dict[str, Any]) -> tuple[Any, ...]:
    """A key: neighbouring hits of one article with the same words are shown as one."""
    return hit["article"], hit["title"], tuple(map(tuple, hit["marks"]))


def _after() -> int | None:
    """The place after which the results continue."""
    text = request.args.get("after", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):  # noqa: PLR2004 — as many digits as fit
        raise InputError(
            f"{text[:30]!r} is not a place among the results.", do="Start from the beginning."
        )
    return int(text)
