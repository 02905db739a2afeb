"""What an ETag and a Last-Modified say, and how far a host's are believed. Pure.

A 304 is only a server's claim that a page has not changed. Some servers give one ETag to all pages
of a template, or date a page by something that does not change with it: believed, they hide edits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.visits import header

if TYPE_CHECKING:
    from datetime import datetime

    from storage.agenda.validators import Trust

UNTRIED_EVERY = 4
"""A host that has proved nothing yet is asked for the whole page at least this often: every 4th
visit in a row."""
ENOUGH_AGREED, ENOUGH_PROVED = 30, 3
"""After this many whole pages that agreed with their validators, or this many edits that changed
them, a host is asked for whole pages as often as the settings say."""
DOUBTED_FOR = timedelta(days=30)
"""For this long, validators that were wrong are not sent; then they are tried again."""
CONTRADICTED = "not modified, with another ETag or date"

_CODING = re.compile(r"[-:;/]{1,2}(?:gzip|gz|br|brotli|deflate|df|zstd)\Z")
"""What servers append to the ETag of a page that they compressed (Apache, Jetty)."""


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators that a server gave with a page, to the letter."""

    etag: str | None
    last_modified: str | None

    @classmethod
    def of_head(cls, head: bytes) -> Validators:
        """The validators of a response head."""
        return cls(header(head, b"etag"), header(head, b"last-modified"))

    def stay(self, after: Validators) -> bool | None:
        """Whether a later answer has the same validators; None if there is nothing to compare.

        If both have an ETag, it alone decides, by weak comparison (RFC 9110, 8.8.3.2) and whatever
        the compression.
        """
        if self.etag and after.etag:
            return _opaque(self.etag) == _opaque(after.etag)
        if self.last_modified and after.last_modified:
            return self.last_modified == after.last_modified
        return None


def whole_every(trust: Trust, most: int, now: datetime) -> int:
    """The N for which every Nth visit in a row asks for the whole page, whatever the validators."""
    if is_doubted(trust, now):
        return 1
    if trust.proved >= ENOUGH_PROVED or trust.agreed >= ENOUGH_AGREED:
        return most
    return min(most, UNTRIED_EVERY)


def is_doubted(trust: Trust, now: datetime) -> bool:
    """Whether they were wrong lately. A time far ahead comes from a clock that was ahead."""
    return trust.lied_at is not None and abs(now - trust.lied_at) < DOUBTED_FOR


def _opaque(etag: str) -> str:
    return _CODING.sub("", etag.removeprefix("W/").replace('"', ""))
