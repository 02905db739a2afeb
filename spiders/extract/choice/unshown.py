"""The text of a page that shows none because scripts make it from data shipped with the page.

Or it is in ``noscript``, for browsers without scripts. What JSON-LD declares is often cut or
outdated, so it is used only if the page shows no text that is the article. A page that was seen
with its text before, and now shows none, has failed to load.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spiders.extract import kinds
from spiders.extract.choice.furniture import asks_for_scripts, is_furniture
from spiders.extract.parsing import parse
from spiders.extract.scripted import LEAST, text_in_data
from spiders.extract.split import MAX_BLOCKS
from storage.records import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Page, TextBlock
    from spiders.extract.remembered.memory import Memory

RUNNING = 60
"""A page with a block of this length without a link shows a text."""
TEXTS = 3
"""The fewest that make a text for browsers without scripts; a plea to enable them may have two."""
_NOSCRIPT = re.compile(r"(</?)noscript(?=[\s/>])", re.IGNORECASE)
WITHOUT_SCRIPTS = "the page shows no text: this is what it has for browsers without scripts"
DECLARED = "the page shows no text: this is the one that JSON-LD declares"
IN_DATA = "the page shows no text: this is the one in the data for its scripts"
SCRIPTED = "the page shows no text, which its scripts may make: see render in the outlet's rules"
CUT = f"the page has more than {MAX_BLOCKS:,} texts: those behind are not read"
"""Remarks."""


def shows_none(blocks: Sequence[TextBlock]) -> bool:
    """Whether the page has no running text except furniture and pleas to enable scripts."""
    return not any(map(_runs, blocks))


def _runs(block: TextBlock) -> bool:
    return len(block.text) >= RUNNING and not (
        block.linked or is_furniture(block.text) or asks_for_scripts(block.text)
    )


def page_of(source: str, memory: Memory | None = None) -> tuple[Page, list[str]]:
    """The page, read from its ``noscript`` elements if it shows no other text; and remarks on it.

    If the page was seen with its text before, these must contain some of it, or the page failed.
    """
    page, remarks = parse(source), list[str]()
    shown = _for_no_scripts(source) if shows_none(page.blocks) else None
    if shown is not None and not _has_nothing_of(memory, shown):
        page, remarks = shown, [WITHOUT_SCRIPTS]
    return page, [*remarks, CUT] if page.cut else remarks


def _for_no_scripts(source: str) -> Page | None:
    """The page as browsers without scripts show it; None if that is no article either.

    Most ``noscript`` elements contain a picture, or a line or two that ask for scripts.
    """
    if "noscript" not in source.lower():
        return None
    page = parse(_NOSCRIPT.sub(r"\1div", source))
    running = [block for block in page.blocks if _runs(block)]
    enough = len(running) >= TEXTS and sum(len(block.text) for block in running) >= LEAST
    return page if enough else None


def unshown_text(
    source: str, page: Page, title: str | None, article: dict[str, Any] | None, remarks: list[str]
) -> tuple[Block, ...]:
    """The declared text as paragraphs, or that in the data of the page's scripts: the longer one.

    ``source`` is that of a page that shows none, ``title`` its headline, ``article`` its JSON-LD;
    which one it is, or that a browser may show more, is appended to ``remarks``.
    """
    told = article.get("articleBody") if article else None
    declared = told if isinstance(told, str) and len(told) >= LEAST else ""
    titles = (title, page.first("og:title"), page.first("twitter:title"), page.title)
    named = [one for one in titles if one]
    found = parse(text_in_data(source, named)).blocks if "<script" in source else []
    if found and sum(len(block.text) for block in found) >= max(len(declared), LEAST):
        remarks.append(IN_DATA)
        return kinds.blocks_of(found)
    if declared:
        remarks.append(DECLARED)
        marked = declared if "<" in declared else "<br>".join(declared.splitlines())
        return tuple(
            Block(BlockKind.PARAGRAPH, one.text, one.struck) for one in parse(marked).blocks
        )
    if "<script" in source:
        remarks.append(SCRIPTED)
    return ()


def had_text(memory: Memory | None) -> bool:
    """Whether the page was seen with its text."""
    return memory is not None and memory.last is not None and any(memory.last.kept)


def _has_nothing_of(memory: Memory | None, page: Page) -> bool:
    """Whether the page was seen with its text, and ``page`` has no paragraph of that."""
    if memory is None or memory.last is None or not had_text(memory):
        return False
    return not memory.last.knows_any([block for block in page.blocks if _runs(block)])
