"""A file or folder while it is being made: hidden, locked, and swept away if its maker died."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_TOKEN = 16
"""Digits by which two drafts for the same place differ."""


@contextmanager
def part_of(path: Path, make: Callable[[Path], None]) -> Iterator[Path]:
    """A place where a file or folder can be made until it is whole; ``make`` creates it, empty.

    It is locked until the end, and then removed. What killed makers left behind is swept away:
    nobody has a lock on it. A process id would not do: another container has its own.
    """
    sweep_beside(path)
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
    """Lock it until it is closed; None if somebody swept it away before."""
    try:
        held = os.open(part, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        lost = not os.path.samestat(os.fstat(held), part.stat())
    except (BlockingIOError, FileNotFoundError):
        lost = True
    except OSError:  # a file system without locks; there, nothing is swept away either
        lost = False
    if lost:
        os.close(held)
        return None
    return held


def sweep_beside(path: Path) -> None:
    """Remove what killed makers of this file or folder left behind."""
    name = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{{_TOKEN}}}\.part")
    with suppress(OSError):  # no such folder, or not readable: making the file will say so
        for one in path.parent.iterdir():
            if name.fullmatch(one.name):
                with suppress(OSError):  # it is being made, or belongs to somebody else
                    _sweep_unlocked(one)


def _sweep_unlocked(part: Path) -> None:
    """Remove it. Raises OSError if somebody has a lock on it, or may have."""
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
