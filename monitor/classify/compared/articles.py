"""Who did it to whom in German, as shown by articles: *der Minister*, *den Minister*."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.loose_figures import shortened
from monitor.classify.language.lexicon import words_of
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

_DOES = frozenset({"der", "ein", "kein", "dieser", "jeder", "sein", "ihr", "mein", "unser"})
_SUFFERS = frozenset(
    {"den", "einen", "keinen", "diesen", "jeden", "seinen", "ihren", "meinen", "unseren"}
    | {"dem", "einem", "keinem", "diesem", "jedem", "seinem", "ihrem", "meinem", "unserem"}
)
_EITHER = frozenset({"die", "das", "eine", "keine", "diese", "jede", "seine", "ihre", "unsere"})
"""Articles of the subject, of objects, and those that fit both and leave it to word order."""
_JOINS = frozenset({"und", "oder", "aber", "sondern", "denn", "als", "wie"})
"""*Der Minister ist älter als Merz*: after these a noun has the case of the one before."""
_ARTICLES = _DOES | _SUFFERS | _EITHER


class _Noun(NamedTuple):
    """A noun's article, with the places of the article and of the noun."""

    article: str
    start: int
    end: int


def is_german(pair: Pair) -> bool:
    """Whether the language is German, and so articles are looked at."""
    return pair.vocabulary.language == "de"


def exchanged_by_article(pair: Pair, verdict: Verdict) -> bool:
    """*Den Minister lobte der Richter* for *der Minister lobte den Richter*.

    Also if only one article changed and the other noun's fits both cases. Adds what it finds to the
    verdict; returns whether it found anything.
    """
    if not is_german(pair):
        return False
    old, new = _nouns(pair.old), _nouns(pair.new)
    turned = [noun for noun in old.keys() & new.keys() if _is_turned(old[noun], new[noun])]
    if len(turned) == 2:  # noqa: PLR2004 — the one and the other
        spans = [[side[noun] for noun in turned] for side in (old, new)]
        was, now = (
            side.passage(min(one.start for one in span), max(one.end for one in span))
            for side, span in zip((pair.old, pair.new), spans, strict=True)
        )
        verdict.add("detail", Fact("detail", shortened(was), shortened(now), EXCHANGED))
        return True
    either = [noun for noun in old.keys() & new.keys() if old[noun].article in _EITHER]
    if len(turned) == 1 and any(_is_beside(pair, old[turned[0]], old[noun]) for noun in either):
        was, now = (
            side.passage(nouns[turned[0]].start, nouns[turned[0]].end)
            for side, nouns in ((pair.old, old), (pair.new, new))
        )
        verdict.add("detail", Fact("detail", shortened(was), shortened(now)))
        return True
    return False


def kept_by_articles(pair: Pair) -> set[str]:
    """Nouns whose article shows their case, and is the same in both texts."""
    if not is_german(pair):
        return set()
    old, new = _nouns(pair.old), _nouns(pair.new)
    return {
        noun
        for noun in old.keys() & new.keys()
        if old[noun].article == new[noun].article in _DOES | _SUFFERS
    }


def are_told_by_article(side: Side, one: int, other: int) -> bool:
    """Whether no punctuation and no joining or comparing word is between two nouns.

    *Putin warnte Macron, der Krieg …* is not a reordering of *Macron warnte Putin, der Krieg …*.
    """
    start, end = sorted((one, other))
    between = range(start + 1, end)
    return all(side.tokens[k].is_word and side.lower[k] not in _JOINS for k in between)


def _is_beside(pair: Pair, one: _Noun, other: _Noun) -> bool:
    """Whether they are in one clause, judging by punctuation."""
    start, end = sorted((one.end, other.end))
    return all(token.is_word for token in pair.old.tokens[start:end])


def _is_turned(one: _Noun, other: _Noun) -> bool:
    articles = one.article, other.article
    return any(
        first in _DOES and second in _SUFFERS for first, second in (articles, articles[::-1])
    )


def _nouns(side: Side) -> dict[str, _Noun]:
    """Nouns that follow an article, or an article and one word; not those that occur twice."""
    found: dict[str, _Noun] = {}
    prepositions = words_of("prepositions", "de")
    for at, token in enumerate(side.tokens):
        if not token.text[:1].isupper() or side.lower.count(side.lower[at]) != 1:
            continue
        for start in (at - 1, at - 2):
            if start >= 0 and side.lower[start] in _ARTICLES:
                if side.lower[max(0, start - 1)] not in prepositions:
                    found[side.lower[at]] = _Noun(side.lower[start], start, at)
                break
    return found
