"""Scrapy's own command: a pass for users who know Scrapy but not our command."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from storage.archive import Archive
from storage.records import SeedKind
from tests.quality.measure import ROOT

if TYPE_CHECKING:
    from tests.crawl.conftest import Keeper
    from tests.crawl.wire_server import WireServer

STORY = "/a-long-story-of-the-harbour-1"


def test_scrapy_crawl_makes_one_pass(keeper: Keeper, server: WireServer) -> None:
    """``scrapy crawl outlets`` stores what a pass of ours stores: what the seed names."""
    keeper.seed("/", SeedKind.SECTION)
    server.page("/", f"<a href='{STORY}'>1</a>".encode())
    server.page(STORY, b"<p>story</p>")
    folder = keeper.archive.folder
    keeper.archive.close()
    words = [sys.executable, "-m", "scrapy", "crawl", "outlets", "-a", f"archive={folder}"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    with Archive.open(folder) as archive:
        assert [one.address.url for one in archive.unread()] == [keeper.base + STORY]
