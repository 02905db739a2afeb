"""Finding which sentence of the old version is which of the new one.

Equal sentences are anchors. The rest are paired by likeness, with a bonus for neighbours that are
paired already. A sentence left over joins its neighbour if the two together match one sentence of
the other side (split, merge). Pairs outside the heaviest increasing run have moved.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from monitor.classify.notes import is_credit, is_promotion, note_kind
from monitor.diff.assignment import heaviest_matching, heaviest_run, inverse
from monitor.diff.sentences import SHORT
from monitor.diff.similarity import MANY, Item, Likeness, letters_of
from monitor.diff.tokens import style_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from monitor.diff.assignment import Scores
    from monitor.diff.records import Sentence

ALONE = 0.54
"""Likeness from which two sentences are one, wherever they are."""
IN_PLACE = 0.27
"""Likeness that is enough between the same anchors or next to a paired neighbour."""
BETWEEN = 0.2
"""Likeness that is enough if the sentences before and after are paired with each other."""
NEIGHBOUR = 0.2
"""What each paired neighbour adds to a score."""
SAME_GAP = 0.08
"""What being between the same anchors adds to a score."""
PART = 0.3
"""How much of a left-over sentence must be in the one that it was split from."""
SHORT_LETTERS = 60
"""Most letters of two short sentences of which one may replace the other however different."""
GAIN = 0.04
"""How much better two sentences together must fit than the paired one alone."""


class Group(NamedTuple):
    """Sentences that belong together, by index; one side is empty if they came or went."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


def align(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Group]:
    """Every sentence of both sides in exactly one group, in reading order.

    The alignment of (a, b) is exactly that of (b, a) reversed.
    """
    if [s.text for s in new] < [s.text for s in old]:
        return _in_reading_order(
            [Group(group.new, group.old, group.moved) for group in _align(new, old)]
        )
    return _in_reading_order(_align(old, new))


def _in_reading_order(groups: Sequence[Group]) -> list[Group]:
    """Sort by the place in the new version; deleted sentences go where they were."""
    by_old = sorted((group for group in groups if group.old), key=lambda group: group.old)
    place: dict[Group, tuple[int, int, int]] = {}
    last = -1
    for group in by_old:
        if group.new and not group.moved:
            last = max(last, group.new[-1])
        elif not group.new:
            place[group] = (last, 1, group.old[0])
    return sorted(groups, key=lambda group: place.get(group) or (group.new[0], 0, 0))


def _align(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[Group]:
    pairing = _Pairing([sentence.text for sentence in old], [sentence.text for sentence in new])
    pairing.pair()
    pairing.put_for_each_other(lambda i, j: _may_replace(old[i], new[j]))
    return pairing.groups()


def _may_replace(one: Sentence, other: Sentence) -> bool:
    """Whether both are so short that one replacing the other is one change.

    *Nobody was hurt.* and *Three people died.* share no word. Not for notes and promotion.
    """
    return one.block_kind is other.block_kind and all(
        len(each.text.split()) <= SHORT
        and len(each.text) <= SHORT_LETTERS
        and not (note_kind(each.text) or is_promotion(each.text) or is_credit(each.text))
        for each in (one, other)
    )


class _Pairing:
    """The state of one alignment: ``to_new`` and ``to_old`` are the pairs so far.

    ``old`` and ``new`` are the sentences in one style of quotation marks.
    """

    def __init__(self, old: list[str], new: list[str]) -> None:
        self._texts = old, new
        self.old, self.new = _in_one_style(old, new)
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}
        self.joined_new: dict[int, list[int]] = {}
        self.joined_old: dict[int, list[int]] = {}

    def pair(self) -> None:
        self._anchor()
        free_old = [i for i in range(len(self.old)) if i not in self.to_new]
        free_new = [j for j in range(len(self.new)) if j not in self.to_old]
        if not free_old or not free_new:
            return
        old, new = self._texts
        likeness = Likeness(
            [Item(old[i], self.old[i]) for i in free_old],
            [Item(new[j], self.new[j]) for j in free_new],
        )
        similarities = {
            free_old[a]: {free_new[b]: value for b, value in row.items()}
            for a, row in likeness.similarities().items()
        }
        anchors = dict(self.to_new)
        for _round in range(1 if len(free_old) + len(free_new) > MANY else 2):
            found = heaviest_matching(self._scores(similarities, anchors))
            self.to_new = {**anchors, **found}
            self.to_old = inverse(self.to_new)
        self._join(likeness, free_old, free_new, anchors)

    # --- equal sentences ---------------------------------------------------------------------
    def _anchor(self) -> None:
        """Pair equal sentences: the unique ones, then the neighbours of those, then by order."""
        places_old, places_new = _places(self.old), _places(self.new)
        shared = [key for key in places_old if key in places_new]
        for key in shared:
            if len(places_old[key]) == len(places_new[key]) == 1:
                self._link(places_old[key][0], places_new[key][0])
        for i, j in sorted(self.to_new.items()):
            self._grow(i, j, 1)
            self._grow(i, j, -1)
        for key in shared:
            left_old = [i for i in places_old[key] if i not in self.to_new]
            left_new = [j for j in places_new[key] if j not in self.to_old]
            for i, j in zip(left_old, left_new, strict=False):
                self._link(i, j)

    def _link(self, i: int, j: int) -> None:
        self.to_new[i], self.to_old[j] = j, i

    def _grow(self, i: int, j: int, step: int) -> None:
        """Pair on in one direction from a pair while the next sentences are equal and free."""
        while True:
            i, j = i + step, j + step
            inside = 0 <= i < len(self.old) and 0 <= j < len(self.new)
            if not inside or i in self.to_new or j in self.to_old:
                return
            if self.old[i] != self.new[j]:
                return
            self._link(i, j)

    # --- alike sentences ---------------------------------------------------------------------
    def _scores(self, similarities: Scores, anchors: dict[int, int]) -> Scores:
        """Likeness plus what the surroundings add, only for pairs that are good enough."""
        gap_old, gap_new = self._gaps(anchors)
        gaps_new = {j: gap_new(j) for j in {j for row in similarities.values() for j in row}}
        scores: Scores = {}
        for i, row in similarities.items():
            scores[i] = {}
            gap = gap_old(i)
            for j, value in row.items():
                same_gap = gap == gaps_new[j]
                beside = self._beside(i, j)
                if value >= _enough(beside, same_gap=same_gap):
                    score = value + NEIGHBOUR * min(beside, 1.5) + SAME_GAP * same_gap
                    scores[i][j] = score
        return scores

    def _gaps(self, anchors: dict[int, int]) -> tuple[_Gap, _Gap]:
        pairs = sorted(anchors.items())
        run = heaviest_run(pairs, [len(self.old[i]) for i, _j in pairs])
        kept = [pair for number, pair in enumerate(pairs) if number in run]
        return _Gap([i for i, _j in kept]), _Gap([j for _i, j in kept])

    def _beside(self, i: int, j: int) -> float:
        """How many neighbours are paired with neighbours; the ends of the text count half."""
        beside = 0.0
        if self.to_new.get(i - 1, -1) == j - 1 >= 0:
            beside += 1.0
        if self.to_new.get(i + 1) == j + 1:
            beside += 1.0
        if i == j == 0:
            beside += 0.5
        if i == len(self.old) - 1 and j == len(self.new) - 1:
            beside += 0.5
        return beside

    # --- split and merged sentences ----------------------------------------------------------
    def _join(
        self, likeness: Likeness, free_old: list[int], free_new: list[int], anchors: dict[int, int]
    ) -> None:
        row = {i: a for a, i in enumerate(free_old)}
        column = {j: b for b, j in enumerate(free_new)}
        pairs = {i: j for i, j in self.to_new.items() if i not in anchors}
        self.joined_new = _joined(
            free_new,
            inverse(pairs),
            (self.old, self.new),
            lambda i, j: likeness.part_of_new(row[i], column[j]),
        )
        joined_old = _joined(
            free_old,
            pairs,
            (self.new, self.old),
            lambda j, i: likeness.part_of_old(row[i], column[j]),
        )
        heads = inverse(pairs)
        self.joined_old = {heads[j]: others for j, others in joined_old.items()}
        self.to_old.update({j: i for i, others in self.joined_new.items() for j in others})
        self.to_new.update({i: j for j, others in joined_old.items() for i in others})

    # --- one short sentence for another ------------------------------------------------------
    def put_for_each_other(self, may: Callable[[int, int], bool]) -> None:
        """Pair two left-over sentences between the same neighbours, edited or not.

        An end of the text counts as a neighbour if there is also a real one. ``may`` says whether
        two sentences can be one.
        """
        for i in range(len(self.old)):
            if i in self.to_new:
                continue
            j = self.to_new.get(i - 1, -1) + 1
            if j in self.to_old or not j < len(self.new):
                continue
            beside = [self._is_pair(i + step, j + step) for step in (-1, 1)]
            if all(one is not False for one in beside) and True in beside and may(i, j):
                self._link(i, j)

    def _is_pair(self, i: int, j: int) -> bool | None:
        """Whether these two are a pair, edited or not; None if both are beyond the text's end."""
        beyond = (not 0 <= i < len(self.old), not 0 <= j < len(self.new))
        if any(beyond):
            return None if all(beyond) else False
        return self.to_new.get(i) == j

    # --- what comes out ----------------------------------------------------------------------
    def groups(self) -> list[Group]:
        members = {i for members in self.joined_old.values() for i in members}
        heads = {i: j for i, j in self.to_new.items() if i not in members}
        pairs = [
            Group(_with(i, self.joined_old.get(i)), _with(j, self.joined_new.get(i)))
            for i, j in heads.items()
        ]
        pairs.sort()
        weights = [sum(len(self.old[i]) for i in group.old) + 5 for group in pairs]
        run = heaviest_run([(group.old[0], group.new[0]) for group in pairs], weights)
        groups = [
            Group(group.old, group.new, moved=number not in run)
            for number, group in enumerate(pairs)
        ]
        groups += [Group((i,), ()) for i in range(len(self.old)) if i not in self.to_new]
        groups += [Group((), (j,)) for j in range(len(self.new)) if j not in self.to_old]
        return groups


class _Gap:
    """Tells between which anchors an index is."""

    def __init__(self, anchors: list[int]) -> None:
        self._anchors = anchors

    def __call__(self, index: int) -> int:
        return bisect_left(self._anchors, index)


def _enough(beside: float, *, same_gap: bool) -> float:
    """How alike two sentences must be to be one, given their surroundings."""
    if same_gap and beside >= 2:  # noqa: PLR2004 - a paired neighbour on either side
        return BETWEEN
    return IN_PLACE if same_gap or beside >= 1 else ALONE


def _with(one: int, others: list[int] | None) -> tuple[int, ...]:
    return tuple(sorted([one, *others])) if others else (one,)


def _in_one_style(*sides: list[str]) -> Iterator[list[str]]:
    """The sentences with one style of quotation marks; most are on both sides."""
    known: dict[str, str] = {}
    for texts in sides:
        for text in texts:
            if text not in known:
                known[text] = style_key(text)
        yield [known[text] for text in texts]


def _places(keys: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        places.setdefault(key, []).append(index)
    return places


def _joined(
    free: list[int],
    owners: dict[int, int],
    texts: tuple[list[str], list[str]],
    part: Callable[[int, int], float],
) -> dict[int, list[int]]:
    """The ``free`` sentences that belong to adjacent pairs, by the other side's sentence.

    ``owners`` are the pairs, from the side of the free ones; ``texts`` those of the other side and
    of this one; ``part`` says how much of a free sentence is in one of the other side. A sentence
    that has joined is a neighbour too: a sentence may be split in three.
    """
    ones, many = texts
    heads, placed = inverse(owners), dict(owners)
    joined: dict[int, list[int]] = {}
    for index in (*free, *reversed(free)):
        if index in placed:
            continue
        found = []
        for beside in (index - 1, index + 1):
            one = placed.get(beside)
            if one is not None and part(one, index) >= PART:
                together = " ".join(many[k] for k in _with(heads[one], joined.get(one)))
                gain = _gain(ones[one], together, many[index], behind=index > beside)
                found.append((gain, one))
        if found and max(found)[0] > GAIN:
            placed[index] = max(found)[1]
            joined.setdefault(placed[index], []).append(index)
    return joined


def _gain(one: str, paired: str, extra: str, *, behind: bool) -> float:
    """How much better one sentence fits both than the paired one alone."""
    one, paired, extra = letters_of(one), letters_of(paired), letters_of(extra)
    together = f"{paired} {extra}" if behind else f"{extra} {paired}"
    return float(fuzz.ratio(one, together) - fuzz.ratio(one, paired)) / 100
