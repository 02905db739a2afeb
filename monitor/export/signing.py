"""WACZ packages signed in the name of an archive (WACZ Signing and Verification, anonymous form).

That form needs ECDSA over P-384, and the key of an archive is an Ed25519 key. So that there is only
one secret to keep, the other key is derived from it: from a signature of a fixed text, which
Ed25519 makes the same every time (RFC 8032) and which never leaves this process.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from storage.proof import keys

if TYPE_CHECKING:
    from pathlib import Path

    from storage.proof.keys import SigningKey

_FIXED = b"variorum: the key that signs WACZ packages, ECDSA P-384, version 1"
_ORDER = int(
    "39402006196394479212279040100143613805079739270465446667946905279627659399113263569398956308152294913554433653942643"
)
_HALF = 48  # bytes of a number of this curve


class PackageSigner:
    """Signs digests. ``public`` is the key for checking the signatures, as DER in base64."""

    def __init__(self, key: SigningKey) -> None:
        seed = hashlib.sha512(key.sign(_FIXED)).digest()
        self._key = ec.derive_private_key(
            int.from_bytes(seed, "big") % (_ORDER - 1) + 1, ec.SECP384R1()
        )
        public = self._key.public_key()
        der = public.public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)
        self.public = base64.b64encode(der).decode()

    def signed_data(self, digest: str, created: str, software: str) -> dict[str, str]:
        """What ``datapackage-digest.json`` says about a signature over this labelled digest."""
        made = self._key.sign(digest.encode(), ec.ECDSA(hashes.SHA256()))
        both = (number.to_bytes(_HALF, "big") for number in decode_dss_signature(made))
        return {
            "hash": digest,
            "created": created,
            "software": software,
            "signature": base64.b64encode(b"".join(both)).decode(),
            "publicKey": self.public,
            "version": "0.1.0",
        }


def signer_of(folder: Path) -> PackageSigner | None:
    """The signer of the archive in this folder; None if it has no key. Raises ArchiveError."""
    key = keys.load(folder)
    return None if key is None else PackageSigner(key)
