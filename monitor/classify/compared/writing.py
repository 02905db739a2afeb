"""The same words written differently: glued, hyphenated, shortened, doubled by mistake.

These mean the same to any reader. They are put into one form on both sides before other rules
look, so that none of them takes a lost space for a lost date.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.classify.compared.other_writing import figures_for_words
from monitor.classify.language.endings import common_start
from monitor.classify.language.known import is_known
from monitor.classify.language.lexicon import abbreviations, bases, connectives

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.diff.marks import Hunk

MOST_PARTS = 4
"""Most words that may be joined by missing spaces or hyphens."""
SHORTEST_GLUED = 5
MOST_INITIALS = 6
FEWEST_INITIALS = 2
LONGEST_GLUED = 40
SHORTEST_PART = 4
MOST_TOKENS = 60
"""A hunk with more tokens on either side is new text and not looked into."""

_RUN_ON = regex.compile(
    r"(?<=\p{L}),(?=\p{L})|(?<=\p{Ll}{3})\.(?=\p{Lu}\p{Ll})|(?<=\p{L})['’]s(?=\p{L}{2})"
)
"""A comma, stop or genitive that the next word follows without a space."""
_SPEEDS = frozenset({"mph", "kph"})
_SMALL = frozenset({"of", "and", "the", "for", "on", "in", "to"})
_BE = frozenset({"be", "is", "are", "was", "were", "am", "have", "has", "had"})
_BEFORE_VERB = frozenset(
    {"would", "will", "should", "must", "can", "shall", "i", "we", "they", "he", "she"}
)
"""Words that a verb must follow."""
_INTO = frozenset({"into", "onto"})
_PREPOSITIONS = frozenset({"in", "on", "at", "of", "to", "from", "with", "by", "for"})
_SUBJECTS = frozenset({"he", "she", "they", "it", "we", "i"})
_SAYING = frozenset({"said", "says", "added", "adds"})
_FINITE = frozenset(
    {"is", "are", "was", "were", "has", "had", "will", "would", "wants", "did", "does", "can"}
)
_NO_VERB = frozenset({"a", "an", "the", "on", "at", "in", "of", "from", "with", "by"})
_OF_PLACES = frozenset({"an", "ian", "ians", "i", "s", "ish", "ese"})
"""Endings that derive another name: *Iranian* is not *Iran ian*."""


class Rewriting(NamedTuple):
    """Characters ``start`` to ``end`` of the ``new`` or the old text, as the other has them."""

    start: int
    end: int
    text: str
    kind: str
    new: bool = False


def rewritings(pair: Pair) -> list[Rewriting]:
    """What the two texts merely write differently, in the order of the texts."""
    found: list[Rewriting] = []
    for hunk in pair.hunks:
        if max(hunk.old_end - hunk.old_start, hunk.new_end - hunk.new_start) > MOST_TOKENS:
            continue
        one_sided = _repeated(pair, hunk) or _is_no_sentence(pair, hunk)
        if one_sided:
            found.append(_replaced(pair, hunk, "typo"))
        elif _joins_alike(pair, hunk) or _is_to(pair, hunk):
            found.append(_replaced(pair, hunk, "wording"))
        else:
            found += _in_figures(pair, hunk) or _runs(pair, hunk)
    return found


def _is_to(pair: Pair, hunk: Hunk) -> bool:
    """*אל הגבול* and *לגבול*: to the border, in two words and in one (Hebrew)."""
    sides = (
        pair.old.lower[hunk.old_start : hunk.old_end],
        pair.new.lower[hunk.new_start : hunk.new_end],
    )
    shorter, longer = sorted(sides, key=len)
    if pair.old.language != "he" or len(shorter) != 1 or longer[:-1] != ["אל"]:
        return False
    return shorter[0] in {f"ל{longer[-1]}", f"ל{longer[-1].removeprefix('ה')}"}


def _in_figures(pair: Pair, hunk: Hunk) -> list[Rewriting]:
    """Ordinals, days or ranges in figures that the other text has in words."""
    old, new = pair.old, pair.new
    spans = (
        (_start_of(old, hunk.old_start), _end_of(old, hunk.old_end)),
        (_start_of(new, hunk.new_start), _end_of(new, hunk.new_end)),
    )
    pairs = figures_for_words((old.text, spans[0]), (new.text, spans[1]), old.language)
    return [
        Rewriting(one.start, one.end, new.text[other.start : other.end], "spelling")
        for one, other in pairs
    ]


def _replaced(pair: Pair, hunk: Hunk, kind: str) -> Rewriting:
    """The whole hunk with the space after it, one side of which is empty."""
    old, new = pair.old, pair.new
    return Rewriting(
        _start_of(old, hunk.old_start),
        _start_of(old, hunk.old_end),
        new.text[_start_of(new, hunk.new_start) : _start_of(new, hunk.new_end)],
        kind,
    )


def _start_of(side: Side, index: int) -> int:
    return side.tokens[index].start if index < len(side.tokens) else len(side.text)


def _end_of(side: Side, index: int) -> int:
    return side.tokens[index - 1].end if index else 0


# --- words too many and too few ------------------------------------------------------------------
def _one_side(pair: Pair, hunk: Hunk) -> tuple[Side, int, int] | None:
    if hunk.old_start == hunk.old_end:
        return pair.new, hunk.new_start, hunk.new_end
    if hunk.new_start == hunk.new_end:
        return pair.old, hunk.old_start, hunk.old_end
    return None


def _repeated(pair: Pair, hunk: Hunk) -> bool:
    """*They don't they don't*: the adjacent words repeated. Never with figures."""
    found = _one_side(pair, hunk)
    if found is None:
        return False
    side, start, end = found
    words = side.lower[start:end]
    size = end - start
    if any(pair.vocabulary.is_counted(word) for word in words):
        return False
    if not any(word[0].isalpha() for word in words):
        return False
    before = side.lower[max(0, start - size) : start]
    return words in (before, side.lower[end : end + size])


def _is_no_sentence(pair: Pair, hunk: Hunk) -> bool:
    """*Would a failure*, *the woman said wants*, *pulled into in the lot*: a lost or extra word."""
    found = _one_side(pair, hunk)
    if found is None or pair.vocabulary.language != "en":
        return False
    side, start, end = found
    if end - start != 1 or not 0 < start < len(side.lower) - 1:
        return False
    before, word, behind = side.lower[start - 1 : start + 2]
    if word in _BE:
        return before in _BEFORE_VERB and behind in _NO_VERB
    if word in _SUBJECTS:
        return before in _SAYING and behind in _FINITE
    return word in _PREPOSITIONS and (before in _INTO or behind in _INTO)


def _joins_alike(pair: Pair, hunk: Hunk) -> bool:
    """*Sin embargo* for *pero*: connectives with the same meaning, of however many words."""
    known = connectives(pair.vocabulary.language)
    old, new = (
        known.get(tuple(word for word in words if word != ","))
        for words in (
            pair.old.lower[hunk.old_start : hunk.old_end],
            pair.new.lower[hunk.new_start : hunk.new_end],
        )
    )
    return old is not None and old == new


# --- words in other pieces -----------------------------------------------------------------------
def _runs(pair: Pair, hunk: Hunk) -> Iterator[Rewriting]:
    """Runs of words that one word of the other side joins."""
    i, old_end = hunk.old_start, hunk.old_end
    j = hunk.new_start
    while i < old_end:
        match = next(
            (
                (k, size, other, kind)
                for k in range(j, hunk.new_end)
                for size, other, kind in _fitting(pair, i, old_end, k, hunk.new_end)
            ),
            None,
        )
        if match is None:
            i += 1
            continue
        k, size, other, kind = match
        one, two = _span(pair.old, i, size), _span(pair.new, k, other)
        if other == 1 and kind != "spelling":
            yield Rewriting(*two, pair.old.text[slice(*one)], kind, new=True)
        else:
            yield Rewriting(*one, pair.new.text[slice(*two)], kind)
        i, j = i + size, k + other


def _span(side: Side, index: int, size: int) -> tuple[int, int]:
    return side.tokens[index].start, side.tokens[index + size - 1].end


def _fitting(
    pair: Pair, i: int, old_end: int, k: int, new_end: int
) -> Iterator[tuple[int, int, str]]:
    """Sizes of equivalent runs from ``i`` and ``k``, one of them a single word, with the kind."""
    old, new = pair.old, pair.new
    if not old.tokens[i].is_word or not new.tokens[k].is_word:
        return
    if _abbreviated(pair, old.lower[i], new.lower[k]):
        yield 1, 1, "spelling"
    for size in range(min(MOST_INITIALS, old_end - i), 1, -1):
        kind = _whole(pair, new.keys[k], old.keys[i : i + size])
        if kind:
            yield size, 1, kind
    for size in range(min(MOST_INITIALS, new_end - k), 1, -1):
        kind = _whole(pair, old.keys[i], new.keys[k : k + size])
        if kind:
            yield 1, size, kind


def _abbreviated(pair: Pair, one: str, other: str) -> bool:
    short = abbreviations(pair.vocabulary.language)
    return other in short.get(one, ()) or one in short.get(other, ())


def _whole(pair: Pair, word: str, parts: Sequence[str]) -> str:
    """The kind of change from parts to a word that joins them; empty if it does not."""
    if _is_glued(pair, word, parts):
        return "punctuation" if "-" in word else "whitespace"
    percent = word.endswith("%") and list(parts) == [word[:-1], "per", "cent"]
    return "spelling" if percent or _are_initials(word, parts) else ""


def _is_glued(pair: Pair, word: str, parts: Sequence[str]) -> bool:
    """*Oncemore*, *once-more*. Not if figures would run together or a *not* be lost."""
    letters = _letters(word)
    if len(parts) > MOST_PARTS or len(letters) < SHORTEST_GLUED or not word[0].isalnum():
        return False
    if "".join(map(_letters, parts)) != letters:
        return False
    if any(not part[0].isalnum() or not part[-1].isalnum() for part in parts):
        return False
    if any(part.lower() in pair.vocabulary.negation for part in parts):
        return False
    return not any(one[-1].isdigit() and other[0].isdigit() for one, other in pairwise(parts))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _are_initials(word: str, parts: Sequence[str]) -> bool:
    """*US* for *United States*, *U.N.* for *United Nations*."""
    short = word.replace(".", "")
    if short in _SPEEDS:
        return "".join(part[0] for part in parts) == short
    if not short.isalpha() or not short.isupper() or len(short) < FEWEST_INITIALS:
        return False
    if not (parts[0][0].isupper() and parts[-1][0].isupper()):
        return False
    if any(not part[0].isupper() and part not in _SMALL for part in parts):
        return False
    capitals = "".join(part[0] for part in parts if part[0].isupper())
    return capitals == short or "".join(part[0] for part in parts).upper() == short


# --- words that ran into one another -------------------------------------------------------------
def unglued(pair: Pair) -> Pair:
    """The same pair, with a space between known words that ran together in what differs."""
    old = _spaced(pair, pair.old, pair.new, [(hunk.old_start, hunk.old_end) for hunk in pair.hunks])
    new = _spaced(pair, pair.new, pair.old, [(hunk.new_start, hunk.new_end) for hunk in pair.hunks])
    if (old, new) == (pair.old.text, pair.new.text):
        return pair
    return pair.of(old, new)


def _spaced(pair: Pair, side: Side, other: Side, ranges: Sequence[tuple[int, int]]) -> str:
    text = side.text
    for start, end in reversed(ranges):
        if end - start > MOST_TOKENS:
            continue
        for index in reversed(range(start, end)):
            token = side.tokens[index]
            cut = _where_glued(pair, token.key, other)
            if cut:
                text = f"{text[: token.start + cut]} {text[token.start + cut :]}"
    return text


def _where_glued(pair: Pair, word: str, other: Side) -> int:
    """Where an unknown word splits into two known ones; 0 if nowhere."""
    vocabulary = pair.vocabulary
    # *ISTANBUL* is not *ISTANB* and *UL*, though capitals make initials.
    if not SHORTEST_GLUED <= len(word) <= LONGEST_GLUED or word.isupper():
        return 0
    behind_mark = _RUN_ON.search(word)
    if behind_mark or not word.isalpha():
        return behind_mark.end() if behind_mark else 0
    if word.lower() in vocabulary.known or is_known(word.lower(), vocabulary.language):
        return 0
    shared = _where_both_glued(pair, word, other)
    if shared:
        return shared
    for cut in range(len(word) - 2, 1, -1):
        left, right = word[:cut], word[cut:]
        if right[0].isupper() != right[-1].isupper() and right[0].islower():
            continue
        if _is_one_word(pair, left, right, other):
            continue
        if _is_word(pair, left) and _is_word(pair, right):
            return cut
        named = right.islower() and right not in _OF_PLACES and left.lower() in vocabulary.names
        if cut >= SHORTEST_GLUED and named and _is_form(pair, right):
            return cut
    return 0


def _is_one_word(pair: Pair, left: str, right: str, other: Side) -> bool:
    """*Iranian*, or a compound of two content words of which the other text has neither."""
    if left[0].isupper() and right in _OF_PLACES:
        return True
    compound = (left + right).islower()
    return compound and not {left, right} & (pair.vocabulary.function | set(other.lower))


def _where_both_glued(pair: Pair, word: str, other: Side) -> int:
    """*Blowsas* and *blowsin*: two unknown words that begin alike, followed by known ones."""
    vocabulary = pair.vocabulary
    for partner in other.keys:
        if partner == word or len(partner) < SHORTEST_GLUED or not partner.isalpha():
            continue
        if partner[:SHORTEST_GLUED] != word[:SHORTEST_GLUED]:
            continue
        if is_known(partner.lower(), vocabulary.language):
            continue
        shared, shorter = common_start(word, partner), min(len(word), len(partner))
        least = SHORTEST_GLUED if shared < shorter else shorter  # *Venezuela* itself is one word
        for cut in range(shared, least - 1, -1):
            rests = {word[cut:], partner[cut:]} - {""}
            if word[0].isupper() and not rests.isdisjoint({"a", "i"}):
                continue  # *Shusha* and *Shushi* are two names of a town
            small = rests <= vocabulary.function and (
                shared < shorter or rests.isdisjoint(_OF_PLACES)
            )
            if len(word) > cut and small:
                return cut
    return 0


def _is_form(pair: Pair, part: str) -> bool:
    """Whether it is a small word, or a known word or a form of one."""
    language = pair.vocabulary.language
    return part in pair.vocabulary.function or any(
        is_known(form, language) for form in bases(part, language)
    )


def _is_word(pair: Pair, part: str) -> bool:
    """Whether it is a word of both versions, initials, or a known lower-case word."""
    vocabulary = pair.vocabulary
    lower = part.lower()
    if lower in vocabulary.function or lower in vocabulary.known or part.isupper():
        return True
    if len(part) < SHORTEST_PART:
        return False
    return part.islower() and bool(is_known(lower, vocabulary.language))
