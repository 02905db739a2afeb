"""Update lines that the model took within a text: *Zuletzt aktualisiert: 5. März, 14:05 Uhr*.

They are set as paragraphs, and give another time after each update. An hour alone between
paragraphs heads what was added at that hour: *Update 14:05*; so does a bold line with a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.kept.structures import is_cell, stands_within
from spiders.extract.choice.update_lines import told_by_update
from spiders.extract.page import SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Page, TextBlock


def drop_dated_updates(page: Page, keep: list[bool], fields: Fields, *, declared: bool) -> None:
    """Drop lines of a label and a time, except headings of what was added then.

    ``declared``: the page says that it is an article. On other pages a day without an hour may
    belong to terms whose name we do not know, and say since when they apply.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    for number in kept:
        told = told_by_update(page.blocks[number].text, fields.byline)
        if told is None or not (declared or told.hour):
            continue
        block, within = page.blocks[number], kept[0] < number < kept[-1]
        heads = within and (block.is_bold or not told.day)
        heads = heads or block.element.tag in SUBHEADINGS
        keep[number] = heads or _is_listed(page.blocks, number, keep, kept)


def _is_listed(
    blocks: Sequence[TextBlock], number: int, keep: Sequence[bool], kept: Sequence[int]
) -> bool:
    """Whether it is a cell, or one of several items: *Changed on 5 March* in a law's history."""
    element = blocks[number].element
    listed = element.tag == "li" and any(
        one != number and blocks[one].element.parent is element.parent for one in kept
    )
    return listed or is_cell(blocks, number, keep) or stands_within(blocks, number, kept)
