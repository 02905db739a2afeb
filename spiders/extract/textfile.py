"""A page that somebody copied as text: one block a line, no markup to go by.

What stands above the first running text is the page's head (title, standfirst, byline, date,
captions); below it a line is the article's, unless it is a phrase of furniture.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from spiders.extract import dates, kinds
from spiders.extract.fields import bare, clean_names
from spiders.extract.furniture import is_credit, is_furniture, is_source
from storage.records import Access, Block, BlockKind, Extraction, PageType

if TYPE_CHECKING:
    from spiders.outlets.rules import Rules

_PICTURE = regex.compile(r"^!\[(?P<alt>[^\]]*)\]\((?P<url>[^)\s]+)[^)]*\)$")
_BULLET = regex.compile(r"^[•*‣▪◦·–-]\s+")
_TERMINAL = regex.compile(r"[.!?…։。！？؟:][”\"’'»)\]]*$")
_DATED = regex.compile(r"^(?:date\s+)?\d{4}-\d{2}-\d{2}\b\s*", regex.IGNORECASE)
_BY = regex.compile(r"^(?:by|автор:?|müəllif:?|yazar:?)\s+(?P<names>\S.{1,60})$", regex.IGNORECASE)
_MODIFIED = regex.compile(
    r"^(?:last )?updated|^son güncelleme|^обновлено|^оновлено|^yenilən", regex.IGNORECASE
)
_CREDIT_INSIDE = regex.compile(
    r"(?:photo|image|picture|credit|фото|foto|şəkil|görsel|fotoğraf)\s*[:/©]", regex.IGNORECASE
)
RUNNING = 90
DATE_LINE = 60


@dataclass(slots=True)
class _Line:
    """A line of the file. ``apart`` says that a blank line stands before, and after."""

    text: str
    after_blank: bool
    before_blank: bool = True


@dataclass(slots=True)
class _Head:
    """What the lines above the running text say."""

    title: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    picture: str | None = None
    captions: list[str] = field(default_factory=list)


def read_lines(text: str, rules: Rules | None, reader: str) -> Extraction:
    """The article among the lines of a text."""
    lines = _lines(text)
    phrases = {phrase.casefold() for phrase in rules.phrases} if rules else set[str]()
    first = _first_running(lines)
    head = _read_head([line.text for line in lines[:first]], phrases)
    rest = lines[first:]
    if rules is not None and rules.cards:
        rest = _without_cards(rest)
    blocks = _body(rest, head, phrases)
    captions = [Block(BlockKind.CAPTION, caption) for caption in dict.fromkeys(head.captions)]
    paywall = [phrase.casefold() for phrase in rules.paywall] if rules else []
    walled = any(phrase in line.text.casefold() for phrase in paywall for line in lines)
    return Extraction(
        title=head.title,
        standfirst=head.standfirst,
        byline=head.byline,
        published=head.published,
        modified=head.modified,
        picture=head.picture,
        page_type=PageType.ARTICLE if blocks else PageType.OTHER,
        access=Access.TEASER if walled else Access.FULL,
        blocks=(*captions, *blocks),
        reader=reader,
        rules=rules.version if rules else None,
    )


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    blank = True
    for raw in text.lstrip("\ufeff").splitlines():
        line = raw.strip()
        if not line:
            blank = True
            if found:
                found[-1].before_blank = True
            continue
        if found and not blank:
            found[-1].before_blank = False
        found.append(_Line(line, blank))
        blank = False
    return found


def _first_running(lines: list[_Line]) -> int:
    """Where the head ends: at the first running text; in a text of short lines, at a sentence."""
    for is_running in (_runs, _TERMINAL.search):
        for number, line in enumerate(lines):
            if is_running(line.text):
                return number
    return 1 if len(lines) > 1 else 0


def _runs(text: str) -> bool:
    return len(text) >= RUNNING and _TERMINAL.search(text) is not None and not _PICTURE.match(text)


def _read_head(lines: list[str], phrases: set[str]) -> _Head:
    head = _Head()
    for line in lines:
        picture = _PICTURE.match(line)
        if picture:
            head.picture = head.picture or picture["url"]
            head.title = head.title or picture["alt"] or None
        elif line.casefold() in phrases or is_furniture(line) or is_source(line):
            _note_date(line, head)
        elif not _note_date(line, head):
            _note_line(_DATED.sub("", line), head)
    return head


def _note_date(line: str, head: _Head) -> bool:
    """Takes the line for a date line, where it is one."""
    found = dates.normal(line)
    if found is None:
        return False
    if _MODIFIED.match(line):
        head.modified = head.modified or found
        return True
    head.published = head.published or found
    return len(line) < DATE_LINE and not _DATED.match(line)


def _note_line(line: str, head: _Head) -> None:
    author = _BY.match(line)
    if author:
        head.byline = clean_names([author["names"]])
    elif is_credit(line) or _CREDIT_INSIDE.search(line):
        head.captions.append(line)
    elif head.title is None:
        head.title = line if len(line.split()) > 2 else None
    elif line == head.title:
        pass
    elif line.startswith(head.title):
        head.captions.append(line.removeprefix(head.title).strip())
    elif head.standfirst is None and len(line.split()) > 4:
        head.standfirst = line


def _without_cards(lines: list[_Line]) -> list[_Line]:
    """Drops the pairs of title and teaser of another article."""
    kept: list[_Line] = []
    number = 0
    while number < len(lines):
        one, two = lines[number], lines[number + 1] if number + 1 < len(lines) else None
        if two is not None and _is_card(one, two):
            number += 2
            continue
        kept.append(one)
        number += 1
    return kept


def _is_card(one: _Line, two: _Line) -> bool:
    together = one.after_blank and not one.before_blank and two.before_blank
    return together and not _TERMINAL.search(one.text) and 20 < len(one.text) < 180


def _body(lines: list[_Line], head: _Head, phrases: set[str]) -> list[Block]:
    blocks: list[Block] = []
    title = bare(head.title or "")
    summary = False
    for line in lines:
        text = line.text
        if _MODIFIED.match(text) and len(text) < DATE_LINE:
            head.modified = head.modified or dates.normal(text)
            continue
        dropped = text.casefold() in phrases or is_furniture(text) or is_source(text)
        if dropped or _PICTURE.match(text) or (title and bare(text) == title):
            continue
        bullet = _BULLET.match(text)
        if kinds.is_summary_heading(text):
            summary = True
            blocks.append(Block(BlockKind.SUMMARY, text))
            continue
        summary = summary and bullet is not None
        blocks.append(_block(text, bullet=bullet is not None, summary=summary))
    return _without_tail(blocks)


def _block(text: str, *, bullet: bool, summary: bool) -> Block:
    if bullet:
        kind = BlockKind.SUMMARY if summary else BlockKind.LIST_ITEM
        return Block(kind, _BULLET.sub("", text))
    if kinds.is_correction(text):
        return Block(BlockKind.CORRECTION, text)
    if is_credit(text):
        return Block(BlockKind.CAPTION, text)
    short = len(text) < RUNNING and not _TERMINAL.search(text)
    return Block(BlockKind.HEADING if short else BlockKind.PARAGRAPH, text)


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Headings with nothing under them at the end head what is no longer the article."""
    while blocks and blocks[-1].kind is BlockKind.HEADING:
        blocks.pop()
    return blocks
