"""Phrases that an editor wrote down, compared with whole blocks of text.

A phrase is a text, not a pattern: the only sign with a meaning is ``*``, which stands for
anything. So no phrase can take longer than the length of the block.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 400
"""A block with more characters is never a phrase, whatever it begins with."""

_SAME = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"'})


def folded(text: str) -> str:
    """A text as phrases are compared: no case, single spaces, straight quotation marks."""
    return fold(text).translate(_SAME).casefold().replace("i\u0307", "i")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Prepared phrases: ``plain`` ones, and those with a ``*``, in parts, with their original."""

    plain: dict[str, str]
    wild: tuple[tuple[tuple[str, ...], str], ...]

    def find(self, text: str) -> str | None:
        """The phrase, as it was written, that matches this whole block; None if none does."""
        if not text or len(text) > LONGEST:
            return None
        known = folded(text)
        if known in self.plain:
            return self.plain[known]
        return next((phrase for parts, phrase in self.wild if _matches(parts, known)), None)

    def most_of(self, text: str) -> str | None:
        """The phrase that this block is, or that makes up half of it or more; None if none does.

        In a longer block, the same words are the author's.
        """
        whole = self.find(text)
        if whole is not None or not text or len(text) > LONGEST:
            return whole
        known = folded(text)
        for phrase, written in self.plain.items():
            if 2 * len(phrase) >= len(known) and phrase in known:
                return written
        return None


@functools.lru_cache(256)
def ready(written: tuple[str, ...]) -> Phrases:
    """The phrases of a rule, prepared once."""
    wild = tuple((_parts(phrase), phrase) for phrase in written if "*" in phrase)
    return Phrases({folded(phrase): phrase for phrase in written if "*" not in phrase}, wild)


def _parts(phrase: str) -> tuple[str, ...]:
    return tuple(folded(part) for part in phrase.split("*"))


def _matches(parts: Iterable[str], text: str) -> bool:
    """Whether the text has the parts in order, the first at its start and the last at its end.

    Taking each at its first place is enough: what is between them may be anything.
    """
    first, *middle, last = parts
    if len(text) < len(first) + len(last) or not text.startswith(first):
        return False
    if not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
