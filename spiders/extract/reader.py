"""From the bytes of a capture to the article: deterministic, never raises, whatever the bytes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from spiders.extract import access, kinds, obstacles, ruled
from spiders.extract.choice import judge
from spiders.extract.choice.contents import contents_shown
from spiders.extract.choice.kept.posts import posts
from spiders.extract.choice.kept.terms import is_terms
from spiders.extract.choice.lead import captions_inside, lead_captions
from spiders.extract.choice.learned.others import Others, sums_of_look
from spiders.extract.choice.standfirsts import standfirst_shown
from spiders.extract.choice.unshown import had_text, page_of, shows_none, unshown_text
from spiders.extract.encoding import decode
from spiders.extract.fields import json_ld
from spiders.extract.fields.fields import (
    Fields,
    bare,
    fill_from_shown,
    read_fields,
)
from spiders.extract.mojibake import mended
from spiders.extract.parsing import parse
from spiders.extract.remembered.again import PageMemory, parts_of
from spiders.extract.remembered.held import held_to_rules, with_notes
from spiders.extract.remembered.judgement import Judgement
from spiders.extract.remembered.memory import Memory, of_batch
from spiders.extract.remembered.pieces import NOWHERE, Pieces, Zone, cut, zone_of
from spiders.extract.targets import targets_of
from spiders.urls import host, resolve
from storage.records import Block, BlockKind, Extraction, PageType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spiders.extract.page import Page, TextBlock
    from spiders.outlets.rules import Rules
    from storage.records import Obstacle

BATCH = 400
"""How many pages of a batch are in memory at once."""

MOVED = "the article stands at other places of the page than before"
"""A remark: the page has another template than at its last sight."""

READER = "48"
"""The version of the reader: raised with every change that can alter what is read."""

__all__ = ["MOVED", "READER", "Memory", "look", "read", "read_batch", "read_text", "watch"]


def read(
    payload: bytes,
    *,
    url: str,
    content_type: str | None = None,
    rules: Rules | None = None,
    memory: Memory | None = None,
) -> Extraction:
    """Read the article, if any, in this payload. Never raises, whatever the bytes.

    ``url`` is the address the payload came from, ``content_type`` the value of that header.
    """
    return _extract(_prepare(decode(payload, content_type), url, rules, memory), memory)[0]


def look(
    payload: bytes,
    *,
    url: str,
    content_type: str | None = None,
    rules: Rules | None = None,
    memory: Memory | None = None,
    pieces: Pieces | None = None,
    parsed: list[Page] | None = None,
) -> tuple[Extraction, PageMemory, Zone | None]:
    """Read a page like :func:`read`, and return what its next reading has to remember.

    The zone is where the article is among the pieces of the page: ``NOWHERE`` if it has no text,
    None if that is uncertain.
    ``pieces`` are those pieces, if the page was already cut. The parsed page is appended to
    ``parsed``, unless the rules have selectors.
    """
    reading = _prepare(decode(payload, content_type), url, rules, memory)
    if parsed is not None and not _changes_page(rules):
        parsed.append(reading.page)
    extraction, blocks, keep = _extract(reading, memory)
    assert reading.judgement is not None
    whole = rules is None or not rules.remove  # removed blocks were not counted
    reach = reading.fields.reach if whole else None
    remembered = PageMemory.of(blocks, keep, reading.judgement.keys, reach)
    if not extraction.blocks and extraction.obstacle is None:
        return extraction, remembered, NOWHERE
    pieces = (pieces or cut(payload)) if extraction.body else None
    zone = None if pieces is None else zone_of(pieces, parts_of(extraction.blocks))
    return extraction, remembered, zone


class Watched(NamedTuple):
    """A reading with what decided on each block of the page.

    ``keep`` is the judgement after the outlet's own rules; ``steps`` is None if today's choice was
    not needed; ``selected``: a rule says which blocks the article has; ``phrases`` are the numbers
    of the blocks that are furniture by a phrase of the rules.
    """

    extraction: Extraction
    blocks: list[TextBlock]
    keep: list[bool]
    judgement: Judgement
    steps: judge.Steps | None
    headings: tuple[int, ...]
    selected: bool
    phrases: frozenset[int]


def watch(
    payload: bytes,
    *,
    url: str,
    content_type: str | None = None,
    rules: Rules | None = None,
    memory: Memory | None = None,
) -> Watched:
    """Read a page like :func:`read`, and return what decided."""
    reading = _prepare(decode(payload, content_type), url, rules, memory)
    headings = reading.fields.headings
    extraction, blocks, keep = _extract(reading, memory)
    assert reading.judgement is not None
    steps = reading.steps if reading.steps.taken else None
    told = extraction, blocks, keep, reading.judgement, steps, headings, reading.selected
    phrases = frozenset(
        number
        for number, block in enumerate(blocks)
        if rules is not None and rules.is_furniture(block.text)
    )
    return Watched(*told, phrases)


def read_batch(pages: Iterable[tuple[str, str | bytes]]) -> Iterator[Extraction]:
    """Read (url, page) pairs in order; other pages of the same host serve as memory.

    ``BATCH`` pages are taken at a time, and only pages within that batch know of each other.
    """
    source = iter(pages)
    while taken := list(itertools.islice(source, BATCH)):
        readings = [_prepare(_text_of(page), url, None) for url, page in taken]
        yield from _read_together(readings)


def _text_of(page: str | bytes) -> str:
    """The text of a page; one that comes as text may have been encoded twice before, too."""
    if isinstance(page, bytes):
        return decode(page)
    return mended(page, page.encode("utf-8", "surrogatepass"))


def _read_together(readings: Sequence[_Reading]) -> Iterator[Extraction]:
    pages = [(host(reading.url), reading.page) for reading in readings]
    memories = of_batch(pages)
    for reading, memory in zip(readings, memories, strict=True):
        reading.look = judge.look(reading.page, reading.fields, reading.article, memory)
    sums = [sums_of_look(one.look) for one in readings]
    others = Others(pages)
    for number, (reading, memory) in enumerate(zip(readings, memories, strict=True)):
        known = memory and replace(memory, places=others.places(number, sums))
        yield _extract(reading, known)[0]


@dataclass(slots=True)
class _Reading:
    """The intermediate state between the page and the extraction."""

    page: Page
    fields: Fields
    article: dict[str, Any] | None
    url: str
    rules: Rules | None
    remarks: list[str]
    selected: bool = False
    look: judge.Look | None = None
    steps: judge.Steps = field(default_factory=judge.Steps)
    judgement: Judgement | None = None
    """The judgement before the outlet's own rules."""
    whole: tuple[list[TextBlock], tuple[int, ...], str] | None = None
    """If a part was selected: all blocks, those that show the headline, and the page's source."""
    source: str | None = None
    """The page as it came, if it shows no text."""


def _prepare(text: str, url: str, rules: Rules | None, memory: Memory | None = None) -> _Reading:
    """Parse the page, read its fields and apply the outlet's selectors."""
    page, remarks = page_of(text, memory)
    article = json_ld.article(json_ld.things(page.json_ld), url)
    fields = read_fields(page, article, url)
    fields.remarks += remarks
    reading = _Reading(page, fields, article, url, rules, fields.remarks)
    if shows_none(page.blocks):
        reading.source = text
    if rules is not None and _changes_page(rules):
        _apply_rules(reading, text, rules)
    return reading


def _changes_page(rules: Rules | None) -> bool:
    return rules is not None and bool(rules.select or rules.remove or rules.fields)


def _apply_rules(reading: _Reading, text: str, rules: Rules) -> None:
    found = ruled.apply(text, rules)
    if found.selected:
        reading.whole = (reading.page.blocks, reading.fields.headings, text)
    reading.page.blocks = parse(found.html).blocks
    reading.selected = found.selected
    reading.remarks.extend(found.remarks)
    ruled.take_fields(reading.fields, found.fields)
    title = bare(reading.fields.title or "")
    reading.fields.headings = tuple(
        number
        for number, block in enumerate(reading.page.blocks)
        if title and bare(block.text) == title
    )


def _extract(
    reading: _Reading, memory: Memory | None
) -> tuple[Extraction, list[TextBlock], list[bool]]:
    page, fields = reading.page, reading.fields
    judgement = _judge(reading, memory)
    judged, keep = page.blocks, judgement.keep
    reading.remarks += _told(judgement, memory)
    chosen = [block for block, kept in zip(page.blocks, keep, strict=True) if kept]
    blocks = _with_kinds(reading, keep, chosen) or _unshown(reading, memory)
    if reading.whole is not None:
        keep, blocks = _see_whole(reading, chosen, blocks)
    if numbers := [number for number, kept in enumerate(keep) if kept]:
        fill_from_shown(page, fields, numbers[0], numbers[-1])
    obstacle = _obstacle(reading, blocks)
    walled = reading.rules is not None and ruled.walled(page.blocks, keep, reading.rules)
    kind = access.page_type(page, reading.article, blocks, reading.url, dated=fields.dated)
    extraction = Extraction(
        title=fields.title,
        standfirst=fields.standfirst or standfirst_shown(page, keep, fields, blocks),
        byline=fields.byline,
        published=fields.published,
        modified=fields.modified,
        language=fields.language,
        section=fields.section,
        canonical_url=fields.canonical_url,
        picture=fields.picture,
        declared_titles=fields.declared_titles,
        links=_links(chosen, reading.url),
        targets=_targets(reading, keep, chosen),
        outline=kinds.outline_of(chosen),
        page_type=PageType.OTHER if obstacle else kind,
        access=access.access(page, reading.article, blocks, obstacle, told=walled),
        blocks=blocks,
        reader=READER,
        rules=reading.rules.version if reading.rules else None,
        memory=memory.version if memory else None,
        remarks=tuple(reading.remarks),
        obstacle=obstacle,
    )
    return extraction, judged, judgement.keep


def _obstacle(reading: _Reading, blocks: Sequence[Block]) -> Obstacle | None:
    running = sum(len(block.text) for block in blocks if block.kind is BlockKind.PARAGRAPH)
    declared = access.declares(reading.page, reading.article)
    return obstacles.obstacle(reading.page, running, declared=declared)


def _with_kinds(
    reading: _Reading, keep: Sequence[bool], chosen: Sequence[TextBlock]
) -> tuple[Block, ...]:
    """The article's blocks, including a table of contents and captions in it and of its lead."""
    blocks = reading.page.blocks
    headings, passed = reading.fields.headings, reading.fields.passed
    lead = () if reading.selected else lead_captions(blocks, keep, headings, passed)
    shown = [] if reading.selected else contents_shown(blocks, keep)
    captions = frozenset() if reading.selected else captions_inside(blocks, keep, passed)
    items = posts(blocks, keep)
    if not shown and not captions:
        return (*lead, *kinds.blocks_of(chosen, posts=items))
    also = captions.union(shown)
    both = [one for n, one in enumerate(blocks) if keep[n] or n in also]
    told = dict.fromkeys((id(blocks[number]) for number in shown), BlockKind.SUMMARY)
    told |= dict.fromkeys((id(blocks[number]) for number in captions), BlockKind.CAPTION)
    return (*lead, *kinds.blocks_of(both, told, items))


def _unshown(reading: _Reading, memory: Memory | None) -> tuple[Block, ...]:
    """The text that a page has but does not show.

    Empty if the rules select: a selector that finds nothing is an error.
    """
    selects = reading.rules is not None and reading.rules.select
    if reading.source is None or selects or had_text(memory):
        return ()
    shown = reading.page, reading.fields.title, reading.article
    return unshown_text(reading.source, *shown, reading.remarks)


def _told(judgement: Judgement, memory: Memory | None) -> list[str]:
    """The remarks of a reader that remembers the page."""
    told = [MOVED] if judgement.moved else []
    if judgement.elsewhere and memory is not None:
        known = (memory.lately or memory).version
        told.append(f"something new stands on other articles too, by {known}")
    return told


def _judge(reading: _Reading, memory: Memory | None) -> Judgement:
    blocks = reading.page.blocks

    def today() -> list[bool]:
        page, fields = reading.page, reading.fields
        return judge.choose(page, fields, reading.article, memory, reading.look, reading.steps)

    if reading.selected:
        judgement = Judgement([n not in reading.fields.headings for n in range(len(blocks))])
    elif memory is not None and memory.last is not None:
        judgement = memory.last.judge(blocks, today, memory.recurs)
        judgement = held_to_rules(judgement, reading.page, reading.fields, today)
    else:
        judgement = Judgement(today(), anew=True)
    if not reading.selected:
        judgement = with_notes(judgement, blocks, reading.fields.headings, memory)
    reading.judgement = judgement
    reading.fields.passed = judgement.passed
    if reading.rules is not None:
        kept = ruled.keep(blocks, judgement.keep, reading.rules)
        return replace(judgement, keep=kept)
    return judgement


def _see_whole(
    reading: _Reading, chosen: Sequence[TextBlock], read: tuple[Block, ...]
) -> tuple[list[bool], tuple[Block, ...]]:
    """Put a selected text back into its page: byline, date and paywall may be around it.

    Returns which blocks of the page are the text, and what was ``read`` with the notes of
    correction around it.
    """
    assert reading.whole is not None
    assert reading.rules is not None
    texts = {block.text for block in chosen}
    blocks, headings, source = reading.whole
    reading.page.blocks, reading.fields.headings = blocks, headings
    keep = [block.text in texts for block in blocks]
    return keep, ruled.with_notes(source, reading.rules, blocks, keep, headings, read)


def _targets(
    reading: _Reading, keep: Sequence[bool], chosen: Sequence[TextBlock]
) -> tuple[str, ...]:
    """The targets of the body's links; as they are written on a page of terms."""
    links = kinds.links_of(chosen)
    terms = is_terms(reading.page, reading.fields, keep)
    return targets_of(links, reading.url, as_written=terms)


def _links(chosen: Sequence[TextBlock], url: str) -> tuple[str, ...]:
    found = (resolve(url, link) for block in chosen for link in block.links)
    return tuple(dict.fromkeys(link for link in found if link))


def read_text(text: str, *, rules: Rules | None = None) -> Extraction:
    """Read a text file, one block per line, with the page's furniture still in it."""
    from spiders.extract.copied.textfile import read_lines  # noqa: PLC0415 - hardly ever needed

    return read_lines(text, rules, READER)
