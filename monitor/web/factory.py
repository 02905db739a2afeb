"""Makes an application from pages: templates, policies, and errors in our words."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, render_template, request, url_for
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, PathConverter

from monitor.diff.records import KINDS
from monitor.notation.addresses import readable
from monitor.notation.figures import size
from monitor.notation.languages import language_name
from monitor.notation.remedies import remedies
from monitor.notation.telling import in_words
from monitor.output import to_json
from monitor.queries.references import find_article
from monitor.web import access, pictures, words
from monitor.web.answers import JSON, form_url, wanted_form
from monitor.web.apparatus import cells
from monitor.web.policies import FRAME_SANDBOX, protect
from monitor.web.site import EXTENSION, Settings, Site, archive
from storage.database.times import to_text
from storage.derived.search import MOST_WAITING
from storage.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    InputError,
    NotStored,
    Redacted,
    VariorumError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Blueprint

_STATUS = (
    (NotStored, 404),
    (Redacted, 410),
    (InputError, 400),
    (ArchiveBusy, 503),
    (ArchiveDamaged, 500),
)


class _Number(BaseConverter):
    """An id: digits, no more than the database accepts."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """The digits as a number."""
        return int(value)


class _Regex(BaseConverter):
    """Anything that matches a pattern."""

    def __init__(self, url_map: Any, pattern: str) -> None:
        super().__init__(url_map)
        self.regex = pattern


class _Address(PathConverter):
    """An address within the address. Escaped line ends are part of it; ``path`` knows none."""

    regex = r"(?s:[^/].*?)"


class _Pair(BaseConverter):
    """The numbers of two revisions: ``3..4``."""

    regex = r"[0-9]{1,9}\.\.[0-9]{1,9}"

    def to_python(self, value: str) -> tuple[int, int]:
        """The numbers of both revisions."""
        old, new = value.split("..")
        return int(old), int(new)

    def to_url(self, value: tuple[int, int] | str) -> str:
        """The pair as it is written in an address."""
        return value if isinstance(value, str) else f"{value[0]}..{value[1]}"


def app_with(pages: Iterable[Blueprint], settings: Settings) -> Flask:
    """The application for one archive, with these pages, opened when one of them needs it."""
    app = Flask("monitor.web", static_folder="static", template_folder="templates")
    app.extensions[EXTENSION] = Site(settings)
    app.session_interface = access.Sessions()
    if settings.guarded:
        app.secret_key = app.extensions[EXTENSION].users().secret()
        app.config |= {
            "SESSION_COOKIE_NAME": "variorum",
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": settings.proxied,
            "PERMANENT_SESSION_LIFETIME": access.SESSION_S,
        }
    if settings.proxied:
        said = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)
        app.wsgi_app = said  # type: ignore[method-assign]  # as Flask's documentation does it
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = (
        31_536_000  # addresses of static files have a digest of their content
    )
    app.url_map.merge_slashes = False  # an address within an address has two slashes
    app.url_map.converters |= {
        "number": _Number,
        "pair": _Pair,
        "regex": _Regex,
        "address": _Address,
    }
    _prepare_templates(app)
    for blueprint in pages:
        app.register_blueprint(blueprint)
    access.guard(app)
    app.after_request(protect)
    app.register_error_handler(VariorumError, _tell_ours)
    app.register_error_handler(HTTPException, _tell_http)
    return app


_IN_WORDS = {
    "told": words.told,
    "counted": words.counted,
    "at_least": words.at_least,
    "when": words.when,
    "clock": words.clock,
    "since": words.since,
    "until": words.until,
    "day": words.day,
    "lag": words.lag,
    "spell": words.spell,
    "marked": words.marked,
    "retold": words.retold,
    "direction": words.direction,
    "language_name": language_name,
    "summary": words.summary,
    "told_below": words.told_below,
    "apart": words.apart,
    "islands": words.islands,
    "with_strikes": words.with_strikes,
}
"""Functions with which templates write their values."""


def _prepare_templates(app: Flask) -> None:
    environment = app.jinja_env
    environment.finalize = words.shown
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals |= _IN_WORDS | {
        "t": words.words(),
        "most_waiting": MOST_WAITING,
        "url_for": _place,
        "in_words": in_words,
        "readable": readable,
        "remedies": remedies,
        "detail": lambda text: words.detail(text, _article_at),
        "stamp": to_text,
        "size": size,
        "language_of": lambda row: app.extensions[EXTENSION].language(row.extraction_id),
        "strip": pictures.strip,
        "cells": cells,
        "form_url": form_url,
        "kinds": lambda: KINDS,
        "places": _places,
        "has_view": lambda endpoint: endpoint in current_app.view_functions,
        "user": access.user,
        "token": access.token,
        "may_write": access.may_write,
        "asset": _asset,
        "command": app.extensions[EXTENSION].settings.command,
        "frame_sandbox": FRAME_SANDBOX,
    }


def _place(endpoint: str, **values: Any) -> str:
    """The address of one of our pages, as from ``url_for``; cached, since a list has hundreds."""
    return _remembered_place(request.script_root, endpoint, tuple(sorted(values.items())))


@lru_cache(maxsize=16_384)
def _remembered_place(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def _article_at(address: str) -> str | None:
    """Our page of the article at an address that an event names; None if there is none."""
    try:
        found = find_article(archive(), address)
    except (NotStored, InputError):
        return None
    return _place("articles.article_html", article=found.id)


_PLACES = {
    "changes": "changes.changes_html",
    "outlets": "outlets.outlets_html",
    "stories": "stories.stories_html",
    "search": "search.search_html",
    "export": "exports.export_html",
    "health": "outlets.health_page_html",
}


def _places() -> list[tuple[str, str]]:
    """The parts of the site that this application has, with their addresses."""
    known = current_app.view_functions
    return [(name, url_for(endpoint)) for name, endpoint in _PLACES.items() if endpoint in known]


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _asset(name: str) -> str:
    """The address of a static file, with a digest of its content, so it can be cached for ever."""
    return url_for("static", filename=name, v=_digest(Path(__file__).with_name("static") / name))


# --- errors --------------------------------------------------------------------------------------
def _tell_ours(error: VariorumError) -> Response:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    history = isinstance(error, (Redacted, ArchiveDamaged))  # the article still has one
    return _told(status, error.what, error.why, error.do, history=history)


def _tell_http(error: HTTPException) -> Response:
    """An error of Flask or Werkzeug as a page; a bug is called one, and logged by Flask."""
    if isinstance(error, InternalServerError):
        return _told(500, "Variorum made a mistake.", "The details are in the server's log.", "")
    response = error.get_response()
    if isinstance(response, Response) and 300 <= response.status_code < 400:  # noqa: PLR2004 — redirects
        return response
    what, why = (f"{error.name}.", error.description or "")
    if isinstance(error, NotFound):
        what, why = ("There is no such page.", "")
    told = _told(error.code or 500, what, why, "")
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            told.headers[name] = response.headers[name]
    return told


def _told(status: int, what: str, why: str, do: str, *, history: bool = False) -> Response:
    if wanted_form() != "html" or request.path.endswith(".json"):
        document: dict[str, Any] = {"error": {"what": what, "why": why, "do": do}}
        return Response(to_json(document, indent=1) + "\n", status, content_type=JSON)
    article = (request.view_args or {}).get("article") if history else None
    values = {"what": what, "why": why, "do": do, "status": status, "article": article}
    text = render_template("error.html", **values)
    return Response(text, status)
