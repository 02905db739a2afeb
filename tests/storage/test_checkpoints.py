"""Checkpoints: signed notes that form a chain, and reveal any change of what they signed."""

from __future__ import annotations

import base64
import os
import stat
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.archive import Archive
from storage.errors import ArchiveDamaged, ArchiveError, NotStored
from storage.proof import keys, notes
from storage.proof.notes import Timestamp


@pytest.fixture
def address(archive, make):
    return make.addresses(archive, make.outlet(archive))[0]


@pytest.fixture
def checkpoints(archive, make, address):
    """Two checkpoints, with captures before, between and after them."""
    key = keys.make(archive.folder)
    for at in range(3):
        archive.record_all(make.visit(address, b"%d" % (9 * at + n), 9 * at + n) for n in range(5))
        if at < 2:
            archive.checkpoints.make(key, make.hours(9 * at + 6))
    return archive.checkpoints


def test_key_is_its_owners_alone(folder):
    """Mode 0600 whatever the umask, never written over another, and loaded as it was made."""
    folder.mkdir()
    before = os.umask(0)
    try:
        key = keys.make(folder)
    finally:
        os.umask(before)
    path = folder / "signing-key.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in folder.iterdir()] == ["signing-key.pem"]
    with pytest.raises(ArchiveError):
        keys.make(folder)
    assert keys.load(folder).public == key.public
    path.write_text("no key at all")
    with pytest.raises(ArchiveError):
        keys.load(folder)


def test_private_key_is_not_in_the_database(archive, checkpoints):
    """Neither in the form of its file nor as raw bytes."""
    pem = (archive.folder / "signing-key.pem").read_text()
    raw = base64.b64decode("".join(pem.splitlines()[1:-1]))[-32:]
    archive.close()
    for path in archive.folder.glob("archive.db*"):
        assert raw not in path.read_bytes()
        assert pem.splitlines()[1].encode() not in path.read_bytes()
    assert checkpoints


def test_checkpoint_signs_all_lines_and_names_the_one_before(archive, checkpoints):
    """Size, root and chain are those of the ledger, and covering finds the earliest proof."""
    first, second = checkpoints.all()
    assert (first.size, second.size, archive.ledger.size) == (5, 10, 15)
    assert second.root == archive.ledger.root(10)
    assert notes.open_note(first.note).previous == notes.NO_PREVIOUS
    assert notes.open_note(second.note).previous == first.digest
    assert checkpoints.covering(4) == first
    assert checkpoints.covering(5) == checkpoints.last() == second
    assert checkpoints.covering(10) is None
    assert archive.verify() == []


def test_signature_holds_for_openssl(checkpoints, tmp_path):
    """A public tool is enough to check a note: openssl, with the raw key in its usual frame."""
    one = checkpoints.last()
    opened = notes.open_note(one.note)
    frame = bytes.fromhex("302a300506032b6570032100")
    for name, data in (
        ("key", frame + one.public_key),
        ("text", opened.text),
        ("signature", opened.signature),
    ):
        (tmp_path / name).write_bytes(data)
    check = "pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature"
    done = subprocess.run(
        ["openssl", *check.split()],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_empty_ledger_is_not_signed(archive):
    """There is nothing to say yet."""
    with pytest.raises(NotStored):
        archive.checkpoints.make(keys.make(archive.folder), None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE checkpoints SET size = 4 WHERE id = 1",
        "UPDATE checkpoints SET root = zeroblob(32) WHERE id = 1",
        "UPDATE checkpoints SET made_at = '2026-03-02T08:00:00.000000Z' WHERE id = 2",
        "UPDATE checkpoints SET note = replace(note, 'time 2026', 'time 2025') WHERE id = 2",
        "UPDATE checkpoints SET note = note || ' ' WHERE id = 1",
        "UPDATE signing_keys SET public_key = zeroblob(32)",
        "DELETE FROM checkpoints WHERE id = 1",
        "UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE id = 1) WHERE id = 2",
        "UPDATE timestamps SET response = CAST(response || x'00' AS BLOB)",
        "UPDATE timestamps SET sha256 = zeroblob(32)",
    ],
)
def test_tampering_is_found(archive, checkpoints, make, statement):
    """Any change of a checkpoint, its key, its place or its time-stamp is found."""
    last = checkpoints.last()
    answer = b"..." + bytes.fromhex(last.digest.removeprefix("sha256:")) + b"..."
    checkpoints.add_timestamp(last.id, Timestamp("https://tsa.example", make.hours(7), answer))
    assert archive.verify() == []
    archive._database.change("PRAGMA foreign_keys = OFF")
    archive._database.change(statement)
    assert "checkpoint" in {one.kind for one in archive.verify()}


@pytest.mark.parametrize("gone", ["id = 1", "id = 2", "id > 0"])
def test_a_checkpoint_that_is_gone_is_told_to_whom_it_was_given(archive, checkpoints, gone):
    """Even if it is the last one and all else fits: its note used to pass."""
    held = [one.note for one in checkpoints.all() if gone in (f"id = {one.id}", "id > 0")]
    archive._database.change(f"DELETE FROM checkpoints WHERE {gone}")
    for note in held:
        with pytest.raises(ArchiveDamaged, match="but not this checkpoint"):
            checkpoints.check_kept(note)


def test_a_ledger_of_one_line_less_than_was_signed_is_told(archive, checkpoints, make):
    """If the last capture and its line are gone, whoever has the note learns how many are."""
    checkpoints.make(keys.load(archive.folder), make.hours(99))
    archive._database.change("DELETE FROM ledger WHERE id = (SELECT max(id) FROM ledger)")
    with pytest.raises(ArchiveDamaged, match="signed 15 captures, and the ledger has 14"):
        checkpoints.check_kept(checkpoints.last().note)
    told = [one.why for one in archive.verify() if one.kind == "checkpoint"]
    assert told == ["Checkpoint 3 is not valid. The ledger does not contain what it signed."]


@pytest.mark.usefixtures("checkpoints")
def test_checkpoints_that_are_all_gone_are_told(archive):
    """Their key is still known, though the archive's own writer makes the seals fit."""
    assert archive.verify() == []
    archive._database.change("DELETE FROM checkpoints")
    [damage] = archive.verify()
    assert (damage.kind, damage.id) == ("checkpoint", 1)
    assert "signed first" in damage.why


def test_ledger_that_was_made_anew_is_not_signed_again(archive, checkpoints, make):
    """Lines rewritten with all their hashes do not match what was signed before."""
    archive._database.change("UPDATE captures SET peer = '198.51.100.1:443' WHERE id = 2")
    archive._database.change("DELETE FROM ledger")
    archive.ledger.catch_up()
    assert {one.kind for one in archive.verify()} == {"checkpoint"}
    with pytest.raises(ArchiveDamaged):
        checkpoints.make(keys.load(archive.folder), make.hours(99))


@given(st.text(max_size=200))
def test_what_is_no_note_is_refused(text):
    """Any text that we have not written gives the same kind of error."""
    try:
        notes.open_note(text)
    except ValueError:
        return
    raise AssertionError(text)


def test_stamp_of_another_checkpoint_is_found(archive, checkpoints, make):
    """A time-stamp moved to another checkpoint proves nothing about it."""
    first, second = checkpoints.all()
    answer = bytes.fromhex(first.digest.removeprefix("sha256:"))
    checkpoints.add_timestamp(second.id, Timestamp("https://tsa.example", make.hours(7), answer))
    assert {one.kind for one in archive.verify()} == {"checkpoint"}


def test_readers_see_checkpoints(archive, checkpoints):
    """They can be read from an archive opened for reading, next to the writer."""
    with Archive.open(archive.folder) as reader:
        assert reader.checkpoints.all() == checkpoints.all()
