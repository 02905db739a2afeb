"""Whether a word of saying says something in its place: *United States* states nothing.

The words around it tell: an article before it, or what must be next to it in its language. In
doubt it says something, as its list claims.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.classify.language.lexicon import conditions, irregular, words_of
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from monitor.diff.tokens import Token

_NEAR = 2
"""Words before a word of saying that may make it one: *по последним данным*."""
_LIVES = frozenset({"lives", "life"})
_TO_LIVES = 4
_MOST_OF_SUBJECT = 4
"""Most words of a subject after a comma: *it was over, the mayor of Sable claims*."""
_PERSONS = frozenset({"he", "she", "it", "they", "we", "i", "you", "who", "which"})
_STOPS = frozenset({"", ".", "!", "?", ";", ":", "...", ")"})
_MARKS_BEFORE = frozenset({'"', "'", ",", ":", "-"})
_OF_ONE = frozenset({"is", "was", "has", "does"})
_MARK_ONE = frozenset({"a", "an", "this", "that", "each", "every"})
_MARK_MANY = frozenset(
    {"these", "those", "some", "many", "few", "several", "all", "both", "two", "three", "four"}
)
"""Plural determiners, after which *claims* may be a noun, but *claim* is none."""
_THAT = frozenset({"that", '"'})
_GERMAN_ARTICLES = frozenset(
    {"der", "die", "das", "des", "dem", "den", "ein", "eine", "einen", "einem", "einer", "eines"}
)


def says_nothing(row: Sequence[Token], at: int, language: str) -> bool:
    """Whether the word at this place is not one of saying here, although listed as such."""
    word = _word(row, at)
    before, behind = _word(row, at - 1), _word(row, at + 1)
    needed = conditions("says_only_behind", language).get(word)
    if needed and needed.isdisjoint(_word(row, at - back) for back in range(1, _NEAR + 1)):
        return True
    if word in words_of("says_only_with_verb", language):
        return not behind.startswith(tuple(words_of("light_verb_stems", language)))
    if before in conditions("says_nothing_behind", language).get(word, ()):
        return True
    if behind in conditions("says_nothing_before", language).get(word, ()):
        return True
    own = _OWN.get(language)
    return own is not None and own(row, at, word)


def _word(row: Sequence[Token], at: int) -> str:
    return in_small(row[at].key) if 0 <= at < len(row) else ""


# --- English -------------------------------------------------------------------------------------
def _is_english_noun(row: Sequence[Token], at: int, word: str) -> bool:
    """*Claims were paid*, *the United States*, *rival claims to land*; *claimed three lives*."""
    if _takes_lives(row, at, word) or _is_counted_up(row, at, word):
        return True
    if word not in words_of("nouns_too", "en"):
        return False
    if _has_its_capital(row, at) or _is_marked(row, at, word):
        return True
    before, behind = _word(row, at - 1), _word(row, at + 1)
    if before in _PERSONS:
        return False
    if behind in _OF_ONE:  # *what he claims is a lie*, *the claim is old*
        return not word.endswith("s")
    if behind == "of":
        return not word.endswith("ing")
    if behind in words_of("prepositions", "en"):
        return _THAT.isdisjoint(_word(row, k) for k in range(at + 2, len(row)))
    verb = behind in words_of("verbs_behind_nouns", "en") or behind in irregular("en")
    if verb or behind.endswith("ed"):
        return True
    return behind in _STOPS and not _closes_clause(row, at)


def _is_marked(row: Sequence[Token], at: int, word: str) -> bool:
    """*The claims*, *that claim*; but *many claim*, and *a group that claims*."""
    verbs = _MARK_ONE if word.endswith("s") else _MARK_MANY
    return _word(row, at - 1) in words_of("noun_markers", "en") - verbs


def _takes_lives(row: Sequence[Token], at: int, word: str) -> bool:
    """*The fire claimed three lives*; but *he claimed three lives were lost*."""
    if not word.startswith("claim"):
        return False
    verbs = words_of("verbs_behind_nouns", "en") | _OF_ONE
    return any(
        _word(row, k) in _LIVES and _word(row, k + 1) not in verbs
        for k in range(at + 1, at + 1 + _TO_LIVES)
    )


def _is_counted_up(row: Sequence[Token], at: int, word: str) -> bool:
    """*The firm added 200 jobs*, *added a fee*: a thing; but *he added the man was armed*."""
    behind = _word(row, at + 1)
    things = words_of("noun_markers", "en") - words_of("prepositions", "en")
    if word not in {"adds", "added"} or not (behind[:1].isdigit() or behind in things):
        return False
    clause = takewhile(lambda token: token.is_word, row[at + 1 :])
    return (words_of("verbs_behind_nouns", "en") | _OF_ONE).isdisjoint(
        in_small(token.key) for token in clause
    )


def _has_its_capital(row: Sequence[Token], at: int) -> bool:
    """Whether its capital makes it part of a name; not in a headline in title case."""
    if not row[at].text[:1].isupper() or not at or not row[at - 1].is_word:
        return False
    words = [token.text for token in row if token.is_word]
    return 2 * sum(text[:1].isupper() for text in words) < len(words)


def _closes_clause(row: Sequence[Token], at: int) -> bool:
    """*It was over, the mayor claims.* Without a mark before it, an object would have to follow."""
    subject = range(at - 1, max(-1, at - 2 - _MOST_OF_SUBJECT), -1)
    return any(_word(row, k) in _MARKS_BEFORE for k in subject)


# --- German --------------------------------------------------------------------------------------
def _is_german_other(row: Sequence[Token], at: int, word: str) -> bool:
    """*Er sprach laut*, *sie teilte das Brot*, *der erklärte Gegner*."""
    if word == "laut":
        return not _is_source_behind(row, at)
    if word in words_of("says_only_apart", "de"):
        return not _is_parted(row, at)
    if at == 1 and _word(row, 0) == "das":
        return False  # *Das behauptete Weber*; *das erklärte Ziel* is reported as one, too
    adjective = _word(row, at - 1) in _GERMAN_ARTICLES and _is_capital(row, at + 1)
    return adjective and word.endswith("te")


def _is_source_behind(row: Sequence[Token], at: int) -> bool:
    """*Laut Polizei*, *laut einem Bericht*, *laut neuen Angaben*."""
    if _is_capital(row, at + 1) or _word(row, at + 1) in _GERMAN_ARTICLES:
        return True
    small = words_of("function", "de")
    return _is_capital(row, at + 2) and _word(row, at + 1) not in small


def _is_parted(row: Sequence[Token], at: int) -> bool:
    """*Teilte die Behörde mit*: the separated part of the verb at the end of the clause."""
    return any(
        _word(row, k) == "mit" and not (k + 1 < len(row) and row[k + 1].is_word)
        for k in range(at + 1, len(row))
    )


def _is_capital(row: Sequence[Token], at: int) -> bool:
    return at < len(row) and row[at].text[:1].isupper()


# --- Turkish, Azerbaijani ------------------------------------------------------------------------
def _is_turkish_acceptance(row: Sequence[Token], at: int, word: str) -> bool:
    """*Meclis tasarıyı kabul etti*: only a deed or guilt is admitted."""
    if word != "kabul":
        return False
    before, behind = _word(row, at - 1), _word(row, at + 1)
    admitted = before.endswith(_WHAT_WAS_DONE) or before in words_of("guilt", "tr")
    return not admitted or not behind.startswith(("ett", "edi", "ede", "etm"))


_WHAT_WAS_DONE = (
    *(f"{first}{vowel}ğ{vowel}n{vowel}" for first in "dt" for vowel in "iıuü"),
    *("eceğini", "acağını", "lerini", "larını"),
)


def _is_azerbaijani_cause(row: Sequence[Token], at: int, word: str) -> bool:
    """*Yağışa görə yol bağlanıb* is *because of the rain*; *polisə görə,* has its comma."""
    if word != "görə" or _word(row, at + 1) == ",":
        return False
    before = _word(row, at - 1)
    return not before.endswith(("sına", "sinə", "sözünə", "larına", "lərinə")) and not (
        at > 1 and _is_capital(row, at - 1)
    )


_OWN: Mapping[str, Callable[[Sequence[Token], int, str], bool]] = {
    "en": _is_english_noun,
    "de": _is_german_other,
    "tr": _is_turkish_acceptance,
    "az": _is_azerbaijani_cause,
}
