"""Marks are true after every kind of change, and as fast in a large archive as in a small one."""

from __future__ import annotations

from storage.archive import Archive
from storage.history.rereading import begin_again
from tests.web.conftest import fill


def test_marks_are_those_of_the_rows(tmp_path):
    """However rows come, change and go, the index agrees with them."""
    with Archive.create(tmp_path / "archive") as archive:
        fill(archive)
        database = archive._database

        def both(one: str, flag: int) -> tuple[set, set]:
            kept = database.rows("SELECT mark, moment, id FROM marks WHERE of_event = ?", (flag,))
            real = database.rows(f"SELECT mark, moment, id FROM {one}_marks")
            return {tuple(row) for row in kept}, {tuple(row) for row in real}

        with archive.transaction():
            database.change('UPDATE revisions SET kinds = \'["date","name"]\' WHERE id = 2')
            database.change("UPDATE events SET kind = 'restored'")
        begin_again(archive, 1)
        for one, flag in (("revision", 0), ("event", 1)):
            kept, real = both(one, flag)
            assert kept == real
            assert kept


def test_a_revision_costs_the_same_in_a_large_archive(tmp_path):
    """A new revision walks over no others: SQLite takes as many steps as before."""
    with Archive.create(tmp_path / "archive") as archive:
        fill(archive)
        database = archive._database
        copy = (
            "INSERT INTO revisions (article_id, number, title, extraction_id, first_seen,"
            " last_seen, weight, kinds, signals, summary, ours) SELECT article_id,"
            " number + ?, title, extraction_id, first_seen, last_seen, weight, kinds, signals,"
            " summary, ours FROM revisions WHERE article_id = 1 AND number = 1"
        )
        steps = [0]

        def count() -> bool:
            steps[-1] += 1
            return False

        database.connection.set_progress_handler(count, 10)
        for first in (1_000, 2_000, 3_000):
            steps.append(0)
            with archive.transaction():
                for number in range(400):
                    database.change(copy, (first + number,))
        database.connection.set_progress_handler(None, 0)
        assert 0 < steps[3] < 1.5 * steps[1]
