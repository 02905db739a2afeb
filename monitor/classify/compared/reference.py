"""Who is meant: a pronoun, a role or a shorter name for somebody the article already knows.

Only if both versions know the name, and for a role only if the article itself says that the role
is theirs: otherwise it may be somebody else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from monitor.classify.compared.pair import base
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict
    from monitor.classify.compared.vocabulary import Vocabulary
    from monitor.diff.marks import Hunk

FEW_WORDS = 2
"""Most content words that one pronoun may replace."""
MOST_NAMES = 4
_GENERIC = frozenset(
    {"man", "woman", "couple", "city", "town", "country", "nation", "state", "company", "firm"}
)
"""Words that, like a pronoun, refer to whoever or whatever was mentioned."""
SHORTEST_KNOWN = 3
MOST_INITIALS = 6


def is_same_referent(pair: Pair, hunk: Hunk, old: Sequence[int], new: Sequence[int]) -> bool:
    """Whether the same person or thing, known to the article, is named in another way."""
    if any(side.has_rule(k) for side, row in ((pair.old, old), (pair.new, new)) for k in row):
        return False
    return (
        _is_pronoun_for(pair, old, new)
        or _is_role_of(pair, old, new)
        or _is_fuller_name(pair, hunk, old, new)
        or _is_name_before_role(pair, hunk)
    )


def _is_pronoun_for(pair: Pair, old: Sequence[int], new: Sequence[int]) -> bool:
    """Whether one side is a pronoun, and the other something both versions mention anyway."""
    for side, places, other, others in (
        (pair.old, old, pair.new, new),
        (pair.new, new, pair.old, old),
    ):
        words = [side.lower[k] for k in places]
        if any(word in pair.vocabulary.pronouns for word in words) and _is_small(pair, words):
            content = [k for k in others if not _is_small(pair, [other.lower[k]])]
            if content and _is_known(pair, other, content):
                return True
    return False


def _is_small(pair: Pair, words: Sequence[str]) -> bool:
    vocabulary = pair.vocabulary
    return all(word in vocabulary.function or word in vocabulary.pronouns for word in words)


def _is_known(pair: Pair, side: Side, content: Sequence[int]) -> bool:
    names = [k for k in content if side.is_name(k)]
    if len(content) - len(names) > FEW_WORDS or len(names) > MOST_NAMES:
        return False
    return all(knows(pair.vocabulary, side.lower[k]) for k in content)


def knows(vocabulary: Vocabulary, word: str) -> bool:
    """Whether a word is in the article's vocabulary, and is no claim or figure."""
    if len(word) < SHORTEST_KNOWN or vocabulary.is_claim(word) or vocabulary.is_counted(word):
        return False
    return base(word) in vocabulary.known


def _is_role_of(pair: Pair, old: Sequence[int], new: Sequence[int]) -> bool:
    """*The judge* for *Murphy*, if both versions have *Judge Brian Murphy*."""
    for side, places, other, others in (
        (pair.old, old, pair.new, new),
        (pair.new, new, pair.old, old),
    ):
        role = [side.lower[k] for k in places if not _is_small(pair, [side.lower[k]])]
        names = [k for k in others if not _is_small(pair, [other.lower[k]])]
        if len(role) != 1 or any(side.is_name(k) for k in places) or not names:
            continue
        if not all(other.tokens[k].text[0].isupper() for k in names) or len(names) > MOST_NAMES:
            continue
        if _bears(pair.vocabulary, base(other.lower[names[-1]]), role[0]):
            return True
    return False


def _bears(vocabulary: Vocabulary, name: str, role: str) -> bool:
    if role in _GENERIC and knows(vocabulary, name):
        return True
    return _are_initials_of(vocabulary.texts, name, role) or _stand_together(
        vocabulary.texts, name, role
    )


@lru_cache(maxsize=256)
def _stand_together(texts: tuple[str, str], name: str, role: str) -> bool:
    """*Judge Brian E. Murphy*, or *Murphy, a federal judge*."""
    if not all(_are_near(text, name, role) for text in texts):
        return False
    names = r"(?:\s\p{Lu}[\w.]*){0,3}\s"
    one, other = f"(?i:{regex.escape(role)})", f"(?i:{regex.escape(name)})"
    article = r"(?:an?|the|its|his|her|their)(?: \w+){0,2} "
    pattern = regex.compile(rf"\b{one}{names}{other}\b|\b{other}, {article}{one}\b")
    return all(pattern.search(text) for text in texts)


def _are_near(text: str, name: str, role: str) -> bool:
    """Whether the role is near the name, so that running a pattern is worthwhile."""
    text = _in_small(text)
    at = text.find(name)
    while at >= 0:
        if role in text[max(0, at - _AROUND) : at + len(name) + _AROUND]:
            return True
        at = text.find(name, at + 1)
    return False


_AROUND = 200
"""Enough characters for three words of a name, or an article and two words, and the role."""


@lru_cache(maxsize=4)
def _in_small(text: str) -> str:
    return text.lower()


@lru_cache(maxsize=256)
def _are_initials_of(texts: tuple[str, str], name: str, role: str) -> bool:
    """*The department* for *DHS*, if both mention a *Department of Homeland Security*."""
    if not name.isalpha() or not 1 < len(name) <= MOST_INITIALS or role[0] not in name:
        return False
    small = r"(?:of |and |the |for |on )*"
    words = rf"[ -]{small}".join(rf"{letter.upper()}\w+" for letter in name)
    return all(
        any(role in match[0].lower().split() for match in regex.finditer(rf"\b{words}", text))
        for text in texts
    )


def _is_fuller_name(pair: Pair, hunk: Hunk, old: Sequence[int], new: Sequence[int]) -> bool:
    """*Defense Secretary Pete Hegseth* for *Hegseth*: words right before a name that stayed.

    Both versions must know them, so that nothing new is said.
    """
    if bool(old) == bool(new):
        return False
    side, places = (pair.old, old) if old else (pair.new, new)
    end = hunk.old_end if old else hunk.new_end
    if places[-1] != end - 1 or end >= len(side.tokens) or not side.is_name(end):
        return False
    content = [k for k in places if not _is_small(pair, [side.lower[k]])]
    names = [k for k in content if side.is_name(k)]
    return bool(names) and names[-1] == end - 1 and _is_known(pair, side, content)


_ARTICLES = frozenset({"a", "an", "the"})
_DETERMINERS = _ARTICLES | {"this", "that"}
_SHORTEST_APPOSITION = 3


def _is_name_before_role(pair: Pair, hunk: Hunk) -> bool:
    """*Anna Berg, a retired teacher* for *The retired teacher*, if both versions name her."""
    ranges = (
        (pair.old, hunk.old_start, hunk.old_end),
        (pair.new, hunk.new_start, hunk.new_end),
    )
    for (side, start, end), (other, other_start, other_end) in (ranges, ranges[::-1]):
        words, others = side.lower[start:end], other.lower[other_start:other_end]
        if len(words) < _SHORTEST_APPOSITION or words[-2] != "," or words[-1] not in _ARTICLES:
            continue
        names = range(start, end - 2)
        named = all(side.is_name(k) and knows(pair.vocabulary, side.lower[k]) for k in names)
        if named and others and _DETERMINERS.issuperset(others):
            return True
    return False


_WITHIN_NAMES = 2
"""Most small words inside a name: *Embassy in Washington*, *Bank of the South*."""
_JOINING = frozenset({"/", "&", "+"})
"""Marks inside a name: *A/S*, *AT&T*."""


def named(pair: Pair, side: Side, places: Sequence[int]) -> str:
    """The names at these places as written, with a comma between two that are apart."""
    runs: list[tuple[int, int]] = []
    for place in places:
        between = range(runs[-1][1] + 1, place) if runs else range(0)
        inside = pair.vocabulary.function | _JOINING
        small = all(side.lower[k] in inside for k in between)
        if runs and len(between) <= _WITHIN_NAMES and small:
            runs[-1] = runs[-1][0], place
        else:
            runs.append((place, place))
    texts = (side.passage(i, j) for i, j in runs)
    return ", ".join(dict.fromkeys(texts))


_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})


def other_sex(pair: Pair, verdict: Verdict) -> None:
    """*He* for *she*: another person, or a fact about one."""
    for hunk in pair.hunks:
        old = {t.key.lower(): t.text for t in pair.old.tokens[hunk.old_start : hunk.old_end]}
        new = {t.key.lower(): t.text for t in pair.new.tokens[hunk.new_start : hunk.new_end]}
        for one, other in ((_MALE, _FEMALE), (_FEMALE, _MALE)):
            before, after = old.keys() & one, new.keys() & other
            if before and after and not (old.keys() & other or new.keys() & one):
                verdict.add("detail", Fact("detail", old[min(before)], new[min(after)]))


def is_fuller_form(pair: Pair, hunk: Hunk, names: tuple[list[int], list[int]]) -> bool:
    """*Donald Trump* for *Trump*: the words are right before a name that stayed.

    Only if the fuller form is elsewhere in the article, so that it says nothing new.
    """
    side, indices = (pair.old, names[0]) if names[0] else (pair.new, names[1])
    end = hunk.old_end if names[0] else hunk.new_end
    if indices[-1] != end - 1 or end >= len(side.tokens) or not side.is_name(end):
        return False
    return all(base(side.lower[i]) in pair.vocabulary.shared_names for i in indices)
