"""The content words of a hunk: names, things, actions.

Words that came and went in another form, place or spelling cancel each other; what is left
is what a reader would call a different detail.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from monitor.classify.compared.articles import exchanged_by_article
from monitor.classify.compared.attached import moved_to_another
from monitor.classify.compared.behind_prepositions import (
    are_placed_alike,
    exchanged_behind_prepositions,
)
from monitor.classify.compared.cases import exchanged_by_case
from monitor.classify.compared.done import done_or_doing
from monitor.classify.compared.forms import SLIPS, is_told_by_hyphen, relation
from monitor.classify.compared.futures import is_other_time
from monitor.classify.compared.loose_figures import fact_of, has_figure, other_figures, shortened
from monitor.classify.compared.one_of import one_of_them
from monitor.classify.compared.other_preposition import other_preposition
from monitor.classify.compared.pair import Pair, Side, base, word_indices
from monitor.classify.compared.punctuation import changed_marks
from monitor.classify.compared.reference import (
    is_fuller_form,
    is_same_referent,
    named,
    other_sex,
)
from monitor.classify.compared.roles import exchanged, only_voice_changed
from monitor.classify.compared.small_words import exchanged_opposites, small_words
from monitor.classify.compared.source import other_source
from monitor.classify.compared.spelled import note_of_names, relation_of_names, spelled_otherwise
from monitor.classify.compared.tallies import counted_otherwise
from monitor.classify.compared.tense import time_said_otherwise
from monitor.classify.compared.voice import is_said_in_passive, is_voice_turned, roles_turned
from monitor.classify.compared.whence import is_done_to_them, is_from_elsewhere
from monitor.classify.language.caseless import may_be_name
from monitor.classify.language.common import kind_of
from monitor.classify.language.moods import is_doubted_form
from monitor.classify.language.negated import is_negated_form
from monitor.classify.language.orthography import is_letter
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.classify.compared.verdict import Verdict
    from monitor.classify.compared.vocabulary import Vocabulary
    from monitor.diff.marks import Hunk

MOST_PAIRS = 900
"""If the word counts of a hunk's sides multiply to more, it is a rewrite and not looked into."""
_HALF = "n'"
"""The half of a French negation that is joined to its verb."""
FEW_WORDS = 2
"""Up to so many words may be said once instead of twice."""
_TELLING = (
    counted_otherwise,
    one_of_them,
    other_sex,
    done_or_doing,
    roles_turned,
    time_said_otherwise,
)
_ENDED = is_voice_turned, is_from_elsewhere, is_done_to_them


class _Left(NamedTuple):
    """What no rule has explained yet in a hunk: places of words on both sides."""

    hunk: Hunk
    old: list[int]
    new: list[int]


def classify_hunks(pair: Pair, verdict: Verdict) -> None:
    """Add what the hunks show to the verdict on the whole sentence."""
    if is_said_in_passive(pair):
        verdict.add("wording")
        return
    if exchanged_by_case(pair, verdict) or only_voice_changed(pair, verdict):
        return
    rest: list[_Left] = []
    for hunk in pair.hunks:
        old = word_indices(pair.old.tokens, hunk.old_start, hunk.old_end)
        new = word_indices(pair.new.tokens, hunk.new_start, hunk.new_end)
        if not old and not new:
            changed_marks(pair, hunk, verdict)
        elif not _same_letters(pair, old, new, verdict):
            rest.append(_related(pair, _Left(hunk, old, new), verdict))
    if not exchanged_by_article(pair, verdict):
        exchanged(pair, verdict)
    for tell in _TELLING:
        tell(pair, verdict)
    turned = exchanged_opposites(pair) or exchanged_behind_prepositions(pair, verdict)
    if turned is not None:
        verdict.add("detail", turned)
    for left in _without_moved(pair, rest, verdict):
        small_words(pair, left.old, left.new, verdict)
        _left_over(pair, left, verdict)
    moved_to_another(pair, verdict)


# --- the same letters ----------------------------------------------------------------------------
def _same_letters(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> bool:
    """Whether only spaces, joining marks or capitals differ. Never with figures."""
    one, other = _joined(pair.old, old), _joined(pair.new, new)
    if one.lower() != other.lower() or any(letter.isdigit() for letter in one):
        return False
    if any(
        is_told_by_hyphen(pair.old.lower[i], pair.new.lower[j], pair.vocabulary.language)
        for i, j in zip(old, new, strict=False)
    ):
        return False
    verdict.add("punctuation" if one == other else "case")
    return True


def _joined(side: Side, indices: Iterable[int]) -> str:
    return "".join(sign for i in indices for sign in side.keys[i] if is_letter(sign))


# --- words that are two forms of one -------------------------------------------------------------
def _related(pair: Pair, left: _Left, verdict: Verdict) -> _Left:
    """Remove the words of a hunk that are forms of one another."""
    old, new = list(left.old), list(left.new)
    if _torn_apart(pair, old, new):
        verdict.add("typo")
        return _Left(left.hunk, [], [])
    if len(old) * len(new) > MOST_PAIRS:
        return left
    spelled: list[tuple[int, int]] = []
    for i in left.old:
        for j in new:
            if _relate(pair, i, j, verdict, spelled):
                old.remove(i)
                new.remove(j)
                break
    spelled_otherwise(pair, spelled, verdict)
    return _Left(left.hunk, old, new)


def _torn_apart(pair: Pair, old: Sequence[int], new: Sequence[int]) -> bool:
    """Whether a word was split or two were glued together, with at most one slip.

    Not if words are joined on purpose: *l'ex-ministre* is no slip for *le ministre*.
    """
    if len(old) == len(new) or not old or not new:
        return False
    if not all(map(str.isalpha, [pair.old.keys[i] for i in old] + [pair.new.keys[j] for j in new])):
        return False
    one, other = _joined(pair.old, old).lower(), _joined(pair.new, new).lower()
    if min(len(one), len(other)) <= 4 or any(c.isdigit() for c in one + other):  # noqa: PLR2004 - short words are near to many
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1


def _relate(pair: Pair, i: int, j: int, verdict: Verdict, spelled: list[tuple[int, int]]) -> bool:
    """Whether two words are forms of one; adds the kind of change to the verdict.

    The places of names in another spelling are added to ``spelled``.
    """
    one, other = pair.old.lower[i], pair.new.lower[j]
    if _is_claimed_otherwise(pair, i, j, verdict):
        return True
    if pair.old.has_rule(i) or pair.new.has_rule(j):
        return False
    if "negation" in verdict.kinds and one.removeprefix(_HALF) == other.removeprefix(_HALF):
        return True  # *n'a* and *a*: the other half of the negation is already reported
    names = (pair.old.is_name(i), pair.new.is_name(j))
    if all(names):
        name = relation_of_names(pair, i, j)
        if name == "form":
            _reworded(pair, [i], [j], verdict)
        elif name:
            spelled.append((i, j))
        return bool(name)
    if any(names):
        return False
    found = relation(one, other, pair.vocabulary)
    if found is None or (found in SLIPS and not may_be_name(other, pair.vocabulary.language)):
        return False
    _reworded(pair, [i], [j], verdict)
    return True


def _is_claimed_otherwise(pair: Pair, i: int, j: int, verdict: Verdict) -> bool:
    """Whether a few letters of the verb negate it, make it doubtful, future or passive."""
    one, other, language = pair.old.lower[i], pair.new.lower[j], pair.vocabulary.language
    if is_negated_form(one, other, language):
        kind = "negation"
    elif is_doubted_form(one, other, language):
        kind = "hedge"
    elif is_other_time(pair, i, j) or any(is_other(pair, one, other) for is_other in _ENDED):
        kind = "detail"
    else:
        return False
    verdict.add(kind, fact_of(kind, pair, [i], [j]))
    if pair.old.is_quoted([i]) or pair.new.is_quoted([j]):
        verdict.add("quote")
    return True


def _reworded(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> None:
    """Add a rewording: wording in the outlet's own words, a changed quote inside a quotation."""
    if not _quoted(pair, old, new, verdict):
        verdict.add("wording")


def _quoted(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> bool:
    """Whether quoted words went or came, which is added; unquoted ones are not part of the fact."""
    gone = [i for i in old if pair.old.is_quoted([i])]
    come = [j for j in new if pair.new.is_quoted([j])]
    if gone or come:
        verdict.add("quote", fact_of("quote", pair, gone, come))
    return bool(gone or come)


# --- words that moved within the sentence --------------------------------------------------------
def _without_moved(pair: Pair, rest: Sequence[_Left], verdict: Verdict) -> list[_Left]:
    """Remove words that went at one place of the sentence and came at another."""
    ruled = pair.vocabulary.has_rule
    gone = Counter(base(pair.old.lower[i]) for left in rest for i in left.old)
    come = Counter(base(pair.new.lower[j]) for left in rest for j in left.new)
    moved = Counter({word: times for word, times in (gone & come).items() if not ruled(word)})
    if not moved:
        return list(rest)
    left_old, left_new = Counter(moved), Counter(moved)
    remaining: list[_Left] = []
    for left in rest:
        old = [i for i in left.old if not _take(left_old, base(pair.old.lower[i]))]
        new = [j for j in left.new if not _take(left_new, base(pair.new.lower[j]))]
        if len(old) + len(new) < len(left.old) + len(left.new):
            taken_old = [i for i in left.old if i not in old]
            taken_new = [j for j in left.new if j not in new]
            _reworded(pair, taken_old, taken_new, verdict)
        remaining.append(_Left(left.hunk, old, new))
    return remaining


def _take(counter: Counter[str], word: str) -> bool:
    counter[word] -= 1
    return counter[word] >= 0


# --- what is left over ---------------------------------------------------------------------------
def _left_over(pair: Pair, left: _Left, verdict: Verdict) -> None:
    if not left.old and not left.new:
        return
    if other_preposition(pair, left.hunk, left.old, left.new, verdict):
        _reworded(pair, left.old, left.new, verdict)
        return
    quoted = _quoted(pair, left.old, left.new, verdict)
    if not quoted and is_same_referent(pair, left.hunk, left.old, left.new):
        verdict.add("wording")
        return
    told = quoted or other_source(pair, left.old, left.new, verdict)
    names = (
        [i for i in left.old if pair.old.is_name(i)],
        [j for j in left.new if pair.new.is_name(j)],
    )
    lonely = not has_figure(pair, left.old, left.new)
    content_old, content_new = _content(pair, left, names, lonely=lonely)
    _names(pair, left, names, verdict, alone=not content_old and not content_new)
    if not lonely:
        other_figures(pair, left.old, left.new, verdict)
    if not content_old and not content_new:
        _no_content(pair, left, names, verdict)
    elif told:
        return
    elif _is_said_once(pair, content_old, content_new):
        verdict.add("wording")
    else:
        torn = _words_in(pair, left.hunk) > len(left.old) + len(left.new)
        fact = fact_of(
            "detail",
            pair,
            left.old if content_old or not torn else [],
            left.new if content_new or not torn else [],
        )
        if replace(fact, type="attribution") not in verdict.facts:
            verdict.add("detail", fact)


def _content(
    pair: Pair, left: _Left, names: tuple[list[int], list[int]], *, lonely: bool
) -> tuple[list[int], list[int]]:
    """The content words of both sides, except the names."""
    old, new = (
        [
            k
            for k in places
            if k not in told and _is_content(side, k, pair.vocabulary, lonely=lonely)
        ]
        for side, places, told in (
            (pair.old, left.old, names[0]),
            (pair.new, left.new, names[1]),
        )
    )
    return old, new


def _words_in(pair: Pair, hunk: Hunk) -> int:
    """How many words a hunk has: more than are left if some of them only moved."""
    old = word_indices(pair.old.tokens, hunk.old_start, hunk.old_end)
    return len(old) + len(word_indices(pair.new.tokens, hunk.new_start, hunk.new_end))


def _names(
    pair: Pair,
    left: _Left,
    names: tuple[list[int], list[int]],
    verdict: Verdict,
    *,
    alone: bool,
) -> None:
    """Add names that came or went, paired if nothing else came or went with them."""
    old, new = names
    if not old and not new:
        return
    if (not old or not new) and is_fuller_form(pair, left.hunk, names):
        verdict.add("wording")
        return
    one, other = named(pair, pair.old, old), named(pair, pair.new, new)
    note = note_of_names(one, other)
    if kind_of(one, other, pair.vocabulary.common) == "detail":
        verdict.add("detail", fact_of("detail", pair, left.old, left.new))
    elif note or not (one and other) or (alone and are_placed_alike(pair, names)):
        verdict.add("name", Fact("name", shortened(one), shortened(other), note))
    else:
        verdict.add("name", Fact("name", shortened(one), None))
        verdict.add("name", Fact("name", None, shortened(other)))


def _is_content(side: Side, index: int, vocabulary: Vocabulary, *, lonely: bool) -> bool:
    """Whether it is a content word; a unit is one if no figure is next to it."""
    word = side.lower[index]
    if word in vocabulary.function or word in vocabulary.light or index in side.beside_figures:
        return False
    if not side.has_rule(index):
        return index not in side.figured  # the *a.m.* of a time, which is reported whole
    return lonely and vocabulary.is_unit(word) and index not in side.figured


def _no_content(
    pair: Pair, left: _Left, names: tuple[list[int], list[int]], verdict: Verdict
) -> None:
    """Judge what has only small words, figures and claims; the latter are already reported."""
    own = [
        [k for k in places if not (side.has_rule(k) or k in told or k in side.figured)]
        for side, places, told in (
            (pair.old, left.old, names[0]),
            (pair.new, left.new, names[1]),
        )
    ]
    if own[0] or own[1]:
        _reworded(pair, own[0], own[1], verdict)


def _is_said_once(pair: Pair, content_old: Sequence[int], content_new: Sequence[int]) -> bool:
    """Whether words that came or went are also in the other text: said once instead of twice."""
    if content_old and content_new:
        return False
    content, side, other = (
        (content_old, pair.old, pair.new) if content_old else (content_new, pair.new, pair.old)
    )
    return len(content) <= FEW_WORDS and all(side.lower[k] in other.lower for k in content)
