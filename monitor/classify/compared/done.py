"""Who does it and who suffers it, by one small word: *was attacked* and *attacked*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.compared.loose_figures import fact_of
from monitor.classify.compared.pair import word_indices
from monitor.classify.language.endings import is_inflected
from monitor.classify.language.lexicon import bases, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

_WAS = frozenset({"was", "were"})
_HAVE = frozenset({"has", "have", "had"})
_IS = _WAS | frozenset({"is", "are", "be", "been", "being"})
_AUXILIARIES = _IS | _HAVE | frozenset({"get", "gets", "got", "getting", "having"})
_WHOM = {
    "zh": ((["被"], []), (["遭"], [])),
    "ja": ((["を"], ["が"]),),
    "es": ((["a"], []), (["al"], ["el"])),
    "fa": ((["را"], []), (["به"], [])),
    "he": ((["את"], []),),
}
"""Small words that alone mark the object, or the passive."""
_FUE = frozenset({"fue", "fueron", "era", "eran", "será", "serán"})
_BY = "por"
_PARTICIPLES = ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas")
_STOPS = frozenset(".!?")
_APART = frozenset({",", ";", ":", "-", "–", "—", "(", ")"})


def done_or_doing(pair: Pair, verdict: Verdict) -> None:
    """Add that somebody now does what was done to them, or the reverse, if only that changed.

    A headline that omits the small word (*Two killed in blast*) says the same.
    """
    language = pair.vocabulary.language
    if len(pair.hunks) != 1:
        return
    hunk = pair.hunks[0]
    old = word_indices(pair.old.tokens, hunk.old_start, hunk.old_end)
    new = word_indices(pair.new.tokens, hunk.new_start, hunk.new_end)
    ends = {side.lower[row[-1]] for side, row in ((pair.old, old), (pair.new, new)) if row}
    by_whom = language == "es" and _BY in ends
    if not by_whom and not is_against(pair.old.lower, language):
        return
    told = _in_english(pair, old, new) if language == "en" else _by_mark(pair, old, new)
    if told:
        verdict.add("detail", fact_of("detail", pair, *told))


def is_against(words: Iterable[str], language: str) -> bool:
    """Whether one is a verb for what people do to people: *attacked*, but not *closed*.

    A shop that was closed has closed, and a thing that is read does not read anybody.
    """
    beginnings = tuple(words_of("against", language))
    return any(word.startswith(beginnings) for word in words)


def _by_mark(pair: Pair, old: list[int], new: list[int]) -> tuple[list[int], list[int]] | None:
    """The changed words, if they alone mark the object or the passive; else None."""
    language = pair.vocabulary.language
    words = [pair.old.lower[i] for i in old], [pair.new.lower[j] for j in new]
    told = any(
        one in _WHOM.get(language, ()) or _was_done(*one, language) for one in (words, words[::-1])
    )
    return (old, new) if told else None


def _was_done(done: Sequence[str], doing: Sequence[str], language: str) -> bool:
    """*Fue atacada* and *atacó*, *fue vencida por* and *venció a*."""
    if language != "es" or not done or not doing or done[0] not in _FUE:
        return False
    if list(done[2:]) not in ([], [_BY]) or list(doing[1:]) not in ([], ["a"]) or len(done) == 1:
        return False
    return done[1].endswith(_PARTICIPLES) and is_inflected(done[1], doing[0], language)


def _in_english(pair: Pair, old: list[int], new: list[int]) -> tuple[list[int], list[int]] | None:
    """The words with their verb, if a form of *to be* makes it passive; else None."""
    hunk = pair.hunks[0]
    if not old and _is_said_of_verb(pair.new, new):
        return [hunk.old_end], [*new, hunk.new_end]
    if not new and _is_said_of_verb(pair.old, old):
        return [*old, hunk.old_end], [hunk.new_end]
    sides = (pair.old, old), (pair.new, new)
    turned = _are_done_and_doing(*sides) or _are_done_and_doing(*sides[::-1])
    return (old, new) if turned else None


def _is_said_of_verb(side: Side, words: Sequence[int]) -> bool:
    """*Was* before *attacked*, or *been* in *has been released*, which is active without it.

    Not if an earlier auxiliary covers both verbs: *was shot and was killed*.
    """
    if len(words) != 1 or side.lower[-1] not in _STOPS or not _is_past(side, words[0] + 1):
        return False
    at = words[0]
    if side.lower[at] == "been":
        return side.lower[at - 1] in _HAVE
    start = max((k + 1 for k in range(at) if side.lower[k] in _APART), default=0)
    return side.lower[at] in _WAS and _AUXILIARIES.isdisjoint(side.lower[start:at])


def _is_past(side: Side, at: int) -> bool:
    verb = side.lower[at] if at < len(side.lower) else ""
    return is_against([verb], "en") and not verb.endswith("ing")


def _are_done_and_doing(
    done: tuple[Side, Sequence[int]], doing: tuple[Side, Sequence[int]]
) -> bool:
    """*Be accused* and *accuse*; *are attacked* and *are attacking*."""
    (side, words), (other, others) = done, doing
    if not words or len(others) != 1 or not _is_past(side, words[-1]):
        return False
    verb = other.lower[others[0]]
    if len(words) > 1:
        passive = [side.lower[k] for k in words[:-1]] == ["be"]
    else:
        passive = verb.endswith("ing") and side.lower[max(0, words[0] - 1)] in _IS
    return passive and not bases(side.lower[words[-1]], "en").isdisjoint(bases(verb, "en"))
