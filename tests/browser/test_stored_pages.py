"""A stored page that tries to break out, in a real browser: nothing is sent, nothing runs."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from storage.archive import Archive
from tests.browser.conftest import STANDS, serving
from tests.commands.conftest import Keeper, reading

NOTHING_SENT = "a connection without a request"
URL = "https://harbour.example/page"
PAGE = """<!doctype html><html><head><title>Still here</title>
<meta http-equiv=refresh content="0;url={out}/refresh"><base href="{out}/base/">
<link rel=stylesheet href="{out}/style.css"><link rel=icon href="{out}/icon">
<link rel=preload as=image href="{out}/preload"><link rel=prefetch href="{out}/prefetch">
<link rel=preconnect href="{out}"><LINK REL=preconnect HREF="{out}" >
<link/rel=preconnect href={out}><link rel=dns-prefetch href="{out}">
<link rel="pre&#99;onnect" href="{out}" title=">">
<link rel=modulepreload href="{out}/module.js"><link rel=manifest href="{out}/manifest">
<style>@import url({out}/import.css);@font-face{{font-family:x;src:url({out}/font)}}
body{{background:url({out}/background);font-family:x}}p{{color:rgb(1,2,3)}}</style>
<script>document.title="ran";fetch("{out}/fetch");top.location="{out}/top"</script>
<script src="{out}/script.js"></script>
<script type=speculationrules>{{"prefetch":[{{"urls":["{out}/speculation"]}}]}}</script></head>
<body onload="document.title='ran'"><p id=p>Hello</p>
<img src="{out}/image" srcset="{out}/set 2x" onerror="document.title='ran'">
<picture><source srcset="{out}/source"><img></picture>
<svg><image href="{out}/svg-image"/><script>document.title="ran"</script>
<use href="{out}/use#a"/>
<link xmlns="http://www.w3.org/1999/xhtml" rel=preconnect href="{out}"></svg>
<math><mtext><img src=x onerror="document.title='ran'"></mtext></math>
<iframe src="{out}/frame"></iframe>
<iframe srcdoc="<img src={out}/srcdoc><script>top.x=1</script>"></iframe>
<iframe src="javascript:parent.document.title='ran'"></iframe>
<object data="{out}/object"></object><embed src="{out}/embed"><applet code="{out}/applet"></applet>
<video src="{out}/video" poster="{out}/poster" autoplay></video>
<audio src="{out}/audio" autoplay></audio>
<video><track src="{out}/track" default></video>
<form id=f action="{out}/form" method=post><input autofocus onfocus="document.title='ran'"></form>
<form action="javascript:document.title='ran'"><button id=b>go</button></form>
<a id=l href="{out}/link" ping="{out}/ping" target=_top>out</a>
<a id=j href="javascript:document.title='ran'">run</a>
<details open ontoggle="document.title='ran'"></details>
<input type=image src="{out}/input"><body background="{out}/body">
<table background="{out}/table"><tr><td>x</td></tr></table>
<marquee onstart="document.title='ran'">x</marquee>
</body></html>"""


class Outside:
    """A server that a page may try to reach; records every connection, even without a request."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                try:
                    first = connection.recv(200).split(b"\r\n")[0].decode("latin-1")
                except OSError:
                    first = ""
                self.calls.append(first or NOTHING_SENT)

    def close(self) -> None:
        """Stop counting."""
        self._listener.close()


@pytest.fixture
def outside():
    """The outside world, which must not hear of it."""
    found = Outside()
    yield found
    found.close()


@pytest.fixture
def base(tmp_path, outside):
    """The address of a served archive with that page."""
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(URL, reading("Page", "Hello"), PAGE.format(out=outside.url).encode())
    with serving(tmp_path / "archive") as address:
        yield address


def enter_frame(browser) -> None:
    """Scroll to the frame, which loads its page only when visible, and wait until it is loaded."""
    browser.driver.switch_to.default_content()
    browser.run("arguments[0].scrollIntoView()", browser.one("iframe.stored"))

    def stands() -> bool:
        browser.driver.switch_to.default_content()
        browser.driver.switch_to.frame(browser.one("iframe.stored"))
        return browser.all("#p") and browser.run(STANDS)

    browser.until(stands)


def settle(browser) -> None:
    """Wait for what a page does by itself: refresh, late loads, speculation."""
    browser.until(lambda: browser.run(STANDS))
    time.sleep(1.5)
    assert browser.driver.window_handles


def test_the_page_does_get_out_where_nothing_holds_it(browser, outside, tmp_path):
    """The test means something only if the page would otherwise call home."""
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(out=outside.url))
    browser.open(page.as_uri())
    browser.until(lambda: len(outside.calls) > 3)
    browser.open("about:blank")


@pytest.mark.parametrize("path", ["/captures/1", "/captures/1/raw"])
def test_no_request_leaves_and_no_script_runs(browser, outside, base, path):
    """In the frame, and opened by itself: unchanged, and silent."""
    browser.look()
    browser.open(base + path)
    if path.endswith("1"):
        enter_frame(browser)
    settle(browser)
    assert browser.driver.current_url == base + path
    assert browser.one("#p").text == "Hello"
    assert browser.one("#p").value_of_css_property("color") == "rgba(1, 2, 3, 1)"
    browser.driver.switch_to.default_content()
    assert "ran" not in browser.driver.title
    browser.open("about:blank")
    assert outside.calls == []


def test_clicks_in_the_frame_lead_nowhere(browser, outside, base):
    """A link, a form and a script link in the framed page send nothing, and lead nowhere.

    (Chromium opens a connection when the mouse is pressed on a link, and sends nothing over it.)
    """
    browser.look()
    browser.open(base + "/captures/1")
    for selector in ("#b", "#j", "#l"):
        enter_frame(browser)
        browser.click(selector)
    browser.driver.switch_to.default_content()
    settle(browser)
    assert browser.driver.current_url == base + "/captures/1"
    browser.open("about:blank")
    assert set(outside.calls) <= {NOTHING_SENT}
