"""The archive's signing key: Ed25519, in a file of its own that only its owner may read.

It is never part of the database, of a backup or of an export. Others need the public key, which is
stored with the checkpoints. This module is imported only where something is signed or checked,
because cryptography takes longer to load than most commands take to answer.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from storage.database.names import KEY_NAME
from storage.errors import ArchiveError, FileExists, refused
from storage.files.parts import sweep_beside
from storage.files.placing import placed

if TYPE_CHECKING:
    from pathlib import Path

_OWNER_ALONE = 0o600


class SigningKey:
    """A private key, decoded. ``public`` is the raw public key, 32 bytes."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public: bytes = private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes (RFC 8032)."""
        return self._private.sign(message)


def make(folder: Path) -> SigningKey:
    """Make the key; an existing one is never overwritten.

    The file appears whole or not at all. Raises ArchiveReadOnly, ArchiveFull, ArchiveError.
    """
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    path = folder / KEY_NAME
    try:
        with placed(path) as draft:
            file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE)
            with os.fdopen(file, "wb") as stream:
                stream.write(pem)
    except FileExists as error:
        raise ArchiveError(f"There is already a signing key: {path}.") from error
    except OSError as error:
        raise refused(error, str(path)) from error
    return SigningKey(private)


def load(folder: Path) -> SigningKey | None:
    """The key, or None if there is none. Raises ArchiveError for anything that is no such key."""
    path = folder / KEY_NAME
    sweep_beside(path)  # its maker may have been killed right after naming it
    try:
        private = form.load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise ArchiveError(
            f"The signing key {path} cannot be read.",
            why="It belongs to another user, and only that user may read it.",
            do=(
                "Run the command as that user. What is exported from a copy of archive.db, in a "
                "folder of your own without the key, is not signed."
            ),
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise ArchiveError(
            f"The signing key {path} cannot be read.",
            why=str(error),
            do="Put back a copy of it, or move it away: the next checkpoint makes a new one.",
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise ArchiveError(f"{path} is not an Ed25519 key.", do="Put back the original key.")
    return SigningKey(private)


def name_of(public: bytes) -> str:
    """The name by which others know a key: the labelled SHA-256 of its 32 bytes."""
    return f"sha256:{hashlib.sha256(public).hexdigest()}"


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key made this signature of this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
