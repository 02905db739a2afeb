"""Does our own network answer for the outlets, which wants to know its guests?

A hotspot leads all that is asked to its login page, or gives that in the place of it: robots.txt
and feeds as well, and those of every outlet. A wall of an outlet's own stands before its articles,
and not before what it gives to machines.
"""

from __future__ import annotations

import itertools
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
    from storage.records import Capture, Extraction, Outlet
    from storage.sights import Heard

LAST = 500
"""So many answers of all outlets are looked at, of all of a day."""


def led_away(archive: Archive, context: Context) -> Context:
    """The context, with whether it leads to a page to which a feed or a robots.txt led just now.

    Another outlet's, and nobody was heard of since; or this one's own, and nobody was since the
    first that led there that day. Or where all pages of several outlets lead, and nothing else is
    heard of any. So the login page of a house of several papers is a wall, unless they are all
    that is watched, and so is the one before an outlet's feed, where others are heard meanwhile.
    """
    visit, own = context.visit, context.outlet.id
    if visit.reason != ABROAD or visit.location is None:
        return context
    since, name, page = visit.at - CONFIRMATION_SPAN, host(visit.location), _page(visit.location)

    def leads_there(one: Heard) -> bool:
        return host(one.came_from) == name

    answers = archive.sights.heard_lately(visit.visit_id, since, LAST)
    heard = [one for one in answers if host(one.asked) != name]  # of itself it says nothing
    last = [*itertools.takewhile(leads_there, heard)]
    machines = {one.outlet_id for one in last if one.for_machines and _page(one.came_from) == page}
    unbroken = len(last) == sum(map(leads_there, heard))
    several = len({one.outlet_id for one in last}) > 1 and context.all_abroad
    captive = (
        bool(machines - {own}) or (own in machines and unbroken) or (several and last == heard)
    )
    return replace(context, captive=captive)


def _page(url: str) -> str:
    """The address without its query, in which a portal writes where its guest wanted to go."""
    return surt(url).partition("?")[0]


def given_instead(archive: Archive, context: Context, said: Extraction) -> Context:
    """The context, with whether the page is given in the place of a robots.txt or a feed, too.

    Asked where it is a login page, or makes an article. In the place of an article an outlet may
    show what it shows wherever it has nothing: that is its own, but not where others show it too.
    So is its login page, where others are heard.
    """
    visit, own = context.visit, context.own
    if visit.capture is None:
        return context
    begins = own is None and said.page_type in ARTICLE_PAGES
    login = said.obstacle is Obstacle.LOGIN
    if not (begins or login or (own is not None and unlike(own.content, said))):
        return context
    outlets = _given_to_machines(archive, visit.capture)
    others = outlets - {context.outlet.id}
    captive = bool(others or (outlets and (begins or (login and _is_alone(archive, context)))))
    return replace(context, captive=captive)


def is_given_by_others(archive: Archive, outlet: Outlet, capture: Capture) -> bool:
    """Was the page given in the place of a robots.txt or a feed of other outlets?"""
    return bool(_given_to_machines(archive, capture) - {outlet.id})


def _given_to_machines(archive: Archive, capture: Capture) -> set[int]:
    span = capture.captured_at - CONFIRMATION_SPAN, capture.captured_at + CONFIRMATION_SPAN
    return archive.sights.machines_given(capture.id, *span)


def _is_alone(archive: Archive, context: Context) -> bool:
    """Was no other outlet heard of that day?"""
    visit = context.visit
    heard = archive.sights.heard_lately(visit.visit_id, visit.at - CONFIRMATION_SPAN, LAST)
    return {one.outlet_id for one in heard} <= {context.outlet.id}
