"""An import from beginning to end: store what the files have, read it, and spread due times."""

from __future__ import annotations

import re
import shlex
import zlib
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.cadence.pace import pinned
from monitor.importing.heard import Heard
from monitor.importing.lists import ListReader, kind_of
from monitor.importing.places import later
from monitor.importing.sources import ZIP_MAGIC, Source, within
from monitor.importing.warc import Importer
from monitor.notation.figures import counted
from monitor.passes import read_unread
from storage.errors import InputError
from storage.warc.memory import Memory
from storage.warc.reader import Record, read_records
from storage.warc.segments import DICTIONARY_MAGIC, GZIP_MAGIC, RECORD_MAGIC, ZSTD_MAGIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from monitor.importing.lists import Listed
    from spiders.configuration import Configuration
    from storage.archive import Archive
    from storage.warc.records import Fault

_START = 4096
_MAGICS = (GZIP_MAGIC, ZSTD_MAGIC, DICTIONARY_MAGIC, RECORD_MAGIC)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported. ``skipped`` has reasons, each with a count.

    ``feeds`` and ``addresses`` are from lists, to be visited by the next crawl; ``useless`` names
    the files in which everything is faulty, ``cut`` those that end too early.
    """

    captures: int
    articles_new: int
    revisions_new: int
    skipped: dict[str, int]
    feeds: int = 0
    addresses: int = 0
    useless: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """Callbacks for what is wrong in which file, and for progress."""

    fault: Callable[[str, Fault], None]
    progress: Callable[[str], None]


def import_files(
    archive: Archive,
    files: Sequence[Path],
    configuration: Configuration,
    tell: Telling,
    *,
    mementos: Sequence[str] = (),
    rules_folder: Path | None = None,
) -> Imported:
    """Import WARC, WACZ and OPML files, lists of addresses, and the ``mementos`` of pages; read it.

    Raises InputError, before anything is changed, for a file that is none of these, and FetchError
    if a Memento archive does not answer; what came before that is stored and read.
    """
    kinds = [(path, _kind(path)) for path in files]
    heard = Heard(tell.fault)
    sources = [one for path, kind in kinds for one in _sources(path, kind, heard)]
    with closing(Memory(archive)) as memory:
        started = datetime.now(UTC)
        memory.note_waiting(due.address.id for due in archive.due(started))
        importer = Importer(
            archive,
            memory,
            limit=configuration.max_bytes,
            rules_folder=rules_folder,
            heard=heard,
            on_progress=lambda done: tell.progress(f"{counted(done, 'capture')} read"),
        )
        counts = importer.run(sources)
        try:
            _read_mementos(importer, memory, configuration, heard, mementos)
        finally:
            read = read_unread(
                archive,
                rules_folder=rules_folder,
                on_progress=lambda done: tell.progress(f"{done} read"),
            )
            _spread(archive, memory, started)
        lists = _read_lists(archive, importer, heard, kinds)
    skipped = dict(sorted((Counter(lists.skipped) + counts.skipped).items()))
    late = importer.late  # made again out of what was there; only the difference is new
    articles = max(0, read.articles_new - read.articles_joined - late.articles)
    revisions = max(0, read.revisions_new - late.revisions)
    new = (counts.captures, articles, revisions, skipped)
    return Imported(*new, lists.feeds, lists.addresses, heard.useless(), heard.cut())


def _read_mementos(
    importer: Importer,
    memory: Memory,
    configuration: Configuration,
    heard: Heard,
    addresses: Sequence[str],
) -> None:
    if not addresses:
        return
    from monitor.importing.memento import (  # noqa: PLC0415 — only where it is used
        MementoReader,
    )

    reader = MementoReader(importer, memory, configuration, heard)
    for address in addresses:
        reader.read(address)


def _read_lists(
    archive: Archive, importer: Importer, heard: Heard, kinds: Sequence[tuple[Path, str]]
) -> Listed:
    reader = ListReader(archive, importer.places, heard)
    for path, kind in kinds:
        if kind == "opml":
            reader.opml(path)
        elif kind == "addresses":
            reader.addresses(path)
    return reader.listed


def _spread(archive: Archive, memory: Memory, now: datetime) -> None:
    """Put off what reading made due in the past, by the times of the captures, or by a pin."""
    for due in archive.due(now):
        if not memory.waited(due.address.id):
            times = [due.published, due.last_changed, due.first_seen]
            since = max((time for time in times if time is not None), default=now)
            at = later(due.address.key, since, now)
            if due.pin is not None and pinned(due, now):
                at = min(at, now + due.pin.every)
            archive.reschedule(due.address.id, at)


def _sources(path: Path, kind: str, heard: Heard) -> list[Source]:
    if kind == "zip":
        heard.begin(str(path))
        return within(path, heard.fault)
    return [Source(path)] if kind == "warc" else []


_ARC_MAGIC = b"filedesc://"
_FEED = re.compile(rb"\A[^<]*(?:<[?!][^>]*>\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b")
_NO_WITNESS = "A page alone does not say when it was fetched, from where, and what the server said."


def _unpacked(start: bytes) -> bytes:
    """The first bytes of a file, unpacked if it is gzip."""
    try:
        return zlib.decompressobj(wbits=31).decompress(start, _START)
    except zlib.error:
        return start


def _no_page(path: Path) -> InputError:
    return InputError(
        f"{path} is a page, and pages cannot be imported.",
        why=f"{_NO_WITNESS} Nothing was changed.",
        do=f"See what changed between two of them: variorum compare {path} OTHER",
    )


def _no_feed(path: Path) -> InputError:
    return InputError(
        f"{path} is a feed or a sitemap; these are watched, not imported.",
        why="It lists pages, but does not contain them. Nothing was changed.",
        do="Watch it by its address: variorum add URL",
    )


def _seen(path: Path) -> str:
    """The kind of a WARC file. Raises InputError if its packing is empty."""
    with path.open("rb") as stream:
        if next(iter(read_records(stream)), None) is None:
            raise InputError(
                f"{path} contains no WARC record.",
                why="It is compressed, but empty. Nothing was changed.",
                do="If it is a download, fetch it again.",
            )
    return "warc"


def _holds_a_record(path: Path) -> bool:
    with path.open("rb") as stream:
        return any(isinstance(one, Record) for one in read_records(stream))


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_START)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read.",
            why=f"{error.strerror}.",
            do="Name a readable file: WARC, WACZ, OPML, or a list of addresses.",
        ) from error


def _kind(path: Path) -> str:
    """The kind of a file, by how it begins. Raises InputError for any other kind."""
    if path.is_dir():
        packed = path / "data" / "captures.wacz"
        if packed.is_file():
            raise InputError(
                f"{path} is a bag of evidence, and bags cannot be imported whole.",
                why="Its captures are in one file. Nothing was changed.",
                do=f"Import that: variorum import {shlex.quote(str(packed))}",
            )
        raise InputError(
            f"{path} is a folder, and folders cannot be imported.",
            why=f"Of saved pages: {_NO_WITNESS[0].lower()}{_NO_WITNESS[1:]} Nothing was changed.",
            do=f"Name the WARC files in it: variorum import {path}/*.warc.gz",
        )
    start = _start_of(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and kind_of(start) is None:
        raise _no_page(path) if _FEED.search(start) is None else _no_feed(path)
    if start.startswith(ZIP_MAGIC):
        return "zip"
    if _unpacked(start).startswith(_ARC_MAGIC):
        raise InputError(
            f"{path} is an ARC file, the predecessor of WARC.",
            why="Only WARC can be read. Nothing was changed.",
            do=f"Convert it, and import the result: warcio recompress {path} FILE.warc.gz",
        )
    if start.startswith(_MAGICS):
        return _seen(path)
    if kind := kind_of(start):
        return kind
    if _holds_a_record(path):  # behind a first one that is damaged
        return "warc"
    raise InputError(
        f"{path} is neither a WARC file nor a list of feeds or addresses.",
        why="It starts with no record, compressed or not, and holds none. Nothing was changed.",
        do=f"See what is wrong with it: variorum warc check {path}",
    )
