"""Pure: words that a page newly strikes out, or no longer does, between two readings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.diff.records import FieldChange
from storage.digest import fold
from storage.records import Weight

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from monitor.diff.records import Diff
    from storage.records import Extraction

BESIDE = 20
"""Characters on either side that identify the place of words."""
MOST = 12
"""Parts at an end of a struck run are compared if they have fewer words than this."""
STRUCK = "struck"
"""The field that shows them, and the kind of such a change."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that are struck out, with their block and their offset in it; all folded.

    ``shown`` are the same words as the outlet wrote them.
    """

    block: str
    start: int
    words: str
    shown: str = field(compare=False)

    def stands_in(self, text: str) -> bool:
        """Whether a folded text also has these words, with the same text before or after them."""
        start, end = self.start, self.start + len(self.words)
        left, right = self.block[max(0, start - BESIDE) : start], self.block[end : end + BESIDE]
        if not left and not right:
            return self.words in text
        return (bool(left) and left + self.words in text) or (
            bool(right) and self.words + right in text
        )

    def parts(self) -> Iterator[_Run]:
        """Its beginnings and ends, of up to ``MOST`` - 1 words."""
        words = self.words.split(" ")
        for at in range(1, min(len(words), MOST)):
            yield self._of(0, " ".join(words[:at]))
            last = " ".join(words[-at:])
            yield self._of(len(self.words) - len(last), last)

    def without(self, part: _Run) -> _Run:
        """The rest of it without one of its parts."""
        size = len(part.words) + 1
        if part.start == self.start:
            return self._of(size, self.words[size:])
        return self._of(0, self.words[:-size])

    def _of(self, at: int, words: str) -> _Run:
        return _Run(self.block, self.start + at, words, words)


def struck_changes(old: Extraction, new: Extraction) -> list[FieldChange]:
    """What only one reading strikes out: words that are in both texts, then those that are not.

    Taking words back, or no longer doing so, weighs as much as a claim. Words that came or went
    together with their line are an edit of the text, which has its own weight.
    """
    olds, news = list(_runs(old)), list(_runs(new))
    if olds == news:
        return []
    before, after = _texts(old), _texts(new)
    both = {*before} & {*after}
    gone, come = _unmatched(olds, news, both)
    gone, come = list(_less(gone, come, both)), list(_less(come, gone, both))
    was, now = "\n".join([*before, *_standing(old)]), "\n".join([*after, *_standing(new)])
    gone_stay, come_stood = (
        [run.stands_in(now) for run in gone],
        [run.stands_in(was) for run in come],
    )
    changes = []
    for stays, weight in ((True, Weight.SUBSTANTIVE), (False, Weight.NONE)):
        went = [run for run, stands in zip(gone, gone_stay, strict=True) if stands is stays]
        came = [run for run, stood in zip(come, come_stood, strict=True) if stood is stays]
        changes.append(FieldChange(STRUCK, _lines(went), _lines(came), (STRUCK,), weight))
    return [change for change in changes if change.old or change.new]


def takes_back(diff: Diff) -> bool:
    """Whether the newer text strikes out what the older one said."""
    return any(one.field == STRUCK and one.new and one.weight.rank for one in diff.fields)


def _runs(reading: Extraction) -> Iterator[_Run]:
    for block in reading.blocks:
        text, place, behind = fold(block.text) if block.struck else "", 0, 0
        for (start, end), shown in zip(block.struck, block.struck_texts, strict=True):
            words = fold(shown)
            place = max(place, text.find(words, place + len(fold(block.text[behind:start]))))
            yield _Run(text, place, words, shown)
            place, behind = place + len(words), end


def _texts(reading: Extraction) -> list[str]:
    return [fold(block.text) for block in reading.blocks]


def _standing(reading: Extraction) -> Iterator[str]:
    """The blocks that strike something out, without the struck words: *21 died* of *12 21 died*."""
    for block in reading.blocks:
        if block.struck:
            yield fold(" ".join(text for text, struck in block.parts() if not struck))


def _less(runs: Sequence[_Run], others: Sequence[_Run], known: Collection[str]) -> Iterator[_Run]:
    """The runs without a beginning or end that is itself a run on the other side.

    If the line through *12* now goes through *12 21*, only *21* is new, and nothing was dropped.
    In a block of both readings (``known``) places must agree too, elsewhere only the words.
    """

    def place(run: _Run) -> tuple[str, int, str]:
        return (run.block, run.start, run.words) if run.block in known else ("", 0, run.words)

    shorter = {place(run) for run in others}
    longer = {place(part) for run in others for part in run.parts()}
    for run in runs:
        if place(run) not in longer:
            parts = [part for part in run.parts() if place(part) in shorter]
            yield run.without(parts[-1]) if parts else run


def _unmatched(
    olds: Iterable[_Run], news: Iterable[_Run], known: Collection[str]
) -> tuple[list[_Run], list[_Run]]:
    """The runs that only one side has; ``known`` are the blocks of both readings.

    In an edited block the same words are the same run, wherever they are now.
    """
    before, after = Counter(olds), Counter(news)
    gone, come = (before - after).elements(), (after - before).elements()
    lost, found = list(gone), list(come)
    moved = _words(lost, known) & _words(found, known)
    return _without(lost, moved, known), _without(found, moved, known)


def _words(runs: Sequence[_Run], known: Collection[str]) -> Counter[str]:
    return Counter(run.words for run in runs if run.block not in known)


def _without(runs: Sequence[_Run], moved: Counter[str], known: Collection[str]) -> list[_Run]:
    left = Counter(moved)
    kept = []
    for run in runs:
        if run.block in known or not left[run.words]:
            kept.append(run)
        else:
            left[run.words] -= 1
    return kept


def _lines(runs: Sequence[_Run]) -> str | None:
    return "\n".join(run.shown for run in runs) or None
