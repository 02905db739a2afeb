"""How alike two sentences are, by letters, weighted words and shared parts."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import chain
from math import log
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from monitor.diff.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LETTER_FLOOR = 0.35
"""Two unrelated sentences of one language share about this much of their letters."""
LONGEST = 2_000
"""Beyond so many characters only words are compared, not letters."""
MOST_PAIRS = 40_000
"""Up to so many pairs of sentences, all are compared; beyond, only those sharing a rare word."""
RARE = 12
"""A word in at most so many sentences is rare: its sentences are compared."""
MANY = 3_000
"""Beyond so many sentences, words are split at spaces only, and few pairs are compared."""
FEW_CANDIDATES = 3
"""Pairs compared for each sentence if there are that many."""


class Item:
    """A sentence as the alignment sees it; what takes time is computed on demand.

    ``key`` is its text in one style of quotation marks, ``letters`` as its letters are compared.
    """

    def __init__(self, text: str, key: str) -> None:
        self._text = text
        self.letters = letters_of(key)

    @cached_property
    def words(self) -> list[str]:
        """The words in lower case; the punctuation marks if the sentence has no word."""
        lower = [token.key.lower() for token in tokens(self._text[:LONGEST])]
        return [key for key in lower if key[0].isalnum() or key[-1].isalnum()] or lower

    @cached_property
    def bag(self) -> Counter[str]:
        """How often each word occurs."""
        return Counter(self.words)

    def read_roughly(self) -> None:
        """Split words at spaces only, which is ten times faster, for very long pages."""
        self.words = self.letters.split() or [self.letters]


def letters_of(key: str) -> str:
    """The letters to compare of a sentence in one style of quotation marks."""
    return key.lower()[:LONGEST]


class Likeness:
    """Compares the unpaired sentences of two versions.

    ``of(i, j)`` are similarities from 0 to 1 of the pairs worth considering. Words are
    weighted by how rare they are in both versions, as in search engines.
    """

    def __init__(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        self._old, self._new = old, new
        self._many = len(old) + len(new) > MANY
        if self._many:
            for item in (*old, *new):
                item.read_roughly()
        self._seen = Counter(chain.from_iterable(set(item.words) for item in (*old, *new)))
        size = len(old) + len(new)
        self._weight = {word: log(1 + size / count) for word, count in self._seen.items()}
        self._totals: dict[Item, float] = {}

    def _total(self, item: Item) -> float:
        """The weight of all words of a sentence, computed on first use."""
        total = self._totals.get(item)
        if total is None:
            weight = self._weight
            total = sum(map(weight.__getitem__, item.words))
            self._totals[item] = total
        return total

    def shared(self, i: int, j: int) -> float:
        """The weight of the words that both sentences have."""
        old, new = self._old[i].bag, self._new[j].bag
        if len(new) < len(old):
            old, new = new, old
        total, weight = 0.0, self._weight
        for word, count in old.items():
            if word in new:
                total += weight[word] * min(count, new[word])
        return total

    def part_of_old(self, i: int, j: int) -> float:
        """How much of the old sentence is in the new one."""
        return self.shared(i, j) / (self._total(self._old[i]) or 1.0)

    def part_of_new(self, i: int, j: int) -> float:
        """How much of the new sentence is in the old one."""
        return self.shared(i, j) / (self._total(self._new[j]) or 1.0)

    def similarities(self) -> dict[int, dict[int, float]]:
        """Old to new to similarity."""
        if len(self._old) * len(self._new) <= MOST_PAIRS:
            candidates: Iterable[tuple[int, dict[int, float]]] = self._all_letters()
        else:
            candidates = self._letters_of_rare()
        found: dict[int, dict[int, float]] = {}
        for i, letters in candidates:
            row = {j: self._similarity(i, j, share) for j, share in letters.items()}
            found[i] = {j: value for j, value in row.items() if value > 0}
        return found

    def _all_letters(self) -> Iterable[tuple[int, dict[int, float]]]:
        texts = [item.letters for item in self._new]
        by_word: dict[str, list[int]] = {}
        for j, item in enumerate(self._new):
            for word in item.bag:
                by_word.setdefault(word, []).append(j)
        common = max(3, len(texts) // 4)
        for i, item in enumerate(self._old):
            close = process.extract(
                item.letters, texts, scorer=fuzz.ratio, limit=None, score_cutoff=40
            )
            row = {j: score / 100 for _text, score, j in close}
            for word in item.bag:
                places = by_word.get(word, ())
                if len(places) <= common:
                    row.update((j, 0.0) for j in places if j not in row)
            yield i, row

    def _letters_of_rare(self) -> Iterable[tuple[int, dict[int, float]]]:
        rare, most = (RARE // 2, FEW_CANDIDATES) if self._many else (RARE, RARE)
        by_word: dict[str, list[int]] = {}
        calling = {word for word, count in self._seen.items() if count <= rare}
        for j, item in enumerate(self._new):
            for word in calling.intersection(item.words):
                by_word.setdefault(word, []).append(j)
        for i, item in enumerate(self._old):
            shared: dict[int, int] = {}
            for word in dict.fromkeys(item.words):
                if word in by_word:
                    for j in by_word[word]:
                        shared[j] = shared.get(j, 0) + 1
            closest = sorted(shared, key=shared.__getitem__, reverse=True)[:most]
            yield (
                i,
                {
                    j: fuzz.ratio(item.letters, self._new[j].letters, score_cutoff=40) / 100
                    for j in closest
                },
            )

    def _similarity(self, i: int, j: int, share_of_letters: float) -> float:
        weight_old, weight_new = self._total(self._old[i]), self._total(self._new[j])
        shared = self.shared(i, j)
        by_words = 2 * shared / (weight_old + weight_new) if weight_old + weight_new else 0.0
        by_letters = max(0.0, (share_of_letters - LETTER_FLOOR) / (1 - LETTER_FLOOR))
        both = (by_words + by_letters) / 2
        if by_letters > 0.8:  # noqa: PLR2004 - a handful of letters differ: one word of a short sentence
            both = max(both, by_letters)
        contained = shared / min(weight_old, weight_new) if weight_old and weight_new else 0.0
        if both < CONTAINED_AT_MOST and contained > CONTAINED_FROM:
            both = max(both, CONTAINED_AT_MOST * self._in_order(i, j))
        return both

    def _in_order(self, i: int, j: int) -> float:
        """How much of the shorter sentence is in the longer one, in order; 0 if less than 3/4."""
        old, new = self._old[i].words[:LONGEST], self._new[j].words[:LONGEST]
        shorter = min(len(old), len(new))
        if shorter < 3:  # noqa: PLR2004 - two words stand in order by chance
            return 0.0
        common = (len(old) + len(new) - Indel.distance(old, new)) / 2
        return common / shorter if common / shorter >= CONTAINED_FROM else 0.0


CONTAINED_FROM = 0.75
"""From here on, the shorter sentence counts as part of the longer one."""
CONTAINED_AT_MOST = 0.6
"""The highest similarity that being contained in another sentence can give."""
