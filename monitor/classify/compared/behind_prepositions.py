"""What follows prepositions: two phrases that changed places, and names that replace no other.

*From the hills to the coast* for *from the coast to the hills*: every word is there as before, and
so are the prepositions, so that a look at words that came and went finds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.loose_figures import shortened
from monitor.classify.compared.small_words import LISTING
from monitor.classify.language.lexicon import WITHOUT_SPACES, words_of
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

LONGEST = 40
"""Most words of a passage in which exchanged words are looked for."""
ARTICLES = {
    "en": frozenset({"the", "a", "an"}),
    "fr": frozenset({"le", "la", "les", "un", "une"}),
    "es": frozenset({"el", "la", "los", "las", "un", "una"}),
    "de": frozenset({"der", "die", "das", "den", "dem", "des"})
    | {"ein", "eine", "einen", "einem", "einer", "eines"},
}
"""Articles depend on their noun and its gender, and do not show who goes where."""
CONTRACTED = {
    "fr": {"du": "de", "des": "de", "au": "à", "aux": "à"},
    "es": {"del": "de", "al": "a"},
    "de": {"vom": "von", "zum": "zu", "zur": "zu", "im": "in", "ins": "in", "am": "an", "ans": "an"}
    | {"aufs": "auf", "beim": "bei"},
    "ru": {"со": "с", "во": "в", "ко": "к", "об": "о"},
    "uk": {"зі": "з", "із": "з", "у": "в"},
}
"""Prepositions contracted with an article, or spelled differently before some sounds."""
_ELIDED = {"d'": "de", "l'": ""}
_AS_WELL = frozenset({"as", "well"})
_JOINS = frozenset({"e", "ed", "eller", "en", "i", "o", "och", "of", "og", "ou", "sau", "și"}) | {
    *("和", "与", "與", "及", "或", "跟", "以", "と", "や", "か", "も")
}
"""*And* and *or* in languages that rely on word order, some of which set no spaces."""
_SCANDINAVIAN = regex.compile(r"\w\w(?<!\bsid)(?:en|et)$")
_DEFINITE = {
    "nl": regex.compile(r"\b(?:de|het|een) \w+$"),
    "pt": regex.compile(r"\b(?:os?|as?|uma?) \w+$"),
    "it": regex.compile(r"\b(?:il|la|le|i|lo|gli|una?) \w+$"),
    "ca": regex.compile(r"\b(?:els?|la|les|una?) \w+$"),
    "ro": regex.compile(r"\w\wu?l$"),
    **dict.fromkeys(("sv", "da", "no", "nb", "nn"), _SCANDINAVIAN),
}
"""A noun with its article at the end of a text, in languages without word lists whose nouns have no
cases. Words like *yesterday* and *he* change places with a noun freely, as nouns with cases do.
"""
_THEN = frozenset({"then"})
_THAN = frozenset({"than"})
_MORE = frozenset({"plus", "moins", "plutôt", "más", "menos"})


class _Word(NamedTuple):
    """A word without its article, or a mark, with the place of its token."""

    word: str
    place: int


class _Exchange(NamedTuple):
    """``old[:first]`` and ``old[last:]`` were exchanged; everything between them is the same.

    ``before`` is the word before the first one in both texts, if any.
    """

    before: str
    old: list[_Word]
    new: list[_Word]
    first: int
    last: int


def exchanged_behind_prepositions(pair: Pair, verdict: Verdict) -> Fact | None:
    """The passages from one to the other, if each now follows what the other followed.

    Not for lists (*of rain and of wind*), with one preposition and joining words between, nor if
    another rule has reported an exchange. In languages that tell by word order, including those
    where each character is a word, any word may act as the preposition, also the verb around which
    two changed places: *de hond bijt de man*.
    """
    language = pair.vocabulary.language
    prepositions = words_of("prepositions", language)
    if _is_by_place(language):
        prepositions = frozenset(pair.old.lower) - _JOINS
    if not prepositions or any(fact.note == EXCHANGED for fact in verdict.facts):
        return None
    old, new = (_without_articles(side, language) for side in (pair.old, pair.new))
    if sorted(one.word for one in old) != sorted(one.word for one in new):
        return None
    found = _exchange(old, new, prepositions)
    if found and language in WITHOUT_SPACES:
        found = _with_last_signs(found, old, new)
    if found is None or not _says_otherwise(pair, found, prepositions):
        return None
    return Fact("detail", _passage(pair.old, found.old), _passage(pair.new, found.new), EXCHANGED)


def _is_by_place(language: str) -> bool:
    """Whether word order alone tells who does it."""
    return language in _DEFINITE or language in WITHOUT_SPACES


def _with_last_signs(found: _Exchange, old: list[_Word], new: list[_Word]) -> _Exchange:
    """*中国* and *美国*, whose common last character seems to have stayed."""
    end, other_end = old.index(found.old[-1]) + 1, new.index(found.new[-1]) + 1
    while (
        found.last - found.first > 1
        and end < len(old)
        and old[end].word == found.old[found.first].word
    ):
        found = found._replace(
            old=[*found.old, old[end]], new=[*found.new, new[other_end]], first=found.first + 1
        )
        end, other_end = end + 1, other_end + 1
    return found


def are_placed_alike(pair: Pair, names: tuple[list[int], list[int]]) -> bool:
    """Whether a preposition precedes the names of both sides, or of neither.

    *In Houston* has another role in its sentence than *Airport* had, and does not replace it.
    """
    one, other = (
        _is_placed(side, of[0]) for side, of in zip((pair.old, pair.new), names, strict=True)
    )
    return one == other


def _is_placed(side: Side, name: int) -> bool:
    """Whether a preposition precedes the name at this place, with at most an article between."""
    article = name and side.lower[name - 1] in ARTICLES.get(side.language, ())
    before = name - 2 if article else name - 1
    return before >= 0 and side.lower[before] in words_of("prepositions", side.language)


def _without_articles(side: Side, language: str) -> list[_Word]:
    articles, contracted = ARTICLES.get(language, ()), CONTRACTED.get(language, {})
    found: list[_Word] = []
    for place, word in enumerate(side.lower):
        if language == "fr" and word[:2] in _ELIDED:
            found += [_Word(part, place) for part in (_ELIDED[word[:2]], word[2:]) if part]
        elif word not in articles:
            found.append(_Word(contracted.get(word, word), place))
    return found


def _exchange(old: list[_Word], new: list[_Word], prepositions: frozenset[str]) -> _Exchange | None:
    """The shortest passages in which the phrases at both ends were exchanged."""
    start, end = 0, len(old)
    while start < end and old[start].word == new[start].word:
        start += 1
    while end > start and old[end - 1].word == new[end - 1].word:
        end -= 1
    one, other = ([w.word for w in row[start:end]] for row in (old, new))
    length = end - start
    if length > LONGEST:
        return None
    for first in range(1, length - 1):
        if one[:first] != other[length - first :]:
            continue
        for last in range(first + 1, length):
            if one[last:] == other[: length - last] and (
                one[first:last] == other[length - last : length - first]
            ):
                return _with_what_they_share((old, new), (start, end), (first, last), prepositions)
    return None


def _with_what_they_share(
    sides: tuple[list[_Word], list[_Word]],
    span: tuple[int, int],
    cuts: tuple[int, int],
    prepositions: frozenset[str],
) -> _Exchange:
    """*Old town* and *old port*, where *old* precedes both and moved too."""
    (old, new), (start, end), (first, last) = sides, span, cuts
    while last - first > 1 and start and old[start - 1].word == old[start + last - 1].word:
        if old[start - 1].word in prepositions:
            break
        start, first = start - 1, first + 1
    before = old[start - 1].word if start else ""
    return _Exchange(before, old[start:end], new[start:end], first, last)


def _passage(side: Side, row: Sequence[_Word]) -> str | None:
    return shortened(side.text[side.tokens[row[0].place].start : side.tokens[row[-1].place].end])


def _says_otherwise(pair: Pair, found: _Exchange, prepositions: frozenset[str]) -> bool:
    """Whether the second follows a preposition that does not merely list it with the first.

    Figures and days that changed places have rules of their own.
    """
    vocabulary, words = pair.vocabulary, [one.word for one in found.old]
    ruled = {word for word in words if vocabulary.has_rule(word) and not vocabulary.is_unit(word)}
    between = words[found.first : found.last]
    exchanged = words[: found.first] + words[found.last :]
    if between[-1] not in prepositions or not ruled.isdisjoint(exchanged):
        return False
    if _is_listed(pair, between, found.before):
        return False
    joining = _JOINS if _is_by_place(vocabulary.language) else LISTING | _AS_WELL
    rest = [word for word in between if word not in joining and word != found.before]
    return any(map(str.isalnum, rest)) and _are_definite(pair, found)


def _are_definite(pair: Pair, found: _Exchange) -> bool:
    """Whether each of the two is just a noun with its article, in languages that require it."""
    pattern = _DEFINITE.get(pair.vocabulary.language)
    if pattern is None:
        return True
    places = [one.place for one in found.old]
    one, other = places[: found.first], places[found.last :]
    return len(one) == len(other) and all(
        pattern.search(" ".join(pair.old.lower[max(0, row[0] - 1) : row[-1] + 1]))
        for row in (one, other)
    )


def _is_listed(pair: Pair, between: Sequence[str], before: str) -> bool:
    """*, for rice and for*, *, но и в*: the same preposition again, after joining words or marks.

    Not for words like *then*, which give an order, for comparisons (*more … than*), or for
    pronouns.
    """
    if before != between[-1] or _is_compared(pair, between):
        return False
    joins = (pair.vocabulary.function | LISTING) - pair.vocabulary.pronouns - _THEN
    places = [at for at, word in enumerate(between) if word == before]
    return all(at and (between[at - 1] in joins or not between[at - 1].isalnum()) for at in places)


def _is_compared(pair: Pair, between: Sequence[str]) -> bool:
    """*More in Holm than in Bergen*; but not *tant à Holm qu'à Bergen*."""
    return not _THAN.isdisjoint(between) or (
        "que" in between and not _MORE.isdisjoint(pair.old.lower)
    )
