"""``variorum story list|show``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import Number, json_form, limit_option, period, row_forms
from monitor.commands.up_to_date import bring_up_to_date
from monitor.notation.safe import line, with_isolates
from monitor.notation.times import short
from monitor.output import write_json, write_rows
from monitor.queries.columns import STORIES
from monitor.terminal import Style, terminal_width, write
from monitor.views.below import write_told
from monitor.views.spans import painted, wrapped
from storage.archive import Archive

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.cli import Invocation

ON_A_SCREEN = 20
_PORTION = 200


@click.group("story", short_help="Events that several outlets report.")
def command() -> None:
    """Events across outlets: articles of the same days that share names, numbers and rare words."""


@command.command("list", short_help="Events that several outlets report, latest first.")
@period
@limit_option("events")
@row_forms
@click.pass_obj
def list_stories(
    invocation: Invocation,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    form: str | None,
) -> None:
    """Events that several outlets report, latest first. A story has the number of an article."""
    screen = form is None and sys.stdout.isatty()
    most = limit or (ON_A_SCREEN if screen else None)
    with Archive.open(invocation.folder) as archive:
        bring_up_to_date(archive, quiet=invocation.quiet)
        rows = _all(archive, most, since=since, until=until)
        write_rows(form, rows, STORIES)
    if rows:
        invocation.suggest("Read one", "story", "show", str(rows[0]["story"]))
    else:
        invocation.suggest("No event is reported by two outlets yet. See everything", "log")


@command.command("show", short_help="One event: who reported it when, and what each changed.")
@click.argument("number", metavar="STORY", type=Number())
@json_form
@click.pass_obj
def show(invocation: Invocation, number: int, *, as_json: bool) -> None:
    """One event: which outlets reported it when, and what each of them changed afterwards.

    STORY is its number in the list, or the number of any article that belongs to it.
    """
    from monitor.queries.stories import story_document

    with Archive.open(invocation.folder) as archive:
        bring_up_to_date(archive, quiet=invocation.quiet)
        document = story_document(archive, number)
    if as_json:
        write_json(document)
    else:
        _show(document)
    invocation.suggest("See what changed in one of them", "log", str(number), "-p")


def _all(archive: Archive, most: int | None, **period: datetime | None) -> list[dict[str, Any]]:
    """The stories of a period, read in portions."""
    from monitor.queries.stories import portion

    rows: list[dict[str, Any]] = []
    after: str | None = None
    while most is None or len(rows) < most:
        size = _PORTION if most is None else min(_PORTION, most - len(rows))
        found = portion(archive, after=after, limit=size, **period)
        rows += found.stories
        after = found.next
        if after is None:
            break
    return rows


def _show(document: dict[str, Any]) -> None:
    style = Style.of(sys.stdout)
    room = terminal_width() if sys.stdout.isatty() else None
    heading = ("field", line(document["title"] or "(no headline)"))
    for mark, text in (heading, ("|", line(" ".join(document["words"])))):
        for part in wrapped([(mark, text)], room):
            write(painted(part, style))
    for one in document["members"]:
        latest = f"{one['article']}@{one['revisions']}"
        place = f"{short(one['first_seen'])}  {line(one['outlet'])}  {latest}"
        told = [[("=", line(one["title"] or one["url"]))]]
        if one["shared"]:
            told.append([("|", line(" ".join(one["shared"])))])
        write_told(place, told, style)
    for row in (row for row in document["changes"] if row["revision"] > 1):
        place = f"{short(row['first_seen'])}  {line(row['outlet'])}"
        told = [[("=", with_isolates(line(row["summary"])))]]
        write_told(f"{place}  {row['article']}@{row['revision']}", told, style)
