"""Where an export goes: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from storage.errors import InputError
from storage.files.parts import part_of
from storage.files.placing import sync_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from _typeshed import ReadableBuffer


_DATABASE = b"SQLite format 3\0"
_NO_EXPORTS = (".db", "-wal", "-shm", "-journal", ".lock", ".turn", ".toml", ".pem")
"""Endings of files that belong to an archive, and that no export has."""


@contextmanager
def destination(path: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to. A file is put in its place once all of it is on disk.

    An existing file is replaced, as usual for such an option, and keeps its permissions, which may
    hide it from others.

    Raises InputError if the file cannot be made, or must not be replaced.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise InputError(f"{path} is a folder.", do="Name a file, in it or elsewhere.")
    if path.exists() and not path.is_file():
        with opened(path, path) as stream:  # a pipe or a device cannot be replaced
            yield stream
        return
    path = path.resolve()  # replace what a link points to, not the link
    _refuse_no_export(path)
    with part_of(path, partial(_make, path=path)) as part:
        with opened(part, path) as stream:
            if path.exists():
                os.fchmod(stream.fileno(), path.stat().st_mode & 0o777)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        sync_name(path)


def _refuse_no_export(path: Path) -> None:
    """Refuse to replace a file of an archive, which would be lost; old exports are replaced.

    Raises InputError if a database, its journal, settings, rules or a key is there.
    """
    if path.exists() and (path.name.endswith(_NO_EXPORTS) or _is_database(path)):
        raise InputError(
            f"{path} already exists, and is not an export.",
            why="An archive, its settings or its key would be lost. Nothing was changed.",
            do="Choose another file.",
        )


def _is_database(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as stream:
        return stream.read(len(_DATABASE)) == _DATABASE
    return False


class _Named(io.FileIO):
    """A file whose errors have its final name, so that those of a full disk say which file."""

    def __init__(self, path: Path, named: Path, mode: str) -> None:
        super().__init__(path, mode)
        self._named = named

    def write(self, data: ReadableBuffer, /) -> int:
        """See ``io.FileIO.write``."""
        try:
            return super().write(data)
        except OSError as error:
            error.filename = str(self._named)
            raise


def opened(path: Path, named: Path, mode: str = "w") -> BinaryIO:
    """A file to write to, whose errors have the name that it will get."""
    return io.BufferedWriter(_Named(path, named, mode))


def _make(part: Path, path: Path) -> None:
    try:
        part.touch(exist_ok=False)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written.",
            why=f"{error.strerror}." if error.strerror else str(error),
            do="Choose a file in a folder that exists and is writable.",
        ) from error
