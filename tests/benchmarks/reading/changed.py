"""Changes as live sites make them, written onto real pages: edits missed, and edits invented.

Hosts are found by their tags, and by what people marked: the paragraphs of one element that are
the marked text. Each takes every sixth kind of change in turn. A page is read alone, in the light
of its last sight, and, if its outlet has three other articles, with these as well. What is put on
all pages of an outlet is then in its latest memory, and not in that of the last sight.

``missed``: what was written is not in the reading, or what was removed still is; ``beside``: the
reading differs in other blocks too; ``false``: nothing was edited, and another text was read.
If the edited text was in no reading before (``unread``), its edit cannot be seen: that is counted
separately.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from monitor.decide.redesign import is_only_template
from spiders.extract.choice.aside import shared_by, texts_aside, texts_own
from spiders.extract.parsing import parse
from spiders.extract.reader import MOVED, read
from spiders.extract.remembered.outlet_memory import OutletMemory, remember, told_by
from storage.digest import content_digest, fold
from tests.benchmarks.marked_pages import SETS, records
from tests.benchmarks.reading.histories import UTF8, again, captures, sight
from tests.benchmarks.reading.stored import (
    READER,
    digest_of,
    digest_of_data,
    digest_of_files,
    stored,
)
from tests.extract.remembered.written import KINDS, host_of, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.reader import Memory
    from storage.records import Extraction
    from tests.benchmarks.reading.histories import Sight
    from tests.benchmarks.reading.table import Table
    from tests.extract.remembered.written import Host, Written

Found = tuple[str, str, dict[str, str]]
"""The host's address, the kind of change, and the result for each way of reading."""
EVERY = 6
MARKED = 0.8
"""At least this much of the marked text is in the paragraphs of one element."""
OTHERS = 3
"""An outlet has a memory if it has so many other articles."""
MOST = 20
"""No more pages of an outlet are remembered."""
WAYS = ("alone", "page", "outlet")
VERDICTS = ("missed", "beside", "false", "unread")


def changed(table: Table) -> None:
    """Furniture and edits written onto real pages: edits missed, and edits invented."""
    table.aim("changed")
    code = ("tests/benchmarks/reading/changed.py", "tests/extract/remembered/written/*")
    files = digest_of_files((*code, "spiders/extract/**/*.npz", "monitor/decide/*.py", *READER))
    found = stored("changed", digest_of(files, digest_of_data()), lambda: list(_found()))
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for _, kind, verdicts in found:
        for way, verdict in verdicts.items():
            counts[kind, way].update((verdict, "all"))
    for kind in KINDS:
        for way in WAYS:
            count = counts[kind, way]
            if count["all"]:
                shares = {one: count[one] / count["all"] for one in VERDICTS if count[one]}
                table.row("changed", kind, f"ours, {way}", **shares, pages=count["all"])
    for way in WAYS:
        _sum(table, way, counts)


def _sum(table: Table, way: str, counts: dict[tuple[str, str], Counter[str]]) -> None:
    """Add the kinds of a way together: those that are edits, and those that are not."""
    told, none = Counter[str](), Counter[str]()
    for (_, by), count in counts.items():
        if by == way:
            (none if count["false"] or count["same"] else told).update(count)
    edits, others = max(1, told["all"]), max(1, none["all"])
    shares = {one: told[one] / edits for one in VERDICTS if one != "false"}
    whole = {"false": none["false"] / others, "edits": told["all"], "none": none["all"]}
    table.row("changed", "together", f"ours, {way}", **shares, **whole)


def _found() -> Iterator[Found]:
    for number, (host, memories) in enumerate(hosts()):
        for turn, kind in enumerate(KINDS):
            if (turn + number) % EVERY == 0:
                written = write(host, kind, number // EVERY + turn)
                if written is not None:
                    yield host.url, kind, judged(host.url, written, memories)


def hosts() -> Iterator[tuple[Host, OutletMemory | None]]:
    """Each page that can be a host, with the memory of its outlet."""
    for name in SETS:
        pages = [(record, _host(record)) for record in records("extraction", name)]
        outlets: dict[str, list[dict]] = defaultdict(list)
        for record, _ in pages:
            outlets[record["domain"]].append(record)
        made = {one: _remembered(own) for one, own in outlets.items() if len(own) > OTHERS}
        for record, host in pages:
            if host is not None:
                yield host, made.get(record["domain"])
    for group in captures("news_articles"):
        page = group[0]
        host = host_of(page["html"], page["url"], _language(page["html"]))
        if host is not None:
            yield host, None


def _host(record: dict) -> Host | None:
    """The page as a host, if one element's paragraphs are most of what people marked."""
    marked = _bare(record["text"])
    authors = record.get("authors") or ()
    names = tuple([authors] if isinstance(authors, str) else authors)
    language = _language(record["html"])
    host = host_of(
        record["html"], record["url"], language, names, is_text=lambda text: _bare(text) in marked
    )
    if host is None or len(_bare("".join(p.text for p in host.places))) < MARKED * len(marked):
        return None
    return host


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _language(page: str) -> str:
    root = LexborHTMLParser(page).root
    return ((root.attributes.get("lang") if root else None) or "en")[:2].lower()


def _remembered(pages: list[dict]) -> OutletMemory:
    return remember([told_by(page["url"], page["html"].encode(), UTF8) for page in pages[:MOST]])


def judged(url: str, written: Written, memories: OutletMemory | None) -> dict[str, str]:
    """The result of a change for each way of reading."""
    new = written.after.encode()
    before = _first(written.before, url)
    found = {
        "alone": verdict(written, before.extraction, read(new, url=url, content_type=UTF8)),
        "page": _seen_again(written, before.extraction, again(before, new, url).extraction),
    }
    memory = memories and memories.for_article(url, "outlet")
    if memory is not None:
        first = sight(written.before.encode(), url, memory)
        second = again(first, new, url, replace(memory, lately=_lately(memory, written)))
        found["outlet"] = _seen_again(written, first.extraction, second.extraction)
    return found


@functools.lru_cache(4)
def _first(page: str, url: str) -> Sight:
    """A first sight; cached, as most changes of a page begin with the same one."""
    return sight(page.encode(), url)


def _lately(memory: Memory, written: Written) -> Memory:
    """The outlet's memory, made when its other pages had what was written."""
    there = dict.fromkeys(written.everywhere, memory.pages)
    return replace(memory, furniture={**memory.furniture, **there})


def _seen_again(written: Written, old: Extraction, new: Extraction) -> str:
    """As :func:`verdict`, but what only another template made is no edit."""
    found = verdict(written, old, new)
    if found == "false" and MOVED in new.remarks:
        shared = shared_by(old, new)
        pages = [parse(page).blocks for page in (written.before, written.after)]
        aside = frozenset().union(*(texts_aside(page, shared) for page in pages))
        own = texts_own(pages[0], pages[1], shared)
        return "same" if is_only_template(old, new, aside, own) else found
    return found


def verdict(written: Written, old: Extraction, new: Extraction) -> str:
    """The result of the change, compared with what was written."""
    differs, edit = content_digest(old) != content_digest(new), written.edit
    if not written.told:
        return "false" if differs else "same"
    said, says = texts_of(old), texts_of(new)
    if not all(_holds(said, text) for text in edit.near):
        return "unread"
    there = all(_holds(says, text) for text in edit.came)
    left = [fold(part) for block in new.blocks for part in block.text.split(" | ")]
    if not differs or not there or any(_holds(left, text) for text in edit.went):
        return "missed"
    others = Counter(said) - Counter(says) + (Counter(says) - Counter(said))
    touched = [fold(text) for text in edit.touched]
    if all(any(one in other or other in one for other in touched) for one in others):
        return "told"
    return "beside"


def texts_of(extraction: Extraction) -> list[str]:
    """All that a reading says, folded."""
    parts = [part for block in extraction.blocks for part in block.text.split(" | ")]
    texts = (extraction.title, extraction.standfirst, *extraction.byline, *parts)
    return [fold(text) for text in texts if text]


def _holds(texts: Sequence[str], text: str) -> bool:
    """Whether one of the texts says this. A caption may lack its credit."""
    wanted = fold(text)
    return any(wanted in one for one in texts)
