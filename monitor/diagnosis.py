"""Checks an installation and an archive: findings, each with its state."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from monitor import __version__
from monitor.health import clock_trouble
from monitor.notation.figures import counted, size
from monitor.notation.times import short
from spiders.configuration import load
from storage.archive import Archive
from storage.database.names import KEY_NAME
from storage.errors import ArchiveError, VariorumError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.proof.notes import Checkpoint

_LITTLE = 1 << 30
_STALE_DAYS = 7


class Finding(NamedTuple):
    """``state`` is ``ok``, ``note`` or ``wrong``."""

    what: str
    state: str
    says: str


def diagnose(folder: Path) -> list[Finding]:
    """All findings; an error in one check does not prevent the next."""
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    said = f"variorum {__version__}, Python {python}, SQLite {sqlite}"
    found = [Finding("versions", "ok", said)]
    for look in (_settings, _archive, _room, _key, _programs):
        try:
            found += look(folder)
        except (VariorumError, OSError) as error:
            says = " ".join(str(error).split("\n"))
            found.append(Finding(look.__name__.strip("_"), "wrong", says))
    return found


def _settings(folder: Path) -> Iterator[Finding]:
    configuration = load(folder)
    if configuration.contact:
        yield Finding("settings", "ok", f"requests are sent as {configuration.user_agent}")
    else:
        says = "no contact is set in variorum.toml: outlets block strangers"
        yield Finding("settings", "note", says)


def _archive(folder: Path) -> Iterator[Finding]:
    now = datetime.now(UTC)
    with Archive.open(folder) as archive:
        counts = archive.counts()
        last = archive.checkpoints.last()
        size, trouble = archive.ledger.size, clock_trouble(archive, now)
    told = ", ".join(counted(counts[f"{noun}s"], noun) for noun in ("outlet", "capture"))
    yield Finding("archive", "ok", told)
    if trouble is not None:
        yield Finding("clock", "wrong", trouble)
    if last is None:
        state = "note" if size else "ok"
        yield Finding("checkpoint", state, "none yet: variorum checkpoint")
    elif last.made_at > now:
        says = f"the last checkpoint is in the future: {short(last.made_at)}; is the clock right?"
        yield Finding("clock", "wrong", says)
    elif (now - last.made_at).days >= _STALE_DAYS and size > last.size:
        yield Finding("checkpoint", "note", f"the last one is from {last.made_at:%Y-%m-%d}")
    else:
        yield Finding("checkpoint", "ok", f"{last.size} of {size} lines are signed")
    writable = os.access(folder / "archive.db", os.W_OK) and os.access(folder, os.W_OK)
    says = "it is writable" if writable else "this user can only read it"
    yield Finding("permissions", "ok" if writable else "note", says)


def _room(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    state = "ok" if free > _LITTLE else "wrong"
    yield Finding("room", state, f"{size(free)} free")


def _key(folder: Path) -> Iterator[Finding]:
    path = folder / KEY_NAME
    with Archive.open(folder) as archive:
        last = archive.checkpoints.last()
    if not path.exists() and last is None:
        yield Finding("key", "note", "there is no signing key; the first checkpoint makes one")
    elif not path.exists():
        says = (
            f"{KEY_NAME}, which signed the last checkpoint, is missing. Put it into {folder}; "
            "otherwise the next checkpoint is signed with a new one"
        )
        yield Finding("key", "note", says)
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("key", "wrong", f"others can read {path}: chmod 600 it")
    else:
        yield _signer(folder, last)


def _signer(folder: Path, last: Checkpoint | None) -> Finding:
    """Whether the key is that of the last checkpoint: only this shows that it was replaced."""
    from storage.proof import keys  # noqa: PLC0415 — cryptography is slow to load

    try:
        key = keys.load(folder)
    except ArchiveError as error:
        return Finding("key", "wrong", str(error))
    if key is not None and last is not None and key.public != last.public_key:
        other = keys.name_of(last.public_key)
        return Finding("key", "note", f"the last checkpoint was signed with another one: {other}")
    return Finding("key", "ok", "only its owner can read it")


def _programs(_folder: Path) -> Iterator[Finding]:
    for name, use in (("openssl", "checks time-stamps"), ("chromium", "makes pictures and PDF")):
        found = shutil.which(name)
        yield Finding(name, "ok" if found else "note", f"{found or 'is not there'}; it {use}")
