"""Which of the due addresses goes first: the one whose visit is most pressing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from monitor.cadence.hazard import Histories
from monitor.cadence.pace import history, pinned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.cadence.hazard import Indices, Numbers
    from monitor.cadence.plan import Cadence
    from storage.records import Due


def ranked(dues: Sequence[Due], now: datetime, cadence: Cadence) -> list[Due]:
    """The due addresses in the order of visiting.

    Those never visited, pinned, or announced by a seed come first, in their present order. The
    others are sorted by the unseen edits expected, and how soon those would be overwritten.
    """
    urgent = [due for due in dues if _is_urgent(due, now)]
    others = [due for due in dues if not _is_urgent(due, now)]
    if len(others) > 1:
        known = Histories.joined([history(due, due.last_visit or now, cadence) for due in others])
        order = most_pressing(cadence, known, now.timestamp())
        others = [others[place] for place in order]
    return urgent + others


def most_pressing(cadence: Cadence, known: Histories, now: float) -> Indices:
    """Indices of the histories by what has accumulated since each last visit, most first."""
    pressing: Numbers = cadence.pressing(known, np.full(len(known.looked), now))
    return np.argsort(-pressing, kind="stable")


def _is_urgent(due: Due, now: datetime) -> bool:
    if due.last_visit is None or pinned(due, now):
        return True
    return due.hinted_at is not None and due.hinted_at > due.last_visit
