"""Compares two stored pages as they were sent, line by line."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from monitor.diff.marks import hunks

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTEXT = 2
LONGEST_LINE = 400
MOST_LINES = 1_500
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_OF_PAGES = re.compile(
    r"utf-(?:8|16|32)[a-z-]*|iso8859-\d+|cp\d+|koi8-[ru]|mac-(?:roman|cyrillic)|ascii|hz"
    r"|gb\w+|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+"
)
"""Codecs in which pages are written. Python knows others, of which one (punycode) takes hours."""
_TAGS = re.compile(r">\s*<")
_SCANNED = 2_048


@dataclass(frozen=True, slots=True)
class SourceDiff:
    """Hunks of lines, marked ``=``, ``-`` and ``+``. ``cut``: more differs than is included."""

    hunks: tuple[tuple[tuple[str, str], ...], ...]
    removed: int
    added: int
    cut: bool


def source_diff(pages: Sequence[bytes], types: Sequence[str | None]) -> SourceDiff:
    """What differs in the source; a page with hardly any line ends is split between its tags."""
    old, new = (lines_of(page, kind) for page, kind in zip(pages, types, strict=True))
    found: list[tuple[tuple[str, str], ...]] = []
    removed = added = shown = 0
    for hunk in hunks(old, new):
        removed += hunk.old_end - hunk.old_start
        added += hunk.new_end - hunk.new_start
        if shown > MOST_LINES:
            continue
        gone = old[hunk.old_start : hunk.old_end][:MOST_LINES]
        come = new[hunk.new_start : hunk.new_end][:MOST_LINES]
        lines = [
            *(("=", _cut(line)) for line in new[max(0, hunk.new_start - CONTEXT) : hunk.new_start]),
            *(("-", line) for line in _cut_beside(gone, come)),
            *(("+", line) for line in _cut_beside(come, gone)),
            *(("=", _cut(line)) for line in new[hunk.new_end : hunk.new_end + CONTEXT]),
        ]
        shown += len(lines)
        found.append(tuple(lines))
    return SourceDiff(tuple(found), removed, added, cut=shown > MOST_LINES)


def lines_of(page: bytes, content_type: str | None) -> list[str]:
    """The lines of a page, decoded as a browser does."""
    text = decoded(page, content_type)
    if text.count("\n") < len(text) / 2_000:
        text = _TAGS.sub(">\n<", text)
    return [line.rstrip() for line in text.splitlines()]


def decoded(page: bytes, content_type: str | None) -> str:
    """The text of a stored page, decoded as a browser does.

    By BOM, header, ``meta``, UTF-8 or Windows-1252, in this order; an encoding that browsers do not
    know is Windows-1252. Bytes that cannot be decoded become replacement characters.
    """
    for bom, name in _BOMS:
        if page.startswith(bom):
            return page[len(bom) :].decode(name, "replace")
    start = page[:_SCANNED].decode("ascii", "replace")
    named = _CHARSET.search(content_type or "") or _CHARSET.search(start)
    if named is not None:
        return page.decode(_codec(named[1]), "replace")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        return page.decode("cp1252", "replace")


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "cp1252"
    return found if _OF_PAGES.fullmatch(found) else "cp1252"


def _cut_beside(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    """The lines, cut around where each begins to differ from its counterpart on the other side."""
    pairs = zip_longest(lines, others[: len(lines)], fillvalue="")
    return [_cut(line, _alike(line, other)) for line, other in pairs]


def _alike(line: str, other: str) -> int:
    """How many letters two lines have in common at the beginning; a line may have millions."""
    shorter = range(min(len(line), len(other)))
    return bisect_left(shorter, 1, key=lambda end: line[: end + 1] != other[: end + 1])


def _cut(line: str, differs: int = 0) -> str:
    """At most LONGEST_LINE letters, among them those at ``differs``."""
    late = len(line) > LONGEST_LINE and differs > LONGEST_LINE // 2
    start = differs - LONGEST_LINE // 4 if late else 0
    shown = line[start : start + LONGEST_LINE]
    return "… " * late + shown + " …" * (start + len(shown) < len(line))
