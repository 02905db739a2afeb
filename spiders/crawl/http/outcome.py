"""The outcome of an attempt to fetch. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from spiders.crawl.http.documents import NOT_TEXT, is_text
from spiders.crawl.http.refresh import refresh_target
from spiders.http_date import parse_http_date
from spiders.urls import resolve, surt, without_user
from storage.kinds import TO_ITSELF
from storage.records import Outcome

if TYPE_CHECKING:
    from spiders.crawl.http.exchange import Fetched
    from spiders.crawl.http.wire import Head

MAX_REST = timedelta(days=7)
"""No server can make us rest for longer than this: a typing error must not end an archive."""

_REST_REASONS = {429: "too many requests", 503: "unavailable"}
RESTS = frozenset(_REST_REASONS.values())
"""Reasons after which a host is left alone for a while."""
FORBIDDEN = frozenset({"forbidden", "bot check"})
"""Reasons that concern the host if one page after the other has them."""

_BLOCKED = {401: "login", 403: "forbidden", **_REST_REASONS}
_MISSING = {404: None, 410: "gone", 451: "withheld by law"}
_WHOLE = frozenset({200, 203})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSALS = frozenset({"private address", "not a document", "bad url"})
UNREACHED = frozenset({"timeout", "connection refused", "dns", "unreachable"})
"""Faults of a host rather than of one of its pages."""
_CHALLENGE_FIELDS = (
    ("cf-mitigated", "challenge"),
    ("x-amzn-waf-action", ""),
    ("x-sucuri-block", ""),
)
"""Response fields by which firewalls mark their own pages: the name, and a part of the value."""


_SECONDS = re.compile(
    r"([0-9]{1,99})(?:\.[0-9]{1,9})?[ ]{0,9}(?:s(?:ec(?:ond)?s?)?)?(?:[,;]|\Z)", re.IGNORECASE
)
"""A number, and what servers write after it: a fraction, a unit, another value."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one exchange. ``location`` is the redirect's absolute target."""

    outcome: Outcome
    reason: str | None = None
    location: str | None = None
    retry_after: datetime | None = None


def judge(fetched: Fetched) -> Verdict:
    """The one outcome for whatever happened."""
    head, fault = fetched.head, fetched.fault
    if fault in _REFUSALS:
        return Verdict(Outcome.REFUSED, fault)
    if head is None:
        return Verdict(Outcome.FAILED, fault)
    retry_after = retry_time(head.get("retry-after"), fetched.finished_at)
    if head.status in _BLOCKED or _is_challenge(head):
        check = _is_challenge(head) and head.status != HTTPStatus.TOO_MANY_REQUESTS
        reason = "bot check" if check else _BLOCKED[head.status]
        return Verdict(Outcome.BLOCKED, reason, retry_after=retry_after)
    if head.status in _REDIRECTS:
        return _redirect(fetched, head)
    if head.status in _MISSING:
        return Verdict(Outcome.MISSING, _MISSING[head.status])
    if head.status == HTTPStatus.NOT_MODIFIED:
        return Verdict(Outcome.UNMODIFIED)
    if fault is not None:
        return Verdict(Outcome.FAILED, fault)
    if head.status in _WHOLE:
        return _refreshed(fetched, head) or Verdict(Outcome.CAPTURED, fetched.remark)
    return Verdict(Outcome.FAILED, f"status {head.status}", retry_after=retry_after)


def judge_page(fetched: Fetched) -> Verdict:
    """The verdict on what should be a page: undeclared compressed data, for example, is none."""
    verdict, exchange = judge(fetched), fetched.exchange
    if verdict.outcome is Outcome.CAPTURED and exchange and not is_text(exchange.payload):
        return Verdict(Outcome.FAILED, NOT_TEXT)
    return verdict


def retry_time(value: str | None, now: datetime) -> datetime | None:
    """The time that a Retry-After field names, in seconds or as a date; None if unreadable."""
    if not value:
        return None
    seconds = _SECONDS.match(value)
    if seconds is not None:
        return min(now + timedelta(seconds=min(int(seconds[1]), 10**9)), now + MAX_REST)
    when = parse_http_date(value)
    return None if when is None else min(max(when, now), now + MAX_REST)


def _redirect(fetched: Fetched, head: Head) -> Verdict:
    """The verdict on a redirect; one to itself or to another scheme has a reason."""
    value = head.get("location")
    assert fetched.exchange is not None
    url = fetched.exchange.url
    if not value:
        return Verdict(Outcome.FAILED, "no location")
    target = resolve(url, _as_utf8(value))
    if target is None:
        return Verdict(Outcome.REDIRECTED, "not to http", value[:2000])
    target = without_user(target)
    return Verdict(Outcome.REDIRECTED, TO_ITSELF if target == url else None, target)


def _refreshed(fetched: Fetched, head: Head) -> Verdict | None:
    """A redirect, if the page only leads to another one; None also if it leads to itself.

    Bot checks lead to themselves, with a new token for the server in the query each time.
    """
    assert fetched.exchange is not None
    if "html" not in (head.get("content-type") or "html").lower():
        return None
    named = refresh_target(fetched.exchange.payload)
    target = resolve(fetched.exchange.url, named) if named else None
    if target is None or _asks_more(surt(target), surt(fetched.exchange.url)):
        return None
    return Verdict(Outcome.REDIRECTED, location=without_user(target))


def _asks_more(key: str, own: str) -> bool:
    """Whether it is the same page, with the same query and perhaps more in it."""
    (path, _, query), (own_path, _, own_query) = key.partition("?"), own.partition("?")
    return path == own_path and {*own_query.split("&")} <= {"", *query.split("&")}


def _as_utf8(value: str) -> str:
    """A field's value as UTF-8 if it is that, as servers write it; heads are read as latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def _is_challenge(head: Head) -> bool:
    for name, word in _CHALLENGE_FIELDS:
        value = head.get(name)
        if value is not None and word in value.lower():
            return True
    return False
