"""A rule file written from pages: what recurs on them, and where their text stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.rules.places import Guess, removals, selections
from monitor.rules.recurring import recurring
from monitor.rules.shapes import patterns
from spiders.extract import ruled
from spiders.extract.encoding import decode
from spiders.extract.memory import LONG, same_article
from spiders.extract.page import parse
from spiders.extract.reader import read
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4 import BeautifulSoup

    from monitor.rules.pages import SeenPage
    from storage.records import SeedKind

WIDTH = 100


@dataclass(slots=True)
class Draft:
    """What is known of an outlet before there are rules."""

    name: str
    home: str
    hosts: tuple[str, ...]
    seeds: tuple[tuple[str, SeedKind], ...] = ()
    addresses: tuple[str, ...] = ()
    pages: Sequence[SeenPage] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """A page as blocks and as a tree, with the texts that the reader takes for the article."""

    blocks: tuple[str, ...]
    kept: frozenset[str]
    soup: BeautifulSoup = field(repr=False)


def looks_at(pages: Iterable[SeenPage]) -> list[Look]:
    """Each article once, however many pages carry it; pages without one are left out."""
    found: list[Look] = []
    known: list[frozenset[str]] = []
    for page in pages:
        look = _look(page)
        long = frozenset(text for text in look.blocks if len(text) > LONG)
        if look.kept and not any(same_article(long, other) for other in known):
            known.append(long)
            found.append(look)
    return found


def _look(page: SeenPage) -> Look:
    text = decode(page.payload, page.content_type)
    reading = read(page.payload, url=page.url, content_type=page.content_type)
    blocks = tuple(fold(block.text) for block in parse(text).blocks)
    kept = frozenset(fold(block.text) for block in reading.body)
    return Look(blocks, kept & frozenset(blocks), ruled.soup_of(text))


# --- the file --------------------------------------------------------------------------------
def write_draft(draft: Draft) -> str:
    """The TOML. What is only a guess is commented out, with what it rests on."""
    looks = looks_at(draft.pages)
    parts = [
        _heading(draft, len(looks)),
        _facts(draft),
        _articles(draft),
        _phrases(looks),
        _places(looks),
        _seeds(draft),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(draft: Draft, seen: int) -> str:
    pages = "1 page" if seen == 1 else f"{seen} pages"
    return (
        f"# Rules for {draft.name}, written from {pages} of different articles.\n"
        "# What is only a guess is commented out: take away the # where it is right, and see what\n"
        f"# it does with: variorum outlet check {draft.name}"
    )


def _facts(draft: Draft) -> str:
    return f"home = {_string(draft.home)}\nhosts = {_list(draft.hosts)}"


def _articles(draft: Draft) -> str:
    found = patterns(draft.addresses)
    if not found:
        return ""
    lines = [
        "# Paths of articles. With patterns, an address that none of them matches is no article."
    ]
    lines += [f"#   {one.count} of {len(draft.addresses)}: {one.sample}" for one in found]
    return "\n".join([*lines, f"# articles = {_list((one.value for one in found), _pattern)}"])


def _phrases(looks: Sequence[Look]) -> str:
    found = recurring(looks)
    if not found:
        return ""
    lines = ["# Blocks that stand on most of the pages, word for word."]
    lines.append("phrases = [")
    for one in found:
        beside = ", and is read as text" if one.kept else ""
        lines.append(f"    {_string(one.text)},  # on {one.pages} of {len(looks)}{beside}")
    return "\n".join([*lines, "]"])


def _places(looks: Sequence[Look]) -> str:
    chosen = selections(looks)
    lines = []
    if chosen:
        lines.append("# Where the text seems to stand:")
        lines += _guesses("select", chosen, len(looks))
    cut = removals(looks, chosen[0].selector if chosen else None)
    if cut:
        lines += ["", "# What seems to stand in it and to be none of it:"] if lines else []
        lines += _guesses("remove", cut, len(looks))
    return "\n".join(lines)


def _guesses(key: str, guesses: Sequence[Guess], pages: int) -> list[str]:
    """The selectors with what each matches; of ``select`` one is enough."""
    lines = [f"#   {one.selector}  on {one.pages} of {pages}: {_cut(one.told)}" for one in guesses]
    chosen = guesses[:1] if key == "select" else guesses
    return [*lines, f"# {key} = {_list(one.selector for one in chosen)}"]


def _seeds(draft: Draft) -> str:
    return "\n\n".join(
        f"[[seeds]]\nurl = {_string(url)}\nkind = {_string(kind.value)}"
        for url, kind in draft.seeds
    )


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _string(text: str) -> str:
    """A basic string of TOML, which escapes as JSON does, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _pattern(text: str) -> str:
    return f"'{text}'" if "'" not in text else _string(text)


def _list(texts: Iterable[str], write: object = None) -> str:
    written = _pattern if write is not None else _string
    return "[" + ", ".join(written(text) for text in texts) + "]"
