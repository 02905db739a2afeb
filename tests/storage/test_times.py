"""Comparing the times that pages declare."""

from __future__ import annotations

from storage.database.times import same


def test_same_moment_in_two_zones():
    """One moment in two zones is one time, and a day does not contradict an hour of it."""
    assert same("2025-02-07T23:30:00Z", "2025-02-08T03:30:00+04:00")
    assert same("2025-02-07", "2025-02-07T23:30:00Z")
    assert same(None, None)
    assert not same("2025-02-07T23:30:00Z", "2025-02-07T22:30:00Z")
    assert not same("2025-02-07", "2025-02-08")
    assert not same(None, "2025-02-07")
    assert not same("rubbish of a page", "2025-02-07T22:30:00Z")
