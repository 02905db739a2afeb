"""``variorum redact``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from monitor.commands.options import json_form
from monitor.output import say, write, write_json
from storage.archive import Archive
from storage.errors import InputError
from storage.index import forget

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
    if not reason.strip():
        raise InputError("A redaction needs a reason.", do="Say it with: --reason TEXT")
    with Archive.open_to_write(invocation.folder) as archive:
        key = archive.capture(capture).address_id
        gone = archive.redactions.redact(capture, reason.strip(), datetime.now(UTC))
        others = [one for one in archive.redactions.neighbours(key) if one not in gone]
        forget(invocation.folder)  # what was worked out from the text: it is made again
        archive.redactions.purge()
    if as_json:
        write_json({"redacted": gone, "not_redacted": others})
    for one in () if as_json else gone:
        write(f"redacted\t{one}")
    if others:
        words = ", ".join(map(str, others[:20])) + (" …" if len(others) > 20 else "")  # noqa: PLR2004 — a line
        say(f"Other captures of this address are as they were: {words}")
    say("Backups, exports and mirrors made before still hold it. Restart `variorum serve`.")
    invocation.suggest("Check what is left", "verify")
