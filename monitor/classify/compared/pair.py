"""Two texts side by side, with everything the rules look at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.classify.figures.quantities import quantities
from monitor.classify.language.caseless import may_be_name
from monitor.classify.language.lexicon import WITHOUT_SPACES, words_of
from monitor.classify.language.quotes import inside, quoted_spans
from monitor.classify.language.saying import says_nothing
from monitor.diff.marks import Hunk, hunks
from monitor.diff.tokens import Token, in_small, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.classify.compared.vocabulary import Vocabulary
    from monitor.classify.language.quotes import Span

_OPENERS = frozenset({".", "!", "?", ":", '"', "'", "...", "(", "¿", "¡"})

_ARTICLES = frozenset({"the", "a", "an"})
_OF_FUTURE = ("א", "י", "ת", "נ")
_FOR_WHOM = frozenset({"לי", "לך", "לו", "לה", "לנו", "לכם", "לכן", "להם", "להן"})
_OF = frozenset({"of", "de"})
_JOINTS = _OF | {","}
"""What may stand between: *the month of May*, *a total of 12*, *in total, 12*."""
_A_SUM = frozenset({"a", "the", "un", "el", "le"})
"""Before *total of*, which is no noun behind another: *la prohibición total de 31 productos*."""


class Side:
    """One of the two texts."""

    def __init__(self, text: str, vocabulary: Vocabulary, *, quoted_before: bool) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.keys = [token.key for token in self.tokens]
        small = in_small if "İ" in text else str.lower
        self.lower = [small(key) for key in self.keys]
        self.quoted: list[Span] = quoted_spans(text, opened_before=quoted_before)
        self.language = vocabulary.language
        self.extent = vocabulary.extent
        self.whole = vocabulary.whole
        self._vocabulary = vocabulary
        self._names: dict[int, bool] = {}

    def is_name(self, index: int) -> bool:
        """Whether a word has a capital for another reason than opening its sentence."""
        known = self._names.get(index)
        if known is None:
            known = self._names[index] = self._is_name(index)
        return known

    def _is_name(self, index: int) -> bool:
        vocabulary = self._vocabulary
        if not self._is_capital(index):
            return index < len(self.keys) and self.keys[index] in vocabulary.caseless
        lower = base(self.lower[index])
        if vocabulary.is_counted(lower):
            return False
        if vocabulary.is_dated(lower, capital=True):
            return False
        if lower in vocabulary.function:
            return self._is_given_name(index)
        if vocabulary.language == "de" and (
            lower in vocabulary.attribution or index in self.beside_figures
        ):
            return False  # *Laut Polizei*, *nach Angaben der Polizei*, *im Jahr 2019*
        if index and self.keys[index - 1] not in _OPENERS:
            return True
        denied = vocabulary.language == "de" and lower in vocabulary.negation  # *Kein Arbeiter*
        if lower in vocabulary.ordinary or lower in vocabulary.light or denied:
            return False
        return lower in vocabulary.names or self._is_capital(index + 1)

    def _is_given_name(self, index: int) -> bool:
        """*Will* or *Per* before a family name, within a sentence that is no headline."""
        if self.language != "en" or self.lower[index] in _ARTICLES or not index:
            return False
        if self.keys[index - 1] in _OPENERS or not self._is_capital(index + 1):
            return False
        words = [token.text for token in self.tokens if token.is_word]
        return 2 * sum(word[:1].isupper() for word in words) < len(words)

    def call_name(self, index: int) -> None:
        """Count the word at this place as a name, because the other text has one there."""
        self._names[index] = True

    def _is_capital(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].text[:1].isupper()

    @cached_property
    def claims(self) -> list[tuple[int, str]]:
        """The words in lower case with their places, without the month *May*.

        Words of saying that say nothing are left out too.
        """
        months = {i for i, token in enumerate(self.tokens) if i and token.text == "May"}
        none = months | self.unsaid | self._towards
        together = self.together
        return [
            (i, part)
            for i, word in enumerate(self.lower)
            if i not in none and together.get(i) != together.get(i - 1, "")
            for part in _split_negation(together.get(i, word))
        ]

    @property
    def _towards(self) -> set[int]:
        """The places of a Hebrew *to*; the same word is *do not* before a future tense."""
        if self.language != "he":
            return set()
        return {
            i
            for i, word in enumerate(self.lower)
            if word == "אל" and not _is_forbidden("".join(self.lower[i + 1 : i + 2]))
        }

    def passage(self, first: int, last: int) -> str:
        """The text from one token to another, as written."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    @cached_property
    def claimed(self) -> list[str]:
        """The words of ``claims`` without their places."""
        return [word for _place, word in self.claims]

    @cached_property
    def unsaid(self) -> frozenset[int]:
        """The places of words that are listed as words of saying, but say nothing here."""
        listed = self._vocabulary.attribution
        return frozenset(
            i
            for i, word in enumerate(self.lower)
            if word in listed and says_nothing(self.tokens, i, self.language)
        )

    @cached_property
    def reporting(self) -> frozenset[int]:
        """The places of words of saying, thinking and fearing, behind which a clause opens."""
        says, thinks = self._vocabulary.attribution, words_of("thinking", self.language)
        said = {place for place, word in self.claims if word in says}
        return frozenset(said).union(
            place
            for place, word in enumerate(self.lower)
            if word in thinks and not (place and self.lower[place - 1] in _ARTICLES)
        )

    @cached_property
    def together(self) -> dict[int, str]:
        """The places of words that form a listed phrase, each with the whole phrase."""
        known = self._vocabulary.phrases
        if known.keys().isdisjoint(self.lower):
            return {}
        joint = "" if self.language in WITHOUT_SPACES else "_"
        found: dict[int, str] = {}
        for start, word in enumerate(self.lower):
            if word not in known or start in found:
                continue
            phrase = next(
                (one for one in known[word] if tuple(self.lower[start:][: len(one)]) == one), ()
            )
            found.update((start + k, joint.join(phrase)) for k in range(len(phrase)))
        return found

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each of these words occurs."""
        return Counter(self.claimed)

    @cached_property
    def beside_figures(self) -> frozenset[int]:
        """The places of words that add nothing to a date or sum: *the year 2019*, *in total 12*."""
        sections = {"date": "of_dates", "number": "of_sums"}
        if all(words_of(each, self.language).isdisjoint(self.lower) for each in sections.values()):
            return frozenset()
        starts, ends = [t.start for t in self.tokens], [t.end for t in self.tokens]
        places: set[int] = set()
        for found in quantities(self.text, self.language):
            listed = words_of(sections.get(found.type, ""), self.language)
            before, behind = bisect_right(ends, found.start) - 1, bisect_left(starts, found.end)
            if before > 0 and self.lower[before] in (_JOINTS if found.type == "number" else _OF):
                counted = found.type == "number" and self.lower[before] in _OF
                before -= 1
                if counted and before and self.lower[before - 1] not in _A_SUM:
                    continue
            places.update(
                place
                for place in (before, behind)
                if 0 <= place < len(self.lower) and self.lower[place] in listed
            )
        return frozenset(places)

    @cached_property
    def figured(self) -> frozenset[int]:
        """The places of words inside a quantity: a figure, its unit, a date."""
        return self._within("number", "date", "time")

    @cached_property
    def timed(self) -> frozenset[int]:
        """The places of words inside a date or time."""
        return self._within("date", "time")

    def _within(self, *types: str) -> frozenset[int]:
        starts, ends = [t.start for t in self.tokens], [t.end for t in self.tokens]
        return frozenset(
            index
            for found in quantities(self.text, self.language)
            if found.type in types
            for index in range(bisect_right(ends, found.start), bisect_left(starts, found.end))
        )

    def has_rule(self, index: int) -> bool:
        """Whether it is a figure, date or claim, which have rules for the whole sentence."""
        if self.language in WITHOUT_SPACES and index in self.figured:
            return True
        if index in self.unsaid or index in self.beside_figures:
            return False
        return self._vocabulary.has_rule(self.together.get(index, self.lower[index]))

    def is_counted(self, index: int) -> bool:
        """Whether it is a figure, a number word, or the word of size or unit next to it."""
        if self.language in WITHOUT_SPACES:
            return index in self.figured
        return self._vocabulary.is_counted(self.lower[index])

    def is_quoted(self, indices: Iterable[int]) -> bool:
        """Whether any of these words is between quotation marks."""
        return any(self.tokens[i].is_word and inside(self.tokens[i], self.quoted) for i in indices)


class Pair:
    """Both texts with their hunks: runs of words that replace one another."""

    def __init__(
        self, old: str, new: str, vocabulary: Vocabulary, quoted_before: tuple[bool, bool]
    ) -> None:
        self.vocabulary = vocabulary
        self._quoted_before = quoted_before
        self.old = Side(old, vocabulary, quoted_before=quoted_before[0])
        self.new = Side(new, vocabulary, quoted_before=quoted_before[1])
        self.hunks: list[Hunk] = hunks(self.old.lower, self.new.lower)
        if vocabulary.caseless:
            self._name_what_replaces_names()

    def _name_what_replaces_names(self) -> None:
        """Count a word as a name if it replaces a name and has no letter that has capitals."""
        for hunk in self.hunks:
            i, j = hunk.old_start, hunk.new_start
            if (hunk.old_end, hunk.new_end) != (i + 1, j + 1):
                continue
            for side, here, other, there in (
                (self.old, i, self.new, j),
                (self.new, j, self.old, i),
            ):
                if side.is_name(here) and may_be_name(other.keys[there], self.vocabulary.language):
                    other.call_name(there)

    def of(self, old: str, new: str) -> Pair:
        """A pair of other texts with the same settings."""
        return Pair(old, new, self.vocabulary, self._quoted_before)

    def name_order(self) -> tuple[list[str], list[str]]:
        """The names of both texts, in their order."""
        one, other = (
            [base(side.lower[i]) for i in range(len(side.tokens)) if side.is_name(i)]
            for side in (self.old, self.new)
        )
        return one, other

    @cached_property
    def differs_in_a_word(self) -> bool:
        """Whether a single word was replaced by another, and nothing else changed."""
        return len(self.hunks) == 1 and all(
            end - start == 1
            for hunk in self.hunks
            for start, end in ((hunk.old_start, hunk.old_end), (hunk.new_start, hunk.new_end))
        )

    @cached_property
    def lost(self) -> Counter[str]:
        """Lower-case words that the old text has more often."""
        return self.old.counts - self.new.counts

    @cached_property
    def won(self) -> Counter[str]:
        """Lower-case words that the new text has more often."""
        return self.new.counts - self.old.counts


def _is_forbidden(word: str) -> bool:
    """*אל תדאגו*, do not worry; *אל לו לשכוח*, he must not forget (Hebrew)."""
    return word.startswith(_OF_FUTURE) or word in _FOR_WHOM


def base(word: str) -> str:
    """A word without an English genitive ending."""
    return word.removesuffix("'s").removesuffix("s'")


def _split_negation(word: str) -> tuple[str, ...]:
    """*Do* and *not* of *don't*."""
    if word.endswith("n't"):
        return {"can't": "can", "won't": "will"}.get(word, word[:-3]), "not"
    return ("can", "not") if word == "cannot" else (word,)


def word_indices(row: Sequence[Token], start: int, end: int) -> list[int]:
    """The places in a half-open range that are words."""
    return [index for index in range(start, end) if row[index].is_word]


def word_rows(pair: Pair) -> tuple[list[int], list[int]]:
    """The places of the words of both texts."""
    old, new = pair.old.tokens, pair.new.tokens
    return word_indices(old, 0, len(old)), word_indices(new, 0, len(new))
