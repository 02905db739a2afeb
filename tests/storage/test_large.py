"""Large bodies are stored and read in pieces, and no memory grows with their size."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.database.connection import connect_in_memory
from storage.digest import payload_digest
from storage.errors import PayloadDamaged, Redacted
from storage.payload import large
from storage.payload.compaction import Compaction

SIZE = 6 * 1024 * 1024


def body(kind, at=0):
    """A large body that packs well, or not at all."""
    chance = random.Random(at)
    if kind == "random":
        return chance.randbytes(SIZE)
    return b"".join(b"<p>Line %d of the list.</p>\n" % n for n in range(at, at + 250_000))


@settings(max_examples=30, deadline=None)
@given(data=st.binary(min_size=1, max_size=5000), piece=st.integers(1, 700))
def test_any_bytes_come_back_in_pieces(data, piece):
    """Whatever the bytes and the pieces, they come back the same."""
    database = connect_in_memory()
    database.change(
        "CREATE TABLE bodies (id INTEGER PRIMARY KEY, sha256, length, base_id, depth, codec, data)"
    )
    with pytest.MonkeyPatch.context() as program:
        program.setattr(large, "PIECE", piece)
        digest = hashlib.sha256(data).digest()
        number = large.insert(database, "bodies", data, sha256=digest)
        row = database.row("SELECT * FROM bodies WHERE id = ?", (number,))
        assert b"".join(large.read(database, "bodies", row)) == data
    database.close()


@pytest.mark.parametrize("kind", ["text", "random"])
def test_large_bodies_lean_on_nothing(archive, make, kind):
    """They have no base and are none; otherwise they are read, compacted and so on like others."""
    outlet = make.outlet(archive)
    address, other = make.addresses(archive, outlet, 2)
    bodies = [body(kind, 0), body(kind, 1), b"<p>short</p>" * 100]
    ids = [archive.record(make.visit(address, one, at)) for at, one in enumerate(bodies)]
    archive.record(make.visit(other, bodies[0][:5000], 9))
    rows = archive._database.rows("SELECT base_id, length(data) AS size FROM payloads")
    assert [row["base_id"] for row in rows] == [None] * 4
    assert (rows[0]["size"] < SIZE // 5) == (kind == "text")
    Compaction(archive).run(lambda *_: None)
    for one, number in zip(bodies, ids, strict=True):
        assert archive.payload(payload_digest(one)) == one
        assert archive.wire(number) == one
        pieces = list(archive._payloads.pieces_of(payload_digest(one)))
        assert b"".join(pieces) == one
        assert len(pieces) > 3 or len(one) < SIZE // 2
    assert archive.verify() == []
    archive.redactions.redact([ids[0]], "order", make.hours(10))
    with pytest.raises(Redacted):
        list(archive._payloads.pieces_of(payload_digest(bodies[0])))
    assert archive.payload(payload_digest(bodies[1])) == bodies[1]
    assert archive.verify() == []


@pytest.mark.parametrize("kind", ["text", "random"])
def test_damage_is_told_before_the_last_piece(archive, folder, make, kind):
    """Whoever has read to the end has read what was stored."""
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record(make.visit(address, body(kind)))
    stored = bytearray(archive._database.value("SELECT data FROM payloads"))
    stored[len(stored) // 2] ^= 1
    archive._database.change("UPDATE payloads SET data = ?", (bytes(stored),))
    archive.close()
    with Archive.open(folder) as again:
        seen = 0
        with pytest.raises(PayloadDamaged):  # noqa: PT012 — what came before counts too
            for piece in again._payloads.pieces_of(payload_digest(body(kind))):
                seen += len(piece)
        assert seen < len(body(kind))
        assert [one.kind for one in again.verify()] == ["payload"]


WORK = """
import io, json, resource, sys
sys.path.insert(0, sys.argv[3])
from pathlib import Path
from conftest import Maker
from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.wacz import write_wacz
from monitor.export.warc import write_warc
from storage.proof import verifying
from storage.archive import Archive

make, folder, size = Maker(), Path(sys.argv[1]), int(sys.argv[2])
line = b"".join(b"%016x" % (n * 2654435761 % 2**64) for n in range(65536))

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

with Archive.create(folder) as archive:
    address = make.addresses(archive, make.outlet(archive))[0]
    archive.record(make.visit(address, b"small"))
    before = peak()
    if size:
        body = line * (size // len(line))
        visit = make.visit(address, body, 1)
        before = peak()
        archive.record(visit)
    written = peak() - before
print(json.dumps(written), flush=True)
"""
READ = """
import json, resource, sys
from pathlib import Path
from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.wacz import write_wacz
from monitor.export.warc import write_warc
from storage.proof import verifying
from storage.archive import Archive

folder = Path(sys.argv[1])
with Archive.open(folder) as archive:
    for write, name in ((write_warc, "a.warc.gz"), (write_wacz, "a.wacz")):
        with (folder / name).open("wb") as stream:
            write(Export(archive, Selection()), stream)
assert verifying.verify(folder, lambda *_: None, processes=1) == []
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def run(code, *words):
    """What a separate process prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_memory_does_not_grow_with_a_body(tmp_path, request):
    """To store, export as WARC and WACZ, and verify 32 MB takes as much as a few bytes."""
    size = 32 * 1024 * 1024
    written = run(WORK, tmp_path / "large", size, request.path.parent)
    assert written < 16 * 1024 * 1024
    run(WORK, tmp_path / "small", 0, request.path.parent)
    assert run(READ, tmp_path / "large") - run(READ, tmp_path / "small") < 16 * 1024 * 1024
    with gzip.open(tmp_path / "large" / "a.warc.gz") as stream:
        assert sum(len(piece) for piece in iter(lambda: stream.read(1 << 20), b"")) > size
