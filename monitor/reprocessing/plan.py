"""An article's history as told by a single reader. Pure.

Everything that is compared was read by the same reader, so every difference is in the pages. A
revision that now says the same as the one before it was made by our reader, and is marked as ours.
A difference that went unnoticed becomes a late revision, in its place in time. If one was noticed
too late, its window is corrected to begin with the capture that shows it first.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.classify.assess import assess
from monitor.comparing.articles import compare
from monitor.decide.changed import head_step
from monitor.decide.redesign import head_alone, is_only_template, under_old_captions
from storage.database.times import same
from storage.digest import content_digest
from storage.history.retelling import Retold, Sighting
from storage.records import Assessment, Extraction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Again:
    """A capture with what it says: ``content``, which is new if the sighting has a new reading.

    ``aside``: if its page has another template than the one before, the texts in boxes of either.
    ``declared_moved``: it differs from the one before, and the outlet declares another time
    somewhere. ``unvouched``: its ETag or Last-Modified are not known to have changed with it.
    """

    sighting: Sighting
    content: Extraction
    aside: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    declared_moved: bool = False
    unvouched: bool = False

    @property
    def digest(self) -> str:
        """The digest of its content, which is all that is left of a redacted one."""
        if self.sighting.extraction is None:
            return self.sighting.told.digest
        return content_digest(self.content)


@dataclass(frozen=True, slots=True)
class Plan:
    """The new history, and how it differs from the old one.

    ``changed`` has the numbers, in the new order, of revisions that say something else than before;
    ``late`` of those that were missed before, ``ours`` of those that turned out to be ours.
    """

    history: tuple[Retold, ...]
    changed: tuple[int, ...]
    late: tuple[int, ...]
    ours: tuple[int, ...]


def plan(sights: Sequence[Again], before: Mapping[int, bool]) -> Plan:
    """The plan for an article; ``before`` says for each revision whether it was ours already."""
    steps = _Steps(_groups(_in_their_runs(sights)))
    history = tuple(steps.told(at) for at in range(len(steps.groups)))
    changed, late, ours = list[int](), list[int](), list[int]()
    for at, one in enumerate(history):
        if one.revision_id is None:
            late.append(at + 1)
            continue
        if steps.is_other(at):
            changed.append(at + 1)
        if one.ours and not before[one.revision_id]:
            ours.append(at + 1)
    return Plan(history, tuple(changed), tuple(late), tuple(ours))


class _Steps:
    """The new revisions, each compared with the one before it. Counted from 0 here."""

    def __init__(self, groups: Sequence[tuple[int | None, list[Again]]]) -> None:
        self.groups = groups
        self._first = [group[0] for _, group in groups]
        self._digests = [one.digest for one in self._first]

    def told(self, at: int) -> Retold:
        """A revision as it shall be."""
        revision_id, group = self.groups[at]
        following = self._first[at + 1] if at + 1 < len(self.groups) else None
        until, unvouched = None, None
        if following is not None:
            until = following.sighting.told.at
            if following.unvouched and not self._is_ours(at + 1):
                unvouched = following.sighting.told.address_id
        sightings = tuple(one.sighting for one in group)
        step = self._assessment(at), self._is_ours(at)
        return Retold(revision_id, sightings, *step, until, unvouched)

    def is_other(self, at: int) -> bool:
        """Whether it says something else than before, or did not exist."""
        revision_id, group = self.groups[at]
        told = next((one for one in group if one.sighting.told.first), None)
        if revision_id is None or told is None:
            return True
        return self._digests[at] != told.sighting.told.digest

    def _is_same(self, at: int) -> bool:
        """Whether it says the same as the one before."""
        return at > 0 and self._digests[at] == self._digests[at - 1]

    def _is_ours(self, at: int) -> bool:
        """Whether any difference from the one before was made by our reader."""
        if at == 0 or self._is_same(at):
            return at > 0
        before, now = self._first[at - 1], self._first[at]
        return is_only_template(before.content, now.content, now.aside, now.own)

    def _assessment(self, at: int) -> Assessment | None:
        """The assessment of the change to it; None if the stored one is still valid.

        Also None if either revision is redacted.
        """
        if at == 0:
            return Assessment() if self.is_other(0) else None
        if self._is_same(at) or not (self.is_other(at) or self.is_other(at - 1)):
            return None
        last, now = self.groups[at - 1][1][-1], self._first[at]
        old, new = self._first[at - 1].content, now.content
        if old.redacted is not None or new.redacted is not None:
            return None
        same_time = same(last.content.modified, new.modified) and not now.declared_moved
        renamed = head_alone(old, new, now.aside, now.own)
        if renamed is not None:
            titles = [one.content.title for one in self._first[:at]]
            return head_step(old, renamed, titles, same_time=same_time)
        if not self._is_ours(at):
            new = under_old_captions(old, new, now.own)
        return assess(
            compare(old, new),
            old,
            new,
            earlier=self._digests[:at],
            new_digest=self._digests[at],
            declared_unchanged=same_time,
        )


def _in_their_runs(sights: Sequence[Again]) -> list[Again]:
    """The captures, with each one that was read as an earlier revision moved to that revision.

    An article that was found at a new address, and joined later, was still seen at its old one when
    the new one said something else already; and a cache may return an old copy. That is no return
    to the earlier text, which would be a revision of its own.
    """
    found, said = list[Again](), dict[int | None, str]()
    for one in sights:
        told = one.sighting.told
        ids = (told.revision_id, found[-1].sighting.told.revision_id if found else None)
        beside = None not in ids and len({*ids}) > 1
        if told.first or not beside or said.get(told.revision_id) != one.digest:
            found.append(one)
        else:
            found.insert(_end_of(found, told.revision_id), one)
        said.setdefault(told.revision_id, one.digest)
    return found


def _end_of(found: Sequence[Again], revision_id: int | None) -> int:
    ids = [one.sighting.told.revision_id for one in found]
    return len(ids) - ids[::-1].index(revision_id)


def _groups(sights: Sequence[Again]) -> list[tuple[int | None, list[Again]]]:
    """The captures of each new revision, with its id if it exists already.

    Consecutive captures that say the same are one revision: the one that is shown by one of them.
    If several are, all but the first are ours, and stay with their captures.
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
