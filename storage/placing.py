"""A file that was made whole put in its place, where none is: nothing is ever overwritten."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from storage.errors import FileExists, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""What is said where a file has one name alone: FAT and exFAT, as on sticks, and some shares."""
_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite leaves beside a database that it could not finish."""


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """Where to make it; at the end it is brought to the disk and appears under its name.

    Raises FileExists, also where a file of that name came up meanwhile, and InputError.
    """
    if target.exists():
        raise FileExists(str(target))
    if not target.parent.is_dir():
        raise InputError(
            f"{target} cannot be written.",
            why=f"There is no folder {target.parent}.",
            do="Name a file in a folder that exists.",
        )
    # No number of a process: in another container that is another's.
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        yield draft
        _sync(draft)
        _name(draft, target)
    except FileExistsError as error:
        raise FileExists(str(target)) from error
    finally:
        for end in ("", *_BESIDE):
            with suppress(OSError):  # on a disk that is read-only not even what is not there
                draft.with_name(draft.name + end).unlink(missing_ok=True)


def _name(draft: Path, target: Path) -> None:
    """A link fails where a file is, and a rename would not."""
    try:
        os.link(draft, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        target.touch(exist_ok=False)
        draft.replace(target)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
