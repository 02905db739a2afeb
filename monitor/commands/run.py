"""``variorum run``."""

from __future__ import annotations

import shutil
import sys
import threading
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import click

from monitor.commands.options import Port
from monitor.daemon.log import FORMATS, KEY_VALUE, Log
from monitor.interruption import ended_by_signals
from monitor.terminal import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.cli import Invocation

UNIT = """\
# Save as ~/.config/systemd/user/variorum.service (mkdir -p ~/.config/systemd/user), then:
#   systemctl --user daemon-reload && systemctl --user enable --now variorum
# It runs as you. To keep it running when you are logged out: loginctl enable-linger
[Unit]
Description=Variorum, a change monitor for news outlets
Wants=network-online.target
After=network-online.target

[Service]
# It reports when it is ready, and every few seconds that it is alive.
Type=notify
NotifyAccess=main
WatchdogSec=180
ExecStart={program} --archive {folder} run
# Reads variorum.toml and the rules of the outlets again.
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=60
# A mistake in the settings, or a damaged archive, does not go away by itself.
RestartPreventExitStatus=2 4
# An older archive is migrated first; a crawl that is under way is finished.
TimeoutStartSec=1h
KillSignal=SIGTERM
TimeoutStopSec=120
NoNewPrivileges=true
PrivateTmp=true

[Install]
WantedBy=default.target
"""


@click.command("run", short_help="Keep crawling until stopped.")
@click.option("--unit", is_flag=True, help="Print a systemd unit for this, and exit.")
@click.option("--serve", is_flag=True, help="Also serve the web pages, on this machine.")
@click.option(
    "--log-format",
    type=click.Choice(FORMATS),
    default=KEY_VALUE,
    show_default=True,
    help="Format of the log on stderr.",
)
@click.option(
    "--metrics-port",
    type=Port(1),
    metavar="PORT",
    help="Serve Prometheus metrics at this port, on this machine. Needs an extra.",
)
@click.pass_obj
def command(
    invocation: Invocation,
    log_format: str,
    metrics_port: int | None,
    *,
    unit: bool,
    serve: bool,
) -> int | None:
    """Keep crawling what is due, in the foreground, until SIGINT or SIGTERM.

    Due times are stored in the archive, so you can stop and start it at any time.
    """
    if unit:
        write(unit_text(invocation.folder).rstrip("\n"))
        return None
    with ended_by_signals(0):
        from monitor.daemon.daemon import run
    with _pages(invocation) if serve else nullcontext():
        code = run(invocation.folder, Log(log_format), metrics_port=metrics_port)
    invocation.suggest("See what changed", "log")
    return code


@contextmanager
def _pages(invocation: Invocation) -> Iterator[None]:
    """Serve the pages in a thread of their own; they read while the crawl writes."""
    from monitor.commands.serve import pages_served

    with pages_served(invocation) as server:
        thread = threading.Thread(target=server.run, name="pages", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.stop()
            thread.join(timeout=10)


def unit_text(folder: Path) -> str:
    """A systemd unit for this archive and this program."""
    found = shutil.which("variorum")
    words = [found] if found else [sys.executable, "-m", "monitor"]
    program = " ".join(_quoted(word) for word in words)
    return UNIT.format(program=program, folder=_quoted(str(folder.absolute())))


def _quoted(word: str) -> str:
    """A word of ExecStart, as systemd.syntax(7) and systemd.unit(5) quote it."""
    safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{safe}"' if safe != word or " " in word else word
