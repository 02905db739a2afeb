"""Tokens of a sentence: the smallest pieces that a mark may cover.

A word keeps its inner apostrophe, hyphen and stop; a number its sign, separators, currency sign
and percent sign; a date or time in digits is one token. So no mark ever splits any of these.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import regex

QUOTES = "\"'“”„‟«»‘’‚‛‹›`´ʼ′″＂「」『』״׳ʻ"
"""Every character that newsrooms quote with, or use as an apostrophe."""
CURRENCY_SIGNS = "$€£¥₽₼₾₴₺֏"

_STYLE = {
    **dict.fromkeys("“”„‟«»″＂「」『』״", '"'),
    **dict.fromkeys("‘’‚‛‹›`´ʼ′׳ʻ", "'"),
    **dict.fromkeys("–—‑−‒―", "-"),
    "…": "...",
}
_STYLED = re.compile(f"[{''.join(_STYLE)}]")
_TOKEN = regex.compile(
    rf"""
    (?:(?<![\p{{L}}\p{{N}}])[-−–+](?=[%{CURRENCY_SIGNS}]?\d))?+(?:[{CURRENCY_SIGNS}]|(?<![\p{{L}}\p{{N}}])%(?=\d))?+
      (?:\d{{1,3}}(?:\ \d{{3}}(?!\d))++|\d++)(?:[.,٫٬:/'’‑–-]?\d+|h\d\d(?![\p{{L}}\d]))*+
      (?:[%٪‰{CURRENCY_SIGNS}](?:['’‑-]\p{{L}}{{1,4}}+(?!\p{{L}}))?|(?:['’ʼ‑-]?[\p{{L}}\p{{M}}]+)*+)
  | [\p{{L}}\p{{M}}\p{{N}}_]++(?:['’‘ʼ‑.,՛՞՜-][\p{{L}}\p{{M}}\p{{N}}_]++)*+[՛՞՜]?
  | \.\.\. | \S
    """,
    regex.VERBOSE,
)

_WITHOUT_SPACES = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
"""Scripts without spaces between words: each character is a token, but a figure stays whole."""


class Token(NamedTuple):
    """A token with its place: ``text == sentence[start:end]``; ``key`` is compared."""

    start: int
    end: int
    text: str
    key: str

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or digit, and so is not mere punctuation."""
        return self.key[-1:].isalnum() or self.key[:1].isalnum() or self.key[1:2].isalnum()


def style_key(text: str) -> str:
    """The text with one style of quotation marks, dashes and ellipses."""
    if text.isascii() and "`" not in text:
        return text
    return _STYLED.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    return _STYLE[match[0]]


def in_small(text: str) -> str:
    """The text in lower case; the dotted capital of Turkish becomes *i*, not two characters."""
    return text.lower() if text.isascii() else text.replace("İ", "i").lower()


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a canonical text; between two of them is one space or nothing."""
    if not text.isascii() and _WITHOUT_SPACES.search(text):
        return _without_spaces(text)
    if style_key(text) is text:
        return tuple(
            Token(match.start(), match.end(), word := match[0], word)
            for match in _TOKEN.finditer(text)
        )
    return tuple(
        Token(*match.span(), match[0], style_key(match[0])) for match in _TOKEN.finditer(text)
    )


def count_words(text: str) -> int:
    """The number of words; in a script without spaces each character counts as one."""
    if text.isascii() or not _WITHOUT_SPACES.search(text):
        return len(text.split())
    return sum(any(map(str.isalnum, token.text)) for token in tokens(text))


def _without_spaces(text: str) -> tuple[Token, ...]:
    """The same, character by character for scripts without spaces."""
    found: list[Token] = []
    start = 0
    for sign in [*_WITHOUT_SPACES.finditer(text), None]:
        end = sign.start() if sign else len(text)
        found += (
            Token(start + one.start(), start + one.end(), one[0], style_key(one[0]))
            for one in _TOKEN.finditer(text[start:end])
        )
        if sign:
            found.append(Token(sign.start(), sign.end(), sign[0], sign[0]))
            start = sign.end()
    return tuple(found)
