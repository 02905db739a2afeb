"""Processes that begin with everything loaded: forked from one that does nothing else.

A command of ours takes up to a second of CPU to load and a few milliseconds to do its work. Tests
of what it does, and not of how it starts, run it here: in a separate process with its own
arguments, environment and streams, which ends or is killed like any other. Run as a program, this
file is the process that is forked from.
"""

from __future__ import annotations

import ast
import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
import warnings
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("storage", "spiders", "monitor")
STREAMS = (0, 1, 2)
PAGE = b"""<html lang="en"><head><title>Bridge closes</title><meta property="og:type"
content="article"></head><body><nav><a href="/">Home</a></nav><article><h1>Bridge closes</h1>
<p class="byline">By Ada Quay</p><time datetime="2026-03-01">1 March 2026</time>
<p>The old bridge over the Arda closed on Monday, after 12 cracks were found in its piers.</p>
<p>The mayor said that it would open again in May, and that a ferry goes until then.</p>
<p>Nobody was hurt. The bridge was built in 1911, and was last mended 40 years ago.</p>"""


class Forked:
    """A process that was forked, with what tests need of :class:`subprocess.Popen`."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._told = line.makefile("r", encoding="ascii")
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended: minus the signal's number if by one; None while it runs."""
        if self.returncode is None and select.select([self._line], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float = 600.0) -> int:
        """Wait until it has ended. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._line], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a forked process", timeout)
            self.returncode = int(self._told.readline())
            self._told.close()
            self._line.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it at once."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """Where processes are forked; started at its first use, it ends with its parent."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._control: socket.socket | None = None

    def begin(
        self, words: Sequence[str], environment: dict[str, str], streams: list[int], code: str = ""
    ) -> Forked:
        """``python -m monitor words…``, or this code, with these for stdin, stdout and stderr.

        It has its own session, and so leads its process group.
        """
        ours, theirs = socket.socketpair()
        with self._lock:
            socket.send_fds(self._open(), [b"1"], [theirs.fileno(), *streams])
        theirs.close()
        request = {"words": words, "environment": environment, "code": code, "at": str(Path.cwd())}
        ours.sendall(json.dumps(request).encode() + b"\n")
        return Forked(ours)

    def _open(self) -> socket.socket:
        if self._control is None:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            command = [sys.executable, __file__, str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=ROOT)
            theirs.close()
        return self._control

    def close(self) -> None:
        """End it: no more processes are needed."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.wait(60)


# --- the process that is forked from ---------------------------------------------------------
def load_everything() -> None:
    """Import everything that is imported anywhere in our rooms, in functions too."""
    names = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if path.name != "__main__.py":
                names |= set(_imported(ast.parse(path.read_text(encoding="utf-8"))))
    for name in sorted(names):
        with suppress(ImportError):  # an extra, or another system's
            importlib.import_module(name)


def warm_up() -> None:
    """Make what a process makes once and keeps: the shipped rules, the model, and patterns.

    None of it depends on anything that a test can change.
    """
    rules = importlib.import_module("spiders.outlets.rules")
    for name in rules.shipped():
        rules.load(name)
    reader = importlib.import_module("spiders.extract.reader")
    reader.look(PAGE, url="https://courier.example/bridge")


def _imported(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


def fork() -> int:
    """Call os.fork without its warning of threads: none are ours, and the libraries' can cope."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def serve(control: socket.socket) -> None:
    """Fork what is requested, each process below one of its own that waits for its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nothing waits for the processes that wait
    while True:
        message, handles, _, _ = socket.recv_fds(control, 1, 1 + len(STREAMS))
        if not message:
            return
        if fork() == 0:
            control.close()
            tend(handles)
        for handle in handles:
            os.close(handle)


def tend(handles: list[int]) -> NoReturn:
    """Handle one process, from its request to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    line = socket.socket(fileno=handles[0])
    with line.makefile("r", encoding="utf-8") as asked:
        request = json.loads(asked.readline())
    child = fork()
    if child == 0:
        line.close()
        become(request, handles[1:])
    for handle in handles[1:]:
        os.close(handle)
    line.sendall(b"%d\n" % child)
    status = os.waitpid(child, 0)[1]
    with suppress(OSError):  # the requester may be gone
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def become(request: dict[str, Any], streams: list[int]) -> NoReturn:
    """Run what was requested as if Python had just been started for it."""
    os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # a nohup was meant for the tests only
    for number, handle in zip(STREAMS, streams, strict=True):
        os.dup2(handle, number)
        os.close(handle)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["at"])
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 — for all its life
        for number, mode in zip(STREAMS, "rww", strict=True)
    )
    time.tzset()
    sys.argv[1:] = request["words"]
    code = 1
    try:
        if request["code"]:
            exec(compile(request["code"], "<forked>", "exec"), {"__name__": "__main__"})
        else:
            runpy.run_module("monitor", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 — as the interpreter does
        traceback.print_exc()
    with suppress(BrokenPipeError), ExitStack() as last:
        last.callback(sys.stderr.flush)
        last.callback(sys.stdout.flush)
        threading._shutdown()
        atexit._run_exitfuncs()
    os._exit(code)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    load_everything()
    warm_up()
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
