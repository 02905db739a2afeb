"""What ``variorum show`` writes of the bytes themselves: heads, bodies, and one capture."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from monitor.notation.safe import line
from monitor.output import write_json, write_record
from monitor.terminal import write, write_bytes
from storage.archive import Archive
from storage.errors import InputError

if TYPE_CHECKING:
    from monitor.cli import Invocation

_FIELDS = ("status", "content_type", "content_encoding", "peer", "imported_from")


def show_capture(invocation: Invocation, number: int, part: str | None) -> None:
    """Write what the page ``/captures/NUMBER`` shows.

    ``part`` is json, raw or headers; None writes a summary.
    """
    from monitor.queries.captures import capture_document
    from monitor.redacting import found_capture

    if part not in {None, "json", "raw", "headers"}:
        raise InputError(
            f"--{part} is for a revision, not for a capture.",
            do="Use --json, --headers or --raw, or name the ARTICLE.",
        )
    with Archive.open(invocation.folder) as archive:
        found = found_capture(archive, number)
        if part == "raw":
            write_raw(archive.payload(found.payload))
        elif part == "headers":
            write_heads(*archive.heads(number))
        else:
            document = capture_document(archive, found)
            (write_json if part else _write_summary)(document)
        shown = archive.sights.revision_shown(number)
        redacted = archive.redactions.of(number) is not None
    if redacted or (shown is None and not found.payload_length):
        invocation.suggest("See what was answered", "show", "--capture", str(number), "--headers")
    elif shown is None:
        invocation.suggest("Get the page", "show", "--capture", str(number), "--raw")
    else:
        invocation.suggest("Read what it shows", "show", f"{shown[0]}@{shown[1]}")


def _write_summary(document: dict[str, Any]) -> None:
    """Write a name and its value per line, without heads and certificates (see ``--headers``)."""
    told: dict[str, Any] = {"capture": str(document["id"]), "url": document["url"]}
    told["captured"] = document["captured_at"]
    told |= {name: document[name] for name in _FIELDS if document[name] is not None}
    if document["article"] is not None:
        told["revision"] = f"{document['article']}@{document['revision']}"
    for name in ("payload", "wire"):
        told[name] = f"{document[name]} ({document[f'{name}_length']} bytes)"
    if document["truncated"]:
        told["truncated"] = document["truncated"]
    if document["redacted"]:
        told["redacted"] = f"{document['redacted']['reason']} ({document['redacted']['at'][:10]})"
    tls, ledger = document["tls"], document["ledger"]
    if tls:
        told["tls"] = f"{tls['protocol']}, {tls['cipher']}"
    if ledger:
        told["ledger"] = f"line {ledger['index']} of {ledger['size']}, {ledger['leaf']}"
    write_record(told)


def write_raw(payload: bytes) -> None:
    """Write archived bytes to a file or a pipe only: they can control a terminal."""
    if sys.stdout.isatty():
        raise InputError(
            "Stored pages are not written to a terminal unchanged.",
            why="They may contain sequences that control it.",
            do="Send them to a file or a pipe: variorum show ARTICLE --raw > page.html",
        )
    write_bytes(payload)


def write_heads(request: bytes, response: bytes) -> None:
    """Write both heads as they went over the wire; on a terminal they are made safe."""
    if not sys.stdout.isatty():
        write_bytes(request + response)
        return
    for head in (request, response):
        for text in head.decode("latin-1").splitlines():
            write(line(text))
