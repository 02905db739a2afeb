"""What earlier pages of an outlet, and the last reading of this page, tell the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.records import Extraction


@dataclass(frozen=True, slots=True)
class Memory:
    """Made deterministically from captures up to a time, and named by its version.

    ``furniture`` maps the folded text of a block to the number of other articles of the outlet it
    stood on; ``places`` maps a path signature to the share of its text that was body there and
    how many blocks that was seen on; ``pages`` is how many articles it was made from.
    ``previous`` is the last reading of this very page.
    """

    version: str
    pages: int = 0
    furniture: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    previous: Extraction | None = None
