"""Whether all pages of an outlet redirect to one foreign host, so that none is about its article.

A network that wants to be paid or blocks the outlet does this, and so does a domain that was lost,
or an outlet that moved to another one: no article is gone because of that.
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
"""How many visits to articles are looked at, and how many addresses must be among them.

They are those of a day, which is how long an absence lasts before it is reported: articles that
were handed over together are visited one after the other, and others were there in between.
"""


def with_abroad(archive: Archive, context: Context) -> Context:
    """The context with ``all_abroad``; looked up only if a page redirects abroad."""
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
