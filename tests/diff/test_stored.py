"""Diffs that are stored as text, and which code made them."""

from __future__ import annotations

import ast
import subprocess
import sys

from monitor.comparing import stored


def test_the_version_of_a_diff_is_that_of_all_code_that_makes_it(monkeypatch):
    """If a room is left out or not found, diffs of older code would be shown as today's."""
    versions = []
    for rooms in (stored._ROOMS, ("diff", "classify"), ("diff",), ("comparing",), ()):
        monkeypatch.setattr(stored, "_ROOMS", rooms)
        versions.append(stored.rules_version.__wrapped__())
    assert len(set(versions)) == len(versions)
    monkeypatch.undo()
    assert versions[0] == stored.rules_version()


def test_all_code_that_compares_has_a_say_in_the_version():
    """If a room that is left out changed, yesterday's diffs would be shown as today's."""
    code = (
        "import sys, monitor.comparing.articles;"
        "print({one.split('.')[1] for one in sys.modules if one.startswith('monitor.')})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ast.literal_eval(run.stdout) == set(stored._ROOMS)
