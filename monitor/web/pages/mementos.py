"""Memento (RFC 7089): from an address and a time to what was there."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

from flask import Blueprint, Response, redirect, request

from monitor.output import to_json
from monitor.queries.mementos import (
    cdxj_key,
    closest,
    from_stamp,
    key_of,
    mementos_of,
    names_of,
    stamp,
)
from monitor.web.site import archive
from monitor.web.stored import stored_page
from storage.errors import InputError, NotStored

if TYPE_CHECKING:
    from storage.records import Capture

blueprint = Blueprint("mementos", __name__)

LINK_FORMAT = "application/link-format"
_REDIRECTS = range(300, 400)
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}\Z")
_VALUE = re.compile(r"[^\t\x20-\x7e\xa0-\xff]")
_LONGEST_VALUE = 4_000


@blueprint.get("/timegate/<address:url>")
def timegate(url: str) -> Response:
    """302 to the capture closest to ``Accept-Datetime``, or to the latest."""
    original = _original("/timegate/", url)
    found = mementos_of(archive(), original)
    chosen = closest(found, _accepted(), original)
    response = redirect(_memento_url(chosen, names_of(found)), 302)
    response.headers["Vary"] = "accept-datetime"
    response.headers["Link"] = ", ".join(_links(original, found, chosen, gate=False))
    return response  # type: ignore[return-value]  # werkzeug's response is flask's here


@blueprint.get(r'/web/<regex("[0-9]{4,14}(?:\.[0-9]{1,18})?"):name>id_/<address:url>')
def memento(name: str, url: str) -> Response:
    """The capture of this name as it was sent; 302 to the closest if none has the name."""
    original = _original(f"/web/{name}id_/", url)
    found = mementos_of(archive(), original)
    names = names_of(found)
    chosen = next((one for one in found if names[one.id] == name), None)
    if chosen is None:
        chosen = closest(found, from_stamp(name.partition(".")[0]), original)
        return redirect(_memento_url(chosen, names), 302)  # type: ignore[return-value]  # the same
    response = _as_sent(chosen, found)
    response.headers["Memento-Datetime"] = _http_date(chosen.captured_at)
    response.headers["Link"] = ", ".join(_links(original, found, chosen))
    return response


@blueprint.get("/timemap/link/<address:url>")
def timemap(url: str) -> Response:
    """Every capture of the address, in link format."""
    original = _original("/timemap/link/", url)
    found = mementos_of(archive(), original)
    names = names_of(found)
    first, last = (_http_date(one.captured_at) for one in (found[0], found[-1]))
    own = f'<{request.url}>; rel="self"; type="{LINK_FORMAT}"; from="{first}"; until="{last}"'
    lines = [
        f'<{_escaped(original)}>; rel="original"',
        own,
        f'<{_whole("/timegate/", original)}>; rel="timegate"',
        *(_memento_link(one, names, _relation(one, found)) for one in found),
    ]
    return Response(",\n".join(lines) + "\n", content_type=LINK_FORMAT)


@blueprint.get("/timemap/cdxj/<address:url>")
def timemap_cdxj(url: str) -> Response:
    """Every capture of the address, as lines of key, time and JSON."""
    original = _original("/timemap/cdxj/", url)
    key = cdxj_key(key_of(original))
    found = mementos_of(archive(), original)
    names = names_of(found)
    lines = [f"{key} {stamp(one.captured_at)} " + to_json(_cdxj(one, names)) for one in found]
    return Response("\n".join(lines) + "\n", content_type="text/x-cdxj; charset=utf-8")


def _cdxj(capture: Capture, names: dict[int, str]) -> dict[str, str]:
    return {
        "url": capture.url,
        "mime": (capture.content_type or "").split(";")[0].strip(),
        "status": str(capture.status),
        "digest": capture.payload,
        "length": str(capture.payload_length),
        "uri": _memento_url(capture, names),
    }


# --- what is asked for ---------------------------------------------------------------------------
def _original(prefix: str, decoded: str) -> str:
    """The address within the address, as it was written: a query belongs to it, ``%2F`` stays.

    If its own colon is escaped, the whole is escaped as one part of a path, and is unescaped.
    If a proxy merged the two slashes after the scheme, they are restored; the brackets of an IPv6
    address, which are escaped in a path, are unescaped.
    """
    raw = str(request.environ.get("REQUEST_URI", ""))
    if raw.startswith(prefix):
        url = raw.removeprefix(prefix)
    else:
        query = request.query_string.decode("ascii", "replace")
        url = f"{decoded}?{query}" if query else decoded
    url = unquote(url) if re.match(r"https?%3A", url, re.IGNORECASE) else url
    url = url if re.match(r"https?:/", url) else f"http://{url}"
    url = re.sub(r"^(https?):/+", r"\1://", url)
    return re.sub(r"^(https?://)%5B([0-9a-fA-F:.]+)%5D", r"\1[\2]", url, flags=re.IGNORECASE)


def _accepted() -> datetime | None:
    """The time in ``Accept-Datetime``, if sent. Raises InputError if it is not a time of HTTP."""
    text = request.headers.get("Accept-Datetime", "").strip()
    if not text:
        return None
    try:
        time = parsedate_to_datetime(text)
    except ValueError as error:
        raise InputError(
            f"{text[:60]!r} is not an HTTP time.", do="Send: Thu, 26 Nov 2026 08:00:00 GMT"
        ) from error
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


# --- what is answered ----------------------------------------------------------------------------
def _as_sent(capture: Capture, found: list[Capture]) -> Response:
    """The capture with its bytes and status; its original headers get names of their own."""
    response = stored_page(archive().payload(capture.payload), capture.content_type)
    response.status_code = capture.status
    for name, value in _sent_headers(capture):
        response.headers.add(f"X-Archive-Orig-{name}", value)
        if name.lower() == "location" and capture.status in _REDIRECTS:
            with suppress(ValueError):  # it led nowhere even then
                target = urljoin(capture.url, value)
                response.headers["Location"] = _onward(capture, target, found)
    return response


def _onward(capture: Capture, target: str, found: list[Capture]) -> str:
    """The address of the target as it was then.

    If the target is another spelling of the same address (http, then https), the closest capture
    of all would be this redirect itself, so that only captures with its spelling count.
    """
    there = [one for one in found if one.url == target]
    if there and target != capture.url:
        return _memento_url(closest(there, capture.captured_at, target), names_of(found))
    return _whole(f"/web/{stamp(capture.captured_at)}id_/", target)


def _sent_headers(capture: Capture) -> list[tuple[str, str]]:
    """The response head as pairs, without what cannot be a header; empty if it was removed."""
    try:
        head = archive().heads(capture.id)[1]
    except NotStored:
        return []
    pairs = []
    for line in head.split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon and _NAME.match(name):
            text = _VALUE.sub("", value.decode("latin-1").strip())
            pairs.append((name.decode("ascii"), text[:_LONGEST_VALUE]))
    return pairs


def _links(original: str, found: list[Capture], chosen: Capture, *, gate: bool = True) -> list[str]:
    place, names = found.index(chosen), names_of(found)
    near = {0, len(found) - 1, place - 1, place, place + 1}
    links = [f'<{_escaped(original)}>; rel="original"']
    if gate:
        links.append(f'<{_whole("/timegate/", original)}>; rel="timegate"')
    links.append(f'<{_whole("/timemap/link/", original)}>; rel="timemap"; type="{LINK_FORMAT}"')
    for number in sorted(near & set(range(len(found)))):
        steps = {place - 1: "prev ", place + 1: "next "}
        relation = steps.get(number, "") + _relation(found[number], found)
        links.append(_memento_link(found[number], names, relation))
    return links


def _relation(capture: Capture, found: list[Capture]) -> str:
    first = "first " if capture is found[0] else ""
    last = "last " if capture is found[-1] else ""
    return f"{first}{last}memento"


def _memento_link(capture: Capture, names: dict[int, str], relation: str) -> str:
    url, time = _memento_url(capture, names), _http_date(capture.captured_at)
    return f'<{url}>; rel="{relation}"; datetime="{time}"'


def _memento_url(capture: Capture, names: dict[int, str]) -> str:
    return _whole(f"/web/{names[capture.id]}id_/", capture.url)


def _whole(prefix: str, url: str) -> str:
    return request.root_url.rstrip("/") + prefix + _escaped(url)


def _escaped(url: str) -> str:
    """The address, escaped for use between angle brackets and in a header."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def _http_date(time: datetime) -> str:
    return format_datetime(time.astimezone(UTC).replace(microsecond=0), usegmt=True)
