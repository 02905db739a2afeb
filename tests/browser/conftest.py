"""A real Chromium for the pages of a served archive; skipped with a reason if there is none."""

from __future__ import annotations

import shutil
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from monitor.web.app import create_app
from monitor.web.serving import PageServer
from monitor.web.site import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
WITHOUT = "there is no chromium with its chromedriver (Debian: apt-get install chromium-driver)"
ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--hide-scrollbars", "--disable-background-networking", "--disable-component-update"),
    *("--no-first-run", "--disable-sync", "--disable-default-apps"),
)

#: Seconds for what takes milliseconds on an idle machine.
PATIENCE = 60
STANDS = "return document.readyState === 'complete'"
ARRIVED = "return !window.left && document.readyState === 'complete'"


class Browser:
    """Chromium, as a person uses it."""

    def __init__(self) -> None:
        from selenium import webdriver  # noqa: PLC0415 — not there where these tests are skipped
        from selenium.webdriver.chrome.service import Service  # noqa: PLC0415 — the same

        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in ARGUMENTS:
            options.add_argument(argument)
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        self.driver.set_page_load_timeout(2 * PATIENCE)
        self.driver.set_script_timeout(2 * PATIENCE)

    def open(self, url: str) -> None:
        """Open this address."""
        self.driver.get(url)

    def run(self, script: str, *values: Any) -> Any:
        """Run a script of the test, which no policy of the page blocks; gives its result."""
        return self.driver.execute_script(script, *values)

    def click(self, selector: str) -> None:
        """Click on the first matching element."""
        self.one(selector).click()

    def follow(self, act: Callable[[], object]) -> None:
        """Do what leads to another page, and wait until that page is loaded.

        The driver only waits for a navigation that has begun when a click returns; on a busy
        machine it begins later, and the next call would still see the page that is being left.
        """
        self.run("window.left = true")
        act()
        self.until(lambda: self.run(ARRIVED))

    def until(self, question: Callable[[], object]) -> None:
        """Wait until it is true; raises an error if that never happens."""
        from selenium.common import WebDriverException  # noqa: PLC0415 — as above
        from selenium.webdriver.support.wait import WebDriverWait  # noqa: PLC0415 — as above

        # Between two pages the driver cannot answer, which counts as not yet.
        waiting = WebDriverWait(self.driver, PATIENCE, 0.02, [WebDriverException])
        waiting.until(lambda _: question())

    def press(self, key: str) -> None:
        """Press a key, wherever the focus is."""
        from selenium.webdriver import ActionChains  # noqa: PLC0415 — as above

        ActionChains(self.driver).send_keys(key).perform()

    def one(self, selector: str) -> Any:
        """The first matching element."""
        return self.driver.find_element("css selector", selector)

    def text_link(self, text: str) -> Any:
        """The link with this text."""
        return self.driver.find_element("link text", text)

    def all(self, selector: str) -> list[Any]:
        """All matching elements."""
        return self.driver.find_elements("css selector", selector)

    def command(self, name: str, **values: Any) -> Any:
        """Run a command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, values)

    def look(self, *, dark: bool = False, width: int = 1280, height: int = 900) -> None:
        """Set the light or dark scheme, and the size of the screen."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.command("Emulation.setEmulatedMedia", features=[scheme, still])
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def complaints(self) -> list[str]:
        """The messages in the browser's console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip(WITHOUT)
    pytest.importorskip("selenium")
    found = Browser()
    yield found
    found.driver.quit()


@contextmanager
def serving(folder: Path, **settings: Any) -> Iterator[str]:
    """Serve the pages of an archive at an address of this machine, which it gives."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(Settings(folder, lambda *words: " ".join(["variorum", *words]), **settings))
    server = PageServer(app, listener)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.stop()
        thread.join(timeout=120)
        assert not thread.is_alive()
