"""Text between quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.tokens import Token

Span = tuple[int, int]

_CLOSED = regex.compile(
    r"“([^“”]{2,})”|„([^“”„]{2,})[“”]|«([^«»]{2,})»|[「『]([^「」『』]{2,})[」』]|\"([^\"]{2,}?)\"|"
    r"(?<!\p{L})״((?:[^״]|(?<=\p{L})״(?=\p{L})){2,}?)״(?!\p{L})|"
    r"(?<![\p{L}\p{N}])[‘']([^‘'’]{2,}(?:['’]\p{L}[^‘'’]*)*)['’](?!\p{L})"
)
_LEFT_OPEN = regex.compile(r"[“„«\"]([^”»\"]{4,})\Z")
_CLOSES = regex.compile(r"[”»\"]")
_OPENS = regex.compile(r"[“„«]")


def quoted_spans(text: str, *, opened_before: bool = False) -> list[Span]:
    """Where the quoted words of a sentence are.

    ``opened_before`` says that a quotation was open where the sentence begins; one that the
    sentence leaves open goes to its end.
    """
    spans: list[Span] = []
    start = 0
    if opened_before:
        closing = _CLOSES.search(text)
        opening = _OPENS.search(text)
        if closing and not (opening and opening.start() < closing.start()):
            start = closing.end()
            spans.append((0, closing.start()))
        elif not opening:
            return [(0, len(text))]
    spans += [match.span(match.lastindex or 0) for match in _CLOSED.finditer(text, start)]
    left_open = _LEFT_OPEN.search(text, spans[-1][1] + 1 if spans else 0)
    if left_open:
        spans.append(left_open.span(1))
    return spans


def is_open_after(texts: Sequence[str]) -> bool:
    """Whether a quotation is still open after these sentences of one block."""
    joined = " ".join(texts)
    curly = joined.count("“") + joined.count("«") + joined.count("„")
    closed = joined.count("”") + joined.count("»")
    return curly > closed or joined.count('"') % 2 == 1


def inside(token: Token, spans: Sequence[Span]) -> bool:
    """Whether a token is in one of these spans."""
    return any(start <= token.start and token.end <= end for start, end in spans)
