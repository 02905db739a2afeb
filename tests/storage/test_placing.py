"""Putting a file in place, also on file systems that cannot sync folders."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack

import pytest

from storage.errors import FileExists
from storage.files.placing import placed, sync_all


def refusing(monkeypatch, number):
    """A file system that syncs files, and fails with this error for folders."""
    real = os.fsync
    synced = []

    def fsync(file):
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(number, os.strerror(number))
        synced.append(os.fstat(file).st_ino)
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    return synced


def test_a_share_that_knows_no_folders_on_the_disk_takes_an_export(tmp_path, monkeypatch):
    """An export of hours was refused and deleted when all of it had been written."""
    (tmp_path / "data").mkdir()
    files = [tmp_path / "bagit.txt", tmp_path / "data" / "a.warc"]
    for file in files:
        file.write_bytes(b"x")
    synced = refusing(monkeypatch, errno.EINVAL)
    sync_all(tmp_path)
    assert sorted(synced) == sorted(file.stat().st_ino for file in files)


def test_a_disk_that_fails_is_told(tmp_path, monkeypatch):
    """This is no share that cannot sync: what was written may be gone."""
    refusing(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        sync_all(tmp_path)


@pytest.mark.parametrize("linking", [True, False])
def test_a_file_that_came_up_meanwhile_is_not_overwritten(tmp_path, monkeypatch, *, linking):
    """Of two backups into one folder, the later would have overwritten the earlier."""

    def without_links(*_names):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    if not linking:
        monkeypatch.setattr(os, "link", without_links)
    target = tmp_path / "monday.db"
    with ExitStack() as making:
        making.enter_context(placed(target)).write_text("ours")
        target.write_text("theirs")
        with pytest.raises(FileExists):
            making.close()
    assert target.read_text() == "theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["monday.db"]
    with placed(tmp_path / "tuesday.db") as draft:
        draft.write_text("ours")
    assert (tmp_path / "tuesday.db").read_text() == "ours"
