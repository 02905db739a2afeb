"""Redirect loops: where a chain of redirects without a page began, and whether it is a loop.

A crawl follows each redirect once, and finds a loop at the first visit. Later each address of the
loop is due by itself and no single chain goes round, so its article would stay live for ever.
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
    """Whether this redirect and all others of its loop were in it at their last two visits.

    A host that sets a cookie redirects back once and then to the page, so such a host had a page at
    one of two visits in a row.
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
    """The URL at which the chain of redirects that ends with this visit began, and when."""
    url, at, before, met = visit.address.url, visit.at, visit.visit_id, {visit.address.url}
    for _ in range(MOST):
        led = archive.sights.led_from(url, before)
        if led is None or led[1] in met:
            break
        before, url, at = led
        met.add(url)
    return url, at
