"""An article: its history, and each of its revisions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, redirect, request, url_for

from monitor.comparing.kept import extents
from monitor.queries.articles import article_document
from monitor.queries.columns import CHANGES
from monitor.queries.objects import Changes, revision_json
from monitor.redacting import redact_article
from monitor.views.citation import citation
from monitor.watching import SELDOM, unwatch, watch, watched
from monitor.web.answers import Answer, page, wanted_form
from monitor.web.entries import change_feed
from monitor.web.house import archive, house
from monitor.web.pictures import gaps, timeline
from monitor.web.taking_out import are_sure, busy, choices
from storage.archive import Archive
from storage.changelog import Selection
from storage.errors import InputError
from storage.records import BODY_KINDS, Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.records import Article, Revision

blueprint = Blueprint("articles", __name__)

PACES: dict[str, tuple[timedelta, timedelta | None] | None] = {
    "minute": (timedelta(minutes=1), timedelta(hours=6)),
    "quarter": (timedelta(minutes=15), timedelta(days=2)),
    "rest": (SELDOM, None),
    "usual": None,
}
"""What the form offers: how often, and for how long."""
_ON_A_SCREEN = 6
"""Revisions below whose list the button that compares them is still seen."""
_WORKED_OUT_S = 0.1
"""For so long, steps are compared that are not in the index yet."""


@page(blueprint, "/articles/<number:article>", "csv", "atom", "feed")
def article(article: int) -> Answer:
    """The history of an article: revisions, events, visits, gaps."""
    found = archive().article(article)
    form = wanted_form()
    rows = list(archive().changelog.rows(Selection(article_id=article)))
    changes = Changes(archive())
    if form == "csv":
        return Answer("", [changes.of(row) for row in rows], columns=CHANGES)
    title = found.title or found.url
    return Answer(
        "article.html",
        {} if form in {"atom", "feed"} else article_document(archive(), found),
        _history(found) if form == "html" else {},
        feed=lambda: change_feed(title, rows),
    )


def _history(found: Article) -> dict[str, Any]:
    """What the template shows besides the document."""
    revisions = archive().revisions(found.id)
    sights = archive().sights.of_article(found.id)
    amounts = extents(archive(), reversed(revisions), seconds=_WORKED_OUT_S)
    times = {revision.number: revision.first_seen for revision in revisions}
    captures: dict[int, int] = {}
    for sight in sights:
        if sight.revision is not None:
            captures[sight.revision] = captures.get(sight.revision, 0) + 1
    story = archive().index.stories.of_article(found.id)
    return {
        "article": found,
        "language": house().language(revisions[-1].extraction_id),
        "busy": busy(),
        "choices": choices(None, found.id),
        "story": story if story is not None and story.outlets > 1 else None,
        "rows": list(archive().changelog.rows(Selection(article_id=found.id))),
        "is_event": lambda row: isinstance(row, Event),
        "latest": revisions[-1].number,
        "numbers": {revision.id: revision.number for revision in revisions},
        "captures": captures,
        "extents": amounts,
        "timeline": timeline(sights, times),
        "gaps": gaps(sights),
        "paces": tuple(PACES),
        "many": _ON_A_SCREEN,
        "sights": sights,
        "redacted": _redacted(revisions),
    }


def _redacted(revisions: Sequence[Revision]) -> dict[int, str]:
    """Why what revisions said was taken out, by their numbers; their headlines went with it."""
    found = {
        one.number: archive().redactions.of_revision(one.id)
        for one in revisions
        if one.title is None
    }
    return {number: one.reason for number, one in found.items() if one is not None}


@blueprint.post("/articles/<number:article>/redact")
def take_out(article: int) -> Response:
    """Take all that it said out for good, as ``redact --article``; 503 while a crawl writes."""
    are_sure()
    found = archive().article(article)
    redact_article(house().settings.folder, str(found.id), request.form.get("reason", ""))
    return redirect(url_for("articles.article_html", article=article), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here


@blueprint.post("/articles/<number:article>/watch")
def watching(article: int) -> Response:
    """Look at it at a pace of its own, or as usual again; a running crawl heeds it."""
    found = archive().article(article)
    pace = request.form.get("pace", "")
    if pace not in PACES:
        raise InputError(f"{pace[:20]!r} is no pace.", do=f"Ask for one of: {', '.join(PACES)}")
    now = datetime.now(UTC)
    with Archive.open_beside(house().settings.folder) as writable:
        address = watched(writable, found.url)
        given = PACES[pace]
        if given is None:
            unwatch(writable, address, now)
        else:
            watch(writable, address, *given, now)
    return redirect(url_for("articles.article_html", article=article), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here


@blueprint.get("/articles/<number:article>/diff")
def choose(article: int) -> Response:
    """Where the form with the two radio buttons leads: the older one first."""
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
