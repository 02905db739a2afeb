"""Pages over time, read alone and, as the program does, in the light of their last sight."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spiders.extract.reader import Memory, look, read
from spiders.extract.remembered.again import PageMemory
from spiders.extract.remembered.pictured import picture_in
from spiders.extract.remembered.pieces import cut
from spiders.extract.remembered.regions import Region
from spiders.extract.remembered.standing import stands, told_by
from storage.digest import content_digest
from tests.benchmarks.marked_pages import records
from tests.benchmarks.reading.stored import (
    READER,
    digest_of,
    digest_of_data,
    digest_of_files,
    stored,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spiders.extract.remembered.pieces import Pieces, Zone
    from storage.records import Extraction

UTF8 = "text/html; charset=utf-8"
WAYS = {"alone": "ours, each page alone", "light": "ours, with page memory"}


@dataclass(frozen=True)
class Seen:
    """What was read of a capture in either way: content digests; None if there is no article.

    ``obstacle`` says that the reader took the page for an error, a login or a bot check.
    """

    alone: str | None
    light: str | None
    obstacle: bool


def captures(name: str) -> list[list[dict]]:
    """The captures of a set, grouped by page and in order of time."""
    order = "seq" if name.startswith("policies") else "captured_at"
    pages = sorted(records("histories", name), key=lambda page: (page["doc_id"], page[order]))
    keyed = itertools.groupby(pages, key=lambda page: (page["doc_id"], page.get("url", "")))
    return [list(group) for _, group in keyed]


def seen(name: str, pages: list[list[dict]]) -> Iterator[list[Seen]]:
    """How every capture is read; cached between runs."""
    key = digest_of(digest_of_files((*READER, "spiders/extract/**/*.npz")), digest_of_data(), name)
    made = stored(f"seen-{name}", key, lambda: [list(_history(group)) for group in pages])
    for group in made:
        yield [Seen(*one) for one in group]


def _history(group: list[dict]) -> Iterator[tuple[str | None, str | None, bool]]:
    last: Sight | None = None
    for page in group:
        now, url = page["html"].encode(), page.get("url", "")
        alone = read(now, url=url, content_type=UTF8)
        light = sight(now, url) if last is None else again(last, now, url)
        if light.extraction.obstacle is None and light.extraction.body:
            last = light
        yield _digest(alone), _digest(light.extraction), alone.obstacle is not None


@dataclass(frozen=True)
class Sight:
    """A page that was read, and what the program keeps of it for its next reading."""

    payload: bytes
    extraction: Extraction
    packed: bytes
    zone: Zone | None


def sight(
    payload: bytes, url: str, memory: Memory | None = None, pieces: Pieces | None = None
) -> Sight:
    """Read the page, and get what is to be remembered of it."""
    found, remembered, zone = look(
        payload, url=url, content_type=UTF8, memory=memory, pieces=pieces
    )
    return Sight(payload, found, remembered.pack(), zone)


def again(last: Sight, now: bytes, url: str, of_outlet: Memory | None = None) -> Sight:
    """The page as it is now, as the program sees it: by its bytes, or else with page memory."""
    if now == last.payload:
        return last
    after = None

    def memory() -> PageMemory | None:
        return PageMemory.unpack(last.packed)

    if last.zone is not None:
        before = cut(last.payload)
        after = cut(now, before)
        zone, pictured = None, None
        if before and after:
            pictured = None if last.extraction.remarks else list[Region]()
            zone = stands(
                before,
                after,
                last.zone,
                memory=memory,
                told=lambda: told_by(last.extraction),
                pictured=pictured,
            )
        if zone is not None and not pictured:
            return Sight(now, last.extraction, last.packed, zone)
        if zone is not None:
            picture = picture_in(now, url, UTF8)
            return Sight(now, replace(last.extraction, picture=picture), last.packed, zone)
    memories = replace(of_outlet or Memory("page"), last=PageMemory.unpack(last.packed))
    return sight(now, url, memories, after)


def _digest(extraction: Extraction) -> str | None:
    return content_digest(extraction) if extraction.body and not extraction.obstacle else None
