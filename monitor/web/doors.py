"""Who gets in, and who may write."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import abort, request

from monitor.web.house import house
from monitor.web.words import words

if TYPE_CHECKING:
    from flask import Flask

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(app: Flask) -> None:
    """Look at every request before it reaches a view."""
    app.before_request(_refuse_strange_hosts)
    app.before_request(_refuse_other_sites)


def _refuse_strange_hosts() -> None:
    """Pages for this machine are asked for by a name of this machine.

    Else a page of somebody else's, whose name suddenly means 127.0.0.1, could read the archive
    (DNS rebinding).
    """
    if house().settings.guarded or request.path == "/healthz":
        return
    name = urlsplit(f"//{request.host}").hostname or ""
    if name != "localhost" and not _is_loopback(name):
        abort(403, words()["errors"]["strange_host"])


def _refuse_other_sites() -> None:
    """What changes something is sent by a page of ours: the browser says so itself."""
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    if site not in {"same-origin", "none"} or (
        origin is not None and urlsplit(origin).netloc != request.host
    ):
        abort(403, words()["errors"]["form"])


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
