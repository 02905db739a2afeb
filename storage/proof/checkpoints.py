"""Checkpoints: from time to time the ledger's root is signed, and others attest when it existed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from storage.database.names import KEY_NAME
from storage.database.times import from_text, to_text
from storage.errors import ArchiveDamaged, InputError, NotStored
from storage.proof import notes
from storage.proof.notes import Checkpoint, Timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database.connection import Database
    from storage.proof.keys import SigningKey
    from storage.proof.ledger import Ledger
    from storage.proof.notes import Opened

_CHECKPOINTS = """
    SELECT checkpoints.*, public_key FROM checkpoints
    JOIN signing_keys ON signing_keys.id = checkpoints.key_id
"""


class Checkpoints:
    """``archive.checkpoints``. Each names the one before; none is ever changed."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    def all(self) -> list[Checkpoint]:
        """Oldest first, with their time-stamps."""
        rows = self._database.rows(_CHECKPOINTS + " ORDER BY checkpoints.id")
        return [self._of(row) for row in rows]

    def get(self, checkpoint_id: int) -> Checkpoint:
        """The checkpoint of this id. Raises NotStored."""
        row = self._database.row(_CHECKPOINTS + " WHERE checkpoints.id = ?", (checkpoint_id,))
        if row is None:
            raise NotStored("checkpoint", str(checkpoint_id))
        return self._of(row)

    def last(self) -> Checkpoint | None:
        """The latest checkpoint; None before the first."""
        found = self._database.value("SELECT max(id) FROM checkpoints")
        return None if found is None else self.get(found)

    def covering(self, index: int) -> Checkpoint | None:
        """The first whose tree has the line of this index: the earliest proof of it."""
        found = self._database.value("SELECT min(id) FROM checkpoints WHERE size > ?", (index,))
        return None if found is None else self.get(found)

    def stamped_over(self, index: int) -> Checkpoint | None:
        """The first of those that has a time-stamp of an authority."""
        found = self._database.value(
            "SELECT min(checkpoint_id) FROM timestamps"
            " JOIN checkpoints ON checkpoints.id = checkpoint_id WHERE size > ?",
            (index,),
        )
        return None if found is None else self.get(found)

    def of_note(self, note: str) -> Checkpoint:
        """The one that has this note, whatever its line endings. Raises NotStored."""
        found = self._id_of(note)
        if found is None:
            raise NotStored("checkpoint", "of this note", do="See all: variorum checkpoint --list")
        return self.get(found)

    def make(self, key: SigningKey, now: datetime) -> Checkpoint:
        """Sign the root over all lines. Raises NotStored if the ledger is empty.

        Raises ArchiveDamaged and signs nothing if the ledger lacks what the last checkpoint signed.
        """
        size = self._ledger.size
        if not size:
            raise NotStored("capture", "yet", do="Fetch something first: variorum crawl")
        with self._database.transaction():
            last = self.last()
            if last is not None:
                self._check_growth(last)
            origin = notes.origin_of(self._ledger.leaf(0))
            root, time = self._ledger.root(size), to_text(now)
            previous = notes.NO_PREVIOUS if last is None else last.digest
            text = notes.text_of(origin, size, root, time, previous)
            made = self._database.insert(
                "checkpoints",
                made_at=time,
                size=size,
                root=root,
                key_id=self._key_id(key.public, time),
                note=notes.note_of(text, key.public, key.sign(text.encode())),
            )
        return self.get(made)

    def add_timestamp(self, checkpoint_id: int, stamp: Timestamp) -> None:
        """Store what an authority answered."""
        self._database.insert(
            "timestamps",
            checkpoint_id=checkpoint_id,
            authority=stamp.authority,
            stamped_at=to_text(stamp.stamped_at),
            response=stamp.response,
            sha256=hashlib.sha256(stamp.response).digest(),
        )

    def check(self, checkpoint_id: int) -> None:
        """Check signature, root, place in the chain, and time-stamps. Raises ArchiveDamaged."""
        from storage.proof.keys import is_signed  # noqa: PLC0415 — slow to load, see there

        one = self.get(checkpoint_id)
        try:
            opened = notes.open_note(one.note)
        except ValueError as error:
            raise _wrong(one, "its note cannot be read") from error
        before = self._database.value(
            "SELECT note FROM checkpoints WHERE id < ? ORDER BY id DESC LIMIT 1", (checkpoint_id,)
        )
        said = (opened.size, opened.root, opened.time)
        for wrong, why in (
            (said != (one.size, one.root, to_text(one.made_at)), "it is not what its note says"),
            (opened.origin != notes.origin_of(self._ledger.leaf(0)), "it is of another ledger"),
            (opened.key_id != notes.key_id(opened.origin, one.public_key), "its key is another"),
            (
                not is_signed(one.public_key, opened.text, opened.signature),
                "its signature is wrong",
            ),
            (
                opened.previous != (notes.digest_of(before) if before else notes.NO_PREVIOUS),
                "the one before it is not the one it names",
            ),
        ):
            if wrong:
                raise _wrong(one, why)
        self._check_growth(one)

    def check_kept(self, note: str) -> None:
        """Check that the ledger still has what a note kept elsewhere signed.

        Somebody who rewrites the archive, or restores an older copy, rewrites its own checkpoints
        with it; only those that others have kept can prove it. The note's line endings do not
        matter. Raises InputError if it is no note, ArchiveDamaged if the ledger contradicts it.
        """
        try:
            opened = notes.open_note(_as_written(note))
        except ValueError as error:
            raise InputError(
                "It is not a checkpoint.", do="Give a file with what `variorum checkpoint` printed."
            ) from error
        size = self._ledger.size
        if not size or opened.origin != notes.origin_of(self._ledger.leaf(0)):
            raise ArchiveDamaged(f"It belongs to another ledger, {opened.origin}.")
        self._check_key_of(opened)
        if opened.size > size:
            raise ArchiveDamaged(
                f"It signed {opened.size} captures, and the ledger has {size}.",
                why="The last ones are lost; was an older copy restored?",
            )
        if self._ledger.root(opened.size) != opened.root:
            raise ArchiveDamaged(
                f"The first {opened.size} captures of the ledger are not the ones that it signed."
            )
        if self._id_of(note) is None:
            raise ArchiveDamaged(
                "The archive has every capture that it signed, but not this checkpoint.",
                why="It was removed, or this is a copy from before it was made.",
            )

    def check_key(self, key_id: int) -> None:
        """Check that the first checkpoint that a key signed is there. Raises ArchiveDamaged."""
        row = self._database.row(
            "SELECT first_used_at, EXISTS (SELECT 1 FROM checkpoints"
            " WHERE key_id = signing_keys.id AND made_at = first_used_at) AS there"
            " FROM signing_keys WHERE id = ?",
            (key_id,),
        )
        if not row["there"]:
            raise ArchiveDamaged(
                f"What key {key_id} signed first, at {row['first_used_at']}, is gone."
            )

    def _id_of(self, note: str) -> int | None:
        sql = "SELECT id FROM checkpoints WHERE note = ?"
        found = self._database.value(sql, (_as_written(note),))
        return None if found is None else int(found)

    def _check_key_of(self, opened: Opened) -> None:
        """Check that its key signed here, or is the present one, which an older copy lacks."""
        from storage.proof import keys  # noqa: PLC0415 — slow to load, see there

        known = {
            bytes(one) for (one,) in self._database.rows("SELECT public_key FROM signing_keys")
        }
        folder = self._database.path.parent
        present = keys.load(folder)
        known |= set() if present is None else {present.public}
        named = [one for one in known if notes.key_id(opened.origin, one) == opened.key_id]
        if any(keys.is_signed(one, opened.text, opened.signature) for one in named):
            return
        if present is None and not named:
            raise ArchiveDamaged(
                f"Its signature cannot be checked: {KEY_NAME} is missing in {folder}, and its"
                " key has signed nothing here.",
                why=f"A backup does not contain the key. Put {KEY_NAME} back there, and try again.",
            )
        raise ArchiveDamaged("It is not signed with a key of this archive.")

    def check_timestamp(self, timestamp_id: int) -> None:
        """Check that it is as it was received, and of this checkpoint. Raises ArchiveDamaged.

        Whether the authority is to be trusted depends on its certificate: see
        ``monitor.evidence.timestamps``.
        """
        row = self._database.row(
            "SELECT timestamps.*, note FROM timestamps"
            " JOIN checkpoints ON checkpoints.id = checkpoint_id WHERE timestamps.id = ?",
            (timestamp_id,),
        )
        if row is None or hashlib.sha256(row["response"]).digest() != row["sha256"]:
            raise ArchiveDamaged(f"Time-stamp {timestamp_id} does not match its hash.")
        if hashlib.sha256(row["note"].encode()).digest() not in row["response"]:
            raise ArchiveDamaged(f"Time-stamp {timestamp_id} does not belong to its checkpoint.")
        from_text(row["stamped_at"])

    def _check_growth(self, one: Checkpoint) -> None:
        if one.size > self._ledger.size or self._ledger.root(one.size) != one.root:
            raise _wrong(one, "the ledger does not contain what it signed")

    def _key_id(self, public: bytes, time: str) -> int:
        known = self._database.value("SELECT id FROM signing_keys WHERE public_key = ?", (public,))
        if known is not None:
            return int(known)
        return self._database.insert("signing_keys", public_key=public, first_used_at=time)

    def _of(self, row: Any) -> Checkpoint:
        stamps = self._database.rows(
            "SELECT * FROM timestamps WHERE checkpoint_id = ? ORDER BY id", (row["id"],)
        )
        return Checkpoint(
            id=row["id"],
            made_at=from_text(row["made_at"]),
            size=row["size"],
            root=row["root"],
            note=row["note"],
            public_key=row["public_key"],
            timestamps=tuple(
                Timestamp(one["authority"], from_text(one["stamped_at"]), one["response"])
                for one in stamps
            ),
        )


def _as_written(note: str) -> str:
    return "\n".join(note.strip().splitlines()) + "\n"


def _wrong(one: Checkpoint, why: str) -> ArchiveDamaged:
    return ArchiveDamaged(
        f"Checkpoint {one.id} is not valid.",
        why=f"{why[0].upper()}{why[1:]}.",
        do="See all damage with: variorum verify",
    )
