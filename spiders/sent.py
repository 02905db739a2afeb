"""When an answer was sent, by the clock of the server that sent it: ours may have been wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from spiders.http_date import parse_http_date
from storage.errors import ArchiveDamaged, NotStored
from storage.visits import header

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Archive

_AGE = re.compile(r"[0-9]{1,9}")


def sent_at(archive: Archive, capture_id: int) -> datetime | None:
    """The time at which the server says it sent this answer; None if it does not say so itself.

    A copy from a cache was sent at its date plus its age.
    """
    try:
        head = archive.heads(capture_id)[1]
    except (ArchiveDamaged, NotStored):
        return None
    if header(head, b"memento-datetime") is not None:  # from a web archive, which sent it later
        return parse_http_date(header(head, b"x-archive-orig-date"))
    date = parse_http_date(header(head, b"date"))
    try:
        return None if date is None else date + age_in(head)
    except OverflowError:
        return None


def age_in(head: bytes) -> timedelta:
    """How long a cache had kept the answer (``Age``, RFC 9111, 5.1); zero if there is no age."""
    age = header(head, b"age")
    return timedelta(seconds=int(age)) if age is not None and _AGE.fullmatch(age) else timedelta()
