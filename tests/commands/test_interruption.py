"""What Ctrl-C and SIGTERM do to a command while it is still loading."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Typist

PROGRAM = """
import os, runpy, sys
awaited, number = sys.argv.pop(1), int(sys.argv.pop(1))

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == awaited:
            sys.meta_path.remove(self)
            exec("os.kill(os.getpid(), number)")  # as a dataclass is made, from text

sys.meta_path.insert(0, Interrupting())
runpy.run_module("monitor", run_name="__main__", alter_sys=True)
"""

SWALLOWING = """
import importlib, signal, sys
module, name, number = sys.argv.pop(1), sys.argv.pop(1), int(sys.argv.pop(1))

class Swallowing:
    def __del__(self):
        signal.raise_signal(number)

def called(*given, **named):
    Swallowing()
    return original(*given, **named)

from monitor.__main__ import start
place = importlib.import_module(module)
original = getattr(place, name)
setattr(place, name, called)
start()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
@pytest.mark.parametrize(
    ("words", "loading", "code"),
    [
        (["log"], "monitor.cli", 130),
        (["log"], "storage.changelog", 130),
        (["serve", "--port", "0"], "monitor.web.app", 0),
        (["serve", "--port", "0"], "flask.testing", 0),
        (["run"], "monitor.daemon.daemon", 0),
    ],
    ids=str,
)
def test_a_command_that_is_stopped_while_it_loads(
    filled: Path, words: list[str], loading: str, code: int, number: signal.Signals
) -> None:
    """A service that is stopped right after its start has not failed; and nothing is a fault."""
    typed = ["--archive", str(filled), *words]
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, loading, str(int(number)), *typed],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "made a mistake" not in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
@pytest.mark.parametrize(
    ("words", "module", "name"),
    [
        (["serve", "--port", "0"], "monitor.web.serving", "warm_up"),
        (["run"], "monitor.daemon.daemon", "load"),
    ],
    ids=str,
)
def test_a_signal_in_a_destructor_is_not_lost(
    copied: Typist, words: list[str], module: str, name: str, number: signal.Signals
) -> None:
    """Python swallows what is raised there, and the service ran on as if nobody had stopped it."""
    typed = ["--archive", str(copied.folder), *words]
    ended = subprocess.run(
        [sys.executable, "-c", SWALLOWING, module, name, str(int(number)), *typed],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr


def test_an_interruption_before_everything_else_shows_no_traceback() -> None:
    """Ctrl-C right after the command was typed: there is nothing of ours yet that handles it."""
    program = PROGRAM.replace('exec("os.kill(os.getpid(), number)")', "raise KeyboardInterrupt")
    ended = subprocess.run(
        [sys.executable, "-c", program, "monitor.interruption", "2", "log"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (ended.returncode, ended.stderr) == (130, "")
