"""``variorum outlet``: one file for each verb, or for verbs that belong together."""

from __future__ import annotations

import click

from monitor.commands.outlet.check import check
from monitor.commands.outlet.listing import list_outlets, show
from monitor.commands.outlet.new import new
from monitor.commands.outlet.schema import schema
from monitor.commands.outlet.state import pause, remove, resume


@click.group("outlet", short_help="The outlets, and the rules for reading them.")
def command() -> None:
    """The outlets of the archive, and the rules for reading them. Add one with `variorum add`."""


for verb in (list_outlets, show, new, check, schema, pause, resume, remove):
    command.add_command(verb)
