"""The limit on the work that one check may cause in SQLite."""

from __future__ import annotations

import pytest

from storage.database import bound
from storage.errors import ArchiveError

_SOME_STEPS = """
    WITH RECURSIVE many (one) AS (SELECT 1 UNION ALL SELECT one + 1 FROM many WHERE one < 20000)
    SELECT count(*) FROM many
"""


def test_each_row_may_take_as_much_as_the_first(archive, monkeypatch):
    """What the first rows of a job took is not subtracted from what the last one may take.

    A row that leads into a ring is still stopped.
    """
    monkeypatch.setattr(bound, "_STEPS_A_BYTE", 1)
    with archive._database.bounded() as begin_again:
        for _ in range(20):
            begin_again()
            assert archive._database.value(_SOME_STEPS) == 20000
    everything = " UNION ALL ".join(f"SELECT * FROM ({_SOME_STEPS})" for _ in range(20))
    with archive._database.bounded(), pytest.raises(ArchiveError):
        archive._database.rows(everything)
    assert archive._database.value(_SOME_STEPS) == 20000
