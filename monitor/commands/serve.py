"""``variorum serve``."""

from __future__ import annotations

import ipaddress
import signal
import socket
import sys
from typing import TYPE_CHECKING

import click

from storage.archive import Archive
from storage.errors import InputError

if TYPE_CHECKING:
    from flask import Flask

    from monitor.cli import Invocation

HOST, PORT = "127.0.0.1", 8300
THREADS = 4


@click.command("serve", short_help="Show the archive as web pages.")
@click.option("--host", default=HOST, show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port; 0 takes any that is free.",
)
@click.pass_obj
def command(invocation: Invocation, host: str, port: int) -> None:
    """Show the archive as web pages, until interrupted.

    Only this machine can reach them unless --host says otherwise.
    """
    Archive.open(invocation.folder).close()
    if not is_loopback(host):
        raise InputError(f"{host} can be reached by others.", do="Leave --host out.")
    from monitor.web.app import create_app  # noqa: PLC0415 — only where it is used
    from monitor.web.house import Settings  # noqa: PLC0415 — only where it is used
    from monitor.web.keeper import keeping_up  # noqa: PLC0415 — only where it is used

    app = create_app(Settings(invocation.folder, invocation.command))
    with _listening(host, port) as listener, keeping_up(invocation.folder):
        shown = f"[{host}]" if ":" in host else host
        invocation.tell(f"The pages are at http://{shown}:{listener.getsockname()[1]}/")
        invocation.tell("Stop them with Ctrl-C.")
        _serve(app, listener)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises InputError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise InputError(
            f"Nothing can be served at {host}, port {port}.",
            why=f"{error.strerror or error}.",
            do="Name another --port, or stop what listens there.",
        ) from error


def _serve(app: Flask, listener: socket.socket) -> None:
    """Until SIGINT or SIGTERM; what is under way is answered."""
    from waitress.server import create_server  # noqa: PLC0415 — only where it is used

    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        # It ends by itself on KeyboardInterrupt and SystemExit.
        create_server(app, sockets=[listener], threads=THREADS, ident="variorum").run()
    finally:
        signal.signal(signal.SIGTERM, before)


def is_loopback(host: str) -> bool:
    """Can only this machine reach it?"""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
