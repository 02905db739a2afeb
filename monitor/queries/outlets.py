"""Outlets as documents: which are watched, and how they are doing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from monitor.notation.remedies import remedy_of
from monitor.queries.objects import incident_json
from storage.database.times import maybe_text, to_text

if TYPE_CHECKING:
    from monitor.cadence.advice import Advice
    from monitor.decide.shares import Standing
    from monitor.health import Health
    from storage.archive import Archive
    from storage.records import Incident, Outlet


def outlet_document(archive: Archive, outlet: Outlet) -> dict[str, Any]:
    """An outlet with its hosts, seeds, open incidents and the number of its articles."""
    (document,) = outlet_documents(archive, [outlet])
    return document


def outlet_documents(archive: Archive, outlets: list[Outlet]) -> list[dict[str, Any]]:
    """The same for several outlets, with one query for all instead of one each."""
    seeds = defaultdict[int, list[dict[str, str]]](list)
    for seed in archive.seeds(outlets[0].id if len(outlets) == 1 else None):
        seeds[seed.outlet_id].append({"url": seed.url, "kind": seed.kind.value})
    incidents: defaultdict[str, list[Incident]] = defaultdict(list)
    for incident in archive.incidents():
        incidents[incident.outlet].append(incident)
    captured = archive.sights.last_captures()
    articles = archive.sights.articles_of([one.id for one in outlets])
    return [
        {
            "outlet": one.name,
            "home": one.home,
            "hosts": list(one.hosts),
            "paused": one.paused,
            "created_at": to_text(one.created_at),
            "last_capture": maybe_text(captured.get(one.id)),
            "seeds": seeds[one.id],
            "articles": articles.get(one.id, 0),
            "incidents": [_incident(one, incident) for incident in incidents[one.name]],
        }
        for one in outlets
    ]


def health_document(
    found: list[Health], budget: Advice | None, clock: str | None
) -> dict[str, Any]:
    """Every outlet with its state, last capture and open incidents; and what edits are missed.

    ``clock``: what is wrong with the clock, if anything.
    """
    return {
        "clock": clock,
        "outlets": [_health(one) for one in found],
        "budget": None if budget is None else asdict(budget),
    }


def field_document(standing: Standing) -> dict[str, Any]:
    """The standing of a field of an outlet; shares from 0 to 1, lengths in characters."""
    now, before = standing.now, standing.before
    return {
        "field": standing.field,
        "readings": now.readings,
        "present": now.present,
        "share": _rounded(now.share),
        "share_before": _rounded(before.share),
        "length": now.length,
        "length_before": before.length,
        "fallen_since": standing.fallen,
        "shorter_since": standing.shorter,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _health(one: Health) -> dict[str, Any]:
    return {
        "name": one.outlet.name,
        "state": one.state.value,
        "last_capture": maybe_text(one.last_capture),
        "incidents": [_incident(one.outlet, incident) for incident in one.incidents],
    }


def _incident(outlet: Outlet, incident: Incident) -> dict[str, Any]:
    """An incident with what can be done about it; ``command`` is empty where none helps."""
    remedy = remedy_of(outlet, incident)
    known = {"text": remedy.text, "command": list(remedy.command)}
    return {**incident_json(incident), "remedy": known}
