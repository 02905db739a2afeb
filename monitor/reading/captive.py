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
from monitor.decide.visit import ARTICLE_PAGES
from spiders.urls import host, surt
from storage.records import Obstacle

if TYPE_CHECKING:
    from monitor.decide.context import Context
    from storage.archive import Archive
    from storage.records import Extraction

LAST = 500
"""So many answers of all outlets are looked at, of all of a day."""


def led_away(archive: Archive, context: Context) -> Context:
    """The context, with whether it leads to a page to which a feed or a robots.txt led that day.

    Or where all pages of several outlets lead, and nothing else is heard of any. So the login page
    of a house of several papers is a wall, unless they are all that is watched, and have no feed.
    """
    visit = context.visit
    if visit.reason != ABROAD or visit.location is None:
        return context
    since, name, page = visit.at - CONFIRMATION_SPAN, host(visit.location), _page(visit.location)
    heard = archive.sights.heard_lately(visit.visit_id, since, LAST)
    there = [one for one in heard if host(one.came_from) == name != host(one.asked)]
    several = len({one.outlet_id for one in there}) > 1 and context.all_abroad
    machines = any(one.for_machines and _page(one.came_from) == page for one in there)
    captive = machines or (several and len(there) == len(heard))
    return replace(context, captive=captive)


def _page(url: str) -> str:
    """The address without its query, in which a portal writes where its guest wanted to go."""
    return surt(url).partition("?")[0]


def given_instead(archive: Archive, context: Context, said: Extraction) -> Context:
    """The context, with whether the page is given in the place of a robots.txt or a feed, too.

    Asked where it is a login page, or makes an article. In the place of an article an outlet may
    show what it shows wherever it has nothing: that is its own, but not where others show it too.
    """
    visit, own, outlets = context.visit, context.own, set[int]()
    if visit.capture is None:
        return context
    span = visit.at - CONFIRMATION_SPAN, visit.at + CONFIRMATION_SPAN
    begins = own is None and said.page_type in ARTICLE_PAGES
    if begins or said.obstacle is Obstacle.LOGIN:
        outlets = archive.sights.machines_given(visit.capture.id, *span)
    elif own is not None and unlike(own.content, said):
        outlets = archive.sights.machines_given(visit.capture.id, *span) - {context.outlet.id}
    return replace(context, captive=bool(outlets))
