"""Why a page is read as it is: the page, what is known about it, and a reason per block."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from monitor.notation.safe import line
from monitor.notation.times import short
from monitor.output import Column
from monitor.reading.readings import Readings
from monitor.reading.remembering import LATEST, outlet_part
from monitor.rules.pages import SeenPage, stored
from spiders.extract import reader
from spiders.extract.explain import Reason, reasons
from spiders.extract.remembered.again import PageMemory
from spiders.outlets import rules as outlet_rules
from spiders.urls import host, surt
from storage.database.times import to_text
from storage.digest import content_digest
from storage.errors import NotStored
from storage.records import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.output import Row
    from spiders.outlets.rules import Rules
    from storage.archive import Archive
    from storage.records import Address, Capture, Extraction, Outlet


@dataclass(frozen=True, slots=True)
class Explained:
    """A page, today's reading of it, and a reason for each of its blocks.

    ``later`` says in words that a later answer from the address showed no article, if one came.
    ``moved``: its template differs from that at its last sight. ``as_stored``: the archive's
    reading of it says the same; None if there is none.
    """

    page: SeenPage
    extraction: Extraction
    reasons: tuple[Reason, ...]
    moved: bool
    as_stored: bool | None
    later: str | None = None

    @property
    def remarks(self) -> list[str]:
        """What a person should know in addition."""
        told = [f"read with: {self.extraction.memory or 'no memory'}"]
        if self.page.capture is not None:
            told.append(f"page: capture {self.page.capture}, of {short(self.page.at)}")
        if self.later is not None:
            told.append(self.later)
        if self.moved:
            told.append("The page has another template than when it was last seen.")
        if self.as_stored is False:
            told.append(
                "The archive's reading, made with all it knew about the page, differs: variorum "
                "reprocess --dry-run shows whether a new one would."
            )
        return told + list(self.extraction.remarks)


def of_page(page: SeenPage, rules: Rules | None, memory: reader.Memory | None) -> Explained:
    """Explain a given page, read by these rules and with this memory."""
    watched = reader.watch(
        page.payload,
        url=page.url,
        content_type=page.content_type,
        rules=rules,
        memory=memory,
    )
    told = tuple(reasons(watched, memory))
    return Explained(page, watched.extraction, told, watched.judgement.moved, None)


def of_file(page: SeenPage, rules_folder: Path | None) -> Explained:
    """Explain a given page without an archive."""
    rules = outlet_rules.for_host(host(page.url), rules_folder) if page.url else None
    return of_page(page, None if rules is None else rules.at(page.at), None)


def of_known(archive: Archive, rules_folder: Path | None, page: SeenPage) -> Explained:
    """Explain a given page as the next visit to its address would read it."""
    outlet = archive.outlet_of_host(host(page.url))
    if outlet is None:
        return of_file(page, rules_folder)
    address = archive.address(surt(page.url))
    readings = Readings(archive, rules_folder)
    rules = readings.rules_at(outlet, page.at)
    if address is None:
        return of_page(page, rules, readings.memory_of(outlet, surt(page.url), None))
    last = archive.page_memories.of(address.id, host(page.url))
    known = None if last is None else PageMemory.unpack(last.data or b"")
    version = LATEST if last is None else outlet_part(last.memory)
    memory = readings.memory_of(outlet, _key(archive, address), known, version)
    return of_page(page, rules, memory)


def of_stored(archive: Archive, rules_folder: Path | None, url: str) -> Explained:
    """Explain the latest stored page of an address, given the one before it. Raises NotStored."""
    address = archive.address(surt(url))
    captures = [] if address is None else archive.samples.at_address(address.id, 2)
    if address is None or not captures:
        do = f"See it as it is now: variorum outlet check --live --explain {line(url)}"
        raise NotStored("page with an article at", line(url), do=do)
    outlet = next(one for one in archive.outlets() if one.id == address.outlet_id)
    last = archive.page_memories.of(address.id, host(url))
    version = LATEST if last is None else outlet_part(last.memory)
    key, readings = _key(archive, address), Readings(archive, rules_folder)
    known = _before(readings, captures[1:], outlet, key, version)
    page = stored(archive, captures[0])
    memory = readings.memory_of(outlet, key, known, version)
    found = of_page(page, readings.rules_at(outlet, page.at), memory)
    same = None if last is None else last.digest == content_digest(found.extraction)
    return replace(found, as_stored=same, later=_later(archive, address, captures[0]))


def _later(archive: Archive, address: Address, capture: Capture) -> str | None:
    """A remark if the address has since answered with a page that shows no article."""
    if address.article_id is None:
        return None
    looks = reversed(archive.sights.of_article(address.article_id))
    answers = (one for one in looks if one.capture and one.outcome is not Outcome.UNMODIFIED)
    last = next((one for one in answers if one.address_id == address.id), None)
    if last is None or last.at <= capture.captured_at or last.revision is not None:
        return None
    return (
        f"It is the last page that showed an article. What came at {short(last.at)} does not: "
        f"variorum show {address.article_id} --raw --last > page.html, then --file page.html."
    )


def _before(
    readings: Readings, captures: list[Capture], outlet: Outlet, key: str, version: str | None
) -> PageMemory | None:
    for capture in captures:
        return readings.of_capture(capture, outlet, key, None, version).memory
    return None


def _key(archive: Archive, address: Address) -> str:
    """The article's key, by which it is looked up in the outlet's memory; else the address's."""
    if address.article_id is None:
        return address.key
    return surt(archive.article(address.article_id).url)


def explained_json(found: Explained) -> dict[str, Any]:
    """The document of ``outlet check --explain``."""
    return {
        "url": found.page.url,
        "capture": found.page.capture,
        "at": to_text(found.page.at),
        "reader": found.extraction.reader,
        "rules": found.extraction.rules,
        "memory": found.extraction.memory,
        "another_template": found.moved,
        "as_stored": found.as_stored,
        "remarks": list(found.extraction.remarks),
        "blocks": [_reason_json(one) for one in found.reasons],
    }


def _reason_json(one: Reason) -> dict[str, Any]:
    place = None
    if one.place is not None:
        place = {"article": one.place[0], "blocks": one.place[1]}
    return {
        "block": one.block,
        "kept": one.kept,
        "kind": one.kind,
        "by": one.by,
        "why": one.why,
        "chances": None if one.second is None else [_rounded(one.first), _rounded(one.second)],
        "recurs_on": one.recurs_on,
        "others": one.others,
        "place": place,
        "before": one.before,
        "text": one.text,
    }


def _rounded(chance: float | None) -> float | None:
    return None if chance is None else round(chance, 4)


def rows(found: Explained) -> list[Row]:
    """A row for each block."""
    return [_reason_json(one) for one in found.reasons]


def _sure(row: Row) -> str:
    return "" if row["chances"] is None else f"{row['chances'][1]:.0%}"


def _others(row: Row) -> str:
    return f"{row['recurs_on']}/{row['others']}" if row["others"] else ""


COLUMNS = (
    Column("", lambda row: row["kind"] if row["kept"] else "—", least=9),
    Column("by", least=6),
    Column("sure", _sure, right=True, least=4),
    Column("others", _others, right=True, least=6),
    Column("why", least=30),
    Column("text", lambda row: line(row["text"]), least=24),
)
"""The kind of block, or a dash for furniture; what decided; how sure the model is; on how many
other articles it is; the reason; the text."""
