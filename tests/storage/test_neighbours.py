"""What other articles of an outlet showed, and whether they were missed."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.archive import Archive


def test_whether_one_is_missed_so_walks_the_missed_alone(tmp_path):
    """Each page that may begin an article causes it, and it walked over the whole outlet."""
    with Archive.create(tmp_path / "archive") as archive:
        said = []
        archive._database.connection.set_trace_callback(said.append)
        since = datetime(2026, 3, 1, tzinfo=UTC)
        assert not archive.sights.neighbours.are_absent(1, "one page for many articles", since)
        archive._database.connection.set_trace_callback(None)
        [query] = [sql for sql in said if "absence" in sql]
        [step] = archive._database.rows(f"EXPLAIN QUERY PLAN {query}")
        assert "articles_missed" in step["detail"]
