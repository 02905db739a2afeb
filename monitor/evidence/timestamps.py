"""Time-stamping authorities (RFC 3161): asking about a checkpoint, and checking the answers.

An authority sees the SHA-256 of a checkpoint's note and nothing else. Whether its answer is about
what was asked is checked here; whether the signature leads to a certificate that the user trusts is
left to ``openssl ts``, which knows every kind of authority.
"""

from __future__ import annotations

import hashlib
import secrets
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.evidence import der
from storage.errors import FetchError, InputError
from storage.proof.notes import Timestamp

if TYPE_CHECKING:
    from datetime import datetime

_SHA256 = bytes.fromhex("608648016503040201")  # 2.16.840.1.101.3.4.2.1
_NULL, _TRUE = b"\x05\x00", b"\x01\x01\xff"
_TIMEOUT_S = 20.0
_LARGEST = 1_000_000  # bytes; real answers have 3 to 10 kB
_GRANTED = (0, 1)  # 1: with modifications; the answer is compared with the question here


def ask(authority: str, note: str, user_agent: str, roots: Path | None) -> Timestamp:
    """Get a time-stamp for this note, and check it. Raises FetchError, InputError.

    ``roots`` is a PEM file with the certificates that its signature must lead to; None leaves that
    to whoever checks the answer later.
    """
    digest, nonce = hashlib.sha256(note.encode()).digest(), secrets.randbits(63)
    answer = _post(authority, _request(digest, nonce), user_agent)
    try:
        stamped_at = _read(answer, digest, nonce)
    except ValueError as error:
        raise FetchError(
            f"{authority} gave no time-stamp.", why=f"What it sent: {error}."
        ) from error
    stamp = Timestamp(authority, stamped_at, answer)
    if roots is not None:
        check(stamp, note, roots)
    return stamp


def check(stamp: Timestamp, note: str, roots: Path) -> None:
    """Check that the stamp is for this note and time, signed by an authority under these roots.

    Its certificate must have been valid at that time; what it signed stays valid after it expires.
    Raises FetchError if the check fails, InputError if it cannot be done.
    """
    if not roots.is_file():
        raise InputError(f"{roots} is missing: the root certificates of the authorities.")
    try:
        _, _, time = _told(stamp.response)
    except ValueError as error:
        raise _refused(stamp, f"What it sent: {error}.", roots) from error
    if time != stamp.stamped_at:
        raise _refused(stamp, f"It says {time.isoformat()}.", roots)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "note").write_bytes(note.encode())
        (Path(folder) / "answer").write_bytes(stamp.response)
        words = ["openssl", "ts", "-verify", "-data", "note", "-in", "answer"]
        words += ["-attime", str(int(time.timestamp()))]
        try:
            done = subprocess.run(  # noqa: S603 — words of our own
                [*words, "-CAfile", str(roots.absolute())],
                cwd=folder,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise InputError(
                "Checking time-stamps needs openssl, which is not installed.",
                why=str(error),
                do="Install openssl.",
            ) from error
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise _refused(stamp, why, roots)


def _refused(stamp: Timestamp, why: str, roots: Path) -> FetchError:
    return FetchError(
        f"The time-stamp of {stamp.authority} is not valid.",
        why=why,
        do=f"Check whether {roots} contains its root certificate.",
    )


def _request(digest: bytes, nonce: int) -> bytes:
    """A TimeStampReq (RFC 3161, 2.4.1) that asks for the certificate as well."""
    algorithm = der.write(der.SEQUENCE, der.write(der.OID, _SHA256), _NULL)
    imprint = der.write(der.SEQUENCE, algorithm, der.write(der.OCTETS, digest))
    return der.write(der.SEQUENCE, der.integer(1), imprint, der.integer(nonce), _TRUE)


def _read(answer: bytes, digest: bytes, nonce: int) -> datetime:
    """The time in an answer, if it is one to this very question. Raises ValueError."""
    hashed, nonces, time = _told(answer)
    if (hashed, nonces) != (digest, [nonce]):
        raise ValueError("it answered something else")
    return time


def _told(answer: bytes) -> tuple[bytes, list[int], datetime]:
    """What an answer (2.4.2) contains: hash, nonces, time. Raises ValueError."""
    (response,) = der.read(answer)
    status, *token = der.inside(response, der.SEQUENCE)
    (number, *_) = der.inside(status, der.SEQUENCE)
    if int.from_bytes(number.content, "big") not in _GRANTED or not token:
        raise ValueError(f"it refused, with status {number.content.hex()}")
    _, content = der.inside(token[0], der.SEQUENCE, 2)
    (signed,) = der.inside(content, der.CONTEXT_0)
    _, told = der.inside(der.inside(signed, der.SEQUENCE, 3)[2], der.SEQUENCE, 2)
    (octets,) = der.inside(told, der.CONTEXT_0)
    (info,) = der.inside(octets, der.OCTETS)
    _, _, imprint, _, time, *more = der.inside(info, der.SEQUENCE, 5)
    _, hashed = der.inside(imprint, der.SEQUENCE, 2)
    nonces = [int.from_bytes(one.content, "big") for one in more if one.tag == der.INTEGER]
    return hashed.content, nonces, der.time(time)


def _post(authority: str, body: bytes, user_agent: str) -> bytes:
    if not authority.startswith(("http://", "https://")):
        raise InputError(f"{authority} is not the address of a time-stamping authority.")
    request = urllib.request.Request(  # noqa: S310 — http and https alone, as just seen
        authority,
        body,
        {"Content-Type": "application/timestamp-query", "User-Agent": user_agent},
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 — the same
            data: bytes = answer.read(_LARGEST + 1)
    except (OSError, ValueError) as error:  # urllib's own errors are of the first kind
        raise FetchError(f"{authority} does not answer.", why=str(error)) from error
    if len(data) > _LARGEST:
        raise FetchError(f"{authority} sends more than a time-stamp contains.")
    return data
