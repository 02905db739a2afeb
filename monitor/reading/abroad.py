"""Do all pages of an outlet lead to one foreign host? Then none of them says anything of its own.

So does a network that wants to be paid or forbids the outlet, a domain that was lost, and an outlet
that moved to another: no article of it is gone by that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import ABROAD, CONFIRMATION_SPAN
from spiders.urls import host
from storage.records import Outcome

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive

LAST, FEWEST = 500, 3
"""So many visits to articles are looked at, and so many addresses are to be among them.

All of a day, which is as long as an absence lasts before it is told: articles that were given away
together are asked one after the other, and others of the outlet were there in between.
"""


def with_abroad(archive: Archive, context: Context) -> Context:
    """The context with that; asked only where a page leads abroad."""
    visit = context.visit
    if visit.reason != ABROAD or visit.location is None:
        return context
    since = visit.at - CONFIRMATION_SPAN
    last = archive.sights.last_answers(visit.address.outlet_id, visit.visit_id, since, LAST)
    led = [one for one in last if one.outcome is Outcome.REDIRECTED and one.reason == ABROAD]
    to = {host(one.location or "") for one in led}
    several = len({one.address_id for one in led} | {visit.address.id}) >= FEWEST
    together = len(led) == len(last) and to == {host(visit.location)} and several
    return replace(context, all_abroad=together)
