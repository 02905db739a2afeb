"""Gives an article a pace of its own, for the command ``watch`` and the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.queries.references import find_article, key_of
from spiders.urls import surt
from storage.agenda.pins import Pin
from storage.errors import InputError, NotStored
from storage.records import Role

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive
    from storage.records import Address

SOONEST = timedelta(seconds=30)
SELDOM = timedelta(days=90)
"""The interval for looks at a finished story."""


def address_of(archive: Archive, name: str) -> Address:
    """The address of a URL, or of the article of this number. Raises NotStored, InputError."""
    key = key_of(name)
    if isinstance(key, int):
        key = surt(find_article(archive, name).url)
    address = archive.address(key)
    if address is None:
        raise NotStored("address", name, do=f"Watch it with: variorum add {name}")
    return address


def watched(archive: Archive, url: str) -> Address:
    """The address of an article, or of what may be one. Raises NotStored, InputError."""
    address = address_of(archive, url)
    if address.role not in (Role.ARTICLE, Role.CANDIDATE):
        raise InputError(
            f"{url} is not an article.", do="Pin an article; seeds have their own pace."
        )
    return address


def watch(
    archive: Archive, address: Address, every: timedelta, span: timedelta | None, now: datetime
) -> None:
    """Look this often, for this long (None: until further notice). Raises InputError."""
    if every < SOONEST:
        raise InputError(f"--every must be {SOONEST.seconds} s or more.")
    archive.attention.pin(address.id, Pin(every, None if span is None else now + span), now)


def unwatch(archive: Archive, address: Address, now: datetime) -> None:
    """Remove the address's own pace."""
    archive.attention.unpin(address.id, now)
