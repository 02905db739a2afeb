"""Pages that every browser shows although their transfer has a fault, and pages cut short."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest

from monitor.passes import read_unread
from spiders.crawl.http.codings import decode
from spiders.crawl.http.documents import NOT_TEXT, is_text
from spiders.crawl.http.whole import ends_itself, remark
from storage.records import Outcome
from tests.crawl.test_belief import story
from tests.crawl.wire_server import Script, WireServer, plain

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper

PAGE = story()
PACKED = gzip.compress(PAGE)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LONGER = b"Content-Length: 99999\r\n\r\n"


def gzipped(body: bytes, coding: str = "gzip") -> Script:
    """A complete answer that declares its body packed."""
    return plain(body, Content_Encoding=coding)


def chunks(*data: bytes, end: bytes = b"0\r\n\r\n") -> Script:
    """A chunked answer that ends like this, and closes its connection."""
    framed = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in data)
    return Script(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", (framed + end,), close=True)


SHOWN = {
    "checksum": (gzipped(PACKED[:-8] + bytes(4) + PACKED[-4:]), "bad checksum"),
    "length in gzip": (gzipped(PACKED[:-4] + bytes(4)), "bad checksum"),
    "checksum of zlib": (gzipped(zlib.compress(PAGE)[:-4] + bytes(4), "deflate"), "bad checksum"),
    "no trailer": (gzipped(PACKED[:-8]), "short body"),
    "not packed": (gzipped(PAGE), "not packed"),
    "packed once, said twice": (gzipped(PACKED, "gzip, gzip"), "not packed"),
    "length too long": (Script(HEAD + LONGER, (PAGE,), close=True), "short body"),
    "no last chunk": (chunks(PAGE, end=b""), "short body"),
    "garbage for a last chunk": (chunks(PAGE, end=b"ZZ\r\n"), "bad chunk"),
    "reset": (Script(HEAD + b"\r\n", (PAGE, 0.1), reset=True), "reset"),
    "length of the page unpacked": (
        Script(HEAD + b"Content-Encoding: gzip\r\n" + LONGER, (PACKED,), close=True),
        "short body",
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_that_every_browser_shows_is_read(
    keeper: Keeper, server: WireServer, name: str
) -> None:
    """Its root element is complete: the visit has a remark, and the wire bytes are kept."""
    server.routes["/news/ferry"], told = SHOWN[name]
    visit = keeper.one("/news/ferry")
    assert visit.outcome is Outcome.CAPTURED
    assert (visit.reason or "").startswith(told)
    capture = keeper.capture(visit)
    assert keeper.archive.payload(capture.payload) == PAGE
    assert keeper.archive.wire(capture.id) is not None
    read_unread(keeper.archive, rules_folder=None)
    assert [one.title for one in keeper.archive.revisions(1)] == ["Ferry stopped at Harrowby"]
    assert keeper.archive.verify() == []


@pytest.mark.parametrize(
    "script",
    [
        gzipped(PACKED[: len(PACKED) // 2]),
        gzipped(PACKED[:100] + bytes(20) + PACKED[120:]),
        Script(HEAD + LONGER, (PAGE[:-300],), close=True),
        chunks(PAGE[:-300], end=b""),
        Script(HEAD + b"\r\n", (PAGE[:-300], 0.1), reset=True),
    ],
    ids=["gzip", "damaged", "length", "chunks", "reset"],
)
def test_a_page_without_its_end_is_no_page(
    keeper: Keeper, server: WireServer, script: Script
) -> None:
    """The missing part would be read as an edit."""
    server.routes["/news/ferry"] = script
    assert keeper.one("/news/ferry").outcome is Outcome.FAILED


@pytest.mark.parametrize("length", ["-1", "abc", "", "12 bytes"])
def test_a_length_that_is_no_number_is_none(
    keeper: Keeper, server: WireServer, length: str
) -> None:
    """Browsers read on to the end of the connection."""
    head = HEAD + f"Content-Length: {length}\r\n\r\n".encode()
    server.routes["/news/ferry"] = Script(head, (PAGE,), close=True)
    visit = keeper.one("/news/ferry")
    assert visit.outcome is Outcome.CAPTURED
    assert visit.exchange is not None
    assert visit.exchange.payload == PAGE


@pytest.mark.parametrize(
    ("payload", "ends"),
    [
        (b"<p>x</body></html>", True),
        (b"<p>x</HTML >\r\n<!-- cached --> \n<!-- in 0.1 s -->", True),
        (b"<p>x</html><!-- cached by some", True),
        (b"<rss></rss>\n", True),
        (b"<urlset></urlset>", True),
        (b"<p>x</body>", False),
        (b"<p>x</html><!-- cached --><p>and what goes on behind a com", False),
        (b"<p>x</html><!-- one --> <!-- two --><p>", False),
        (b"<script>'</html>'</script><p>x", False),
        (b"</html>" + b"<!--" * 2000, False),
        (b"", False),
    ],
)
def test_the_end_of_a_document(payload: bytes, ends: bool) -> None:  # noqa: FBT001
    """Only spaces and comments of programs may follow it."""
    assert ends_itself(payload) is ends


@pytest.mark.parametrize(
    "script",
    [plain(PACKED), gzipped(gzip.compress(PACKED)), plain(bytes(range(256)) * 9)],
    ids=["packed, unsaid", "packed twice, said once", "anything"],
)
def test_what_is_no_text_is_no_page(keeper: Keeper, server: WireServer, script: Script) -> None:
    """Its characters were read as an article, and as an edit of one."""
    server.page("/news/ferry", PAGE)
    keeper.one("/news/ferry")
    server.routes["/news/ferry"] = script
    visit = keeper.one("/news/ferry")
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, NOT_TEXT)
    assert visit.exchange is not None
    assert visit.exchange.payload


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso2022_jp", "iso2022_kr", "gb18030"])
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    """Some use bytes that are no characters in others."""
    said = {"iso2022_jp": "新しい記事が出た", "iso2022_kr": "새 기사가 나왔다"}.get(
        encoding, "新闻"
    )
    assert is_text(f"<p>\t{said}</p>\n".encode(encoding) * 99)
    assert is_text(b"")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("said", ["Паром остановлен ", "Το πλοίο έμεινε ", "المركب في الميناء "])
def test_letters_of_two_bytes_are_text(encoding: str, said: str) -> None:
    """One byte of each looks like a control character: pages were lost because of that."""
    assert is_text(f"<!doctype html><title>{said * 99}".encode(encoding))


def test_what_no_transfer_explains_is_a_fault() -> None:
    """A page that is too large, or unwanted, is not complete because of how it ends."""
    assert remark("too large", PAGE) is None
    assert remark("not a document", PAGE) is None
    assert remark(None, PAGE) is None


def test_packed_data_are_no_markup() -> None:
    """What begins like markup but continues in control characters is not taken for a page."""
    assert decode(b"<a\x00\x01\x02\x03\x04" * 9, ["br"], 999).fault in ("bad coding", "coding br")
