"""WACZ 1.1.1: WARC files with an index, a list of pages and digests, in one ZIP file.

::

    archive/data.warc.gz      as `export warc` writes it; a new file after every gigabyte
    indexes/index.cdx.gz      CDXJ in blocks, and indexes/index.idx which names the blocks
    pages/pages.jsonl         one line per revision: address, time, title, text
    datapackage.json          every file with its SHA-256
    datapackage-digest.json   the SHA-256 of that, signed if there is a key
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from storage.warc.captures import CaptureWriter
from storage.warc.index import Entry, Index
from storage.warc.message import Dechunker, Message
from storage.warc.records import format_date
from storage.warc.slices import Slices
from storage.warc.writer import WarcWriter, record_id, sha256_of
from storage.warc.zipped import ZipWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import BinaryIO

    from storage.archive import Archive
    from storage.lost import Losses
    from storage.warc.captures import Replayable
    from storage.warc.slices import Slice

VERSION = "1.1.1"
_LARGEST = 1024 * 1024 * 1024
"""Size in bytes of a WARC file after which the next one is begun."""
_PAGES_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "Revisions", "hasText": True}


class Signer(Protocol):
    """Signs a package on behalf of an archive."""

    def signed_data(self, digest: str, created: str, software: str) -> dict[str, str]:
        """The ``signedData`` of WACZ Signing and Verification 0.1.0 for this labelled digest."""


@dataclass(frozen=True, slots=True)
class Title:
    """How a package describes itself."""

    title: str
    software: str
    created: datetime


class WaczWriter:
    """Writes a package with a slice of an archive to a stream, which may be a pipe.

    Memory does not grow with the slice: its index and its list of pages go to temporary files.
    """

    def __init__(
        self, archive: Archive, about: Title, signer: Signer | None, losses: Losses
    ) -> None:
        self._archive = archive
        self._about = about
        self._signer = signer
        self._losses = losses
        self._slices = Slices(archive)
        self._pages = _Pages(archive, losses)
        self._filename = ""

    def write(self, wanted: Slice, stream: BinaryIO, on_progress: Callable[[int], None]) -> None:
        """Write the package; ``on_progress`` is called with the number of visits so far."""
        with closing(Index()) as index, closing(self._pages):
            self._index = index
            with ZipWriter(stream, self._about.created) as package:
                self._captures(package, wanted, on_progress)
                self._write_index(package)
                package.copy("pages/pages.jsonl", self._pages.file)
                self._describe(package)

    # --- archive/ ----------------------------------------------------------------------------
    def _captures(
        self, package: ZipWriter, wanted: Slice, on_progress: Callable[[int], None]
    ) -> None:
        part = 1
        with ExitStack() as member:
            writer = WarcWriter(self._begin(package, member, part))
            self._warcinfo(writer)
            parts = (self._archive, self._slices, wanted, writer, self._note, self._losses)
            captures = CaptureWriter(*parts)
            for count, visit in enumerate(self._slices.visits(wanted), 1):
                if writer.position > _LARGEST:
                    part += 1
                    member.pop_all().close()
                    writer.turn_to(self._begin(package, member, part))
                    self._warcinfo(writer)
                captures.write(visit)
                on_progress(count)

    def _begin(self, package: ZipWriter, member: ExitStack, part: int) -> BinaryIO:
        self._filename = "data.warc.gz" if part == 1 else f"data-{part}.warc.gz"
        sink = member.enter_context(package.open(f"archive/{self._filename}", packed=False))
        return cast("BinaryIO", sink)

    def _warcinfo(self, writer: WarcWriter) -> None:
        name, created = self._filename, self._about.created
        info = record_id("warcinfo", f"{format_date(created)} {name}")
        writer.warcinfo(info, created, self._about.software, name)

    # --- indexes/ and pages/ -----------------------------------------------------------------
    def _note(self, record: Replayable) -> None:
        capture = record.capture
        mime = (capture.content_type or "").partition(";")[0].strip().lower()
        self._index.add(
            Entry(
                url=capture.url,
                at=capture.captured_at,
                mime="warc/revisit" if record.record_type == "revisit" else mime or "unk",
                status=capture.status,
                digest=record.payload_digest or self._digest(record),
                offset=record.place.offset,
                length=record.place.length,
                filename=self._filename,
            )
        )
        self._pages.note(record)

    def _digest(self, record: Replayable) -> str | None:
        """The payload digest; of a chunked body without the chunks, as the standard has it."""
        _, head = self._archive.heads(record.capture.id)
        if not Message(head).chunked:
            return None
        dechunker = Dechunker()
        return sha256_of(dechunker.feed(piece) for piece in record.block.pieces())

    def _write_index(self, package: ZipWriter) -> None:
        with tempfile.TemporaryFile() as names:
            with package.open("indexes/index.cdx.gz", packed=False) as packed:
                for line in self._index.write(cast("BinaryIO", packed), "index.cdx.gz"):
                    names.write(line.encode() + b"\n")
            package.copy("indexes/index.idx", names)

    # --- datapackage.json --------------------------------------------------------------------
    def _describe(self, package: ZipWriter) -> None:
        created = format_date(self._about.created)
        description: dict[str, Any] = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": self._about.title,
            "created": created,
            "software": self._about.software,
            **self._pages.main,
            "resources": [
                {
                    "name": member.path.rpartition("/")[2].lower(),
                    "path": member.path,
                    "hash": f"sha256:{member.sha256}",
                    "bytes": member.length,
                }
                for member in package.members
            ],
        }
        data = json.dumps(description, indent=2, ensure_ascii=False).encode()
        package.put("datapackage.json", data)
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        told: dict[str, Any] = {"path": "datapackage.json", "hash": digest}
        if self._signer is not None:
            told["signedData"] = self._signer.signed_data(digest, created, self._about.software)
        package.put("datapackage-digest.json", json.dumps(told, indent=2).encode())


class _Pages:
    """The list of pages: the first capture of each revision, in a temporary file.

    ``main`` names the page to open first, if the package is about a single article.
    """

    def __init__(self, archive: Archive, losses: Losses) -> None:
        self._database = archive._database  # noqa: SLF001 — behind the same door
        self._archive = archive
        self._losses = losses
        self._seen: set[int] = set()
        self._articles: set[int] = set()
        self._last: dict[str, str] = {}
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 — closed in close()
        self.file.write(json.dumps(_PAGES_HEAD).encode() + b"\n")

    def close(self) -> None:
        """Delete the list of pages, once it is in the package."""
        self.file.close()

    @property
    def main(self) -> dict[str, str]:
        """The fields of ``datapackage.json`` that name the page to open first."""
        return self._last if len(self._articles) == 1 else {}

    def note(self, record: Replayable) -> None:
        """Add a line, if the capture is the first in the package to show its revision."""
        row = self._database.row(
            "SELECT revisions.id, revisions.article_id, revisions.extraction_id FROM extractions"
            " JOIN revisions ON revisions.id = extractions.revision_id"
            " WHERE extractions.capture_id = ?",
            (record.capture.id,),
        )
        if row is None or row["id"] in self._seen:
            return
        self._seen.add(row["id"])
        self._articles.add(row["article_id"])
        url, time = record.capture.url, format_date(record.capture.captured_at)
        page = {
            "id": f"{row['article_id']}-{row['id']}",
            "url": url,
            "ts": time,
            "title": url,
            "size": record.capture.payload_length,
        }
        with self._losses.instead(f"text of capture {record.capture.id}", url):
            reading = self._archive.extraction(row["extraction_id"])
            page |= {"title": reading.title or url, "text": reading.text}
        data = json.dumps(page, ensure_ascii=False).encode("utf-8", "replace")
        self.file.write(data + b"\n")
        self._last = {"mainPageUrl": url, "mainPageDate": time}
