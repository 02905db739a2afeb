"""The views, a file a noun. Each gives an answer; the form it leaves in is decided elsewhere."""

from __future__ import annotations

from monitor.web.pages import (
    articles,
    captures,
    changes,
    diffs,
    exports,
    mementos,
    outlets,
    search,
)

BLUEPRINTS = tuple(
    module.blueprint
    for module in (changes, articles, diffs, captures, outlets, search, exports, mementos)
)
"""Every view there is."""
