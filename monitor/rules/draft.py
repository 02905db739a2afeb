"""A rule file written from pages: what recurs on them, and where their text is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.notation.figures import counted
from monitor.notation.safe import cut, line
from monitor.rules.places import Guess, removals, selections
from monitor.rules.recurring import recurring
from monitor.rules.shapes import patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.rules.looks import Look
    from monitor.rules.pages import SeenPage
    from storage.records import SeedKind

WIDTH = 100
_STOPS = tuple(".!?…。।։؟")
_CLOSING = "”’»\"')」』“"


@dataclass(slots=True)
class Draft:
    """What is known about an outlet before there are rules."""

    name: str
    home: str
    hosts: tuple[str, ...]
    seeds: tuple[tuple[str, SeedKind], ...] = ()
    addresses: tuple[str, ...] = ()
    pages: Sequence[SeenPage] = ()
    headlines: frozenset[str] = frozenset()


def write_draft(draft: Draft, looks: Sequence[Look]) -> str:
    """The rules as TOML, from the ``looks``. Guesses are commented out, with their evidence."""
    parts = [
        _heading(draft, len(looks)),
        _facts(draft),
        _articles(draft),
        _phrases(looks, draft.headlines),
        _places(looks),
        _seeds(draft),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(draft: Draft, seen: int) -> str:
    pages = counted(seen, "page")
    return (
        f"# Rules for {draft.name}, written from {pages} of different articles.\n"
        "# What is only a guess is commented out: remove the # of a line that is right,\n"
        f"# and see what it does with: variorum outlet check {draft.name}"
    )


def _facts(draft: Draft) -> str:
    return f"home = {_string(draft.home)}\nhosts = {_list(draft.hosts)}"


def _articles(draft: Draft) -> str:
    found = patterns(draft.addresses)
    if not found:
        return ""
    told = "# Paths of articles: with patterns, an address that none matches is no article."
    many = len(draft.addresses)
    lines = [
        f"{_pattern(one.value)},  # {one.count} of {many}: {_cut(one.sample)}" for one in found
    ]
    return f"{told}\n{_guesses('articles', lines)}"


def _phrases(looks: Sequence[Look], headlines: frozenset[str]) -> str:
    found = recurring(looks, headlines)
    if not found:
        return ""
    lines = ["# Blocks that are on most of the pages, word for word."]
    lines.append("phrases = [")
    for one in found:
        told = ", and is read as text" if one.kept else ""
        told += ", beside a link to an article: a teaser changes" if one.boxed else ""
        guess = "# " if one.boxed or (one.kept and _is_sentence(one.text)) else ""
        lines.append(f"    {guess}{_string(one.text)},  # on {one.pages} of {len(looks)}{told}")
    return "\n".join([*lines, "]"])


def _is_sentence(text: str) -> bool:
    """Whether it is a sentence, which may be background that authors repeat in each article."""
    return text.rstrip(_CLOSING).endswith(_STOPS)


def _places(looks: Sequence[Look]) -> str:
    chosen = selections(looks)
    cut = removals(looks, chosen[0].selector if chosen else None)
    parts = []
    if chosen:
        lines = _selectors(chosen, len(looks))
        parts.append(f"# Where the text is; one is enough.\n{_guesses('select', lines)}")
    if cut:
        lines = _selectors(cut, len(looks))
        parts.append(f"# What is among the text but not part of it.\n{_guesses('remove', lines)}")
    return "\n\n".join(parts)


def _selectors(guesses: Sequence[Guess], pages: int) -> list[str]:
    return [f"{_string(g.selector)},  # on {g.pages} of {pages}: {_cut(g.told)}" for g in guesses]


def _guesses(key: str, lines: Sequence[str]) -> str:
    """A list whose items are commented out, each with its evidence."""
    return "\n".join([f"{key} = [", *(f"    # {one}" for one in lines), "]"])


def _seeds(draft: Draft) -> str:
    return "\n\n".join(
        f"[[seeds]]\nurl = {_string(url)}\nkind = {_string(kind.value)}"
        for url, kind in draft.seeds
    )


def _cut(text: str) -> str:
    """A text cut for a comment, in which TOML allows no control characters."""
    return cut(line(text), WIDTH)


def _string(text: str) -> str:
    """A basic string of TOML, which is escaped as in JSON, and DEL too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _pattern(text: str) -> str:
    return f"'{text}'" if "'" not in text else _string(text)


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_string, texts)) + "]"
