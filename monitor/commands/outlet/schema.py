"""``variorum outlet schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.terminal import write

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("schema", short_help="The JSON schema of a rule file.")
@click.pass_obj
def schema(invocation: Invocation) -> None:
    """The JSON schema of a rule file, for programs that help to write one. No archive is needed."""
    from spiders.outlets.schema import shipped_text

    write(shipped_text().rstrip())
    invocation.suggest("Check a file of rules against pages", "outlet", "check", "NAME")
