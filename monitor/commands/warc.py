"""``variorum warc``: tools for WARC files, without an archive."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.commands.options import row_forms
from monitor.output import Column, Row, write_rows
from monitor.terminal import Progress
from storage.errors import InputError
from storage.warc.records import Fault, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.cli import Invocation
    from storage.warc.lint import Report

FAULTY = 1
"""The exit code if a file has errors; warnings alone are no failure."""

_ZIP = b"PK\x03\x04"
FINDINGS = (
    Column("file"),
    Column("verdict"),
    Column("offset", right=True),
    Column("finding", "what", least=30),
)


@click.group("warc", short_help="Check WARC files.")
def command() -> None:
    """Tools for WARC files. They need no archive."""


@command.command("check", short_help="Check WARC files against the standard.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@row_forms
@click.pass_obj
def check_command(invocation: Invocation, files: tuple[str, ...], form: str | None) -> int:
    """Check WARC files (plain, .gz, .zst, in a WACZ) against the standard and against themselves.

    Says for each FILE whether it is sound, deserves a warning or has an error, with the offset of
    every record that has something wrong. Ends with 1 if any file has an error.
    """
    verdicts: list[str] = []
    useful: list[str] = []
    with Progress(quiet=invocation.quiet) as progress:
        rows = _noted(_reports(files, progress), verdicts, useful)
        if form in ("json", "nl"):
            write_rows(form, (_file_row(name, report) for name, report in rows), FINDINGS)
        else:
            found = (row for name, report in rows for row in _finding_rows(name, report))
            write_rows(form, found, FINDINGS)
    wrong = verdicts.count("error")
    if wrong:
        invocation.tell(
            f"{wrong} of {len(verdicts)} files {'has' if wrong == 1 else 'have'} errors."
        )
    if useful:
        words = "Import what is sound of it" if wrong else "Import it"
        invocation.suggest(words, "import", *useful)
    return FAULTY if wrong else 0


def _noted(
    reports: Iterator[tuple[str, Report]], verdicts: list[str], useful: list[str]
) -> Iterator[tuple[str, Report]]:
    """The same reports; notes their verdicts, and the files that have records to import."""
    for name, report in reports:
        verdicts.append(report.verdict)
        if report.records:
            useful.append(name)
        yield name, report


def _reports(files: tuple[str, ...], progress: Progress) -> Iterator[tuple[str, Report]]:
    for name in files:
        progress.show(f"checking {name}")
        try:
            report = _report(name)
        except OSError as error:
            raise InputError(
                f"{name} cannot be read.", why=f"{error.strerror}.", do="Name a WARC file."
            ) from error
        progress.show("")  # the findings start where the progress line started
        yield name, report


def _report(name: str) -> Report:
    from storage.warc.lint import check

    with open(name, "rb") as stream:  # noqa: PTH123 — the name as it was typed
        if not stream.peek(len(_ZIP)).startswith(_ZIP):
            return check(stream)
    return _report_of_zip(name)


def _report_of_zip(name: str) -> Report:
    """Check the WARC files of a WACZ, naming the member in each finding, and the WACZ itself."""
    from monitor.importing.sources import within
    from storage.warc.lint import Report, check

    path, report = Path(name), Report()

    def tell(where: str, fault: Fault) -> None:
        """Report as an error even what an import copes with: the file contradicts itself."""
        member = where.removeprefix(str(path)).removeprefix(": ")
        what = f"{member}: {fault.what}" if member else fault.what
        report.add(replace(fault, what=what, severity=Severity.ERROR))

    try:
        sources = within(path, tell)
    except (
        InputError
    ) as error:  # report it as a finding, as the remaining files have to be checked too
        why = error.why.removesuffix("Nothing was changed.").rstrip(" .")
        tell(str(path), Fault(0, f"{error.what.removeprefix(f'{path} ').rstrip('.')} ({why})"))
        return report
    for source in sources:
        with source.open(tell) as stream:
            report.take_in(check(stream), source.member or name)
    return report


def _file_row(name: str, report: Report) -> Row:
    return {
        "file": name,
        "verdict": report.verdict,
        "records": report.records,
        "errors": report.errors,
        "warnings": report.warnings,
        "findings": [
            {
                "severity": fault.severity.value,
                "offset": fault.offset,
                "record": fault.record,
                "what": fault.what,
            }
            for fault in report.faults
        ],
    }


def _finding_rows(name: str, report: Report) -> Iterator[Row]:
    """A row for each finding, or one row for a file without any."""
    if not report.faults:
        told = "1 record" if report.records == 1 else f"{report.records} records"
        yield {"file": name, "verdict": report.verdict, "offset": None, "what": told}
    for fault in report.faults:
        yield {
            "file": name,
            "verdict": fault.severity.value,
            "offset": fault.offset,
            "what": fault.what,
        }
