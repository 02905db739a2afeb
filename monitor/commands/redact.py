"""``variorum redact``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.commands.options import json_form
from monitor.output import say, write, write_json
from monitor.redacting import redact

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("redact", short_help="Take a capture's bytes and text out, for good.")
@click.argument("capture", type=click.IntRange(min=1))
@click.option("--reason", metavar="TEXT", required=True, help="Why; shown in its place.")
@json_form
@click.pass_obj
def command(invocation: Invocation, capture: int, reason: str, *, as_json: bool) -> None:
    """Take the body of CAPTURE, and the text that was read of it, out of the archive for good.

    For legal reasons alone: it cannot be undone. Its digest and its line in the ledger stay, so
    that what is left can still be proved. Every capture of the very same bytes goes with it; other
    captures of the article are named. The file is written anew, so that nothing is left in it.
    """
    found = redact(invocation.folder, capture, reason)
    if as_json:
        write_json({"redacted": found.gone, "not_redacted": found.left})
    for one in () if as_json else found.gone:
        write(f"redacted\t{one}")
    if found.left:
        words = ", ".join(map(str, found.left[:20])) + (" …" if len(found.left) > 20 else "")  # noqa: PLR2004 — a line
        say(f"Other captures of this address are as they were: {words}")
    say("Backups, exports and mirrors made before still hold it.")
    invocation.suggest("Check what is left", "verify")
