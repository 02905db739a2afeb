"""``variorum verify``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import json_form, kept_checkpoints, note_in
from monitor.output import write_aligned, write_json
from monitor.terminal import Progress
from storage.archive import Archive
from storage.errors import ArchiveDamaged, FetchError, InputError
from storage.proof.verifying import PROGRESS_NAME, verify
from storage.records import Damage

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.cli import Invocation

DAMAGED = ArchiveDamaged.exit_code
_LEDGER = ("ledger", "checkpoint")

_HURT = "Keep this archive as it is, and restore a copy from before the damage."
_OF_ANOTHER_TIME = (
    "The archive is consistent in itself, but does not match the checkpoint."
    " Keep it as it is, and look for a later copy, or for the archive the checkpoint belongs to."
)
"""An earlier copy of the archive would have even less of what was signed."""


@click.command("verify", short_help="Check that everything is as it was stored.")
@click.option("--resume", is_flag=True, help="Continue an interrupted run.")
@kept_checkpoints("Compare the archive with this checkpoint, kept elsewhere. Repeatable.")
@json_form
@click.pass_obj
def command(invocation: Invocation, *, resume: bool, kept: tuple[Path, ...], as_json: bool) -> int:
    """Check every payload, the ledger, its checkpoints, and the database against itself.

    Ends with 4 if anything is not as it was stored.
    """
    notes = {str(one): note_in(one) for one in kept}
    report = _verify(invocation, resume=resume, notes=notes)
    if as_json:
        write_json(report)
    else:
        _show(report)
    if report["damaged"]:
        whole = all(one["id"] in notes for one in report["damaged"])
        invocation.tell(_OF_ANOTHER_TIME if whole else _HURT)
        return DAMAGED
    invocation.tell("Everything is as it was stored.")
    invocation.suggest("See what changed", "log")
    return 0


def _verify(invocation: Invocation, *, resume: bool, notes: dict[str, str]) -> dict[str, Any]:
    """The report; an archive too damaged to open is reported as damaged."""
    try:
        damages = _checked(invocation, resume=resume)
        with Archive.open(invocation.folder) as archive:
            if not any(one.kind == "checkpoint" for one in damages):
                damages += _untrusted(invocation, archive)
            damages += _denied(archive, notes)
            counts = archive.counts()
    except ArchiveDamaged as error:
        found = {"kind": "database", "id": "archive.db", "why": f"{error.what} {error.why}".strip()}
        return {"captures": 0, "payloads": 0, "damaged": [found], "ledger": None}
    return {
        "captures": counts["captures"],
        "payloads": counts["payloads"],
        "damaged": [asdict(damage) for damage in damages],
        "ledger": "damaged" if any(one.kind in _LEDGER for one in damages) else "ok",
    }


def _checked(invocation: Invocation, *, resume: bool) -> list[Damage]:
    """The damage found; if interrupted, say how to continue."""
    try:
        with Progress(quiet=invocation.quiet) as progress:
            progress.show("checking")  # SQLite's own check comes first and takes longest
            return verify(
                invocation.folder,
                lambda done, total: progress.show(f"checked {done / total:.0%}"),
                resume=resume,
            )
    except KeyboardInterrupt:
        if (invocation.folder / PROGRESS_NAME).exists():
            invocation.suggest("\nContinue where it was", "verify", "--resume")
        raise


def _denied(archive: Archive, notes: dict[str, str]) -> list[Damage]:
    """The checkpoints kept elsewhere that the ledger contradicts. Raises InputError."""
    damages: list[Damage] = []
    for name, note in notes.items():
        try:
            archive.checkpoints.check_kept(note)
        except InputError as error:
            raise InputError(f"{name}: {error.what}", do=error.do) from error
        except ArchiveDamaged as error:
            damages.append(Damage("checkpoint", name, f"{error.what} {error.why}".strip()))
    return damages


def _untrusted(invocation: Invocation, archive: Archive) -> list[Damage]:
    """The time-stamps that do not lead to the certificates that the user trusts."""
    from monitor.evidence import timestamps
    from monitor.evidence.checkpoint import roots_of
    from spiders.configuration import load

    roots = roots_of(load(invocation.folder), invocation.folder)
    damages: list[Damage] = []
    if roots is None:
        return damages
    stamped = [(one, stamp) for one in archive.checkpoints.all() for stamp in one.timestamps]
    for one, stamp in stamped:
        try:
            timestamps.check(stamp, one.note, roots)
        except FetchError as error:
            damages.append(Damage("checkpoint", one.id, f"{error.what} {error.why}"))
        except InputError as error:
            invocation.tell(f"Time-stamps were not checked against {roots}: {error}")
            break
    return damages


def _show(report: dict[str, Any]) -> None:
    damaged = report["damaged"]
    counts = [("captures", report["captures"]), ("payloads", report["payloads"])]
    ledger = [("ledger", report["ledger"])] if report["ledger"] else []
    write_aligned([*counts, ("damaged", len(damaged)), *ledger])
    write_aligned(("damage", one["kind"], one["id"], one["why"]) for one in damaged)
