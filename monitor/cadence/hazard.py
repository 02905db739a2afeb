"""How many edits per hour to expect of an article, given its history.

The rate is looked up in a table, by the age since publication and what was seen so far (the number
of edits, the time since the last), and multiplied by factors for the hour of the day, the outlet
and the section. A table can be learnt from counts alone, and takes any shape.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Indices = NDArray[np.int64]

HOUR, DAY = 3600.0, 86400.0

AGES = HOUR * np.array(
    [0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 96, 168, 336, 720, 4320]
)
"""Lower edges of the classes of age since publication, in seconds."""
PAUSES = HOUR * np.array([0, 0.25, 0.5, 1, 2, 4, 8, 24, 96])
"""Lower edges of the classes of time since the last edit seen, in seconds."""
EDITS = np.array([1, 2, 4, 8, 16])
"""Lower edges of the classes of the number of edits seen; zero is a class of its own."""
STATES = 1 + len(EDITS) * len(PAUSES)
HOURS = 24


@dataclass(frozen=True, slots=True)
class Histories:
    """What is known of n articles, in arrays of length n. Times are seconds since 1970, UTC.

    ``changed`` is when the last edit was seen, which is meaningless if ``edits`` is 0.
    ``factor`` is that of the article's outlet and section (:meth:`Hazard.factor`).
    """

    published: Numbers
    looked: Numbers
    changed: Numbers
    edits: Indices
    factor: Numbers

    def __getitem__(self, chosen: NDArray[np.bool_] | Indices) -> Histories:
        """The histories selected by a mask or by indices."""
        return Histories(
            self.published[chosen],
            self.looked[chosen],
            self.changed[chosen],
            self.edits[chosen],
            self.factor[chosen],
        )

    @staticmethod
    def joined(parts: Sequence[Histories]) -> Histories:
        """The histories of all parts as one, one part after the other."""
        return Histories(
            np.concatenate([part.published for part in parts]),
            np.concatenate([part.looked for part in parts]),
            np.concatenate([part.changed for part in parts]),
            np.concatenate([part.edits for part in parts]),
            np.concatenate([part.factor for part in parts]),
        )


@dataclass(frozen=True, slots=True)
class Hazard:
    """``table`` has edits per hour by class of age and state; ``hours`` 24 factors with mean 1.

    ``habits`` has factors by section and by everything above it, up to the outlet
    (``example.org``, ``example.org/news``, ``example.org/news/live``); unknown ones are 1.
    """

    table: Numbers
    hours: Numbers
    habits: Mapping[str, float] = field(default_factory=dict)

    def rate(self, histories: Histories, times: Numbers) -> Numbers:
        """Edits per second at ``times`` (n rows, any number of columns), for n histories."""
        row, column = cells(histories, times)
        return self._a_second(histories, times, self.table[row, column])

    def rate_in_bursts(self, histories: Histories, times: Numbers, haste: float) -> Numbers:
        """The same, mixed with the rate that there would be after an edit that nobody saw.

        That edit is assumed half way since the last visit. The two rates are multiplied, with the
        exponent ``haste`` for that one and ``1 - haste`` for the other.
        """
        row, seen = cells(histories, times)
        pause = classes(PAUSES, (times - histories.looked[:, None]) / 2)
        unseen = states(histories.edits + 1, pause)
        per_hour = (self.table ** (1 - haste))[row, seen] * (self.table**haste)[row, unseen]
        return self._a_second(histories, times, per_hour)

    def _a_second(self, histories: Histories, times: Numbers, per_hour: Numbers) -> Numbers:
        return per_hour * self.hours[hour_of(times)] * (histories.factor[:, None] / HOUR)

    def factor(self, section: str) -> float:
        """The factor for the habits of the outlet and its sections."""
        return math.prod(self.habits.get(name, 1.0) for name in above(section))

    def to_json(self) -> str:
        """The hazard as text, to be stored in the archive."""
        return json.dumps(
            {
                "table": [[float(f"{rate:.4g}") for rate in row] for row in self.table],
                "hours": [float(f"{factor:.4g}") for factor in self.hours],
                "habits": {name: round(habit, 4) for name, habit in self.habits.items()},
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Hazard:
        """The hazard that :meth:`to_json` wrote. Raises ValueError if it has another shape."""
        found = json.loads(text)
        table, hours = np.array(found["table"], float), np.array(found["hours"], float)
        if table.shape != (len(AGES), STATES) or hours.shape != (HOURS,):
            raise ValueError(f"a hazard of shape {table.shape} and {hours.shape}")
        return cls(table, hours, found.get("habits", {}))


def above(section: str) -> list[str]:
    """Everything above the section, from the outlet down, and then the section itself."""
    parts = section.split("/")
    return ["/".join(parts[: length + 1]) for length in range(len(parts))]


def cells(histories: Histories, times: Numbers) -> tuple[Indices, Indices]:
    """Row and column of the table for each time. A time before the history counts as age zero."""
    row = classes(AGES, times - histories.published[:, None])
    pause = classes(PAUSES, times - histories.changed[:, None])
    return row, states(histories.edits, pause)


def states(edits: Indices, pause: Indices) -> Indices:
    """Columns of the table, for edits seen by n articles and classes of pauses (n rows)."""
    first = 1 + len(PAUSES) * (np.searchsorted(EDITS, edits, side="right") - 1)
    return np.where(edits[:, None] > 0, first[:, None] + pause, 0)


def classes(edges: Numbers, values: Numbers) -> Indices:
    """The class of each value; values below the first edge are in the first class."""
    return np.maximum(np.searchsorted(edges, values, side="right") - 1, 0)


def hour_of(times: Numbers) -> Indices:
    """Hour of the day, UTC."""
    return (times // HOUR % HOURS).astype(np.int64)


@cache
def shipped() -> Hazard:
    """The prior that comes with the program, learnt from two public news outlets."""
    text = Path(__file__).with_name("prior.json").read_text(encoding="utf-8")
    return Hazard.from_json(text)
