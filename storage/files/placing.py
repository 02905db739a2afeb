"""A file that was made whole put in its place, where none is: nothing is ever overwritten."""

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
"""What is said where a file has one name alone: FAT and exFAT, as on sticks, and some shares."""
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""What is said where a folder cannot be brought to the disk by itself: some network shares."""
_OWNER_ALONE = 0o700


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """Where to make it; at the end it is brought to the disk and appears under its name.

    Raises FileExists, also where a file of that name came up meanwhile, InputError,
    ArchiveReadOnly and ArchiveFull.
    """
    if target.exists():
        sweep_beside(target)  # its maker may have been killed when it had just named it
        raise FileExists(str(target))
    if not target.parent.is_dir():
        raise InputError(
            f"{target} cannot be written.",
            why=f"There is no folder {target.parent}.",
            do="Name a file in a folder that exists.",
        )
    with part_of(target, partial(_make, target=target)) as part:
        # In a folder of its own: SQLite leaves journals beside a database that it cannot finish.
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
    """A link fails where a file is, and a rename would not."""
    try:
        os.link(draft, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        target.touch(exist_ok=False)
        draft.replace(target)


def sync(path: Path) -> None:
    """When this returns the file, or the names in the folder, are on the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sync_name(path: Path) -> None:
    """That it is called so is on the disk, where the share can do that; it is there itself."""
    with suppress(OSError):
        sync(path.parent)


def sync_all(folder: Path) -> None:
    """Everything in a folder is on the disk when this returns.

    When all of it is written: asked after each file the disk settles each by itself, which took
    five times as long.
    """
    for base, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync(Path(base, name))
        _sync_names(Path(base))


def _sync_names(folder: Path) -> None:
    """As well as the share can: an export is not refused at its end for what no program could."""
    try:
        sync(folder)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
