"""Do redirects lead back to where they began, with no page between?

A crawl follows each way once, and finds a ring at the first look. At the next one each address of
it is due by itself, and none of the ways goes round: an article was live for ever behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.urls import surt

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.records import Unread

MOST = 20


def is_in_ring(archive: Archive, visit: Unread) -> bool:
    """Does this redirect lead round, and did it and those behind it at the look before?

    A host that gives a cookie on the way leads back once, and then to the page: of two visits in a
    row to that one showed it.
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
