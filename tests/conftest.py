"""What all tests may use: the command in a process of its own, and the test outlet."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.outlet_server import OutletServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job in the background of a shell ignores SIGINT, and so would every process it starts:
    # tests that interrupt one would wait forever.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no fault of a test: examples may take as long as they do.
settings.register_profile("variorum", deadline=None)
settings.load_profile("variorum")


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its stdout as one document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Its stdout as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def command_line(folder: Path, *words: str) -> list[str]:
    """The command in this very Python."""
    return [sys.executable, "-m", "monitor", "--archive", str(folder), *words]


def run_variorum(folder: Path, *words: str, codes: tuple[int, ...] = (0,)) -> Ran:
    """Run ``variorum --archive folder words…``; the exit code has to be one of ``codes``."""
    environment = {name: value for name, value in os.environ.items() if "VARIORUM" not in name}
    done = subprocess.run(
        command_line(folder, *words),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=environment | {"PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
    )
    assert done.returncode in codes, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def variorum() -> Callable[..., Ran]:
    """The command ``variorum`` as a function: folder, words, and the exit codes that are fine."""
    return run_variorum


@pytest.fixture
def outlet() -> Iterator[OutletServer]:
    """An empty test outlet that serves."""
    with OutletServer() as server:
        yield server


@pytest.fixture
def watched(tmp_path: Path) -> Callable[[OutletServer], Path]:
    """Makes an archive that watches a test outlet, under the name ``echo``."""

    def watch(server: OutletServer) -> Path:
        return watch_outlet(tmp_path / "archive", server)

    return watch


def watch_outlet(folder: Path, server: OutletServer) -> Path:
    """An archive in this folder that watches this outlet, under the name ``echo``."""
    run_variorum(folder, "init", str(folder))
    run_variorum(folder, "add", server.home, "--name", "echo", "--yes")
    return folder
