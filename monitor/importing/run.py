"""An import from beginning to end: keep what the files hold, read it, and spread what is due."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.importing.places import later
from monitor.importing.warc import Importer
from monitor.process import read_unread
from storage.errors import InputError
from storage.warc.memory import Memory
from storage.warc.segments import DICTIONARY_MAGIC, GZIP_MAGIC, RECORD_MAGIC, ZSTD_MAGIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from storage.archive import Archive
    from storage.warc.records import Fault

_MAGICS = (GZIP_MAGIC, ZSTD_MAGIC, DICTIONARY_MAGIC, RECORD_MAGIC)
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in. ``skipped`` has the reasons, each with its number."""

    captures: int
    articles_new: int
    revisions_new: int
    skipped: dict[str, int]


def import_files(
    archive: Archive,
    files: Sequence[Path],
    *,
    limit: int,
    rules_folder: Path | None,
    on_fault: Callable[[Path, Fault], None],
    on_progress: Callable[[str], None],
) -> Imported:
    """Take WARC files in and read them.

    Raises InputError for a file that is none, before anything is changed.
    """
    for path in files:
        _check(path)
    with closing(Memory(archive)) as memory:
        started = datetime.now(UTC)
        memory.note_waiting(due.address.id for due in archive.due(started))
        importer = Importer(
            archive,
            memory,
            limit=limit,
            rules_folder=rules_folder,
            on_fault=on_fault,
            on_progress=lambda done: on_progress(f"{done} captures looked at"),
        )
        counts = importer.run(files)
        read = read_unread(
            archive,
            rules_folder=rules_folder,
            on_progress=lambda done: on_progress(f"{done} read"),
        )
        _spread(archive, memory, started)
    skipped = dict(sorted(counts.skipped.items()))
    return Imported(counts.captures, read.articles_new, read.revisions_new, skipped)


def _spread(archive: Archive, memory: Memory, now: datetime) -> None:
    """What reading made due in the past, by the times of the captures, is due later."""
    for due in archive.due(now):
        if not memory.waited(due.address.id):
            times = [due.published, due.last_changed, due.first_seen]
            since = max((time for time in times if time is not None), default=now)
            archive.reschedule(due.address.id, later(due.address.key, since, now))


def _check(path: Path) -> None:
    """Raises InputError for what cannot be read or is no WARC file at all."""
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read.", why=f"{error.strerror}.", do="Name a WARC file."
        ) from error
    if start.startswith(_ZIP):
        raise InputError(
            f"{path} is a ZIP file.",
            why="WARC files are imported (plain, .gz, .zst), and nothing was changed.",
            do="If it is a WACZ, unpack it and import the files in its folder archive/.",
        )
    if not start.startswith(_MAGICS):
        raise InputError(
            f"{path} is no WARC file.",
            why="It begins with neither a record nor a compressed one. Nothing was changed.",
            do=f"See what is wrong with it: variorum warc check {path}",
        )
