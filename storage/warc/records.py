"""The parts of a WARC file: record heads, their fields, digests and times, and faults."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

VERSIONS = frozenset({"1.0", "1.1"})
TYPES = frozenset(
    {
        "warcinfo",
        "response",
        "resource",
        "request",
        "metadata",
        "revisit",
        "conversion",
        "continuation",
    }
)
IDENTICAL = "identical-payload-digest"
NOT_MODIFIED = "server-not-modified"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"

_DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z\Z", re.ASCII)
_COARSE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\dZ)?)?)?\Z", re.ASCII)
_FIRST = "0000-01-01T00:00:00Z"
_LENGTH = re.compile(r"\d{1,18}\Z", re.ASCII)
_HEX = re.compile(r"[0-9a-fA-F]+\Z")
_ALGORITHMS: dict[str, Callable[[], Any]] = {
    "md5": lambda: hashlib.md5(usedforsecurity=False),
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
}


class Severity(StrEnum):
    """How much a finding matters: a reader may lose something, or is merely left uncertain."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: ``offset`` is that of the record in the file as it is on the disk.

    ``record`` is the record's id, if it has one. ``last``: the file ends there, in the middle of
    something, so that nobody knows what should have followed.
    """

    offset: int
    what: str
    severity: Severity = Severity.ERROR
    record: str | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class RecordHead:
    """The head of a record: its version, and its named fields in their original order."""

    version: str
    fields: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The first value of the field with this lower-case name."""
        return next((value for key, value in self.fields if key.lower() == name), None)

    def all(self, name: str) -> list[str]:
        """Every value of the field with this lower-case name."""
        return [value for key, value in self.fields if key.lower() == name]

    @property
    def type(self) -> str:
        """The record's type in lower case; empty if it names none."""
        return (self.get("warc-type") or "").lower()

    @property
    def id(self) -> str | None:
        """The record's id, as it is written."""
        return self.get("warc-record-id")

    @property
    def uri(self) -> str | None:
        """The target, without the angle brackets that WARC/1.0 prescribed by mistake."""
        value = self.get("warc-target-uri")
        if value and value.startswith("<") and value.endswith(">"):
            return value[1:-1]
        return value

    @property
    def length(self) -> int | None:
        """Content-Length in bytes; None if it is missing or invalid."""
        value = self.get("content-length") or ""
        return int(value) if _LENGTH.match(value) else None

    @property
    def date(self) -> datetime | None:
        """WARC-Date, to the microsecond; None if it is missing or invalid."""
        return parse_date(self.get("warc-date"))

    @property
    def media_type(self) -> str:
        """Content-Type without its parameters, in lower case."""
        return (self.get("content-type") or "").partition(";")[0].strip().lower()

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP message."""
        return self.media_type == "application/http"

    @property
    def profile(self) -> str:
        """The last word of a revisit's profile: IDENTICAL, NOT_MODIFIED or another."""
        return (self.get("warc-profile") or "").rstrip("/").rpartition("/")[2]


def parse_date(text: str | None) -> datetime | None:
    """A WARC-Date: seconds, or up to nine decimals (WARC/1.1), of which six are kept.

    For a year, a month, a day or a minute alone (also WARC/1.1) it is the first moment of that.
    """
    text = text or ""
    if is_coarse(text):
        text = text.rstrip("Z") + _FIRST[len(text.rstrip("Z")) :]
    match = _DATE.match(text)
    if match is None:
        return None
    decimals = (match[2] or "")[:6].ljust(6, "0")
    try:
        return datetime.fromisoformat(f"{match[1]}.{decimals}").replace(tzinfo=UTC)
    except ValueError:
        return None


def is_coarse(text: str | None) -> bool:
    """Whether a WARC-Date does not name the second, as WARC/1.1 allows."""
    return _COARSE.match(text or "") is not None


def format_date(time: datetime) -> str:
    """A WARC-Date in whole seconds.

    Indexes name a capture by fourteen digits, and readers of WARC/1.0 know no decimals.
    """
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def hasher(algorithm: str) -> Any | None:
    """A new hash object; None for an unknown algorithm."""
    make = _ALGORITHMS.get(algorithm)
    return None if make is None else make()


def parse_digest(text: str) -> tuple[str, bytes | None]:
    """Algorithm (``sha1``, ``sha256`` …) and value of a labelled digest.

    The value is in hex or in base32, depending on its length: the standard leaves this open. It is
    None if it cannot be decoded or the algorithm is unknown.
    """
    name, _, value = text.strip().partition(":")
    algorithm = name.lower().replace("-", "")
    made = hasher(algorithm)
    if made is None:
        return algorithm, None
    size: int = made.digest_size
    if len(value) == 2 * size and _HEX.match(value):
        return algorithm, bytes.fromhex(value)
    try:
        decoded = base64.b32decode(value.upper() + "=" * (-len(value.rstrip("=")) % 8))
    except (binascii.Error, ValueError):
        return algorithm, None
    return algorithm, decoded if len(decoded) == size else None


def of_nothing(text: str | None) -> bool:
    """Whether a digest is that of no bytes, which wget writes for any revisit."""
    algorithm, value = parse_digest(text or "")
    made = hasher(algorithm)
    return made is not None and made.digest() == value
