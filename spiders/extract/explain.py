"""Why each block of a page is the article's or furniture, in words for the user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.extract import kinds
from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.sources import is_source
from storage.digest import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from spiders.extract.choice.learned.places import Told
    from spiders.extract.page import TextBlock
    from spiders.extract.reader import Watched
    from spiders.extract.remembered.memory import Memory

SAID = {
    "headline": ("", "This is the headline."),
    "standfirst": ("", "This is the standfirst."),
    "rule": ("Selected by a rule of the outlet.", "Excluded by a phrase in the outlet's rules."),
    "memory": (
        "Part of the article when the page was last read.",
        "Not part of the article when the page was last read.",
    ),
    "words": (
        "The same text was part of the article when the page was last read.",
        "The same text was not part of the article when the page was last read.",
    ),
    "neighbours": (
        "New since the page was last read; among the article's paragraphs and marked up alike.",
        "New since the page was last read; not in the article, by its name, place or links.",
    ),
    "elsewhere": ("", "New since the page was last read, but also on the outlet's other pages."),
    "structures": ("Part of a table, caption or note among the paragraphs.", ""),
    "gaps": ("Among the article's paragraphs and marked up alike.", ""),
    "note": ("The outlet's correction note, directly above or below the text.", ""),
    "ends": ("Plain text directly after the last paragraph.", ""),
    "terms": ("Inside the element with the terms, which is read as a whole.", ""),
    "furniture": ("", "A standard phrase of web pages, such as a button or a label."),
    "column": ("", "In a different column of the page from the article."),
    "story": ("", "In another article on the page, with its own headline."),
    "slides": ("", "A slide of a gallery next to the article."),
    "islands": ("", "Far below the article, with a lot of other content in between."),
    "updates": ("", "Only says when the page was updated."),
    "leads": ("", "A link to another article of the outlet, alone among paragraphs or in a list."),
    "labelled": ("", "A link after a label such as Related articles."),
    "asking": ("", "In a box that asks for an address, a subscription or money."),
    "teasers": ("", "The summary of another article, in a list of them."),
    "edges": ("", "Information about the article, above or below its text."),
    "contents": ("", "A line of a table of contents, which is recorded as a summary."),
    "attributions": ("Names the source of the quotation above it.", ""),
    "once": ("", "A repetition; the text is read only once."),
    "claims": ("The claim that the article checks, or its verdict.", ""),
    "plain": ("Chosen by simple rules: running text.", "Not running text, by simple rules."),
    "away": ("", "Not near any running text."),
    "model": ("", ""),
}
"""For each thing that may decide: what is said of a block that is kept, and of one that is left."""
NEWCOMER = "New since the page was last read. "


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a block is kept or left.

    ``by`` is a key of :data:`SAID`. ``first`` and ``second`` are the probabilities from the two
    passes of the model, 0 to 1, None if it did not judge. ``recurs_on`` is how many of the
    ``others``, other articles of the outlet, have the text; ``place`` says which share of the text
    at the same place on them was the article's, and over how many blocks; ``before`` is the
    judgement at the last sight of the page: ``article``, ``furniture``, ``new``, or None if no
    sight is remembered.
    """

    block: int
    text: str
    kept: bool
    kind: str | None
    by: str
    why: str
    first: float | None
    second: float | None
    recurs_on: int
    others: int
    place: tuple[float, int] | None
    before: str | None


def reasons(watched: Watched, memory: Memory | None) -> Iterator[Reason]:
    """A reason for each block of the page, in order."""
    others = memory.pages if memory is not None else 0
    furniture = memory.furniture if memory is not None else {}
    told = memory.places if memory is not None else {}
    read = _kinds(watched)
    for number, block in enumerate(watched.blocks):
        kept = watched.keep[number]
        by = _by(watched, number)
        recurs = furniture.get(block.text, 0)
        place = _place(watched, number, told)
        steps = watched.steps
        yield Reason(
            block=number,
            text=block.text,
            kept=kept,
            kind=read(block) if kept else None,
            by=by,
            why=_why(watched, number, by, recurs, others),
            first=steps.first.get(number) if steps else None,
            second=steps.second.get(number) if steps else None,
            recurs_on=recurs,
            others=others,
            place=place,
            before=_before(watched, number, memory),
        )


def _kinds(watched: Watched) -> Callable[[TextBlock], str]:
    """Tells as what a block was read; alone it may seem a cell of what only lays out the page."""
    known = {
        fold(part): block.kind
        for block in watched.extraction.blocks
        for part in (block.text, *block.text.split(" | "))
    }

    def kind_of(block: TextBlock) -> str:
        kind = known.get(fold(block.text))
        return (kind or kinds.blocks_of([block])[0].kind).value

    return kind_of


def _by(watched: Watched, number: int) -> str:
    kept, judgement = watched.keep[number], watched.judgement
    if number in watched.phrases:
        return "rule"
    if watched.selected:
        return "rule" if kept else "headline"
    if not kept and number in watched.headings:
        return "headline"
    if not kept and fold(watched.blocks[number].text) == fold(watched.extraction.standfirst or ""):
        return "standfirst"
    if number in judgement.noted:
        return "note"
    if not judgement.anew and number not in judgement.new:
        return "words" if judgement.moved else "memory"
    if number in judgement.elsewhere:
        return "elsewhere"
    if not judgement.anew and number not in judgement.asked:
        return "neighbours"
    return _step(watched, number)


def _step(watched: Watched, number: int) -> str:
    """The step of today's choice that decided on a block."""
    if watched.steps is None:
        return "plain"
    by, was = "model", False
    for name, keep in watched.steps.taken:
        if name in {"model", "plain"} or keep[number] != was:
            by = name
        was = keep[number]
    if by == "model" and number not in watched.steps.second:
        return "away"
    return by


def _why(watched: Watched, number: int, by: str, recurs: int, others: int) -> str:
    kept = watched.keep[number]
    said = SAID[by][0 if kept else 1]
    if by == "model":
        chance = watched.steps.second[number] if watched.steps else 0.0
        said = f"The model is {chance:.0%} sure that it is part of the article."
    if by == "furniture":
        said = _furniture(watched.blocks[number])
    if number in watched.judgement.asked:
        said = NEWCOMER + said
    if recurs:
        said += f" The same text is on {recurs} of {others} other articles."
    return said


def _furniture(block: TextBlock) -> str:
    known = is_furniture(block.text) or is_source(block.text)
    return SAID["furniture"][1] if known else "A standfirst above the text."


def _place(watched: Watched, number: int, told: Mapping[str, Told]) -> tuple[float, int] | None:
    place = watched.steps.places.get(number) if watched.steps else None
    if place is None:
        return None
    found = told.get(place.trail) or told.get(place.key)
    return None if found is None else (round(found[0], 4), int(found[2]))


def _before(watched: Watched, number: int, memory: Memory | None) -> str | None:
    if memory is None or memory.last is None:
        return None
    if watched.judgement.anew or number in watched.judgement.new:
        return "new"
    return "article" if watched.judgement.keep[number] else "furniture"
