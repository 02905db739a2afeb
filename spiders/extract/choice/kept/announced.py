"""An address on a line of its own, which a paragraph ends with: *sign the petition here:*.

The model takes a line that is one link for the headline of another article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.choice.kept.gaps import SENTENCE
from spiders.extract.choice.paths import said_by
from spiders.extract.page import COLONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import TextBlock

_ADDRESS = re.compile(
    r"(?:(?:https?://|www\.)\S{3,}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4})\W?"
)


def keep_announced(blocks: Sequence[TextBlock], keep: list[bool]) -> None:
    """Keep addresses that are spelled out below a kept sentence with a colon at its end."""
    for number in range(1, len(blocks)):
        if keep[number] or not keep[number - 1]:
            continue
        before, block = blocks[number - 1], blocks[number]
        if before.text[-1] not in COLONS:
            continue
        beside = before.element.parent is block.element.parent
        alike = beside and said_by(before.element) == said_by(block.element)
        if alike and len(before.text) >= SENTENCE and _ADDRESS.fullmatch(block.text):
            keep[number] = True
