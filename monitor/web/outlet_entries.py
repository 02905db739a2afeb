"""Outlets, and what is wrong with them, as feed entries."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import url_for
from markupsafe import escape

from monitor.health import HealthState
from monitor.notation.remedies import remedy_of
from monitor.notation.safe import safe
from monitor.queries.columns import incident_line
from monitor.queries.objects import incident_json
from monitor.web.entries import feed_of, tag, whole
from monitor.web.feeds import Entry
from monitor.web.site import archive, site
from monitor.web.words import told, words
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.health import Health
    from monitor.web.feeds import Feed
    from storage.records import Incident, Outlet


_PATIENCE_S = 0.02
"""A reader of a feed does not wait for whoever else writes the index; the next one notes it."""


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
        updated=_in_this_state_since(one),
        author=name,
        summary=state,
        terms=(one.state.value,),
        state=one.state.value,
        content=lambda: f"<p>{escape(safe(state))}</p>",
    )


def _in_this_state_since(one: Health) -> datetime:
    """When the outlet was first seen in the state that it is in.

    The archive does not record when an outlet was paused or became silent, so the index remembers
    when such a feed first showed it; the first one goes by the incidents.
    """
    index, name = archive().index, f"state of outlet {one.outlet.id}"
    state = list(HealthState).index(one.state)
    seconds, before = divmod(index.remembered(name), len(HealthState))
    if seconds and before == state:
        return datetime.fromtimestamp(seconds, UTC)
    since = datetime.now(UTC)
    if not seconds and one.state is not HealthState.PAUSED:
        opened = (incident.opened_at for incident in one.incidents)
        since = max(opened, default=one.outlet.created_at)
    since = since.replace(microsecond=0)
    with suppress(ArchiveError), index.database.patience(_PATIENCE_S), index.transaction():
        index.remember(name, int(since.timestamp()) * len(HealthState) + state)
    return since


def _incident_entry(incident: Incident, outlet: Outlet) -> Entry:
    remedy = remedy_of(outlet, incident)
    command = (
        f" <code>{escape(site().settings.command(*remedy.command))}</code>"
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
