"""The application that ``variorum serve`` runs, with every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.web.factory import app_with
from monitor.web.pages import PAGES, exports

if TYPE_CHECKING:
    from flask import Flask

    from monitor.web.site import Settings


def create_app(settings: Settings) -> Flask:
    """The application for one archive, which is opened when the first page needs it."""
    return app_with((*PAGES, exports.blueprint), settings)
