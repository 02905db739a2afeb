"""Turning a transaction in a file into an exchange and the outcome of a visit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.crawl.http.codings import Decoded, decode
from spiders.crawl.http.documents import refusal
from spiders.crawl.http.exchange import Fetched
from spiders.crawl.http.outcome import Verdict, judge, judge_page
from spiders.crawl.http.whole import BAD_CHECKSUM
from spiders.crawl.http.whole import remark as whole_all_the_same
from spiders.crawl.http.wire import Head, WireError, parse_head
from storage.digest import payload_digest
from storage.payload import recipes
from storage.records import Exchange
from storage.warc.about import OWN
from storage.warc.message import Dechunker
from storage.warc.records import NOT_MODIFIED

if TYPE_CHECKING:
    from monitor.importing.transactions import Transaction

_OTHER_VERSIONS = re.compile(rb"\AHTTP/[23](?:\.0)? ")
_PROTOCOL = re.compile(rb"HTTP/[23](?:\.0)?")
_FAULTS = {"length": "too large", "time": "timeout", "disconnect": "short body"}
_MARKUP = re.compile(
    rb"\s*+(?>(?:\xef\xbb\xbf)?)\s*+(?>(?:<\?xml[^>]*+>\s*+)?)"
    rb"(?>(?:<!--(?>(?:(?!-->).){0,2000})-->\s*+|<\?xml-stylesheet[^>]*+>\s*+)*)"
    rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]",
    re.DOTALL,
)
_JSON_FEED = re.compile(rb"\s*\{.{0,300}https?:\\?/\\?/jsonfeed\.org", re.DOTALL)
_START = 4096
_FINAL = 200
"""Statuses below announce the answer, or another protocol (RFC 9110, 15.2)."""


class NotTaken(Exception):
    """A transaction is not stored. ``expected``: that is no fault, there is nothing to store."""

    def __init__(self, why: str, *, expected: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Taken:
    """An exchange, its times, and how the visit ended."""

    exchange: Exchange
    started_at: datetime
    finished_at: datetime
    verdict: Verdict


def take(found: Transaction, limit: int) -> Taken:
    """The exchange of a response or a resource. Raises NotTaken.

    ``limit`` is the largest decoded body in bytes.
    """
    url = url_of(found)
    head = _head(found)
    raw = _as_it_was(found)
    body = _Body(head, found.body, limit)
    if (why := refusal(head, seed=is_seed(body.payload))) is not None:
        raise NotTaken(why)
    truncated = _truncated(found) or body.truncated
    coding = head.get("content-encoding")
    recipe = recipes.suppose(found.body, body.payload, coding, body.chunked)
    unsure = recipe is None or recipes.is_supposed(recipe)
    exchange = Exchange(
        url=url,
        request_head=found.request,
        response_head=raw,
        status=head.status,
        payload=body.payload,
        wire_digest=payload_digest(found.body),
        wire_length=len(found.body),
        content_type=head.get("content-type"),
        content_encoding=coding,
        recipe=recipe,
        wire=found.body if unsure else None,
        peer=peer(found),
        truncated=truncated,
    )
    fault = _FAULTS[truncated] if truncated else body.fault
    odd = whole_all_the_same(fault, body.payload)
    return judged(found, exchange, head, None if odd else fault, odd)


def _as_it_was(found: Transaction) -> bytes:
    """The head; with the original status line, if our own export had to write another one."""
    told = found.about.get(OWN + "protocol", "").encode("latin-1", "replace")
    if _PROTOCOL.fullmatch(told) and found.head.startswith(b"HTTP/1.1 "):
        return told + found.head[len(b"HTTP/1.1") :]
    return found.head


def judged(
    found: Transaction,
    exchange: Exchange,
    head: Head,
    fault: str | None = None,
    remark: str | None = None,
) -> Taken:
    """The outcome, by the same rules as in a crawl."""
    started_at, finished_at = times(found)
    fetched = Fetched(started_at, finished_at, exchange, head, fault, remark=remark)
    verdict = judge(fetched) if is_seed(exchange.payload) else judge_page(fetched)
    return Taken(exchange, started_at, finished_at, verdict)


def head_of_revisit(found: Transaction, original_head: bytes) -> tuple[bytes, Head]:
    """The head of a revisit, raw and parsed; if it has none, that of its original."""
    raw = _as_it_was(found) or original_head
    if not raw and found.record.profile == NOT_MODIFIED:
        return raw, Head(b"", 1, 304, ())  # the profile says so: such a record needs no head
    return raw, _parse(raw)


def times(found: Transaction) -> tuple[datetime, datetime]:
    """When it began and ended.

    The time in microseconds that our own exports have takes precedence over the record's date, if
    it is within that second.
    """
    started = found.record.date
    assert started is not None
    exact = found.about.get(OWN + "started")
    try:
        time = datetime.fromisoformat(exact) if exact else started
        if time.replace(microsecond=0) == started:
            started = time
    except (ValueError, TypeError):
        pass
    digits = found.about.get("fetchtimems", "0")
    took = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0  # noqa: PLR2004 — eleven days
    return started, started + timedelta(milliseconds=took)


def url_of(found: Transaction) -> str:
    """The URL that was requested. Raises NotTaken for anything that is no page of the Web."""
    uri = found.record.uri or ""
    try:
        parts = urlsplit(uri)
        usable = parts.scheme.lower() in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise NotTaken("not a page of the Web")
    if found.request and not found.request.startswith(b"GET "):
        raise NotTaken("not requested with GET")
    return uri


def peer(found: Transaction) -> str | None:
    """The address of the server; no record says at which port."""
    return found.record.get("warc-ip-address") or None


def is_seed(payload: bytes) -> bool:
    """Whether these bytes begin like a feed or a sitemap."""
    start = payload[:_START]
    return bool(_MARKUP.match(start) or _JSON_FEED.match(start))


def _head(found: Transaction) -> Head:
    if found.record.type == "resource":
        media_type = found.record.get("content-type") or ""
        return Head(b"", 1, 200, (("content-type", media_type),))
    return _parse(found.head)


def _parse(raw: bytes) -> Head:
    """Parse a head, leniently for crawlers that write HTTP/2; the bytes stay as they are."""
    try:
        head = parse_head(_OTHER_VERSIONS.sub(b"HTTP/1.1 ", raw))
    except WireError as error:
        raise NotTaken("it contains no HTTP response", expected=False) from error
    if head.status < _FINAL:  # in a crawl the answer would follow
        raise NotTaken(
            f"it contains no final response, only one with status {head.status}", expected=False
        )
    return Head(raw, head.version, head.status, head.fields)


def _truncated(found: Transaction) -> str | None:
    """The reason in our words; any unknown reason counts as a broken connection."""
    word = (found.record.get("warc-truncated") or "").lower()
    if not word:
        return None
    return word if word in _FAULTS else "disconnect"


class _Body:
    """A body without its codings, if it really has those that its head declares.

    Many crawlers store decoded bodies and leave the head as it was, so what cannot be decoded is
    taken as decoded already.
    """

    def __init__(self, head: Head, body: bytes, limit: int) -> None:
        self.truncated: str | None = None
        self.fault: str | None = None
        self.chunked = False
        data = self._without_chunks(head, body)
        codings = [*head.tokens("content-encoding"), *head.tokens("transfer-encoding")]
        decoded = decode(data, codings, limit)
        self.payload = self._payload(data, decoded)
        if not self.chunked and self.payload == decoded.data and decoded.fault is None:
            self._compare_length(head, body)
        if len(self.payload) > limit:
            raise NotTaken(f"a body of more than {limit} bytes, the limit", expected=False)

    def _without_chunks(self, head: Head, body: bytes) -> bytes:
        if "chunked" not in head.tokens("transfer-encoding"):
            return body
        dechunker = Dechunker()
        data = dechunker.feed(body)
        if not dechunker.valid and not data:
            return body
        self.chunked = True
        if not dechunker.complete:
            self.truncated = "disconnect"
        return data

    def _payload(self, data: bytes, decoded: Decoded) -> bytes:
        fault = decoded.fault or ""
        if fault == "too large":
            raise NotTaken("a body that unpacks to more than the limit", expected=False)
        if fault == "short":
            self.truncated = self.truncated or "disconnect"
        elif fault == BAD_CHECKSUM or (fault.startswith("coding ") and b"\x00" in data[:_START]):
            self.fault = fault
        elif fault:
            return data
        return decoded.data

    def _compare_length(self, head: Head, body: bytes) -> None:
        """Note that a body shorter than declared is truncated, unless the crawler decoded it."""
        lengths = head.tokens("content-length")
        plain = self.payload == body and head.get("content-encoding") is not None
        if not lengths or plain or head.status == 304:  # noqa: PLR2004 — Not Modified
            return
        if lengths[0].isdigit() and len(lengths[0]) < 18 and int(lengths[0]) > len(body):  # noqa: PLR2004 — digits of a sane length
            self.truncated = self.truncated or "disconnect"
