"""Patterns of the paths of articles, made from the addresses of some. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEW = 6
"""Up to this many different words at one place of a path are sections, and are listed."""
LEAST = 0.05
"""A shape that a smaller share of the addresses has is left out."""
_SLUG = re.compile(r"[^/]*[-_][^/]*[-_][^/]*|[^/]{21,}")
_END = re.compile(r"\.[a-z]{2,5}$")


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern, the number of addresses that have its shape, and one of them."""

    value: str
    count: int
    sample: str


def patterns(addresses: Iterable[str]) -> list[Shape]:
    """The shapes of the paths, the most frequent first, without those that only one path has."""
    paths = [urlsplit(url).path for url in addresses]
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in paths:
        segments = [one for one in path.split("/") if one]
        if segments:
            groups[tuple(map(_kind, segments))].append(path)
    counts: Counter[str] = Counter()
    samples: dict[str, str] = {}
    for kinds, own in groups.items():
        pattern = _pattern(kinds, own)
        counts[pattern] += len(own)
        samples.setdefault(pattern, own[0])
    found = [
        Shape(pattern, count, samples[pattern])
        for pattern, count in counts.items()
        if count > 1 and count >= LEAST * len(paths)
    ]
    return sorted(found, key=lambda shape: (-shape.count, shape.value))


def _kind(segment: str) -> str:
    """A pattern for a segment that differs from article to article; empty for a word."""
    end = _END.search(segment)
    stem, tail = (segment[: end.start()], re.escape(end[0])) if end else (segment, "")
    if stem.isascii() and stem.isdigit():
        return (r"\d{4}" if len(stem) == len("2031") else r"\d+") + tail
    if re.search(r"[-_]\d{4,}$", stem):
        return r"[^/]+[-_]\d{4,}" + tail
    if re.match(r"\d{4,}[-_]", stem):
        return r"\d{4,}[-_][^/]+" + tail
    return r"[^/]+" + tail if _SLUG.fullmatch(stem) or tail else ""


def _pattern(kinds: Sequence[str], paths: Sequence[str]) -> str:
    columns = [*zip(*([one for one in path.split("/") if one] for path in paths), strict=True)]
    parts = [kind or _words(column) for kind, column in zip(kinds, columns, strict=True)]
    if not kinds[-1] and len(set(columns[-1])) > 1:
        parts[-1] = "[^/]+"  # the last segment is the article's own, not a section
    return "^/" + "/".join(parts) + "/?$"


def _words(column: Sequence[str]) -> str:
    counts = Counter(column)
    if len(counts) > FEW:
        return "[^/]+"
    words = [re.escape(word).replace(r"\-", "-") for word in sorted(counts)]
    return words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"
