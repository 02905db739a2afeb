"""``variorum log``."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
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
from monitor.commands.up_to_date import bring_up_to_date
from monitor.notation.figures import counted
from monitor.output import write_rows
from monitor.queries.columns import CHANGES
from monitor.queries.objects import Changes, absence_json
from monitor.terminal import say, write, write_note
from storage.archive import Archive
from storage.errors import ArchiveDamaged, InputError
from storage.lost import DAMAGE, Losses
from storage.told import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.cli import Invocation
    from monitor.diff.records import Diff
    from storage.records import Revision

    Differ = Callable[[Revision], Diff | None]

ON_A_SCREEN = 40
"""How many rows a terminal gets without ``-n``. JSON and pipes get all."""


@click.command("log", short_help="What changed, newest first.")
@click.argument("article", required=False)
@outlet_option
@marks
@period
@click.option("--text", metavar="WORDS", help="Only if headline or summary contain these words.")
@limit_option("rows")
@click.option(
    "--important",
    is_flag=True,
    help="Most important first; of the last 24 hours by default.",
)
@click.option("-p", "--patch", is_flag=True, help="Show what changed in each.")
@click.option(
    "--unconfirmed",
    is_flag=True,
    help="Only articles missing or incomplete when last fetched, and not confirmed as gone.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Show every row on a terminal, without folding."
)
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

    A terminal folds changes of weight cosmetic and none, differences made by our reader, changes
    of the date alone, and long runs of articles seen for the first time, and says how many.
    """
    seen, asked, losses = _Seen(), Asked(**selection), Losses()
    if patch and form == "csv":
        raise InputError("--csv has no room for the changes that -p shows.", do="Use --nl.")
    if unconfirmed:
        _refuse_for_absences(asked, patch=patch, important=important, exit_code=exit_code)
    with Archive.open(invocation.folder) as archive:
        if asked.text is not None:
            _index(archive, asked.text, invocation)
        if unconfirmed:
            return _write_missed(invocation, archive, form, asked)
        rows = seen.all_of(archive, asked.rows(archive, important=important))
        if form is None and (patch or sys.stdout.isatty()):
            differ = _differ(archive, losses) if patch else None
            _tell(archive, rows, asked, differ, everything=everything)
        else:
            _write(archive, form, rows, _differ(archive, losses) if patch else None)
        watched = seen.rows > 0 or bool(archive.outlets())
    if losses.count:
        return _tell_of(losses, invocation)
    _advise(invocation, seen, asked, watched=watched)
    return int(exit_code and seen.changes)


def _refuse_for_absences(asked: Asked, **flags: bool) -> None:
    """Refuse options that are about changes and do not apply to absences. Raises InputError."""
    given = {"kind": bool(asked.kind), "weight": asked.weight is not None, **flags}
    names = ["--" + name.replace("_", "-") for name, is_given in given.items() if is_given]
    if names:
        raise InputError(
            f"--unconfirmed cannot be combined with {', '.join(names)}.",
            why="What is not confirmed is not a change yet: it has no kind, weight or diff.",
            do=(
                "Leave one of them out. An article, --outlet, --since, --until, --text and -n "
                "are possible."
            ),
        )


def _index(archive: Archive, text: str, invocation: Invocation) -> None:
    """Update the index, in which words are looked up. Raises InputError if there is no word."""
    from monitor.search.query import headline_match

    if headline_match(text) is None:
        raise InputError("--text contains no word.", do="Give one: variorum log --text harbour")
    bring_up_to_date(archive, quiet=invocation.quiet)


def _tell_of(losses: Losses, invocation: Invocation) -> int:
    """Report the changes that have a damaged text; return the exit code."""
    for told in losses.told():
        say(f"Damaged: {told}")
    invocation.suggest("The rest is shown. See all damage", "verify")
    return ArchiveDamaged.exit_code


class _Seen:
    """Remembers some things about the rows that pass through."""

    def __init__(self) -> None:
        self.rows = 0
        self.changes = False
        self.example: str | None = None
        self.first: str | None = None

    def all_of(
        self, archive: Archive, rows: Iterator[Revision | Event]
    ) -> Iterator[Revision | Event]:
        """The same rows."""
        for row in rows:
            self.rows += 1
            if self.first is None and _is_there(archive, row.article_id):
                self.first = str(row.article_id)
            if isinstance(row, Event):
                self.changes = True
            elif row.number > 1 and not row.assessment.ours:
                self.changes = True
                pair = row.number - 1, row.number
                if self.example is None and _is_there(archive, row.article_id, *pair):
                    self.example = f"{row.article_id}@{row.number}"
            yield row


def _is_there(archive: Archive, article_id: int, *numbers: int) -> bool:
    """Whether these texts can be shown, by default the last: no advice is given that is refused."""
    try:
        found = [archive.revision(article_id, number) for number in numbers or (None,)]
    except DAMAGE:
        return False
    untitled = [one for one in found if not one.title]  # redacted revisions lose their headline
    return not any(archive.redactions.of_revision(one.id) for one in untitled)


def _write(
    archive: Archive,
    form: str | None,
    rows: Iterator[Revision | Event],
    differ: Differ | None,
) -> None:
    changes = Changes(archive)
    found = ({**changes.of(row), **(_patch(row, differ) if differ else {})} for row in rows)
    write_rows(form, found, CHANGES)


def _write_missed(invocation: Invocation, archive: Archive, form: str | None, asked: Asked) -> int:
    """Write the absences that a few more visits will confirm or refute."""
    rows = list(_missed(archive, asked))
    if form is None and sys.stdout.isatty():
        from monitor.views.log import LogView

        view = LogView(archive, folds=False, patch=None)
        for text in chain.from_iterable(map(view.absence, rows)):
            write(text)
    else:
        write_rows(form, rows, CHANGES)
    if rows:
        invocation.suggest("Fetch again now", "crawl", "--url", rows[0]["url"])
    else:
        invocation.suggest("Nothing that matches is missing. See everything", "log")
    return 0


def _missed(archive: Archive, asked: Asked) -> Iterator[dict[str, Any]]:
    """Absences, by the filters that apply to them: article, outlet, times, words, number."""
    from storage.agenda.missed import missed

    found = missed(
        archive,
        article_id=asked.article_id(archive),
        outlet_id=asked.outlet_id(archive),
        since=asked.since,
        until=asked.until,
    )
    pairs = ((one, archive.revision(one.id)) for one in found)
    wanted = asked.revision_ids(archive)
    if wanted is not None:
        pairs = (pair for pair in pairs if pair[1].id in wanted)
    return (absence_json(*pair) for pair in islice(pairs, asked.limit))


def _differ(archive: Archive, losses: Losses) -> Differ:
    """For ``-p``: compares a revision with the previous one.

    If a text is damaged, which is noted in ``losses``, it gives what was found before the damage;
    None if they had not been compared.
    """
    from monitor.comparing.kept import compare_with_previous, kept_before

    def differ(revision: Revision) -> Diff | None:
        try:
            return compare_with_previous(archive, revision)
        except DAMAGE as error:
            losses.note(f"{revision.article_id}@{revision.number}", revision.url, error)
        with suppress(*DAMAGE):  # the previous revision itself may be missing
            previous = archive.revision(revision.article_id, revision.number - 1)
            return kept_before(archive, previous, revision)
        return None

    return differ


def _patch(row: Revision | Event, differ: Differ) -> dict[str, Any]:
    """The *diff* of a change, for ``-p`` with JSON."""
    from monitor.comparing.documents import diff_json

    if isinstance(row, Event) or row.number == 1:
        return {"diff": None}
    diff = differ(row)
    if diff is None:
        return {"diff": None, "damaged": True}
    return {"diff": diff_json(diff, row.article_id, row.number - 1, row.number)}


def _tell(
    archive: Archive,
    rows: Iterator[Revision | Event],
    asked: Asked,
    differ: Differ | None,
    *,
    everything: bool,
) -> None:
    """Write the view for people; changes selected by weight or kind are not folded."""
    from monitor.queries.folding import ADDITIONS, DATED, LIGHT, OURS, TURNS
    from monitor.views.log import LogView

    screen = ON_A_SCREEN if asked.limit is None and not everything and sys.stdout.isatty() else None
    folds = not (everything or asked.weight or asked.kind)
    view = LogView(archive, folds=folds, patch=differ, most=screen)
    for text in view.lines(rows):
        write(text)
    if sys.stdout.isatty() and view.legend():
        write_note(view.legend())
    if view.more:
        write_note("⋯ more rows are not shown; see them with -n or --all")
    if dated := view.folded[DATED]:
        write_note(
            f"⋯ {counted(dated, 'date')} changed and nothing else; see with --kind dated_only"
        )
    for sort, what in (
        (LIGHT, "change{s} of weight cosmetic or none"),
        (OURS, "difference{s} made by our reader, not by the outlet,"),
        (ADDITIONS, "earlier addition{s} to live pages"),
        (TURNS, "earlier alternation{s} of two texts"),
    ):
        if count := view.folded[sort]:
            told = what.format(s="" if count == 1 else "s")
            write_note(f"⋯ {count} {told} folded; see them with --all")
    absent = sum(1 for _row in _missed(archive, replace(asked, limit=None)))
    if absent:
        told = "1 article was" if absent == 1 else f"{absent} articles were"
        write_note(f"⋯ {told} missing or incomplete when last fetched; see with --unconfirmed")


def _advise(invocation: Invocation, seen: _Seen, asked: Asked, *, watched: bool) -> None:
    if seen.example is not None:
        invocation.suggest("See what changed in one", "diff", seen.example)
    elif seen.rows and not (seen.changes or asked.selects):
        invocation.suggest("No change has been seen yet. Keep visiting", "run")
    elif seen.rows:
        if seen.first is not None:
            invocation.suggest("Read one", "show", seen.first)
    elif asked.selects:
        invocation.suggest("Nothing matches. See everything", "log")
    elif not watched:
        invocation.suggest("No outlet is watched yet. Add one", "add", "https://example.org/")
    else:
        invocation.suggest("Nothing is archived yet. Fetch what is due", "crawl")
