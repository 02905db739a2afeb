"""What one pass is sent out for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True, slots=True)
class Errand:
    """The seeds, then every address that is due, of all outlets, unless it says otherwise.

    ``outlet_ids``: of these outlets alone. ``urls``: these alone, due or not. ``everything``:
    every live article, due or not. ``every_seed``: seeds too that are not due yet. ``delay_s``
    is the least time between two requests to one host, in seconds; None: as it is configured.
    """

    outlet_ids: Collection[int] | None = None
    urls: Sequence[str] = ()
    everything: bool = False
    delay_s: float | None = None
    every_seed: bool = True
