"""Extractions: what a reader made of a capture; and texts, which have their fields and blocks."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from storage.captures import REDACTED_CAPTURES
from storage.digest import CONTENT_DIGEST_VERSION, content_digest, to_hash
from storage.errors import ArchiveDamaged, NotStored
from storage.payload.blobs import Blobs
from storage.records import REDACTED, Access, Block, BlockKind, Extraction, Obstacle, PageType
from storage.revisions import free_of_blame

if TYPE_CHECKING:
    from storage.database.connection import Database
    from storage.intents import Reread

_CACHE_BYTES, _WRITER_BYTES = 8 * 1024 * 1024, 2 * 1024 * 1024
"""For readers, who look at the same pages again, and for the writer, who reads each text once."""
_VERSIONS = ("reader", "rules", "memory")

EXTRACTIONS = """
    SELECT extractions.text_id, readers.reader, readers.rules, readers.memory
    FROM extractions JOIN readers ON readers.id = extractions.reader_id
"""

LOOKED_UP = """
CREATE INDEX readers_named ON readers (reader, coalesce(memory, ''), coalesce(rules, ''));
CREATE INDEX articles_showing ON articles (last_revision_id);
CREATE INDEX events_of_revision ON events (revision_id);
"""
"""Indexes for look-ups. With a new memory each week, forty outlets have twenty thousand readers in
five years. When a revision is deleted, SQLite checks whether anything still refers to it, and
without an index it looked at every row that might."""

SAYING = "CREATE INDEX extractions_saying ON extractions (substr(content_sha256, 1, 8));\n"
"""Which texts were ever said; a part of the hash tells nearly all of them apart."""


class Extractions:
    """The extractions, each stored as a difference to the last one of its article."""

    def __init__(self, database: Database) -> None:
        self._database = database
        cache_bytes = _WRITER_BYTES if database.writable else _CACHE_BYTES
        self._texts = Blobs(database, "texts", "text", cache_bytes)

    def forget(self) -> None:
        """Drop what is cached, and read everything from the file again."""
        self._texts.forget()

    def put(self, extraction: Extraction, capture_id: int, last_id: int | None) -> int:
        """Store an extraction and return its id; ``last_id`` is the article's last one."""
        return self._database.insert(
            "extractions",
            capture_id=capture_id,
            reader_id=self._reader(extraction.reader, extraction.rules, extraction.memory),
            text_id=self._put_text(to_json(extraction).encode("utf-8", "surrogatepass"), last_id),
            content_sha256=to_hash(content_digest(extraction)),
            digest_version=CONTENT_DIGEST_VERSION,
        )

    def put_same(self, extraction_id: int, capture_id: int, memory: str) -> int:
        """Store that another capture says the same as this extraction; return the new id.

        ``memory`` names the page memory by which that was seen. Raises NotStored.
        """
        row = self._database.stored(
            "extraction",
            extraction_id,
            "SELECT extractions.*, readers.reader, readers.rules FROM extractions"
            " JOIN readers ON readers.id = reader_id WHERE extractions.id = ?",
        )
        return self._database.insert(
            "extractions",
            capture_id=capture_id,
            reader_id=self._reader(row["reader"], row["rules"], memory),
            text_id=row["text_id"],
            content_sha256=row["content_sha256"],
            digest_version=row["digest_version"],
            revision_id=row["revision_id"],
        )

    def reread(self, intent: Reread) -> int:
        """Store another reading of the capture that shows a revision; the old one is kept.

        Returns its id. Raises NotStored if there is no such revision.
        """
        row = self._database.stored(
            "revision",
            intent.revision_id,
            "SELECT revisions.article_id, revisions.extraction_id, extractions.capture_id"
            " FROM revisions JOIN extractions ON extractions.id = revisions.extraction_id"
            " WHERE revisions.id = ?",
        )
        shown_by = intent.capture_id or row["capture_id"]
        new = self.put(intent.extraction, shown_by, row["extraction_id"])
        change = self._database.change
        change("UPDATE extractions SET revision_id = ? WHERE id = ?", (intent.revision_id, new))
        change(
            "UPDATE revisions SET extraction_id = ?, title = ?,"
            " ours = CASE WHEN ours = 1 THEN 1 ELSE ? END WHERE id = ?",
            (new, intent.extraction.title, int(intent.ours), intent.revision_id),
        )
        free_of_blame(self._database, intent.revision_id)
        change(
            "UPDATE articles SET content_sha256 ="
            " (SELECT content_sha256 FROM extractions WHERE id = ?)"
            " WHERE id = ? AND last_revision_id = ?",
            (new, row["article_id"], intent.revision_id),
        )
        change(
            "UPDATE articles SET last_extraction_id = ? WHERE id = ? AND last_extraction_id = ?",
            (new, row["article_id"], row["extraction_id"]),
        )
        return new

    def get(self, extraction_id: int) -> Extraction:
        """The extraction of this id. Raises NotStored, ArchiveDamaged."""
        sql = EXTRACTIONS + " WHERE extractions.id = ?"
        return self._extraction(self._database.stored("extraction", extraction_id, sql))

    def check_text(self, text_id: int) -> None:
        """Check that the text is as it was stored. Raises NotStored, ArchiveDamaged."""
        self._texts.check(text_id)

    def redact(self, text_id: int, reason: str) -> None:
        """Replace the text by an empty one with the reason; texts based on it are stored again."""
        empty = Extraction(remarks=(f"{REDACTED}{reason}",))
        self._texts.release(text_id)
        self._texts.replace(text_id, to_json(empty).encode("utf-8", "surrogatepass"))

    def check(self, extraction_id: int) -> None:
        """Check the content against its digest. Raises ArchiveDamaged if they differ.

        A redacted capture keeps its digest, which nothing can give any more.
        """
        row = self._database.stored(
            "extraction",
            extraction_id,
            "SELECT content_sha256, digest_version FROM extractions WHERE id = ?",
        )
        digest = to_hash(content_digest(self.get(extraction_id), row["digest_version"]))
        # Whether it is redacted is asked last, because `verify` calls this for every row.
        if digest != row["content_sha256"] and not self._is_redacted(extraction_id):
            raise ArchiveDamaged(
                f"Extraction {extraction_id} is damaged.", why="It does not match its digest."
            )

    def _is_redacted(self, extraction_id: int) -> bool:
        found = self._database.value(
            f"SELECT 1 FROM extractions WHERE id = ? AND capture_id IN {REDACTED_CAPTURES}",
            (extraction_id,),
        )
        return found is not None

    def digest_anew(self) -> None:
        """Give every extraction the digest of the present version, so that all can be compared.

        Redacted and damaged ones keep the digest they have.
        """
        rows = self._database.rows(
            "SELECT id, text_id FROM extractions WHERE digest_version <> ? ORDER BY text_id",
            (CONTENT_DIGEST_VERSION,),
        )
        for text_id, group in itertools.groupby(rows, key=lambda row: row["text_id"]):
            try:
                data = self._texts.get(text_id)
                said = from_json(data.decode("utf-8", "surrogatepass"), {})
            except (ArchiveDamaged, NotStored):  # `verify` reports it
                continue
            if said.redacted is None:
                digest = to_hash(content_digest(said))
                self._database.change_many(
                    "UPDATE extractions SET content_sha256 = ?, digest_version = ? WHERE id = ?",
                    [(digest, CONTENT_DIGEST_VERSION, row["id"]) for row in group],
                )
        self._database.change(
            "UPDATE articles SET content_sha256 = coalesce((SELECT extractions.content_sha256"
            " FROM revisions JOIN extractions ON extractions.id = revisions.extraction_id"
            " WHERE revisions.id = last_revision_id), content_sha256)"
        )

    def _extraction(self, row: Any) -> Extraction:
        versions = {name: row[name] for name in _VERSIONS}
        return from_json(self._texts.get(row["text_id"]).decode("utf-8", "surrogatepass"), versions)

    def _reader(self, reader: str, rules: str | None, memory: str | None) -> int:
        found = self._database.value(
            "SELECT id FROM readers WHERE reader = ?"
            " AND coalesce(memory, '') = ? AND coalesce(rules, '') = ? ORDER BY id",
            (reader, memory or "", rules or ""),
        )
        if found is not None:
            return int(found)
        return self._database.insert("readers", reader=reader, rules=rules, memory=memory)

    def _put_text(self, data: bytes, last_id: int | None) -> int:
        """Store a text and return its id; the same text again takes no room."""
        last = None
        if last_id is not None:
            last = self._database.row(
                "SELECT texts.id, texts.sha256 FROM extractions"
                " JOIN texts ON texts.id = extractions.text_id WHERE extractions.id = ?",
                (last_id,),
            )
        if last is None:
            return self._texts.add(data, None)
        if last["sha256"] == hashlib.sha256(data).digest():
            return int(last["id"])
        return self._texts.add_after(data, last["id"]) or self._texts.add(data, None)


def to_json(extraction: Extraction) -> str:
    """The non-empty fields as JSON, without the versions.

    Blocks are ``[kind, text]``, with a third value if words are struck out.
    """
    values: dict[str, Any] = {}
    for field in fields(extraction):
        value = getattr(extraction, field.name)
        if field.name not in _VERSIONS and value not in (None, ()):
            values[field.name] = value
    values["blocks"] = [
        [block.kind.value, block.text, *([block.struck] if block.struck else ())]
        for block in extraction.blocks
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, versions: dict[str, Any]) -> Extraction:
    """The extraction that :func:`to_json` was given. Raises ArchiveDamaged."""
    try:
        values = json.loads(text)
        blocks = tuple(
            Block(
                BlockKind(kind), words, tuple((start, end) for run in struck for start, end in run)
            )
            for kind, words, *struck in values.pop("blocks")
        )
        for name in ("byline", "links", "targets", "outline", "remarks"):
            values[name] = tuple(values.get(name, ()))
        titles = values.get("declared_titles", ())
        values["declared_titles"] = tuple((source, words) for source, words in titles)
        values["page_type"] = PageType(values["page_type"])
        values["access"] = Access(values["access"])
        if "obstacle" in values:
            values["obstacle"] = Obstacle(values["obstacle"])
        return Extraction(blocks=blocks, **values, **versions)
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveDamaged("A text cannot be read.", why=repr(error)) from error
