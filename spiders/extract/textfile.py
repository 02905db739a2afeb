"""A page that somebody copied as text: one block a line, no markup to go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from spiders.extract import dates, kinds
from spiders.extract.fields import bare, clean_names
from spiders.extract.furniture import is_credit, is_furniture, is_source
from storage.records import Access, Block, BlockKind, Extraction, PageType

if TYPE_CHECKING:
    from spiders.outlets.rules import Rules

_PICTURE = regex.compile(r"^!\[(?P<alt>[^\]]*)\]\((?P<url>[^)\s]+)[^)]*\)$")
_BULLET = regex.compile(r"^\s*[•*‣▪–-]\s+")
_END = regex.compile(r"[.!?…։。！？؟][”\"’»)\]]*$|:$")


def read_lines(text: str, rules: Rules | None, reader: str) -> Extraction:
    """The article among the lines of a text."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line]
    phrases = {phrase.casefold() for phrase in rules.phrases} if rules else set()
    title = _title(lines)
    known = bare(title or "")
    blocks: list[Block] = []
    for line in lines:
        if line.casefold() in phrases or is_furniture(line) or _PICTURE.match(line):
            continue
        blocks.append(Block(BlockKind.PARAGRAPH, line))
    return Extraction(
        title=title,
        page_type=PageType.ARTICLE if blocks else PageType.OTHER,
        access=Access.FULL,
        blocks=tuple(block for block in blocks if bare(block.text) != known or not known),
        reader=reader,
        rules=rules.version if rules else None,
    )


def _title(lines: list[str]) -> str | None:
    for line in lines[:8]:
        match = _PICTURE.match(line)
        text = match["alt"] if match else line
        if 20 < len(text) < 200 and not _END.search(text) and not is_furniture(text):
            return text
    return None
