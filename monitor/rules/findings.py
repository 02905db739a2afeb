"""What each rule of an outlet finds on pages, and how they would be read without it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from monitor.comparing.articles import compare
from monitor.rules.eras import remarks_on
from spiders.extract import ruled
from spiders.extract.encoding import decode
from spiders.extract.parsing import parse
from spiders.extract.reader import read
from spiders.outlets.form import KEYS
from spiders.outlets.lines import positions
from spiders.outlets.patterns import forms, matches, searched
from spiders.outlets.phrases import ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from bs4 import BeautifulSoup

    from monitor.diff.records import Diff
    from monitor.rules.pages import SeenPage
    from spiders.outlets.rules import Rules
    from storage.records import Extraction

SAMPLES = 3
LONGEST_SAMPLE = 120
_SELECTORS = ("select", "remove")
_PHRASES = ("phrases", "ends", "paywall")
_PATTERNS = ("articles", "deny")
_READ_BY = (*_SELECTORS, *_PHRASES)


@dataclass(slots=True)
class Finding:
    """One rule: where it is, and what it found.

    ``key`` is as in the file, ``fields.byline`` for a field; ``era`` counts from 1. ``checked_on``
    is the number of pages of its time (for patterns: of known addresses) on which it was checked,
    ``found_on`` the number on which it found something, ``matches`` how often in all. ``changed``
    is the number of pages that would be read differently without it; ``removed`` and ``added`` are
    samples of the blocks that it removes from the text and adds to it.
    """

    key: str
    value: str
    line: int
    era: int | None = None
    checked_on: int = 0
    found_on: int = 0
    matches: int = 0
    samples: list[str] = field(default_factory=list)
    changed: int = 0
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)

    @property
    def found_nothing(self) -> bool:
        """Whether it could have found something but did not. What `deny` forbids is not stored."""
        return self.checked_on > 0 and self.found_on == 0 and self.key != "deny"

    def note(self, samples: Sequence[str]) -> bool:
        """Note what it found on one page; return whether that is anything."""
        self.checked_on += 1
        self.found_on += bool(samples)
        self.matches += len(samples)
        _add(self.samples, samples)
        return bool(samples)


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page read without rules and with them."""

    page: SeenPage
    without: Extraction
    with_rules: Extraction
    diff: Diff

    @property
    def removed(self) -> list[str]:
        """The blocks that the rules remove from the text."""
        return _missing(self.without, self.with_rules)

    @property
    def added(self) -> list[str]:
        """The blocks that the rules add to the text."""
        return _missing(self.with_rules, self.without)


@dataclass(frozen=True, slots=True)
class Report:
    """What ``outlet check`` reports on one outlet."""

    outlet: str
    file: str
    rules: Rules
    findings: list[Finding]
    readings: list[PageReading]
    remarks: list[str]

    @property
    def found_nothing(self) -> bool:
        """Whether any rule found nothing."""
        return any(finding.found_nothing for finding in self.findings)

    @property
    def emptied(self) -> list[PageReading]:
        """The pages that have a text, but none when read by these rules."""
        return _emptied(self.readings)


def check(
    outlet: str,
    file: tuple[str, str],
    rules: Rules,
    pages: Sequence[SeenPage],
    addresses: Sequence[str],
    now: datetime,
    on_progress: Callable[[int], None] | None = None,
) -> Report:
    """Check the rules of ``file`` (its name and its text) on pages and known addresses."""
    name, text = file
    found = list(_listed(text))
    readings = []
    for number, page in enumerate(pages, 1):
        readings.append(_check_page(page, rules, found))
        if on_progress is not None:
            on_progress(number)
    for finding in found:
        if finding.key in _PATTERNS:
            _check_pattern(finding, addresses)
    remarks = [*remarks_on(rules.eras, now), *_remarks(rules, readings, addresses)]
    if not found:  # as `outlet new` writes it if it is sure of nothing
        todo = "remove the # before one that is right, or write one."
        remarks.append(f"No rule of {name} is in force yet: {todo}")
    return Report(outlet, name, rules, found, readings, remarks)


def _listed(text: str) -> Iterator[Finding]:
    """Every rule of the file that can find something, in the file's order."""
    table, lines = tomllib.loads(text), positions(text)
    found = [*_of_table(table, (), None, lines)]
    for number, era in enumerate(table.get("eras", ())):
        found += _of_table(era, ("eras", number), number + 1, lines)
    yield from sorted(found, key=lambda finding: finding.line)


def _of_table(
    table: dict[str, Any],
    where: tuple[str | int, ...],
    era: int | None,
    lines: dict[tuple[str | int, ...], int],
) -> Iterator[Finding]:
    for key in (name for name in KEYS if name in (*_READ_BY, *_PATTERNS)):
        for number, value in enumerate(table.get(key, ())):
            yield Finding(key, value, lines[(*where, key, number)], era)
    for name, selector in table.get("fields", {}).items():
        yield Finding(f"fields.{name}", selector, lines[(*where, "fields", name)], era)


# --- one page --------------------------------------------------------------------------------
def _check_page(page: SeenPage, rules: Rules, found: Sequence[Finding]) -> PageReading:
    current = rules.at(page.at)
    text = decode(page.payload, page.content_type)
    blocks = [block.text for block in parse(text).blocks]
    soup = ruled.soup_of(text)
    with_rules, without = _read(page, current), _read(page, None)
    for finding in found:
        if finding.key in _PATTERNS or not _is_of_time(finding, rules, page.at):
            continue
        if finding.note(_matched(finding, soup, blocks)):
            _note_change(finding, page, current, with_rules)
    return PageReading(page, without, with_rules, compare(without, with_rules))


def _read(page: SeenPage, rules: Rules | None) -> Extraction:
    return read(page.payload, url=page.url, content_type=page.content_type, rules=rules)


def _is_of_time(finding: Finding, rules: Rules, at: datetime) -> bool:
    return finding.era is None or rules.eras[finding.era - 1].holds(at)


def _matched(finding: Finding, soup: BeautifulSoup, blocks: Sequence[str]) -> list[str]:
    if finding.key in _PHRASES:
        phrase = ready((finding.value,))
        holds = phrase.most_of if finding.key == "paywall" else phrase.find
        return [text for text in blocks if holds(text)]
    nodes = ruled.find(soup, finding.value, finding.key, [])
    return [ruled.value_of(node) or f"<{node.name}>" for node in nodes]


def _note_change(finding: Finding, page: SeenPage, rules: Rules, with_rules: Extraction) -> None:
    """Note how the page would be read without this one rule."""
    otherwise = _read(page, _without(rules, finding))
    removed, added = _missing(otherwise, with_rules), _missing(with_rules, otherwise)
    differs = _said(otherwise) != _said(with_rules)
    finding.changed += bool(removed or added or differs)
    _add(finding.removed, removed)
    _add(finding.added, added)


def _without(rules: Rules, finding: Finding) -> Rules:
    if finding.key in _READ_BY:
        kept = tuple(one for one in getattr(rules, finding.key) if one != finding.value)
        changes: dict[str, Any] = {finding.key: kept}
        return replace(rules, **changes)
    name = finding.key.partition(".")[2]
    return replace(rules, fields=tuple(pair for pair in rules.fields if pair[0] != name))


def _said(extraction: Extraction) -> Extraction:
    return replace(extraction, rules=None, remarks=())


def _missing(one: Extraction, other: Extraction) -> list[str]:
    """The blocks of the first body that the second does not have."""
    there = {block.text for block in other.body}
    return [block.text for block in one.body if block.text not in there]


def _add(samples: list[str], more: Sequence[str]) -> None:
    """Add texts to the samples, each once, until there are enough."""
    for text in more:
        if len(samples) >= SAMPLES:
            return
        short = text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1] + "…"
        if short not in samples:
            samples.append(short)


# --- addresses and remarks -------------------------------------------------------------------
def _check_pattern(finding: Finding, addresses: Sequence[str]) -> None:
    from urllib.parse import urlsplit  # noqa: PLC0415 - beside its use

    whole = finding.key == "deny"
    for url in addresses:
        path = urlsplit(url).path
        texts = searched(finding.value, url) if whole else forms(finding.value, path)
        finding.note([url] if any(matches(finding.value, text) for text in texts) else [])


def _remarks(
    rules: Rules, readings: Sequence[PageReading], addresses: Sequence[str]
) -> Iterator[str]:
    failed = [one for one in readings if one.with_rules.remarks and _failed(one)]
    if failed:
        urls = " ".join(one.page.url for one in failed[:SAMPLES])
        yield f"select finds nothing on {len(failed)} of {len(readings)} pages: {urls}"
    emptied = _emptied(readings)
    if emptied:
        urls = " ".join(one.page.url for one in emptied[:SAMPLES])
        yield f"The rules leave no text on {len(emptied)} of {len(readings)} pages: {urls}"
    denied = [url for url in addresses if rules.denies(url)]
    if denied:
        yield f"deny forbids {len(denied)} articles that are known: {' '.join(denied[:SAMPLES])}"
    missed = [url for url in addresses if url not in set(denied) and rules.is_article(url) is False]
    if missed:
        known = len(addresses) - len(missed) - len(denied)
        others = " ".join(missed[:SAMPLES])
        yield f"articles matches {known} of {len(addresses)} addresses of articles; not {others}"
    tired = rules.tired()
    if tired is not None:
        yield f"The pattern {tired!r} takes too long and is no longer used."


def _emptied(readings: Sequence[PageReading]) -> list[PageReading]:
    return [one for one in readings if one.without.body and not one.with_rules.body]


def _failed(reading: PageReading) -> bool:
    return any(remark.startswith("rule ") for remark in reading.with_rules.remarks)
