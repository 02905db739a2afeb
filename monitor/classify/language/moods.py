"""Forms of verbs that claim less than other forms: *fermerait*, *kapanabilir*, *cerraría*."""

from __future__ import annotations

import regex

from monitor.classify.language.negated import in_harmony

SHORTEST_STEM = 3
_HEARSAY = {
    "fr": regex.compile(r"r(?:ait|aient)$"),
    "es": regex.compile(r"(?<=r)ían?$"),
}
"""Endings of forms by which newsrooms report hearsay."""
_SURE = {"fr": ("", "t", "nt", "ra", "ront"), "es": ("á", "án")}
"""The endings of the same stem in a plain statement."""
_ABLE = regex.compile(r"[ae]bil(?=(?:ir|iyor|di|aca[kğ])\p{L}*$)")
"""*May* inside a Turkish verb, in letters of one harmony."""


_BY_HEARSAY = regex.compile(r"m[ıiuü]ş$")
_SEEN = regex.compile(r"[dt][ıiuü]")


def is_doubted_form(one: str, other: str, language: str) -> bool:
    """Whether one of two lower-case words is the other in a form of doubt or hearsay."""
    if language == "tr":
        heard = _is_heard(one, other) or _is_heard(other, one)
        return heard or _may_be(one, other) != _may_be(other, one)
    if language not in _HEARSAY:
        return False
    return _is_hearsay_of(one, other, language) or _is_hearsay_of(other, one, language)


def _is_hearsay_of(doubted: str, sure: str, language: str) -> bool:
    match = _HEARSAY[language].search(doubted)
    if match is None or match.start() < SHORTEST_STEM:
        return False
    return sure in {doubted[: match.start()] + ending for ending in _SURE[language]}


def _is_heard(heard: str, sure: str) -> bool:
    """*Etmiş* for *etti*, *kapanacakmış* for *kapanacak*: a form of hearsay."""
    match = _BY_HEARSAY.search(heard)
    if match is None or match.start() < SHORTEST_STEM - 1:
        return False
    stem = heard[: match.start()]
    return sure == stem or (
        sure.startswith(stem) and _SEEN.fullmatch(sure[len(stem) :]) is not None
    )


def _may_be(doubted: str, sure: str) -> bool:
    """*Kapanabilir* for *kapanacak*: the same stem without the infix for *may*."""
    match = _ABLE.search(in_harmony(doubted))
    if match is None or match.start() < SHORTEST_STEM - 1:
        return False
    stem, plain = in_harmony(doubted)[: match.start()].removesuffix("y"), in_harmony(sure)
    return plain.startswith(stem) and not _ABLE.search(plain)
