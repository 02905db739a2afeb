"""One HTTP exchange as data; part of :mod:`storage.records`, by which it is imported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tls:
    """The TLS session of an exchange: ``chain`` holds DER certificates, the host's own first."""

    protocol: str
    cipher: str
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP exchange as it went over the wire: the content of a capture.

    ``wire`` is every byte after the response head (chunk framing and content coding
    included); it is None where only its digest and length are kept. ``payload`` is the entity
    with all transfer and content codings removed. ``recipe`` says how to rebuild ``wire`` from
    ``payload`` to the byte, or how that may be done (``storage.payload.recipes``); it is None where
    nobody knows. ``truncated`` is one of ``length``, ``time``, ``disconnect`` (the words of
    WARC-Truncated), or None. ``rendered`` is the page as a browser showed it (UTF-8), and
    ``renderer`` that browser, where the outlet's rules ask for one.
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
