"""A page that somebody copied as text: one block per line, no markup to go by.

What is above the first running text is the page's head; below it a line is the article's unless it
is a phrase of furniture, a picture, or is about another article.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from spiders.extract import kinds, ruled
from spiders.extract.choice.kept.legal import is_legal_name
from spiders.extract.copied.texthead import Head, split_head
from spiders.extract.copied.textlines import (
    BULLET,
    DATE_LINE,
    DATED,
    LEADS_ON,
    PICTURE,
    RUNNING,
    Line,
    ends_well,
    is_bullet,
    is_caption,
    is_nothing,
    is_update,
    lines_of,
    runs,
    times_of_update,
)
from spiders.extract.fields.fields import bare
from storage.records import Access, Block, BlockKind, Extraction, PageType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spiders.outlets.rules import Rules

_TITLE_END = regex.compile(r"[?:]$|\b\p{Lu}\.(?:\p{Lu}\.)*$")
"""Ends of sentences that may also end titles: a question, an abbreviation."""
LONGEST_TITLE = 200
CARD_LINES = 4
"""The maximum lines of a card: a title and a teaser, and at most a source and a name below."""
LONGEST_TEASER = 500


def read_lines(text: str, rules: Rules | None, reader: str) -> Extraction:
    """Read the article in the lines of a text."""
    lines = lines_of(text)
    is_furniture = _never if rules is None else rules.is_furniture
    head, first = split_head(lines, is_furniture)
    rest = lines[first:]
    if rules is not None:
        texts = [line.text for line in rest]
        over = ruled.end_of(texts, [runs(one) for one in texts], rules)
        rest, below = rest[:over], rest[over:]
        _note_modified(below, head)
    walled = rules is not None and any(
        rules.is_paywall(line.text) for line in lines[: first + len(rest)]
    )
    if rules is not None and rules.cards:
        rest = _without_cards(rest)
    blocks = _body(rest, head, is_furniture)
    captions = [Block(BlockKind.CAPTION, caption) for caption in dict.fromkeys(head.captions)]
    return Extraction(
        title=head.title,
        standfirst=head.standfirst,
        byline=head.byline,
        published=head.published,
        modified=head.modified,
        section=head.section,
        picture=head.picture,
        page_type=PageType.ARTICLE if blocks else PageType.OTHER,
        access=Access.TEASER if walled else Access.FULL,
        blocks=(*captions, *blocks),
        reader=reader,
        rules=rules.version if rules else None,
    )


def _never(_text: str) -> bool:
    return False


def _note_modified(lines: Sequence[Line], head: Head) -> None:
    for line in lines:
        if is_update(line.text):
            published, modified = times_of_update(line.text)
            head.published = head.published or published
            head.modified = head.modified or modified


# --- cards of other articles -----------------------------------------------------------------
def _without_cards(lines: Sequence[Line]) -> list[Line]:
    """Drop groups of lines about other articles, if blank lines separate most paragraphs."""
    groups = _groups(lines)
    running = [group for group in groups if any(runs(line.text) for line in group)]
    alone = sum(1 for group in running if len(group) == 1)
    if 2 * alone < len(running):
        return list(lines)  # paragraphs have no blank lines between them
    return [line for group in groups if not _is_card(group) for line in group]


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Groups of lines with no blank line between them."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.after_blank or not groups:
            groups.append([])
        groups[-1].append(line)
    return groups


def _is_card(group: Sequence[Line]) -> bool:
    if not 2 <= len(group) <= CARD_LINES:
        return False
    title, teaser, *below = (line.text for line in group)
    if ends_well(title) and not _TITLE_END.search(title):
        return False
    if title == teaser or kinds.is_summary_heading(title) or any(map(is_bullet, (title, teaser))):
        return False
    small = all(len(one) < DATE_LINE and not ends_well(one) for one in below)
    return 20 < len(title) < LONGEST_TITLE and len(teaser) < LONGEST_TEASER and small


# --- the text --------------------------------------------------------------------------------
def _body(lines: Sequence[Line], head: Head, is_furniture: Callable[[str], bool]) -> list[Block]:
    blocks: list[Block] = []
    summary = led_on = False
    texts = [line.text for line in lines]
    tail = 0  # how many blocks precede the last line that is not the article's
    _note_modified(lines, head)
    for number, text in enumerate(texts):
        if _is_beside(text, head, is_furniture) or (led_on and _is_title_like(text)):
            led_on = LEADS_ON.match(text) is not None
            tail = len(blocks)
            continue
        led_on = False
        if number and texts[number - 1] == text:  # alt text and caption of one picture
            if blocks:
                blocks[-1] = Block(BlockKind.CAPTION, text)
            continue
        if kinds.is_summary_heading(text):
            summary = True
            blocks.append(Block(BlockKind.SUMMARY, text))
            continue
        summary = summary and is_bullet(text)
        blocks.append(_block(text, summary=summary))
    return _without_tail(blocks, tail)


def _is_beside(text: str, head: Head, is_furniture: Callable[[str], bool]) -> bool:
    """Whether a line is furniture, a picture, the title again, or another's dated title."""
    title = bare(head.title or "")
    if is_nothing(text) or is_furniture(text) or LEADS_ON.match(text):
        return True
    if is_update(text) and not is_legal_name(head.title or ""):
        return True
    if PICTURE.match(text) or (title and bare(text) == title):
        return True
    return DATED.match(text) is not None and _is_title_like(text)


def _is_title_like(text: str) -> bool:
    return len(text) < LONGEST_TITLE and (not ends_well(text) or text.endswith("?"))


def _block(text: str, *, summary: bool) -> Block:
    if is_bullet(text):
        kind = BlockKind.SUMMARY if summary else BlockKind.LIST_ITEM
        return Block(kind, BULLET.sub("", text))
    if kinds.is_correction(text):
        return Block(BlockKind.CORRECTION, text)
    if is_caption(text):
        return Block(BlockKind.CAPTION, text)
    short = len(text) < RUNNING and not ends_well(text)
    return Block(BlockKind.HEADING if short else BlockKind.PARAGRAPH, text)


def _without_tail(blocks: list[Block], tail: int) -> list[Block]:
    """Drop headings with nothing below them at the end: they head what is not the article.

    Also drop titles, even long ones, if only such lines follow the last furniture.
    """
    if tail and all(_is_title_like(block.text) for block in blocks[tail:]):
        blocks = blocks[:tail]
    while blocks and blocks[-1].kind is BlockKind.HEADING:
        blocks.pop()
    return blocks
