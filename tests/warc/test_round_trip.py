"""An export can be imported again to the byte, whatever was captured when."""

from __future__ import annotations

import gzip
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.export.export import Export
from monitor.export.selection import Selection
from monitor.export.wacz import write_wacz
from monitor.export.warc import write_warc
from monitor.importing.heard import Heard
from monitor.importing.sources import Source, within
from monitor.importing.warc import Importer
from storage.archive import Archive
from storage.warc.memory import Memory
from tests.warc.test_export import Keeper

BODIES = [b"<p>The ferry was late.</p>", b"<p>It was on time.</p>" * 9, b"", "<p>кіт".encode()]
CODINGS = {
    "none": b"",
    "gzip": b"Content-Encoding: gzip\r\n",
    "chunked": b"Transfer-Encoding: chunked\r\n",
}

visits = st.lists(
    st.fixed_dictionaries(
        {
            "path": st.sampled_from(["a", "b", "b?z=1&y=%2F", "%D0%BA"]),
            "after": st.sampled_from([1, 400, 1000, 61_000]),
            "body": st.sampled_from(BODIES),
            "coding": st.sampled_from(list(CODINGS)),
            "status": st.sampled_from([200, 301, 404, 503]),
            "note": st.sampled_from([b"", b"X-Note: caf\xe9\r\n", b"x-note:  two\tspaces \r\n"]),
            "peer": st.sampled_from(["192.0.2.1:443", "[2001:db8::1]:443", None]),
        }
    ),
    min_size=1,
    max_size=8,
)


def keep(archive, told):
    """Put the visits into an archive, in order of time."""
    keeper = Keeper(archive)
    for one in told:
        keeper.now += timedelta(milliseconds=one["after"]) - timedelta(hours=1)
        coding, body = one["coding"], one["body"]
        wire = {"none": None, "gzip": gzip.compress(body, 9, mtime=0)}.get(coding)
        if coding == "chunked":
            wire = (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + b"0\r\n\r\n"
        onward = b"Location: /b\r\n" if one["status"] == 301 else b""
        keeper.visit(
            one["path"],
            body,
            CODINGS[coding] + one["note"] + onward,
            wire=wire,
            status=one["status"],
            peer=one["peer"],
            content_encoding="gzip" if coding == "gzip" else None,
        )


def said(archive):
    """All that a file can say of each visit, in order of time."""
    found = []
    for row in archive._database.rows("SELECT id FROM captures ORDER BY id"):
        one = archive.capture(row["id"])
        _, head = archive.heads(one.id)
        bodies = archive.payload(one.payload), archive.wire(one.id)
        found.append((one.captured_at, one.url, one.status, head, *bodies, one.wire_digest))
    return sorted(found, key=lambda each: (each[0], each[1], each[2], each[6], each[3]))


def take_in(archive, sources):
    """Import; gives what is wrong in the files."""
    faults = []
    heard = Heard(lambda _, fault: faults.append(fault))
    with closing(Memory(archive)) as memory:
        Importer(archive, memory, limit=10**7, heard=heard).run(sources)
    return faults


@pytest.mark.parametrize("form", ["warc", "wacz"])
@settings(max_examples=20)
@given(told=visits)
def test_an_archive_comes_back_as_it_was(blank, form, told):
    """Also twice, without change, and if captures share their second and their bytes."""
    with TemporaryDirectory() as place:
        folder, path = Path(place), Path(place) / f"all.{form}"
        with Archive.open_to_write(blank(folder / "one")) as archive:
            keep(archive, told)
            before = said(archive)
            with path.open("wb") as sink:
                if form == "warc":
                    write_warc(Export(archive, Selection()), sink, filename="all.warc.gz")
                else:
                    write_wacz(Export(archive, Selection()), sink)
        faults = []
        sources = (
            [Source(path)] if form == "warc" else within(path, lambda *one: faults.append(one))
        )
        with Archive.open_to_write(blank(folder / "other")) as archive:
            assert take_in(archive, sources) == faults == []
            assert said(archive) == before
            assert take_in(archive, sources) == []
            assert said(archive) == before
            assert archive.verify() == []
