"""Addresses with one path and different words after it."""

from __future__ import annotations

from storage.archive import Archive


def test_the_keys_of_a_path_are_walked_and_not_an_outlet(tmp_path):
    """Up to a thousand links of a look are checked; with 300,000 addresses each took 230 ms."""
    with Archive.create(tmp_path / "archive") as archive:
        said = []
        archive._database.connection.set_trace_callback(said.append)
        assert archive.seed_looks.near.behind(1, "(example,a)/news/bridge-of-vell", 500) == []
        archive._database.connection.set_trace_callback(None)
        [query] = [sql for sql in said if "addresses.key" in sql]
        [first, *_] = archive._database.rows(f"EXPLAIN QUERY PLAN {query}")
        assert "(key>? AND key<?)" in first["detail"]


def test_what_rests_is_not_due_by_itself(archive, make):
    """And nothing else is postponed with it."""
    addresses = make.addresses(archive, make.outlet(archive), 3)
    archive.seed_looks.near.rest([one.id for one in addresses[:2]])
    dues = [archive.address(one.key).next_due for one in addresses]
    assert dues == [None, None, make.start]


def test_no_turn_at_writing_is_taken_to_let_none_rest(tmp_path):
    """It is called at each look at a feed of such links, while others write."""
    with Archive.create(tmp_path / "archive") as archive:
        said = []
        archive._database.connection.set_trace_callback(said.append)
        archive.seed_looks.near.rest([])
        assert said == []
