"""Who did it to whom, as shown by endings or particles, not by word order alone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.classify.compared.loose_figures import shortened
from monitor.classify.compared.pair import word_indices
from monitor.classify.language.caseless import is_same_but_for_ending
from monitor.classify.language.endings import common_start, is_inflected
from monitor.classify.language.lexicon import words_of
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

EXCHANGED = "changed places"
"""The note of a fact of this rule."""
BY_ENDINGS = frozenset({"ru", "uk", "hy", "ka", "tr", "az"})
_BY_PARTICLES = frozenset({"fa", "ar", "he"})
"""Languages without case endings: the small words next to nouns stay in their places."""
_VERB_BETWEEN = frozenset({"ru", "uk"})
"""Languages in which the verb must be between the two: *мэр открыл* equals *открыт мэром*."""
MOST_CHANGED = 12
"""Most words of a sentence in other forms or places that are compared."""
SHORTEST = 3
_OBJECT = "را"
_LISTS = frozenset({"и", "или", "і", "й", "та", "або", "և", "ու", "და", "ve", "və", "ya", "و"})
_AGREE = {
    **dict.fromkeys(
        ("ru", "uk"),
        regex.compile(r"(?:л|ла|ло|ли|в|(?:[её]т|ит|є|е)|[юуяа]т|[юуяа]ть)(?:с[яь])?$"),
    ),
    **dict.fromkeys(("tr", "az"), regex.compile(r"(?:l[aeə]r)?$")),
    "hy": regex.compile(r"(?:ին)?$"),
    "ka": regex.compile(r"(?:ეს|ნენ|ს|ა)?$"),
}
"""Endings by which a verb merely agrees with its subject."""
_REFLEXIVE = ("ся", "сь")

_SLAVIC = {
    "accusative": r"(?:а>у|я>ю|>а|[ьй]>я|[ия]я>[ую]ю|ая>ую|[ыио]й>[ео]го|ий>ього)",
    "dative": r"(?:[ая]>[еі]|ія>ії|ия>ии|>у|[ьй]>ю|>ові|ь>еві|ая>ой|[ыио]й>[ео]му)",
}
_TURKIC = {"accusative": r">'?[yn]?[ıiuü]", "dative": r">'?[yn]?[aeə]"}
_TURNS = {
    "ru": _SLAVIC,
    "uk": _SLAVIC,
    "tr": _TURKIC,
    "az": _TURKIC,
    "hy": {"dative": r"(?:[ըն]?>ի|ը>ին|>ին)"},
    "ka": {"aorist": r"(?:მა>ი|მ>)", "present": r"ი?>ს", "perfect": r"მა?>ს"},
}
"""Endings of subjects, and what they become in objects, by the case of the object
(in Georgian by the time of the verb)."""
_PLURAL = regex.compile(r"(?:ли|[юуяа]ть?)(?:с[яь])?$")
"""Plural endings of Slavic verbs: *поезда ждали* are more than *поезд*."""


class _Placed(NamedTuple):
    """A word in both texts with its places, and its forms."""

    was: str
    now: str
    old: int
    new: int


def exchanged_by_case(pair: Pair, verdict: Verdict) -> bool:
    """*Украина обвинила Россию* for *Россия обвинила Украину*: each in the case of the other.

    Only if nothing else changed but a verb that agrees. If each kept its case, the sentence says
    the same in another order.
    """
    found = (
        _with_other_cases(pair)
        or _in_the_places_of_each_other(pair)
        or _where_they_stood(pair)
        or _whom_for_who(pair)
    )
    if found is None:
        return False
    verdict.add("detail", _passages(pair, *found))
    return True


def _passages(pair: Pair, first: _Placed, last: _Placed) -> Fact:
    """Both texts from one word to the other, as written."""
    old, new = pair.old, pair.new
    one = old.passage(first.old, last.old)
    start, end = sorted((first.new, last.new))
    other = new.passage(start, end)
    return Fact("detail", shortened(one), shortened(other), EXCHANGED)


# --- each in the case of the other ---------------------------------------------------------------
def _with_other_cases(pair: Pair) -> tuple[_Placed, _Placed] | None:
    """The two words farthest apart that are in reverse order and in other forms."""
    if pair.vocabulary.language not in BY_ENDINGS:
        return None
    placed = _placed(pair)
    crossed = [(p, q) for p, q in combinations(placed, 2) if p.new > q.new]
    crossed.sort(key=lambda one: one[0].old - one[1].old)
    return next((one for one in crossed if _took_cases(pair, placed, *one)), None)


def _placed(pair: Pair) -> list[_Placed]:
    """Every word of both texts, in pairs; empty if not every changed word has its other form."""
    old, new = (
        [k for start, end in ranges for k in word_indices(side.tokens, start, end)]
        for side, ranges in (
            (pair.old, [(hunk.old_start, hunk.old_end) for hunk in pair.hunks]),
            (pair.new, [(hunk.new_start, hunk.new_end) for hunk in pair.hunks]),
        )
    )
    if len(old) != len(new) or not 1 < len(old) <= MOST_CHANGED:
        return []
    stayed = _stayed(pair, old, new)
    found = [_Placed(pair.old.lower[i], pair.new.lower[j], i, j) for i, j in stayed]
    left = list(new)
    for same in (True, False):
        for i in [k for k in old if k not in {one.old for one in found}]:
            j = next((k for k in left if _is_one(pair, i, k, same=same)), None)
            if j is not None:
                left.remove(j)
                found.append(_Placed(pair.old.lower[i], pair.new.lower[j], i, j))
    return [] if left else sorted(found, key=lambda one: one.old)


def _stayed(pair: Pair, old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """The places of words outside all hunks, of which both sides have equally many."""
    rest = (
        [k for k in word_indices(side.tokens, 0, len(side.tokens)) if k not in set(changed)]
        for side, changed in ((pair.old, old), (pair.new, new))
    )
    return list(zip(*rest, strict=False))


def _is_one(pair: Pair, i: int, j: int, *, same: bool) -> bool:
    one, other, language = pair.old.lower[i], pair.new.lower[j], pair.vocabulary.language
    if same or one == other:
        return one == other
    return is_inflected(one, other, language) or is_same_but_for_ending(one, other, language)


def _took_cases(pair: Pair, placed: Sequence[_Placed], first: _Placed, last: _Placed) -> bool:
    """Whether both have other forms, or one does and a word between them stayed there.

    The two must not be forms of one word. Any other word in another form must agree, or have moved
    with one of them.
    """
    language = pair.vocabulary.language
    if min(len(first.was), len(last.was)) < SHORTEST or is_inflected(first.was, last.was, language):
        return False
    forms = (first.was != first.now) + (last.was != last.now)
    between = any(
        first.old < one.old < last.old and last.new < one.new < first.new for one in placed
    )
    if forms < 2 - between or (language in _VERB_BETWEEN and not between):
        return False
    return all(
        one.was == one.now
        or one in (first, last)
        or one.new - one.old in {first.new - first.old, last.new - last.old}
        or _agrees(one, language)
        for one in placed
    )


def _agrees(word: _Placed, language: str) -> bool:
    """Whether only agreement differs; a verb that became reflexive is another (*закрылся*)."""
    ending = _AGREE[language]
    if word.was.endswith(_REFLEXIVE) != word.now.endswith(_REFLEXIVE):
        return False
    return ending.sub("", word.was) == ending.sub("", word.now)


# --- each in the case of the other, and where it stood -------------------------------------------
def _where_they_stood(pair: Pair) -> tuple[_Placed, _Placed] | None:
    """*Полицию задержал водитель* for *Полиция задержала водителя*: the same word order.

    All words of one phrase took the case of the object, and those of the other that of the
    subject; any other word that changed agrees, and kept its number.
    """
    turns = _TURNS.get(pair.vocabulary.language)
    if turns is None or len(pair.old.tokens) != len(pair.new.tokens):
        return None
    placed = _placed(pair)
    if any(one.old != one.new for one in placed):
        return None
    changed = [one for one in placed if one.was != one.now]
    for pattern in turns.values():
        there = [one for one in changed if _turned(one.was, one.now, pattern)]
        back = [one for one in changed if _turned(one.now, one.was, pattern)]
        rest = [one for one in changed if one not in there and one not in back]
        if not there or not back:
            continue
        first, last = sorted((there, back), key=lambda row: row[0].old)
        if _are_apart(pair, first, last) and _only_agree(pair, there + back, rest):
            return first[0], last[-1]
    return None


def _whom_for_who(pair: Pair) -> tuple[_Placed, _Placed] | None:
    """*Водитель задержал* for *водителя задержали*: it was done to him, by unnamed people."""
    turns = _TURNS.get(pair.vocabulary.language)
    if turns is None or pair.vocabulary.language not in _VERB_BETWEEN:
        return None
    placed = _placed(pair)
    changed = [one for one in placed if one.was != one.now]
    if any(one.old != one.new for one in placed):
        return None
    for pattern in turns.values():
        there = [one for one in changed if _turned(one.was, one.now, pattern)]
        back = [one for one in changed if _turned(one.now, one.was, pattern)]
        rest = [one for one in changed if one not in there and one not in back]
        if bool(there) == bool(back) or not rest:
            continue
        by_nobody = all(
            _PLURAL.search(one.now if there else one.was)
            and not _PLURAL.search(one.was if there else one.now)
            for one in rest
        )
        if by_nobody and _agree_freely(pair, there + back, rest):
            return changed[0], changed[-1]
    return None


def _turned(was: str, now: str, pattern: str) -> bool:
    """Whether one ending turned into the other, after a stem of ``SHORTEST`` letters or more."""
    stem = common_start(was, now)
    return any(
        regex.fullmatch(pattern, f"{was[cut:]}>{now[cut:]}") is not None
        for cut in range(stem, max(SHORTEST, stem - 2) - 1, -1)
    )


def _are_apart(pair: Pair, first: Sequence[_Placed], last: Sequence[_Placed]) -> bool:
    """Whether one is wholly before the other, and the two are not a list."""
    between = pair.old.lower[first[-1].old + 1 : last[0].old]
    return first[-1].old < last[0].old and not (between and set(between) <= _LISTS)


def _only_agree(pair: Pair, nouns: Sequence[_Placed], rest: Sequence[_Placed]) -> bool:
    several = any(
        (_PLURAL.search(one.was) is None) != (_PLURAL.search(one.now) is None) for one in rest
    )
    return not several and _agree_freely(pair, nouns, rest)


def _agree_freely(pair: Pair, nouns: Sequence[_Placed], rest: Sequence[_Placed]) -> bool:
    """Whether the rest agrees, and no preposition determines the case of the nouns."""
    before = {pair.old.lower[one.old - 1] for one in nouns if one.old}
    agree = all(_agrees(one, pair.vocabulary.language) for one in rest)
    return agree and before.isdisjoint(words_of("prepositions", pair.vocabulary.language))


# --- two words of one form in the places of each other -------------------------------------------
def _in_the_places_of_each_other(pair: Pair) -> tuple[_Placed, _Placed] | None:
    """*Российские войска обстреляли украинские позиции*, and the other way round.

    Every other word stays in place. In languages with case endings both must have the same one.
    """
    language, old, new = pair.vocabulary.language, pair.old.lower, pair.new.lower
    if language not in BY_ENDINGS | _BY_PARTICLES or len(old) != len(new):
        return None
    places = [k for k, words in enumerate(zip(old, new, strict=True)) if words[0] != words[1]]
    if len(places) != 2 or old[places[0]] != new[places[1]] or old[places[1]] != new[places[0]]:  # noqa: PLR2004 — the one and the other
        return None
    one, other = places
    if not (_is_content(pair, one) and _is_content(pair, other)) or not _may_act(pair, one, other):
        return None
    return _Placed(old[one], new[other], one, other), _Placed(old[other], new[one], other, one)


def _is_content(pair: Pair, at: int) -> bool:
    side: Side = pair.old
    vocabulary, word = pair.vocabulary, side.lower[at]
    small = vocabulary.function | vocabulary.light | vocabulary.pronouns
    listed = word in small or side.has_rule(at)
    return side.tokens[at].is_word and len(word) >= SHORTEST and not listed


def _may_act(pair: Pair, one: int, other: int) -> bool:
    """Whether word order may tell who acts: they are no list, nor an adverb next to a noun."""
    words, language = pair.old.lower, pair.vocabulary.language
    between = words[one + 1 : other]
    if not all(pair.old.tokens[k].is_word for k in range(one, other)):
        return False
    if not between:
        return language == "ar" or (language == "fa" and words[other + 1 : other + 2] == [_OBJECT])
    if set(between) <= _LISTS:
        return False
    return language not in BY_ENDINGS or words[one][-2:] == words[other][-2:]
