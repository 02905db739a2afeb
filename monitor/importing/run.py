"""An import from beginning to end: keep what the files hold, read it, and spread what is due."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.importing.places import later
from monitor.importing.sources import ZIP_MAGIC, Source, within
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
    on_fault: Callable[[str, Fault], None],
    on_progress: Callable[[str], None],
) -> Imported:
    """Take WARC files in and read them.

    Raises InputError for a file that is none, before anything is changed.
    """
    kinds = [(path, _kind(path)) for path in files]
    sources = [source for path, kind in kinds for source in _sources(path, kind, on_fault)]
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
        counts = importer.run(sources)
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


def _sources(path: Path, kind: str, on_fault: Callable[[str, Fault], None]) -> list[Source]:
    return within(path, on_fault) if kind == "zip" else [Source(path)]


def _kind(path: Path) -> str:
    """What a file is, by how it begins. Raises InputError for what is none of them."""
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read.", why=f"{error.strerror}.", do="Name a WARC file."
        ) from error
    if start.startswith(ZIP_MAGIC):
        return "zip"
    if start.startswith(_MAGICS):
        return "warc"
    raise InputError(
        f"{path} is no WARC file.",
        why="It begins with neither a record nor a compressed one. Nothing was changed.",
        do=f"See what is wrong with it: variorum warc check {path}",
    )
