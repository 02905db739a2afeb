"""The views, a file a noun. Each gives an answer; the form it leaves in is decided elsewhere."""

from __future__ import annotations

from monitor.web.pages import (
    articles,
    captures,
    changes,
    diffs,
    doors,
    machine,
    mementos,
    outlets,
    search,
    stories,
    websub,
)

_MODULES = (
    *(changes, articles, diffs, captures, outlets, stories),
    *(search, mementos, doors, machine, websub),
)
PAGES = tuple(module.blueprint for module in _MODULES)
"""Every page that needs nothing but the archive. The one that exports stands above the exports,
which are made of these."""
