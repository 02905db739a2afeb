"""Servers that misbehave: each ends as a visit with its own outcome, and others go on."""

from __future__ import annotations

import gzip
import ssl
import tracemalloc
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import brotli
import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from spiders.crawl.http.client import Client
from spiders.crawl.http.codings import MAX_MEMBERS, Decoded, decode
from spiders.crawl.http.outcome import retry_time
from storage.archive import Archive
from storage.records import IncidentKind, Outcome
from storage.zstandard import zstd
from tests.crawl.conftest import QUICK, Keeper, keeper_of
from tests.crawl.wire_server import Script, WireServer, plain, redirect
from tests.outlet_server import held

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from spiders.crawl.http.exchange import Fetch, Fetched

SMALL = replace(QUICK, max_bytes=1_000_000)
SLOW = ("slow head", "slow body")
CUT = {"slow body": "time", "reset": "disconnect", "cut chunks": "disconnect"}
"""Faults in the middle of a body, and what WARC calls them."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def gzip_bomb(megabytes: int) -> bytes:
    """Zeros, packed to a thousandth of their size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    return b"".join([packer.compress(zeros) for _ in range(megabytes)]) + packer.flush()


BOMB = gzip_bomb(64)
FAULTS: dict[str, tuple[Script, Outcome, str | None]] = {
    "slow head": (
        Script(b"HTTP/1.1 200 OK\r\n", (b"X: ", *(0.1, b"a") * 600)),
        Outcome.FAILED,
        "timeout",
    ),
    "slow body": (
        Script(HEAD + b"Content-Length: 600\r\n\r\n", (b"x", 0.1) * 600),
        Outcome.FAILED,
        "timeout",
    ),
    "endless body": (Script(HEAD + b"\r\n", endless=b"x" * 65536), Outcome.FAILED, "too large"),
    "endless chunks": (
        Script(CHUNKED, endless=b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        Outcome.FAILED,
        "too large",
    ),
    "10 GB": (
        Script(HEAD + b"Content-Length: 10737418240\r\n\r\n", endless=b"x" * 65536),
        Outcome.FAILED,
        "too large",
    ),
    "gzip bomb": (plain(BOMB, Content_Encoding="gzip"), Outcome.FAILED, "too large"),
    "double gzip bomb": (
        plain(gzip.compress(BOMB), Content_Encoding="gzip, gzip"),
        Outcome.FAILED,
        "too large",
    ),
    "brotli bomb": (
        plain(brotli.compress(bytes(8 << 20), quality=1), Content_Encoding="br"),
        Outcome.FAILED,
        "too large",
    ),
    "zstd bomb": (
        plain(zstd.compress(bytes(64 << 20)), Content_Encoding="zstd"),
        Outcome.FAILED,
        "too large",
    ),
    "deflate bomb": (
        plain(zlib.compress(bytes(64 << 20)), Content_Encoding="deflate"),
        Outcome.FAILED,
        "too large",
    ),
    "gzip in gzip, unsaid": (
        plain(gzip.compress(gzip.compress(b"<p>well</p>")), Content_Encoding="gzip"),
        Outcome.FAILED,
        "not text",
    ),
    "reset in the head": (
        Script(b"HTTP/1.1 200 OK\r\nContent-", (0.1,), reset=True),
        Outcome.FAILED,
        "reset",
    ),
    "unknown charset": (
        plain("<p>küçük bir haber</p>".encode("cp1254"), "text/html; charset=x-nobody-knows"),
        Outcome.CAPTURED,
        None,
    ),
    "to a private address": (
        redirect("http://169.254.169.254/latest/meta-data/"),
        Outcome.REDIRECTED,
        "to another host",
    ),
    "too many codings": (
        plain(b"x", Content_Encoding=", ".join(["gzip"] * 9)),
        Outcome.FAILED,
        "bad coding",
    ),
    "no gzip at all": (plain(b"no gzip", Content_Encoding="gzip"), Outcome.FAILED, "bad coding"),
    "unknown coding": (plain(b"xyz", Content_Encoding="xyz"), Outcome.FAILED, "coding xyz"),
    "cut gzip": (
        plain(gzip.compress(b"some words" * 99)[:-12], Content_Encoding="gzip"),
        Outcome.FAILED,
        "short body",
    ),
    "short body": (
        Script(HEAD + b"Content-Length: 1000\r\n\r\n", (b"y" * 100,), close=True),
        Outcome.FAILED,
        "short body",
    ),
    "cut chunks": (Script(CHUNKED, (b"5\r\nhello\r\n",), close=True), Outcome.FAILED, "short body"),
    "bad chunks": (Script(CHUNKED, (b"ZZZ\r\nhello\r\n",)), Outcome.FAILED, "bad chunk"),
    "endless chunk line": (Script(CHUNKED, endless=b"1" * 999), Outcome.FAILED, "bad chunk"),
    "reset": (
        Script(HEAD + b"Content-Length: 1000\r\n\r\n", (b"y" * 100, 0.1), reset=True),
        Outcome.FAILED,
        "reset",
    ),
    "no answer": (Script(b"", close=True), Outcome.FAILED, "no answer"),
    "no HTTP": (Script(b"HELLO WORLD\r\n\r\n"), Outcome.FAILED, "bad status"),
    "HTTP/2 out of the blue": (Script(b"HTTP/2 200\r\n\r\n"), Outcome.FAILED, "bad status"),
    "two lengths": (
        Script(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", (b"hello",)),
        Outcome.FAILED,
        "bad length",
    ),
    "header flood": (
        Script(HEAD + b"".join(b"X-%d: %s\r\n" % (n, b"v" * 50) for n in range(20_000)) + b"\r\n"),
        Outcome.FAILED,
        "head too large",
    ),
    "long header": (
        Script(HEAD + b"X: " + b"v" * 5_000_000 + b"\r\n\r\n"),
        Outcome.FAILED,
        "head too large",
    ),
    "error of the server": (plain(b"", status="500 Oops"), Outcome.FAILED, "status 500"),
    "teapot": (plain(b"", status="418 Teapot"), Outcome.FAILED, "status 418"),
    "not found": (plain(b"gone", status="404 Not Found"), Outcome.MISSING, None),
    "gone": (plain(b"gone", status="410 Gone"), Outcome.MISSING, "gone"),
    "withheld": (plain(b"", status="451 No"), Outcome.MISSING, "withheld by law"),
    "login": (plain(b"", status="401 Unauthorized"), Outcome.BLOCKED, "login"),
    "forbidden": (plain(b"", status="403 Forbidden"), Outcome.BLOCKED, "forbidden"),
    "bot check": (
        plain(b"Just a moment", status="403 Forbidden", cf_mitigated="challenge"),
        Outcome.BLOCKED,
        "bot check",
    ),
    "bot check with 503": (
        plain(b"Just a moment", status="503 Service Unavailable", cf_mitigated="challenge"),
        Outcome.BLOCKED,
        "bot check",
    ),
    "to itself": (redirect("/page"), Outcome.REDIRECTED, "to itself"),
    "to a file": (redirect("file:///etc/passwd"), Outcome.REDIRECTED, "not to http"),
    "to data": (redirect("data:text/html,hi"), Outcome.REDIRECTED, "not to http"),
    "to another host": (redirect("http://127.0.0.99:1/ok"), Outcome.REDIRECTED, "to another host"),
    "without location": (plain(b"", status="302 Found"), Outcome.FAILED, "no location"),
    "unasked 304": (
        Script(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
        Outcome.FAILED,
        "not modified, unasked",
    ),
    "picture": (
        Script(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", endless=b"x" * 4096),
        Outcome.REFUSED,
        "not a document",
    ),
    "wrong charset": (
        plain(b"caf\xe9 \xff\xfe", "text/html; charset=klingon-8"),
        Outcome.CAPTURED,
        None,
    ),
    "empty page": (plain(b""), Outcome.CAPTURED, None),
    "chunks without their very last line": (
        Script(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", (b"5\r\nhello\r\n0\r\n",), close=True),
        Outcome.CAPTURED,
        None,
    ),
    "half a line that may be the last": (
        Script(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", (b"5\r\nhello\r\n0",), close=True),
        Outcome.FAILED,
        "short body",
    ),
    "a charset for a coding": (
        plain(b"\n<!doctype html><p>caf\xe9", Content_Encoding="iso-8859-1"),
        Outcome.CAPTURED,
        None,
    ),
    "a coding that nobody knows": (
        plain(b"<\x00\x01\x02\x03", Content_Encoding="klingon"),
        Outcome.FAILED,
        "coding klingon",
    ),
    "two types at once": (plain(b"<p>x", "text/html, text/html"), Outcome.CAPTURED, None),
    "another type, and then this one": (
        Script(
            HEAD.replace(b"text/html", b"image/png")
            + b"Content-Type: text/html\r\nContent-Length: 4\r\n\r\n",
            (b"<p>x",),
        ),
        Outcome.CAPTURED,
        None,
    ),
    "no type at all": (plain(b"<p>x", "html"), Outcome.CAPTURED, None),
    "any type": (plain(b"<p>x", "*/*"), Outcome.CAPTURED, None),
}


def _be_impatient(monkeypatch: pytest.MonkeyPatch, urls: set[str]) -> None:
    """Wait two seconds for these, which stay slow for a minute, and as usual for the others."""
    ask = Client._fetch

    async def asked(client: Client, fetch: Fetch) -> Fetched:
        client._timeout_s = 2.0 if fetch.url in urls else SMALL.timeout_s
        return await ask(client, fetch)  # which reads the time-out before it waits

    monkeypatch.setattr(Client, "_fetch", asked)


@pytest.mark.parametrize(
    "names", [*((name,) for name in FAULTS if name not in SLOW), SLOW], ids=str
)
def test_fault_has_its_outcome_and_others_go_on(
    names: tuple[str, ...], keeper: Keeper, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The visit names the fault in a word, keeps what came, and the other page is captured."""
    paths = ["/page", "/page-of-another"][: len(names)]
    server.routes |= {path: FAULTS[name][0] for path, name in zip(paths, names, strict=True)}
    server.page("/well", b"<p>well</p>")
    if names == SLOW:
        _be_impatient(monkeypatch, {server.base + path for path in paths})
    visits = keeper.crawl(*paths, "/well", configuration=SMALL)
    by_address = {visit.address_id: visit for visit in visits}
    *faulty, well = (by_address[number] for number in sorted(by_address))
    assert well.outcome is Outcome.CAPTURED
    assert keeper.archive.verify() == []
    for name, visit in zip(names, faulty, strict=True):
        assert (visit.outcome, visit.reason) == FAULTS[name][1:]
        if name in CUT:
            assert visit.exchange is not None
            assert visit.exchange.payload
            assert visit.exchange.truncated == CUT[name]


def test_pages_of_errors_are_kept(keeper: Keeper, server: WireServer) -> None:
    """What a server says with a 404 or a 500 is evidence too."""
    server.routes["/page"] = plain(b"<h1>Removed at the request of nobody</h1>", status="410 Gone")
    visit = keeper.one("/page")
    assert visit.exchange is not None
    assert visit.exchange.payload.startswith(b"<h1>Removed")


def test_ring_and_long_chain_end(keeper: Keeper, server: WireServer) -> None:
    """A ring ends where it closes, a chain after max_redirects hops, and both are reported."""
    server.routes["/a"] = redirect("/b")
    server.routes["/b"] = redirect("/a")
    assert [visit.reason for visit in keeper.crawl("/a")] == [None, "in a ring"]
    server.routes |= {f"/n{number}": redirect(f"/n{number + 1}") for number in range(30)}
    visits = keeper.crawl("/n0", configuration=replace(QUICK, max_redirects=3))
    assert [visit.reason for visit in visits] == [None, None, None, "too many redirects"]


def test_dns_failure_is_a_failed_visit(keeper: Keeper) -> None:
    """A name that does not resolve fails the visit for that reason."""
    url = "http://nowhere.invalid/page"
    keeper.archive.add_outlet(
        "void", "http://nowhere.invalid/", ["nowhere.invalid"], datetime.now(UTC)
    )
    (visit,) = keeper.crawl(url)
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "dns")


def test_refused_connection_is_a_failed_visit(keeper: Keeper) -> None:
    """Nothing listens there."""
    with held() as place:
        host = f"127.0.0.1:{place.getsockname()[1]}"
        keeper.archive.add_outlet("nobody", f"http://{host}/", [host], datetime.now(UTC))
        (visit,) = keeper.crawl(f"http://{host}/page")
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "connection refused")


@pytest.mark.parametrize(
    ("issue", "reason"),
    [
        ({}, "tls untrusted"),
        ({"not_after": datetime(2020, 1, 1, tzinfo=UTC)}, "tls expired"),
        ({"name": "other.example"}, "tls wrong name"),
    ],
)
def test_bad_certificates_fail(issue: dict, reason: str, tmp_path: Path) -> None:
    """Expired, for another name, by an unknown authority: nothing is sent over them."""
    authority = trustme.CA()
    dates = {"not_after": issue["not_after"]} if "not_after" in issue else {}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(issue.get("name", "localhost"), **dates).configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    server = WireServer(context=context)
    ca_file = "" if reason == "tls untrusted" else str(tmp_path / "ca.pem")
    with Archive.create(tmp_path / "archive") as archive:
        visit = keeper_of(archive, server).one("/page", replace(QUICK, ca_file=ca_file))
    server.close()
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, reason)
    assert server.log == []


def test_self_signed_certificate_fails(tmp_path: Path) -> None:
    """A certificate for which only the host itself vouches is worthless."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "own.pem").write_bytes(
        certificate.public_bytes(Encoding.PEM)
        + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "own.pem")
    server = WireServer(context=context)
    with Archive.create(tmp_path / "archive") as archive:
        visit = keeper_of(archive, server).one("/page")
    server.close()
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "tls self-signed")
    assert server.log == []


def seconds(seconds: int) -> Callable[[], str]:
    """Retry-After in seconds."""
    return lambda: str(seconds)


def date(seconds: int) -> Callable[[], str]:
    """Retry-After as a date."""
    return lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(
    ("form", "rest_s"),
    [
        (seconds(4000), 3990),
        (date(4000), 3990),
        (lambda: "soon", 50),
        (seconds(0), 50),
        (date(-7200), 50),
        (lambda: "4000.5", 3990),
        (lambda: "4000 seconds", 3990),
        (lambda: "4000, 4000", 3990),
        (lambda: "4000 years", 50),
    ],
    ids="sdx0pfu2y",
)
def test_retry_after_is_heeded(
    status: str, form: Callable[[], str], rest_s: float, keeper: Keeper, server: WireServer
) -> None:
    """The host rests for all its pages, all due times are after that, and health reports it.

    A time in the past is no time: all five pages were fetched at once.
    """
    now = datetime.now(UTC)
    for number in range(5):
        server.routes[f"/page-{number}"] = plain(b"slow", status=status, Retry_After=form())
    visits = keeper.crawl(
        *(f"/page-{number}" for number in range(5)),
        configuration=replace(QUICK, concurrent_per_host=1),
    )
    assert [visit.outcome for visit in visits] == [Outcome.BLOCKED]
    least = timedelta(seconds=rest_s)
    assert visits[0].retry_after is not None
    assert visits[0].retry_after - now > least
    for number in range(5):
        address = keeper.archive.address(
            f"(127.0.0.1:{keeper.base.rpartition(':')[2]})/page-{number}"
        )
        assert address is not None
        assert address.next_due is not None
        assert address.next_due - now > least
    assert [one.kind for one in keeper.archive.incidents()] == [IncidentKind.SLOWED_DOWN]


@pytest.mark.parametrize(
    "value",
    [str(10**8), "9" * 30, "Fri, 01 Jan 2100 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"],
)
def test_nobody_is_sent_away_for_longer_than_a_week(value: str) -> None:
    """A mistyped year would have ended an outlet's history."""
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert retry_time(value, now) == now + timedelta(days=7)


def test_rest_lasts_over_passes(keeper: Keeper, server: WireServer) -> None:
    """Starting another crawl a moment later does not reach the host any sooner."""
    server.routes["/page"] = plain(b"", status="429 Slow", Retry_After="3000")
    server.page("/other", b"<p>fine</p>")
    keeper.one("/page")
    asked = len(server.log)
    assert keeper.crawl("/other") == []
    assert keeper.crawl("/page") == []
    assert len(server.log) == asked
    (state,) = keeper.archive.hosts.all()
    keeper.archive.hosts.put(replace(state, rests_until=datetime.now(UTC)))
    assert keeper.one("/other").outcome is Outcome.CAPTURED
    robots = keeper.address("/robots.txt")
    assert robots.next_due is None  # it is no longer due


def test_dead_server_does_not_cost_each_page_its_time(keeper: Keeper, server: WireServer) -> None:
    """After ten pages in a row without an answer, the others are put off."""
    server.page("/first", b"<p>fine</p>")
    keeper.one("/first")  # robots.txt is known from here on
    for number in range(40):
        server.routes[f"/p{number}"] = Script(b"", (5.0,))
    slow = replace(QUICK, timeout_s=0.1, concurrent_per_host=1)
    visits = keeper.crawl(*(f"/p{number}" for number in range(40)), configuration=slow)
    assert [visit.reason for visit in visits] == ["timeout"] * 10
    rests = [one.rests_until for one in keeper.archive.hosts.all()]
    assert rests == [visits[-1].retry_after]  # it shows if the clock was ahead
    later = datetime.now(UTC) + timedelta(minutes=5)
    dues = list(keeper.archive.due(later))
    assert dues == []


@pytest.mark.parametrize(
    ("data", "codings"),
    [
        (BOMB, ["gzip"]),
        (gzip.compress(BOMB), ["gzip", "gzip"]),
        (zlib.compress(bytes(16 << 20)), ["deflate"]),
        (brotli.compress(bytes(16 << 20), quality=1), ["br"]),
        (zstd.compress(bytes(16 << 20)), ["zstd"]),
    ],
    ids=["gzip", "gzip in gzip", "deflate", "br", "zstd"],
)
def test_bombs_cost_no_more_than_their_limit(data: bytes, codings: list[str]) -> None:
    """However large the result, never more than the limit is unpacked, not even for a moment."""
    tracemalloc.start()
    try:
        decoded = decode(data, codings, 1_000_000)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert decoded.fault == "too large"
    assert len(decoded.data) <= 1_000_000
    assert most < 8_000_000


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_a_body_of_empty_members_is_given_up(pack: Callable[[bytes], bytes]) -> None:
    """A page of an allowed size, made of a million of them, took minutes."""
    coding = "gzip" if pack is gzip.compress else "zstd"
    assert decode(pack(b"") * MAX_MEMBERS, [coding], 99) == Decoded(b"")
    assert decode(pack(b"") * (MAX_MEMBERS + 1), [coding], 99).fault == "bad coding"


@pytest.mark.parametrize("padding", [b"\n", b"\x00", b"\r\n", bytes(9), b"<!-- made in 0.1 s -->"])
@pytest.mark.parametrize(
    ("pack", "coding"),
    [(gzip.compress, "gzip"), (zlib.compress, "deflate"), (zstd.compress, "zstd")],
    ids=["gzip", "deflate", "zstd"],
)
def test_what_stands_behind_a_packed_page_is_no_part_of_it(
    pack: Callable[[bytes], bytes], coding: str, padding: bytes
) -> None:
    """A line end after it, as scripts send, was reported as a short body: no page was kept."""
    assert decode(pack(b"words") + padding, [coding], 99) == Decoded(b"words")


@pytest.mark.parametrize(
    ("pack", "coding"), [(gzip.compress, "gzip"), (zstd.compress, "zstd")], ids=["gzip", "zstd"]
)
def test_a_member_that_is_damaged_is_no_padding(
    pack: Callable[[bytes], bytes], coding: str
) -> None:
    """Otherwise the end of the page would be missing, which would be read as an edit."""
    hurt = bytearray(pack(b"more words" * 9))
    hurt[9:15] = bytes(6)
    assert decode(pack(b"words") + hurt, [coding], 999).fault == "bad coding"
    assert decode(pack(b"words") + pack(b" more"), [coding], 999) == Decoded(b"words more")


def test_nothing_packed_twice_is_nothing() -> None:
    """An empty page is complete."""
    twice = gzip.compress(gzip.compress(b""))
    assert decode(twice, ["gzip", "gzip"], 99) == Decoded(b"")
    assert decode(gzip.compress(b""), ["br", "gzip"], 99) == Decoded(b"")


def test_zstd_unasked_is_decoded() -> None:
    """A server that sends zstd when asked for gzip is understood all the same."""
    assert decode(zstd.compress(b"words" * 99), ["zstd"], 10_000).data == b"words" * 99
    assert decode(zstd.compress(bytes(1 << 24)), ["zstd"], 10_000).fault == "too large"
