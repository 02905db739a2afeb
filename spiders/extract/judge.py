"""The body of a page: the learned judgement, held to a few rules that always hold."""

# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from spiders.extract import body
from spiders.extract.furniture import is_furniture, is_source
from spiders.extract.kinds import is_correction
from spiders.extract.paths import bits_of, has

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.fields import Fields
    from spiders.extract.memory import Memory
    from spiders.extract.page import Page, TextBlock

TRUST = 0.8
"""The model's part in the judgement; the rest is the plain choice's, which churns less."""
TABLE = 0.08
BESIDE = 0.4
"""Table cells, and other blocks, that stand among the blocks of the body in one element with them
are kept from these probabilities on."""
SURE = 0.85
"""From this probability on running text is body, whatever the elements around it are called."""
_BOXES = (
    *("social", "comments", "advert", "newsletter", "form", "ticker", "player", "related"),
    *("<nav>", "<footer>", "<form>", "<button>", "<menu>"),
)
ENOUGH = 120
"""The model's choice counts from this many characters on; below it the plain choice does."""
MOST = 3_000
"""Pages with more blocks than this are judged by rules alone, in bounded time."""
REPEATED = 60
"""A text of this length that comes again on a page is the same text and no refrain."""


def choose(
    page: Page, fields: Fields, article: dict[str, Any] | None, memory: Memory | None
) -> list[bool]:
    """True for every block of the body."""
    if not page.blocks:
        return []
    choice = body.choose(page, fields.headings)
    plain = choice.keep
    few = len(page.blocks) <= MOST
    chances = _chances(page, fields, article, memory, choice) if few else None
    if chances is None:
        return once(page, plain)
    keep = [
        TRUST * chance + (1 - TRUST) * is_plain > 0.5
        for chance, is_plain in zip(chances, plain, strict=True)
    ]
    _drop_boxes(page, keep, plain, chances)
    if _length(page, keep) < ENOUGH:
        return once(page, plain)
    _keep_structures(page, keep, plain, chances)
    _keep_ends(page, keep)
    _drop_furniture(page, keep, fields, chances)
    return once(page, keep)


def _chances(
    page: Page,
    fields: Fields,
    article: dict[str, Any] | None,
    memory: Memory | None,
    choice: body.Choice,
) -> Sequence[float] | None:
    """The model's probability for every block; None where the model is not there."""
    from spiders.extract import features, model  # noqa: PLC0415 - numpy, only where a page is read

    forest = model.forest()
    if forest is None:
        return None
    declared = article.get("articleBody") if article else None
    rows = features.matrix(
        page,
        fields.title,
        declared if isinstance(declared, str) else None,
        fields.description,
        fields.headings,
        memory.furniture if memory else None,
        memory.pages if memory else 0,
        choice,
    )
    if rows.shape[1] != forest.columns:
        return None
    return [float(chance) for chance in forest.probability(rows)]


def _drop_boxes(
    page: Page, keep: list[bool], plain: Sequence[bool], chances: Sequence[float]
) -> None:
    """Boxes that call themselves sharing, comments, adverts and the like hold no body.

    Their words (counters, names) churn, and so would the model's mind; the plain choice and a
    block of running text are taken more seriously.
    """
    for number, block in enumerate(page.blocks):
        sure = chances[number] > SURE and len(block.text) >= body.RUNNING
        if keep[number] and not plain[number] and not sure:
            keep[number] = not has(_near_bits(block), *_BOXES)


def _near_bits(block: TextBlock) -> int:
    bits = 0
    for element in itertools.islice(block.element.lineage(), 3):
        bits |= bits_of(element)
    return bits


def _keep_structures(
    page: Page, keep: list[bool], plain: Sequence[bool], chances: Sequence[float]
) -> None:
    """Captions, table cells and correction notes of the body, which marked texts leave out."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    around = {id(page.blocks[number].element.parent) for number in kept}
    for number in range(kept[0], min(kept[-1] + 4, len(keep))):
        block = page.blocks[number]
        if keep[number]:
            continue
        above = list(itertools.islice(block.element.lineage(), 7))
        tags = {element.tag for element in above}
        inside = number <= kept[-1]
        beside = inside and any(id(element) in around for element in above[1:])
        cell = bool(tags & {"td", "th"}) and chances[number] > TABLE
        keep[number] = (
            (beside and (cell or chances[number] > BESIDE) and not has(_near_bits(block), *_BOXES))
            or (plain[number] and is_correction(block.text))
            or (plain[number] and inside and (cell or "figcaption" in tags))
        )


def _keep_ends(page: Page, keep: list[bool]) -> None:
    """Short plain text right after the body, in one element with it: a last line, a list, a table.

    The model was taught by texts that often leave such ends out; but a figure there is a figure.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    if not kept:
        return
    around = {id(page.blocks[number].element.parent) for number in kept}
    for number in range(kept[-1] + 1, len(keep)):
        if not _is_plain_end(page.blocks[number], around):
            return
        keep[number] = True


def _is_plain_end(block: TextBlock, around: set[int]) -> bool:
    above = list(itertools.islice(block.element.lineage(), 5))
    beside = any(id(element) in around for element in above[1:])
    if not beside or block.linked or is_furniture(block.text) or has(_near_bits(block), *_BOXES):
        return False
    tags = {element.tag for element in above}
    sentence = block.element.tag == "p" and block.text.rstrip("”’\"'»)")[-1:] in {
        ".",
        "!",
        "?",
        "…",
    }
    return sentence or bool(tags & {"li", "td", "th", "dd", "dt", "caption"})


def _drop_furniture(page: Page, keep: list[bool], fields: Fields, chances: Sequence[float]) -> None:
    """The headline, phrases of furniture, and a standfirst above the text are no body."""
    headings = set(fields.headings)
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    for number in kept:
        text = page.blocks[number].text
        keep[number] = not (number in headings or is_furniture(text) or is_source(text))
    first, *rest = [number for number in kept if keep[number]] or [-1]
    named = has(bits_of(page.blocks[first].element), "standfirst")
    if not rest or (chances[first] > SURE and not named):
        return
    top = page.blocks[first].element
    others = [page.blocks[number].element for number in rest]
    alone = not any(one.parent is top.parent and one.tag == top.tag == "p" for one in others)
    same = others[0] is top
    keep[first] = same or not (alone and is_standfirst(page.blocks[first]))


def is_standfirst(block: TextBlock) -> bool:
    """Does the block, or the element around it, call itself the article's standfirst?"""
    own = bits_of(block.element)
    parent = bits_of(block.element.parent) if block.element.parent else 0
    named = has(own, "standfirst") or (has(parent, "standfirst") and not has(parent, "body"))
    if not named or has(own, "body", "navigation", "caption"):
        return False
    return block.link_density < 0.5 and not has(own | parent, "related", "newsletter", "social")


def _length(page: Page, keep: Sequence[bool]) -> int:
    return sum(len(block.text) for block, kept in zip(page.blocks, keep, strict=True) if kept)


def once(page: Page, keep: list[bool]) -> list[bool]:
    """A body that stands on the page twice (for wide and for narrow screens) is read once."""
    seen: set[str] = set()
    dropped: set[int] = set()
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    for number in kept:
        text = page.blocks[number].text
        if len(text) >= REPEATED and text in seen:
            dropped.add(number)
        seen.add(text)
    if not dropped:
        return keep
    if len(dropped) > 1:
        first, last = min(dropped) - 2, max(dropped) + 2
        before = {page.blocks[number].text for number in kept if number < first}
        again = {n for n in kept if first <= n <= last and page.blocks[n].text in before}
        dropped |= again
    return [is_kept and number not in dropped for number, is_kept in enumerate(keep)]
