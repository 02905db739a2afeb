"""Values as part of a sentence: cut to a length, without a capital at the beginning."""

from __future__ import annotations

from monitor.classify.figures.numerals import NUMBER_WORDS
from monitor.diff.tokens import in_small

LONGEST_VALUE = 60


def shortened_value(value: str | None, longest: int = LONGEST_VALUE) -> str:
    """At most ``longest`` characters of a value, cut after a word."""
    text = value or ""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return cut[: cut.rfind(" ")].rstrip(" ,;:") + "…" if " " in cut else cut + "…"


def opened(value: str | None) -> str:
    """A value as it is inside a sentence: without the capital of *At least 12* or *This week*."""
    text = value or ""
    first = text.split(" ", 1)[0]
    opens = first.isalpha() and first[1:].islower() and first.lower() in _SMALL_OPENERS
    return in_small(text[0]) + text[1:] if opens or _is_worded(first) else text


def _is_worded(word: str) -> bool:
    """Whether it is a number in words with the capital of a sentence: *Two*."""
    return word[:1].isupper() and any(in_small(word) in words for words in NUMBER_WORDS.values())


_SMALL_OPENERS = frozenset(
    {"at", "more", "over", "about", "around", "nearly", "almost", "some", "up", "fewer", "less"}
    | {"roughly", "approximately", "an", "a", "this", "last", "next", "under", "no", "all", "many"}
    | {"most", "several", "few", "every", "hundreds", "dozens", "thousands", "millions"}
)
