"""Who says it: words of saying that came or went, or another source next to the same one."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from monitor.classify.compared.loose_figures import shortened
from monitor.classify.language.lexicon import words_of
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

SOURCE = "who says it"
"""The note of a fact of this rule."""
FEW_WORDS = 5
"""Most words of a source with its article and office."""
MOST_BETWEEN = 2
"""Most small words between *according* and the source."""
BESIDE_SOURCE = frozenset(
    {"according", "согласно", "данным", "словам", "информации", "згідно", "словами", "даними"}
    | {"göre", "görə", "sözlərinə", "məlumatına", "ըստ", "տվյալներով", "խոսքով", "laut", "zufolge"}
    | {"angaben", "selon", "según", "მიხედვით", "ინფორმაციით", "ცნობით", "თქმით", "לפי", "לדברי"}
    | {"حسب", "بحسب", "وفق", "وفقا", "وفقاً", "گفته", "よると"}
)
"""Words like *according*, with the source on either side."""
ACCORDING = "according"
"""The common meaning of these: *по словам* for *по данным* changes at most the source."""
_OPENERS = frozenset({"as", "because", "that", "when", "which", "while", "who", "que"})
"""Words that can begin a clause without a comma."""
_WITHOUT_CASES = frozenset({"en", "de"})
_VERB_FIRST = frozenset({"ar", "he"})
_VERB_LAST = frozenset({"tr", "az"})
_NO_SUBJECT = (
    *("da", "de", "də", "ta", "te", "dan", "den", "dən", "tan", "ten"),
    *("ın", "in", "un", "ün"),
)
"""Endings of words that are not the subject: *toplantıda*, where it was said."""
_SAYING = (
    {"en": "say", "ru": "сказать", "uk": "сказати", "az": "demək", "tr": "demek"}
    | {"hy": "ասել", "ka": "თქვა", "de": "sagen", "fr": "dire", "es": "decir", "fa": "گفتن"}
    | {"ar": "قال", "he": "אמר", "zh": "表示", "ja": "述べる"}
)
"""The plain words of saying: in *the plan announced* it is not the plan that announces."""


def other_source(pair: Pair, old: Sequence[int], new: Sequence[int], verdict: Verdict) -> bool:
    """*Witnesses said* for *police said*, *selon des témoins* for *selon la police*.

    The same word of saying is right next to what went and what came, or among it in another form.
    The speaker follows the verb only in inverted sentences: *it was over, said police*. Adds what
    it finds to the verdict; returns whether it found anything.
    """
    olds, news = _without_verb(pair, pair.old, old), _without_verb(pair, pair.new, new)
    if not olds or not news or max(len(olds), len(news)) > FEW_WORDS:
        return False
    told = _told(pair, pair.old, olds), _told(pair, pair.new, news)
    if not all(told) or _may_be_one(pair, olds, news):
        return False
    if _said_beside(pair, pair.old, olds).isdisjoint(_said_beside(pair, pair.new, news)):
        return False
    verdict.add("attribution", Fact("attribution", shortened(told[0]), shortened(told[1]), SOURCE))
    return True


def _may_be_one(pair: Pair, old: Sequence[int], new: Sequence[int]) -> bool:
    """*The agency* may be the earlier *DHS*; *Ada Finch* for *Ada Mole* is a name."""
    i, j = old[0] - 1, new[0] - 1
    beside = min(i, j) >= 0 and pair.old.is_name(i) and pair.new.is_name(j)
    if beside and pair.old.lower[i] not in BESIDE_SOURCE:
        return True
    named = any(map(pair.old.is_name, old)), any(map(pair.new.is_name, new))
    return named[0] != named[1] and pair.vocabulary.language != "de"


def _without_verb(pair: Pair, side: Side, places: Sequence[int]) -> list[int]:
    """The words without a word of saying at their end or beginning."""
    rest = list(places)
    for at in (-1, 0):
        if rest and _word_of_saying(pair, side, side.lower, rest[at]):
            del rest[at]
    return rest


def _saying(pair: Pair) -> str:
    return _SAYING.get(pair.vocabulary.language, "nothing")


def _told(pair: Pair, side: Side, places: Sequence[int]) -> str:
    """A source without its article; empty if a claim or figure is among its words."""
    vocabulary = pair.vocabulary
    if any(side.has_rule(k) for k in places):
        return ""
    small = vocabulary.function | vocabulary.light | vocabulary.pronouns
    content = [k for k in places if side.lower[k] not in small or side.is_name(k)]
    return (
        side.text[side.tokens[content[0]].start : side.tokens[content[-1]].end] if content else ""
    )


def _said_beside(pair: Pair, side: Side, places: Sequence[int]) -> set[str]:
    """The lemmas of the words of saying that make a source of these words."""
    small = pair.vocabulary.function
    start, end = places[0], places[-1] + 1
    words = [side.together.get(k, word) for k, word in enumerate(side.lower)]
    before = list(
        takewhile(small.__contains__, reversed(words[max(0, start - MOST_BETWEEN) : start]))
    )
    verb = start - len(before) - 1
    found: set[str] = set()
    if _opens_clause(pair, side, start):
        found.add(_word_of_saying(pair, side, words, end))
        found.add(_at_the_end(pair, side, words, end))
    behind, language = _word_of_saying(pair, side, words, verb), pair.vocabulary.language
    according = behind == ACCORDING
    whole = (according and language != "en") or not _goes_on(pair, side, end)
    if whole and (according or _is_turned(side, verb, language)):
        found.add(behind)
    return found - {""}


def _at_the_end(pair: Pair, side: Side, words: Sequence[str], end: int) -> str:
    """The verb of *polis, … söyledi*, with a comma between the subject and what was said."""
    if pair.vocabulary.language not in _VERB_LAST or side.keys[end : end + 1] != [","]:
        return ""
    if words[end - 1].endswith(_NO_SUBJECT):
        return ""
    last = next(k for k in range(len(words) - 1, -1, -1) if side.tokens[k].is_word)
    return _word_of_saying(pair, side, words, last)


def _word_of_saying(pair: Pair, side: Side, words: Sequence[str], at: int) -> str:
    word = words[at] if 0 <= at < len(words) and at not in side.unsaid else ""
    lemma = pair.vocabulary.attribution.get(word, "")
    return ACCORDING if word in BESIDE_SOURCE else lemma if lemma == _saying(pair) else ""


def _opens_clause(pair: Pair, side: Side, start: int) -> bool:
    """Whether they are the subject; in *a man shot by police said* they are only a part of it.

    One word of kind may precede them if the language has no case endings; a spokesman speaks for
    whoever he is the spokesman of.
    """
    vocabulary = pair.vocabulary
    before = list(takewhile(lambda k: side.tokens[k].is_word, range(start - 1, -1, -1)))
    words = [side.lower[k] for k in before]
    clause = takewhile(
        lambda word: word not in _OPENERS and vocabulary.attribution.get(word) != "spokesman", words
    )
    subject = list(dropwhile(vocabulary.function.__contains__, reversed(list(clause))))
    kind = 1 if vocabulary.language in _WITHOUT_CASES else 0
    return len(subject) <= kind and vocabulary.function.isdisjoint(subject)


def _goes_on(pair: Pair, side: Side, end: int) -> bool:
    """*Said police officers*: the changed word is not the whole source."""
    if end >= len(side.tokens) or not side.tokens[end].is_word:
        return False
    return side.lower[end] not in pair.vocabulary.function or side.is_name(end)


def _is_turned(side: Side, verb: int, language: str) -> bool:
    """Whether the speaker follows the verb: *“…”, said police*, and always in Arabic."""
    return language in _VERB_FIRST or (verb > 0 and not side.tokens[verb - 1].is_word)


# --- words of saying that came or went -----------------------------------------------------------
def who_says(pair: Pair, verdict: Verdict) -> None:
    """Add words of saying that came or went; one that only occurs more or less often is wording."""
    lemmas, lost, won = pair.vocabulary.attribution, pair.lost, pair.won
    before, after = (
        {lemmas[word] for word in side.claimed if word in lemmas} for side in (pair.old, pair.new)
    )
    gone = [word for word in lost if word in lemmas and lemmas[word] not in after]
    come = [word for word in won if word in lemmas and lemmas[word] not in before]
    gone = [word for word in gone if not _is_renamed(pair, word, pair.old, pair.new)]
    come = [word for word in come if not _is_renamed(pair, word, pair.new, pair.old)]
    if gone or come:
        old, new = (
            " ".join(_phrase(word, side) for word in words) or None
            for side, words in ((pair.old, gone), (pair.new, come))
        )
        if len(gone) + len(come) == 1:
            old = old or _verb_in_place(pair, come[0], pair.new, pair.old)
            new = new or _verb_in_place(pair, gone[0], pair.old, pair.new)
        fact = Fact("attribution", old, new)
        verdict.add("attribution", fact)
    elif any(word in lemmas for word in (*lost, *won)):
        verdict.add("wording")


def _is_renamed(pair: Pair, word: str, side: Side, other: Side) -> bool:
    """*Urged* for *called on*: a synonym that is no word of saying by itself stands there."""
    vocabulary = pair.vocabulary
    return any(
        vocabulary.are_synonyms(word, one) and one not in vocabulary.attribution
        for place in instead_of(pair, word, side)
        for one in other.lower[place]
    )


def instead_of(pair: Pair, word: str, side: Side) -> Iterator[slice]:
    """The places in the other text of what stands instead of this word alone."""
    for hunk in pair.hunks:
        ranges = slice(hunk.old_start, hunk.old_end), slice(hunk.new_start, hunk.new_end)
        here, there = ranges if side is pair.old else ranges[::-1]
        if side.lower[here] == [word]:
            yield there


def _verb_in_place(pair: Pair, word: str, side: Side, other: Side) -> str | None:
    """The single ordinary word that replaced a word of saying: *welcomed* for *criticised*."""
    vocabulary = pair.vocabulary
    for place in instead_of(pair, word, side):
        found = other.lower[place]
        index: int = place.start
        if len(found) != 1 or not found[0].isalpha() or other.is_name(index):
            continue
        small = found[0] in vocabulary.function or found[0] in vocabulary.light
        if not (small or vocabulary.is_claim(found[0]) or vocabulary.is_counted(found[0])):
            return other.tokens[index].text
    return None


def _phrase(word: str, side: Side) -> str:
    """*According to*; *təkzib etdi*, which is a denial only with its verb."""
    place = side.lower.index(word) + 1 if word in side.lower else len(side.lower)
    verb = side.lower[place : place + 1]
    if verb and verb[0] in words_of("light_verbs", side.language):
        return f"{word} {verb[0]}"
    return _PHRASES.get(word, word)


_PHRASES = {"according": "according to"}
"""Words of saying that mean nothing without the next word."""
