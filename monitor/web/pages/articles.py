"""An article: its history and each of its revisions."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, redirect, request, url_for

from monitor.comparing.kept import extents
from monitor.queries.articles import (
    article_document,
    declared,
    headlines,
    outcomes,
    watched_document,
)
from monitor.queries.changes import portion
from monitor.queries.columns import CHANGES
from monitor.queries.objects import Changes, revision_json
from monitor.redacting import redact_article
from monitor.views.citation import citation
from monitor.watching import SELDOM, unwatch, watch, watched
from monitor.web.answers import Answer, form_url, page, wanted_form
from monitor.web.entries import change_feed
from monitor.web.pages.changes import IN_A_FEED, limit
from monitor.web.pictures import gaps, timeline
from monitor.web.redaction_forms import are_sure, busy, choices
from monitor.web.site import archive, site
from storage.archive import Archive
from storage.changelog import Filters, Position
from storage.errors import InputError
from storage.records import BODY_KINDS, Event, Revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.queries.changes import Portion, Row
    from storage.derived.stories import Story
    from storage.records import Article

blueprint = Blueprint("articles", __name__)

PACES: dict[str, tuple[timedelta, timedelta | None] | None] = {
    "minute": (timedelta(minutes=1), timedelta(hours=6)),
    "quarter": (timedelta(minutes=15), timedelta(days=2)),
    "rest": (SELDOM, None),
    "usual": None,
}
"""The choices of the form: how often to look, and for how long."""
ON_A_PAGE = 30
"""How many revisions and events a page of a history has; ``show=all`` puts all on one page."""
SHOWN_VISITS = 50
"""How many visits are listed below a history: the newest, unless all are requested."""
_ON_A_SCREEN = 6
"""With up to this many revisions, the button that compares them is visible below the list."""
_WORKED_OUT_S = 0.1
"""How many seconds are spent on comparing steps that are not in the index yet."""


@page(blueprint, "/articles/<number:article>", "csv", "atom", "feed")
def article(article: int) -> Answer:
    """The history of an article: revisions, events, visits, gaps.

    Pages and feeds are in portions; JSON and CSV have all of it.
    """
    found = archive().article(article)
    form = wanted_form()
    if form == "json":
        return Answer("", article_document(archive(), found))
    filters = Filters(article_id=article)
    if form == "csv":
        changes = Changes(archive())
        rows = [changes.of(row) for row in archive().changelog.rows(filters)]
        return Answer("", rows, columns=CHANGES)
    after = Position.parse(request.args["after"]) if request.args.get("after") else None
    if form == "html":
        return _history_page(found, filters, after)
    portioned = portion(archive(), filters, after=after, most=limit(IN_A_FEED), folds=False)
    title = found.title or found.url
    return Answer(
        "",
        {},
        feed=lambda: change_feed(title, portioned.rows),
        links=_following(form, portioned),
    )


def _following(form: str, found: Portion) -> dict[str, str]:
    """The link to the next portion of the history, if there is one."""
    return {} if found.next is None else {"next": form_url(form, after=str(found.next))}


def _history_page(article: Article, filters: Filters, after: Position | None) -> Answer:
    """A portion of the rows, or all of them, below what is said about the whole article."""
    everything = request.args.get("show") == "all"
    if everything:
        rows, links = list(archive().changelog.rows(filters)), {}
    else:
        found = portion(archive(), filters, after=after, most=limit(ON_A_PAGE), folds=False)
        rows, links = found.rows, _following("html", found)
    paging = {
        "next": links.get("next"),
        "paged": after is not None and not everything,
        "everything": everything,
    }
    values = _history(article, rows, everything=everything) | paging
    return Answer("article.html", {}, values, links=links)


def _history(found: Article, rows: list[Row], *, everything: bool) -> dict[str, Any]:
    """What the template shows of these rows and of the whole article."""
    revisions = archive().revisions(found.id)
    retitled = headlines(revisions)
    shown = [row for row in rows if isinstance(row, Revision)]
    numbers = {one.number for one in shown}
    sights = archive().sights.of_article(found.id)
    return {
        "article": found,
        "language": site().language(revisions[-1].extraction_id),
        "busy": busy(),
        "choices": choices(None, found.id),
        "story": _story(found.id),
        "rows": rows,
        "is_event": lambda row: isinstance(row, Event),
        "latest": revisions[-1].number,
        "numbers": {revision.id: revision.number for revision in revisions},
        "first": min(numbers, default=0),
        "last": max(numbers, default=0),
        "chosen": sorted(numbers, reverse=True)[:2],
        "captures": Counter(one.revision for one in sights if one.revision is not None),
        "extents": extents(archive(), shown, seconds=_WORKED_OUT_S),
        "timeline": timeline(sights, {one.number: one.first_seen for one in revisions}),
        "gaps": gaps(sights),
        "paces": tuple(PACES),
        "watched": watched_document(archive(), found),
        "headlines": [one for one in retitled if one["revision"] in numbers],
        "retitled": len(retitled) > 1,
        "declared": declared(archive(), shown[::-1]),
        "many": _ON_A_SCREEN,
        "outcomes": outcomes(sights),
        "visits": len(sights),
        "sights": sights if everything else sights[-SHOWN_VISITS:],
        "redacted": _redacted(revisions),
    }


def _story(article: int) -> Story | None:
    """The event that it tells, if another outlet tells it as well."""
    story = archive().index.stories.of_article(article)
    return story if story is not None and story.outlets > 1 else None


def _redacted(revisions: Sequence[Revision]) -> dict[int, str]:
    """Why texts of revisions were redacted, by number; their headlines were redacted with them."""
    found = {
        one.number: archive().redactions.of_revision(one.id)
        for one in revisions
        if one.title is None
    }
    return {number: one.reason for number, one in found.items() if one is not None}


@blueprint.post("/articles/<number:article>/redact")
def take_out(article: int) -> Response:
    """Redact all that it said for good, like ``redact --article``; 503 while a crawl writes."""
    are_sure()
    found = archive().article(article)
    redact_article(site().settings.folder, str(found.id), request.form.get("reason", ""))
    return redirect(url_for("articles.article_html", article=article), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here


@blueprint.post("/articles/<number:article>/watch")
def watching(article: int) -> Response:
    """Set a pace of its own for it, or the usual one again; a running crawl follows it."""
    found = archive().article(article)
    pace = request.form.get("pace", "")
    if pace not in PACES:
        raise InputError(f"{pace[:20]!r} is not a pace.", do=f"Use one of: {', '.join(PACES)}")
    now = datetime.now(UTC)
    with Archive.open_beside(site().settings.folder) as writable:
        address = watched(writable, found.url)
        given = PACES[pace]
        if given is None:
            unwatch(writable, address, now)
        else:
            watch(writable, address, *given, now)
    return redirect(url_for("articles.article_html", article=article), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here


@blueprint.get("/articles/<number:article>/diff")
def choose(article: int) -> Response:
    """Where the form with the two radio buttons leads: the older revision first."""
    numbers = [request.args.get(name, "") for name in ("from", "to")]
    chosen = sorted(int(text[:9]) for text in numbers if text.isascii() and text.isdigit())
    latest = archive().revision(article).number
    pair = (chosen[0], chosen[-1]) if chosen else (max(1, latest - 1), latest)
    return redirect(url_for("diffs.diff_html", article=article, pair=pair), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here


@page(blueprint, "/articles/<number:article>/<number:number>")
def revision(article: int, number: int) -> Answer:
    """One revision: its text, its fields, and the captures that show it."""
    found = archive().revision(article, number)
    extraction = archive().extraction(found.extraction_id)
    captures = archive().captures_of_revision(found)
    latest = archive().article(article).revisions
    return Answer(
        "revision.html",
        revision_json(found, extraction, captures),
        {
            "revision": found,
            "extraction": extraction,
            "captures": captures,
            "latest": latest,
            "body_kinds": BODY_KINDS,
            "citation": citation(found, extraction, next(iter(captures), None)),
        },
    )
