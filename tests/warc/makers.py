"""Small WARC files, made by hand so that each can be wrong in one way."""

from __future__ import annotations

import gzip
import hashlib
from io import BytesIO

from storage.zstandard import zstd

URL = "http://herald.example/story"
RESPONSE_ID = "<urn:uuid:11111111-1111-4111-8111-111111111111>"
BODY = b"<!doctype html><title>T</title><p>caf\xc3\xa9</p>"
HEAD = (
    b"HTTP/1.1 200 OK\r\nsErVeR: x\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    % len(BODY)
)
REQUEST = b"GET /story HTTP/1.1\r\nHost: herald.example\r\n\r\n"
HTTP = "application/http;msgtype=response"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_count = iter(range(1, 10**6))
"""All of one width, as where tests cut a file must not depend on how many records came before."""


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def record(kind, block, uri=URL, *, payload=None, fields=(), change=None, length=None, **parts):
    """A record; ``change`` replaces the values of fields (None leaves one out)."""
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": parts.get("record_id") or f"<urn:uuid:0-{next(_count):06}>",
        "WARC-Date": parts.get("date", "2026-03-01T08:00:00Z"),
        "WARC-Target-URI": uri,
        "Content-Type": parts.get("content_type"),
        "WARC-Block-Digest": digest(block),
        "WARC-Payload-Digest": None if payload is None else digest(payload),
        **dict(fields),
        "Content-Length": str(len(block) if length is None else length),
        **(change or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    version = parts.get("version", "1.1")
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + parts.get("end", b"\r\n\r\n")


def info():
    return record(
        "warcinfo", b"software: x\r\n", None, content_type="application/warc-fields", payload=None
    )


def response(head=HEAD, body=BODY, **more):
    more.setdefault("record_id", RESPONSE_ID)
    return record("response", head + body, **{"payload": body, "content_type": HTTP, **more})


def request(**more):
    more.setdefault("fields", [("WARC-Concurrent-To", RESPONSE_ID)])
    return record(
        "request", REQUEST, content_type="application/http;msgtype=request", payload=b"", **more
    )


def revisit(*, profile="identical-payload-digest", payload=BODY, head=HEAD, fields=(), **more):
    refers = [
        ("WARC-Profile", PROFILE + profile),
        ("WARC-Refers-To", RESPONSE_ID),
        ("WARC-Refers-To-Target-URI", URL),
        ("WARC-Refers-To-Date", "2026-03-01T08:00:00Z"),
        *fields,
    ]
    more.setdefault("date", "2026-03-02T08:00:00Z")
    return record("revisit", head, content_type=HTTP, payload=payload, fields=refers, **more)


def packed(*records):
    """The records as gzip, with a member for each."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def frames(*records):
    """The records as zstd, with a frame and a checksum for each."""
    options = {zstd.CompressionParameter.checksum_flag: 1}
    return b"".join(zstd.compress(one, options=options) for one in records)


def stream(data):
    return BytesIO(data)
