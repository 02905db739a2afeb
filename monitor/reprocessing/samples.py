"""What people are shown of the difference between two readings of one capture. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.records import Extraction


def sample(old: Extraction, new: Extraction) -> tuple[str, str]:
    """A text that is no longer read and one that is read now; "" where there is none.

    If there is neither, a text that is read as something else now, as a paragraph instead of the
    standfirst; both are "" if only the order of the texts is another.
    """
    before, after = _parts(old), _parts(new)
    gone, come = _missing(before, after.values()), _missing(after, before.values())
    if gone or come:
        return gone, come
    for part, text in before.items():
        if part not in after:
            other = next(kind for (kind, _), same in after.items() if same == text)
            return f"{part[0]}: {text}", f"{other}: {text}"
    return "", ""


def _missing(parts: dict[tuple[str, str], str], others: Iterable[str]) -> str:
    known = set(others)
    return next((text for text in parts.values() if text not in known), "")


def _parts(extraction: Extraction) -> dict[tuple[str, str], str]:
    """Every text of a reading, by what it is read as and its words."""
    fields = [("title", extraction.title), ("standfirst", extraction.standfirst)]
    names = [("byline", name) for name in extraction.byline]
    blocks = [(block.kind.value, block.text) for block in extraction.blocks]
    return {(kind, text): text for kind, text in (*fields, *names, *blocks) if text}
