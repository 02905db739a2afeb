"""Lines among paragraphs that are links with the headlines of other articles, alone or in a list.

*[Ferry line gets its fourth boat]* is not a sentence of this text, and another one replaces it when
the page is made again. A link that ends as a sentence does was written by the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.choice.body import is_dense
from spiders.extract.choice.dropped.edges import LINK
from spiders.extract.choice.kept.gaps import WORDS
from spiders.extract.page import COLONS, HEADINGS, kept_length
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
LISTED, HALF = 3, 0.5
"""The fewest links that make a list, and the largest share of a text that such lists may be."""
HEADLINE = 3
"""The fewest words of a headline in a list; names of persons and places have fewer."""
NEAR = 3
"""How many kept lines away that paragraph may be: two such lines may follow each other."""
_ENDS = frozenset(".!?…。！？։؟।۔:：;)»”\"'’")
_STOPS = frozenset(".!…。！։।۔")
_SCRIPT = "javascript:"
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


def drop_lists(
    blocks: Sequence[TextBlock], keep: list[bool], fields: Fields, chances: Mapping[int, float]
) -> None:
    """Drop lists of other articles' headlines whose own heading or label was left out before.

    *Related stories* goes and its list goes with it; what a kept line stands above is the author's.
    A list of contents leads to places of the page, a list of sources or offers to other outlets.
    """
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    found: list[int] = []
    place = 0
    while place < len(kept):
        end = place
        while end < len(kept) and _is_all_link(blocks[kept[end]], chances.get(kept[end], 0.0)):
            end += 1
        run = kept[place:end]
        beside = (*kept[max(0, place - 1) : place], *kept[end : end + 1])
        if len(run) >= LISTED and _is_labelled(blocks, keep, run[0]):
            alone = _stands_alone(blocks, run, beside)
            if alone and _are_headlines(blocks, run, fields) and _runs(blocks, kept[:place]):
                found += run
        place = end + 1
    if sum(len(blocks[number].text) for number in found) <= HALF * kept_length(blocks, keep):
        for number in found:
            keep[number] = False


def _is_all_link(block: TextBlock, chance: float) -> bool:
    return bool(block.linked) and block.linked >= LINK * block.letters and chance <= DOUBTED


def _is_labelled(blocks: Sequence[TextBlock], keep: Sequence[bool], first: int) -> bool:
    """Whether a heading, or a line with a colon, is right above a list and is not kept."""
    if first == 0 or keep[first - 1]:
        return False
    label = blocks[first - 1]
    return label.element.tag in HEADINGS or label.text[-1] in COLONS


def _stands_alone(blocks: Sequence[TextBlock], run: Sequence[int], beside: Sequence[int]) -> bool:
    """Whether the smallest element around the run has neither of the kept blocks next to it."""
    first, last = blocks[run[0]].element, blocks[run[-1]].element
    box = next((one for one in first.lineage() if last.is_in(one)), first)
    return not any(blocks[number].element.is_in(box) for number in beside)


def _are_headlines(blocks: Sequence[TextBlock], run: Sequence[int], fields: Fields) -> bool:
    """Whether several lead to other pages of the outlet, and more than half are headlines.

    None leads to another outlet or a place of the page; scripts may open a film.
    """
    own = fields.canonical_url or ""
    near = heads = 0
    for number in run:
        links = [link for link in blocks[number].links if link != "#" and link[:11] != _SCRIPT]
        if not all(_is_near(link, own) for link in links):
            return False
        near += bool(links)
        heads += _is_headline(blocks[number].text)
    return near >= LISTED and 2 * heads > len(run)


def _is_headline(text: str) -> bool:
    """Whether it is longer than a name, is not numbered, and does not end as a sentence does."""
    enough = len(text.split()) >= HEADLINE or is_dense(text)
    return enough and text[-1] not in _STOPS and not text[0].isdigit()


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
