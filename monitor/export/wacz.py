"""WACZ: captures in one file that a browser can replay, with index, pages and digests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.export.selection import slice_of
from storage.warc.wacz import Title, WaczWriter

if TYPE_CHECKING:
    from typing import BinaryIO

    from monitor.export.export import Export


def write_wacz(export: Export, stream: BinaryIO) -> None:
    """Write what :func:`write_warc` would, as a WACZ.

    It is signed if the archive has a key. Raises NotStored before anything is written.
    """
    from monitor.export.signing import signer_of

    archive = export.archive
    wanted = slice_of(archive, export.selection)  # first, so that nothing is open when it raises
    about = Title(_title(export), f"Variorum/{__version__}", datetime.now(UTC))
    writer = WaczWriter(archive, about, signer_of(archive.folder), export.losses)
    writer.write(wanted, stream, export.reached)


def _title(export: Export) -> str:
    archive, selection = export.archive, export.selection
    ids = {article_id for article_id, _ in selection.revisions}
    if len(ids) == 1:
        article = archive.article(ids.pop())
        return article.title or article.url
    if ids:
        return f"{len(ids)} articles"
    names = [one.name for one in archive.outlets() if one.id == selection.outlet_id]
    return names[0] if names else "News, as it was captured"
