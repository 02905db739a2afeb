"""``variorum log``."""

from __future__ import annotations

import sys
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.asked import Asked
from monitor.commands.options import (
    exit_code_option,
    limit_option,
    marks,
    outlet_option,
    period,
    row_forms,
)
from monitor.output import write, write_note, write_rows
from monitor.queries.columns import CHANGES
from monitor.queries.objects import Changes, absence_json
from monitor.views.log import LogView
from storage.archive import Archive
from storage.records import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.cli import Invocation
    from monitor.diff.records import Diff
    from storage.records import Revision

ON_A_SCREEN = 40
"""Rows that a terminal gets when no ``-n`` was given. JSON and pipes get all."""


@click.command("log", short_help="What changed, newest first.")
@click.argument("article", required=False)
@outlet_option
@marks
@period
@limit_option("rows")
@click.option(
    "--important",
    is_flag=True,
    help="The most important first; of the last 24 hours, unless told otherwise.",
)
@click.option("-p", "--patch", is_flag=True, help="With what changed in each.")
@click.option(
    "--unconfirmed",
    is_flag=True,
    help="Only articles that were not there, or not whole, when last asked: not claimed yet.",
)
@click.option("--all", "everything", is_flag=True, help="Fold nothing away on a terminal.")
@row_forms
@exit_code_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    form: str | None,
    *,
    patch: bool,
    unconfirmed: bool,
    important: bool,
    everything: bool,
    exit_code: bool,
    **selection: Any,
) -> int:
    """Revisions and events, newest first, of one ARTICLE (number or address) or of all.

    A terminal folds changes of weight cosmetic and none, dates that alone changed, and long runs of
    articles seen for the first time, saying how many.
    """
    seen, asked = _Seen(), Asked(**selection)
    with Archive.open(invocation.folder) as archive:
        if unconfirmed:
            return _write_missed(invocation, archive, form, asked)
        rows = seen.all_of(asked.rows(archive, important=important))
        if form is None and (patch or sys.stdout.isatty()):
            _tell(archive, rows, asked, patch=patch, everything=everything)
        else:
            _write(archive, form, rows, patch=patch)
        watched = seen.rows > 0 or bool(archive.outlets())
    _advise(invocation, seen, asked, watched=watched)
    return int(exit_code and seen.changes)


class _Seen:
    """Takes note of the rows that pass by."""

    def __init__(self) -> None:
        self.rows = 0
        self.changes = False
        self.example: str | None = None
        self.first: str | None = None

    def all_of(self, rows: Iterator[Revision | Event]) -> Iterator[Revision | Event]:
        """The same rows."""
        for row in rows:
            self.rows += 1
            if self.first is None:
                self.first = str(row.article_id)
            if isinstance(row, Event):
                self.changes = True
            elif row.number > 1:
                self.changes = True
                self.example = self.example or f"{row.article_id}@{row.number}"
            yield row


def _write(
    archive: Archive, form: str | None, rows: Iterator[Revision | Event], *, patch: bool
) -> None:
    changes = Changes(archive)
    found = ({**changes.of(row), **(_patch(archive, row) if patch else {})} for row in rows)
    write_rows(form, found, CHANGES)


def _write_missed(invocation: Invocation, archive: Archive, form: str | None, asked: Asked) -> int:
    """Absences that a few more visits will confirm or take back."""
    rows = list(_missed(archive, asked))
    if form is None and sys.stdout.isatty():
        view = LogView(archive, folds=False, patch=None)
        for text in chain.from_iterable(map(view.absence, rows)):
            write(text)
    else:
        write_rows(form, rows, CHANGES)
    if rows:
        invocation.suggest("Look again now", "crawl", "--url", rows[0]["url"])
    else:
        invocation.suggest("None is missing. See everything", "log")
    return 0


def _missed(archive: Archive, asked: Asked) -> Iterator[dict[str, Any]]:
    from storage.agenda.missed import missed  # noqa: PLC0415 — a question few ask

    found = missed(
        archive, article_id=asked.article_id(archive), outlet_id=asked.outlet_id(archive)
    )
    return (absence_json(one, archive.revision(one.id)) for one in found)


def _differ(archive: Archive) -> Callable[[Revision], Diff]:
    from monitor.comparing.kept import compare_with_previous  # noqa: PLC0415 — only for -p

    return lambda revision: compare_with_previous(archive, revision)


def _patch(archive: Archive, row: Revision | Event) -> dict[str, Any]:
    """The *diff* of a change, for ``-p`` with JSON."""
    from monitor.comparing.articles import diff_json  # noqa: PLC0415 — only for -p

    if isinstance(row, Event) or row.number == 1:
        return {"diff": None}
    return {"diff": diff_json(_differ(archive)(row), row.article_id, row.number - 1, row.number)}


def _tell(
    archive: Archive,
    rows: Iterator[Revision | Event],
    asked: Asked,
    *,
    patch: bool,
    everything: bool,
) -> None:
    """The view for people; a change that was asked for by weight or kind is not folded."""
    screen = ON_A_SCREEN if asked.limit is None and not everything and sys.stdout.isatty() else None
    folds = not (everything or asked.weight or asked.kind)
    view = LogView(archive, folds=folds, patch=_differ(archive) if patch else None, most=screen)
    for text in view.lines(rows):
        write(text)
    if sys.stdout.isatty() and view.legend():
        write_note(view.legend())
    if view.more:
        write_note("⋯ more stand before these; see them with -n or --all")
    if view.dated:
        told = "1 date changed" if view.dated == 1 else f"{view.dated} dates changed"
        write_note(f"⋯ {told} and nothing else; see with --kind dated_only")
    for count, what in (
        (view.folded, "change{s} of weight cosmetic or none"),
        (view.additions, "earlier addition{s} to live pages"),
        (view.turns, "earlier turn{s} of two texts"),
    ):
        if count:
            told = what.format(s="" if count == 1 else "s")
            write_note(f"⋯ {count} {told} folded; see them with --all")
    absent = sum(1 for _row in _missed(archive, asked))
    if absent:
        told = "1 article was" if absent == 1 else f"{absent} articles were"
        write_note(f"⋯ {told} not there, or not whole, when last asked; see with --unconfirmed")


def _advise(invocation: Invocation, seen: _Seen, asked: Asked, *, watched: bool) -> None:
    if seen.example is not None:
        invocation.suggest("See what changed in one", "diff", seen.example)
    elif seen.rows and not (seen.changes or asked.selects):
        invocation.suggest("Nothing has changed since the first look. Keep looking", "run")
    elif seen.first is not None:
        invocation.suggest("Read one", "show", seen.first)
    elif asked.selects:
        invocation.suggest("Nothing fits. See everything", "log")
    elif not watched:
        invocation.suggest("No outlet is watched yet. Add one", "add", "https://example.org/")
    else:
        invocation.suggest("Nothing is archived yet. Fetch what is due", "crawl")
