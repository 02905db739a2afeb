"""Numbers as people read them."""

from __future__ import annotations

import pytest

from monitor.notation.figures import figure, percent, size


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 bytes"), (999, "999 bytes"), (12_000, "12 kB"), (3_400_000, "3 MB"), (7e10, "70.0 GB")],
)
def test_sizes_have_their_unit(number: float, shown: str) -> None:
    """So that nobody has to count digits."""
    assert size(number) == shown


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("free_bytes", 69_736_366_080, ("free on the disk", "69.7 GB")),
        ("heads_stored", 11_168_832, ("heads as they are kept", "11 MB")),
        ("captures", 304_298, ("captures", "304,298")),
        ("pid", 15_605, ("pid", "15605")),
        ("next_due", "2026-11-27T15:47:32.803504Z", ("next visit due", "2026-11-27 15:47Z")),
        ("flying", 3, ("requests under way", "3")),
        ("last_trouble", None, ("last trouble", "–")),
        ("state", "running", ("state", "running")),
    ],
)
def test_a_figure_is_told_by_its_name(name: str, value: object, shown: tuple[str, str]) -> None:
    """Sizes, counts and times are formatted as such; a process number is no count."""
    assert figure(name, value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(1.0, "100%"), (0.387, "38.7%"), (0.996, "99.6%"), (0.0, "0%"), (None, None)],
)
def test_a_share_is_read_in_per_cent(share: float | None, shown: str | None) -> None:
    """Programs get shares of 1; if one article in 250 lacks a byline, that is not 100%."""
    assert percent(share) == shown
