"""Migrations: an archive of every earlier schema opens, and nothing in it is lost.

``archives/schema_N.db.xz`` are frozen: each was made by the last program that wrote schema N, and
is never made again (``archives/freeze.py``). ``schema_N.json`` is what that program found in it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from pathlib import Path

import pytest

from monitor.passes import read_unread
from storage.archive import Archive
from storage.database import lock, opening
from storage.database.connection import SCHEMA_VERSION, connect_to_write
from storage.digest import content_digest, to_hash
from storage.extractions import Extractions
from storage.payload.heads import Heads
from storage.proof.ledger import Ledger

FROZEN = Path(__file__).parent / "archives"
UNSEEN = re.compile("[\u061c\u180e\u202a-\u202e\u2060-\u2069\ufe0f]")
OLDER = sorted(FROZEN.glob("schema_*.db.xz"))


def signed_page(*, signs):
    """An article in two directions, with or without the signs that turn a line around."""
    said = {
        "title": "Xəbər: \u2066Ferry\u2069 stopped",
        "one": (
            "The \u202b\u05de\u05e2\u05d1\u05d5\u05e8\u05ea\u202c ferry to Harrowby was stopped "
            "on Friday for 12 days\ufe0f, said its owner, and nobody was told."
        ),
        "two": (
            "The \u180eharbour\u2062 master of Harrowby said that 340 people\u061c had waited "
            "at the pier since the morning, and that most went home."
        ),
        "three": (
            "“\u202aNobody asked us\u202c,” she added, and that the next boat would "
            "sail once the engine had been looked at by two engineers."
        ),
    }
    if not signs:
        said = {name: UNSEEN.sub("", text) for name, text in said.items()}
    return (
        (
            "<!doctype html><meta charset=utf-8><title>{title}</title><article><h1>{title}</h1>"
            "<p>{one}</p><p>{two}</p><p>{three}</p></article>"
        )
        .format(**said)
        .encode()
    )


def found_in(archive):
    """What a user could have seen, in a form that can be compared."""
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
                content_digest(archive.extraction(one.extraction_id), 1),
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


def thaw(folder, frozen):
    """Unpack the archive as its last writer left it."""
    folder.mkdir()
    (folder / "archive.db").write_bytes(lzma.decompress(frozen.read_bytes()))


@pytest.mark.parametrize("frozen", OLDER, ids=[path.name.split(".")[0] for path in OLDER])
@pytest.mark.parametrize("opener", ["open", "open_to_write"])
def test_archive_of_an_older_schema_opens_with_all_it_had(folder, frozen, opener):
    """It is migrated whoever opens it; nothing differs, and everything verifies."""
    thaw(folder, frozen)
    expected = json.loads(frozen.with_name(frozen.name.replace(".db.xz", ".json")).read_text())
    with getattr(Archive, opener)(folder) as archive:
        assert archive._database.version() == SCHEMA_VERSION
        found = found_in(archive)
        found["counts"] = {noun: found["counts"][noun] for noun in expected["counts"]}
        assert found == expected
        assert archive.ledger.size == len(expected["captures"])
        assert archive.verify() == []


@pytest.mark.parametrize("lines", [0, 3])
def test_a_migration_that_was_killed_before_the_last_line_is_ended_by_a_reader(folder, lines):
    """It was reported as damage, to be replaced by a copy, until somebody wrote again."""
    thaw(folder, OLDER[0])
    database = connect_to_write(folder / "archive.db")
    opening._migrate(database)
    database.seal()
    Ledger(database, Heads(database)).catch_up(lines)
    database.close()
    for _ in range(2):
        with Archive.open(folder) as archive:
            assert archive.verify() == []
            assert archive.ledger.size == archive.counts()["captures"] > lines


def test_bringing_an_archive_up_to_date_is_told_and_making_one_is_not(folder, monkeypatch):
    """A large one takes minutes, during which a terminal would show nothing."""
    told = []
    monkeypatch.setattr(lock, "on_migrate", told.append)
    thaw(folder, OLDER[0])
    for at in (folder, folder):
        Archive.open(at).close()
    Archive.create(folder / "new").close()
    assert told == [folder]


def test_digests_of_an_older_version_are_compared_with_those_of_today(folder, make):
    """The loss of signs that are no longer digested is no revision; a changed figure is.

    The archive was written by a program that still told them apart.
    """
    thaw(folder, FROZEN / "schema_10.db.xz")
    with Archive.open_to_write(folder) as archive:
        for article in archive.articles():
            for one in archive.revisions(article.id):
                assert one.digest == content_digest(archive.extraction(one.extraction_id))
        ferry = archive.address("courier/story/0")
        told = archive.revision(ferry.article_id)
        assert UNSEEN.search(archive.extraction(told.extraction_id).text)
        plain = signed_page(signs=False)
        archive.record(make.visit(ferry, plain, at=20))
        other = make.addresses(archive, archive.outlet("courier"), 2)[-1]
        archive.record(make.visit(other, plain, at=21))
        read_unread(archive, rules_folder=None)
        assert [one.number for one in archive.revisions(ferry.article_id)] == [1]
        assert archive.address(other.key).article_id == ferry.article_id
        archive.record(make.visit(ferry, plain.replace(b"12 days", b"21 days"), at=22))
        read_unread(archive, rules_folder=None)
        assert "21 days" in archive.revision(ferry.article_id).assessment.summary
        assert archive.verify() == []


def test_what_was_redacted_keeps_its_digest(folder, make):
    """Nothing can give the digest any more; and the same page again is no revision."""
    thaw(folder, FROZEN / "schema_10.db.xz")
    with Archive.open_to_write(folder) as archive:
        ferry = archive.address("courier/story/0")
        told = archive.revision(ferry.article_id)
        older = to_hash(content_digest(archive.extraction(told.extraction_id), 1))
        (capture,) = archive.captures_of_revision(told)
        archive.redactions.redact([capture.id], "a letter", make.hours(19))
        archive._database.change(
            "UPDATE extractions SET content_sha256 = ?, digest_version = 1 WHERE id = ?",
            (older, told.extraction_id),
        )
        Extractions(archive._database).digest_anew()
        assert to_hash(archive.revision(ferry.article_id).digest) == older
        archive.record(make.visit(ferry, signed_page(signs=True), at=20))
        read_unread(archive, rules_folder=None)
        assert [one.number for one in archive.revisions(ferry.article_id)] == [1]
        assert archive.verify() == []
