"""An outlet's rules applied to a page; ``select``, ``remove`` and ``fields`` use BeautifulSoup.

That is imported only when needed: only rules with selectors pay for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.extract import kinds
from spiders.extract.choice.kept.noted import notes_beside
from spiders.extract.fields import dates
from spiders.extract.fields.names import clean_names
from spiders.extract.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bs4 import BeautifulSoup, Tag

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import TextBlock
    from spiders.outlets.rules import Rules
    from storage.records import Block

_VALUES = {"time": "datetime", "meta": "content"}
"""Elements with an attribute that gives for machines what their text, if any, says."""
_OF_ALL = frozenset({"byline"})
"""Fields to which every match of the selector adds; for the others only the first counts."""
BODY_BEGINS = 90
"""Once a kept block has this many characters, the article has begun and ``ends`` apply."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """The page as the rules leave it. ``selected`` says that a ``select`` matched."""

    html: str
    selected: bool
    fields: dict[str, list[str]]
    remarks: tuple[str, ...]


def apply(text: str, rules: Rules) -> Ruled:
    """Remove what ``remove`` names from the page and keep what ``select`` names.

    If ``select`` matches nothing, a remark says so and the page is kept: the generic reader reads
    it, so that nobody gets an empty article.
    """
    soup = soup_of(text)
    remarks: list[str] = []
    fields = {name: _values(soup, name, selector, remarks) for name, selector in rules.fields}
    for selector in rules.remove:
        for node in find(soup, selector, "remove", remarks):
            node.decompose()
    chosen = [node for one in rules.select for node in find(soup, one, "select", remarks)]
    inside = {id(node) for node in chosen}
    outermost = [
        node for node in chosen if not any(id(parent) in inside for parent in node.parents)
    ]
    texts = [str(node) for node in outermost if node.get_text(strip=True)]
    if rules.select and not texts:
        remarks.append("rule select matched nothing")
    return Ruled("\n".join(texts) if texts else str(soup), bool(texts), fields, tuple(remarks))


def with_notes(
    source: str,
    rules: Rules,
    page: Sequence[TextBlock],
    kept: Sequence[bool],
    headings: Collection[int],
    blocks: tuple[Block, ...],
) -> tuple[Block, ...]:
    """The selected text with the outlet's notes of correction around it in its ``page``.

    Without those that ``remove`` removes from the ``source``.
    """
    found = list(notes_beside(page, kept, headings))
    if not found:
        return blocks
    said = _left(source, rules)
    noted = [n for n in found if page[n].text in said and not rules.is_furniture(page[n].text)]
    first = next((number for number, is_kept in enumerate(kept) if is_kept), 0)
    above = kinds.blocks_of([page[n] for n in noted if n < first])
    return (*above, *blocks, *kinds.blocks_of([page[n] for n in noted if n > first]))


def _left(text: str, rules: Rules) -> frozenset[str]:
    """The texts of the page's blocks after ``remove``."""
    soup = soup_of(text)
    for selector in rules.remove:
        for node in find(soup, selector, "remove", []):
            node.decompose()
    return frozenset(block.text for block in parse(str(soup)).blocks)


def keep(blocks: Sequence[TextBlock], kept: Sequence[bool], rules: Rules) -> list[bool]:
    """The reader's judgement of each block, without the outlet's phrases of furniture.

    ``ends`` are not applied here: on a page a list of other articles may be next to the text and
    yet before its end, and the reader sees where it is.
    """
    return [
        was and not rules.is_furniture(block.text) for block, was in zip(blocks, kept, strict=True)
    ]


def end_of(texts: Sequence[str], kept: Sequence[bool], rules: Rules) -> int:
    """The number of the block that ends the article: the first of ``ends`` after its text begins.

    The heading of a list of other articles above the text ends nothing. Without an end, this is
    the number of all blocks.
    """
    begun = False
    for number, (text, was) in enumerate(zip(texts, kept, strict=True)):
        if begun and rules.is_end(text):
            return number
        begun = begun or (was and len(text) >= BODY_BEGINS)
    return len(texts)


def walled(blocks: Sequence[TextBlock], kept: Sequence[bool], rules: Rules) -> bool:
    """Whether the outlet's words for its paywall are on the page before the article's end.

    After that they are labels of other articles.
    """
    if not rules.paywall:
        return False
    over = end_of([block.text for block in blocks], kept, rules)
    return any(rules.is_paywall(one.text) for one in blocks[:over] if not one.element.hidden)


def soup_of(text: str) -> BeautifulSoup:
    """The page as the tree that the rules' selectors are applied to."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - slow to import

    return BeautifulSoup(text, "lxml")


def find(soup: BeautifulSoup, selector: str, what: str, remarks: list[str]) -> list[Tag]:
    """The elements that a selector matches; an invalid selector is reported in ``remarks``."""
    from soupsieve import SelectorSyntaxError  # noqa: PLC0415 - comes with bs4

    try:
        return list(soup.select(selector))
    except (SelectorSyntaxError, NotImplementedError):
        remarks.append(f"rule {what} is no selector: {selector}")
        return []


def value_of(node: Tag) -> str:
    """The value of an element: its ``datetime`` or ``content`` if it has one, else its text."""
    stated = node.get(_VALUES.get(node.name, ""))
    return " ".join(str(stated or node.get_text(" ", strip=True)).split())


def _values(soup: BeautifulSoup, name: str, selector: str, remarks: list[str]) -> list[str]:
    nodes = find(soup, selector, f"field {name}", remarks)
    found = [value for value in map(value_of, nodes) if value]
    return found if name in _OF_ALL else found[:1]


def take_fields(fields: Fields, found: dict[str, list[str]]) -> None:
    """Set fields from the outlet's own rules, which take precedence over what the page declares."""
    for name, values in found.items():
        if not values:
            continue
        if name == "byline":
            fields.byline = clean_names(values) or fields.byline
        elif name in {"published", "modified"}:
            setattr(fields, name, dates.normal(values[0]) or getattr(fields, name))
        else:
            setattr(fields, name, values[0])
