"""Our articles: invented places, people and events, in twelve languages.

``texts/<language>.txt`` starts with the words of an outlet's furniture, ``name: text``; then come
articles, separated by empty lines: their fields, then one block per line, after a letter that
gives its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage.records import BlockKind

_FOLDER = Path(__file__).with_name("texts")
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.txt")))
KINDS = {
    "P": BlockKind.PARAGRAPH,
    "H": BlockKind.HEADING,
    "Q": BlockKind.QUOTE,
    "L": BlockKind.LIST_ITEM,
    "D": BlockKind.LIST_ITEM,
    "T": BlockKind.TABLE,
    "X": BlockKind.CORRECTION,
}
"""What the letters mean: D is a term with its definition, T a row of a table."""
_FIELD = re.compile(r"([a-z_]+): ?(.*)")


@dataclass(frozen=True)
class Article:
    """An article; ``lines`` are (letter, cells), with one cell except in rows and definitions."""

    language: str
    title: str
    standfirst: str
    author: str
    section: str
    published: str
    caption: str
    credit: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Outlet:
    """The words around the articles in a language, and these articles."""

    words: dict[str, str]
    nav: tuple[str, ...]
    teasers: tuple[tuple[str, str], ...]
    comments: tuple[str, ...]
    articles: tuple[Article, ...]


@cache
def outlet(language: str) -> Outlet:
    """The outlet that publishes in this language."""
    text = (_FOLDER / f"{language}.txt").read_text("utf-8")
    head, *parts = text.strip().split("\n\n")
    pairs = [match.groups() for line in head.splitlines() if (match := _FIELD.match(line))]
    words = dict(pairs)
    split = [tuple(value.split(" | ")) for name, value in pairs if name == "teaser"]
    return Outlet(
        words,
        tuple(words["nav"].split(" | ")),
        tuple((title, teaser) for title, teaser in split),
        tuple(value for name, value in pairs if name == "comment"),
        tuple(_article(language, part.splitlines()) for part in parts),
    )


def articles(language: str) -> tuple[Article, ...]:
    """The articles in a language."""
    return outlet(language).articles


def _article(language: str, lines: list[str]) -> Article:
    fields = dict(match.groups() for line in lines if (match := _FIELD.fullmatch(line)))
    caption, _, credit = fields.get("picture", "").partition(" || ")
    body = [(line[0], line[2:]) for line in lines if line[:1] in KINDS and line[1:2] == " "]
    return Article(
        language=language,
        title=fields["title"],
        standfirst=fields["standfirst"],
        author=fields["author"],
        section=fields["section"],
        published=fields["published"],
        caption=caption,
        credit=credit,
        lines=tuple(
            (letter, tuple(text.split(" | ")) if letter in "TD" else (text,))
            for letter, text in body
        ),
    )
