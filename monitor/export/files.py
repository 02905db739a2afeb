"""Where an export goes: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def destination(path: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to. A file is put in its place when all of it is on the disk.

    Raises InputError when the file cannot be made.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:  # a pipe or a device cannot be replaced
            yield stream
        return
    path = path.resolve()  # what a link points to is replaced, and not the link
    part = part_of(path)
    try:
        with _open(part, path) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Where a file or folder is made until it is whole, with what killed exports left swept away.

    They are known by the number of a process that is no more; what may yet be written is left.
    """
    name = re.compile(rf"\.{re.escape(path.name)}\.(\d{{1,9}})\.part")
    with suppress(OSError):  # no such folder, or not ours to read: told when the file is made
        for one in path.parent.iterdir():
            found = name.fullmatch(one.name)
            if found is not None and not _runs(int(found[1])):
                _sweep(one)
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no number that can be asked for
        pass
    return True


def _sweep(part: Path) -> None:
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part, ignore_errors=True)
    else:
        part.unlink(missing_ok=True)


def _open(part: Path, path: Path) -> BinaryIO:
    try:
        return part.open("xb")
    except OSError as error:
        raise InputError(
            f"{path} cannot be written.",
            why=f"{error.strerror}." if error.strerror else str(error),
            do="Name a file in a folder that exists and can be written to.",
        ) from error
