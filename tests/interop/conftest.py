"""An archive of two passes, to be exported and read by other people's programs."""

from __future__ import annotations

import time

import pytest

from tests.conftest import run_variorum, watch_outlet
from tests.outlet_server import OutletServer
from tests.stories import PLAIN

NEW = "Another headline altogether"


@pytest.fixture(scope="session")
def crawled(tmp_path_factory):
    """An archive of the test outlet, for reading only; the second pass met 304s and an edit."""
    with OutletServer() as server:
        server.publish(*PLAIN[:4])
        archive = watch_outlet(tmp_path_factory.mktemp("interop") / "archive", server)
        run_variorum(archive, "crawl", codes=(0, 3))
        time.sleep(1.1)  # an index has one name for two captures within a second
        server.change(PLAIN[0].slug, title=NEW)
        run_variorum(archive, "crawl", "--all", codes=(0, 3))
    return archive
