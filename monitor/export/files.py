"""Where an export goes: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import sys
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

_TOKEN = 16
"""Digits by which the parts of two exports to one place differ."""


@contextmanager
def destination(path: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to. A file is put in its place when all of it is on the disk.

    Raises InputError when the file cannot be made.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise InputError(f"{path} is a folder.", do="Name a file, in it or elsewhere.")
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:  # a pipe or a device cannot be replaced
            yield stream
        return
    path = path.resolve()  # what a link points to is replaced, and not the link
    with part_of(path, partial(_make, path=path)) as part:
        with part.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)


@contextmanager
def part_of(path: Path, make: Callable[[Path], None]) -> Iterator[Path]:
    """Where a file or folder is made until it is whole; ``make`` makes it anew, and empty.

    It is locked until the end, and then gone. What killed exports left is swept away: nobody has
    a lock on it. The number of a process would not do, which is another's in another container.
    """
    _sweep_beside(path)
    held = None
    while held is None:
        part = path.with_name(f".{path.name}.{secrets.token_hex(_TOKEN // 2)}.part")
        make(part)
        held = _lock(part)
    try:
        yield part
    finally:
        _sweep(part)
        os.close(held)


def _lock(part: Path) -> int | None:
    """Held until it is closed; None where somebody swept it away before it was."""
    try:
        held = os.open(part, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        lost = not os.path.samestat(os.fstat(held), part.stat())
    except (BlockingIOError, FileNotFoundError):
        lost = True
    except OSError:  # a file system without locks: there nothing is swept away either
        lost = False
    if lost:
        os.close(held)
        return None
    return held


def _sweep_beside(path: Path) -> None:
    name = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{{_TOKEN}}}\.part")
    with suppress(OSError):  # no such folder, or not ours to read: told when the file is made
        for one in path.parent.iterdir():
            if name.fullmatch(one.name):
                with suppress(OSError):  # it is being made, or somebody else's
                    _sweep_unlocked(one)


def _sweep_unlocked(part: Path) -> None:
    """Raises OSError where somebody has a lock on it, or it is not known whether."""
    held = os.open(part, os.O_RDONLY if part.is_dir() else os.O_RDWR)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _sweep(part)
    finally:
        os.close(held)


def _sweep(part: Path) -> None:
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
    else:
        part.unlink(missing_ok=True)


def _make(part: Path, path: Path) -> None:
    try:
        part.touch(exist_ok=False)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written.",
            why=f"{error.strerror}." if error.strerror else str(error),
            do="Name a file in a folder that exists and can be written to.",
        ) from error
