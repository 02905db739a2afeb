"""The pages of ``serve`` for what is made of them: a site of files, and a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.web.house import Settings
from monitor.web.making import app_with
from monitor.web.pages import PAGES

if TYPE_CHECKING:
    from flask import Flask

    from storage.archive import Archive


def app_over(archive: Archive) -> Flask:
    """An application that nobody serves."""
    return app_with(PAGES, Settings(archive.folder, lambda *words: " ".join(words)))
