"""Rows of a table: each cell says something of its row and its column."""

from __future__ import annotations

import pytest

from monitor.comparing.articles import compare
from storage.records import Block, BlockKind, Extraction

ROWS = ["Party | Votes | Seats (millions)", "Labour | 120 | 14 | 14", "Green | 45 | 6 | 6"]


def _diff(old, new):
    one, other = (
        Extraction(blocks=tuple(Block(BlockKind.TABLE, row) for row in rows), language="en")
        for rows in (old, new)
    )
    return compare(one, other)


@pytest.mark.parametrize(
    ("row", "other", "told"),
    [
        ("Labour | 120 | 14", "Labour | 14 | 120", "“120 | 14” became “14 | 120”."),
        ("Labour | 120 | 14 | 14", "Labour | 14 | 120 | 14", "“120 | 14” became “14 | 120”."),
        ("Labour | Holm | Kell", "Labour | Kell | Holm", "“Holm | Kell” became “Kell | Holm”."),
        ("yes | no | no", "no | yes | no", "“yes | no” became “no | yes”."),
        ("Labor | 120 | 14 | 9", "Labour | 14 | 120 | 9", ""),
    ],
)
def test_cells_that_changed_places_are_a_claim(row, other, told):
    """Votes under seats and seats under votes were *spelling changed*, and folded away."""
    for old, new, shown in ((row, other, told), (other, row, "")):
        found = _diff([ROWS[0], old, ROWS[2]], [ROWS[0], new, ROWS[2]])
        assert found.weight.value == "substantive", found.summary
        assert found.summary.startswith(shown), found.summary


def test_what_else_may_change_in_a_table_is_told():
    """A row that goes, a figure in the wrong row and another unit in the heading all weigh."""
    gone = _diff(ROWS, ROWS[:2])
    assert gone.summary == "1 row of a table removed: “Green | 45 | 6 | 6”."
    turned = [row.replace("120", "0").replace("45", "120").replace(" 0 ", " 45 ") for row in ROWS]
    assert _diff(ROWS, turned).weight.value == "substantive"
    unit = _diff(ROWS, [ROWS[0].replace("millions", "thousands"), *ROWS[1:]])
    assert (unit.weight.value, unit.summary) == ("substantive", "“millions” became “thousands”.")
