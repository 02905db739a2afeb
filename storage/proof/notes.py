"""Checkpoints as signed notes: the form that transparency logs use (C2SP tlog-checkpoint). Pure.

::

    variorum/1f0c6e5ab2d94470                 which ledger: from the hash of its first line
    20852                                     how many lines
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3…     the root over them, base64
    time 2026-11-26T07:43:00.000000Z          when, by our own clock
    previous sha256:9f86d081884c7d659a2f…     of the note before, zeros for the first
                                              (an empty line)
    — variorum/1f0c6e5ab2d94470 Az3grlgtzP…   base64 of 4 bytes of key id and the signature

The signature (Ed25519) is over the text above the empty line, its last line end included.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.digest import payload_digest

if TYPE_CHECKING:
    from datetime import datetime

_ED25519 = b"\x01"
_KEY_ID = 4
_SIGNATURE = 64
NO_PREVIOUS = "sha256:" + "0" * 64


@dataclass(frozen=True, slots=True)
class Timestamp:
    """An authority's answer (RFC 3161, a DER TimeStampResp) about the SHA-256 of a note."""

    authority: str
    stamped_at: datetime
    response: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed root of the ledger. ``note`` is the signed note, ``public_key`` 32 raw bytes."""

    id: int
    made_at: datetime
    size: int
    root: bytes
    note: str
    public_key: bytes
    timestamps: tuple[Timestamp, ...] = ()

    @property
    def digest(self) -> str:
        """``sha256:<hex>`` of the note, which the next one names, and which is time-stamped."""
        return digest_of(self.note)


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of a signed note, unchecked."""

    text: bytes
    origin: str
    size: int
    root: bytes
    time: str
    previous: str
    key_id: bytes
    signature: bytes


def digest_of(note: str) -> str:
    """``sha256:<hex>`` of a note."""
    return payload_digest(note.encode())


def origin_of(first_leaf: bytes) -> str:
    """The name of a ledger that begins with this leaf."""
    return f"variorum/{first_leaf[:8].hex()}"


def key_id(origin: str, public_key: bytes) -> bytes:
    """The 4 bytes by which a signature names its key."""
    return hashlib.sha256(origin.encode() + b"\n" + _ED25519 + public_key).digest()[:_KEY_ID]


def text_of(origin: str, size: int, root: bytes, time: str, previous: str) -> str:
    """The text that is signed."""
    return f"{origin}\n{size}\n{_base64(root)}\ntime {time}\nprevious {previous}\n"


def note_of(text: str, public_key: bytes, signature: bytes) -> str:
    """The text with its signature."""
    origin = text.partition("\n")[0]
    return f"{text}\n— {origin} {_base64(key_id(origin, public_key) + signature)}\n"


def open_note(note: str) -> Opened:
    """The parts of a note. Raises ValueError for anything that :func:`note_of` did not write."""
    text, _, line = note.partition("\n\n")
    origin, size, root, time, previous = text.split("\n")
    dash, name, packed = line.removesuffix("\n").split(" ")
    try:
        both = base64.b64decode(packed, validate=True)
        opened = Opened(
            text=f"{text}\n".encode(),
            origin=origin,
            size=int(size),
            root=base64.b64decode(root, validate=True),
            time=time.removeprefix("time "),
            previous=previous.removeprefix("previous "),
            key_id=both[:_KEY_ID],
            signature=both[_KEY_ID:],
        )
    except binascii.Error as error:
        raise ValueError("no base64") from error
    again = text_of(opened.origin, opened.size, opened.root, opened.time, opened.previous)
    whole = f"{again}\n— {origin} {packed}\n"
    if dash != "—" or name != origin or whole != note or len(opened.signature) != _SIGNATURE:
        raise ValueError("not as a checkpoint is written")
    return opened


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
