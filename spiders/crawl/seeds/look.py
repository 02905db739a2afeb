"""One visit to a seed: what it is for, and what it gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.crawl.seeds.sources import Reading
    from storage.agenda.seed_looks import SeedLook
    from storage.records import SeedKind


@dataclass(slots=True)
class Look:
    """One visit to a seed, or to a page below it (``top`` is False).

    If it is to close a gap, only what is no older than ``since`` is taken. ``reading`` and ``keys``
    are set once it was read, and so are ``stems``, by key, for links that may have a session
    number; ``unknown`` is how many keys were not known; ``before`` is what was remembered about
    the seed, ``after`` what is remembered then.
    """

    kind: SeedKind
    top: bool = True
    since: datetime | None = None
    reading: Reading | None = None
    keys: tuple[str, ...] = ()
    stems: dict[str, str] = field(default_factory=dict)
    unknown: int = 0
    gap: bool = False
    before: SeedLook | None = None
    after: SeedLook | None = None
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
