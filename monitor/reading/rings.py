"""Where redirects that lead to no page began, and whether they lead back there.

A crawl follows each redirect once, and finds a ring at its first visit. Later each address of the
ring is due by itself, and no single chain goes round: its article would stay live for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.urls import surt

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Unread

MOST = 20


def is_in_ring(archive: Archive, visit: Unread) -> bool:
    """Whether this redirect is part of a ring, and was at the visit before, like the others in it.

    A host that sets a cookie on the way leads back once and then to the page, so one of two visits
    in a row showed that.
    """
    sights, own = archive.sights, visit.address.id
    if visit.location is None or sights.led_to(own, visit.visit_id, times=2) is None:
        return False
    target, met = visit.location, {visit.address.key}
    for _ in range(MOST):
        key = surt(target)
        if key in met:
            return key != visit.address.key or len(met) > 1
        address = archive.address(key)
        led = None if address is None else sights.led_to(address.id, times=2)
        if led is None:
            return False
        met.add(key)
        target = led
    return False


def began_at(archive: Archive, visit: Unread) -> tuple[str, datetime]:
    """The URL with which the way of redirects began of which this visit is the last, and when."""
    url, at, before, met = visit.address.url, visit.at, visit.visit_id, {visit.address.url}
    for _ in range(MOST):
        led = archive.sights.led_from(url, before)
        if led is None or led[1] in met:
            break
        before, url, at = led
        met.add(url)
    return url, at
