"""What the linter reports as an error, as a warning, or not at all."""

from __future__ import annotations

import pytest

from storage.warc.lint import check
from tests.warc import makers

INFO = makers.info
CHUNKED = makers.HEAD.replace(
    b"Content-Length: %d" % len(makers.BODY), b"Transfer-Encoding: chunked"
)
FRAMED = b"%x\r\n" % len(makers.BODY) + makers.BODY + b"\r\n0\r\n\r\n"
GZIPPED = makers.HEAD.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n")


def fields(**change):
    return {"change": {name.replace("_", "-"): value for name, value in change.items()}}


ERRORS = {
    "a payload that was changed": makers.response().replace(b"<p>caf", b"<p>Caf"),
    "a wrong payload digest": makers.response(payload=b"other"),
    "no date": makers.response(date=None),
    "a date that is none": makers.response(date="22/11/2026 15:46"),
    "no id": makers.response(**fields(WARC_Record_ID=None)),
    "no type": makers.response(**fields(WARC_Type=None)),
    "no target": makers.response(uri=None),
    "a status line of HTTP/2": makers.response(
        makers.HEAD.replace(b"HTTP/1.1 200 OK", b"HTTP/2 200")
    ),
    "no HTTP head": makers.response(head=b""),
    "a body that is not chunked": makers.response(CHUNKED),
    "a body that is not gzip": makers.response(GZIPPED),
    "a wrong Content-Length": makers.response(makers.HEAD.replace(b"Length: ", b"Length: 9")),
    "line feeds alone": makers.response().replace(b"\r\n", b"\n", 3),
    "an id in no brackets": makers.response(record_id="urn:uuid:1"),
}
WARNINGS = {
    "an unknown type": makers.record("banana", b"x"),
    "no digests": makers.response(payload=None, **fields(WARC_Block_Digest=None)),
    "a dangling request": makers.request(),
    "a dangling revisit": makers.revisit(),
    "a target in brackets": makers.response(uri=f"<{makers.URL}>"),
    "a payload digest on metadata": makers.record("metadata", b"a: b\r\n", payload=b"a: b\r\n"),
    "an unknown algorithm": makers.response(**fields(WARC_Payload_Digest="crc:1234")),
}
SOUND = {
    "chunks, with their digest": makers.response(CHUNKED, FRAMED),
    "chunks, with the digest of their data": makers.response(CHUNKED, FRAMED, payload=makers.BODY),
    "cut and said so": makers.response(
        makers.HEAD.replace(b"Length: ", b"Length: 9"), fields=[("WARC-Truncated", "length")]
    ),
    "the protocol in a field": makers.response(fields=[("WARC-Protocol", "h2")]),
    "a resource": makers.record("resource", b"\x89PNG", payload=b"\x89PNG"),
    "a 304": makers.response()
    + makers.revisit(
        profile="server-not-modified", head=b"HTTP/1.1 304 Not Modified\r\n\r\n", payload=None
    ),
    "metadata": makers.record("metadata", b"a: b\r\n"),
}


def verdict(*records):
    return check(makers.stream(makers.packed(*records)))


@pytest.mark.parametrize("record", ERRORS.values(), ids=ERRORS)
def test_errors(record):
    """What loses bytes or contradicts itself is an error."""
    assert verdict(INFO(), record).verdict == "error"


@pytest.mark.parametrize("record", WARNINGS.values(), ids=WARNINGS)
def test_warnings(record):
    """What readers can cope with, or what this file cannot show, is a warning."""
    assert verdict(INFO(), record).verdict == "warning"


@pytest.mark.parametrize("record", SOUND.values(), ids=SOUND)
def test_sound(record):
    """What the standard allows is sound, and nothing is reported."""
    data = makers.packed(INFO()) + b"".join(
        makers.packed(b"WARC/1.1" + part) for part in record.split(b"WARC/1.1") if part
    )
    report = check(makers.stream(data))
    assert report.faults == []
    assert report.verdict == "sound"


def test_a_revisit_with_a_block_digest_of_nothing_is_no_error():
    """It misleads nobody, as it says nothing about the block. wget writes it."""
    empty = {"WARC-Block-Digest": makers.digest(b"")}
    assert verdict(INFO(), makers.response(), makers.revisit(change=empty)).verdict == "warning"
    assert verdict(INFO(), makers.response(change=empty)).verdict == "error"


def test_a_revisit_must_have_the_digest_of_its_original():
    """A revisit that names another payload than the record it refers to is an error."""
    assert verdict(INFO(), makers.response(), makers.revisit()).verdict == "sound"
    assert verdict(INFO(), makers.response(), makers.revisit(payload=b"x")).verdict == "error"


def test_ids_are_unique():
    """Two records with one id are an error."""
    assert verdict(INFO(), makers.response(), makers.response()).verdict == "error"


def test_a_file_begins_with_warcinfo():
    """A file without warcinfo gets one warning."""
    assert verdict(makers.response(), makers.request()).warnings == 1


def test_what_is_no_warc_is_an_error():
    """Neither an empty file nor a page passes for a sound WARC."""
    assert check(makers.stream(b"")).verdict == "error"
    assert check(makers.stream(makers.BODY)).verdict == "error"


def test_a_request_may_come_before_its_response():
    """A forward reference is not a dangling one."""
    assert verdict(INFO(), makers.request(), makers.response()).verdict == "sound"
