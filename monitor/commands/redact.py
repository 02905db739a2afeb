"""``variorum redact``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.commands.options import json_form
from monitor.output import say, write, write_json
from monitor.redacting import redact

if TYPE_CHECKING:
    from monitor.cli import Invocation


_SHOWN = 20


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
        same = {"same_text": found.same_text}
        write_json({"redacted": found.gone, "not_redacted": found.left} | same)
    for one in () if as_json else found.gone:
        write(f"redacted\t{one}")
    if not found.gone:
        say(f"Capture {capture} was redacted before; the reason given then stands.")
    if found.left:
        say(f"Other captures of this address are as they were: {_listed(found.left)}")
    if found.same_text:
        say(f"The same text is still shown by, and kept for: {_listed(found.same_text)}")
        say("If it must go too, redact them as well.")
    say("Feeds and other pages that quote it, such as its headline, are captures of their own.")
    say("Backups, exports and mirrors made before still hold it.")
    invocation.suggest("Check what is left", "verify")


def _listed(captures: list[int]) -> str:
    """Some of them, on one line."""
    return ", ".join(map(str, captures[:_SHOWN])) + (" …" if len(captures) > _SHOWN else "")
