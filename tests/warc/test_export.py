"""Captures as WARC records: exact bytes, honest references, no secrets."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.warc import write_warc
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import payload_digest
from storage.intents import BeginArticle
from storage.records import Block, BlockKind, Exchange, Extraction, Found, Outcome, Tls, Visit
from storage.warc.lint import check
from storage.warc.reader import read_records
from storage.warc.slices import Slice, Slices

START = datetime(2026, 3, 1, 8, 0, 0, 654321, tzinfo=UTC)
HOME = "https://herald.example/"
PAGE = b"<p>The ferry was late.</p>" * 20
REQUEST = (
    b"GET /a HTTP/1.1\r\nHost: herald.example\r\nCookie: id=7\r\naUTHORIZATION: Basic eA==\r\n\r\n"
)
READING = Extraction(title="Ferry", blocks=(Block(BlockKind.PARAGRAPH, "late"),), reader="r")


@dataclass
class Records:
    """The records of a file: heads and blocks in order."""

    rows: list

    def of(self, kind):
        """The records of a type."""
        return [(head, block) for head, block in self.rows if head.type == kind]

    @property
    def types(self):
        """The types of all records."""
        return [head.type for head, _ in self.rows]


def parse(data):
    rows = []
    for record in read_records(BytesIO(data)):
        block = record.read_all(10**9)
        record.finish()
        assert record.faults == []
        rows.append((record.head, block))
    return Records(rows)


class Keeper:
    """Puts visits into an archive, one an hour."""

    def __init__(self, archive):
        self.archive = archive
        self.outlet = archive.add_outlet("herald", HOME, ["herald.example"], START)
        self.now = START

    def visit(self, path="a", body=PAGE, fields=b"", *, wire=None, keep=True, **more):
        """Add a visit an hour after the last; ``keep``: its wire form can be made again."""
        url = HOME + path
        self.archive.discover(self.outlet.id, [Found(url, surt(url))], START)
        outcome = more.pop("outcome", Outcome.CAPTURED)
        status = more.pop("status", 200)
        sent = body if wire is None else wire
        recipe = None if wire is not None or not keep else "identity"
        exchange = Exchange(
            url=url,
            request_head=more.pop("request", REQUEST),
            response_head=more.pop("head", None)
            or b"HTTP/1.1 %d OK\r\nsErVeR: x\r\n%b\r\n" % (status, fields),
            status=status,
            payload=body,
            wire_digest=payload_digest(sent),
            wire_length=len(sent),
            wire=wire if keep else None,
            recipe=recipe,
            peer=more.pop("peer", "192.0.2.1:443"),
            **more,
        )
        self.now += timedelta(hours=1)
        address = self.archive.address(surt(url))
        visit = Visit(address.id, self.now, self.now, outcome, status, exchange=exchange)
        return self.archive.record(visit)

    def write(self, **selected):
        """The records of an export, in which the linter finds nothing."""
        sink = BytesIO()
        write_warc(Export(self.archive, Selection(**selected)), sink, filename="x.warc.gz")
        report = check(BytesIO(sink.getvalue()))
        assert report.faults == []
        return parse(sink.getvalue())


@pytest.fixture
def keeper(tmp_path, blank):
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        yield Keeper(archive)


def test_the_response_is_exact(keeper):
    """Head and body are in the block byte for byte, with the case of the names."""
    keeper.visit()
    [(head, block)] = keeper.write().of("response")
    assert block == b"HTTP/1.1 200 OK\r\nsErVeR: x\r\n\r\n" + PAGE
    assert head.get("warc-payload-digest") == payload_digest(PAGE)
    assert head.get("warc-block-digest") == payload_digest(block)
    assert head.get("warc-ip-address") == "192.0.2.1"
    assert head.get("warc-target-uri") == HOME + "a"


@pytest.mark.parametrize("peer", ["[2001:db8::1]:443", "2001:db8::1"])
def test_a_host_of_the_new_protocol_has_its_whole_address(keeper, peer):
    """With and without a port: only what preceded its last colon was exported as the address."""
    keeper.visit(peer=peer)
    [(head, _)] = keeper.write().of("response")
    assert head.get("warc-ip-address") == "2001:db8::1"


@pytest.mark.parametrize("peer", ["192.0.2.1", "192.0.2.1:80"])
def test_an_older_crawl_noted_no_port(keeper, peer):
    """The address is exported all the same."""
    keeper.visit(peer=peer)
    [(head, _)] = keeper.write().of("response")
    assert head.get("warc-ip-address") == "192.0.2.1"


def test_the_bytes_on_the_wire_are_exact(keeper):
    """A gzip body kept as sent is written as sent, with the digest of what was sent."""
    wire = gzip.compress(PAGE, 9, mtime=5)
    keeper.visit(wire=wire, fields=b"Content-Encoding: gzip\r\n", content_encoding="gzip")
    [(head, block)] = keeper.write().of("response")
    assert block.endswith(b"\r\n\r\n" + wire)
    assert head.get("warc-payload-digest") == payload_digest(wire)


def test_a_body_whose_wire_form_is_lost_says_so(keeper):
    """The decoded body, its coding fields under other names, and a remark."""
    wire = zlib.compress(PAGE)
    fields = b"Content-Encoding: deflate\r\nContent-Length: %d\r\n" % len(wire)
    keeper.visit(wire=wire, keep=False, fields=fields, content_encoding="deflate")
    records = keeper.write()
    [(_, block)] = records.of("response")
    top, _, body = block.partition(b"\r\n\r\n")
    assert body == PAGE
    assert b"\r\nX-Archive-Orig-Content-Encoding: deflate\r\n" in top
    assert b"\r\nX-Archive-Orig-Content-Length: " in top
    assert b"\r\nContent-Length: %d" % len(PAGE) in top
    [(_, metadata)] = records.of("metadata")
    assert b"variorum-body: decoded" in metadata
    assert f"variorum-wire-digest: {payload_digest(wire)}".encode() in metadata


@pytest.mark.parametrize("chunked", [b"", b"Transfer-Encoding: chunked\r\n"])
def test_what_refers_to_a_decoded_body_has_a_head_that_fits_it(keeper, chunked):
    """It had the head of the coded one, and a digest that its original does not have.

    Programs that showed it decompressed what is not compressed; our import left it out as damaged.
    """
    wire = b"packed by something that we cannot repeat"
    for _ in range(2):
        keeper.visit(wire=wire, keep=False, fields=b"Content-Encoding: br\r\n" + chunked)
    records = keeper.write()
    [(original, _)] = records.of("response")
    [(head, block)] = records.of("revisit")
    assert head.get("warc-refers-to") == original.id
    assert head.get("warc-payload-digest") == original.get("warc-payload-digest")
    assert b"\r\nX-Archive-Orig-Content-Encoding: br\r\n" in block
    assert b"\r\nContent-Length: %d\r\n" % len(PAGE) in block
    assert all(b"variorum-body: decoded" in note for _, note in records.of("metadata"))


def test_bytes_on_the_wire_are_written_where_only_their_original_has_none(keeper):
    """An outlet may be set to keep them from some day on."""
    wire = b"packed by something that we cannot repeat"
    for keep in (False, True):
        keeper.visit(wire=wire, keep=keep, fields=b"Content-Encoding: br\r\n")
    [_, (_, block)] = keeper.write().of("response")
    assert block.endswith(b"\r\nContent-Encoding: br\r\n\r\n" + wire)


def test_what_a_browser_showed_is_a_conversion(keeper):
    """It refers to the response that it was made from, and names what made it."""
    shown = b"<p>The ferry was late, says a script.</p>"
    keeper.visit(rendered=shown, renderer="Chromium 140", content_type="text/html")
    records = keeper.write()
    assert records.types == ["warcinfo", "response", "request", "conversion", "metadata"]
    [(head, block)] = records.of("conversion")
    [(response, _)] = records.of("response")
    assert block == shown
    assert head.get("warc-refers-to") == response.id
    assert head.get("warc-target-uri") == HOME + "a"
    assert head.get("content-type") == "text/html; charset=utf-8"
    assert head.get("warc-payload-digest") == payload_digest(shown)
    [(_, metadata)] = records.of("metadata")
    assert b"variorum-renderer: Chromium 140" in metadata


def test_chunked_bodies_have_no_payload_digest(keeper):
    """Readers disagree with the standard on what the payload of a chunked body is."""
    wire = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    for _ in range(2):
        keeper.visit(wire=wire, fields=b"Transfer-Encoding: chunked\r\n")
    responses = keeper.write().of("response")
    assert len(responses) == 2
    for head, block in responses:
        assert block.endswith(wire)
        assert head.get("warc-payload-digest") is None


def test_dates_are_whole_seconds(keeper):
    """WARC-Date has no decimals; the exact time is in the metadata."""
    keeper.visit()
    records = keeper.write()
    assert {head.get("warc-date") for head, _ in records.rows[1:]} == {"2026-03-01T09:00:00Z"}
    [(_, metadata)] = records.of("metadata")
    assert b"variorum-started: 2026-03-01T09:00:00.654321Z" in metadata


def test_warcinfo_and_metadata_have_no_payload_digest(keeper):
    """They have no payload, and readers fail on a digest without one."""
    keeper.visit()
    records = keeper.write()
    assert records.types == ["warcinfo", "response", "request", "metadata"]
    for head, _ in records.of("warcinfo") + records.of("metadata"):
        assert head.get("warc-payload-digest") is None
        assert head.get("warc-block-digest").startswith("sha256:")


def test_no_secret_leaves_the_archive(keeper):
    """Cookies and credentials of the request are left out, and the file says so."""
    keeper.visit()
    sink = BytesIO()
    write_warc(Export(keeper.archive, Selection()), sink)
    everything = gzip.decompress(sink.getvalue())
    assert b"id=7" not in everything
    assert b"Basic" not in everything
    [(_, block)] = parse(sink.getvalue()).of("request")
    assert block == b"GET /a HTTP/1.1\r\nHost: herald.example\r\n\r\n"
    assert b"variorum-left-out: " in everything


def test_identical_payloads_are_revisits(keeper):
    """The second capture of the same bytes has only its head, and names the first."""
    keeper.visit()
    keeper.visit(fields=b"X-Turn: 2\r\n")
    records = keeper.write()
    [(first, _)] = records.of("response")
    [(head, block)] = records.of("revisit")
    assert block == b"HTTP/1.1 200 OK\r\nsErVeR: x\r\nX-Turn: 2\r\n\r\n"
    assert head.get("warc-profile").endswith("/identical-payload-digest")
    assert head.get("warc-payload-digest") == payload_digest(PAGE)
    assert head.get("warc-refers-to") == first.id
    assert head.get("warc-refers-to-date") == first.get("warc-date")
    assert head.get("warc-refers-to-target-uri") == first.uri
    assert head.get("warc-truncated") == "length"


def test_no_revisit_refers_out_of_its_file(keeper):
    """In an export that begins later, the first capture of it is written in full."""
    for _ in range(3):
        keeper.visit()
    records = keeper.write(since=keeper.now - timedelta(minutes=90))
    assert [kind for kind in records.types if kind.startswith("re")] == [
        "response",
        "request",
        "revisit",
        "request",
    ]


def test_a_304_is_no_page(keeper):
    """It is a revisit with its own profile, and its original is added if it is missing."""
    keeper.visit()
    keeper.visit(body=b"", status=304, outcome=Outcome.UNMODIFIED)
    records = keeper.write(since=keeper.now)
    assert records.types == [
        "warcinfo",
        *["response", "request", "metadata"],
        *["revisit", "request", "metadata"],
    ]
    [(head, block)] = records.of("revisit")
    assert block.startswith(b"HTTP/1.1 304")
    assert head.get("warc-profile").endswith("/server-not-modified")
    assert head.get("warc-payload-digest") is None
    assert head.get("warc-truncated") == "length"
    assert head.get("warc-refers-to") == records.of("response")[0][0].id


def test_what_was_redacted_and_is_served_again_stops_no_export(keeper):
    """The same page, the same document of another page, and a 304 each say that it was redacted."""
    first = keeper.visit(rendered=b"<p>gone</p>", renderer="Chromium/142")
    keeper.archive.redactions.redact([first], "order 7", keeper.now)
    keeper.visit(body=b"", status=304, outcome=Outcome.UNMODIFIED)
    keeper.visit()
    keeper.visit(body=b"<p>another</p>", rendered=b"<p>gone</p>", renderer="Chromium/142")
    records = keeper.write()
    told = [block for _, block in records.of("metadata")]
    assert [b"variorum-redacted: order 7" in block for block in told] == [True, False, True, True]
    assert [block.partition(b"\r\n\r\n")[2] for _, block in records.of("response")] == [
        b"<p>another</p>"
    ]
    assert [head.get("warc-refers-to") for head, _ in records.of("revisit")] == [None]


def test_a_304_names_what_stood_there_then(keeper):
    """Each names its own; all captures of the address are examined once, not for each."""
    looks, shown = [], []
    for body in (b"<p>one</p>", b"<p>two</p>"):
        shown += [keeper.visit(body=body)] * 3
        for _ in range(3):
            keeper.visit(body=b"", status=304, outcome=Outcome.UNMODIFIED)
    connection = keeper.archive._database.connection
    connection.set_trace_callback(lambda sql: looks.append("outcome = 'captured'" in sql))
    slices = Slices(keeper.archive)
    asked = [one for one in slices.visits(Slice()) if one.outcome is Outcome.UNMODIFIED]
    assert [slices.shown_by(one) for one in asked] == shown
    assert sum(looks) == 1
    later = keeper.visit(body=b"<p>three</p>")
    keeper.visit(body=b"", status=304, outcome=Outcome.UNMODIFIED)
    *_, last = slices.visits(Slice())
    assert slices.shown_by(last) == later


def test_what_was_cut_says_so(keeper):
    """A body over the limit has WARC-Truncated, and is never the original of a revisit."""
    for _ in range(2):
        keeper.visit(truncated="length", outcome=Outcome.FAILED)
    heads = [head for head, _ in keeper.write().of("response")]
    assert [head.get("warc-truncated") for head in heads] == ["length", "length"]


def test_tls_and_outcome_stand_in_the_metadata(keeper):
    """How it was fetched: outcome, role, TLS session and the digests of its certificates."""
    keeper.visit(tls=Tls("TLSv1.3", "AES", (b"one", b"two")))
    [(head, block)] = keeper.write().of("metadata")
    lines = block.decode().splitlines()
    assert "variorum-outcome: captured" in lines
    assert "variorum-role: candidate" in lines
    assert "variorum-outlet: herald" in lines
    assert "variorum-tls: TLSv1.3 AES" in lines
    assert f"variorum-tls-certificate: {payload_digest(b'one')}" in lines
    assert head.get("warc-refers-to") is not None


def test_a_visit_without_an_answer_is_told(keeper):
    """A failed attempt is a metadata record, so that gaps in the coverage are visible."""
    url = HOME + "dead"
    [address] = keeper.archive.discover(keeper.outlet.id, [Found(url, surt(url))], START)
    keeper.archive.record(Visit(address.id, START, START, Outcome.FAILED, reason="dns"))
    records = keeper.write()
    assert records.types == ["warcinfo", "metadata"]
    assert b"variorum-reason: dns" in records.rows[1][1]


def test_selection(keeper):
    """By article, by revision and by outlet, with nothing else of the archive."""
    first, other = keeper.visit("a"), keeper.visit("b", body=b"<p>other</p>")
    second = keeper.visit("a", body=b"<p>same text</p>")
    for visit, name in ((first, "a"), (other, "b")):
        keeper.archive.apply(visit, [BeginArticle(HOME + name, surt(HOME + name), READING)])
    article = keeper.archive.article(surt(HOME + "a")).id
    keeper.archive.apply(second, [])
    keeper.visit("b", body=b"more")

    def urls(**selected):
        return [head.uri for head, _ in keeper.write(**selected).of("response")]

    assert urls(revisions=((article, None),)) == [HOME + "a"] * 2
    assert urls(revisions=((article, 1),)) == [HOME + "a"]
    many = [(article, None if one % 2 else 1) for one in range(1500)]  # as made from a list of ids
    assert urls(revisions=tuple(many)) == [HOME + "a"] * 2
    assert len(urls(outlet_id=keeper.outlet.id)) == 4
    assert urls(outlet_id=keeper.outlet.id + 1) == []


def test_the_same_archive_gives_the_same_records(keeper):
    """Ids are made from what they name, so that two exports of one capture can be matched."""
    keeper.visit()
    assert [head.id for head, _ in keeper.write().rows[1:]] == [
        head.id for head, _ in keeper.write().rows[1:]
    ]


def test_a_status_line_of_another_protocol(keeper):
    """As readers only know HTTP/1, the line is written so, and the file says what it was."""
    head = b"HTTP/2 200 \r\nserver: x\r\n\r\n"
    keeper.visit(head=head)
    keeper.visit(head=head)
    records = keeper.write()
    for kind in ("response", "revisit"):
        [(told, block)] = records.of(kind)
        assert block.startswith(b"HTTP/1.1 200 \r\nserver: x\r\n\r\n")
        assert told.get("warc-protocol") == "h2"
    assert all(b"variorum-protocol: HTTP/2\r\n" in block for _, block in records.of("metadata"))
