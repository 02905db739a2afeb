"""Verifying a whole archive in several processes, in a way that can be resumed.

Finished jobs are written to ``verify.progress`` in the archive's folder, a JSON line for each; the
file is deleted when everything was checked.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from storage.archive import Archive
from storage.proof.checks import Job, size_of
from storage.records import Damage
from storage.workers import workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[int, int], None]
    Result = tuple[Job, list[Damage]]

PROGRESS_NAME = "verify.progress"

_WORTH_MORE = 20_000
"""From this many rows on, more than one process is worth starting."""


def verify(
    folder: Path, progress: Progress, *, resume: bool = False, processes: int | None = None
) -> list[Damage]:
    """All damage found. Raises what :meth:`Archive.open` raises.

    ``resume``: do not repeat what an interrupted run has checked. ``processes``: by default as many
    as there are processors. An unfinished transaction is not seen.
    """
    with Archive.open(folder) as archive:
        jobs = archive.checks.jobs()
    path = folder / PROGRESS_NAME
    known = _read(path) if resume else {}
    total = sum(map(size_of, jobs))
    damaged = [one for job in jobs for one in known.get(job, [])]
    left = [job for job in jobs if job not in known]
    done = total - sum(map(size_of, left))
    if processes is None:
        processes = _processors() if total - done > _WORTH_MORE else 1
    with _written(path, resume=resume) as file, _results(folder, left, processes) as results:
        notes = file
        for job, found in results:
            damaged += found
            done += size_of(job)
            notes = _noted(notes, job, found)
            progress(done, total)
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return damaged


def _processors() -> int:
    """How many processors we may use, if the system tells, as Linux does; otherwise all."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


@contextmanager
def _results(folder: Path, jobs: list[Job], processes: int) -> Iterator[Iterator[Result]]:
    if processes < 2:  # noqa: PLR2004 — this one
        with Archive.open(folder) as archive:
            yield ((job, archive.checks.run(job)) for job in jobs)
        return
    with workers(processes, _open, folder) as pool:
        yield pool.map(_run, jobs)


_opened: list[Archive] = []


def _open(folder: Path) -> None:
    """Open the archive in a process of the pool; it is closed when the process ends."""
    _opened.append(Archive.open(folder))


def _run(job: Job) -> Result:
    return job, _opened[-1].checks.run(job)


@contextmanager
def _written(path: Path, *, resume: bool) -> Iterator[TextIO | None]:
    """The progress file; None if the folder cannot be written: checking works without."""
    try:
        file = path.open("a" if resume else "w", encoding="utf-8", buffering=1)
    except OSError:
        yield None
        return
    try:
        yield file
    finally:
        with suppress(OSError):  # closing tries once more to write a line that found no room
            file.close()


def _noted(notes: TextIO | None, job: Job, found: list[Damage]) -> TextIO | None:
    """Note a finished job; return None from the moment the disk is full, as checking goes on."""
    if notes is None:
        return None
    words = [[one.kind, one.id, one.why] for one in found]
    try:
        notes.write(json.dumps([list(job), words]) + "\n")
        notes.flush()
    except OSError:
        return None
    return notes


def _read(path: Path) -> dict[Job, list[Damage]]:
    """The finished jobs; a truncated line does not count."""
    known: dict[Job, list[Damage]] = {}
    with suppress(FileNotFoundError), path.open(encoding="utf-8") as lines:
        for line in lines:
            with suppress(ValueError, TypeError):
                job, damaged = json.loads(line)
                known[Job(*job)] = [Damage(*one) for one in damaged]
    return known
