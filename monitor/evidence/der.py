"""Writing and reading the little of DER (X.690) that a time-stamp needs. Pure.

A library was tried first: the well-maintained one rejects answers of authorities that run openssl,
because their certificates are not in order, a fault that does not matter here.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

INTEGER, OCTETS, OID, TIME, SEQUENCE, CONTEXT_0 = 0x02, 0x04, 0x06, 0x18, 0x30, 0xA0
_LONG = 0x80
_LONGEST = 4  # bytes of a length


class Value(NamedTuple):
    """One value: its tag and its content."""

    tag: int
    content: bytes


def read(data: bytes) -> list[Value]:
    """The consecutive values in these bytes. Raises ValueError."""
    values = []
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError("a value is cut off")
        tag, length, at = data[at], data[at + 1], at + 2
        if length & _LONG:
            size = length & ~_LONG
            if not 0 < size <= _LONGEST:
                raise ValueError("a length of a form that is not read")
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        if at + length > len(data):
            raise ValueError("a value is cut off")
        values.append(Value(tag, data[at : at + length]))
        at += length
    return values


def inside(value: Value, tag: int, least: int = 1) -> list[Value]:
    """The values within one, which must have this tag and ``least`` values. Raises ValueError."""
    values = read(value.content) if value.tag == tag else []
    if len(values) < least:
        raise ValueError(f"a value of tag {value.tag:#x} where {tag:#x} was due")
    return values


def write(tag: int, *contents: bytes) -> bytes:
    """A value with these contents."""
    content = b"".join(contents)
    length = len(content)
    if length < _LONG:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, _LONG | size)) + length.to_bytes(size, "big") + content


def integer(number: int) -> bytes:
    """A non-negative INTEGER."""
    return write(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def time(value: Value) -> datetime:
    """A GeneralizedTime as in RFC 3161: UTC, with or without a fraction. Raises ValueError."""
    text = value.content.decode("ascii")
    if value.tag != TIME or not text.endswith("Z"):
        raise ValueError(f"no time: {text!r}")
    whole, _, fraction = text[:-1].partition(".")
    micro = int(f"{fraction:0<6.6}") if fraction else 0
    return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(microsecond=micro, tzinfo=UTC)
