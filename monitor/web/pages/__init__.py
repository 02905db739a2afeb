"""The views, one file per noun. Each gives an answer; its form is decided elsewhere."""

from __future__ import annotations

from monitor.web.pages import (
    articles,
    captures,
    changes,
    diffs,
    login,
    machine,
    mementos,
    outlets,
    search,
    stories,
    websub,
)

_MODULES = (
    *(changes, articles, diffs, captures, outlets, stories),
    *(search, mementos, login, machine, websub),
)
PAGES = tuple(module.blueprint for module in _MODULES)
"""Every page that needs only the archive. The page for exports is in a higher layer, since exports
are made with these pages."""
