"""Outlets: which are watched, how each is doing, and the list for use elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from flask import Blueprint, Response, redirect, request, url_for

from monitor.comparing.kept import extents
from monitor.daemon.state import STOPPED, WELL
from monitor.daemon.state import read as run_state
from monitor.health import articles_of, clock_trouble, health
from monitor.looks import budget_advice
from monitor.notation.safe import safe
from monitor.output import to_json
from monitor.queries.changes import documents, portion
from monitor.queries.columns import CHANGES, HEALTH, OUTLETS
from monitor.queries.outlets import health_document, outlet_document, outlet_documents
from monitor.web.answers import JSON, Answer, page, wanted_form
from monitor.web.entries import change_feed
from monitor.web.outlet_entries import incident_feed, outlet_feed
from monitor.web.pages.changes import IN_A_FEED, WORKED_OUT_S, items
from monitor.web.pictures import days
from monitor.web.site import archive, site
from storage.archive import Archive
from storage.changelog import Filters
from storage.database.times import to_text
from storage.errors import ArchiveError, InputError
from storage.records import Revision, SeedKind

if TYPE_CHECKING:
    from monitor.queries.changes import Portion
    from storage.records import Outlet

blueprint = Blueprint("outlets", __name__)

SHOWN_DAYS = 30
SHOWN_CHANGES = 12


@page(blueprint, "/outlets", "csv", "atom", "feed")
def outlets() -> Answer:
    """Every outlet."""
    found = archive().outlets()
    doing = health(archive(), datetime.now(UTC))
    states = {one.outlet.name: one for one in doing}
    return Answer(
        "outlets.html",
        outlet_documents(archive(), found),
        {"states": states, "activity": _activity(found)},
        columns=OUTLETS,
        feed=lambda: outlet_feed(doing),
    )


@page(blueprint, "/outlets/<name>", "csv", "atom", "feed")
def outlet(name: str) -> Answer:
    """One outlet: hosts, seeds, incidents and latest changes."""
    found = archive().outlet(name)
    form = wanted_form()
    most = IN_A_FEED if form in {"atom", "feed"} else SHOWN_CHANGES
    latest = portion(archive(), Filters(outlet_id=found.id), most=most, folds=form == "html")
    if form == "csv":
        return Answer("", documents(archive(), latest.rows), columns=CHANGES)
    (state,) = (one for one in health(archive(), datetime.now(UTC)) if one.outlet.id == found.id)
    revisions = [row for row in latest.rows if isinstance(row, Revision)]
    values: dict[str, Any] = {
        "outlet": found,
        "state": state,
        "articles": articles_of(archive(), [state]),
        "items": items(latest, extents(archive(), revisions, seconds=WORKED_OUT_S)),
        "activity": _activity([found])[found.name],
    }
    return Answer(
        "outlet.html",
        outlet_document(archive(), found),
        values,
        feed=lambda: change_feed(found.name, latest.rows),
        links=_older(found.name, latest, form),
    )


def _older(name: str, latest: Portion, form: str) -> dict[str, str]:
    """The link to earlier entries of an outlet's feed: they are in the feed of changes."""
    if latest.next is None or form not in {"atom", "feed"}:
        return {}
    return {"next": url_for(f"changes.changes_{form}", outlet=name, after=str(latest.next))}


@blueprint.post("/outlets/<name>/pause", defaults={"paused": True})
@blueprint.post("/outlets/<name>/resume", defaults={"paused": False})
def pause(name: str, paused: bool) -> Response:  # noqa: FBT001 — of the address
    """Pause fetching from it, or resume; a running crawl follows it."""
    archive().outlet(name)
    with Archive.open_beside(site().settings.folder) as writable:
        writable.set_paused(name, paused)
    return redirect(url_for("outlets.outlet_html", name=name), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here


@blueprint.get("/outlets.opml")
def opml() -> Response:
    """The feeds of the outlets, for feed readers; other seeds are links, which readers ignore."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0"><head><title>Variorum</title></head><body>',
    ]
    for one in archive().outlets():
        lines.append(f"<outline text={_attribute(one.name)} htmlUrl={_attribute(one.home)}>")
        for seed in archive().seeds(one.id):
            feed = seed.kind is SeedKind.FEED
            form, place = ("rss", "xmlUrl") if feed else ("link", "url")
            lines.append(
                f'<outline text={_attribute(seed.url)} type="{form}"'
                f" category={_attribute(seed.kind.value)} {place}={_attribute(seed.url)}/>"
            )
        lines.append("</outline>")
    body = "\n".join([*lines, "</body></opml>\n"])
    return Response(body, content_type="text/x-opml; charset=utf-8")


@page(blueprint, "/health", "csv", "atom", "feed")
def health_page() -> Answer:
    """How the outlets are doing."""
    now = datetime.now(UTC)
    found, clock = health(archive(), now), clock_trouble(archive(), now)
    wrong = [one for one in found if one.state.value in {"incident", "silent"}]
    budget = budget_advice(archive())
    return Answer(
        "health.html",
        health_document(found, budget, clock),
        {
            "found": found,
            "wrong": wrong,
            "budget": budget,
            "clock": clock,
            "articles": articles_of(archive(), found),
        },
        columns=HEALTH,
        feed=lambda: incident_feed(found),
    )


@blueprint.get("/healthz")
@blueprint.get("/healthz.json")
def healthz() -> Response:
    """Tell a monitoring program whether this works: 200, or 503.

    If `run` ever worked on the archive, a line gives its state; another line says if a clock is
    wrong, which makes `run` stand still.
    """
    found: dict[str, Any] = {"archive": "ok", "outlets": None, "run": None, "clock": None}
    try:
        found["outlets"] = len(archive().outlets())
        found["clock"] = clock_trouble(archive(), datetime.now(UTC))
    except (ArchiveError, InputError):  # the latter if the file is no archive
        found["archive"] = "unreadable"
        return _told_to_machine(found, "archive\n", 503)
    run = run_state(site().settings.folder)
    text = f"ok {found['outlets']}\n"
    if "pid" in run:
        found["run"] = run["state"]
        text += f"run {run['state']}\n"
    if found["clock"] is not None:
        text += "clock wrong\n"
    well = found["clock"] is None and run["state"] in {*WELL, STOPPED}
    return _told_to_machine(found, text, 200 if well else 503)


def _told_to_machine(found: dict[str, Any], text: str, status: int) -> Response:
    if request.path.endswith(".json"):
        return Response(to_json(found) + "\n", status, content_type=JSON)
    return Response(text, status, content_type="text/plain; charset=utf-8")


def _activity(found: list[Outlet]) -> dict[str, Any]:
    """A picture of each outlet's changes per day in the last days."""
    now = datetime.now(UTC)
    start = now - timedelta(days=SHOWN_DAYS - 1)
    counts = archive().sights.changes_per_day([one.id for one in found], to_text(start)[:10])
    dates = [(start + timedelta(days=number)).date().isoformat() for number in range(SHOWN_DAYS)]
    return {
        one.name: days(tuple(counts.get(one.id, {}).get(date, 0) for date in dates))
        for one in found
    }


def _attribute(text: str) -> str:
    return quoteattr(safe(text))
