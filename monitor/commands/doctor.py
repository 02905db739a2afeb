"""``variorum doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.commands.options import json_form
from monitor.output import write_aligned, write_json

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("doctor", short_help="Check this installation and archive for problems.")
@json_form
@click.pass_obj
def command(invocation: Invocation, *, as_json: bool) -> int:
    """Check versions, settings, permissions, disk space, the clock and the last checkpoint.

    It changes nothing. Ends with 1 when something is wrong. `variorum verify` checks whether what
    is stored is intact.
    """
    from monitor.diagnosis import diagnose

    found = diagnose(invocation.folder)
    if as_json:
        write_json([finding._asdict() for finding in found])
    else:
        write_aligned((finding.state, finding.what, finding.says) for finding in found)
    wrong = [finding for finding in found if finding.state == "wrong"]
    if wrong:
        invocation.suggest("Fix what is wrong, and check again", "doctor")
    else:
        invocation.suggest("Check what is stored", "verify")
    return int(bool(wrong))
