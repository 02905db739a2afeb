"""Putting a finished file in its place, if there is none: nothing is ever overwritten."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import FileExists, InputError, refused
from storage.files.parts import part_of, sweep_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""Errors of file systems without hard links: FAT and exFAT, as on memory sticks; some shares."""
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""Errors where a folder cannot be synced by itself: some network shares."""
_OWNER_ALONE = 0o700


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """Where to make the file; at the end it is synced to the disk and appears under its name.

    Raises FileExists, even if a file of that name appears only meanwhile, InputError,
    ArchiveReadOnly and ArchiveFull.
    """
    if target.exists():
        sweep_beside(target)  # its maker may have been killed right after naming it
        raise FileExists(str(target))
    if not target.parent.is_dir():
        raise InputError(
            f"{target} cannot be written.",
            why=f"There is no folder {target.parent}.",
            do="Choose a file in a folder that exists.",
        )
    with part_of(target, partial(_make, target=target)) as part:
        # In a folder of its own: SQLite leaves journals next to a database it could not finish.
        draft = part / target.name
        try:
            yield draft
            sync(draft)
            _name(draft, target)
            sync_name(target)
        except FileExistsError as error:
            raise FileExists(str(target)) from error


def _make(part: Path, target: Path) -> None:
    try:
        part.mkdir(mode=_OWNER_ALONE)
    except OSError as error:
        raise refused(error, str(target)) from error


def _name(draft: Path, target: Path) -> None:
    """Name it by a link, which fails if there is a file already; a rename would not."""
    try:
        os.link(draft, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        target.touch(exist_ok=False)
        draft.replace(target)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sync_name(path: Path) -> None:
    """Bring a file's name to the disk, if the share is able to; the file is there already."""
    with suppress(OSError):
        sync(path.parent)


def sync_all(folder: Path) -> None:
    """Bring everything in a folder to the disk.

    To be called once, when all of it is written: a sync after each file took five times as long.
    """
    for base, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync(Path(base, name))
        _sync_names(Path(base))


def _sync_names(folder: Path) -> None:
    """As far as the share is able to: an export must not fail at its end for want of that."""
    try:
        sync(folder)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
