"""Whether newsrooms use a word: a Bloom filter, which is bits instead of a list.

A misspelt word is one that is not known. The filter says "known" for one unknown word in a
thousand, and never "unknown" for a word that it was made from.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.classify.language.lexicon import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

BITS_PER_WORD = 14
HASHES = 9
SHORTEST_ROOT = 3
_VOWELS = frozenset("aeiouwy")


def bloom_of(words: Collection[str]) -> bytes:
    """A filter that knows these words."""
    bits = bytearray(-(-len(words) * BITS_PER_WORD // 8))
    for word in words:
        for place in _places(word, len(bits) * 8):
            bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


@lru_cache(maxsize=4096)
def is_known(word: str, language: str) -> bool | None:
    """Whether a lower-case word is known; None if there is no filter for the language."""
    bits = _filter(f"{language}.known")
    return None if bits is None else _has(bits, word)


def are_two_words(one: str, other: str, language: str) -> bool:
    """*Geräumt* and *geträumt*: whether one letter makes either another known word.

    A word that is not listed as such may still be rare, and need not be misspelt.
    """
    bits = _filter(f"{language}.near")
    return bits is not None and _has(bits, one) and _has(bits, other)


def may_be_word(word: str, language: str) -> bool | None:
    """Whether a word is known, or a regular form of a known English verb: *roped*, *combing*.

    Some forms of verbs are rare in news, and *raped* for *roped* must not pass for a slip. A form
    that lacks a doubled letter is not accepted: *occured* is a slip. None as in :func:`is_known`.
    """
    known = is_known(word, language)
    if known is not False or language != "en":
        return known
    for ending in ("ed", "ing"):
        root = word.removesuffix(ending)
        if root == word or len(root) < SHORTEST_ROOT:
            continue
        if is_known(root + "e", language):
            return True
        if _VOWELS.isdisjoint(root[-2:]) and is_known(root, language):
            return True
    return False


def _has(bits: bytes, word: str) -> bool:
    return all(bits[place >> 3] & 1 << (place & 7) for place in _places(word, len(bits) * 8))


@lru_cache(maxsize=32)
def _filter(name: str) -> bytes | None:
    path = WORDS / name
    return path.read_bytes() if path.is_file() else None


def _places(word: str, size: int) -> Iterator[int]:
    """The places of a word's bits, by double hashing (Kirsch and Mitzenmacher 2006)."""
    digest = blake2b(word.encode(), digest_size=16).digest()
    first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big") | 1
    for number in range(HASHES):
        yield (first + number * second) % size
