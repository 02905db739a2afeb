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
    "headline": ("", "It shows the headline."),
    "standfirst": ("", "It is the standfirst."),
    "rule": ("A rule of the outlet selects it.", "A phrase of the outlet's rules."),
    "memory": ("It was here before, in the article's text.", "It was here before, as furniture."),
    "words": (
        "Its words were in the text before.",
        "Its words were on the page before, as furniture.",
    ),
    "neighbours": (
        "It is new, and is at the same place as the article's paragraphs.",
        "It is new, is outside of the article, and is furniture by its name, place or links.",
    ),
    "elsewhere": ("", "It is new, and is on many other articles too."),
    "structures": ("Part of a table, a caption or a note among the paragraphs.", ""),
    "gaps": ("It is among the article's paragraphs, and has their markup.", ""),
    "note": ("The outlet's note of a correction, right above the text or below it.", ""),
    "ends": ("Plain text right after the last paragraph.", ""),
    "terms": ("It is in the element of the terms, which are read as a whole.", ""),
    "furniture": ("", "A phrase of furniture."),
    "column": ("", "It is in another column of the page than the article."),
    "story": ("", "It is in an article element with a headline of its own."),
    "slides": ("", "A slide of a gallery beside the article."),
    "islands": ("", "It is far below the article, with much else between."),
    "updates": ("", "It says when the page was updated, and no more."),
    "leads": ("", "A lone link between paragraphs that names another article of the outlet."),
    "labelled": ("", "A link after a line that announces other articles."),
    "asking": ("", "It is in a box that asks for an address, a subscription or money."),
    "teasers": ("", "A text under a headline that leads to another article, one of several."),
    "edges": ("", "A line about the article above or below it."),
    "contents": ("", "A line of a table of contents: no text, and a summary in the article."),
    "attributions": ("The line after a quotation that says whose it is.", ""),
    "once": ("", "It is on the page twice, and is read once."),
    "headings": ("", "It is the heading of something that is left out."),
    "claims": ("It says a claim that the page checks, or its verdict.", ""),
    "plain": ("Running text, by plain rules.", "Not running text, by plain rules."),
    "away": ("", "It is far from all running text."),
    "model": ("", ""),
}
"""For each thing that may decide: the reason for a kept block, and for one that is left out."""
NEWCOMER = "New since the page was last read. "


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a block is kept or left out.

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
    """Tells the kind as which a block was read; alone it may look like a cell of a layout table."""
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
        said += f" It is on {recurs} of {others} other articles."
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
