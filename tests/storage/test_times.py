"""Times of pages, compared."""

from __future__ import annotations

from storage.database.times import same


def test_same_moment_in_two_zones():
    """A time told by another clock is the same time, and a day is no contradiction of its hour."""
    assert same("2025-02-07T23:30:00Z", "2025-02-08T03:30:00+04:00")
    assert same("2025-02-07", "2025-02-07T23:30:00Z")
    assert same(None, None)
    assert not same("2025-02-07T23:30:00Z", "2025-02-07T22:30:00Z")
    assert not same("2025-02-07", "2025-02-08")
    assert not same(None, "2025-02-07")
    assert not same("rubbish of a page", "2025-02-07T22:30:00Z")
