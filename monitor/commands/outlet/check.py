"""``variorum outlet check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import Whole, json_form
from monitor.commands.outlet.desk import Desk
from monitor.notation.figures import counted
from monitor.notation.safe import cut, isolated, line, padded
from monitor.output import write_json, write_rows
from monitor.terminal import Style, say, terminal_width, write
from monitor.views.below import write_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.cli import Invocation
    from monitor.output import Row
    from monitor.rules.explained import Explained
    from monitor.rules.findings import Report
    from storage.errors import RuleError

_KIND = 12
"""Columns for the kind of a block; the longest is ``correction``."""


@click.command("check", short_help="What each rule of an outlet finds and changes.")
@click.argument("name", required=False)
@click.option("--url", help="Check what is stored of the page at this address.")
@click.option("--file", "files", multiple=True, metavar="FILE", help="Check this page (HTML).")
@click.option("--live", is_flag=True, help="Fetch the pages now, and store nothing.")
@click.option(
    "--pages", default=20, show_default=True, type=Whole(1, 1000), help="At most N pages."
)
@click.option(
    "--explain", metavar="URL", help="Explain why each block of this page is text or furniture."
)
@click.option("--diff", "everything", is_flag=True, help="Show every change, not just samples.")
@json_form
@click.pass_obj
def check(
    invocation: Invocation,
    /,
    name: str | None,
    *,
    as_json: bool,
    everything: bool,
    explain: str | None,
    **wishes: Any,
) -> int:
    """What each rule of an outlet finds on its pages, and what the reading would be without it.

    Without NAME all outlets that have rules are checked, or the one that --url belongs to. Ends
    with 3 if a rule found nothing, or if the rules leave a page without text. With --explain it
    says why each block of a page is read as it is.
    """
    if explain is not None:
        with Desk(invocation, **wishes) as desk:
            _show_explained(invocation, desk.explained(explain), as_json=as_json)
        return 0
    with Desk(invocation, **wishes) as desk:
        reports, broken = desk.reports(name)
    if as_json:
        _write_json(reports, broken)
    else:
        _show(reports, everything=everything)
    for error in broken:
        say(line(error.what))
    if reports or not broken:
        _advise(invocation, reports, everything=everything)
    amiss = any(report.found_nothing or report.emptied for report in reports)
    return 3 if broken or amiss else 0


def _show_explained(invocation: Invocation, found: Explained, *, as_json: bool) -> None:
    from monitor.rules.explained import COLUMNS, explained_json, rows

    if as_json:
        write_json(explained_json(found))
        return
    if sys.stdout.isatty():
        _show_blocks(rows(found))
    else:
        write_rows(None, rows(found), COLUMNS)
    for remark in found.remarks:
        invocation.tell(line(remark))
    if found.extraction.rules is None:
        told = "To leave a text out for good, list it as a phrase"
        invocation.suggest(told, "outlet", "new", found.page.url)
    else:
        name = line(found.extraction.rules).partition("@")[0]
        told = f"Add what should go to `phrases` in the rules of {name}, and see the effect"
        invocation.suggest(told, "outlet", "check", name)


def _show_blocks(blocks: Sequence[Row]) -> None:
    """Write the start of each block, and below it the whole reason, which is what is wanted."""
    style = Style.of(sys.stdout)
    for block in blocks:
        kind = padded(block["kind"] if block["kept"] else "—", _KIND)
        text = cut(line(block["text"]), terminal_width() - len(kind))
        write(kind + (style.bold(isolated(text)) if block["kept"] else isolated(text)))
        sure = "" if block["chances"] is None else f"; chance of text {block['chances'][1]:.0%}"
        write_below([("|", f"{line(block['why'])} ({block['by']}{sure})")], style)


def _write_json(reports: Sequence[Report], broken: Sequence[RuleError]) -> None:
    from monitor.rules.report import report_json

    outlets = [report_json(report) for report in reports]
    errors = [{"file": error.path, "line": error.line, "why": error.what} for error in broken]
    write_json({"outlets": outlets, "errors": errors})


def _show(reports: Sequence[Report], *, everything: bool) -> None:
    """Write the rules as a table; on a terminal or with ``--all``, also what they change."""
    from monitor.rules.report import COLUMNS, page_lines, rows

    style = Style.of(sys.stdout)
    for report in reports:
        if sys.stdout.isatty():
            pages = counted(len(report.readings), "page")
            write(style.bold(f"{line(report.file)}: {pages}"))
        write_rows(None, rows(report), COLUMNS)
        if not (everything or sys.stdout.isatty()):
            continue
        for remark in report.remarks:
            write(style.warm(line(remark)))
        for reading in report.readings:
            for text in page_lines(reading, style, everything=everything):
                write(text)


def _advise(invocation: Invocation, reports: Sequence[Report], *, everything: bool) -> None:
    if not sys.stdout.isatty():
        for report in reports:
            for remark in report.remarks:
                invocation.tell(line(f"{report.outlet}: {remark}"))
    if not reports:
        invocation.suggest("No outlet has rules. Write some", "outlet", "new", "URL")
    elif not any(report.readings for report in reports):
        invocation.suggest("No page of it is stored. Fetch some", "crawl", reports[0].outlet)
    elif not any(report.findings for report in reports):
        return  # no rule is in force, as a remark says
    elif everything:
        told = "If this is what you want, read everything again with it"
        invocation.suggest(told, "reprocess", "--outlet", reports[0].outlet, "--dry-run")
    else:
        name = reports[0].outlet
        invocation.suggest("See every change", "outlet", "check", name, "--diff")
