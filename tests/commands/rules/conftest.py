"""An outlet that was crawled once, and the path of its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands.conftest import Typist
from tests.conftest import Ran
from tests.outlet_server import OutletServer
from tests.stories import PLAIN, story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def server() -> Iterator[OutletServer]:
    """An outlet that serves a few articles to look at."""
    with OutletServer() as served:
        served.publish(*PLAIN, story("mill-fire"), story("ferry"), story("well"))
        yield served


@pytest.fixture(scope="session")
def crawled(server: OutletServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of these articles; for reading only, and for rules that are removed again."""
    folder = watch(tmp_path_factory.mktemp("rules") / "archive", server)
    run(folder, "crawl")
    return folder


@pytest.fixture
def rules_file(crawled: Path) -> Iterator[Path]:
    """The path of the outlet's rules; the file does not exist before and after."""
    path = crawled / "outlets" / "echo.toml"
    yield path
    path.unlink(missing_ok=True)


def watch(folder: Path, server: OutletServer) -> Path:
    """Make an archive in this folder that watches this outlet."""
    run(folder, "init", str(folder))
    run(folder, "add", server.home, "--name", "echo", "--yes")
    return folder


def run(folder: Path, *words: str, codes: tuple[int, ...] = (0,)) -> Ran:
    """Run the command in this process, which is quicker."""
    result = Typist(folder)(*words)
    assert result.exit_code in codes, result.output
    return Ran(result.exit_code, result.stdout, result.stderr)


def found(document: dict, rule: str, value: str) -> dict:
    """What ``check`` reports about this rule of the only outlet that it checked."""
    (outlet,) = document["outlets"]
    (one,) = [r for r in outlet["rules"] if (r["rule"], r["value"]) == (rule, value)]
    return one
