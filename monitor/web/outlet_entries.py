"""Outlets, and what is wrong with them, as feed entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from markupsafe import escape

from monitor.notation.remedies import remedy_of
from monitor.notation.safe import safe
from monitor.queries.columns import incident_line
from monitor.queries.objects import incident_json
from monitor.web.entries import feed_of, tag, whole
from monitor.web.feeds import Entry
from monitor.web.house import house
from monitor.web.words import told, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.health import Health
    from monitor.web.feeds import Feed
    from storage.records import Incident, Outlet


def outlet_feed(found: Iterable[Health]) -> Feed:
    """A feed with an entry for each outlet; the etag changes with the outlet's state."""
    return feed_of(words()["outlets"]["title"], [_outlet_entry(one) for one in found])


def incident_feed(found: Iterable[Health]) -> Feed:
    """A feed with an entry for each open incident, newest first."""
    incidents = [(incident, one.outlet) for one in found for incident in one.incidents]
    incidents.sort(key=lambda pair: pair[0].opened_at, reverse=True)
    return feed_of(words()["health"]["title"], [_incident_entry(*pair) for pair in incidents])


def _outlet_entry(one: Health) -> Entry:
    state, name = told("states", one.state.value), one.outlet.name
    return Entry(
        id=tag(f"/outlet/{one.outlet.id}"),
        title=name,
        link=whole(url_for("outlets.outlet_html", name=name)),
        original=one.outlet.home,
        updated=max(
            (incident.opened_at for incident in one.incidents), default=one.outlet.created_at
        ),
        author=name,
        summary=state,
        terms=(one.state.value,),
        state=one.state.value,
        content=lambda: f"<p>{escape(safe(state))}</p>",
    )


def _incident_entry(incident: Incident, outlet: Outlet) -> Entry:
    remedy = remedy_of(outlet, incident)
    command = (
        f" <code>{escape(house().settings.command(*remedy.command))}</code>"
        if remedy.command
        else ""
    )
    line = incident_line(incident_json(incident), incident.outlet)
    return Entry(
        id=tag(f"/incident/{incident.id}"),
        title=f"{incident.outlet}: {incident.kind.value.replace('_', ' ')}",
        link=whole(url_for("outlets.outlet_html", name=incident.outlet)),
        original=whole(url_for("outlets.health_page_html")),
        updated=incident.opened_at,
        author=incident.outlet,
        summary=line,
        terms=(incident.kind.value,),
        state=f"{incident.count}",
        content=lambda: f"<p>{escape(safe(line))}</p><p>{escape(remedy.text)}{command}</p>",
    )
