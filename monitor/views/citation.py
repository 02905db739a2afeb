"""A revision as cited in a footnote: who, what, where, when, and the digests that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.language.inner_marks import in_single_quotes
from monitor.notation.safe import isolated, line
from storage.database.times import to_text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.records import Capture, Extraction, Revision


def citation(revision: Revision, extraction: Extraction, capture: Capture | None) -> str:
    """The citation as one paragraph of plain text.

    ``capture`` is the first that shows the revision. Digests are SHA-256: of the text as it was
    read, and of the page as it was sent. Right-to-left text is isolated, so that names, headline
    and address keep their places.
    """
    names = isolated(", ".join(map(line, extraction.byline)))
    authors = f"{names}: " if names else ""
    title = extraction.title and isolated(in_single_quotes(line(extraction.title)))
    title = f"“{title}”, " if title else ""
    place = f"{line(revision.outlet)}, {line(revision.url)}"
    return f"{authors}{title}{place} ({evidence(revision, capture)})."


def evidence(revision: Revision, capture: Capture | None) -> str:
    """When it was seen, and the two digests: what is needed to check a printout."""
    told = f"revision {revision.number}, seen {_second(revision.first_seen)}"
    if revision.last_seen != revision.first_seen:
        told += f" to {_second(revision.last_seen)}"
    told += f"; text {revision.digest}"
    if capture is not None:
        told += f"; page captured {_second(capture.captured_at)}, {capture.payload}"
        if capture.imported_from is not None:
            told += f", imported from {line(capture.imported_from)}"
    return told


def _second(time: datetime) -> str:
    return f"{to_text(time)[:19]}Z"
