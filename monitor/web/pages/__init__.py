"""The views, a file a noun. Each gives an answer; the form it leaves in is decided elsewhere."""

from __future__ import annotations

from monitor.web.pages import articles, captures, changes, diffs

BLUEPRINTS = (changes.blueprint, articles.blueprint, diffs.blueprint, captures.blueprint)
"""Every view there is."""
