"""What is stored is what went over the wire: heads, digest and length of the body, the entity."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import ssl
import tracemalloc
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import brotli
import pytest
import trustme
from hypothesis import example, given
from hypothesis import strategies as st

from spiders.crawl.http.wire import ResponseReader, WireError
from spiders.urls import surt
from storage.archive import Archive
from storage.records import Outcome
from tests.crawl.conftest import QUICK, Keeper, keeper_of
from tests.crawl.wire_server import Script, WireServer, plain, redirect
from tests.growth import TIMES, grows_with_length

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<html><title>Приклад</title><p>Some words of an article, again and again.</p>".encode() * 50


def chunked(body: bytes, sizes: tuple[int, ...], trailer: bytes = b"") -> bytes:
    """The body in chunks of unequal sizes, in two spellings, with an extension."""
    out, at = b"", 0
    for number, size in enumerate(sizes):
        part = body[at : at + size]
        at += size
        spelling = f"{len(part):04X}" if number % 2 else f"{len(part):x};part={number}"
        out += spelling.encode() + b"\r\n" + part + b"\r\n"
    rest = body[at:]
    assert rest, "an empty chunk would be the last one"
    return out + f"{len(rest):x}\r\n".encode() + rest + b"\r\n0\r\n" + trailer + b"\r\n"


RAW = zlib.compressobj(9, zlib.DEFLATED, -15)
RAW_DEFLATE = RAW.compress(PAGE) + RAW.flush()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKS = chunked(PAGE, (1, 10, 1000))
GZIP_CHUNKS = chunked(gzip.compress(PAGE), (7, 60), b"X-Checksum: 12\r\n")

BEHAVIOURS = {
    "plain": Script(HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE), (PAGE,)),
    "chunked": Script(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", (CHUNKS[:1500], 0.05, CHUNKS[1500:])
    ),
    "gzip": plain(gzip.compress(PAGE), Content_Encoding="gzip"),
    "gzip in chunks": Script(
        HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", (GZIP_CHUNKS,)
    ),
    "gzip of two members": plain(
        gzip.compress(PAGE[:900]) + gzip.compress(PAGE[900:]), Content_Encoding="x-gzip"
    ),
    "br unasked": plain(brotli.compress(PAGE), Content_Encoding="br"),
    "deflate unasked": plain(zlib.compress(PAGE), Content_Encoding="deflate"),
    "deflate without its wrapper": plain(RAW_DEFLATE, Content_Encoding="deflate"),
    "gzip upon deflate": plain(
        gzip.compress(zlib.compress(PAGE)), Content_Encoding="deflate, gzip"
    ),
    "latin-1 header": Script(
        HEAD + b"X-Author: Ren\xe9e \xdcbel\r\nContent-Length: %d\r\n\r\n" % len(PAGE), (PAGE,)
    ),
    "duplicate headers": Script(
        HEAD + b"Set-Cookie: a=1\r\nX-A: 1\r\nSet-Cookie: b=2\r\nset-cookie: a=1\r\n"
        b"Content-Length: %d\r\n\r\n" % len(PAGE),
        (PAGE,),
    ),
    "header case and spaces": Script(
        b"HTTP/1.1 200   Fine  by me\r\ncOnTeNt-tYpE:text/html  \r\nX-Folded: one\r\n  two\r\n"
        b"CONTENT-LENGTH:\t%d\r\n\r\n" % len(PAGE),
        (PAGE,),
    ),
    "bare line feeds": Script(
        b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\n\n" % len(PAGE), (PAGE,)
    ),
    "close-delimited": Script(HEAD + b"\r\n", (PAGE[:100], 0.05, PAGE[100:]), close=True),
    "HTTP/1.0": Script(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", (PAGE,), close=True),
    "empty": plain(b""),
}


def check(keeper: Keeper, server: WireServer, path: str, entity: bytes, **settings) -> None:
    """Visit the path, and check that all that is stored is what the server logged."""
    visit = keeper.one(path, replace(QUICK, **settings))
    (logged,) = server.asked(path)
    assert (visit.outcome, visit.reason) == (Outcome.CAPTURED, None)
    capture = keeper.capture(visit)
    body = bytes(logged.body)
    assert keeper.archive.heads(capture.id) == (logged.request, logged.head)
    assert capture.wire_digest == "sha256:" + hashlib.sha256(body).hexdigest()
    assert capture.wire_length == len(body)
    assert keeper.archive.payload(capture.payload) == entity
    assert capture.truncated is None
    kept = keeper.archive.wire(capture.id)
    assert kept is None or kept == body


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_exchange_is_kept_to_the_byte(name: str, keeper: Keeper, server: WireServer) -> None:
    """Both heads, digest and length of the body as sent, and the entity, for any answer."""
    server.routes["/page"] = BEHAVIOURS[name]
    check(keeper, server, "/page", b"" if name == "empty" else PAGE)


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_wire_bytes_are_kept_where_the_rule_says_so(
    name: str, keeper: Keeper, server: WireServer
) -> None:
    """With keep_wire every byte after the response head can be restored."""
    folder = keeper.archive.folder / "outlets"
    folder.mkdir(exist_ok=True)
    (folder / "raw.toml").write_text("keep_wire = true\n")
    server.routes["/page"] = BEHAVIOURS[name]
    visit = keeper.one("/page")
    capture = keeper.capture(visit)
    assert keeper.archive.wire(capture.id) == bytes(server.asked("/page")[0].body)


@pytest.mark.parametrize("name", ["plain", "chunked", "gzip", "close-delimited", "HTTP/1.0"])
def test_wire_bytes_can_be_made_again_without_being_kept(
    name: str, keeper: Keeper, server: WireServer
) -> None:
    """For a complete page a recipe says how; a page that was cut off has none."""
    server.routes["/page"] = BEHAVIOURS[name]
    capture = keeper.capture(keeper.one("/page"))
    assert keeper.archive.wire(capture.id) == bytes(server.asked("/page")[0].body)
    server.routes["/cut"] = Script(HEAD + b"Content-Length: 1000\r\n\r\n", (PAGE[:9],), close=True)
    visit = keeper.one("/cut")
    assert visit.exchange is not None
    assert visit.exchange.recipe is None


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "302 Found", "503 Busy"])
def test_wire_bytes_of_a_page_that_is_none_can_be_made_again(
    status: str, keeper: Keeper, server: WireServer
) -> None:
    """A page that says it is gone is evidence as well, and is exported as it came."""
    packed = gzip.compress(PAGE)
    more = {"Location": "/page"} if status.startswith("302") else {}
    server.routes["/page"] = plain(packed, status=status, Content_Encoding="gzip", **more)
    keeper.one("/page")
    last = keeper.archive.counts()["visits"]
    assert keeper.archive.wire(last) == packed


def test_request_says_who_asks_and_asks_for_gzip_alone(keeper: Keeper, server: WireServer) -> None:
    """One honest User-Agent with its contact, and nothing that would single us out."""
    server.page("/page", PAGE)
    keeper.one("/page")
    lines = server.asked("/page")[0].request.decode().split("\r\n")
    assert lines[0] == "GET /page HTTP/1.1"
    assert f"Host: {server.host}" in lines
    assert any(
        line.startswith("User-Agent: Variorum/") and line.endswith("(+https://archive.example/)")
        for line in lines
    )
    assert "Accept-Encoding: gzip" in lines
    assert not [line for line in lines if line.startswith(("Cookie", "Referer"))]


def test_validators_go_back_to_the_letter_and_304_is_kept(
    keeper: Keeper, server: WireServer
) -> None:
    """The server's own ETag and date, however odd; the 304's own head is stored too."""
    date, etag = "Tue,  3 Feb 2026 07:00:00 +0000", 'W/"ab c-ü"'
    not_modified = Script(b"HTTP/1.1 304 Not Modified\r\nX-Served-By: me\r\n\r\n")

    def answer(request: bytes) -> Script:
        asked = f"\r\nIf-None-Match: {etag}\r\nIf-Modified-Since: {date}\r\n".encode("latin-1")
        return not_modified if asked in request else plain(PAGE, ETag=etag, Last_Modified=date)

    server.routes["/page"] = answer
    assert keeper.one("/page").outcome is Outcome.CAPTURED
    visit = keeper.one("/page")
    assert (visit.outcome, visit.status) == (Outcome.UNMODIFIED, 304)
    assert visit.exchange is not None
    assert visit.exchange.response_head == not_modified.head


def test_full_fetch_now_and_then(keeper: Keeper, server: WireServer) -> None:
    """From a server that always says "not modified" the page is fetched in full now and then."""

    def answer(request: bytes) -> Script:
        if b"\r\nIf-None-Match:" in request:
            return Script(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        return plain(PAGE, ETag='"1"')

    server.routes["/page"] = answer
    settings = replace(QUICK, full_fetch_every=3)
    outcomes = [keeper.one("/page", settings).outcome.value for _ in range(7)]
    assert outcomes == ["captured", "unmodified", "unmodified"] * 2 + ["captured"]


def test_redirects_are_exchanges_of_their_own(keeper: Keeper, server: WireServer) -> None:
    """Each hop of a chain is a visit with its head; the last one is the page."""
    server.routes["/a"] = redirect("/b", "301 Moved")
    server.routes["/b"] = redirect("c?x=1#part", "307 Temporary")
    server.page("/c?x=1", PAGE)
    visits = keeper.crawl("/a")
    assert [(visit.outcome.value, visit.status) for visit in visits] == [
        ("redirected", 301),
        ("redirected", 307),
        ("captured", 200),
    ]
    assert [visit.location for visit in visits] == [
        server.base + "/b",
        server.base + "/c?x=1",
        None,
    ]
    for visit, logged in zip(visits, server.log[1:], strict=True):
        assert visit.exchange is not None
        assert visit.exchange.response_head == logged.head
        assert visit.exchange.request_head == logged.request


def test_redirect_in_letters_of_its_own(keeper: Keeper, server: WireServer) -> None:
    """An address in raw UTF-8 is requested percent-encoded."""
    head = "HTTP/1.1 302 Found\r\nLocation: /новини/перша\r\nContent-Length: 0\r\n\r\n"
    path = "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/%D0%BF%D0%B5%D1%80%D1%88%D0%B0"
    server.routes["/a"] = Script(head.encode())
    server.page(path, PAGE)
    assert [visit.outcome.value for visit in keeper.crawl("/a")] == ["redirected", "captured"]
    assert keeper.archive.address(surt(keeper.base + path)) is not None


@given(st.lists(st.binary(max_size=80), max_size=8), st.integers(0, 3))
@example([bytes(80), bytes(14) + b"\n"], 2)
def test_no_bytes_break_the_reader(pieces: list[bytes], start: int) -> None:
    """Whatever comes, in whatever pieces: a response, or a word for what is wrong with it."""
    starts = (
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
    )
    reader = ResponseReader(100)
    with contextlib.suppress(WireError):
        for piece in (starts[start], *pieces):
            reader.feed(piece)
        reader.end()
    assert len(reader.wire) <= 100
    assert len(reader.body()) <= len(reader.wire)


def test_short_body_says_truncated(keeper: Keeper, server: WireServer) -> None:
    """A body shorter than announced is kept as far as it came, but is no page."""
    server.routes["/page"] = Script(
        HEAD + b"Content-Length: 1000\r\n\r\n", (b"y" * 100,), close=True
    )
    visit = keeper.one("/page")
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "short body")
    assert visit.exchange is not None
    assert visit.exchange.truncated == "disconnect"
    assert visit.exchange.payload == b"y" * 100


@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_large_body_is_cut_at_the_limit(framing: str, keeper: Keeper, server: WireServer) -> None:
    """20 MB and no more, and the visit says so; digest and length are those of what was kept."""
    limit = 20 * 1024 * 1024
    block = b"<p>" + b"x" * 65533
    if framing == "length":
        head = HEAD + b"Content-Length: 10737418240\r\n\r\n"
        server.routes["/page"] = Script(head, endless=block)
    else:
        head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        server.routes["/page"] = Script(head, endless=b"10000\r\n" + block + b"\r\n")
    visit = keeper.one("/page", replace(QUICK, timeout_s=20.0))
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "too large")
    exchange = visit.exchange
    assert exchange is not None
    assert exchange.truncated == "length"
    assert exchange.wire_length == limit
    assert limit - 1024 * 1024 < len(exchange.payload) <= limit


def test_tls_session_is_kept(tmp_path: Path) -> None:
    """Protocol, cipher and the certificates as the host sent them, its own first."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    server = WireServer(context=context)
    server.page("/page", PAGE)
    with Archive.create(tmp_path / "archive") as archive:
        keeper = keeper_of(archive, server)
        visit = keeper.one("/page", replace(QUICK, ca_file=str(tmp_path / "ca.pem")))
        check_wire = server.asked("/page")[0]
        assert visit.exchange is not None
        assert visit.exchange.tls is not None
        assert visit.exchange.tls.protocol.startswith("TLSv1.")
        own = ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())
        assert visit.exchange.tls.chain[0] == own
        assert visit.exchange.response_head == check_wire.head
        port = server.host.rpartition(":")[2]
        assert visit.exchange.peer in (f"127.0.0.1:{port}", f"[::1]:{port}")
    server.close()


def test_connection_is_used_again(keeper: Keeper, server: WireServer) -> None:
    """No new connection is made for every page."""
    for number in range(6):
        server.page(f"/page-{number}", PAGE)
    keeper.crawl(*(f"/page-{number}" for number in range(6)))
    assert server.connections <= QUICK.concurrent_per_host


def test_a_kept_connection_that_timed_out_is_no_answer(keeper: Keeper, server: WireServer) -> None:
    """Servers send 408 on an idle connection as they close it: that answers no request."""
    server.page("/one", PAGE)
    answers = [Script(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"), plain(PAGE)]
    server.routes["/two"] = lambda _request: answers.pop(0)
    settings = replace(QUICK, concurrent_per_host=1)
    visits = keeper.crawl("/one", "/two", configuration=settings)
    assert [one.outcome.value for one in visits] == ["captured", "captured"]
    assert answers == []


def test_stale_connection_costs_no_visit(keeper: Keeper, server: WireServer) -> None:
    """A kept connection that the server closed without an answer is silently replaced."""
    server.page("/first", PAGE)
    server.routes["/second"] = plain(PAGE)
    calls: list[bytes] = []

    def hang_up_once(request: bytes) -> Script:
        calls.append(request)
        return Script(b"", close=True) if len(calls) == 1 else plain(PAGE)

    server.routes["/second"] = hang_up_once
    visits = keeper.crawl("/first", "/second", configuration=replace(QUICK, concurrent_per_host=1))
    assert [visit.outcome for visit in visits] == [Outcome.CAPTURED] * 2
    assert len(calls) == 2


@pytest.mark.parametrize("name", ["plain", "chunked", "gzip in chunks", "header case and spaces"])
def test_reading_does_not_depend_on_packets(name: str) -> None:
    """One byte at a time gives the same as all at once."""
    script = BEHAVIOURS[name]
    stream = script.head + b"".join(part for part in script.parts if isinstance(part, bytes))
    whole, single = ResponseReader(10**6), ResponseReader(10**6)
    whole.feed(stream)
    for at in range(len(stream)):
        assert not single.complete
        single.feed(stream[at : at + 1])
    assert single.complete
    assert whole.complete
    assert (single.head, single.wire, single.body()) == (whole.head, whole.wire, whole.body())


@pytest.mark.parametrize("word", ["none", "UTF-8"])
def test_what_names_no_coding_is_none(word: str, keeper: Keeper, server: WireServer) -> None:
    """Every browser shows such a page; no page of such an outlet was ever captured."""
    server.routes["/page"] = plain(PAGE, Content_Encoding=word)
    visit = keeper.one("/page")
    assert (visit.outcome, visit.reason) == (Outcome.CAPTURED, None)
    capture = keeper.capture(visit)
    assert keeper.archive.payload(capture.payload) == PAGE
    assert keeper.archive.wire(capture.id) == PAGE


def test_a_transfer_that_is_as_it_is_ends_by_its_length() -> None:
    """``identity`` is no coding; it was waited for until the connection closed."""
    reader = ResponseReader(1000)
    reader.feed(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello")
    assert (reader.complete, reader.body()) == (True, b"hello")


def test_a_head_that_comes_byte_by_byte_costs_no_more_than_its_length() -> None:
    """Its end was looked for from the start at each byte: a minute for one head, for all hosts."""

    def drip(value: str) -> None:
        reader = ResponseReader(1000)
        for byte in f"HTTP/1.1 200 OK\r\nA: {value}\r\n\r\n".encode():
            reader.feed(bytes((byte,)))
        assert reader.head is not None

    assert grows_with_length(drip, "a" * 4_000, "a" * 4_000 * TIMES)


def test_chunks_of_one_byte_take_no_more_than_a_few_times_their_size() -> None:
    """They took 21 times their size, and their body 40 times: half a gigabyte for a page."""
    wire = b"1\r\nx\r\n" * 30_000 + b"0\r\n\r\n"
    reader = ResponseReader(10**7)
    reader.feed(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    tracemalloc.start()
    reader.feed(wire)
    body = reader.body()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reader.complete
    assert body == b"x" * 30_000
    assert peak < 8 * len(wire)


def test_chunks_are_cut_where_the_limit_is() -> None:
    """What came of the chunk at the limit is kept, and those behind it are not."""
    reader = ResponseReader(10)
    reader.feed(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    reader.feed(b"2\r\nab\r\n4\r\ncdef\r\n1\r\ng\r\n0\r\n\r\n")
    assert (reader.overrun, reader.complete) == (True, False)
    assert (bytes(reader.wire), reader.body()) == (b"2\r\nab\r\n4\r\n", b"ab")
