"""``variorum health``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from monitor.commands.options import row_forms
from monitor.daemon.state import BUSY, FULL, OFFLINE, STUCK, read
from monitor.health import SILENT_AFTER, clock_trouble, health
from monitor.looks import budget_advice
from monitor.notation.addresses import readable
from monitor.notation.remedies import gathered, remedies
from monitor.notation.safe import line
from monitor.notation.times import short
from monitor.output import Column, Row, write_json, write_rows, write_table
from monitor.queries.columns import FIELD_SHARES, HEALTH, incident_line
from monitor.queries.objects import incident_json
from monitor.queries.outlets import field_document, health_document
from monitor.reading.field_watch import standings
from monitor.terminal import Style, write, write_note
from monitor.views.below import write_below
from storage.archive import Archive
from storage.records import IncidentKind

if TYPE_CHECKING:
    from monitor.cli import Invocation
    from monitor.health import Health
    from monitor.notation.remedies import Remedy

_WAITING = {
    FULL: "`run` waits for room on the disk: nothing is visited until there is some.",
    BUSY: "`run` waits for another process that writes to the archive.",
    OFFLINE: "`run` waits for the network: no host can be reached.",
    STUCK: "`run` is alive but has done nothing for a while.",
}
"""What outlets cannot show: no incident of theirs can be stored in the meantime."""


@click.command("health", short_help="How the outlets are doing.")
@click.option("--fields", is_flag=True, help="What their articles contain, now and before.")
@row_forms
@click.pass_obj
def command(invocation: Invocation, form: str | None, *, fields: bool) -> None:
    """Every outlet with its state, its last capture and its open incidents.

    States: ok; incident (something is wrong and open); paused; silent (it has seeds, and
    nothing new came for longer than usual, or nothing was captured for three days). With
    --fields: how many articles have a title, a byline, a date, a text and so on, how long texts
    are, and what fell.
    """
    with Archive.open(invocation.folder) as archive:
        now = datetime.now(UTC)
        found, clock = health(archive, now), clock_trouble(archive, now)
        budget = budget_advice(archive)
        document = health_document(found, budget, clock)
        rows = document["outlets"]
        if fields:
            for row, one in zip(rows, found, strict=True):
                row["fields"] = [field_document(s) for s in standings(archive, one.outlet.id)]
    if fields and form != "json":
        each = [{"outlet": row["name"], **field} for row in rows for field in row["fields"]]
        write_rows(form, each, FIELD_SHARES)
    elif form == "json":
        write_json(document)
    elif form is None and sys.stdout.isatty():
        _show(invocation, rows, found)
        if budget is not None:
            write_note(budget.sentence)
    else:
        write_rows(form, rows, HEALTH)
    if clock is not None:
        invocation.tell(clock)
    waiting = _WAITING.get(read(invocation.folder, now)["state"])
    if waiting is None:
        _advise(invocation, found)
    else:
        invocation.tell(waiting)
        invocation.suggest("See how it is doing", "status")


def _show(invocation: Invocation, rows: list[Row], found: list[Health]) -> None:
    """Write the outlets as a table, and below it what is wrong and what can be done about it."""
    counted = (*HEALTH[:-1], Column("incidents", lambda row: len(row["incidents"]), right=True))
    write_table(rows, counted)
    style = Style.of(sys.stdout)
    for one in found:
        if one.incidents:
            write(style.bold(line(one.outlet.name)))
        known = remedies(one.outlet, one.incidents)
        for incident, more in gathered(one.incidents):
            shown = {**incident_json(incident), "subject": readable(incident.subject)}
            told = incident_line(shown, one.outlet.name)
            since = f"; since {short(incident.opened_at)}"
            since += f"; {more} more like it" if more else ""
            write_below([("=", line(f"{told}{since}"))], style)
            if incident.id in known:
                _show_remedy(invocation, known[incident.id], style)


def _show_remedy(invocation: Invocation, remedy: Remedy, style: Style) -> None:
    """Write a remedy; its command is for pasting, so it is not wrapped on any terminal."""
    write_below([("|", f"→ {remedy.text}")], style)
    if remedy.command:
        write("    " + style.faint(line(invocation.command(*remedy.command))))


def _advise(invocation: Invocation, found: list[Health]) -> None:
    if not found:
        invocation.suggest("No outlet is watched yet. Add one", "add", "https://example.org/")
        return
    states = {one.state.value for one in found}
    if "silent" in states:
        days = SILENT_AFTER.days
        invocation.suggest(f"Some have had no capture for {days} days. Fetch now", "crawl")
    elif "incident" in states:
        one = next(one for one in found if one.incidents)
        name = one.outlet.name
        if all(incident.kind is IncidentKind.RULE_FAILED for incident in one.incidents):
            invocation.suggest("See what each rule finds", "outlet", "check", name)
        else:
            invocation.suggest("See one, and what is wrong with it", "outlet", "show", name)
    else:
        invocation.suggest("See what changed", "log")
