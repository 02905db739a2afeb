"""A report on rules: as JSON, as rows of a table, and as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.comparing.documents import diff_json
from monitor.notation.safe import cut, line
from monitor.notation.times import short
from monitor.output import Column
from storage.database.times import maybe_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.output import Row
    from monitor.rules.findings import Finding, PageReading, Report
    from monitor.terminal import Style

WIDEST = 160
FEW = 4
"""How many blocks of a page are shown unless all are wanted."""


def report_json(report: Report) -> dict[str, Any]:
    """The *check* of one outlet."""
    return {
        "outlet": report.outlet,
        "file": report.file,
        "pages": len(report.readings),
        "rules": [finding_json(finding) for finding in report.findings],
        "eras": [
            {
                "valid_from": maybe_text(era.valid_from),
                "valid_until": maybe_text(era.valid_until),
                "pages": sum(1 for one in report.readings if era.holds(one.page.at)),
            }
            for era in report.rules.eras
        ],
        "remarks": report.remarks,
        "readings": [_reading_json(reading) for reading in report.readings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One rule and what it found."""
    return {
        "rule": finding.key,
        "value": finding.value,
        "line": finding.line,
        "era": finding.era,
        "pages": finding.checked_on,
        "found_on": finding.found_on,
        "matches": finding.matches,
        "samples": finding.samples,
        "changes": {
            "pages": finding.changed,
            "removed": finding.removed,
            "added": finding.added,
        },
        "found_nothing": finding.found_nothing,
    }


def rows(report: Report) -> list[Row]:
    """A row for each rule."""
    return [{"outlet": report.outlet, **finding_json(one)} for one in report.findings]


def page_lines(reading: PageReading, style: Style, *, everything: bool) -> Iterator[str]:
    """For a page whose reading the rules change: what they remove and what they add."""
    fields = reading.diff.fields
    removed, added = reading.removed, reading.added
    if not (fields or removed or added):
        return
    name = f"{line(reading.page.url)}  {short(to_text(reading.page.at))}"
    yield style.faint(name)
    for change in fields:
        yield f"  {change.field}: {line(str(change.old or ''))} → {line(str(change.new or ''))}"
    for mark, texts, paint in (("-", removed, style.old), ("+", added, style.new)):
        shown = texts if everything else texts[:FEW]
        for text in shown:
            yield "  " + paint(f"{mark} {cut(line(text), WIDEST)}")
        if len(texts) > len(shown):
            yield style.faint(f"  {mark} and {len(texts) - len(shown)} more")


def _reading_json(reading: PageReading) -> dict[str, Any]:
    page = reading.page
    return {
        "url": page.url,
        "capture": page.capture,
        "at": to_text(page.at),
        "rules": reading.with_rules.rules,
        "remarks": list(reading.with_rules.remarks),
        "access": reading.with_rules.access.value,
        "removed": reading.removed,
        "added": reading.added,
        "diff": diff_json(reading.diff),
    }


def _sample(row: Row) -> str:
    if row["found_nothing"]:
        return "found nothing"
    return row["samples"][0] if row["samples"] else ""


COLUMNS = (
    Column("outlet"),
    Column("rule", least=14),
    Column("line", right=True, least=4),
    Column("era", right=True, least=3),
    Column("pages", lambda row: f"{row['found_on']}/{row['pages']}", right=True, least=7),
    Column("matches", right=True, least=7),
    Column("changes", lambda row: row["changes"]["pages"], right=True, least=7),
    Column("value", least=16),
    Column("sample", _sample, least=16),
)
