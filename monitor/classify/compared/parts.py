"""Names in another order that keep their role in the sentence, as the words next to them show.

*In Holm, Ada Finch spoke* is *Ada Finch spoke in Holm*: a name that still follows its
preposition tells where, with whom or by whose word it was. A bare name may have changed its role.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from monitor.classify.compared.articles import are_told_by_article, kept_by_articles
from monitor.classify.compared.behind_prepositions import ARTICLES, CONTRACTED
from monitor.classify.compared.denied import JOINTS
from monitor.classify.compared.source import BESIDE_SOURCE
from monitor.classify.language.endings import common_start
from monitor.classify.language.lexicon import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from monitor.classify.compared.pair import Pair, Side

_OF = frozenset({"of", "from", "de", "von", "aus", "из", "от", "з", "із", "від"})
"""These link a name to the noun before them, as owner or origin: *Eva Hall of Holm*."""
_OPENERS = JOINTS | {
    *("or", "oder", "или", "або", "ou", "o", "veya", "yaxud", "than", "als", "wie", "not", "nicht"),
    *("that", "who", "which", "when", "as", "because", "if", "until", "since", "where", "whom"),
    *("after", "before", "que", "qui", "quand", "cuando", "porque", "si", "quien", "donde", "où"),
    *("once", "though", "although", "unless", "whose", "après", "avant", "car", "lorsque"),
    *("puisque", "quoique", "parce", "pendant", "dont", "después", "antes", "mientras", "pues"),
    *("если", "хотя", "якщо", "wenn", "weil", "nachdem", "bevor", "falls", "obwohl"),
    *("aunque", "sino", "cuyo", "cuya", "что", "когда", "если", "пока", "чем", "як", "що", "коли"),
}
"""Words at which another clause begins, or the next item of a list."""
_WITH_APOSTROPHE = frozenset({"tr", "az"})
"""Languages that write the case of a name after an apostrophe: *Ankara'da*."""


class Name(NamedTuple):
    """The places where a name of one or more words begins and ends, and where its phrase begins.

    ``part`` is the preposition or ending that shows its role; empty if there is none.
    """

    start: int
    end: int
    phrase: int
    part: str


def exchanged_names(pair: Pair) -> tuple[set[int], set[int]]:
    """The places, in the old and the new text, of names that changed places and maybe roles.

    Two names do not count if one kept a preposition or ending that the other lacks, in one clause;
    in German also if an article shows that it kept its case.
    """
    old, new = _names(pair.old), _names(pair.new)
    old, new = _names(pair.old, new.keys()), _names(pair.new, old.keys())
    if not old or sorted(old) != sorted(new):
        return _places_of_names(pair.old), _places_of_names(pair.new)
    if _are_turned_around_comma(pair):
        return set(), set()
    kept = kept_by_articles(pair)
    others = {
        name
        for one, other in combinations(old, 2)
        if (old[one] < old[other]) != (new[one] < new[other])
        and not _are_told_by_part(pair, (old[one], old[other]), (new[one], new[other]))
        and not (
            not kept.isdisjoint(one + other)
            and are_told_by_article(pair.old, old[one].end, old[other].end)
            and are_told_by_article(pair.new, new[one].end, new[other].end)
        )
        for name in (one, other)
    }
    first, last = (
        {place for name in others for place in range(names[name].start, names[name].end + 1)}
        for names in (old, new)
    )
    return first, last


def _places_of_names(side: Side) -> set[int]:
    return {place for place in range(len(side.tokens)) if side.is_name(place)}


def _names(side: Side, others: Collection[tuple[str, ...]] = ()) -> dict[tuple[str, ...], Name]:
    """The names of a text, with all their words; empty if one occurs twice.

    A name that is among the ``others`` ends there: *in Holm Ada Finch spoke*. Owner and origin
    belong to their noun: *the brother of Merz*.
    """
    found: dict[tuple[str, ...], Name] = {}
    start = 0
    for at, word in enumerate(side.lower):
        if not side.is_name(at):
            start = at + 1
            continue
        words = tuple(side.lower[start : at + 1])
        ends = words in others or (side.language in _WITH_APOSTROPHE and "'" in word)
        if side.is_name(at + 1) and not ends:
            continue
        name = Name(start, at, *_part(side, start, at))
        last = next(reversed(found), ())
        if found and name.part in _OF and found[last].end == name.phrase - 1:
            name = found.pop(last)._replace(end=at)
            words = tuple(side.lower[name.start : at + 1])
        if words in found:
            return {}
        found[words] = name
        start = at + 1
    return found


def _part(side: Side, start: int, end: int) -> tuple[int, str]:
    """Where the phrase of a name begins, and the prepositions before it, or its ending."""
    language = side.language
    if language in _WITH_APOSTROPHE:
        return start, "".join(side.lower[end].partition("'")[1:])
    articles, contracted = ARTICLES.get(language, frozenset()), CONTRACTED.get(language, {})
    before = contracted.keys() | words_of("prepositions", language) | BESIDE_SOURCE
    first = start
    if first > 1 and side.lower[first - 2] in articles | before and side.keys[first - 1].islower():
        first -= side.lower[first - 1] not in before  # *in der alten Stadt*, *in nearby Holm*
    if first and side.lower[first - 1] in articles:
        first -= 1
    phrase = first
    while phrase and side.lower[phrase - 1] in before:
        phrase -= 1
    words = side.lower[phrase:first]
    return (
        (phrase, " ".join(contracted.get(word, word) for word in words)) if words else (start, "")
    )


def are_told_by_part(pair: Pair, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two words kept their roles; each is given by its places in the old and new text."""
    old, new = (
        tuple(Name(k, k, *_part(side, k, k)) for k in places)
        for side, places in zip((pair.old, pair.new), zip(one, other, strict=True), strict=True)
    )
    return _are_told_by_part(pair, (old[0], old[1]), (new[0], new[1]))


def _are_told_by_part(pair: Pair, old: tuple[Name, Name], new: tuple[Name, Name]) -> bool:
    """Whether the two kept their prepositions or endings, which differ."""
    parts = [name.part for name in old]
    if parts != [name.part for name in new] or parts[0] == parts[1]:
        return False
    return any(
        parts[k]
        and parts[k] not in _OF
        and not _is_beside_another(pair, old[k], new[k])
        and _is_in_one_clause(pair.old, old[k], old[1 - k])
        and _is_in_one_clause(pair.new, new[k], new[1 - k])
        for k in (0, 1)
    )


def _is_beside_another(pair: Pair, old: Name, new: Name) -> bool:
    """*Ada Finch in Holm hit Eva Hall*, *Ada Finch hit Eva Hall in Holm*: both may be in Holm."""
    before = old.phrase - 1, new.phrase - 1
    if pair.old.language == "de" or min(before) < 0:
        return False
    return (
        pair.old.is_name(before[0])
        and pair.new.is_name(before[1])
        and pair.old.lower[before[0]] != pair.new.lower[before[1]]
    )


def _is_in_one_clause(side: Side, placed: Name, other: Name) -> bool:
    """Whether the words between them open no clause and include no word of saying or thinking.

    A comma may part the phrase from its sentence: *in Holm, he spoke*; *he spoke, in Holm*.
    """
    if placed < other:
        between = range(placed.end + 1, other.start)
    else:
        between = range(other.end + 1, placed.phrase)
    commas = set()
    if _opens_sentence(side, placed.phrase):
        commas.add(placed.end + 1)
    if not any(token.is_word for token in side.tokens[placed.end + 1 : placed.end + 2]):
        commas.add(placed.phrase - 1)
    return all(
        (side.keys[k] == "," and k in commas)
        or (side.tokens[k].is_word and not _opens(side.lower[k]) and k not in side.reporting)
        for k in between
    )


def _opens_sentence(side: Side, phrase: int) -> bool:
    """Whether before it stand a mark, nothing or a day alone: *on Monday in Holm, he spoke*."""
    if phrase and not side.tokens[phrase - 1].is_word:
        return True
    prepositions = words_of("prepositions", side.language)
    return all(k in side.timed or side.lower[k] in prepositions for k in range(phrase))


def _opens(word: str) -> bool:
    return word in _OPENERS or word.startswith("qu'")


def _are_turned_around_comma(pair: Pair) -> bool:
    """*Ada Finch, the mayor of Holm,* for *the mayor of Holm, Ada Finch,*; clauses turned round.

    One passage kept its words, and both have the names, so that nobody has another role. Names
    alone are a list, whose order may be the news.
    """
    names = {pair.old.lower[place] for place in _places_of_names(pair.old)}
    names |= {pair.new.lower[place] for place in _places_of_names(pair.new)}
    start = common_start(pair.old.lower, pair.new.lower)
    if start and _opens(pair.old.lower[start - 1]):
        return False  # *If one wins, the other loses*
    old, new = pair.old.lower[start:], pair.new.lower[start:]
    end = common_start(old[::-1], new[::-1])
    old, new = old[: len(old) - end], new[: len(new) - end]
    if old.count(",") != 1 or new.count(",") != 1:
        return False
    old_place, new_place = old.index(","), new.index(",")
    passages = (old[:old_place], new[new_place + 1 :]), (old[old_place + 1 :], new[:new_place])
    articles = ARTICLES.get(pair.vocabulary.language, frozenset())
    return (
        not names.issuperset({*old, *new} - articles - {","})
        and any(_words(one, articles) == _words(other, articles) for one, other in passages)
        and all(
            [word for word in one if word in names] == [word for word in other if word in names]
            for one, other in passages
        )
    )


def _words(passage: Sequence[str], articles: frozenset[str]) -> list[str]:
    return sorted(word for word in passage if word not in articles)
