"""The ledger: a line for each capture, chained, under a tree that others compute alike."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import replace

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.archive import Archive
from storage.errors import NotStored
from storage.proof import merkle
from storage.proof.unfinished import MIGRATED
from storage.records import Outcome
from tests.merkle_proofs import includes


def tree_of(leaves):
    """The tree as a function of runs, straight from the definition."""

    def run(start, stop):
        if stop - start == 1:
            return leaves[start]
        middle = start + merkle.split(stop - start)
        return merkle.node_hash(run(start, middle), run(middle, stop))

    return run


def others_tree(lines):
    """The same tree, computed by another program."""
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for line in lines:
        tree.append_entry(line)
    return tree


@given(st.integers(1, 300), st.data())
def test_proofs_hold_and_others_reckon_the_same(size, data):
    """Roots and proofs of any tree equal pymerkle's, and prove nothing else."""
    lines = [b"line %d" % number for number in range(size)]
    leaves = [merkle.leaf_hash(line) for line in lines]
    run, other = tree_of(leaves), others_tree(lines)
    first = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, size - 1))
    root, before = run(0, size), run(0, first)
    assert merkle.fold(leaves) == root == other.get_root()
    assert before == other.get_root(first)

    path = merkle.inclusion(run, index, size)
    assert {one.hex() for one in path} == set(
        other.prove_inclusion(index + 1, size).serialize()["path"]
    ) - {leaves[index].hex()}
    assert includes(root, size, index, leaves[index], path)
    assert not includes(root, size, index, merkle.leaf_hash(b"another"), path)
    for wrong in set(range(size + 1)) - {index}:
        assert not includes(root, size, wrong, leaves[index], path)


def test_each_capture_has_a_line(archive, make):
    """In the order of storing, whatever the times; visits without a capture have none."""
    one, two = make.addresses(archive, make.outlet(archive), 2)
    archive.record(make.visit(one, b"first", 5))
    archive.record(make.visit(one, None, 6, Outcome.FAILED, reason="dns"))
    exchange = make.exchange(two.url + "?as-asked", b"second", 404, truncated="length")
    capture = archive.record(make.visit(two, at=1, outcome=Outcome.MISSING, exchange=exchange))
    ledger = archive.ledger
    lines = [json.loads(line) for line in ledger.lines()]
    assert ledger.size == 2
    assert [line["captured_at"][:13] for line in lines] == ["2026-03-01T13", "2026-03-01T09"]
    assert lines[0]["previous"] == "sha256:" + "0" * 64
    assert lines[1]["previous"] == "sha256:" + merkle.leaf_hash(ledger.line(0)).hex()
    assert lines[1]["software"].startswith("variorum")
    assert lines[1] == {
        **lines[1],
        "capture": capture,
        "index": 1,
        "ledger": 1,
        "payload": "sha256:" + hashlib.sha256(b"second").hexdigest(),
        "payload_length": 6,
        "peer": "192.0.2.1:443",
        "request": "sha256:" + hashlib.sha256(exchange.request_head).hexdigest(),
        "response": "sha256:" + hashlib.sha256(exchange.response_head).hexdigest(),
        "status": 404,
        "truncated": "length",
        "url": two.url + "?as-asked",
        "wire": exchange.wire_digest,
        "wire_length": 6,
    }
    canonical = json.dumps(lines[1], sort_keys=True, separators=(",", ":")).encode()
    assert ledger.line(ledger.index_of(capture)) == canonical
    for missing in (lambda: ledger.line(2), lambda: ledger.index_of(99), lambda: ledger.root(3)):
        with pytest.raises(NotStored):
            missing()


@pytest.fixture
def long_ledger(archive, make):
    """A ledger of more lines than a stored run has."""
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record_all(make.visit(address, b"%d" % at, at) for at in range(600))
    return archive.ledger


def test_ledger_proves_as_the_definition_does(long_ledger):
    """Roots and proofs that use stored hashes equal those of the bare lines."""
    lines = list(long_ledger.lines())
    other = others_tree(lines)
    assert [long_ledger.leaf(at) for at in range(600)] == [merkle.leaf_hash(one) for one in lines]
    for size in (1, 2, 255, 256, 257, 511, 512, 513, 600):
        assert long_ledger.root(size) == other.get_root(size)
        for index in (0, size // 2, size - 1):
            path = long_ledger.inclusion(index, size)
            assert includes(long_ledger.root(size), size, index, long_ledger.leaf(index), path)
    assert list(long_ledger.lines(499, 502)) == lines[499:502]


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE ledger SET leaf = zeroblob(32) WHERE id = 300", "ledger"),
        ("UPDATE captures SET status = 404 WHERE id = 300", "ledger"),
        ("UPDATE visits SET started_at = '2026-01-01T00:00:00.000000Z' WHERE id = 300", "ledger"),
        ("UPDATE ledger_nodes SET hash = zeroblob(32) WHERE position = 1", "ledger"),
        ("DELETE FROM ledger WHERE id = 300", "ledger"),
        ("DELETE FROM ledger WHERE id = 600", "ledger"),
    ],
)
@pytest.mark.usefixtures("long_ledger")
def test_tampering_is_found(archive, statement, kind):
    """A changed fact, leaf or stored hash is found, and a missing line, in the middle or last."""
    archive._database.change(statement)
    assert kind in {one.kind for one in archive.verify()}


@pytest.mark.usefixtures("long_ledger")
def test_lines_are_checked_together(archive):
    """Four statements a line were half of what `verify` took of a large archive's ledger."""
    said = []
    archive._database.connection.set_trace_callback(said.append)
    assert archive.verify() == []
    archive._database.connection.set_trace_callback(None)
    assert len([sql for sql in said if "FROM ledger" in sql]) < 60


@pytest.mark.usefixtures("long_ledger")
def test_lines_beside_one_that_cannot_be_read_are_checked(archive):
    """If a statement for many lines fails at one, the others are not taken for damaged or sound."""
    with sqlite3.connect(archive._database.path) as other:
        other.execute("UPDATE captures SET url = CAST(x'ff' AS TEXT) WHERE id = 300")
        other.execute("UPDATE captures SET status = 404 WHERE id = 310")
    other.close()
    assert [one.id for one in archive.verify() if one.kind == "ledger"] == [300, 310]


def test_address_that_goes_by_another_url_changes_no_line(archive, make):
    """A later visit under another spelling of the address does not touch earlier captures."""
    address = make.addresses(archive, make.outlet(archive))[0]
    first = archive.record(make.visit(address, b"first"))
    moved = make.exchange(address.url + "/", b"second")
    second = archive.record(make.visit(address, at=1, exchange=moved))
    assert archive.capture(first).url == address.url
    assert archive.capture(second).url == address.url + "/"
    assert archive.verify() == []


def test_archive_without_a_ledger_gets_one(archive, folder, make):
    """When opened for writing, an older archive gets a line for each capture, and they say so."""
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record_all(make.visit(address, b"%d" % at, at) for at in range(300))
    for table in ("ledger", "ledger_nodes", "software"):
        archive._database.change(f"DELETE FROM {table}")
    archive.close()
    with Archive.open_to_write(folder) as again:
        assert again.ledger.size == 300
        assert MIGRATED in json.loads(again.ledger.line(299))["software"]
        again.record(make.visit(address, b"new", 301))
        assert MIGRATED not in json.loads(again.ledger.line(300))["software"]
        assert again.verify() == []


def test_damaged_heads_do_not_keep_an_older_archive_shut(archive, folder, make):
    """Their line has no digest of them, and verify reports it."""
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record(replace(make.visit(address, b"kept")))
    archive._database.change("DELETE FROM ledger")
    archive._database.change("UPDATE heads SET codec = 'none'")
    archive.close()
    with Archive.open_to_write(folder) as again:
        assert again.ledger.size == 1
        assert {one.kind for one in again.verify()} >= {"heads", "ledger"}
