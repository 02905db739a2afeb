"""Does our own network answer for the outlets, which wants to know its guests?

A hotspot leads all that is asked to its login page, or gives that in the place of it: robots.txt
and feeds as well, and those of every outlet. A wall of an outlet's own stands before its articles,
and not before what it gives to machines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import ABROAD, CONFIRMATION_SPAN
from monitor.decide.strangers import unlike
from spiders.urls import host
from storage.records import Obstacle

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.records import Extraction

LAST = 500
"""So many answers of all outlets are looked at, of all of a day."""


def led_away(archive: Archive, context: Context) -> Context:
    """The context, with whether a page leads where a feed or a robots.txt led on the same day.

    Or where all pages of several outlets lead, and nothing else is heard of any. So the login page
    of a house of several papers is a wall, unless they are all that is watched, and have no feed.
    """
    visit = context.visit
    if visit.reason != ABROAD or visit.location is None:
        return context
    since, name = visit.at - CONFIRMATION_SPAN, host(visit.location)
    heard = archive.sights.heard_lately(visit.visit_id, since, LAST)
    there = [one for one in heard if host(one.came_from) == name != host(one.asked)]
    several = len({one.outlet_id for one in there}) > 1 and context.all_abroad
    captive = any(one.for_machines for one in there) or (several and len(there) == len(heard))
    return replace(context, captive=captive)


def given_instead(archive: Archive, context: Context, said: Extraction) -> Context:
    """The context, with whether the page is given in the place of a robots.txt or a feed, too.

    Asked where it is a login page, unlike its article, or the first page that its address shows.
    """
    visit, own = context.visit, context.own
    if visit.capture is None:
        return context
    strange = own is None or unlike(own.content, said)
    if said.obstacle is not Obstacle.LOGIN and not strange:
        return context
    at = visit.at
    span = at - CONFIRMATION_SPAN, at + CONFIRMATION_SPAN
    captive = archive.sights.is_given_to_machines(visit.capture.id, *span)
    return replace(context, captive=captive)
