"""Verbs in the future, if another form says that it has happened: *comprará*, *compró*.

English uses a separate word for it, which :mod:`monitor.classify.compared.tense` looks at.
Here the ending tells; two endings of one verb would otherwise be a mere rewording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.language.endings import is_inflected

if TYPE_CHECKING:
    from monitor.classify.compared.pair import Pair

SHORTEST_STEM = 2
_TO_COME = {
    "fr": regex.compile(r"(?:er|ir|ndr|ttr)(?:a|ont)$"),
    "es": regex.compile(r"(?:[aei]r|dr)(?:á|án)$"),
    "it": regex.compile(r"(?:[ei]r|rr)(?:à|anno)$"),
    "pt": regex.compile(r"[aei]r(?:á|ão)$"),
    "tr": regex.compile(r"(?:aca[kğ]|ece[kğ])\p{L}*$"),
    "az": regex.compile(r"(?:aca[qğ]|əcə[ky])\p{L}*$"),
}
"""Endings of future forms."""
_TIMELESS = {
    "fr": regex.compile(r"(?:[ei]r|re|ant|r(?:ai[st]?|aient))$"),
    "es": regex.compile(r"(?:[aei]r|ría[ns]?)$"),
    "it": regex.compile(r"(?:[aei]re|r(?:ebbe|ebbero|ei))$"),
    "pt": regex.compile(r"(?:[aei]r|ria[ms]?)$"),
    "tr": regex.compile(r"m[ae](?:k|s[ıi]|lar[ıi]|leri)?(?:n[ıi]n?|n?[ae]|nd[ae]n?)?$"),
    "az": regex.compile(r"m[aə](?:q|k|s[ıi]|ları|ləri)?(?:n[ıi]n?|n?[aə]|nd[aə]n?)?$"),
}
"""Endings of forms without tense, or that express doubt anyway."""
_WAS = {
    "ru": regex.compile(r"л[аои]?(?:с[ья])?$"),
    "uk": regex.compile(r"(?:[аеиіуюяоїє]в|л[аои])(?:с[ья])?$"),
}
_IS_OR_WILL_BE = {
    "ru": regex.compile(r"[еёиуюая]т(?:ся)?$"),
    "uk": regex.compile(r"(?:є|[еєиїуюая]ть)(?:ся)?$"),
}


def is_other_time(pair: Pair, i: int, j: int) -> bool:
    """Whether two words are one verb, and only one form is in the future.

    Not for verbs of saying. In Russian and Ukrainian, whose verbs have one form for present and
    future, that form counts as future.
    """
    language, one, other = pair.vocabulary.language, pair.old.lower[i], pair.new.lower[j]
    if any(side.has_rule(k) or side.is_name(k) for side, k in ((pair.old, i), (pair.new, j))):
        return False
    if language in _WAS:
        was, will = _WAS[language], _IS_OR_WILL_BE[language]
        crosswise = (was.search(one) and will.search(other)) or (
            was.search(other) and will.search(one)
        )
        return crosswise is not None and is_inflected(one, other, language)
    if language not in _TO_COME:
        return False
    return _is_to_come(one, other, language) != _is_to_come(other, one, language)


def _is_to_come(word: str, other: str, language: str) -> bool:
    """Whether the word is in the future, and the other is another form of it that has a tense."""
    match = _TO_COME[language].search(word)
    if match is None or match.start() < SHORTEST_STEM or _TIMELESS[language].search(other):
        return False
    if _TO_COME[language].search(other):
        return False
    if language in {"tr", "az"}:
        stem = word[: match.start()].removesuffix("y")
        return len(stem) >= SHORTEST_STEM and other.startswith(stem)
    return is_inflected(word, other, language)
