"""Make the pictures of the pages in ``docs/``: ``python -m tests.browser.pictures``.

The demo's outlet is crawled before and after its edits, and Chromium takes pictures: light, dark,
on a phone, and as printed (``pdftoppm`` converts that).
"""

from __future__ import annotations

import base64
import subprocess
import tempfile
from pathlib import Path

from storage.archive import Archive
from tests.browser.conftest import Browser, serving
from tests.browser.walk import demo_archive

DOCS = Path(__file__).resolve().parents[2] / "docs" / "pages"
SHOWN = "central bank"
WIDE, PHONE, HIGHEST = 1180, 390, 1250


def main() -> None:
    """Make all of them."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = demo_archive(Path(place) / "archive")
        with Archive.open(folder) as archive:
            article = next(one.id for one in archive.articles() if SHOWN in (one.title or ""))
        browser = Browser()
        with serving(folder) as base:
            diff = f"{base}/articles/{article}/diff/1..2"
            shoot(browser, "changes", base)
            shoot(browser, "changes-dark", base, dark=True)
            shoot(browser, "changes-phone", base, width=PHONE)
            shoot(browser, "diff", diff)
            shoot(browser, "diff-dark", diff, dark=True)
            shoot(browser, "diff-phone", diff, width=PHONE)
            shoot(browser, "article", f"{base}/articles/{article}")
            shoot(browser, "split", f"{diff}?view=split")
            printed(browser, "diff-print", diff, Path(place))
        browser.driver.quit()


def shoot(browser: Browser, name: str, url: str, *, dark: bool = False, width: int = WIDE) -> None:
    """Take a picture of the page from its top."""
    browser.look(dark=dark, width=width)
    browser.open(url)
    height = min(HIGHEST, browser.run("return document.documentElement.scrollHeight"))
    browser.look(dark=dark, width=width, height=height)
    browser.driver.save_screenshot(str(DOCS / f"{name}.png"))


def printed(browser: Browser, name: str, url: str, place: Path) -> None:
    """Make a picture of the first sheet, as a black-and-white printer would print it."""
    browser.look()
    browser.open(url)
    pdf = browser.command("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
    (place / "page.pdf").write_bytes(base64.b64decode(pdf["data"]))
    words = ["pdftoppm", "-png", "-gray", "-r", "80", "-f", "1", "-singlefile"]
    subprocess.run([*words, place / "page.pdf", DOCS / name], check=True)


if __name__ == "__main__":
    main()
