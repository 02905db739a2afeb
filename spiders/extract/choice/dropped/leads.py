"""Lines between paragraphs that are one link and name another article of the outlet.

*[Ferry line gets its fourth boat]* is no sentence of this text, and another one stands there when
the page is made anew. A link that ends as a sentence does is what the author wrote.
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
"""A text of which more is links is a list of them."""
RUNNING = 70
"""A paragraph beside such a line is so long."""
NEAR = 3
"""It stands so many kept lines away at most: two leads may stand together."""
_ENDS = frozenset(".!?…。！？։؟।۔:：;)»”\"'’")
_LINES = frozenset({"p", "div", "center"})
_WITHIN = frozenset({"li", "td", "th", "dd", "dt", "blockquote", "figure"})


def drop_leads(
    blocks: Sequence[TextBlock], keep: list[bool], fields: Fields, chances: Mapping[int, float]
) -> None:
    """Each such line among the paragraphs of a text, where they are few of it."""
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
    """Is it one link as a whole, as long as a headline, that ends as none of the text's lines?"""
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
    """Is one of these a paragraph?"""
    return any(
        len(blocks[one].text) >= RUNNING and blocks[one].link_density < LINK for one in numbers
    )


def _is_near(link: str, own: str) -> bool:
    """Does it lead to another page of the outlet, whose article is at the address ``own``?

    One to a place of the same page does not, nor one to another part of the same article.
    """
    if link.startswith(("#", "mailto:", "tel:", "javascript:")):
        return False
    if _is_part(link, own):
        return False
    name, house = host(link) if "//" in link else "", host(own).removeprefix("www.")
    return not name or (bool(house) and (name == house or name.endswith("." + house)))


def _is_part(link: str, own: str) -> bool:
    """``/story?page=2`` of ``/story``: the same path, and all that the own address asks for."""
    target = resolve(own, link) if own else None
    if target is None:
        return False
    path, _, query = target.partition("?")
    own_path, _, own_query = own.partition("#")[0].partition("?")
    asked = set(own_query.split("&")) - {""}
    return path.rstrip("/") == own_path.rstrip("/") and asked <= set(query.split("&"))
