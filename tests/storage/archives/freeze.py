"""Makes the small archive of ``test_migrations.py`` with the program of today.

Run once, from the repository's root, when a migration is about to follow:
``PYTHONPATH=. .venv/bin/python tests/storage/archives/freeze.py``. Writes ``schema_N.db.xz`` and
``schema_N.json`` next to it, and never overwrites either.
"""

from __future__ import annotations

import gzip
import json
import lzma
import sqlite3
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from conftest import Maker  # noqa: E402 — after the path
from test_migrations import found_in, signed_page  # noqa: E402 — after the path

from monitor.passes import read_unread  # noqa: E402 — after the path
from storage.archive import Archive  # noqa: E402 — after the path
from storage.database.connection import SCHEMA_VERSION  # noqa: E402 — after the path
from storage.digest import payload_digest  # noqa: E402 — after the path
from storage.intents import AddRevision, BeginArticle, SeeAgain  # noqa: E402 — after the path
from storage.payload import recipes  # noqa: E402 — after the path
from storage.records import Assessment, Outcome, SeedKind, Tls, Weight  # noqa: E402 — after it


def page(version: int) -> bytes:
    """A page of some length."""
    paragraphs = (b"<p>Paragraph %d of the %d. version.</p>" % (n, version) for n in range(60))
    return b"<h1>Mayor resigns</h1>" + b"".join(paragraphs)


def fill(archive: Archive) -> None:
    """Put in some of everything: a revert, a 304, a 404, a failure, wire bytes kept."""
    make = Maker()
    outlet = make.outlet(archive)
    archive.add_seed(outlet.id, "https://herald.example/feed", "f", SeedKind.FEED, make.start)
    one, two, three = make.addresses(archive, outlet, 3)
    tls = Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256", (b"leaf", b"root"))
    for at, version in enumerate((1, 2, 2, 1)):
        exchange = make.exchange(one.url, page(version), tls=tls)
        visit = archive.record(make.visit(one, at=at, exchange=exchange))
        reading = make.reading(f"Paragraph of the {version}. version.")
        article = archive.address(one.key).article_id
        told = Assessment(Weight.WORDING, ("wording",), ("stealth",), "A figure became another.")
        if article is None:
            intent = BeginArticle(one.url, one.key, reading)
        else:
            intent = SeeAgain(article, reading) if at == 2 else AddRevision(article, reading, told)
        archive.apply(visit, [intent])
    archive.record(make.visit(one, b"", 5, Outcome.UNMODIFIED))
    archive.record(make.visit(two, b"<p>not there</p>", 5, Outcome.MISSING))
    archive.record(make.visit(two, None, 6, Outcome.FAILED, reason="dns"))
    wire = gzip.compress(page(3), 5, mtime=0)
    packed = replace(
        make.exchange(three.url, page(3), content_encoding="gzip"),
        recipe=recipes.find(wire, page(3), "gzip", chunked=False),
        wire_digest=payload_digest(wire),
        wire_length=len(wire),
    )
    archive.record(make.visit(three, at=7, exchange=packed))
    kept = make.exchange(three.url, page(3), wire=b"4\r\nkept\r\n0\r\n\r\n")
    archive.record(make.visit(three, at=8, exchange=kept))
    archive.open_incident(outlet.id, "seed_failed", "https://herald.example/f", "dns", make.start)
    courier = make.outlet(archive, "courier")
    (ferry,) = make.addresses(archive, courier)
    archive.record(make.visit(ferry, signed_page(signs=True), at=9))
    read_unread(archive, rules_folder=None)
    assert archive.verify() == []


def main() -> None:
    """Freeze it."""
    name = HERE / f"schema_{SCHEMA_VERSION}.db.xz"
    if name.exists():
        sys.exit(f"{name} is there already")
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "archive"
        with Archive.create(folder) as archive:
            fill(archive)
            found = json.dumps(found_in(archive), indent=1) + "\n"
        connection = sqlite3.connect(folder / "archive.db")
        connection.execute("VACUUM")
        connection.close()
        name.write_bytes(lzma.compress((folder / "archive.db").read_bytes(), preset=9))
    name.with_name(f"schema_{SCHEMA_VERSION}.json").write_text(found)


if __name__ == "__main__":
    main()
