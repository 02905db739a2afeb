"""The front page: the latest changes, with filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, redirect, request, url_for

from monitor.comparing.kept import extents
from monitor.indexing import catch_up
from monitor.notation.moments import moment
from monitor.queries.changes import Folded, documents, filters_of, portion, ranked_portion
from monitor.queries.columns import CHANGES
from monitor.queries.facts import portion_with_facts
from monitor.queries.importance import MOST_RANKED, USUAL_SPAN
from monitor.queries.objects import Changes
from monitor.queries.references import find_article
from monitor.web.answers import Answer, form_url, page, wanted_form
from monitor.web.entries import change_feed
from monitor.web.site import archive
from monitor.web.words import words
from storage.changelog import Position
from storage.database.times import to_text
from storage.errors import InputError
from storage.records import Event, Revision

if TYPE_CHECKING:
    from monitor.queries.changes import Portion, Row
    from storage.changelog import Filters
    from storage.derived.made import Extent

blueprint = Blueprint("changes", __name__)

FILTERS = ("outlet", "kind", "weight", "signal", "since", "until", "text")
ORDERS = ("time", "important")
ON_A_PAGE = 30
IN_A_FEED = 30
AS_DATA = 500
"""Rows of a JSON or CSV, unless ``limit`` gives another number; the ``Link`` header leads on."""
MOST = 5_000
_CAUGHT_UP_S = 0.2
"""For how many seconds new revisions are indexed before words are looked up. If a keeper updates
the index, a page says how many revisions wait, and does not wait for the disk itself."""
WORKED_OUT_S = 0.02
"""How many seconds are spent on comparing steps that are not in the index yet."""


@page(blueprint, "/changes", "csv", "atom", "feed", root=True)
def changes() -> Answer:
    """Changes, newest first; or those of the last day or another span, most important first."""
    if _by_importance():
        return _important_changes()
    form = wanted_form()
    after = Position.parse(request.args["after"]) if request.args.get("after") else None
    if request.args.get("text") and archive().index.taker is None:
        catch_up(archive(), seconds=_CAUGHT_UP_S)
    filters = filters_of(archive(), request.args, article_id=_article(), after=after)
    everything = form != "html" or request.args.get("show") == "all"
    most = {"html": ON_A_PAGE, "atom": IN_A_FEED, "feed": IN_A_FEED}.get(form, AS_DATA)
    found = portion(archive(), filters, after=after, most=limit(most), folds=not everything)
    found = portion_with_facts(archive(), found, filters.marks)
    links = {} if found.next is None else {"next": form_url(form, after=str(found.next))}
    return Answer(
        "changes.html",
        documents(archive(), found.rows) if form != "html" else [],
        _values(found, filters) if form == "html" else {},
        columns=CHANGES,
        feed=lambda: change_feed(words()["changes"]["title"], found.rows),
        links=links,
    )


def _by_importance() -> bool:
    """Whether the most important come first. Raises InputError."""
    order = request.args.get("order", "time")
    if order not in ORDERS:
        raise InputError(f"{order[:20]!r} is not an order.", do=f"Use one of: {', '.join(ORDERS)}")
    return order == "important"


def _important_changes() -> Answer:
    form = wanted_form()
    given = request.args.to_dict()
    if not any(given.get(name) for name in ("since", "until", "url")):
        given["since"] = USUAL_SPAN
    at = _as_of()
    filters = filters_of(archive(), given, article_id=_article(), now=at)
    if at is not None:
        filters = replace(filters, until=min(filters.until or at, at))
    most = limit(ON_A_PAGE if form in {"html", "atom", "feed"} else AS_DATA)
    number = _page_number()
    folds = form == "html" and request.args.get("show") != "all"
    skip = (number - 1) * most
    found, more = ranked_portion(archive(), filters, skip=skip, most=most, folds=folds)
    found = portion_with_facts(archive(), found, filters.marks)
    as_of = None if at is None else to_text(at)
    following = form_url(form, page=str(number + 1), as_of=as_of) if more else None
    return Answer(
        "changes.html",
        documents(archive(), found.rows) if form != "html" else [],
        _values(found, filters) | {"next": following, "ranked": True, "span": given.get("since")}
        if form == "html"
        else {},
        columns=CHANGES,
        feed=lambda: change_feed(words()["changes"]["important"], found.rows),
        links={"next": following} if following else {},
    )


def _as_of() -> datetime | None:
    """When the first page was requested: the pages that follow are of that moment too.

    Otherwise passing time and new changes would move rows from one page to another. None if some
    changes are dated later, by a clock that was ahead. Raises InputError.
    """
    given = request.args.get("as_of")
    try:
        now = moment(given) if given else datetime.now(UTC)
    except ValueError as error:
        raise InputError(str(error), do="Start from the first page.") from error
    newest = archive().sights.newest()
    return now if given or newest is None or newest < now else None


def _page_number() -> int:
    """The number of the requested page. Raises InputError."""
    text = request.args.get("page", "1")
    if not _is_number(text, MOST_RANKED):
        raise InputError(f"{text[:20]!r} is not a page number.", do="Count from 1.")
    return int(text)


@blueprint.post("/read")
def read() -> Response:
    """Remember, in a cookie only, up to when a reader has read."""
    newest = archive().sights.newest()
    response = redirect(url_for("changes.changes_html"), 303)
    if newest is not None:
        response.set_cookie(
            "read",
            to_text(newest),
            max_age=31_536_000,
            path=request.script_root or "/",
            secure=request.is_secure,
            httponly=True,
            samesite="Strict",
        )
    return response  # type: ignore[return-value]  # werkzeug's response is flask's here


def _article() -> int | None:
    """The id of the article that ``url=`` names by any of its addresses."""
    url = request.args.get("url", "").strip()
    return find_article(archive(), url).id if url else None


def _is_number(text: str, most: int) -> bool:
    """Whether it is a whole number from 1 to ``most``, with few enough digits not to overflow."""
    few = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return few and 0 < int(text) <= most


def limit(usual: int) -> int:
    """How many rows are requested. Raises InputError."""
    text = request.args.get("limit", "")
    if not text:
        return usual
    if not _is_number(text, MOST):
        raise InputError(
            f"{text[:20]!r} is not a number of rows.", do=f"Give one from 1 to {MOST}."
        )
    return int(text)


def _values(found: Portion, filters: Filters) -> dict[str, Any]:
    """What the template shows: rows, with runs of folded ones among them."""
    of_text = filters.revision_ids is not None
    revisions = [row for row in found.rows if isinstance(row, Revision)]
    amounts = extents(archive(), revisions, seconds=WORKED_OUT_S)
    return {
        "items": items(found, amounts),
        "next": None if found.next is None else form_url("html", after=str(found.next)),
        "waiting": archive().index.search.waiting() if of_text else 0,
        "paged": "after" in request.args or "page" in request.args,
        "outlets": [outlet.name for outlet in archive().outlets()],
        "chosen": {name: request.args.get(name, "") for name in FILTERS},
        "ranked": False,
        "filtered": any(request.args.get(name) for name in (*FILTERS, "url")),
        "everything": request.args.get("show") == "all",
        "read": request.cookies.get("read", ""),
    }


def items(found: Portion, amounts: dict[int, Extent]) -> list[dict[str, Any]]:
    """The rows and folds of a portion, each with what the template needs."""
    changes = Changes(archive())
    return [_item(item, amounts, changes) for item in found.items]


def _item(item: Row | Folded, amounts: dict[int, Extent], changes: Changes) -> dict[str, Any]:
    if isinstance(item, Folded):
        return {"fold": item, "url": _unfolded(item)}
    if isinstance(item, Event):
        revision = changes.revision_of(item)
        named = {"revision": revision, "redacted": changes.redacted(revision)}
        return {"event": item, "at": item.at, **named}
    named = {"revision": item, "redacted": changes.redacted(item)}
    return {"at": item.first_seen, "extent": amounts.get(item.id), **named}


def _unfolded(item: Folded) -> str:
    """The address of a page that shows the rows folded here."""
    if request.args.get("order") == "important":
        return form_url("html", show="all", page=None, as_of=None)
    after = None if item.after is None else str(item.after)
    outlet = (request.view_args or {}).get("name") or request.args.get("outlet")
    kept = {name: request.args.get(name) for name in FILTERS} | {"outlet": outlet}
    return url_for("changes.changes_html", show="all", after=after, **kept)
