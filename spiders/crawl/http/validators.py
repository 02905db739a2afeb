"""Pure: what an ETag and a Last-Modified say, and how far a host's are believed.

A 304 is the word of a server that a page is what it was. Some give one ETag to all that a template
makes, or date a page by what does not move with it: believed, they hide edits.
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
"""A host that has proved nothing is asked for the whole page at each so many-th look in a row."""
ENOUGH_AGREED, ENOUGH_PROVED = 30, 3
"""After so many whole pages that were what their validators said, or so many edits with which they
moved, it is asked as often as the settings say."""
DOUBTED_FOR = timedelta(days=30)
"""Validators that were wrong are not sent for so long; then they are tried anew."""
CONTRADICTED = "not modified, with another ETag or date"

_CODING = re.compile(r"[-:;/]{1,2}(?:gzip|gz|br|brotli|deflate|df|zstd)\Z")
"""What servers write into the ETag of a page that they packed (Apache, Jetty)."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page, to the letter."""

    etag: str | None
    last_modified: str | None

    @classmethod
    def of_head(cls, head: bytes) -> Validators:
        """Those of a response head."""
        return cls(header(head, b"etag"), header(head, b"last-modified"))

    def stay(self, after: Validators) -> bool | None:
        """Are those of a later answer the same? None where there is nothing to compare.

        Of two ETags they alone tell, weakly (RFC 9110, 8.8.3.2), and however the page was packed.
        """
        if self.etag and after.etag:
            return _opaque(self.etag) == _opaque(after.etag)
        if self.last_modified and after.last_modified:
            return self.last_modified == after.last_modified
        return None


def whole_every(trust: Trust, most: int, now: datetime) -> int:
    """Each how-many-th look in a row is at the whole page, whatever the validators say."""
    if is_doubted(trust, now):
        return 1
    if trust.proved >= ENOUGH_PROVED or trust.agreed >= ENOUGH_AGREED:
        return most
    return min(most, UNTRIED_EVERY)


def is_doubted(trust: Trust, now: datetime) -> bool:
    """Were they wrong, not long ago? A time ahead of us is of a clock that was."""
    return trust.lied_at is not None and abs(now - trust.lied_at) < DOUBTED_FOR


def _opaque(etag: str) -> str:
    return _CODING.sub("", etag.removeprefix("W/").replace('"', ""))
