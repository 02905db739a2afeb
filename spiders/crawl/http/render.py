"""Pages as a browser shows them, for outlets whose rules say so: the extra ``variorum[browser]``.

The browser sends no requests itself. It is given the page as it was captured; its scripts and the
data that they request come through the crawl's own client, with robots.txt, deny patterns, pace
and the check for private addresses; pictures, fonts, styles, frames and everything else that
makes no text are not fetched. Any other connection goes to a proxy that does not exist.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from storage.errors import VariorumError

if TYPE_CHECKING:
    from spiders.configuration import Configuration
    from spiders.crawl.http.exchange import Fetched, Rendering
    from storage.records import Exchange

NEEDED = frozenset({"script", "xhr", "fetch"})
"""What can make text: kinds of requests, as Chromium calls them."""
MAX_REQUESTS = 60
"""The most requests that a page may make; cached scripts do not count."""
PATIENCE_S = 90.0
"""Long, because at the pace of a polite crawl the scripts of a first page take their time."""
QUIET_S = 5.0
"""The longest wait, after loading, for a page to stop sending requests; then it is taken as is."""
MAX_CACHED = 32 * 1024 * 1024
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
)
_HOP_BY_HOP = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"}
)


class RenderError(VariorumError):
    """No browser could render the page."""


class Renderer:
    """One browser, started when the first page needs it; for one event loop."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._playwright: Any = None
        self._browser: Any = None
        self._lock = asyncio.Lock()
        self._scripts: OrderedDict[str, Fetched] = OrderedDict()

    async def render(self, url: str, rendering: Rendering) -> Fetched:
        """The same exchange with the page as rendered; ``fault`` says why it could not be."""
        fetched = rendering.fetched
        assert fetched.exchange is not None
        try:
            async with asyncio.timeout(PATIENCE_S):
                exchange = await self._rendered(url, fetched.exchange, rendering)
        except (RenderError, TimeoutError) as error:
            why = error.what if isinstance(error, RenderError) else "the browser took too long"
            return replace(fetched, fault=why)
        return replace(fetched, exchange=exchange, finished_at=datetime.now(UTC))

    async def close(self) -> None:
        """End the browser."""
        browser, playwright = self._browser, self._playwright
        self._browser = self._playwright = None
        if browser is not None:
            await browser.close()
        if playwright is not None:
            await playwright.stop()

    async def _rendered(self, url: str, exchange: Exchange, rendering: Rendering) -> Exchange:
        browser = await self._started()
        try:
            context = await browser.new_context(
                user_agent=self._configuration.user_agent,
                service_workers="block",
                accept_downloads=False,
            )
            try:
                page = await context.new_page()
                visit = _Visit(url, rendering, self._scripts)
                await context.route("**/*", visit.answer)
                await context.route_web_socket("**/*", lambda socket: socket.close())
                html = await _settled(page, url)
            finally:
                await context.close()
        except _errors() as error:
            if not browser.is_connected():
                self._browser = None  # the next page gets a new one
            raise RenderError(f"the browser failed: {_first_line(error)}") from error
        data = html.encode("utf-8", "replace")
        if len(data) > self._configuration.max_bytes:
            raise RenderError("the page grew too large in the browser")
        name = f"Chromium/{browser.version}"
        return replace(exchange, rendered=data, renderer=name)

    async def _started(self) -> Any:
        async with self._lock:
            if self._browser is None:
                await self._start()
            return self._browser

    async def _start(self) -> None:
        try:
            from playwright.async_api import async_playwright  # noqa: PLC0415  # the extra
        except ImportError as error:
            raise RenderError("playwright is missing: pip install 'variorum[browser]'") from error
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        try:
            self._browser = await self._playwright.chromium.launch(
                executable_path=find_browser(), args=arguments
            )
        except _errors() as error:
            raise RenderError(f"no Chromium could be started: {_first_line(error)}") from error


class _Visit:
    """Answers the requests of one page."""

    def __init__(self, url: str, rendering: Rendering, scripts: OrderedDict[str, Fetched]) -> None:
        self._url = url
        self._rendering = rendering
        self._scripts = scripts
        self._asked = 0
        self._given = False

    async def answer(self, route: Any) -> None:
        """Give the page itself once, then what its scripts need; abort all other requests."""
        request = route.request
        if request.is_navigation_request():
            if self._given or request.frame.parent_frame is not None:
                await route.abort("blockedbyclient")
                return
            self._given = True
            await _fulfil(route, self._rendering.fetched)
            return
        fetched = await self._ask(request)
        if fetched is None:
            await route.abort("blockedbyclient")
        else:
            await _fulfil(route, fetched)

    async def _ask(self, request: Any) -> Fetched | None:
        url: str = request.url
        if request.method != "GET" or request.resource_type not in NEEDED:
            return None
        is_script = request.resource_type == "script"
        if is_script and url in self._scripts:
            self._scripts.move_to_end(url)
            return self._scripts[url]
        self._asked += 1
        if self._asked > MAX_REQUESTS:
            return None
        fetched = await self._rendering.ask(url)
        if fetched is not None and is_script:
            self._keep(url, fetched)
        return fetched

    def _keep(self, url: str, fetched: Fetched) -> None:
        """Cache a script: pages of an outlet share them, so each is fetched once."""
        self._scripts[url] = fetched
        while sum(_size(one) for one in self._scripts.values()) > MAX_CACHED:
            self._scripts.popitem(last=False)


async def _fulfil(route: Any, fetched: Fetched) -> None:
    exchange, head = fetched.exchange, fetched.head
    assert exchange is not None
    assert head is not None
    fields = {name: value for name, value in head.fields if name not in _HOP_BY_HOP}
    await route.fulfill(status=exchange.status, headers=fields, body=exchange.payload)


async def _settled(page: Any, url: str) -> str:
    """The document once its scripts send no more requests."""
    await page.goto(url, wait_until="load", timeout=PATIENCE_S * 1000)
    try:
        await page.wait_for_load_state("networkidle", timeout=QUIET_S * 1000)
    except _timeout():
        pass  # a page that never stops sending requests is taken as it is
    html: str = await page.content()
    return html


def _first_line(error: Exception) -> str:
    """The message of an error, without the log that follows; its type if it has none."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def find_browser() -> str | None:
    """An installed Chromium; None: use the one that playwright may have brought."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _size(fetched: Fetched) -> int:
    return len(fetched.exchange.payload) if fetched.exchange is not None else 0


def _errors() -> type[Exception]:
    from playwright.async_api import Error  # noqa: PLC0415  # the extra

    error: type[Exception] = Error
    return error


def _timeout() -> type[Exception]:
    from playwright.async_api import TimeoutError as Timeout  # noqa: PLC0415  # the extra

    timeout: type[Exception] = Timeout
    return timeout
