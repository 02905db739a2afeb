"""The five copied texts compared with what an editor left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.extract.reader import read_text
from spiders.outlets import rules as outlet_rules
from tests.benchmarks.marked_pages import DATA

if TYPE_CHECKING:
    from tests.benchmarks.reading.table import Table

NAMES = ("turan", "intellinews", "oc-media", "online-ua", "turkiyetoday")


def seeds(table: Table) -> None:
    """Furniture left and sentences lost, of five texts that were copied by hand."""
    table.aim("seeds")
    folder = DATA.parent / "seeds"
    for path, name in zip(sorted(folder.glob("*.txt")), NAMES, strict=True):
        found = read_text(path.read_text("utf-8"), rules=outlet_rules.load(name))
        wanted = (folder / "expected" / path.name).read_text("utf-8")
        lines = {line.strip() for line in wanted.splitlines() if line.strip()}
        texts = {block.text for block in found.body}
        figures = {"left": len(texts - lines), "lost": len(lines - texts)}
        table.row("seeds", name, "ours, with the outlet's rules", **figures)
