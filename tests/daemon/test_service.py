"""What systemd is told, over a real socket, and the unit that makes it listen."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess

import pytest

from monitor.daemon import service
from tests.conftest import run_variorum
from tests.daemon.conftest import beside_a_daemon, until


@pytest.fixture(params=["path", "abstract"])
def manager(request, tmp_path, monkeypatch):
    """A service manager's socket, as a file or in the abstract namespace."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@variorum-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as one:
        one.bind("\0" + name[1:] if name.startswith("@") else name)
        one.settimeout(0)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        yield one


def heard(manager):
    """All messages that have arrived."""
    words = []
    while True:
        try:
            words += manager.recv(4096).decode().splitlines()
        except BlockingIOError:
            return words


def test_it_is_ready_alive_reloading_and_stopping(manager, echo):
    """In this order; "alive" comes from the loop that does the work."""
    words = []

    def script(_running):
        def have(word):
            words.extend(heard(manager))
            return any(told.startswith(word) for told in words)

        until(lambda: have("READY=1") and have("WATCHDOG=1"))
        words.clear()
        os.kill(os.getpid(), signal.SIGHUP)
        until(lambda: have("RELOADING=1") and have("MONOTONIC_USEC=") and have("READY=1"))
        words.clear()

    beside_a_daemon(echo, script)
    assert "STOPPING=1" in heard(manager)


def test_without_a_manager_nothing_is_said(monkeypatch, tmp_path):
    """Nor if its socket is gone."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert service.tell(service.READY) is False
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    assert service.tell(service.READY) is False


def test_the_unit_is_one(tmp_path):
    """It names this archive, waits for "ready", and systemd itself finds no mistake in it."""
    folder = tmp_path / "my archive"
    run_variorum(folder, "init", str(folder))
    unit = run_variorum(folder, "run", "--unit").out
    assert f'--archive "{folder}" run' in unit
    for line in ("Type=notify", "WatchdogSec=", "ExecReload=", "KillSignal=SIGTERM"):
        assert line in unit
    tool = shutil.which("systemd-analyze")
    if tool is not None:
        file = tmp_path / "variorum.service"
        file.write_text(unit)
        done = subprocess.run(
            [tool, "verify", "--user", str(file)], capture_output=True, text=True, check=False
        )
        assert "variorum.service" not in done.stderr, done.stderr
