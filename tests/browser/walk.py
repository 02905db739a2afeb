"""The demo archive, for tests and pictures: an outlet crawled before and after its edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.demo import edits
from monitor.demo.server import DemoOutlet
from monitor.indexing import catch_up
from storage.archive import Archive
from tests.conftest import run_variorum

if TYPE_CHECKING:
    from pathlib import Path

OUTLET = "velmara-post"


def demo_archive(folder: Path) -> Path:
    """Crawl once, then again after each round of the script's edits; gives the folder."""
    with DemoOutlet(seed=1) as outlet:
        run_variorum(folder, "init", str(folder))
        run_variorum(folder, "add", outlet.home, "--name", OUTLET, "--yes")
        run_variorum(folder, "crawl", codes=(0, 3))
        for number in sorted({edit.round for edit in edits.load()}):
            for edit in edits.load():
                if edit.round == number:
                    outlet.edit(edit)
            run_variorum(folder, "crawl", "--all", codes=(0, 3))
    with Archive.open(folder) as archive:
        catch_up(archive)
    return folder
