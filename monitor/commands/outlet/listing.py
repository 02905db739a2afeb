"""``variorum outlet list`` and ``variorum outlet show``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.commands.options import json_form, row_forms
from monitor.notation.addresses import on_screen
from monitor.notation.safe import line
from monitor.notation.times import short
from monitor.output import Row, write_aligned, write_json, write_rows
from monitor.queries.columns import OUTLETS, incident_line
from monitor.queries.outlets import outlet_document, outlet_documents
from monitor.terminal import Style, write
from storage.archive import Archive
from storage.records import IncidentKind

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("list", short_help="Every outlet of the archive.")
@row_forms
@click.pass_obj
def list_outlets(invocation: Invocation, form: str | None) -> None:
    """Every outlet of the archive, by name."""
    with Archive.open(invocation.folder) as archive:
        rows = outlet_documents(archive, archive.outlets())
        write_rows(form, rows, OUTLETS)
    if rows:
        invocation.suggest("See one", "outlet", "show", rows[0]["outlet"])
    else:
        invocation.suggest("No outlet is watched yet. Add one", "add", "https://example.org/")


@click.command("show", short_help="One outlet: its hosts, seeds and incidents.")
@click.argument("name")
@json_form
@click.pass_obj
def show(invocation: Invocation, name: str, *, as_json: bool) -> None:
    """One outlet: its hosts, seeds, number of articles, and open incidents."""
    with Archive.open(invocation.folder) as archive:
        document = outlet_document(archive, archive.outlet(name))
    if as_json:
        write_json(document)
    else:
        _show(document)
    if any(one["kind"] == IncidentKind.RULE_FAILED for one in document["incidents"]):
        invocation.suggest("See what each rule finds", "outlet", "check", name)
    else:
        invocation.suggest("See what changed there", "log", "--outlet", name)


def _show(document: Row) -> None:
    style, name = Style.of(sys.stdout), document["outlet"]
    write(style.bold(line(name)))
    write_aligned(
        [
            ("home", on_screen(document["home"])),
            ("hosts", document["hosts"]),
            ("state", "paused" if document["paused"] else "watched"),
            ("added", short(document["created_at"])),
            ("last capture", short(document["last_capture"])),
            ("articles", document["articles"]),
            *(("seed", seed["kind"], on_screen(seed["url"])) for seed in document["seeds"]),
            *(("incident", _incident(one, name)) for one in document["incidents"]),
        ]
    )


def _incident(incident: Row, outlet: str) -> str:
    return incident_line({**incident, "subject": on_screen(incident["subject"])}, outlet)
