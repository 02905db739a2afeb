"""Takes a capture's bytes and text out for good: the command and the pages ask here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.queries.references import find_article
from storage.archive import Archive
from storage.errors import ArchiveBusy, InputError, NotStored

if TYPE_CHECKING:
    from pathlib import Path

    from storage.records import Article, Capture

_GROUP = 50
"""Captures that go in one transaction; a command that is stopped has to do no more again."""
WHY_ALONE = (
    "The file is written anew, so that nothing is left in it; nobody else may write meanwhile."
)
HOW_ALONE = "Stop what runs there, take it out, and start it again: a crawl loses nothing by that."


@dataclass(frozen=True, slots=True)
class Redacted:
    """Captures that went, and those of the same address that are as they were.

    ``same_text``: captures that still show the very text, or the very page in a browser; as long
    as they do, it is kept.
    """

    gone: list[int]
    left: list[int]
    same_text: list[int]


@dataclass(frozen=True, slots=True)
class Along:
    """How many captures of one article go with others, because they are the very same bytes.

    ``article`` None: they are of addresses that are no article.
    """

    article: Article | None
    captures: int


def going_along(archive: Archive, captures: list[int]) -> list[Along]:
    """What else goes with these captures: another article may lose its text."""
    others = archive.redactions.going_along(captures)
    return [
        Along(None if one is None else archive.article(one), number)
        for one, number in others.items()
    ]


def redact(folder: Path, capture: int, reason: str) -> Redacted:
    """Take it out, and every capture of the very same bytes; the file is written anew.

    Raises InputError without a reason, NotStored, ArchiveBusy where somebody else writes.
    """
    reason = said(reason)
    with _alone(folder) as archive:
        return _take_out(archive, [found_capture(archive, capture).id], reason)


def redact_article(folder: Path, name: str, reason: str) -> Redacted:
    """Take out every capture that holds what an article said; the file is written anew once.

    Raises as :func:`redact` does. A command that was stopped is taken up by the same command.
    """
    reason = said(reason)
    with _alone(folder) as archive:
        article = find_article(archive, name)
        return _take_out(archive, archive.redactions.of_article(article.id), reason)


def found_capture(archive: Archive, capture: int) -> Capture:
    """The capture of this number. Raises NotStored that says where the numbers stand."""
    try:
        return archive.capture(capture)
    except NotStored as error:
        named = "Their numbers are named by: variorum show ARTICLE --json"
        raise NotStored("capture", str(capture), do=named) from error


def said(reason: str) -> str:
    """The reason. Raises InputError where none is given."""
    reason = reason.strip()
    if not reason:
        raise InputError("A redaction needs a reason.", do="Say it with: --reason TEXT")
    return reason


def _take_out(archive: Archive, captures: list[int], reason: str) -> Redacted:
    kept = archive.redactions
    shown = {other for one in captures for other in kept.showing_same(one)}
    gone: list[int] = []
    archive.index.forget()  # before all else: who stops this leaves no words in it
    # The newest first: what leans on others goes before them, and need not be stored anew.
    for end in range(len(captures), 0, -_GROUP):
        some = captures[max(0, end - _GROUP) : end]
        gone += kept.redact(some, reason, datetime.now(UTC))
    out = {*captures, *gone}
    addresses = {archive.capture(one).address_id for one in captures}
    left = {other for address in addresses for other in kept.neighbours(address)} - out
    same = (shown - out) | {*kept.saying_same(out)}
    archive.index.forget()  # whoever shows pages may have made it anew meanwhile
    kept.purge()
    return Redacted(sorted(gone), sorted(left), sorted(same))


def _alone(folder: Path) -> Archive:
    """Open to write. Raises ArchiveBusy that says how to go on: a crawl may last for ever."""
    try:
        return Archive.open_to_write(folder)
    except ArchiveBusy as error:
        raise ArchiveBusy(str(folder), error.holder, why=WHY_ALONE, do=HOW_ALONE) from error
