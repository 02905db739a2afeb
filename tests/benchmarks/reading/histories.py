"""Pages over time, read alone and, as the program does, in the light of their last sight."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.extract.again import LastSight
from spiders.extract.reader import Memory, read
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

    from storage.records import Extraction

UTF8 = "text/html; charset=utf-8"
WAYS = {"alone": "ours, each page alone", "light": "ours, with page memory"}


@dataclass(frozen=True)
class Seen:
    """What was read of one capture, either way: digests of the content; None where no article is.

    ``obstacle`` says that the reader took the page for an error, a login or a bot check.
    """

    alone: str | None
    light: str | None
    obstacle: bool


def captures(name: str) -> list[list[dict]]:
    """The captures of a set, those of one page together and in time."""
    order = "seq" if name.startswith("policies") else "captured_at"
    pages = sorted(records("histories", name), key=lambda page: (page["doc_id"], page[order]))
    keyed = itertools.groupby(pages, key=lambda page: (page["doc_id"], page.get("url", "")))
    return [list(group) for _, group in keyed]


def seen(name: str, pages: list[list[dict]]) -> Iterator[list[Seen]]:
    """How every capture is read; kept from run to run."""
    key = digest_of(digest_of_files((*READER, "spiders/extract/*.npz")), digest_of_data(), name)
    made = stored(f"seen-{name}", key, lambda: [list(_history(group)) for group in pages])
    for group in made:
        yield [Seen(*one) for one in group]


def _history(group: list[dict]) -> Iterator[tuple[str | None, str | None, bool]]:
    last: Extraction | None = None
    payload = b""
    for number, page in enumerate(group):
        now = page["html"].encode()
        alone = read(now, url=page.get("url", ""), content_type=UTF8)
        light = alone
        if last is not None and now != payload:
            light = again(payload, last, now, page.get("url", ""), number)
        if light.obstacle is None and light.body:
            last, payload = light, now
        yield _digest(alone), _digest(light), alone.obstacle is not None


def again(payload: bytes, last: Extraction, now: bytes, url: str, number: int = 0) -> Extraction:
    """The page as it is now, in the light of what was read of its last payload."""
    sight = LastSight.of(payload, UTF8, last, f"page {number}")
    memory = Memory(version=sight.version, last=sight)
    return read(now, url=url, content_type=UTF8, memory=memory)


def _digest(extraction: Extraction) -> str | None:
    return content_digest(extraction) if extraction.body and not extraction.obstacle else None
