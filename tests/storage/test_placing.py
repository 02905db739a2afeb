"""Bringing what was written to the disk, where the file system can do it in part alone."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from storage.placing import sync_all


def refusing(monkeypatch, number):
    """A file system that brings files to the disk, and says this of folders."""
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
    """An export of hours was refused, and swept away, when all of it was written."""
    (tmp_path / "data").mkdir()
    files = [tmp_path / "bagit.txt", tmp_path / "data" / "a.warc"]
    for file in files:
        file.write_bytes(b"x")
    synced = refusing(monkeypatch, errno.EINVAL)
    sync_all(tmp_path)
    assert sorted(synced) == sorted(file.stat().st_ino for file in files)


def test_a_disk_that_fails_is_told(tmp_path, monkeypatch):
    """That is no share that cannot: what was written may be gone."""
    refusing(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        sync_all(tmp_path)
