"""The body compared with what people marked, on three sets of news pages."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from spiders.extract.reader import read_batch
from tests.benchmarks.marked_pages import DATA, records
from tests.benchmarks.reading import folds, peers
from tests.quality.scores import Mean, mean, score

if TYPE_CHECKING:
    from tests.benchmarks.reading.table import Table

JUDGED = ("chaos", "andy", "big9")


def bodies(table: Table) -> None:
    """F1 over four-word runs: ours unseen (by folds) and shipped, and the peers."""
    unseen = folds.texts(table)
    for name in JUDGED:
        pages = list(records("extraction", name))
        golds = [page["text"] for page in pages]
        table.aim(f"bodies {name}")
        found = [unseen.get(f"{name} {page['id']}", "") for page in pages]
        _row(table, name, "ours, outlets unseen", golds, found)
        shipped = [one.text for one in read_batch((page["url"], page["html"]) for page in pages)]
        _row(table, name, "ours, as shipped", golds, shipped)
        for peer in peers.there():
            text = peers.texts(peer, name, pages)
            _row(table, name, f"{peer} {peers.version(peer)}", golds, text)
        _check(table, pages, shipped)


def _row(table: Table, name: str, reader: str, golds: list[str], found: list[str]) -> None:
    total = mean([score(gold, text) for gold, text in zip(golds, found, strict=True)])
    table.row("bodies", name, reader, **total._asdict())


def _check(table: Table, pages: list[dict], found: list[str]) -> None:
    """Check that our figures are those of the data's own scorer, to the last digit."""
    path = Path(DATA).parent / "prototypes" / "reader" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None or not path.is_file():
        return
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ids = {page["id"]: text for page, text in zip(pages, found, strict=True)}
    theirs = module.score(pages, ids, boot=0)
    told = Mean(*(theirs[key] for key in ("sF1", "sP", "sR", "ge95", "exact", "n")))
    pairs = zip(pages, found, strict=True)
    ours = mean([score(page["text"], text) for page, text in pairs])
    same = all(abs(one - other) < 1e-9 for one, other in zip(ours, told, strict=True))
    table.remark(f"figures equal to those of score.py: {'yes' if same else f'NO: {told}'}")
