"""The views, a file a noun. Each gives an answer; the form it leaves in is decided elsewhere."""

from __future__ import annotations

from monitor.web.pages import (
    articles,
    captures,
    changes,
    diffs,
    doors,
    exports,
    machine,
    mementos,
    outlets,
    search,
    stories,
    websub,
)

_MODULES = (
    *(changes, articles, diffs, captures, outlets, stories),
    *(search, exports, mementos, doors, machine, websub),
)
BLUEPRINTS = tuple(module.blueprint for module in _MODULES)
"""Every view there is."""
