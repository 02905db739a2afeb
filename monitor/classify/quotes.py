"""What stands between quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.tokens import Token

Span = tuple[int, int]

_CLOSED = regex.compile(
    r"“([^“”]{2,})”|„([^“”„]{2,})[“”]|«([^«»]{2,})»|\"([^\"]{2,}?)\"|"
    r"(?<![\p{L}\p{N}])[‘']([^‘'’]{2,}(?:['’]\p{L}[^‘'’]*)*)['’](?!\p{L})"
)
_ONLY_OPENED = regex.compile(r"[“„«\"]([^”»\"]{6,})\Z")
_ONLY_CLOSED = regex.compile(r"\A([^“„«\"]{6,})[”»\"]")


def quoted_spans(text: str) -> list[Span]:
    """Where words of others stand in a sentence; a quotation may begin or end outside of it."""
    spans = [
        match.span(group)
        for match in _CLOSED.finditer(text)
        for group in range(1, 6)
        if match[group]
    ]
    for pattern in (_ONLY_OPENED, _ONLY_CLOSED):
        match = pattern.search(text)
        if match and not any(start < match.end(1) and match.start(1) < end for start, end in spans):
            spans.append(match.span(1))
    return spans


def inside(token: Token, spans: Sequence[Span]) -> bool:
    """Whether a token stands in one of these spans."""
    return any(start <= token.start and token.end <= end for start, end in spans)
