"""What all tests may use: the command in a process of its own, and the test outlet."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.forked import Forked, Nursery
from tests.outlet_server import OutletServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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


NURSERY = Nursery()
"""One for all tests of this process."""


@pytest.fixture(scope="session", autouse=True)
def _no_nursery_is_left() -> Iterator[None]:
    yield
    NURSERY.close()


def begin_variorum(
    folder: Path, *words: str, out: int | None = None, err: int | None = None
) -> Forked:
    """Begin ``variorum --archive folder words…`` with these handles for what it says, or none."""
    environment = {name: value for name, value in os.environ.items() if "VARIORUM" not in name}
    with Path(os.devnull).open("r+b") as nothing:
        nowhere = nothing.fileno()
        streams = [nowhere, nowhere if out is None else out, nowhere if err is None else err]
        words = ("--archive", str(folder), *words)
        return NURSERY.begin(words, environment | {"NO_COLOR": "1"}, streams)


def run_variorum(folder: Path, *words: str, codes: tuple[int, ...] = (0,)) -> Ran:
    """Run ``variorum --archive folder words…``; the exit code has to be one of ``codes``."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
    ):
        code = begin_variorum(folder, *words, out=out.fileno(), err=err.fileno()).wait()
        for said in (out, err):
            said.seek(0)
        ran = Ran(code, out.read(), err.read())
    assert ran.code in codes, f"{words}: {ran.code}\n{ran.out}\n{ran.err}"
    return ran


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
