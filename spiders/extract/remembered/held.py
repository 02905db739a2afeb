"""What page memory decides about new lines, adjusted to the rules that apply without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spiders.extract.choice.contents import lines_of_contents
from spiders.extract.choice.dropped.edges import drop_edges
from spiders.extract.choice.dropped.repeats import has_come_twice, once
from spiders.extract.choice.kept.noted import notes_beside
from spiders.extract.choice.kept.terms import is_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Page, TextBlock
    from spiders.extract.remembered.judgement import Judgement
    from spiders.extract.remembered.memory import Memory


def held_to_rules(
    judgement: Judgement, page: Page, fields: Fields, today: Callable[[], Sequence[bool]]
) -> Judgement:
    """The judgement, treating new lines at the ends of the text, and copies, as without memory.

    A new headline, and new lines with author, date or counter, are not the article's text. On a
    page of terms a new line is text too if ``today``, which judges the page as a whole, says so.
    """
    if judgement.moved:
        judgement = _without_contents(judgement, page.blocks)
    terms = is_terms(page, fields, judgement.keep)
    if not judgement.anew:
        if terms:
            judgement = _as_terms(judgement, today)
        elif any(judgement.keep[number] for number in judgement.new):
            judgement = _without_edges(judgement, page, fields)
    if has_come_twice(page.blocks, judgement.keep):
        kept = once(page.blocks, judgement.keep, repeats_itself=terms)
        judgement = replace(judgement, keep=kept)
    return judgement


def _without_contents(judgement: Judgement, blocks: Sequence[TextBlock]) -> Judgement:
    """Keep the headings instead of the lines of contents above that repeat them (new template)."""
    lines = lines_of_contents(blocks)
    keep = list(judgement.keep)
    for number in sorted(lines):
        if keep[number]:
            keep[number] = False
            others = (n for n in range(number + 1, len(blocks)) if n not in lines and not keep[n])
            head = next((n for n in others if blocks[n].text == blocks[number].text), number)
            keep[head] = head != number
    return replace(judgement, keep=keep)


def with_notes(
    judgement: Judgement,
    blocks: Sequence[TextBlock],
    headings: Collection[int],
    memory: Memory | None,
) -> Judgement:
    """Add the outlet's notes of correction right above and below the text.

    A note that is on its other articles too corrects none of them and is not added.
    """
    elsewhere = {} if memory is None else memory.furniture
    found = notes_beside(blocks, judgement.keep, headings)
    noted = frozenset(number for number in found if not elsewhere.get(blocks[number].text))
    if not noted:
        return judgement
    keep = [kept or number in noted for number, kept in enumerate(judgement.keep)]
    return replace(judgement, keep=keep, noted=noted)


def _as_terms(judgement: Judgement, today: Callable[[], Sequence[bool]]) -> Judgement:
    left = [number for number in judgement.new if not judgement.keep[number]]
    if not left or judgement.asked.issuperset(left):
        return judgement
    todays = today()
    inside = [kept or todays[number] for number, kept in enumerate(judgement.keep)]
    return _with_new(judgement, inside)


def _without_edges(judgement: Judgement, page: Page, fields: Fields) -> Judgement:
    inside = list(judgement.keep)
    drop_edges(page.blocks, inside, fields)
    for number in fields.headings:
        inside[number] = False
    return _with_new(judgement, inside)


def _with_new(judgement: Judgement, inside: list[bool]) -> Judgement:
    """The judgement, with that of its new lines taken from ``inside``."""
    keep = [
        inside[number] if number in judgement.new else kept
        for number, kept in enumerate(judgement.keep)
    ]
    return replace(judgement, keep=keep)
