"""Opening: one writer, readers at any time, and clear words if it cannot be opened."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.database import opening, schema
from storage.database.connection import SCHEMA_VERSION
from storage.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveExists,
    ArchiveMoved,
    ArchiveNotFound,
    ArchiveReadOnly,
    ArchiveTooNew,
    ArchiveTooOld,
    InputError,
)
from storage.proof import keys
from tests.captures import START

NOBODY = 65534


def run(code, *arguments):
    """What a separate Python process prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def set_version(folder, version):
    connection = sqlite3.connect(folder / "archive.db")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


@pytest.mark.parametrize("becomes", ["gone", "another"])
def test_what_is_not_there_any_more_is_not_written(folder, tmp_path, becomes):
    """SQLite keeps writing to the file it opened: hours were reported as stored, and lost."""
    with Archive.create(folder) as archive:
        folder.rename(tmp_path / "moved")
        if becomes == "another":
            Archive.create(folder).close()
        with pytest.raises(ArchiveMoved):
            archive.add_outlet("herald", "https://herald.example/", [], START)
        shutil.rmtree(folder, ignore_errors=True)
        (tmp_path / "moved").rename(folder)
        archive.add_outlet("herald", "https://herald.example/", [], START)


def test_made_once_and_found(folder):
    """A second archive in one folder is refused, and none is found where there is none."""
    with pytest.raises(ArchiveNotFound):
        Archive.open(folder)
    with pytest.raises(ArchiveNotFound):
        Archive.open_to_write(folder)
    Archive.create(folder).close()
    with pytest.raises(ArchiveExists):
        Archive.create(folder)


@pytest.mark.parametrize("name", ["notes", "notes/archive"])
def test_an_archive_in_the_place_of_a_file_is_refused(tmp_path, name):
    """Otherwise *no archive* would lead to *init*, and *init* back to *no archive*."""
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(InputError, match="there is a file of that name"):
        Archive.create(tmp_path / name)
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.parametrize("opener", ["open", "open_to_write"])
def test_up_to_date_archive_opens_without_sqlite_utils(folder, opener):
    """sqlite-utils takes a quarter of a CPU second to load; only migrations need it."""
    Archive.create(folder).close()
    code = (
        "import sys; from pathlib import Path; from storage.archive import Archive\n"
        f"with Archive.{opener}(Path(sys.argv[1])) as archive: archive.outlets()\n"
        "print([name for name in sys.modules if name.startswith(('sqlite_utils', 'click'))])"
    )
    assert run(code, folder).strip() == "[]"


@pytest.mark.parametrize("opener", [Archive.open, Archive.open_to_write])
def test_newer_archive_is_refused_and_untouched(folder, opener):
    """What a newer version wrote must not be guessed at."""
    Archive.create(folder).close()
    set_version(folder, SCHEMA_VERSION + 1)
    before = (folder / "archive.db").read_bytes()
    with pytest.raises(ArchiveTooNew):
        opener(folder)
    assert (folder / "archive.db").read_bytes() == before


@pytest.mark.parametrize("opener", [Archive.open, Archive.open_to_write])
def test_init_that_was_killed_is_made_good(folder, opener):
    """An empty file, left by an interrupted ``init``, becomes an archive."""
    folder.mkdir()
    (folder / "archive.db").touch()
    with opener(folder) as archive:
        assert archive.counts()["outlets"] == 0


@pytest.mark.parametrize("opener", [Archive.open, Archive.open_to_write, Archive.open_beside])
def test_what_is_left_of_an_archive_is_no_new_one(folder, opener):
    """A file cut to nothing next to a key was an archive: that is reported, and none is made."""
    folder.mkdir()
    (folder / "archive.db").touch()
    (folder / "signing-key.pem").touch()
    with pytest.raises(ArchiveDamaged, match="is empty"):
        opener(folder)
    assert (folder / "archive.db").read_bytes() == b""


OPENERS = [Archive.open, Archive.open_to_write, Archive.open_beside, Archive.create]


@pytest.mark.parametrize("opener", OPENERS)
def test_the_database_of_another_program_is_left_alone(folder, opener):
    """Our tables are not put into it, and it is not used as an archive."""
    folder.mkdir()
    connection = sqlite3.connect(folder / "archive.db")
    connection.execute("CREATE TABLE notes (text)")
    connection.close()
    before = (folder / "archive.db").read_bytes()
    with pytest.raises(InputError, match="not an archive of Variorum"):
        opener(folder)
    assert (folder / "archive.db").read_bytes() == before


@pytest.mark.parametrize("opener", OPENERS)
def test_a_folder_with_the_name_of_the_database_is_told_as_that(folder, opener):
    """*No archive* led to ``init``, and *an archive already* back again."""
    (folder / "archive.db").mkdir(parents=True)
    with pytest.raises(InputError, match=r"archive\.db is not a database"):
        opener(folder)


def test_a_damaged_archive_is_an_archive_to_whoever_makes_one(folder):
    """What reads it reports the damage; ``init`` only has to leave it alone."""
    folder.mkdir()
    (folder / "archive.db").write_bytes(bytes(8192))
    with pytest.raises(ArchiveExists):
        Archive.create(folder)


@pytest.mark.parametrize("opener", [Archive.open, Archive.open_to_write, Archive.open_beside])
@pytest.mark.parametrize(
    ("content", "key", "error"),
    [
        (b"my notes\n" * 40, False, InputError),
        (b"x", False, InputError),
        (b"my notes\n" * 40, True, ArchiveDamaged),
        (b"my notes" * 512, False, ArchiveDamaged),
        (bytes(8192), False, ArchiveDamaged),
        (b"SQLite format 3\0" + b"cut", False, ArchiveDamaged),
    ],
)
def test_a_file_that_was_never_a_database_is_not_called_damaged(
    folder, opener, content, key, error
):
    """It was called a damaged archive, with the advice to check it with our commands.

    A file that may have been an archive, by its pages or a key next to it, is damaged.
    """
    folder.mkdir()
    (folder / "archive.db").write_bytes(content)
    if key:
        (folder / "signing-key.pem").touch()
    with pytest.raises(error, match=r"archive\.db is (not a database|damaged)"):
        opener(folder)
    assert (folder / "archive.db").read_bytes() == content


@contextmanager
def next_version():
    """A program that is one migration ahead of existing archives."""
    steps = list(schema.migrations._migrations)

    def next_step(database):
        database.execute("ALTER TABLE outlets ADD COLUMN motto TEXT")
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")

    schema.migrations()(next_step)
    with pytest.MonkeyPatch.context() as program:
        program.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
        yield
    schema.migrations._migrations[:] = steps


@pytest.mark.parametrize("opener", [Archive.open, Archive.open_to_write])
def test_older_archive_is_migrated(folder, make, opener):
    """Opening an archive of an older version migrates it, with everything in it."""
    with Archive.create(folder) as archive:
        made = make.outlet(archive)
    with next_version(), opener(folder) as archive:
        assert archive._database.value("SELECT count(*) FROM outlets WHERE motto IS NULL") == 1
        assert archive.outlets() == [made]
        assert archive._database.version() == SCHEMA_VERSION + 1


def test_older_archive_that_is_being_written_is_refused_to_readers(folder, monkeypatch):
    """A reader that cannot migrate it says what to do."""
    with Archive.create(folder):
        monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
        with pytest.raises(ArchiveTooOld) as caught:
            Archive.open(folder)
    assert "variorum" in caught.value.do


def test_second_writer_is_told_who_writes(folder):
    """In this process and in another; when the first has closed, another can open it."""
    with Archive.create(folder):
        with pytest.raises(ArchiveBusy) as caught:
            Archive.open_to_write(folder)
        assert str(os.getpid()) in str(caught.value)
    Archive.open_to_write(folder).close()


def test_killed_writer_leaves_no_lock(folder):
    """After kill -9 the next writer opens it at once."""
    Archive.create(folder).close()
    code = (
        "import sys, time; from pathlib import Path; from storage.archive import Archive\n"
        "archive = Archive.open_to_write(Path(sys.argv[1]))\n"
        "print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(ArchiveBusy) as caught:
            Archive.open_to_write(folder)
        assert str(holder.pid) in caught.value.holder
        holder.send_signal(signal.SIGKILL)
    Archive.open_to_write(folder).close()


def test_reader_does_not_wait_for_the_writer(archive, folder, make):
    """During a transaction a reader sees what was there before, and afterwards what is new."""
    address = make.addresses(archive, make.outlet(archive))[0]
    with Archive.open(folder) as reader:
        with archive.transaction():
            archive.record(make.visit(address, b"new"))
            assert reader.counts()["visits"] == 0
            with Archive.open(folder) as second:
                assert second.verify() == []
        assert reader.counts()["visits"] == 1


def test_reader_cannot_write(folder, make):
    """An archive that was opened for reading refuses every change."""
    Archive.create(folder).close()
    with Archive.open(folder) as reader:
        with pytest.raises(ArchiveReadOnly):
            make.outlet(reader)
        with pytest.raises(ArchiveReadOnly), reader.transaction():
            pass


@contextmanager
def read_only(folder):
    """The folder as a user sees it who may only read; root becomes nobody for a while."""
    for path in (folder, *folder.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(user)
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.fixture
def public_folder():
    """A folder that any user may look into."""
    parent = Path(tempfile.mkdtemp())
    parent.chmod(0o755)
    yield parent / "archive"
    shutil.rmtree(parent)


def test_read_only_archive_can_be_read_and_not_written(public_folder, make):
    """All of a copy on a read-only medium can be read; a crawl is told why it cannot write."""
    with Archive.create(public_folder) as archive:
        address = make.addresses(archive, make.outlet(archive))[0]
        archive.record(make.visit(address, b"kept"))
    with read_only(public_folder):
        with pytest.raises(ArchiveReadOnly):
            Archive.open_to_write(public_folder)
        with Archive.open(public_folder) as archive:
            assert archive.counts()["visits"] == 1
            assert archive.verify() == []


def test_writable_lock_beside_a_read_only_file(public_folder, make):
    """If only the database is read-only, a clear error says so, at the first write or earlier."""
    Archive.create(public_folder).close()
    public_folder.chmod(0o777)
    (public_folder / "archive.lock").chmod(0o666)
    user = os.geteuid()
    (public_folder / "archive.db").chmod(0o444)
    if user == 0:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(ArchiveReadOnly), Archive.open_to_write(public_folder) as archive:
            make.outlet(archive)
    finally:
        if user == 0:
            os.seteuid(user)


def test_archive_that_another_user_keeps_to_himself(public_folder):
    """A user who may not read the file is told that, not that it cannot be written."""
    Archive.create(public_folder).close()
    (public_folder / "archive.db").chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(ArchiveReadOnly, match=r"archive\.db cannot be read"):
            Archive.open(public_folder)
    finally:
        if user == 0:
            os.seteuid(user)


def test_a_key_that_another_user_keeps_to_himself(public_folder):
    """A user exporting from somebody else's archive was told to move its key away."""
    Archive.create(public_folder).close()
    keys.make(public_folder)
    (public_folder / "signing-key.pem").chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(ArchiveError, match=r"key\.pem cannot be read") as told:
            keys.load(public_folder)
    finally:
        if user == 0:
            os.seteuid(user)
    assert told.value.do.startswith("Run the command as that user.")
