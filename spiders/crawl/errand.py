"""What one pass is to visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True, slots=True)
class Errand:
    """By default the seeds, then every address that is due, of all outlets.

    ``outlet_ids``: only these outlets. ``urls``: only these, due or not. ``everything``:
    every live article, due or not. ``every_seed``: also seeds that are not due yet. ``delay_s``
    is the least time between two requests to one host, in seconds; None: as configured.
    """

    outlet_ids: Collection[int] | None = None
    urls: Sequence[str] = ()
    everything: bool = False
    delay_s: float | None = None
    every_seed: bool = True
