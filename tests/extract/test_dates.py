"""Times as pages write them."""

from __future__ import annotations

import pytest

from spiders.extract.dates import normal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-02-07T18:08:00Z", "2025-02-07T18:08:00Z"),
        ("2025-02-07T18:08:00.123+04:00", "2025-02-07T18:08:00+04:00"),
        ("2025-02-07T18:08+0400", "2025-02-07T18:08:00+04:00"),
        ("2025-02-07 18:08:00", "2025-02-07"),
        ("2025-02-07", "2025-02-07"),
        ("Fri, 07 Feb 2025 18:08:00 GMT", "2025-02-07T18:08:00Z"),
        ("Feb 7, 2025 6:08 PM", "2025-02-07"),
        ("7 February 2025", "2025-02-07"),
        ("7 февраля 2025 г.", "2025-02-07"),
        ("7 лютого 2025", "2025-02-07"),
        ("7 fevral 2025", "2025-02-07"),
        ("7 Şubat 2025, 18:08", "2025-02-07"),
        ("07.02.2025", "2025-02-07"),
        ("2025年2月7日", "2025-02-07"),
        ("20250207T180800Z", "2025-02-07T18:08:00Z"),
        ("1738951680", "2025-02-07T18:08:00Z"),
        ("2025-02-31", None),
        ("2025-02-07T25:61:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_normal(text, expected):
    """With a zone RFC 3339, without one the date, and nothing that no calendar has."""
    assert normal(text) == expected
