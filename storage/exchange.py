"""One HTTP exchange as data; to be imported from :mod:`storage.records`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tls:
    """The TLS session of an exchange: ``chain`` has DER certificates, the host's own first."""

    protocol: str
    cipher: str
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP exchange as it went over the wire: the content of a capture.

    ``wire`` is every byte after the response head (including chunk framing and content coding);
    None if only its digest and length are stored. ``payload`` is the body with all transfer and
    content codings removed. ``recipe`` says how to restore ``wire`` from ``payload`` byte for byte,
    or how that might be done (``storage.payload.recipes``); None if that is not known.
    ``truncated`` is one of ``length``, ``time``, ``disconnect`` (the words of WARC-Truncated), or
    None. ``rendered`` is the page as a browser rendered it (UTF-8), and ``renderer`` that browser,
    if the outlet's rules ask for one.
    """

    url: str
    request_head: bytes
    response_head: bytes
    status: int
    payload: bytes
    wire_digest: str
    wire_length: int
    content_type: str | None = None
    content_encoding: str | None = None
    recipe: str | None = None
    wire: bytes | None = None
    peer: str | None = None
    tls: Tls | None = None
    truncated: str | None = None
    rendered: bytes | None = None
    renderer: str | None = None
