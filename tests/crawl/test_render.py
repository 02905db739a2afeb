"""Pages that scripts make, in a real Chromium; and what a page must not make it do."""

from __future__ import annotations

import builtins
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from monitor.passes import read_unread
from spiders.configuration import Configuration
from spiders.crawl.http.render import _first_line, find_browser
from spiders.urls import surt
from storage.errors import Redacted
from storage.records import IncidentKind, Outcome, SeedKind
from tests.crawl.wire_server import WireServer

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper

needs_browser = pytest.mark.skipif(
    find_spec("playwright") is None or find_browser() is None,
    reason="the extra variorum[browser] or a Chromium is not here",
)
SETTINGS = Configuration(timeout_s=60.0)

FRAME = b"""<!DOCTYPE html><html><head><title>The Ferry Post</title>
<meta property="og:type" content="article">
<script src="/app.js" defer></script><script src="/private/spy.js" defer></script></head>
<body><div id="app">Loading</div><img src="/picture.png"><iframe src="/frame"></iframe></body>
</html>"""
APP = b"""
async function main() {
  const answer = await fetch("/story.json");
  const story = await answer.json();
  const article = document.createElement("article");
  article.innerHTML = `<h1>${story.title}</h1>` + story.text.map((one) => `<p>${one}</p>`).join("");
  document.getElementById("app").replaceChildren(article);
  const link = document.createElement("a");
  link.href = "/the-second-long-story-2";
  link.textContent = "The second long story";
  document.body.append(link);
  const tried = [];
  for (const url of ELSEWHERE) {
    try { await fetch(url, {mode: "no-cors"}); tried.push("in"); } catch { tried.push("out"); }
  }
  try { await fetch("/story.json", {method: "POST"}); tried.push("in"); }
  catch { tried.push("out"); }
  document.body.dataset.tried = tried.join(" ");
}
main();
"""
STORY = (
    b'{"title": "Ferry line to Port Ilva opens", "text": ['
    b'"The ferry line between Lowmark and Port Ilva opened on Monday after two years of works.",'
    b'"Some 300 passengers took the first boat, which left the pier at seven in the morning.",'
    b'"The council paid 12 million crowns for the new pier, and a third boat is to follow in May.",'
    b'"Fishermen of Lowmark had asked for another place, because their nets lie in the old bay."]}'
)


def watched(keeper: Keeper, server: WireServer) -> WireServer:
    """Serve a page that its scripts make; gives another host, which nobody named."""
    other = WireServer("127.0.0.99")
    folder = keeper.archive.folder / "outlets"
    folder.mkdir(exist_ok=True)
    (folder / "raw.toml").write_text("render = true\ndeny = ['/denied']\n")
    elsewhere = f'["{other.base}/ok", "/denied/x", "/private/data", "file:///etc/passwd"]'
    server.page("/robots.txt", b"User-agent: *\nDisallow: /private/\n", "text/plain")
    server.page("/the-first-long-story-1", FRAME, ETag='"1"')
    server.page("/app.js", APP.replace(b"ELSEWHERE", elsewhere.encode()), "text/javascript")
    server.page("/story.json", STORY, "application/json")
    for path in ("/private/spy.js", "/private/data", "/denied/x", "/picture.png", "/frame"):
        server.page(path, b"window.spied = 1", "text/javascript")
    return other


@needs_browser
def test_page_is_kept_as_it_came_and_as_it_was_shown(keeper: Keeper, server: WireServer) -> None:
    """The article is read from what scripts made; they may fetch only what a polite crawl may."""
    other = watched(keeper, server)
    visit = keeper.one("/the-first-long-story-1", SETTINGS)
    other.close()
    assert (visit.outcome, visit.reason) == (Outcome.CAPTURED, None)
    capture = keeper.capture(visit)
    assert keeper.archive.payload(capture.payload) == FRAME
    assert capture.rendered is not None
    shown = keeper.archive.payload(capture.rendered).decode()
    assert "Some 300 passengers" in shown
    assert 'data-tried="out out out out out"' in shown
    assert capture.renderer is not None
    assert capture.renderer.startswith("Chromium/")
    asked = sorted(one.path for one in server.log)
    assert asked == ["/app.js", "/robots.txt", "/story.json", "/the-first-long-story-1"]
    assert all(b"User-Agent: Variorum/" in one.request for one in server.log)
    assert other.log == []
    read_unread(keeper.archive, rules_folder=keeper.archive.folder / "outlets")
    (article,) = keeper.archive.articles()
    assert article.title == "Ferry line to Port Ilva opens"
    assert keeper.archive.verify() == []
    again = keeper.one("/the-first-long-story-1", SETTINGS)  # in full: the frame says nothing
    assert again.outcome is Outcome.CAPTURED
    last = server.asked("/the-first-long-story-1")[-1]
    assert b"If-None-Match" not in last.request
    taken = keeper.archive.redactions.redact([capture.id], "by order", datetime.now(UTC))
    assert capture.id in taken
    for digest in (capture.payload, capture.rendered):
        with pytest.raises(Redacted):
            keeper.archive.payload(digest)


@needs_browser
def test_section_page_names_what_its_scripts_show(keeper: Keeper, server: WireServer) -> None:
    """Links that are in no source are found; a page that keeps loading is taken as it is."""
    watched(keeper, server).close()
    busy = b"setInterval(() => fetch('/tick').catch(() => 0), 250);"
    server.page("/app.js", APP.replace(b"ELSEWHERE", b"[]") + busy, "text/javascript")
    server.page("/tick", b"{}", "application/json")
    server.page("/news", FRAME)
    keeper.seed("/news", SeedKind.SECTION)
    visits = keeper.crawl(configuration=SETTINGS)
    assert keeper.archive.address(surt(keeper.base + "/the-second-long-story-2")) is not None
    assert len(server.asked("/tick")) <= 60
    assert {visit.outcome for visit in visits} == {Outcome.CAPTURED, Outcome.MISSING}


def test_a_fault_without_words_is_told_by_its_name() -> None:
    """If a message has many lines, the first one: the rest is the browser's log."""
    assert _first_line(OSError("It ended.\nlog: 1\nlog: 2")) == "It ended."
    assert _first_line(TimeoutError()) == "TimeoutError"


def test_without_the_extra_it_is_told_and_nothing_is_read(
    keeper: Keeper, server: WireServer, monkeypatch
) -> None:
    """An empty frame is no article: the visit fails, its page is kept, health says what to do."""
    watched(keeper, server).close()
    load = builtins.__import__

    def refuse(name: str, *arguments, **more):
        if name.startswith("playwright"):
            raise ImportError(name)
        return load(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    visit = keeper.one("/the-first-long-story-1")
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "not rendered")
    assert visit.exchange is not None
    assert visit.exchange.payload == FRAME
    (incident,) = keeper.archive.incidents()
    assert incident.kind is IncidentKind.RENDER_FAILED
    assert "pip install 'variorum[browser]'" in incident.detail
    read_unread(keeper.archive, rules_folder=None)
    assert list(keeper.archive.articles()) == []
