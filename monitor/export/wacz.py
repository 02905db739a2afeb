"""WACZ: captures in one file that a browser can replay, with index, pages and digests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.export.selection import slice_of
from storage.lost import STRICT
from storage.warc.wacz import Title, WaczWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from monitor.export.selection import Selection
    from storage.archive import Archive
    from storage.lost import Losses


def write_wacz(
    archive: Archive,
    selection: Selection,
    stream: BinaryIO,
    on_progress: Callable[[int], None] | None = None,
    losses: Losses = STRICT,
) -> int:
    """Write what :func:`write_warc` would, as a WACZ; gives the number of visits.

    Signed where the archive has a key. Raises NotStored before anything is written.
    """
    from monitor.export.signing import signer_of

    wanted = slice_of(archive, selection)  # first of all: what it raises finds nothing open
    about = Title(_title(archive, selection), f"Variorum/{__version__}", datetime.now(UTC))
    writer = WaczWriter(archive, about, signer_of(archive.folder), losses)
    return writer.write(wanted, stream, on_progress)


def _title(archive: Archive, selection: Selection) -> str:
    ids = {article_id for article_id, _ in selection.revisions}
    if len(ids) == 1:
        article = archive.article(ids.pop())
        return article.title or article.url
    if ids:
        return f"{len(ids)} articles"
    names = [one.name for one in archive.outlets() if one.id == selection.outlet_id]
    return names[0] if names else "News, as it was captured"
