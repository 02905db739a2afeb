"""What may come between two paragraphs of a text: an advert's label, a link to another article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.dropped.labelled import names_advert
from spiders.extract.choice.labels import is_label, leads_elsewhere

if TYPE_CHECKING:
    from spiders.extract.page import TextBlock

SEVERAL = 3
"""The most such lines that follow one another."""
LINK = 0.9


def interrupts(block: TextBlock) -> bool:
    """Whether the block is such a line, after which the text may go on."""
    linked = block.linked > 0 and block.linked >= LINK * block.letters
    labelled = is_label(block.text) or (block.linked > 0 and leads_elsewhere(block))
    return linked or labelled or names_advert(block.text)
