"""Whether our own network answers in place of the outlets, as a captive portal does.

A hotspot redirects every request to its login page, or returns that page instead, for robots.txt
and feeds too, and for every outlet. A wall of an outlet itself hides its articles, but not what it
offers to machines.
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
"""How many answers of all outlets, within a day, are looked at."""


def led_away(archive: Archive, context: Context) -> Context:
    """The context, with whether it redirects to where a feed or robots.txt redirected just now.

    It counts in three cases. The feed was another outlet's, and no outlet has answered otherwise
    since. It was this outlet's, and none has since the first such redirect of the day. Or all pages
    of several outlets lead there, and none answers otherwise. So a login page that several papers
    share is a wall, unless no other outlets are watched; so is one in front of an outlet's feed, if
    other outlets answer.
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
    """The URL without its query, in which a portal notes where its guest wanted to go."""
    return surt(url).partition("?")[0]


def given_instead(archive: Archive, context: Context, said: Extraction) -> Context:
    """The context, with whether the page was returned in place of a robots.txt or feed as well.

    Looked up if it is a login page, or would be an article. An outlet may have a page that it shows
    whenever it has nothing; that is its own, unless other outlets show it too. Its login page is
    its own if other outlets answer meanwhile.
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
    """Whether the page was returned in place of a robots.txt or a feed of other outlets."""
    return bool(_given_to_machines(archive, capture) - {outlet.id})


def _given_to_machines(archive: Archive, capture: Capture) -> set[int]:
    span = capture.captured_at - CONFIRMATION_SPAN, capture.captured_at + CONFIRMATION_SPAN
    return archive.sights.machines_given(capture.id, *span)


def _is_alone(archive: Archive, context: Context) -> bool:
    """Whether no other outlet answered that day."""
    visit = context.visit
    heard = archive.sights.heard_lately(visit.visit_id, visit.at - CONFIRMATION_SPAN, LAST)
    return {one.outlet_id for one in heard} <= {context.outlet.id}
