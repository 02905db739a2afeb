"""The body of a page: the learned judgement, corrected by a few rules that always apply."""

# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from spiders.extract.choice import body
from spiders.extract.choice.contents import lines_of_contents
from spiders.extract.choice.dropped.asking import drop_asking, enough
from spiders.extract.choice.dropped.biographies import drop_biographies
from spiders.extract.choice.dropped.columns import keep_one_column
from spiders.extract.choice.dropped.edges import (
    drop_colophon,
    drop_edges,
    drop_labelled,
    drop_teasers,
    drop_titled,
)
from spiders.extract.choice.dropped.furnished import drop_furniture
from spiders.extract.choice.dropped.headings import drop_headings
from spiders.extract.choice.dropped.islands import drop_islands
from spiders.extract.choice.dropped.labelled import drop_blurred, drop_boxes
from spiders.extract.choice.dropped.leads import drop_leads, drop_lists
from spiders.extract.choice.dropped.repeats import once
from spiders.extract.choice.dropped.sidebars import drop_sidebars
from spiders.extract.choice.dropped.slides import drop_slides
from spiders.extract.choice.dropped.stories import keep_one_story
from spiders.extract.choice.dropped.tiles import drop_tiles
from spiders.extract.choice.dropped.updates import drop_dated_updates
from spiders.extract.choice.furniture import asks_for_scripts
from spiders.extract.choice.kept.announced import keep_announced
from spiders.extract.choice.kept.attributed import keep_attributions
from spiders.extract.choice.kept.brief import brief, keep_company, keep_sequel
from spiders.extract.choice.kept.claims import keep_claims
from spiders.extract.choice.kept.footnotes import keep_footnotes
from spiders.extract.choice.kept.gaps import fill
from spiders.extract.choice.kept.lists import keep_lists
from spiders.extract.choice.kept.modules import keep_modules, keep_short_modules
from spiders.extract.choice.kept.openings import keep_openings
from spiders.extract.choice.kept.own_boxes import keep_own_boxes
from spiders.extract.choice.kept.posts import keep_posts
from spiders.extract.choice.kept.quotations import keep_quotations
from spiders.extract.choice.kept.structures import keep_ends, keep_structures, keep_tables
from spiders.extract.choice.kept.terms import is_terms, keep_terms
from spiders.extract.page import kept_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from spiders.extract.choice.learned.features import Sight
    from spiders.extract.choice.learned.places import Place
    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import Page
    from spiders.extract.remembered.memory import Memory

ENOUGH = 120
"""From this many characters on the model's choice counts; below it the plain choice is used."""
FEW = 3
"""The fewest paragraphs of an article made of short ones."""
LEAST = 0.3
"""If the first pass gives no block this chance, the second has no context to judge by."""
DOUBTED, SURE = 0.2, 0.9
"""A block to which the first pass gives less than ``DOUBTED`` needs ``SURE`` from the second."""
LINKED = 0.7
"""A text of which more than this share is links is a list of links."""
MOST = 3_000
"""Pages with more blocks than this are judged by rules alone, in bounded time."""


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a page, and the chance that the first pass gives each block of its zone."""

    choice: body.Choice
    sight: Sight
    chances: npt.NDArray[np.float64]


@dataclass(slots=True)
class Steps:
    """How a choice came about, for callers who want to explain it.

    By block number: the chances from both passes of the model, and the place of the block;
    also which blocks recur on other pages of the outlet, and what was kept after each step.
    """

    first: dict[int, float] = field(default_factory=dict)
    second: dict[int, float] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    recurring: frozenset[int] = frozenset()
    taken: list[tuple[str, list[bool]]] = field(default_factory=list)

    def best(self, count: int) -> list[float | None]:
        """The higher chance of the two passes for each block, None for those not judged."""
        return [
            max(self.first[number], self.second[number]) if number in self.first else None
            for number in range(count)
        ]

    def take(self, name: str, keep: Sequence[bool]) -> None:
        """Record what is kept after a step."""
        self.taken.append((name, list(keep)))


def look(
    page: Page, fields: Fields, article: dict[str, Any] | None, memory: Memory | None
) -> Look | None:
    """The first look; None if the page has no blocks or too many."""
    from spiders.extract.choice.learned import model  # noqa: PLC0415 - numpy, only where a page is read

    if not 0 < len(page.blocks) <= MOST:
        return None
    choice, sight = look_at(page, fields, article, memory)
    return Look(choice, sight, model.model().first.probability(sight.rows))


def look_at(
    page: Page, fields: Fields, article: dict[str, Any] | None, memory: Memory | None
) -> tuple[body.Choice, Sight]:
    """The plain choice, and the zone around it as numbers that no model has judged yet."""
    from spiders.extract.choice.learned import features  # noqa: PLC0415 - numpy, only where a page is read

    choice = body.choose(page, fields.headings)
    declared = article.get("articleBody") if article else None
    told = declared if isinstance(declared, str) else None
    return choice, features.see(page, fields, told, memory, choice)


def choose(
    page: Page,
    fields: Fields,
    article: dict[str, Any] | None,
    memory: Memory | None,
    first: Look | None = None,
    steps: Steps | None = None,
) -> list[bool]:
    """True for every block of the body. ``first`` is the first look, if it was already taken.

    ``steps`` records how the choice came about.
    """
    from spiders.extract.choice.learned import model, second  # noqa: PLC0415 - numpy, only where a page is read

    steps = steps or Steps()
    first = first or look(page, fields, article, memory)
    declared = bool(article) or "article:published_time" in page.meta  # terms have og:type, too
    if first is None:
        keep = body.choose(page, fields.headings).keep if page.blocks else []
        if declared and page.blocks and not any(keep):
            keep = _short_article(page, fields)
        steps.take("plain", keep)
        return once(page.blocks, keep)
    rows = second.rows(first.sight, first.chances, memory.places if memory else None)
    numbers = first.sight.numbers.tolist()
    steps.first = dict(zip(numbers, first.chances.tolist(), strict=True))
    steps.second = dict(zip(numbers, model.model().second.probability(rows).tolist(), strict=True))
    steps.places = dict(zip(numbers, first.sight.places, strict=True))
    steps.recurring = memory.recurring(page.blocks) if memory else frozenset()
    chances = [steps.second.get(number, 0.0) for number in range(len(page.blocks))]
    plain = first.choice.keep
    keep = [chance > 0.5 for chance in chances]
    for number, chance in steps.first.items():
        if chance < DOUBTED and chances[number] < SURE:
            keep[number] = False
    drop_boxes(page.blocks, keep, first.choice.boxes)
    keep_openings(page.blocks, keep, _best(steps, chances), fields)
    if first.chances.max() < LEAST or _is_no_article(page, keep):
        return _plainly(page, fields, plain, steps, declared=declared)
    steps.take("model", keep)
    return _held_to_rules(page, fields, keep, first.choice, steps, declared=declared)


def _plainly(
    page: Page, fields: Fields, plain: Sequence[bool], steps: Steps, *, declared: bool
) -> list[bool]:
    """The plain choice, if the model finds no article; ``declared``: the page says it is one."""
    keep = _short_article(page, fields) if declared and not any(plain) else list(plain)
    kept = itertools.compress(page.blocks, keep)
    news = brief(page.blocks, fields, steps.second)
    likelier = _likeliest(steps, news) > _likeliest(steps, keep)
    if all(asks_for_scripts(block.text) for block in kept) or (
        likelier and not is_terms(page, fields, keep)
    ):
        keep = news
    if is_terms(page, fields, keep):
        keep_terms(page.blocks, keep, steps.best(len(keep)), fields)
    else:
        keep_company(page.blocks, keep, fields.headings, steps.recurring)
        drop_dated_updates(page, keep, fields, declared=declared)
    steps.take("plain", keep)
    return once(page.blocks, keep)


def _likeliest(steps: Steps, keep: Sequence[bool]) -> float:
    """The highest chance that the second pass gives to any kept block."""
    return max((chance for number, chance in steps.second.items() if keep[number]), default=0.0)


def _best(steps: Steps, second: Sequence[float]) -> list[float]:
    """The higher of the two passes' chances for each block of the page."""
    best = list(second)
    for number, chance in steps.first.items():
        best[number] = max(best[number], chance)
    return best


def _short_article(page: Page, fields: Fields) -> list[bool]:
    """The plain choice if no paragraph is long; a line on how to subscribe is not an article."""
    keep = body.choose(page, fields.headings, body.SHORT).keep
    own = [
        block for block, kept in zip(page.blocks, keep, strict=True) if kept and not block.linked
    ]
    enough = len(own) >= FEW and sum(len(block.text) for block in own) >= ENOUGH
    return keep if enough else [False] * len(keep)


def _fill_gaps(page: Page, keep: list[bool], chances: Sequence[float], fields: Fields) -> None:
    """Keep what the model left out between and next to kept texts, and in boxes and modules."""
    blocks = page.blocks
    keep_lists(blocks, keep, chances)
    keep_quotations(blocks, keep)
    fill(blocks, keep, chances, fields)
    keep_modules(blocks, keep, chances, fields)
    keep_short_modules(blocks, keep)
    keep_posts(blocks, keep, chances)
    keep_own_boxes(blocks, keep, page.asking, fields.byline)


def _grow(page: Page, fields: Fields, keep: list[bool], choice: body.Choice, steps: Steps) -> None:
    """Keep what belongs to the texts that the model chose: among them, next to them and below."""
    second = [steps.second.get(number, 0.0) for number in range(len(keep))]
    keep_structures(page.blocks, keep, choice.keep, second)
    keep_tables(page.blocks, keep)
    steps.take("structures", keep)
    _fill_gaps(page, keep, _best(steps, second), fields)
    steps.take("gaps", keep)
    keep_ends(page.blocks, keep)
    keep_sequel(page.blocks, keep, steps.recurring)
    keep_announced(page.blocks, keep)
    keep_footnotes(page.blocks, keep)  # a table may end the text above them
    steps.take("ends", keep)


def _held_to_rules(
    page: Page,
    fields: Fields,
    keep: list[bool],
    choice: body.Choice,
    steps: Steps,
    *,
    declared: bool,
) -> list[bool]:
    """Apply the rules that always hold to what the model chose.

    ``declared``: the page says that it is an article.
    """
    _grow(page, fields, keep, choice, steps)
    named = is_terms(page, fields, keep)
    terms = keep_terms(page.blocks, keep, steps.best(len(keep)), fields) if named else frozenset()
    steps.take("terms", keep)
    _drop_other_texts(page, fields, keep, steps, terms)
    if not named:
        drop_dated_updates(page, keep, fields, declared=declared)
    steps.take("updates", keep)
    drop_labelled(page.blocks, keep)
    drop_boxes(page.blocks, keep, choice.boxes)
    drop_blurred(page.blocks, keep)
    steps.take("labelled", keep)
    drop_asking(page.blocks, keep, page.asking)
    steps.take("asking", keep)
    _drop_other_articles(page, fields, keep, steps, terms)
    steps.take("teasers", keep)
    _drop_at_edges(page, replace(fields, byline=()) if named else fields, keep, terms)
    steps.take("edges", keep)
    for number in lines_of_contents(page.blocks):
        keep[number] = False
    steps.take("contents", keep)
    keep_attributions(page.blocks, keep)
    steps.take("attributions", keep)
    keep = once(page.blocks, keep, repeats_itself=named)
    steps.take("once", keep)
    keep_claims(page, keep, fields.headings)
    steps.take("claims", keep)
    if not named:
        drop_headings(page.blocks, keep, steps.second, fields.headings)
    steps.take("headings", keep)
    return keep


def _drop_other_articles(
    page: Page, fields: Fields, keep: list[bool], steps: Steps, terms: frozenset[int]
) -> None:
    """Drop other articles' headlines with what is below them; none are among lines of terms."""
    drop_teasers(page.blocks, keep, fields)
    drop_titled(page.blocks, keep, fields)
    second = [steps.second.get(number, 0.0) for number in range(len(keep))]
    drop_tiles(page.blocks, keep, fields, second, among=not terms)


def _drop_at_edges(page: Page, fields: Fields, keep: list[bool], terms: frozenset[int]) -> None:
    """Drop what is about the text, above and below it; terms have no author."""
    drop_edges(page.blocks, keep, fields, terms)
    drop_colophon(page.blocks, keep)
    if not terms:
        drop_biographies(page.blocks, keep, fields.byline)


def _drop_other_texts(
    page: Page, fields: Fields, keep: list[bool], steps: Steps, terms: frozenset[int]
) -> None:
    """Drop furniture, and whole texts that are not part of this article."""
    drop_furniture(page, keep, fields, terms)
    steps.take("furniture", keep)
    keep_one_column(page.blocks, keep)
    steps.take("column", keep)
    keep_one_story(page.blocks, keep, fields.headings, fields.canonical_url or "")
    steps.take("story", keep)
    drop_slides(page.blocks, keep)
    steps.take("slides", keep)
    drop_islands(page.blocks, keep)
    drop_sidebars(page.blocks, keep)
    steps.take("islands", keep)
    if not terms:
        drop_leads(page.blocks, keep, fields, steps.second)
        drop_lists(page.blocks, keep, fields, steps.second)
    steps.take("leads", keep)


def _is_no_article(page: Page, keep: Sequence[bool]) -> bool:
    """Whether there is too little text, or mostly links, as on the page of a section."""
    length = kept_length(page.blocks, keep)
    linked = sum(block.linked for block, kept in zip(page.blocks, keep, strict=True) if kept)
    return length < enough(page.blocks, keep) or linked > LINKED * length
