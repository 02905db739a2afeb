"""Making a checkpoint: signing the ledger's root, and asking authorities for time-stamps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.evidence import timestamps
from storage.errors import VariorumError
from storage.proof import keys

if TYPE_CHECKING:
    from pathlib import Path

    from spiders.configuration import Configuration
    from storage.archive import Archive
    from storage.proof.keys import SigningKey
    from storage.proof.notes import Checkpoint

EVERY = timedelta(days=1)
"""How often ``run`` makes a checkpoint, if anything was captured."""


@dataclass(frozen=True, slots=True)
class Made:
    """``new``: false if nothing was captured since the last one. ``new_key``: a key was made.

    ``key_before`` is the name of the previous checkpoint's key, if that is another one. ``faults``
    has the authorities that gave no time-stamp; they are asked again the next time.
    """

    checkpoint: Checkpoint
    new: bool
    new_key: bool
    key_before: str | None
    faults: tuple[VariorumError, ...]


def make(archive: Archive, configuration: Configuration) -> Made:
    """Sign what was captured since the last checkpoint, and get missing time-stamps.

    Raises NotStored if nothing was ever captured, and ArchiveDamaged if the ledger lacks what was
    signed before.
    """
    last = archive.checkpoints.last()
    new = last is None or last.size != archive.ledger.size
    new_key, key_before = False, None
    if new or last is None:
        key, new_key = _key(archive.folder)
        if last is not None and last.public_key != key.public:
            key_before = keys.name_of(last.public_key)
        last = archive.checkpoints.make(key, datetime.now(UTC))
    faults = _stamp(archive, configuration, last)
    return Made(archive.checkpoints.get(last.id), new, new_key, key_before, tuple(faults))


def is_due(archive: Archive, now: datetime) -> bool:
    """Whether a day has passed since the last checkpoint, and something was captured since."""
    last = archive.checkpoints.last()
    if last is None:
        return archive.ledger.size > 0
    return archive.ledger.size > last.size and abs(now - last.made_at) >= EVERY


def roots_of(configuration: Configuration, folder: Path) -> Path | None:
    """The file of root certificates, if one is set."""
    return folder / configuration.timestamp_roots if configuration.timestamp_roots else None


def _key(folder: Path) -> tuple[SigningKey, bool]:
    key = keys.load(folder)
    return (keys.make(folder), True) if key is None else (key, False)


def _stamp(
    archive: Archive, configuration: Configuration, checkpoint: Checkpoint
) -> list[VariorumError]:
    roots = roots_of(configuration, archive.folder)
    had = {stamp.authority for stamp in checkpoint.timestamps}
    faults: list[VariorumError] = []
    for authority in configuration.timestamp_authorities:
        if authority in had:
            continue
        try:
            stamp = timestamps.ask(authority, checkpoint.note, configuration.user_agent, roots)
        except VariorumError as error:
            faults.append(error)
        else:
            archive.checkpoints.add_timestamp(checkpoint.id, stamp)
    return faults
