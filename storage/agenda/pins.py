"""A pin: somebody wants an address visited at a pace of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pin:
    """How often an address shall be visited, and until when (None: until further notice)."""

    every: timedelta
    until: datetime | None = None
