"""robots.txt by RFC 9309: the rules in a file, and the times that apply to it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from storage.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from protego import Protego

MAX_BYTES = 500 * 1024
"""What is parsed of a file; the RFC wants at least 500 kibibytes."""
ASKED_EVERY = timedelta(hours=1)
"""Whoever crawls without an end asks for it so often; each pass that a person starts asks anew."""
HOLDS_FOR = timedelta(days=1)
"""What was said last counts for so long while the file cannot be had (RFC 9309, 2.4)."""
MAX_REDIRECTS = 5
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=5), timedelta(hours=6)
"""A file that cannot be had is fetched again after FIRST_RETRY, doubled up to LONGEST_RETRY."""
UNREACHABLE_FOR = timedelta(days=30)
"""After this long without an answer, the last copy counts again, if there is one (2.3.1.4)."""
LOOKED_AWAY = timedelta(days=7)
"""The most that counts as watched between two visits: a clock that jumps watches nothing."""
AGENT = "variorum"
_NAMED = re.compile(rf"(?im)^([ \t]*user-agent[ \t]*:[ \t]*{AGENT})(?![\w-])[^\r\n]*")
"""A line that names us with a version, as in a host's logs: only the token counts."""
MAX_CRAWL_DELAY_S = 120.0
"""A longer Crawl-delay counts as this: beyond it, no outlet could be followed at all."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host lets us request. Without ``rules``, ``allow_all`` decides about everything.

    A refusal ends as a visit with this ``outcome`` and ``reason``. ``reachable`` is False where
    the file could not be had, ``again_at`` is when it is asked again; ``remark`` says what was odd
    about it.
    """

    rules: Protego | None = None
    allow_all: bool = True
    outcome: Outcome = Outcome.REFUSED
    reason: str = "robots"
    reachable: bool = True
    again_at: datetime | None = None
    remark: str | None = None
    sitemaps: tuple[str, ...] = ()
    crawl_delay_s: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether this URL of the host may be requested."""
        if self.rules is None:
            return self.allow_all
        return bool(self.rules.can_fetch(url, AGENT))


ALLOW_ALL = Robots()
NO_ROBOTS = "no robots.txt"
"""The reason of a visit that found none: a full answer (RFC 9309, 2.3.1.3), no missing page."""
RULED_OUT = Robots(allow_all=False, reason="rules")
UNREACHABLE = Robots(allow_all=False, reason="robots unreachable", reachable=False)


def retry_at(now: datetime, failures: int) -> datetime:
    """When a file is fetched again that could not be had this many times in a row before."""
    return now + min(FIRST_RETRY * (1 << min(max(failures, 0), 16)), LONGEST_RETRY)


def robots_url(url: str) -> str:
    """The URL of the robots.txt for this URL."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/robots.txt", "", ""))


def parse(payload: bytes) -> Robots:
    """The rules of a file. HTML, or anything else that is not a robots.txt, forbids nothing."""
    from protego import Protego  # noqa: PLC0415  # only when a host is visited

    wide = payload.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = payload[:MAX_BYTES].decode("utf-16" if wide else "utf-8", "replace")
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] == "<":
        return Robots(remark="no robots.txt but a page")
    rules = Protego.parse(_NAMED.sub(r"\1", text))
    delay = rules.crawl_delay(AGENT)
    return Robots(
        rules=rules,
        sitemaps=tuple(dict.fromkeys(rules.sitemaps)),
        crawl_delay_s=min(float(delay or 0.0), MAX_CRAWL_DELAY_S),
    )


def watched_for(looks: Iterable[datetime]) -> timedelta:
    """How long these visits, in the order in which they were made, have really watched."""
    spans = (later - one for one, later in pairwise(looks))
    return sum((min(max(span, timedelta()), LOOKED_AWAY) for span in spans), timedelta())
