"""Text that was encoded twice: ``MÉ™mmÉ™dov`` for ``Məmmədov``, ``РџСЂРёРІРµС‚`` for ``Привет``.

It is repaired only if nothing else can be meant: every run of characters that looks like this is
UTF-8 when it is encoded back, there are many such runs, and none that looks almost like it is left.
"""

from __future__ import annotations

import itertools
import re

_MANY = 8
"""Text with fewer such runs may be an article about them."""

_LEADS = {
    "cp1252": (
        b"\xc3",
        re.compile(
            rb"\xc3[\x82-\x85\x89\x90\x91\x94-\x99\xa0-\xaa]"
            rb"(?:\xc2[\x80-\xbf]|\xc5[\x92-\xbe]|\xc6\x92|\xcb[\x80-\xbf]|\xe2[\x80-\x84])"
        ),
    ),
    "cp1251": (
        b"\xd0",
        re.compile(
            rb"\xd0[\xa0\xa1](?:\xc2[\x80-\xbf]|\xe2[\x80-\x84]|\xd0[\x80-\x8f]|\xd1[\x92-\x9f])"
        ),
    ),
}
"""For each encoding that the text may have been taken for: the first byte, and the first two
characters, of such runs as they are in the bytes of the page."""

_WEST = "\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019"
_WEST += "\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
_SINGLE = {
    "cp1252": re.compile(f"[\u0080-\u00ff{_WEST}]+"),
    "cp1251": re.compile(
        "[\u0080-\u00ff\u0401-\u040f\u0410-\u044f\u0451-\u045f\u0490\u0491\u2010-\u203a\u20ac\u2116"
        "\u2122]+"
    ),
}
"""For each encoding that the text may have been taken for, the characters it has above ASCII."""


def mended(text: str, payload: bytes) -> str:
    """The text with what was encoded twice repaired; usually the text itself.

    ``payload`` is the text in UTF-8 bytes, which are cheaper to check.
    """
    for name, (byte, pattern) in _LEADS.items():
        if not _has_many(payload, byte):
            continue
        leads = itertools.islice(pattern.finditer(payload), _MANY)
        if sum(1 for _ in leads) == _MANY:
            found = _mend(text, name, _SINGLE[name])
            if found is not None:
                return found
    return text


def _has_many(payload: bytes, byte: bytes) -> bool:
    """Whether this byte occurs ``_MANY`` times; stops searching as soon as that is clear."""
    place = -1
    for _ in range(_MANY):
        place = payload.find(byte, place + 1)
        if place < 0:
            return False
    return True


def _mend(text: str, name: str, pattern: re.Pattern[str]) -> str | None:
    """The text with all runs repaired; None if one of them cannot be."""
    right = wrong = 0

    def put_right(match: re.Match[str]) -> str:
        nonlocal right, wrong
        run = match.group()
        if run in _PUNCTUATION:
            return run
        try:
            meant = _bytes(run, name).decode("utf-8")
        except UnicodeError:
            wrong += any(char.isalpha() for char in run)
            return run
        right += 1
        return meant

    whole = text.replace(*_LOST) if name == "cp1252" else text
    found = pattern.sub(put_right, whole)
    return found if right >= _MANY and not wrong else None


_LOST = ("\u00e2\u20ac\ufffd", "\u00e2\u20ac\u009d")
"""The closing quotation mark has a byte for which cp1252 has no character; some pages lose it."""
_PUNCTUATION = frozenset("«»–—‘’“”„…•·№©®™§°€\u00a0")
"""Characters that occur on their own in any text and are left as they are."""


def _bytes(run: str, name: str) -> bytes:
    """Encode a run in a single-byte encoding; controls map to themselves, as on the web."""
    return b"".join(
        bytes([ord(char)]) if "\x80" <= char <= "\x9f" else char.encode(name) for char in run
    )
