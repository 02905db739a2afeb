"""Captures of one address as mementos (RFC 7089): which there are, and which is closest."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.errors import InputError, NotStored

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.records import Capture

_STAMP = "%Y%m%d%H%M%S"
_DIGITS = 14
_NOT_MODIFIED = 304


def mementos_of(archive: Archive, url: str) -> list[Capture]:
    """Every capture of the address, oldest first. Raises NotStored, InputError."""
    key = key_of(url)
    found = [one for one in archive.sights.of_key(key) if one.status != _NOT_MODIFIED]
    if not found:
        raise NotStored("capture of", url, do="See what there is with: variorum log")
    return found


def key_of(url: str) -> str:
    """The SURT key of an address. Raises InputError."""
    try:
        return surt(url)
    except ValueError as error:
        raise InputError(
            f"{url[:200]!r} is not an address.",
            why=str(error),
            do="Give one as in https://example.org/story",
        ) from error


def names_of(found: list[Capture]) -> dict[int, str]:
    """The name of each in the address of its memento, by capture id; all names differ.

    Fourteen digits, as in any web archive; if there are several captures in a second, followed by a
    dot and the capture's id in this archive.
    """
    stamps = {one.id: stamp(one.captured_at) for one in found}
    times = Counter(stamps.values())
    return {
        number: digits if times[digits] == 1 else f"{digits}.{number}"
        for number, digits in stamps.items()
    }


def closest(found: list[Capture], time: datetime | None, url: str) -> Capture:
    """The capture of this second, or otherwise the nearest to it; with None, the latest.

    Of several in one second, one of the very same URL is preferred to another spelling of it: a
    page is often redirected from http to https within a second.
    """
    if time is None:
        return found[-1]

    def distance(one: Capture) -> tuple[float, bool]:
        second = one.captured_at.replace(microsecond=0)
        return abs((second - time).total_seconds()), one.url != url

    return min(reversed(found), key=distance)


def stamp(time: datetime) -> str:
    """A time as fourteen digits, as in the addresses of web archives."""
    return time.astimezone(UTC).strftime(_STAMP).rjust(_DIGITS, "0")


def from_stamp(text: str) -> datetime:
    """The time for up to fourteen digits, completed if fewer. Raises InputError."""
    filled = text + "00000101000000"[len(text) : _DIGITS]
    try:
        return datetime.strptime(filled, _STAMP).replace(tzinfo=UTC)
    except ValueError as error:
        raise InputError(
            f"{text!r} is not an archive's time.", do="Give fourteen digits: 20260131080000"
        ) from error


def cdxj_key(key: str) -> str:
    """A SURT key as CDXJ writes it: without the opening bracket."""
    return key.removeprefix("(")
