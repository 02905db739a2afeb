"""The pages of ``serve`` for what is made from them: a static site, and a feed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.web.factory import app_with
from monitor.web.pages import PAGES
from monitor.web.site import EXTENSION, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from storage.archive import Archive


@contextmanager
def app_over(archive: Archive) -> Iterator[Flask]:
    """An application without a server, which reads this archive at the moment it is read.

    What the application opens is closed at the end.
    """
    app = app_with(PAGES, Settings(archive.folder, lambda *words: " ".join(words)))
    app.extensions[EXTENSION].lend(archive)
    try:
        yield app
    finally:
        app.extensions[EXTENSION].close()
