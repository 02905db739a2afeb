"""One preposition for another: *works with* for *works for*, *died with* for *died of*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.compared.behind_prepositions import ARTICLES, CONTRACTED
from monitor.classify.compared.pair import word_indices
from monitor.classify.compared.whence import is_where
from monitor.classify.language.lexicon import alike_prepositions, words_of
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict
    from monitor.diff.marks import Hunk

_WITH_CASES = frozenset({"ru", "uk"})
FEW_WORDS = 3
"""Most words of a passage in which one preposition replaces another: with article and noun."""


def other_preposition(
    pair: Pair, hunk: Hunk, old: Sequence[int], new: Sequence[int], verdict: Verdict
) -> bool:
    """Add a preposition that replaced another; return whether there is no more to say of it.

    There is not if the two are listed as saying the same, as *in* and *at* the station; where nouns
    have cases, their noun must then have kept its own: *от вируса*, *с вирусом*. Opposites are
    reported by themselves. ``old`` and ``new`` are the words of the hunk that are no forms of one
    another.
    """
    i, j = _preposition(pair.old, old), _preposition(pair.new, new)
    if i is None or j is None:
        return False
    one, other = (
        _plain(side.lower[k], side.language) for side, k in ((pair.old, i), (pair.new, j))
    )
    vocabulary = pair.vocabulary
    alike = alike_prepositions(vocabulary.language)
    as_much = not alike.get(one, frozenset()).isdisjoint(alike.get(other, ()))
    if as_much and not _is_in_other_case(pair, hunk):
        return True
    told = one == other or vocabulary.are_synonyms(one, other) or is_where(pair, i, j)
    if not told and other not in vocabulary.opposites.get(one, ()):
        verdict.add(
            "detail", Fact("detail", _with_governor(pair.old, i), _with_governor(pair.new, j))
        )
        return True
    return False


def _preposition(side: Side, places: Sequence[int]) -> int | None:
    """The place of the only word among these that is no article, if it is a preposition."""
    articles = ARTICLES.get(side.language, frozenset())
    found = [k for k in places if side.lower[k] not in articles]
    if len(found) != 1 or len(places) > FEW_WORDS:
        return None
    listed = words_of("prepositions", side.language) | words_of("postpositions", side.language)
    return found[0] if _plain(side.lower[found[0]], side.language) in listed else None


def _is_in_other_case(pair: Pair, hunk: Hunk) -> bool:
    """Whether more changed with the preposition, in a language where that is the noun's case."""
    words = word_indices(pair.old.tokens, hunk.old_start, hunk.old_end)
    return pair.vocabulary.language in _WITH_CASES and len(words) > 1


def _with_governor(side: Side, at: int) -> str:
    """*Works with*: the preposition with the word before it, which tells what it says."""
    first = at - 1 if at and side.tokens[at - 1].is_word else at
    return side.passage(first, at)


def _plain(word: str, language: str) -> str:
    """*De* for *du*, *an* for *am*."""
    return CONTRACTED.get(language, {}).get(word, word)
