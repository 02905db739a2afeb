"""Marks: true after every kind of change, and as quick in a large archive as in a small one."""

from __future__ import annotations

import time

from storage.archive import Archive
from storage.rereading import begin_again
from tests.web.conftest import fill


def test_marks_are_those_of_the_rows(tmp_path):
    """However rows come, change and go, the index says what the rows say."""
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
    """Nothing walks over all revisions when one comes."""
    with Archive.create(tmp_path / "archive") as archive:
        fill(archive)
        database = archive._database
        copy = (
            "INSERT INTO revisions (article_id, number, title, extraction_id, first_seen,"
            " last_seen, weight, kinds, signals, summary, ours) SELECT article_id,"
            " number + ?, title, extraction_id, first_seen, last_seen, weight, kinds, signals,"
            " summary, ours FROM revisions WHERE article_id = 1 AND number = 1"
        )
        took = []
        for first in (1_000, 2_000, 3_000, 4_000, 5_000):
            before = time.process_time()
            with archive.transaction():
                for number in range(1_000):
                    database.change(copy, (first + number,))
            took.append(time.process_time() - before)
        assert took[-1] < 3 * took[0] + 0.1
