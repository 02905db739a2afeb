"""Captures: the document, the bytes, and what browsers receive."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import replace

import pytest

from monitor.web.app import create_app
from monitor.web.site import Settings
from monitor.web.sources import decoded, lines_of, source_diff
from monitor.web.stored import defused
from storage.archive import Archive
from storage.proof import merkle
from storage.records import Outcome, Tls, Visit
from tests.commands.conftest import Keeper, Typist, reading
from tests.growth import grows_with_length
from tests.merkle_proofs import includes


def test_the_document_says_what_the_archive_holds(kept, client):
    """Digests, heads, and the proof that the capture is in the ledger."""
    said = client.get("/captures/1.json").json
    assert (
        said["payload"]
        == f"sha256:{hashlib.sha256(client.get('/captures/1/raw').data).hexdigest()}"
    )
    assert said["request_head"].startswith("GET / HTTP/1.1")
    assert (said["article"], said["revision"]) == (1, 1)
    place = said["ledger"]
    with Archive.open(kept) as archive:
        assert place["size"] == archive.ledger.size
    steps = [bytes.fromhex(step) for step in place["inclusion"]]
    leaf = merkle.leaf_hash(place["line"].encode())
    assert leaf.hex() == place["leaf"]
    root = bytes.fromhex(place["root"])
    assert includes(root, place["size"], place["index"], leaf, steps)


def test_what_was_not_recorded_is_not_said_to_be_missing(client):
    """An imported capture has no TLS handshake; yet https was encrypted."""
    text = client.get("/captures/1").text
    assert "Not encrypted" not in text
    assert "Nothing is recorded about the connection" in text
    assert "<title>Capture 1, 2026-03-01 08:00, https://harbour.example/" in text


def test_raw_is_byte_for_byte(kept, client):
    """A program gets the same bytes as from ``show --raw``."""
    raw = Typist(kept)("show", "2@1", "--raw").stdout_bytes
    number = client.get("/articles/2/1.json").json["captures"][0]["id"]
    answer = client.get(f"/captures/{number}/raw")
    assert answer.data == raw == b"<script>fetch('/beacon')</script>"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Vary"] == "Sec-Fetch-Dest"


def test_a_stored_page_is_asked_for_each_time(client):
    """For an hour, a browser showed from its cache what had been redacted meanwhile."""
    answer = client.get("/captures/1/raw")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/captures/1/raw", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_certificates_are_told(tmp_path):
    """Which TLS version and ciphers were used, and the digest of each certificate."""
    trustme = pytest.importorskip("trustme", reason="trustme is not installed")
    pem = trustme.CA().issue_cert("harbour.example").cert_chain_pems[0].bytes()
    der = ssl.PEM_cert_to_DER_cert(pem.decode())
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        record = archive.record

        def encrypted(visit: Visit) -> int:
            tls = Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", (der,))
            return record(replace(visit, exchange=replace(visit.exchange, tls=tls)))

        archive.record = encrypted
        keeper.begin("https://harbour.example/x", reading("X", "Hi"))
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    client = app.test_client()
    (told,) = client.get("/captures/1.json").json["tls"]["certificates"]
    assert told["sha256"] == hashlib.sha256(der).hexdigest()
    page = client.get("/captures/1").text
    assert "TLSv1.3, TLS_AES_256_GCM_SHA384" in page
    assert told["sha256"] in page
    app.extensions["variorum"].close()


@pytest.mark.parametrize(
    ("status", "outcome", "said"),
    [
        (304, Outcome.UNMODIFIED, "The server answered that the page had not been modified"),
        (302, Outcome.REDIRECTED, "The server sent no page with this answer."),
    ],
)
def test_an_answer_without_a_page_is_not_an_empty_frame(tmp_path, status, outcome, said):
    """A blank frame under *The page as it was sent* looked as if the page had been lost."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/x", reading("X", "Hi"))
        record = archive.record
        archive.record = lambda visit: record(
            replace(
                visit,
                status=status,
                outcome=outcome,
                exchange=replace(visit.exchange, status=status),
            )
        )
        keeper.visit("https://harbour.example/x", b"")
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    page = app.test_client().get("/captures/2").text
    assert said in page
    assert "<iframe" not in page
    app.extensions["variorum"].close()
    advice = Typist(tmp_path / "archive")("show", "--capture", "2").stderr
    assert "show --capture 2 --headers" in advice


def test_control_characters_of_heads_are_shown_as_pictures(client):
    """A head may contain anything."""
    text = client.get("/captures/1").text
    assert "\x1b" not in text
    assert "␛[31m" in text


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<p>ə <link rel=x>", "text/html; charset=utf-8"),
        ("<p>ж <LINK rel=x>", "text/html; charset=windows-1251"),
        ("<p>ə <link\nrel=x>", "text/html; charset=utf-16-le"),
        ("<meta charset=koi8-r><p>ж <link/rel=x>", "text/html"),
    ],
)
def test_links_are_without_effect_in_every_encoding(page, kind):
    """No encoding hides a tag from us that a browser would see."""
    charset = kind.partition("charset=")[2] or "koi8-r"
    shown = defused(page.encode(charset), kind).decode()
    assert "link" not in shown.lower()
    assert page[page.index("<p>") : page.index("<p>") + 4] in shown


def test_a_link_that_an_escape_hides_is_found():
    """ISO-2022-JP has escape sequences that produce no character."""
    assert b"<meta rel" in defused(b"<\x1b(Blink rel=preconnect>", "text/html; charset=iso-2022-jp")


def test_a_browser_that_shows_it_gets_it_defused(tmp_path):
    """A program that requests it gets every byte."""
    page = b"<link rel=preconnect href=//a.example><p>Hi<iframe src=//b.example></iframe>"
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin("https://harbour.example/x", reading("X", "Hi"), page)
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    client = app.test_client()
    shown = client.get("/captures/1/raw", headers={"Sec-Fetch-Dest": "iframe"})
    assert shown.data.startswith(b"<meta rel=preconnect href=//a.example><p>Hi<noembed src")
    assert client.get("/captures/1/raw", headers={"Sec-Fetch-Dest": "empty"}).data == page
    app.extensions["variorum"].close()


def test_sources_are_compared_by_lines():
    """Equal lines are not changes; a page on a single line is broken between its tags.

    A long line is cut around what differs: cut at its end, old and new looked the same.
    """
    old = b"<html>\n<p>one</p>\n<p>two</p>\n</html>"
    new = old.replace(b"two", b"three")
    found = source_diff([old, new], ["text/html"] * 2)
    assert (found.removed, found.added) == (1, 1)
    assert found.hunks[0][2:4] == (("-", "<p>two</p>"), ("+", "<p>three</p>"))
    long = b"<p>" + b"one and " * 200
    ((_, gone), (_, come)) = source_diff([long + b"two", long + b"three"], [None] * 2).hunks[0]
    assert (gone[-9:], come[-11:]) == ("e and two", "e and three")
    assert max(len(gone), len(come)) < 410
    assert len(lines_of(b"<p>" * 3000 + b"</p> <p>" * 3000, None)) > 100
    assert decoded(b"\xff\xfeA\x00", None) == "A"


@pytest.mark.parametrize("name", ["idna", "undefined", "base64", "nonsense"])
def test_a_page_that_names_no_encoding_of_text_is_shown(name):
    """These are names of Python codecs; a page that declares one must not cause an error."""
    page = f"<meta charset={name}><p>caf".encode() + b"\xe9"
    assert decoded(page, None).endswith("café")
    assert "café".encode() in defused(page, f"text/html; charset={name}")


@pytest.mark.parametrize("name", ["lınk", "\u0130frame"])
def test_an_element_that_only_looks_like_one_that_reaches_out_stays(name):
    """A dotless or a dotted i makes another name; a page with one could not be shown."""
    page = f"<{name} rel=preconnect><p>Hi"
    assert defused(page.encode(), "text/html; charset=utf-8").decode() == page


def test_an_encoding_that_no_browser_knows_costs_no_more_than_others():
    """In Python ``punycode`` is one, and takes the square of the length: a page took hours."""
    page = "<meta charset=punycode>{}-{}"

    def shown(length: str) -> object:
        return decoded(page.format(length, "ba" * len(length)).encode(), "text/html")

    assert grows_with_length(shown, "a" * 10_000, "a" * 80_000)


@pytest.mark.parametrize("path", ["/captures/0", "/captures/999", "/captures/999/raw"])
def test_a_capture_that_is_not_there(client, path):
    """404."""
    assert client.get(path).status_code == 404


def test_the_page_of_a_capture_says_what_a_ledger_and_its_digests_are(client):
    """Whoever has to prove something can read it without a glossary."""
    page = client.get("/captures/1").text
    assert "<dt>Digest of the page</dt>" in page
    assert "<dt>Digest on the wire</dt>" in page
    assert "can tell whether a line was changed since" in page
    assert '<p>Line 0 of 8 <span class="meta">(counted from 0)</span></p>' in page
