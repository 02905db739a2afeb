"""The text of a page that shows none: scripts make it, and JSON-LD says what it is.

A declared text is often cut, or an older one, so where the page shows any text that is the
article. And a page that was seen with its text, and now shows none, is one that failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spiders.extract.page import parse
from storage.records import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock
    from spiders.extract.remembered.memory import Memory

LEAST = 200
"""A declared text of fewer characters is a description."""
RUNNING = 60
"""A page that has a block of this length without a link shows a text."""
DECLARED = "the page shows no text: this is the one that JSON-LD declares"
"""A remark."""


def declared_text(
    article: dict[str, Any] | None,
    blocks: Sequence[TextBlock],
    memory: Memory | None,
    remarks: list[str],
) -> tuple[Block, ...]:
    """The declared text by its lines, as paragraphs; nothing where the page shows or showed one.

    ``remarks`` are told of it.
    """
    told = article.get("articleBody") if article else None
    if not isinstance(told, str) or len(told) < LEAST:
        return ()
    if any(len(block.text) >= RUNNING and not block.linked for block in blocks):
        return ()
    if memory is not None and memory.last is not None and any(memory.last.kept):
        return ()
    remarks.append(DECLARED)
    marked = told if "<" in told else "<br>".join(told.splitlines())
    return tuple(Block(BlockKind.PARAGRAPH, one.text) for one in parse(marked).blocks)
