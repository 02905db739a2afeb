"""Redacts a capture's bytes and text for good, for the command and the pages."""

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
"""Captures per transaction: at most this many are done again after a stopped command."""
WHY_ALONE = (
    "The file is rewritten, so that nothing is left in it; nothing else may write meanwhile."
)
HOW_ALONE = "Stop what is running there, redact, and start it again: a crawl loses nothing by that."


@dataclass(frozen=True, slots=True)
class Redacted:
    """Redacted captures, and captures of the same addresses that were left unchanged.

    ``same_text``: captures that still show exactly the same text, or the same page in a browser; as
    long as they do, it is kept.
    """

    gone: list[int]
    left: list[int]
    same_text: list[int]


@dataclass(frozen=True, slots=True)
class Along:
    """How many captures of one article are redacted with others that have exactly the same bytes.

    ``article`` None: they are of addresses without an article.
    """

    article: Article | None
    captures: int


def going_along(archive: Archive, captures: list[int]) -> list[Along]:
    """What else is redacted with these captures: another article may lose its text."""
    others = archive.redactions.going_along(captures)
    return [
        Along(None if one is None else archive.article(one), number)
        for one, number in others.items()
    ]


def redact(folder: Path, capture: int, reason: str) -> Redacted:
    """Redact it and every capture of exactly the same bytes; the file is rewritten.

    Raises InputError without a reason, NotStored, ArchiveBusy if another process is writing.
    """
    reason = said(reason)
    with _alone(folder) as archive:
        return _take_out(archive, [found_capture(archive, capture).id], reason)


def redact_article(folder: Path, name: str, reason: str) -> Redacted:
    """Redact every capture that has what an article said; the file is rewritten once.

    Raises the same as :func:`redact`. After an interruption the same command continues.
    """
    reason = said(reason)
    with _alone(folder) as archive:
        article = find_article(archive, name)
        return _take_out(archive, archive.redactions.of_article(article.id), reason)


def found_capture(archive: Archive, capture: int) -> Capture:
    """The capture of this number. Raises NotStored, which says where to find the numbers."""
    try:
        return archive.capture(capture)
    except NotStored as error:
        named = "See their numbers with: variorum show ARTICLE --json"
        raise NotStored("capture", str(capture), do=named) from error


def said(reason: str) -> str:
    """The reason, stripped. Raises InputError if none is given."""
    reason = reason.strip()
    if not reason:
        raise InputError("A redaction needs a reason.", do="Give one with: --reason TEXT")
    return reason


def _take_out(archive: Archive, captures: list[int], reason: str) -> Redacted:
    kept = archive.redactions
    shown = {other for one in captures for other in kept.showing_same(one)}
    gone: list[int] = []
    archive.index.forget()  # first, so that stopping this leaves no words in it
    # Newest first: payloads based on others go before these, and need not be stored again.
    for end in range(len(captures), 0, -_GROUP):
        some = captures[max(0, end - _GROUP) : end]
        gone += kept.redact(some, reason, datetime.now(UTC))
    out = {*captures, *gone}
    addresses = {archive.capture(one).address_id for one in captures}
    left = {other for address in addresses for other in kept.neighbours(address)} - out
    same = (shown - out) | {*kept.saying_same(out)}
    archive.index.forget()  # a server of pages may have made it again meanwhile
    kept.purge()
    return Redacted(sorted(gone), sorted(left), sorted(same))


def _alone(folder: Path) -> Archive:
    """Open to write. Raises ArchiveBusy, which says what to do: a crawl may last for ever."""
    try:
        return Archive.open_to_write(folder)
    except ArchiveBusy as error:
        raise ArchiveBusy(str(folder), error.holder, why=WHY_ALONE, do=HOW_ALONE) from error
