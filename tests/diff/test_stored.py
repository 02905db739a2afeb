"""Diffs that are kept as text, and by which code they were made."""

from __future__ import annotations

from monitor.diff import stored


def test_the_version_of_a_diff_is_that_of_all_code_that_makes_it(monkeypatch):
    """A room that is left out, or not found, would let diffs of older code be shown as today's."""
    versions = []
    for rooms in (("diff", "classify"), ("diff",), ("classify",), ()):
        monkeypatch.setattr(stored, "_ROOMS", rooms)
        versions.append(stored.rules_version.__wrapped__())
    assert len(set(versions)) == len(versions)
    monkeypatch.undo()
    assert versions[0] == stored.rules_version()
