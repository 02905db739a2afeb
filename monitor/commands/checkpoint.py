"""``variorum checkpoint``."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import json_form
from monitor.output import Column, Row, write_json, write_rows
from monitor.terminal import say, write
from storage.archive import Archive
from storage.database.times import to_text

if TYPE_CHECKING:
    from monitor.cli import Invocation
    from monitor.evidence.checkpoint import Made
    from storage.proof.notes import Checkpoint


@click.command("checkpoint", short_help="Sign the ledger, and have it time-stamped.")
@click.option("--list", "listing", is_flag=True, help="List the checkpoints; make none.")
@json_form
@click.pass_obj
def command(invocation: Invocation, *, listing: bool, as_json: bool) -> int:
    """Sign the root of the ledger over everything that was captured.

    The signed note is printed: publish it, or give it to somebody, and nobody can deny later
    what was captured by then. If variorum.toml names time-stamping authorities, they are asked
    to sign the time. `variorum run` does all this once a day.
    """
    if listing:
        with Archive.open(invocation.folder) as archive:
            checkpoints = archive.checkpoints.all()
        _list(checkpoints, as_json=as_json)
        if checkpoints:
            invocation.suggest("Check everything against them", "verify")
        else:
            invocation.suggest("There are none yet. Make one", "checkpoint")
        return 0
    from monitor.evidence.checkpoint import make
    from spiders.configuration import load

    with Archive.open_beside(invocation.folder) as archive:
        made = make(archive, load(invocation.folder))
    if as_json:
        write_json(checkpoint_json(made.checkpoint))
    else:
        write(made.checkpoint.note.rstrip("\n"))
    return _told(invocation, made)


def _told(invocation: Invocation, made: Made) -> int:
    from storage.proof import keys

    if made.new_key:
        invocation.tell(
            "There was no signing key, so one was made. Keep a copy of signing-key.pem."
        )
        known = keys.name_of(made.checkpoint.public_key)
        invocation.tell(f"Publish this, so that others know it: {known}")
    if made.key_before is not None:
        say(f"The previous checkpoint was signed with another key: {made.key_before}")
        say("If none of you replaced it, somebody else did: check who could write here.")
    if not made.new:
        invocation.tell("Nothing has been captured since this checkpoint.")
    for fault in made.faults:
        say(f"Error: {fault}")
    if made.faults:
        invocation.suggest("The checkpoint is stored. Request what is missing", "checkpoint")
        return 1
    invocation.suggest("Check everything against it", "verify")
    return 0


_COLUMNS = (
    Column("time"),
    Column("lines", right=True),
    Column("root", least=64),
    Column("time-stamped by", "authorities"),
    Column("key", least=71),
)
"""A shortened digest is useless: if there is no room for a digest, each cell gets its own line."""


def _row(one: Checkpoint) -> Row:
    from storage.proof import keys

    return {
        "time": f"{one.made_at:%Y-%m-%d %H:%M:%SZ}",
        "lines": one.size,
        "root": one.root.hex(),
        "authorities": ", ".join(stamp.authority for stamp in one.timestamps) or "no time-stamp",
        "key": keys.name_of(one.public_key),
    }


def _list(checkpoints: list[Checkpoint], *, as_json: bool) -> None:
    if as_json:
        write_json([checkpoint_json(one) for one in checkpoints])
    else:
        write_rows(None, [_row(one) for one in checkpoints], _COLUMNS)


def checkpoint_json(one: Checkpoint) -> dict[str, Any]:
    """A checkpoint, with everything that somebody else needs to check it."""
    from storage.proof import keys

    return {
        "id": one.id,
        "made_at": to_text(one.made_at),
        "size": one.size,
        "root": f"sha256:{one.root.hex()}",
        "note": one.note,
        "digest": one.digest,
        "public_key": base64.b64encode(one.public_key).decode(),
        "key": keys.name_of(one.public_key),
        "timestamps": [
            {
                "authority": stamp.authority,
                "stamped_at": to_text(stamp.stamped_at),
                "response": base64.b64encode(stamp.response).decode(),
            }
            for stamp in one.timestamps
        ],
    }
