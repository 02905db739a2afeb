"""How the outlets are doing: open incidents, and silence, which is a fault too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from monitor.notation.times import short
from spiders.urls import surt
from storage.agenda.agenda import CLOCKS
from storage.records import IncidentKind

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Incident, Outlet

SILENT_AFTER = timedelta(days=3)
"""An outlet with seeds is silent if for this long nothing was captured and no seed was
unmodified."""
ASKED = 10
"""At most this many captures are checked for a right clock: some servers send no time."""


class HealthState(StrEnum):
    """The state of an outlet in one word."""

    OK = "ok"
    INCIDENT = "incident"
    PAUSED = "paused"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Health:
    """One outlet: its state, when something was last captured, and its open incidents."""

    outlet: Outlet
    state: HealthState
    last_capture: datetime | None
    incidents: tuple[Incident, ...]


def health(archive: Archive, now: datetime) -> list[Health]:
    """The health of every outlet, by name."""
    incidents = archive.incidents()
    watched = {seed.outlet_id for seed in archive.seeds()}
    captured = archive.sights.last_captures()
    unmodified = archive.seed_looks.last_unmodified()
    found = []
    for outlet in archive.outlets():
        own = tuple(incident for incident in incidents if incident.outlet == outlet.name)
        last = captured.get(outlet.id)
        heard = max(filter(None, (last, unmodified.get(outlet.id))), default=None)
        state = state_of(outlet, own, heard, now, watched=outlet.id in watched)
        found.append(Health(outlet, state, last, own))
    return found


def clock_trouble(archive: Archive, now: datetime) -> str | None:
    """A message if visits are stored with a future time; None if the clock seems right.

    With a clock that is behind, nothing is due and `run` stands still, without any incident. That a
    clock was ahead but is right again is known from the servers that were visited since.
    """
    ahead = archive.agenda.stored_ahead(now)
    if ahead is None or any(_is_right(archive, one) for one in ahead.since[:ASKED]):
        return None
    return (
        f"This machine's clock says {short(now)}, but the last visit is stored as of"
        f" {short(ahead.at)}: the clock is behind now, or was ahead then. Set it right: until then"
        " nothing may be due."
    )


def _is_right(archive: Archive, capture_id: int) -> bool:
    """Whether the clock agreed with the server's when this was captured."""
    from spiders.sent import sent_at  # noqa: PLC0415 - only where a clock is, or was, wrong

    sent = sent_at(archive, capture_id)
    return sent is not None and abs(archive.capture(capture_id).captured_at - sent) <= CLOCKS


def articles_of(archive: Archive, found: list[Health]) -> dict[str, int]:
    """The ids of the articles at the addresses that incidents are about, by address."""
    subjects = {one.subject for outlet in found for one in outlet.incidents}
    known = {one: archive.find_article(surt(one)) for one in subjects if "://" in one}
    return {one: article.id for one, article in known.items() if article is not None}


def state_of(
    outlet: Outlet,
    incidents: tuple[Incident, ...],
    last_heard: datetime | None,
    now: datetime,
    *,
    watched: bool,
) -> HealthState:
    """The state of an outlet: paused takes precedence over incidents, and these over silence.

    An outlet is silent when nothing new was found for longer than its habit, which is an incident
    that the crawl opens and closes. It is as well when it has seeds, and nothing was captured and
    no seed unmodified for :data:`SILENT_AFTER`, counted from when it was added if nothing ever was.
    """
    if outlet.paused:
        return HealthState.PAUSED
    if any(one.kind is not IncidentKind.SILENT for one in incidents):
        return HealthState.INCIDENT
    if incidents:
        return HealthState.SILENT
    if watched and now - (last_heard or outlet.created_at) > SILENT_AFTER:
        return HealthState.SILENT
    return HealthState.OK
