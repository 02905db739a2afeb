"""What a robots.txt said last, by what is stored: hop by hop, as it was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.crawl.manners.robots import ALLOW_ALL, MAX_REDIRECTS, Robots, parse
from storage.errors import PayloadDamaged, Redacted

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Address


@dataclass(frozen=True, slots=True)
class Said:
    """The rules that were said ``at`` this time; ``payload`` is the file's digest, None if none."""

    at: datetime
    robots: Robots
    payload: str | None


def said_last(archive: Archive, address: Address, where: str) -> Said | None:
    """What the robots.txt at this URL said last, whenever that was; None if that is not known.

    Each URL on the way counts as it last answered, so whose file was asked for does not matter:
    hosts with and without ``www.``, http and https have one address and may have several files.
    """
    url = where
    for _ in range(MAX_REDIRECTS + 1):
        given = archive.hosts.robots.given(address.id, url)
        if given is None:
            return None
        if given.onward is None:
            break
        url = given.onward
    else:
        return None
    if given.payload is None:
        return Said(given.at, ALLOW_ALL, None)
    try:
        return Said(given.at, parse(archive.payload(given.payload)), given.payload)
    except (PayloadDamaged, Redacted):
        return None  # `verify` reports it; the file can be fetched again
