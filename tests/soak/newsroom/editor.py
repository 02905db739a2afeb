"""Pure: what an editor does to an article, by chance, and what of it a page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from tests.extract.templates.articles import articles
from tests.extract.templates.edits import edited
from tests.extract.templates.make import _template, make

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tests.extract.templates.articles import Article

FEWEST = 5
"""Paragraphs that an article keeps, whatever is deleted."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)


@cache
def pool(language: str) -> tuple[str, ...]:
    """The words of a language's articles; pairs of characters if there are no spaces."""
    texts = [cell for one in articles(language) for _, cells in one.lines for cell in cells]
    if language == "zh":
        return tuple(
            word[0][n : n + 2]
            for text in texts
            for word in _WORD.finditer(text)
            for n in range(0, len(word[0]) - 1, 2)
        )
    return tuple(word[0] for text in texts for word in _WORD.finditer(text))


def reworded(text: str, language: str, lot: random.Random, share: float = 0.6) -> str:
    """Replace most words by others: another text of the same kind."""
    words = pool(language)

    def other(match: re.Match[str]) -> str:
        if lot.random() > share:
            return match[0]
        if language == "zh":
            size = len(match[0])
            return "".join(lot.choice(words) for _ in range(size // 2 + 1))[:size]
        word = lot.choice(words)
        return word[:1].upper() + word[1:] if match[0][:1].isupper() else word.lower()

    text = _WORD.sub(other, text)
    return re.sub(r"\d", lambda _: str(lot.randint(1, 9)), text)


def invented(language: str, number: int, lot: random.Random) -> Article:
    """The number-th article of an outlet: one of ours, or one made like it."""
    own = articles(language)
    base = own[number % len(own)]
    if number < len(own):
        return base

    def say(text: str) -> str:
        return reworded(text, language, lot) if text else text

    lines = tuple((letter, tuple(map(say, cells))) for letter, cells in base.lines)
    author = lot.choice([one.author for one in own if one.author])
    return replace(
        base,
        title=say(base.title),
        standfirst=say(base.standfirst),
        caption=say(base.caption),
        author=author,
        lines=lines,
    )


# --- acts --------------------------------------------------------------------------------------
def _paragraph(article: Article, lot: random.Random) -> tuple[str, tuple[str, ...]]:
    own = articles(article.language)
    lines = [cells for one in own for letter, cells in one.lines if letter == "P"]
    return "P", (reworded(lot.choice(lines)[0], article.language, lot),)


def _places(article: Article) -> list[int]:
    return [n for n, (letter, _) in enumerate(article.lines) if letter == "P"]


def _added(article: Article, place: int, line: tuple[str, tuple[str, ...]]) -> Article:
    return replace(article, lines=(*article.lines[:place], line, *article.lines[place:]))


def _figure(article: Article, lot: random.Random) -> Article:
    if not any(any(map(str.isdigit, cell)) for _, cells in article.lines for cell in cells):
        return article
    return edited(article, "number", lot.randrange(99))


def _word(article: Article, lot: random.Random) -> Article:
    return edited(article, "word", lot.randrange(99))


def _sentence(article: Article, lot: random.Random) -> Article:
    try:
        return edited(article, "sentence", lot.randrange(99))
    except ZeroDivisionError:  # no text of two sentences is left
        return article


def _headline(article: Article, lot: random.Random) -> Article:
    return edited(article, "headline", lot.randrange(9))


def _headline_anew(article: Article, lot: random.Random) -> Article:
    return replace(article, title=reworded(article.title, article.language, lot))


def _standfirst(article: Article, lot: random.Random) -> Article:
    return replace(article, standfirst=reworded(article.standfirst, article.language, lot, 0.3))


def _byline(article: Article, lot: random.Random) -> Article:
    others = sorted({one.author for one in articles(article.language)} - {article.author, ""})
    return replace(article, author=lot.choice(others)) if others else article


def _caption(article: Article, lot: random.Random) -> Article:
    if not article.caption:
        return article
    return replace(article, caption=reworded(article.caption, article.language, lot, 0.3))


def _date(article: Article, lot: random.Random) -> Article:
    hour = (int(article.published[11:13]) + lot.randint(1, 5)) % 24
    return replace(article, published=f"{article.published[:11]}{hour:02}{article.published[13:]}")


def _correction(article: Article, lot: random.Random) -> Article:
    notes = [
        cells for one in articles(article.language) for letter, cells in one.lines if letter == "X"
    ]
    number = str(lot.randint(11, 99))
    text = re.sub(r"\d+", number, notes[0][0])
    return _added(article, len(article.lines), ("X", (text,)))


def _at_top(article: Article, lot: random.Random) -> Article:
    return _added(article, 0, _paragraph(article, lot))


def _in_the_middle(article: Article, lot: random.Random) -> Article:
    return _added(article, lot.choice(_places(article)[1:]), _paragraph(article, lot))


def _at_the_end(article: Article, lot: random.Random) -> Article:
    return _added(article, _places(article)[-1] + 1, _paragraph(article, lot))


def _deletion(article: Article, lot: random.Random) -> Article:
    places = _places(article)
    if len(places) <= FEWEST:
        return _in_the_middle(article, lot)
    gone = lot.choice(places)
    return replace(article, lines=article.lines[:gone] + article.lines[gone + 1 :])


def _move(article: Article, lot: random.Random) -> Article:
    lines, (one, two) = list(article.lines), lot.sample(_places(article), 2)
    lines[one], lines[two] = lines[two], lines[one]
    return replace(article, lines=tuple(lines))


ACTS: dict[str, Callable[[Article, random.Random], Article]] = {
    "figure": _figure,
    "word": _word,
    "sentence": _sentence,
    "headline": _headline,
    "headline anew": _headline_anew,
    "standfirst": _standfirst,
    "byline": _byline,
    "caption": _caption,
    "date": _date,
    "correction": _correction,
    "top": _at_top,
    "middle": _in_the_middle,
    "end": _at_the_end,
    "deletion": _deletion,
    "move": _move,
}
OFTEN = ("figure", "figure", "word", "sentence", "headline", "top", "end", "middle")


def act(article: Article, lot: random.Random) -> tuple[str, Article]:
    """Do one act; gives its name and the new article."""
    name = lot.choice((*ACTS, *OFTEN))
    made = ACTS[name](article, lot)
    if name == "deletion" and len(made.lines) > len(article.lines):
        name = "middle"  # there was too little to delete from
    return name, made


# --- what is shown -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Shown:
    """What a page shows of an article: what must make a revision, and what else may.

    ``caption`` is the one that is shown; a change of it must make a revision as well.
    """

    must: tuple[object, ...]
    may: tuple[object, ...]
    caption: str


@cache
def _shows(template: str) -> tuple[bool, bool]:
    """Whether a template shows a standfirst and a caption, outside of its head and scripts."""
    markup, page = _template(template)
    body = _SCRIPT.sub("", page.partition("</head>")[2] or page)
    caption = "{{picture}}" in body and "{{caption}}" in markup["picture"]
    return "{{standfirst}}" in body, caption


def shown(template: str, article: Article) -> Shown:
    """What an article's page shows in this template."""
    made = make(template, article)
    standfirst, caption = _shows(template)
    must = (
        article.title,
        article.standfirst if standfirst else "",
        article.author if "byline" in made.shows else "",
        *made.blocks,
    )
    may = (*must, article.standfirst, article.author, article.caption)
    return Shown(must, may, article.caption if caption else "")
