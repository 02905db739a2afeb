"""Traces of outlets to replay: articles and the times at which they changed, from CSV files."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import IO, TYPE_CHECKING

import numpy as np

from monitor.cadence.hazard import DAY
from monitor.cadence.plan import section
from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from monitor.cadence.hazard import Indices, Numbers

HORIZON = 30 * DAY
"""Edits count until this many seconds after publication."""
STRIDE = 1e8
"""Seconds; longer than the history of any article that is replayed."""


@dataclass(frozen=True)
class Trace:
    """n articles in the order of first sight, and their edits. Times are seconds since 1970, UTC.

    ``edits`` are the distinct times of change of each article after its first sight and up to
    ``end``, 30 days after publication; article i has ``edits[starts[i]:starts[i + 1]]``.
    ``factors`` are those of the articles' sections, unless a hazard is to provide them.
    """

    names: tuple[str, ...]
    published: Numbers
    first_seen: Numbers
    end: Numbers
    starts: Indices
    edits: Numbers
    section: Indices
    sections: tuple[str, ...]
    factors: Numbers | None = None

    def __len__(self) -> int:
        """The number of articles."""
        return len(self.names)

    @cached_property
    def keys(self) -> Numbers:
        """The edits as :meth:`keyed` numbers, sorted."""
        return self.keyed(self.owner, self.edits)

    @property
    def owner(self) -> Indices:
        """The article of each edit."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def chosen(self, keep: NDArray[np.bool_], edits_until: float = np.inf) -> Trace:
        """Some of the articles, with their edits up to a time."""
        index = np.flatnonzero(keep)
        owner = self.owner
        wanted = keep[owner] & (self.edits <= edits_until)
        counts = np.bincount(owner[wanted], minlength=len(self))[index]
        return Trace(
            names=tuple(self.names[i] for i in index),
            published=self.published[index],
            first_seen=self.first_seen[index],
            end=self.end[index],
            starts=np.concatenate([[0], np.cumsum(counts)]),
            edits=self.edits[wanted],
            section=self.section[index],
            sections=self.sections,
            factors=None if self.factors is None else self.factors[index],
        )

    def keyed(self, article: Indices, times: Numbers) -> Numbers:
        """One number for an article and a time, that sorts by both."""
        return article * STRIDE + (times - self.first_seen[article])


def load(articles: Path, changes: Path) -> Trace:
    """Read a trace (``doc_id,first_seen,…`` and ``doc_id,event_time,…``). Raises InputError."""
    rows = {row["doc_id"]: row for row in _rows(articles, ("doc_id", "first_seen"))}
    names = sorted(rows, key=lambda name: (rows[name]["first_seen"], name))
    index = {name: number for number, name in enumerate(names)}
    first_seen = np.array([_seconds(rows[name]["first_seen"], articles) for name in names])
    claimed = [rows[name].get("initial_pubdate") or rows[name]["first_seen"] for name in names]
    published = np.array([_seconds(time, articles) for time in claimed])
    events = {
        (index[row["doc_id"]], _seconds(row["event_time"], changes))
        for row in _rows(changes, ("doc_id", "event_time"))
        if row["doc_id"] in index
    }
    end = published + HORIZON
    kept = sorted((owner, time) for owner, time in events if first_seen[owner] < time <= end[owner])
    owners = np.array([owner for owner, _ in kept], dtype=np.int64)
    sections, sectioned = _numbered([section(_url(rows[name])) for name in names])
    return Trace(
        names=tuple(names),
        published=published,
        first_seen=first_seen,
        end=end,
        starts=np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=len(names)))]),
        edits=np.array([time for _, time in kept], dtype=float),
        section=sectioned,
        sections=sections,
    )


def _url(row: dict[str, str]) -> str:
    return row.get("url") or row["doc_id"]


def _numbered(values: list[str]) -> tuple[tuple[str, ...], Indices]:
    names = sorted(set(values))
    number = {name: place for place, name in enumerate(names)}
    return tuple(names), np.array([number[value] for value in values], dtype=np.int64)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        yield from _parsed(path, columns)
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, EOFError) as error:
        raise InputError(
            f"{path} is not a CSV file.", why=f"{error}.", do="Give one in UTF-8, plain or as .gz."
        ) from error


def _parsed(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    with _opened(path) as file:
        reader = csv.DictReader(file)
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(
                f"{path} has no column {', '.join(missing)}.",
                do="Give articles as doc_id,first_seen,… and changes as doc_id,event_time,….",
            )
        yield from reader


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _seconds(text: str, path: Path) -> float:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{path} has {text!r} where a time should be.",
            do="Write times as 2026-01-31T08:00:00Z.",
        ) from error
    return (time.replace(tzinfo=UTC) if time.tzinfo is None else time).timestamp()
