"""Pages of five megabytes and pages with very many links: shown folded, and light."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from monitor.comparing.stored import rules_version
from monitor.web.app import create_app
from monitor.web.site import Settings
from storage.archive import Archive
from storage.records import Block, BlockKind
from tests.commands.conftest import reading
from tests.conftest import run_variorum

SENTENCE = "The keeper of the mole at {place} wrote that boat {n} of that summer came in at dusk. "
PARAGRAPHS, PER_PARAGRAPH = 400, 6
LIGHT = 60_000
PAIR = "/articles/1/diff/1..2"


def page(place: str) -> bytes:
    """A page of five megabytes, mostly a script, as is common; ``place`` is in the middle."""
    parts = [
        "<p>"
        + "".join(
            SENTENCE.format(
                place=place if number == PARAGRAPHS // 2 else "Holm",
                n=number * PER_PARAGRAPH + each,
            )
            for each in range(PER_PARAGRAPH)
        )
        for number in range(PARAGRAPHS)
    ]
    start = "<!doctype html><html lang=en><title>The great register</title><main><article><h1>"
    state = f"<script>window.state = '{'0123456789abcdef' * 310_000}'</script>"
    text = f"{start}The great register</h1>{''.join(parts)}</article></main>{state}</html>".encode()
    assert len(text) > 5_000_000
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory, large_outlet):
    """The folder of an archive that was crawled twice, with an edit in between."""
    place = tmp_path_factory.mktemp("long") / "archive"
    run_variorum(place, "init", str(place))
    run_variorum(place, "add", large_outlet.url, "--yes")
    run_variorum(place, "crawl")
    large_outlet.page = page("Felden")
    run_variorum(place, "crawl", "--all")
    return place


@pytest.fixture(scope="module")
def large_outlet():
    """A server with a single page."""
    import threading  # noqa: PLC0415 — of this fixture alone
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer  # noqa: PLC0415 — the same

    class Outlet(BaseHTTPRequestHandler):
        """Serves the page at one address, and nothing at others."""

        def do_GET(self) -> None:
            """Answer with 200 or 404."""
            body = self.server.page if self.path == "/register" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    server.page = page("Holm")
    server.url = f"http://127.0.0.1:{server.server_port}/register"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_five_megabytes_are_shown_by_their_edit(folder):
    """Crawled, compared once, and from then on read from the index; folded in every view."""
    app = create_app(Settings(folder, lambda *words: " ".join(words)))
    client = app.test_client()
    first = client.get(PAIR)
    with Archive.open(folder) as archive:
        old, new = archive.revisions(1)
        pair = (old.extraction_id, new.extraction_id)
        assert archive.index.diffs.get(*pair, rules_version()) is not None
    assert first.text.count("<ins>Felden</ins>") == PER_PARAGRAPH
    assert f"{PARAGRAPHS // 2 - 1:,} paragraphs unchanged" in first.text
    for view in ("inline", "split", "text", "source", "links"):
        answer = client.get(f"{PAIR}?view={view}")
        assert answer.status_code == 200
        assert len(answer.data) < LIGHT, view
    for path in ("/", "/articles/1", "/captures/1", f"{PAIR}.json", "/search?q=felden"):
        assert len(client.get(path).data) < LIGHT, path
    app.extensions["variorum"].close()


@pytest.mark.parametrize(
    "count", [20_000, pytest.param(1_000_000, marks=pytest.mark.long)], ids=["some", "a million"]
)
def test_many_links_are_counted_and_cut(tmp_path, count):
    """The view of links lists some of them and says how many there are."""
    from tests.commands.conftest import Keeper  # noqa: PLC0415 — beside its only use

    first = reading("Links", "They are many.")
    links = tuple(f"https://harbour.example/{number}" for number in range(count))
    block = Block(BlockKind.PARAGRAPH, "They are more.")
    second = replace(first, links=links, blocks=(*first.blocks, block))
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin("https://harbour.example/links", first)
        keeper.compare("https://harbour.example/links", first, second)
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    text = app.test_client().get(f"{PAIR}?view=links").text
    assert f"{count:,} links" in text
    assert len(re.findall("<li><ins>", text)) == 500
    assert len(text) < LIGHT
    app.extensions["variorum"].close()
