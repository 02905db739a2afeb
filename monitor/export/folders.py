"""Exports of many files: a folder that appears whole or not at all, or a ZIP file of it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from monitor.export.files import opened
from storage.errors import InputError
from storage.files.parts import part_of
from storage.files.placing import sync_all, sync_name
from storage.warc.zipped import Member, Sink, Tree, ZipWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


class FolderWriter(Tree):
    """Files below a folder that will be renamed to ``named``."""

    def __init__(self, root: Path, named: Path) -> None:
        self._root = root
        self._named = named
        self.members: list[Member] = []

    @contextmanager
    def open(self, path: str, *, packed: bool = True) -> Iterator[Sink]:  # noqa: ARG002 — for ZIP
        """A file to write to; folders on the way are made."""
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened(target, self._named / path, "x") as stream:
            sink = Sink(stream)
            yield sink
        self.members.append(sink.member(path))


def is_folder(path: Path | None) -> bool:
    """Whether this output is a folder: it has a name, which is not that of a ZIP file."""
    return path is not None and path.suffix.lower() != ".zip"


@contextmanager
def tree_in(path: Path) -> Iterator[Tree]:
    """A new folder, put in its place once all of it is on disk.

    Raises InputError if something other than an empty folder is there, or if it cannot be made.
    """
    path = path.resolve()
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise InputError(
            f"{path} already exists.",
            why="A folder is written whole, and never mixed with existing files.",
            do="Choose a folder that does not exist yet, or a file that ends in .zip.",
        )
    with part_of(path, partial(_make, path=path)) as part:
        yield FolderWriter(part, path)
        sync_all(part)
        if path.exists():
            path.rmdir()
        part.replace(path)
        sync_name(path)


class _Within(Tree):
    """Files below a folder of another tree; their own paths do not include it."""

    def __init__(self, tree: ZipWriter, folder: str) -> None:
        self._tree = tree
        self._folder = folder
        self.members: list[Member] = []

    @contextmanager
    def open(self, path: str, *, packed: bool = True) -> Iterator[Sink]:
        """A file below the folder, to write to."""
        with self._tree.open(self._folder + path, packed=packed) as sink:
            yield sink
        self.members.append(sink.member(path))


@contextmanager
def tree_into(stream: BinaryIO, folder: str = "") -> Iterator[Tree]:
    """A ZIP file on a stream, with everything below ``folder`` if that is given."""
    with ZipWriter(stream, datetime.now(UTC)) as written:
        yield _Within(written, f"{folder}/" if folder else "")


def _make(part: Path, path: Path) -> None:
    try:
        part.mkdir()
    except OSError as error:
        raise InputError(
            f"{path} cannot be written.",
            why=f"{error.strerror}." if error.strerror else str(error),
            do="Choose a folder inside one that exists and is writable.",
        ) from error
