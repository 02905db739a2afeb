"""``variorum export bag``: find the change, and make a checkpoint over it if there is none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.commands.comparing import heading_of
from monitor.evidence import checkpoint
from monitor.export.bag import uncovered, write_bag
from monitor.export.bag_texts import Subject
from monitor.export.files import destination
from monitor.export.folders import is_folder, tree_in, tree_into
from monitor.queries.references import find_pair
from spiders.configuration import load
from storage.archive import Archive
from storage.errors import ArchiveReadOnly, InputError
from storage.lost import STRICT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.lost import Losses

_NO_CHECKPOINT = "No checkpoint covers these captures yet, and making one writes to the archive."


def pack(
    folder: Path,
    words: tuple[str, ...],
    output: Path | None,
    show: Callable[[str], None],
    losses: Losses = STRICT,
    kept: tuple[str, ...] = (),
) -> tuple[int, bool]:
    """Write the bag of ``ARTICLE [A..B]``.

    Returns how many captures it has, and whether a checkpoint was made. ``show`` is called with
    words about the progress; damage is noted in ``losses``; ``kept`` has notes of checkpoints that
    the recipient of the bag has. Raises InputError, NotStored, Redacted; ArchiveBusy and
    ArchiveReadOnly if a checkpoint is needed but cannot be made.
    """
    if not 1 <= len(words) <= 2:  # noqa: PLR2004 — an article and a pair
        raise InputError(
            "A bag is about one change of one article.", do="Name it: variorum export bag 12 1..2"
        )
    with Archive.open(folder) as archive:
        wanted = uncovered(archive, _subject(archive, words, kept))
    if wanted:
        show("making a checkpoint")
        try:
            with Archive.open_beside(folder) as archive:
                checkpoint.make(archive, load(folder))
        except ArchiveReadOnly as error:
            error.why = f"{_NO_CHECKPOINT} {error.why}"
            raise
    with Archive.open(folder) as archive, archive.snapshot():  # no capture is added in between
        subject = _subject(archive, words, kept)
        if output is not None and is_folder(output):
            with tree_in(output) as tree:
                return write_bag(archive, subject, tree, show, losses), wanted
        name = output.stem if output is not None else f"article-{subject.article.id}"
        with destination(output) as stream, tree_into(stream, name) as tree:
            return write_bag(archive, subject, tree, show, losses), wanted


def _subject(archive: Archive, words: tuple[str, ...], kept: tuple[str, ...]) -> Subject:
    """What the bag is about, the older revision first in whichever order they were named.

    Raises Redacted.
    """
    article, one, other = find_pair(archive, words[0], words[1] if len(words) > 1 else None)
    old, new = sorted((one, other), key=lambda revision: revision.number)
    for revision in (old, new):
        archive.redactions.refuse(revision.id)
    known = tuple(archive.checkpoints.of_note(note) for note in kept)
    return Subject(article, old, new, heading_of(article, old, new), known)
