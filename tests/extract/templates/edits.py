"""Small edits, as an editor makes them: each must be noticed, wherever it is."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.extract.templates.articles import Article

EDITS = ("number", "word", "sentence", "headline")
_NUMBER = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?。])[»”“]?\s*(?=[^\W\d])|(?<=։)\s+")


def edited(article: Article, edit: str, turn: int) -> Article:
    """The article with one number, word or sentence changed, or with its headline changed.

    ``turn`` chooses one of the places where that is possible.
    """
    if edit == "headline":
        return dataclasses.replace(article, title=_other_word(article.title, turn))
    lines = list(article.lines)
    places = list(_places(article, edit))
    line, cell = places[turn % len(places)]
    letter, cells = lines[line]
    change = {"number": _other_number, "word": _other_word, "sentence": _less}[edit]
    changed = change(cells[cell], turn)
    lines[line] = (letter, (*cells[:cell], changed, *cells[cell + 1 :]))
    return dataclasses.replace(article, lines=tuple(lines))


def _places(article: Article, edit: str) -> Iterator[tuple[int, int]]:
    for number, (_, cells) in enumerate(article.lines):
        for place, cell in enumerate(cells):
            fits = {
                "number": _NUMBER.search(cell) is not None,
                "word": len(cell) > 3,
                "sentence": _less(cell, 0) != cell,
            }
            if fits[edit]:
                yield number, place


def _other_number(text: str, turn: int) -> str:
    found = list(_NUMBER.finditer(text))
    digit = found[turn % len(found)]
    return f"{text[: digit.start()]}{(int(digit[0]) + 1) % 10}{text[digit.end() :]}"


def _other_word(text: str, turn: int) -> str:
    """The text with one word backwards, which gives a new word of like length and script."""
    found = [word for word in _WORD.finditer(text) if word[0] != word[0][::-1]]
    if not found:
        return text + text[:1]
    word = found[turn % len(found)]
    return f"{text[: word.start()]}{word[0][::-1]}{text[word.end() :]}"


def _less(text: str, _turn: int) -> str:
    """The text without its last sentence, or the text itself if it has only one."""
    ends = [match.start() for match in _SENTENCE.finditer(text) if match.end() < len(text)]
    return text[: ends[-1]] if ends else text
