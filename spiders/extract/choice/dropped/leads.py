"""Lines between paragraphs that are a single link with the headline of another article.

*[Ferry line gets its fourth boat]* is not a sentence of this text, and another one replaces it when
the page is made again. A link that ends as a sentence does was written by the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.dropped.edges import LINK
from spiders.extract.choice.kept.gaps import WORDS
from spiders.extract.page import kept_length
from spiders.urls import host, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spiders.extract.fields.fields import Fields
    from spiders.extract.page import TextBlock

DOUBTED = 0.8
"""What the model is surer of is text."""
MOST = 0.15
"""A text of which a larger share is such links is a list of links."""
RUNNING = 70
"""The fewest characters of a paragraph near such a line."""
NEAR = 3
"""How many kept lines away that paragraph may be: two such lines may follow each other."""
_ENDS = frozenset(".!?…。！？։؟।۔:：;)»”\"'’")
_LINES = frozenset({"p", "div", "center"})
_WITHIN = frozenset({"li", "td", "th", "dd", "dt", "blockquote", "figure"})


def drop_leads(
    blocks: Sequence[TextBlock], keep: list[bool], fields: Fields, chances: Mapping[int, float]
) -> None:
    """Drop each such line among the paragraphs of a text, if they are a small part of it."""
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    found = list(_leads(blocks, kept, fields, chances))
    if sum(len(blocks[number].text) for number in found) <= MOST * kept_length(blocks, keep):
        for number in found:
            keep[number] = False


def _leads(
    blocks: Sequence[TextBlock], kept: Sequence[int], fields: Fields, chances: Mapping[int, float]
) -> Iterator[int]:
    own = fields.canonical_url or ""
    for place, number in enumerate(kept):
        block = blocks[number]
        if not block.linked or chances.get(number, 0.0) > DOUBTED or not _is_line(block):
            continue
        above, below = kept[max(0, place - NEAR) : place], kept[place + 1 : place + 1 + NEAR]
        among = _runs(blocks, above) and _runs(blocks, below)
        if among and all(_is_near(link, own) for link in block.links):
            yield number


def _is_line(block: TextBlock) -> bool:
    """Whether it is a single link, long as a headline, and does not end as the text's lines do."""
    text = block.text
    words = text.split()
    if block.linked < LINK * block.letters or len(set(block.links)) != 1 or len(words) < WORDS:
        return False
    near = {block.element.tag}
    near.update(one.tag for _, one in zip(range(4), block.element.lineage(), strict=False))
    if block.element.tag not in _LINES or not _WITHIN.isdisjoint(near):
        return False
    return text[-1] not in _ENDS and not text[0].isdigit()


def _runs(blocks: Sequence[TextBlock], numbers: Sequence[int]) -> bool:
    """Whether one of these blocks is a paragraph."""
    return any(
        len(blocks[one].text) >= RUNNING and blocks[one].link_density < LINK for one in numbers
    )


def _is_near(link: str, own: str) -> bool:
    """Whether it links to another page of the outlet, given the article's own address ``own``.

    A link within the same page does not, nor does one to another part of the same article.
    """
    if link.startswith(("#", "mailto:", "tel:", "javascript:")):
        return False
    if _is_part(link, own):
        return False
    name, house = host(link) if "//" in link else "", host(own).removeprefix("www.")
    return not name or (bool(house) and (name == house or name.endswith("." + house)))


def _is_part(link: str, own: str) -> bool:
    """Whether it is a part, like ``/story?page=2`` of ``/story``.

    The same path, with at least the query parameters of the own address.
    """
    target = resolve(own, link) if own else None
    if target is None:
        return False
    path, _, query = target.partition("?")
    own_path, _, own_query = own.partition("#")[0].partition("?")
    asked = set(own_query.split("&")) - {""}
    return path.rstrip("/") == own_path.rstrip("/") and asked <= set(query.split("&"))
