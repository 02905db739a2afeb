"""Whose words a sentence quotes, according to the sentence itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.figures.measures import UNITS
from monitor.classify.figures.months import MONTHS
from monitor.classify.language.lexicon import attributions, words_of
from monitor.classify.language.quotes import inside, quoted_spans
from monitor.classify.language.saying import says_nothing
from monitor.diff.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.classify.language.quotes import Span
    from monitor.diff.tokens import Token

MOST_WORDS = 6
"""Most words of a name with the office before it."""
_ARTICLES = frozenset({"a", "an", "the"})
_NO_VERB = "spokesman"
_TO_WHOM = frozenset({"told", "tells", "telling"})
"""Words of saying followed by whoever was told: *Faisal told reporters*."""
MOST_OF_OFFICE = 3
"""Most words of an office before a name: *the interior minister Olena Dvor*."""


def speaker(text: str, language: str) -> str:
    """*Interior Minister Olena Dvor*, *the mayor*; empty if nobody is named next to the quote.

    A name after the verb is the speaker only if the verb directly follows the quotation: in *her
    lawyers said Dvor was “tired”* and *he accused Dvor of “lies”* it is somebody else.
    """
    spans = quoted_spans(text)
    if not spans:
        return ""
    row = [token for token in tokens(text) if not inside(token, spans)]
    verbs = attributions(language)
    for index, token in enumerate(row):
        if verbs.get(token.key, _NO_VERB) == _NO_VERB or _is_participle(token):
            continue
        if not says_nothing(row, index, language):
            following = row[index + 1 : index + 1 + MOST_WORDS + MOST_OF_OFFICE]
            turned = _follows(token, text, spans) and not _is_no_subject_behind(token)
            behind = _who(following, language) if turned else ""
            before = _name_before(row[:index], language)
            if behind or before:
                return behind or before
    return ""


def _follows(verb: Token, text: str, spans: Iterable[Span]) -> bool:
    """Whether only punctuation is between a quotation and the verb."""
    return any(
        end <= verb.start and not any(map(str.isalnum, text[end : verb.start]))
        for _start, end in spans
    )


def _is_no_subject_behind(verb: Token) -> bool:
    """Whether the verb is followed by whoever was told: *Faisal told Reuters*."""
    return verb.key in _TO_WHOM


def _is_participle(verb: Token) -> bool:
    """*She wrote to Faisal, saying the mayor was wrong*: it is unclear whose it is."""
    return verb.key.isascii() and verb.key.endswith("ing")


def _who(row: Sequence[Token], language: str) -> str:
    """A name after the verb, with the office before it; or only an office with its article."""
    words: list[str] = []
    for token in row:
        if not token.is_word:
            break
        words.append(token.text)
    names = [
        index
        for index, word in enumerate(words)
        if word[:1].isupper() and not _is_date(words, index, language)
    ]
    office = words[: names[0]] if names else []
    if names and len(office) <= MOST_OF_OFFICE and not any(_is_small(w, language) for w in office):
        end = names[0]
        while end < len(words) and words[end][:1].isupper():
            end += 1
        return " ".join(words[:end][:MOST_WORDS])
    if words[:1] == ["the"] and 1 < len(words) <= MOST_OF_OFFICE:
        return " ".join(words)
    return ""


def _is_date(words: Sequence[str], index: int, language: str) -> bool:
    """*Finch said Monday*, *Finch said March 3*; but *said May* names somebody."""
    word = words[index].lower()
    if word in words_of("days", language):
        return True
    months = " ".join(MONTHS.get(language, ())).split()
    return word in months and "".join(words[index + 1 : index + 2]).isdigit()


def _is_small(word: str, language: str) -> bool:
    """Whether it cannot be part of an office: a pronoun, a preposition, a day, *last week*."""
    if word == "the":
        return False
    sections = ("pronouns", "function", "light", "days")
    small = any(word in words_of(section, language) for section in sections)
    return small or word in UNITS or word in {"last", "next"}


def _name_before(row: Sequence[Token], language: str) -> str:
    """A name right before the verb: *Olena Dvor said*; not the place of *police in Sable*."""
    words: list[str] = []
    for token in reversed(row):
        if not token.text[:1].isupper() or not token.is_word or len(words) == MOST_WORDS:
            break
        words.append(token.text)
    words.reverse()
    if words and words[0].lower() in _ARTICLES:
        del words[0]
    before = row[len(row) - len(words) - 1].key if len(row) > len(words) else ""
    if before in words_of("function", language) - {"the"}:
        return ""
    return " ".join(words) if len(words) > 1 or _is_long(words) else ""


def _is_long(words: Iterable[str]) -> bool:
    """Whether any word is long, unlike *He*, *It* or *They*."""
    return any(len(word) > len("They") for word in words)
