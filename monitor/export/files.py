"""Where an export goes: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from storage.errors import InputError
from storage.parts import part_of
from storage.placing import sync_name

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
        sync_name(path)


def _make(part: Path, path: Path) -> None:
    try:
        part.touch(exist_ok=False)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written.",
            why=f"{error.strerror}." if error.strerror else str(error),
            do="Name a file in a folder that exists and can be written to.",
        ) from error
