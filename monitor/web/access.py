"""Who may see the pages, and who may change something."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
import time
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from flask import Response, abort, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface

from monitor.web.site import site
from monitor.web.words import words
from storage.errors import NotStored
from storage.users import Role, User

if TYPE_CHECKING:
    from flask import Flask

_PREFIX = re.compile(r"(?:/[\w.~-]+)*/?", re.ASCII)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HUBS = frozenset({"websub.verify", "websub.ping"})
"""Requested by hubs, which have a token and a signature instead."""
_HEALTHZ = "outlets.healthz"
_OPEN = frozenset({"login.login", "login.sign_in", "static", _HEALTHZ, *_HUBS})
TRIES, WINDOW_S = 8, 60.0
SESSION_S = 14 * 24 * 3600
_KNOWN_S = 300.0
_MOST_KNOWN = 1_000


class Sessions(SecureCookieSessionInterface):
    """Sessions by a cookie that is sent to our pages only, and to nothing else on the host."""

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002 — flask's signature
        """The prefix under which a proxy serves us."""
        return request.script_root or "/"


def guard(app: Flask) -> None:
    """Check every request before it reaches a view."""
    app.before_request(_refuse_strange_prefixes)
    app.before_request(_refuse_strange_hosts)
    app.before_request(_let_in)
    app.before_request(_refuse_other_sites)


def user() -> User | None:
    """Who is signed in; None if nobody has to sign in."""
    return cast("User | None", g.get("user"))


def token() -> str:
    """A token in our forms, so that no other page can submit them; empty if nobody signs in."""
    if not site().settings.guarded:
        return ""
    if "token" not in session:
        session["token"] = secrets.token_urlsafe(24)
    return str(session["token"])


def may_write() -> bool:
    """Whether the client may change something. If only this machine is served, everybody may."""
    found = user()
    return not site().settings.guarded or (found is not None and found.role is Role.EDITOR)


# --- before each request -------------------------------------------------------------------------
def _refuse_strange_prefixes() -> None:
    """Refuse a prefix with two slashes: every link of the page would lead to another host."""
    if not _PREFIX.fullmatch(str(request.environ.get("SCRIPT_NAME", ""))):
        abort(400, words()["errors"]["strange_prefix"])


def _refuse_strange_hosts() -> None:
    """Pages for this machine only must be requested by a name of this machine.

    Otherwise a foreign page, whose host name is made to mean 127.0.0.1, could read the archive
    (DNS rebinding).
    """
    if site().settings.guarded or request.endpoint in {_HEALTHZ, *_HUBS}:
        return
    name = urlsplit(f"//{request.host}").hostname or ""
    if name != "localhost" and not _is_loopback(name):
        abort(403, words()["errors"]["strange_host"])


def _let_in() -> Response | None:
    """Require a session, or name and password with each request, as feed readers send them."""
    if not site().settings.guarded or request.endpoint in _OPEN:
        return None
    g.user = _of_session() or _of_header()
    if g.user is not None:
        return None
    if request.method in _SAFE and "html" in request.accept_mimetypes.best_match(
        ["text/html", "application/json"], "application/json"
    ):
        target = request.script_root + request.full_path.rstrip("?")
        return redirect(url_for("login.login", next=target), 303)  # type: ignore[return-value]  # werkzeug's response is flask's here
    refused = Response(
        words()["login"]["needed"] + "\n", 401, content_type="text/plain; charset=utf-8"
    )
    refused.headers["WWW-Authenticate"] = 'Basic realm="Variorum", charset="UTF-8"'
    return refused


def _refuse_other_sites() -> None:
    """Refuse changes unless they are sent by one of our pages and by a user who may make them."""
    if request.method in _SAFE or request.endpoint in _HUBS:
        return
    sender = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    strange = origin is not None and _host_of(origin) != request.host
    if sender not in {"same-origin", "none"} or strange or not _has_token():
        abort(403, words()["errors"]["form"])
    if request.endpoint not in {*_OPEN, "login.logout", "changes.read"} and not may_write():
        abort(403, words()["errors"]["forbidden"])


def _has_token() -> bool:
    """Whether a form sent with a browser's session has the session's token; others need none."""
    if not site().settings.guarded or request.authorization is not None:
        return True
    sent = request.form.get("token", "")
    return bool(sent) and hmac.compare_digest(sent.encode(), str(session.get("token", "")).encode())


def _of_session() -> User | None:
    name, generation, since = (session.get(key) for key in ("name", "generation", "since"))
    if not isinstance(name, str) or not isinstance(since, int) or since + SESSION_S < time.time():
        return None
    try:
        found = site().users().get(name)
    except NotStored:
        return None
    return found if found.generation == generation else None


def _of_header() -> User | None:
    sent = request.authorization
    if sent is None or sent.type != "basic":
        return None
    return KNOWN.check(sent.username or "", sent.password or "")


# --- passwords -----------------------------------------------------------------------------------
class _Known:
    """Passwords that were right recently, by a keyed hash that is useless to others.

    A feed reader sends its password with each request, and scrypt is slow on purpose.
    """

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(16)
        self._until: dict[bytes, tuple[float, int]] = {}
        self._lock = Lock()

    def check(self, name: str, password: str) -> User | None:
        """The user, or None if the password is wrong; 429 for a while after too many wrong ones."""
        # First of all: someone who guesses must not learn from remembered passwords either.
        if not TRIED.may(name):
            abort(429, words()["login"]["slow"])
        key = hashlib.blake2b(
            f"{name}\0{password}".encode("utf-8", "replace"), key=self._salt
        ).digest()
        until, generation = self._until.get(key, (0.0, 0))
        if until > time.monotonic():
            try:
                found = site().users().get(name)
            except NotStored:
                return None
            if found.generation == generation:
                return found
        checked = site().users().check(name, password)
        if checked is None:
            TRIED.failed(name)
            return None
        with self._lock:
            if len(self._until) > _MOST_KNOWN:
                self._until.clear()
            self._until[key] = (time.monotonic() + _KNOWN_S, checked.generation)
        return checked


class _Tried:
    """Wrong passwords of the last minute, by user name and by client address."""

    def __init__(self) -> None:
        self._times: dict[str, deque[float]] = {}
        self._lock = Lock()

    def may(self, name: str) -> bool:
        """Whether another password may be tried for this name."""
        with self._lock:
            return all(len(self._recent(key)) < most for key, most in self._keys(name).items())

    def failed(self, name: str) -> None:
        """Note that a password for this name was wrong."""
        with self._lock:
            if len(self._times) > _MOST_KNOWN:
                self._make_room()
            for key in self._keys(name):
                self._recent(key).append(time.monotonic())

    def _make_room(self) -> None:
        """Forget the half with the fewest attempts, so that nobody resets a limit by filling it."""
        recent = {key: len(self._recent(key)) for key in self._times}
        for key in sorted(recent, key=recent.__getitem__)[: _MOST_KNOWN // 2]:
            del self._times[key]

    def forget(self) -> None:
        """For tests: forget all attempts."""
        self._times.clear()

    def _keys(self, name: str) -> dict[str, int]:
        """Limits by key: few for a client; more for a name, else anybody could lock users out."""
        return {f"from {request.remote_addr}": TRIES, f"name {name[:200]}": 10 * TRIES}

    def _recent(self, key: str) -> deque[float]:
        times = self._times.setdefault(key, deque())
        while times and times[0] < time.monotonic() - WINDOW_S:
            times.popleft()
        return times


KNOWN, TRIED = _Known(), _Tried()


def is_inner(target: str) -> bool:
    """Whether this address leads to one of our pages and nowhere else."""
    return target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()


def _host_of(origin: str) -> str | None:
    """Host and port of an origin; None if they cannot be parsed."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
