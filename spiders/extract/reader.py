"""From the bytes of a capture to the article: deterministic, and never raising on any bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spiders.extract import access, body, json_ld, kinds, obstacles
from spiders.extract.encoding import decode
from spiders.extract.fields import (
    Fields,
    bare,
    clean_names,
    fill_from_shown,
    read_fields,
    words,
)
from spiders.extract.memory import Memory
from spiders.extract.page import Page, parse
from spiders.urls import resolve
from storage.records import Block, BlockKind, Extraction, PageType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spiders.extract.page import TextBlock
    from spiders.outlets.rules import Rules

READER = "1"
"""The version of the reader: raised with every change that can alter what is read."""

REPEATED = 60
"""A text of this length that comes again on a page is the same text and no refrain."""

__all__ = ["READER", "Memory", "read", "read_batch", "read_text"]


def read(
    payload: bytes,
    *,
    url: str,
    content_type: str | None = None,
    rules: Rules | None = None,
    memory: Memory | None = None,
) -> Extraction:
    """The article in this payload, as far as it has one. Never raises, whatever the bytes.

    ``url`` is the address the payload came from, ``content_type`` the value of that header.
    """
    return _read_html(decode(payload, content_type), url, rules, memory)


def read_batch(pages: Iterable[tuple[str, str | bytes]]) -> Iterator[Extraction]:
    """Readings of (url, page) in order."""
    for url, page in pages:
        if isinstance(page, bytes):
            yield read(page, url=url)
        else:
            yield _read_html(page, url, None, None)


@dataclass(slots=True)
class _Reading:
    """What stands between the page and the extraction."""

    page: Page
    fields: Fields
    article: dict[str, Any] | None
    url: str
    rules: Rules | None
    remarks: list[str]
    selected: bool = False


def _read_html(text: str, url: str, rules: Rules | None, memory: Memory | None) -> Extraction:
    page = parse(text)
    article = json_ld.article(json_ld.things(page.json_ld), url)
    fields = read_fields(page, article, url)
    reading = _Reading(page, fields, article, url, rules, fields.remarks)
    if rules is not None and (rules.select or rules.remove or rules.fields):
        _apply_rules(reading, text, rules)
    return _extract(reading, memory)


def _apply_rules(reading: _Reading, text: str, rules: Rules) -> None:
    from spiders.extract import ruled  # noqa: PLC0415 - the tree of the rules is slow to import

    found = ruled.apply(text, rules)
    reading.page.blocks = parse(found.html).blocks
    reading.selected = found.selected
    reading.remarks.extend(found.remarks)
    for name, value in found.fields.items():
        if name == "byline":
            reading.fields.byline = clean_names([value])
        elif name in {"title", "section", "language"}:
            setattr(reading.fields, name, value)
    title = bare(reading.fields.title or "")
    reading.fields.headings = tuple(
        number for number, block in enumerate(reading.page.blocks) if title and bare(block.text) == title
    )


def _extract(reading: _Reading, memory: Memory | None) -> Extraction:
    page, fields = reading.page, reading.fields
    keep = _keep(reading)
    numbers = [number for number, kept in enumerate(keep) if kept]
    if numbers:
        fill_from_shown(page, fields, numbers[0], numbers[-1])
    chosen = [page.blocks[number] for number in numbers]
    blocks = kinds.blocks_of(chosen)
    standfirst, blocks = _standfirst(reading, keep, blocks)
    running = sum(len(block.text) for block in blocks if block.kind is BlockKind.PARAGRAPH)
    obstacle = obstacles.obstacle(page, running, declared=access.declares(page, reading.article))
    phrases = reading.rules.paywall if reading.rules else ()
    kind = access.page_type(page, reading.article, blocks, reading.url)
    return Extraction(
        title=fields.title,
        standfirst=standfirst,
        byline=fields.byline,
        published=fields.published,
        modified=fields.modified,
        language=fields.language,
        section=fields.section,
        canonical_url=fields.canonical_url,
        picture=fields.picture,
        links=_links(chosen, reading.url),
        page_type=PageType.OTHER if obstacle else kind,
        access=access.access(page, reading.article, blocks, obstacle, phrases),
        blocks=blocks,
        reader=READER,
        rules=reading.rules.version if reading.rules else None,
        memory=memory.version if memory else None,
        remarks=tuple(reading.remarks),
        obstacle=obstacle,
    )


def _keep(reading: _Reading) -> list[bool]:
    blocks = reading.page.blocks
    if reading.selected:
        keep = [n not in reading.fields.headings for n in range(len(blocks))]
    else:
        keep = body.choose(reading.page, reading.fields.headings)
    if reading.rules and reading.rules.phrases:
        phrases = {phrase.casefold() for phrase in reading.rules.phrases}
        keep = [k and b.text.casefold() not in phrases for k, b in zip(keep, blocks, strict=True)]
    return _once(blocks, keep)


def _once(blocks: Sequence[TextBlock], keep: list[bool]) -> list[bool]:
    """A body that stands on the page twice (for wide and for narrow screens) is read once."""
    seen: set[str] = set()
    dropped: list[int] = []
    kept = [number for number, is_kept in enumerate(keep) if is_kept]
    for number in kept:
        text = blocks[number].text
        if len(text) >= REPEATED and text in seen:
            dropped.append(number)
        seen.add(text)
    if not dropped:
        return keep
    short = {n for n in kept if dropped[0] - 2 <= n <= dropped[-1] + 2 and n not in dropped}
    before = {blocks[n].text for n in kept if n < dropped[0] - 2}
    again = {n for n in short if blocks[n].text in before} if len(dropped) > 1 else set[int]()
    return [k and n not in again and n not in set(dropped) for n, k in enumerate(keep)]


def _standfirst(
    reading: _Reading, keep: Sequence[bool], blocks: tuple[Block, ...]
) -> tuple[str | None, tuple[Block, ...]]:
    """The standfirst that the page shows between headline and body."""
    first = next((number for number, kept in enumerate(keep) if kept), 0)
    described = bare(reading.fields.description or "")
    start = next((n + 1 for n in reading.fields.headings if n < first), max(0, first - 12))
    said = {bare(block.text) for block in blocks}
    for block in reading.page.blocks[start:first]:
        if bare(block.text) in said or len(words(block.text)) < 5:
            continue
        if _is_standfirst(block) or (described and bare(block.text) == described):
            return block.text, blocks
    return None, blocks


def _is_standfirst(block: TextBlock) -> bool:
    from spiders.extract.paths import BIT, bits_of  # noqa: PLC0415

    bits = bits_of(block.element) | (bits_of(block.element.parent) if block.element.parent else 0)
    bad = BIT["related"] | BIT["newsletter"] | BIT["navigation"] | BIT["caption"] | BIT["social"]
    return bool(bits & BIT["standfirst"]) and not bits & bad and block.link_density < 0.5


def _links(chosen: Sequence[TextBlock], url: str) -> tuple[str, ...]:
    found = (resolve(url, link) for block in chosen for link in block.links)
    return tuple(dict.fromkeys(link for link in found if link))


def read_text(text: str, *, rules: Rules | None = None) -> Extraction:
    """A text file, one block a line, with the page's furniture still in it."""
    from spiders.extract.textfile import read_lines  # noqa: PLC0415

    return read_lines(text, rules, READER)
