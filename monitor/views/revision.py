"""One revision for a person: in a terminal, and as a clean page."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from monitor.notation.addresses import on_screen
from monitor.notation.figures import counted
from monitor.notation.languages import language_name
from monitor.notation.safe import islands, line, safe
from monitor.notation.times import apart, short
from monitor.terminal import Style, terminal_width
from monitor.views.citation import evidence
from monitor.views.page import revision_page
from monitor.views.spans import plain_lines
from storage.records import BODY_KINDS, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.records import Block, Capture, Extraction, Revision

_WIDEST = 96
_BY_MEMORY = re.compile(r", by outlet [0-9a-f]{6,}\Z")
"""The state of the memory behind a remark: JSON has it, for reading again; people need not."""
_STARTS = {BlockKind.LIST_ITEM: "• ", BlockKind.QUOTE: "> "}


def text_lines(
    revision: Revision,
    extraction: Extraction,
    captures: list[Capture],
    *,
    state: str | None,
) -> Iterator[str]:
    """Fields, then the text; blocks that are not of the body are named as such.

    ``state`` says what has become of the article since.
    """
    style, columns = Style.of(sys.stdout), _columns()
    for part in _paragraph(line(extraction.title or "(no headline)"), "", columns):
        yield style.bold(part)
    for text in about(revision, captures):
        for part in _paragraph(islands(line(text)), "", columns):
            yield style.faint(part)
    if state is not None:
        yield style.warm(f"today: {line(state)}")
    yield from extraction_lines(extraction, style)


def extraction_lines(extraction: Extraction, style: Style) -> Iterator[str]:
    """Fields and blocks of an extraction, without its title."""
    columns = _columns()
    for name, value in _fields(extraction):
        yield style.faint(f"{name}: ") + line(value)
    if extraction.standfirst:
        yield ""
        for part in _paragraph(line(extraction.standfirst), "", columns):
            yield style.bold(part)
    for block in extraction.blocks:
        yield ""
        yield from _block(block, style, columns)


def about(revision: Revision, captures: list[Capture]) -> list[str]:
    """What this is, where it was, and when it was seen."""
    name = f"{revision.article_id}@{revision.number}"
    told = counted(len(captures), "capture")
    time = apart(revision.first_seen, revision.last_seen)
    first, last = time(revision.first_seen), time(revision.last_seen)
    seen = f"seen {first}" if first == last else f"seen {first} to {last}"
    return [on_screen(revision.url), f"{revision.outlet} · {name} · {seen} · {told}"]


def page_lines(
    revision: Revision, extraction: Extraction, captures: list[Capture]
) -> Iterator[str]:
    """An HTML page of the text that loads and runs nothing; it names what it was read from."""
    told = [*about(revision, captures), evidence(revision, next(iter(captures), None))]
    return revision_page(extraction, told)


def _fields(extraction: Extraction) -> Iterator[tuple[str, str]]:
    if extraction.byline:
        yield "by", ", ".join(extraction.byline)
    for name in ("published", "modified"):
        if time := getattr(extraction, name):
            yield name, short(time)
    if extraction.section:
        yield "section", extraction.section
    if extraction.language:
        yield "language", language_name(extraction.language)
    if extraction.access.value != "full":
        yield "access", extraction.access.value
    if extraction.obstacle:
        yield "no article", extraction.obstacle.value
    for remark in extraction.remarks:
        yield "remark", _BY_MEMORY.sub("", remark)


def _block(block: Block, style: Style, columns: int | None) -> Iterator[str]:
    if block.kind not in BODY_KINDS:
        yield style.faint(f"({block.kind.value})")
    text = line(block.text)
    if block.kind in {BlockKind.TABLE, BlockKind.CODE}:
        yield safe(block.text)
    elif block.kind is BlockKind.HEADING:
        yield style.bold(text)
    else:
        yield from _paragraph(text, _STARTS.get(block.kind, ""), columns)
    if block.struck:
        told = ", ".join(f"“{line(words)}”" for words in block.struck_texts)
        yield style.faint(f"(struck out: {told})")


def _columns() -> int | None:
    """The width of a text on a terminal; None: its lines are not broken."""
    return min(_WIDEST, terminal_width()) if sys.stdout.isatty() else None


def _paragraph(text: str, start: str, columns: int | None) -> Iterator[str]:
    for part in [text] if columns is None else plain_lines(text, columns - len(start)):
        yield start + part
        start = " " * len(start)
