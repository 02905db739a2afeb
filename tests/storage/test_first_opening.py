"""A new index that several processes open at once."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

from storage.derived.file import INDEX_NAME, open_index

HELD_S = 0.5


def test_who_comes_second_waits_for_the_first_to_make_it(folder):
    """SQLite refuses at once to turn on the journal while another process writes."""
    folder.mkdir(exist_ok=True)
    with closing(
        sqlite3.connect(folder / INDEX_NAME, isolation_level=None, check_same_thread=False)
    ) as first:
        first.execute("BEGIN IMMEDIATE")
        first.execute("CREATE TABLE half (made)")
        timer = threading.Timer(HELD_S, first.execute, ["COMMIT"])
        timer.start()
        with closing(open_index(folder, folder / "archive.db")) as second:
            made = {row["name"] for row in second.rows("SELECT name FROM sqlite_schema")}
        timer.join()
    assert "progress" in made


def test_many_open_it_at_the_same_moment(folder):
    """Each finds it complete, whichever made it."""
    folder.mkdir(exist_ok=True)
    gate = threading.Barrier(8)
    found: list[int] = []

    def look() -> None:
        gate.wait()
        with closing(open_index(folder, folder / "archive.db")) as index:
            found.append(index.value("SELECT count(*) FROM progress"))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [0] * 8
