"""An HTTP/1.1 client that keeps every byte it sends and receives (GET; forms for hubs)."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from spiders.crawl.http.codings import Decoded, decode, is_undecoded
from spiders.crawl.http.connection import Connection, Pool, StoppedError, tls_context
from spiders.crawl.http.exchange import ACCEPT, Fetched
from spiders.crawl.http.guard import PrivateAddressError
from spiders.crawl.http.patience import Patience
from spiders.crawl.http.render import Renderer
from spiders.crawl.http.whole import remark as whole_all_the_same
from spiders.crawl.http.wire import ResponseReader, WireError
from spiders.urls import host as netloc_of
from storage.digest import payload_digest
from storage.payload import recipes
from storage.records import Exchange

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Fetch
    from spiders.crawl.http.guard import Guard
    from spiders.crawl.http.wire import Head

_SAFE = "!$&'()*+,;=:@/?~-._%[]|"


@dataclass(slots=True)
class _Attempt:
    """What was sent and has come so far, whatever happens next."""

    request: bytes
    reader: ResponseReader
    connection: Connection | None = None


class Client:
    """Fetches one URL at a time; redirects and politeness are the caller's concern."""

    def __init__(self, configuration: Configuration, guard: Guard) -> None:
        self._timeout_s = configuration.timeout_s
        self._max_bytes = configuration.max_bytes
        self._user_agent = configuration.user_agent
        context = tls_context(configuration.ca_file)
        self._renderer = Renderer(configuration)
        self._pool = Pool(guard, context, configuration.max_connections)

    def close(self) -> None:
        """Drop the connections that are kept open."""
        self._pool.close()

    async def end(self) -> None:
        """Drop the connections, and end the browser if there is one."""
        self.close()
        await self._renderer.close()

    async def fetch(self, fetch: Fetch) -> Fetched:
        """Send a request and read its answer. Network faults are returned, not raised."""
        if fetch.rendering is not None:
            return await self._renderer.render(fetch.url, fetch.rendering)
        async with self._pool.place():
            return await self._fetch(fetch)

    async def _fetch(self, fetch: Fetch) -> Fetched:
        started = datetime.now(UTC)
        attempt = _Attempt(b"", ResponseReader(self._limit(fetch)))
        fault: str | None = None
        patience = Patience(self._timeout_s)
        try:
            async with patience:
                await self._attempt(fetch, attempt)
        except (WireError, StoppedError) as error:
            fault = error.reason
        except PrivateAddressError:
            fault = "private address"
        except TimeoutError:
            fault = "timeout"
        except OSError as error:  # before ValueError: a bad certificate is both
            fault = _network_fault(error)
        except ValueError:
            fault = "bad url"
        finished, took_s = datetime.now(UTC), patience.took_s
        head = attempt.reader.head
        if head is None:
            return Fetched(started, finished, fault=fault or "no answer", took_s=took_s)
        exchange, fault, remark = self._exchange(fetch, attempt, head, fault)
        return Fetched(started, finished, exchange, head, fault, took_s, remark)

    def _limit(self, fetch: Fetch) -> int:
        return fetch.max_bytes or self._max_bytes

    async def _attempt(self, fetch: Fetch, attempt: _Attempt) -> None:
        """Use a kept connection if there is one.

        Servers close those without a word; if not a byte of an answer came, the request is sent
        once more on a new connection (RFC 9112, 9.3.1), and so it is after a 408.
        """
        parts = urlsplit(fetch.url)
        attempt.request = request_head(fetch, parts, self._user_agent)
        netloc = netloc_of(fetch.url)
        attempt.connection = self._pool.idle(parts.scheme, netloc)
        if attempt.connection is not None:
            try:
                await attempt.connection.exchange(attempt.request, attempt.reader, fetch.refuse)
            except (WireError, OSError):
                if attempt.reader.started:
                    raise
                attempt.connection = None
            else:
                if _is_for_nobody(attempt.reader):
                    attempt.connection.close()
                    attempt.connection = None
        if attempt.connection is None:
            attempt.reader = ResponseReader(self._limit(fetch))
            attempt.connection = await self._pool.connect(parts, netloc)
            await attempt.connection.exchange(attempt.request, attempt.reader, fetch.refuse)
        self._pool.give_back(parts.scheme, netloc, attempt.connection)

    def _exchange(
        self, fetch: Fetch, attempt: _Attempt, head: Head, fault: str | None
    ) -> tuple[Exchange, str | None, str | None]:
        """The record of what was on the wire, the fault (the body's too), and a remark."""
        reader, connection = attempt.reader, attempt.connection
        stopped = fault is not None and fetch.refuse is not None and fetch.refuse(head) == fault
        body = b"" if stopped else reader.body()
        wire = bytes(reader.wire) if reader.chunked and not stopped else body  # one copy at best
        decoded = decode(body, _codings(head), self._limit(fetch))
        undecodable = is_undecoded(decoded)
        payload = body if undecodable else decoded.data
        fault = fault or _body_fault(reader, decoded)
        truncated = _truncated(reader, fault, stopped=stopped)
        whole = fault is None and head.status != HTTPStatus.NOT_MODIFIED
        odd = whole_all_the_same(fault, payload)
        remark = odd or decoded.remark
        exchange = Exchange(
            url=fetch.url,
            request_head=attempt.request,
            response_head=head.raw,
            status=head.status,
            payload=payload,
            wire_digest=payload_digest(wire),
            wire_length=len(wire),
            content_type=head.get("content-type"),
            content_encoding=head.get("content-encoding"),
            recipe=_recipe(fetch, head, reader, wire, payload) if whole else None,
            wire=wire if fetch.keep_wire or undecodable or remark else None,
            peer=connection.peer if connection else None,
            tls=connection.tls if connection else None,
            truncated=truncated,
        )
        return exchange, None if odd else fault, remark


def _is_for_nobody(reader: ResponseReader) -> bool:
    """Whether the server ended a kept connection with a 408 before it read the request."""
    return reader.head is not None and reader.head.status == HTTPStatus.REQUEST_TIMEOUT


def _codings(head: Head) -> list[str]:
    """Content codings, then transfer codings, in the order in which they were applied."""
    return head.tokens("content-encoding") + head.tokens("transfer-encoding")


def _body_fault(reader: ResponseReader, decoded: Decoded) -> str | None:
    if reader.overrun:
        return "too large"
    if not reader.complete or decoded.fault == "short":
        return "short body"
    return decoded.fault


def _recipe(
    fetch: Fetch, head: Head, reader: ResponseReader, wire: bytes, payload: bytes
) -> str | None:
    """The recipe, proved only if wire bytes must be kept without one: that costs ten times more."""
    encoding = ", ".join(head.tokens("content-encoding")) or None
    if not fetch.keep_wire:
        return recipes.suppose(wire, payload, encoding, reader.chunked)
    return recipes.find(wire, payload, encoding, reader.chunked, host=netloc_of(fetch.url))


def request_head(fetch: Fetch, parts: SplitResult, user_agent: str) -> bytes:
    """The bytes to send, with the form if any. Raises ValueError for a URL that cannot be sent."""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(fetch.url)
    target = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        target += "?" + quote(parts.query, safe=_SAFE)
    lines = [
        f"{'GET' if fetch.form is None else 'POST'} {target} HTTP/1.1",
        f"Host: {netloc_of(fetch.url)}",
        f"User-Agent: {user_agent}",
        f"Accept: {ACCEPT}",
        "Accept-Encoding: gzip",
    ]
    if fetch.form is not None:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(fetch.form)}")
    if fetch.cookie:
        lines.append(f"Cookie: {fetch.cookie}")
    if fetch.etag:
        lines.append(f"If-None-Match: {fetch.etag}")
    if fetch.last_modified:
        lines.append(f"If-Modified-Since: {fetch.last_modified}")
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError(fetch.url)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + (fetch.form or b"")


def _truncated(reader: ResponseReader, fault: str | None, *, stopped: bool) -> str | None:
    """The value of WARC-Truncated if the body is not kept in full; otherwise None."""
    if fault == "timeout":
        return "time"
    if stopped or fault == "too large":
        return "length"
    return "disconnect" if fault == "short body" or not reader.complete else None


def _network_fault(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE_FAULTS.get(error.verify_code, "tls untrusted")
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, socket.gaierror):
        return "dns"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, ConnectionError):
        return "reset"
    return "unreachable"


_CERTIFICATE_FAULTS = {
    9: "tls not yet valid",
    10: "tls expired",
    18: "tls self-signed",
    19: "tls self-signed",
    62: "tls wrong name",
    64: "tls wrong name",
}
"""By OpenSSL's X509_V_ERR codes."""
