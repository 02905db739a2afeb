"""Export: a selection of the archive as a file."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from monitor.export.export import Export
from monitor.export.formats import STREAMS, Wish, write
from monitor.export.selection import Selection
from monitor.queries.changes import filters_of
from monitor.queries.references import find_numbered
from monitor.web.answers import Answer, page
from monitor.web.site import archive
from storage.errors import ArchiveDamaged, InputError
from storage.lost import Losses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

blueprint = Blueprint("exports", __name__)

_TYPES = {
    "jsonl": ("application/x-ndjson", "jsonl"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "parquet": ("application/vnd.apache.parquet", "parquet"),
    "html": ("application/zip", "zip"),
    "atom": ("application/atom+xml; charset=utf-8", "atom"),
    "warc": ("application/warc", "warc.gz"),
    "wacz": ("application/wacz", "wacz"),
}
_PIECE = 256 * 1024
_FILTERS = ("outlet", "kind", "signal", "weight", "since", "until")


@page(blueprint, "/export")
def export() -> Answer:
    """What can be exported, and the form for it."""
    names = [outlet.name for outlet in archive().outlets()]
    return Answer("export.html", {"formats": list(STREAMS), "outlets": names}, {"names": names})


@blueprint.get("/export/download")
def download() -> Response:
    """The file. It is written whole before it is sent, so that an error gives no truncated file."""
    form = request.args.get("form", "jsonl")
    if form not in STREAMS:
        raise InputError(f"{form[:20]!r} is not a format.", do=f"Use one of: {', '.join(STREAMS)}")
    kind, ending = _TYPES.get(form, ("application/octet-stream", form))
    losses, stream = Losses(), TemporaryFile()  # noqa: SIM115 — it is closed when it has been sent
    try:
        with archive().snapshot():
            write(Wish(form), Export(archive(), _selection(), losses), stream)
        _refuse_a_part(losses, form)
    except BaseException:
        stream.close()
        raise
    size = stream.tell()
    stream.seek(0)
    response = Response(_pieces(stream), content_type=kind)
    response.call_on_close(stream.close)
    response.content_length = size
    response.headers["Content-Disposition"] = f"attachment; filename=variorum.{ending}"
    return response


def _refuse_a_part(losses: Losses, form: str) -> None:
    """Raises ArchiveDamaged if something is missing: the file would look complete."""
    if losses.count:
        raise ArchiveDamaged(
            "Part of the selection is damaged and cannot be exported.",
            why="; ".join(losses.told()),
            do=f"Export everything else with: variorum export {form} -o FILE",
        )


def _selection() -> Selection:
    """The selection, as the command makes it from its arguments."""
    asked = filters_of(archive(), {name: request.args.get(name, "") for name in _FILTERS})
    names = request.args.get("article", "").split()
    found = [find_numbered(archive(), name) for name in names]
    return Selection(
        revisions=tuple((article.id, number) for article, number in found),
        outlet_id=asked.outlet_id,
        since=asked.since,
        until=asked.until,
        weight=asked.weight,
        marks=asked.marks,
    )


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece
