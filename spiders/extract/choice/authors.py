"""The authors that a page declares by full name; a biography box begins with such a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.body import is_dense
from spiders.extract.fields.names import is_person

if TYPE_CHECKING:
    from collections.abc import Iterable


def full_names(authors: Iterable[str]) -> tuple[str, ...]:
    """*Ada Quill*, *何青岚*, but not *Quill*, *Reuters* or *Port Office*, which news reports on."""
    return tuple(filter(_is_full, authors))


def _is_full(name: str) -> bool:
    return is_person(name) if name.lower() != name.upper() else " " in name or is_dense(name)
