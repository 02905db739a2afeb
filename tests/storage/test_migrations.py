"""Migrations: an archive of every schema there was opens, and all that was in it is there.

``archives/schema_N.db.xz`` are frozen: each was made by the last program that wrote schema N, and
is never made again (``archives/freeze.py``). ``schema_N.json`` says what it found in it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.connection import SCHEMA_VERSION

FROZEN = Path(__file__).parent / "archives"
OLDER = sorted(FROZEN.glob("schema_*.db.xz"))


def found_in(archive):
    """What a user could have seen, in a form to compare."""
    captures = [row["id"] for row in archive._database.rows("SELECT id FROM captures ORDER BY id")]
    articles = list(archive.articles())
    return {
        "counts": archive.counts(),
        "captures": [
            [
                archive.capture(one).url,
                archive.capture(one).captured_at.isoformat(),
                archive.capture(one).status,
                archive.capture(one).payload,
                hashlib.sha256(archive.payload(archive.capture(one).payload)).hexdigest(),
                [hashlib.sha256(head).hexdigest() for head in archive.heads(one)],
                hashlib.sha256(archive.wire(one) or b"none").hexdigest(),
            ]
            for one in captures
        ],
        "revisions": [
            [
                one.number,
                one.title,
                one.digest,
                one.first_seen.isoformat(),
                one.last_seen.isoformat(),
                archive.extraction(one.extraction_id).text,
                one.assessment.weight.value,
                one.assessment.summary,
            ]
            for article in articles
            for one in archive.revisions(article.id)
        ],
        "unread": [one.visit_id for one in archive.unread()],
        "incidents": [one.subject for one in archive.incidents()],
    }


@pytest.mark.parametrize("frozen", OLDER, ids=[path.name.split(".")[0] for path in OLDER])
@pytest.mark.parametrize("opener", ["open", "open_to_write"])
def test_archive_of_an_older_schema_opens_with_all_it_had(folder, frozen, opener):
    """Migrated by itself, whoever opens it; nothing differs, and everything verifies."""
    folder.mkdir()
    (folder / "archive.db").write_bytes(lzma.decompress(frozen.read_bytes()))
    expected = json.loads(frozen.with_name(frozen.name.replace(".db.xz", ".json")).read_text())
    with getattr(Archive, opener)(folder) as archive:
        assert archive._database.version() == SCHEMA_VERSION
        found = found_in(archive)
        found["counts"] = {noun: found["counts"][noun] for noun in expected["counts"]}
        assert found == expected
        assert archive.ledger.size == len(expected["captures"])
        assert archive.verify() == []
