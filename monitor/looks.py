"""When to look again, from what this archive has learnt: the cadence with its newest lesson."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from monitor.cadence import next_look

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.cadence.advice import Advice
    from monitor.cadence.plan import Cadence
    from storage.agenda.lessons import Lesson
    from storage.archive import Archive
    from storage.records import Due, Outcome

FRESH_S = 60.0
"""A new lesson is noticed after this long, by the monotonic clock."""
_DAMAGE = (KeyError, TypeError, ValueError)
"""What reading a damaged lesson raises: it is no JSON any more, or JSON of another shape."""


class Looks:
    """The ``next_look`` of an archive: called with a history, an outcome and a time."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._version = -1
        self._cadence: Cadence | None = None
        self._asked_at = float("-inf")

    def __call__(self, due: Due, outcome: Outcome, now: datetime) -> datetime | None:
        """See :func:`monitor.cadence.next_look`."""
        return next_look(due, outcome, now, self.cadence())

    def rank(self, dues: Sequence[Due], now: datetime) -> list[Due]:
        """The due addresses, most worthwhile first."""
        from monitor.cadence.choice import ranked

        return ranked(dues, now, self.cadence())

    @property
    def version(self) -> int:
        """The version of the lesson in use; 0 is the shipped one."""
        self.cadence()
        return self._version

    def cadence(self) -> Cadence:
        """The cadence of the newest lesson, or the shipped one."""
        now = time.monotonic()
        if self._cadence is None or now - self._asked_at > FRESH_S:
            self._asked_at = now
            self._read()
        assert self._cadence is not None
        return self._cadence

    def _read(self) -> None:
        """Read the newest lesson, if it is a new one; without any, take the shipped cadence.

        A damaged one, which ``verify`` reports, changes nothing: a crawl goes on all the same.
        """
        from monitor.cadence.plan import default

        version = self._archive.lessons.version()
        if version == self._version:
            return
        lesson = self._archive.lessons.latest()
        learnt = None if lesson is None else _cadence_of(lesson)
        if learnt is not None:
            self._version, self._cadence = version, learnt
        elif self._cadence is None:
            self._version, self._cadence = 0, default()


def _cadence_of(lesson: Lesson) -> Cadence | None:
    """The cadence that a lesson amounts to; None if it is damaged."""
    from monitor.cadence.advice import Forecast
    from monitor.cadence.hazard import Hazard
    from monitor.cadence.plan import Cadence

    try:
        hazard, told = Hazard.from_json(lesson.hazard), Forecast.from_json(lesson.forecast)
    except _DAMAGE:
        return None
    return Cadence(hazard, lesson.threshold, outlets=told.outlets)


def budget_advice(archive: Archive) -> Advice | None:
    """What is missed and what more fetches would bring, by the newest lesson.

    None without one, and if it is damaged.
    """
    lesson = archive.lessons.latest()
    if lesson is None:
        return None
    from monitor.cadence.advice import Forecast, advice

    try:
        told = Forecast.from_json(lesson.forecast)
    except _DAMAGE:
        return None
    return advice(told, lesson.threshold)
