"""A pin: somebody wants an address looked at at a pace of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pin:
    """Somebody wants an address looked at so often, until a time (None: until further notice)."""

    every: timedelta
    until: datetime | None = None
