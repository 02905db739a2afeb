"""Eras of a rule file that overlap or leave a gap. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.outlets.rules import Dated

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def remarks_on(eras: Sequence[Dated], now: datetime) -> list[str]:
    """A sentence for each two eras that overlap, for each gap, and if all are in the past."""
    said = []
    for number, one in enumerate(eras, 1):
        for other_number, other in enumerate(eras[number:], number + 1):
            begin, end = max(_begin(one), _begin(other)), min(_end(one), _end(other))
            if begin < end:
                when = _span(begin, end)
                said.append(f"Eras {number} and {other_number} both hold {when}.")
    in_order = sorted(eras, key=_begin)
    covered = _end(in_order[0]) if in_order else _LAST
    for era in in_order[1:]:
        if _begin(era) > covered:
            said.append(f"No era holds {_span(covered, _begin(era))}.")
        covered = max(covered, _end(era))
    if covered <= now:
        said.append(f"Since {_day(covered)} no era holds: only the rules outside of them do.")
    return said


def _begin(era: Dated) -> datetime:
    return era.valid_from or _FIRST


def _end(era: Dated) -> datetime:
    return era.valid_until or _LAST


def _span(begin: datetime, end: datetime) -> str:
    since = "" if begin == _FIRST else f"from {_day(begin)} "
    return f"{since}on" if end == _LAST else f"{since}until {_day(end)}"


def _day(time: datetime) -> str:
    midnight = (time.hour, time.minute, time.second) == (0, 0, 0)
    return time.date().isoformat() if midnight else time.isoformat()
