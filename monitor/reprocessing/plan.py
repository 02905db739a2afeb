"""Pure: an article's history as one reader tells it.

What is compared was read by one reader, so every difference is one of the pages. A revision that
says what the one before it says was our reader's, and is marked as ours; a difference that nobody
had seen is a revision found late, in its place in time; and where one was seen too late, its
window begins with the capture that shows it first.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.classify.assess import assess
from monitor.decide.changed import headline_step
from monitor.decide.redesign import headline_alone, is_only_template
from monitor.diff.articles import compare
from storage.database.times import same
from storage.digest import content_digest
from storage.history.retelling import Retold, Sighting
from storage.records import Assessment, Extraction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Again:
    """A capture with what it says: ``content``, which is new where the sighting has one.

    ``aside`` are, where its page has another template than the one before, the texts that stand
    in boxes of either. ``declared_moved``: it says something else than the one before, and the
    outlet declares another time somewhere.
    """

    sighting: Sighting
    content: Extraction
    aside: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    declared_moved: bool = False

    @property
    def digest(self) -> str:
        """That of its content; of what was redacted it is all that is left."""
        if self.sighting.extraction is None:
            return self.sighting.told.digest
        return content_digest(self.content)


@dataclass(frozen=True, slots=True)
class Plan:
    """The history to be, and what of it is not as it was.

    ``changed`` are the numbers, in the new order, of revisions that say something else than they
    did; ``late`` of those that were missed, ``ours`` of those that turned out to be ours.
    """

    history: tuple[Retold, ...]
    changed: tuple[int, ...]
    late: tuple[int, ...]
    ours: tuple[int, ...]


def plan(sights: Sequence[Again], before: Mapping[int, bool]) -> Plan:
    """The plan for an article; ``before`` says of each revision whether it was ours already."""
    groups = _groups(sights)
    digests = [group[0].digest for _, group in groups]
    history: list[Retold] = []
    changed, late, ours = list[int](), list[int](), list[int]()
    for number, (revision_id, group) in enumerate(groups):
        same = number > 0 and digests[number] == digests[number - 1]
        following = groups[number + 1][1][0] if number + 1 < len(groups) else None
        other = _is_other(revision_id, group)
        if revision_id is None:
            late.append(number + 1)
        elif other:
            changed.append(number + 1)
        is_ours = same or (number > 0 and _is_redesign(groups[number - 1][1][0], group[0]))
        if is_ours and revision_id is not None and not before[revision_id]:
            ours.append(number + 1)
        assessment = None
        stale = other or (number > 0 and _is_other(*groups[number - 1]))
        if number > 0 and stale and not same:
            titles = [one[0].content.title for _, one in groups[:number]]
            assessment = _assessment(groups[number - 1][1], group[0], digests[: number + 1], titles)
        elif number == 0 and other:
            assessment = Assessment()
        until = None if following is None else following.sighting.told.at
        sightings = tuple(one.sighting for one in group)
        history.append(Retold(revision_id, sightings, assessment, is_ours, until))
    return Plan(tuple(history), tuple(changed), tuple(late), tuple(ours))


def _assessment(
    before: Sequence[Again], now: Again, digests: Sequence[str], titles: Sequence[str | None]
) -> Assessment | None:
    """That of the step from one revision to the next; None where one of them was redacted."""
    old, new = before[0].content, now.content
    if old.redacted is not None or new.redacted is not None:
        return None
    same_time = same(before[-1].content.modified, new.modified) and not now.declared_moved
    renamed = headline_alone(old, new, now.aside, now.own)
    if renamed is not None:
        return headline_step(old, renamed, titles, same_time=same_time)
    return assess(
        compare(old, new),
        old,
        new,
        earlier=digests[:-1],
        new_digest=digests[-1],
        declared_unchanged=same_time,
    )


def _is_redesign(before: Again, now: Again) -> bool:
    return is_only_template(before.content, now.content, now.aside, now.own)


def _groups(sights: Sequence[Again]) -> list[tuple[int | None, list[Again]]]:
    """The captures of each revision to be, with its id where it is there already.

    Captures that say the same one after another are one revision, the one that was told by one
    of them; where several were, all but the first are ours, and stay with their captures.
    """
    found: list[tuple[int | None, list[Again]]] = []
    for _, run in itertools.groupby(sights, key=lambda one: one.digest):
        captures = list(run)
        named = [n for n, one in enumerate(captures) if one.sighting.told.first]
        starts = [0, *named[1:]]
        ids: list[int | None] = [captures[n].sighting.told.revision_id for n in named] or [None]
        for start, end, name in zip(starts, [*starts[1:], len(captures)], ids, strict=True):
            found.append((name, captures[start:end]))
    return found


def _is_other(revision_id: int | None, group: Sequence[Again]) -> bool:
    """Does it say something else than it did, or was it not there?"""
    told = next((one for one in group if one.sighting.told.first), None)
    if revision_id is None or told is None:
        return True
    return group[0].digest != told.sighting.told.digest
