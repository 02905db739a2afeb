"""``variorum serve``."""

from __future__ import annotations

import ipaddress
import signal
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from monitor.commands.options import Port
from monitor.interruption import ended_by_signals, raise_if_interrupted
from storage.archive import Archive
from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.cli import Invocation
    from monitor.web.serving import PageServer

HOST, PORT = "127.0.0.1", 8300


@click.command("serve", short_help="Show the archive as web pages.")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=Port(0),
    default=PORT,
    show_default=True,
    help="Port; 0 picks any that is free.",
)
@click.option(
    "--behind-proxy",
    "proxied",
    is_flag=True,
    help="Trust the X-Forwarded headers of a reverse proxy, and ask for a password.",
)
@click.pass_obj
def command(invocation: Invocation, host: str, port: int, *, proxied: bool) -> None:
    """Show the archive as web pages, until interrupted.

    Only this machine can reach them unless --host says otherwise; then they ask for a name and
    password, which `variorum user add` sets.
    """
    with pages_served(invocation, host, port, proxied=proxied) as server:
        invocation.tell("Stop with Ctrl-C.")
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            raise_if_interrupted()
            server.run()  # ends by itself on KeyboardInterrupt and SystemExit
        finally:
            signal.signal(signal.SIGTERM, before)


@contextmanager
def pages_served(
    invocation: Invocation, host: str = HOST, port: int = PORT, *, proxied: bool = False
) -> Iterator[PageServer]:
    """A server for the pages, not running yet. Raises InputError if it cannot be set up."""
    Archive.open(invocation.folder).close()
    guarded = proxied or not is_loopback(host)
    if guarded:
        _need_users(invocation, host)
    with ended_by_signals(0):
        from monitor.web.app import create_app
        from monitor.web.keeper import keeping_up
        from monitor.web.readahead import reading_ahead
        from monitor.web.serving import PageServer
        from monitor.web.site import Settings
    folder = invocation.folder
    with _listening(host, port) as listener, reading_ahead(folder), keeping_up(folder) as taker:
        app = create_app(Settings(folder, invocation.command, guarded, proxied, taker))
        server = PageServer(app, listener, proxied=proxied)
        server.warm_up()
        shown = f"[{host}]" if ":" in host else host
        invocation.tell(f"The pages are at http://{shown}:{listener.getsockname()[1]}/")
        yield server


def _need_users(invocation: Invocation, host: str) -> None:
    """Check that users exist if the pages can be reached from elsewhere. Raises InputError."""
    from storage.users import known_users

    if not known_users(invocation.folder):
        raise InputError(
            f"Others can reach {host}, and nobody has a password yet.",
            why="The archive would be open to everybody.",
            do="Create one with: variorum user add NAME",
        )


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket. Raises InputError if it cannot listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise InputError(
            f"Cannot serve at {host}, port {port}.",
            why=f"{error.strerror or error}.",
            do="Choose another --port, or stop the program that uses this one.",
        ) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach this host."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
