"""Signing in and out."""

from __future__ import annotations

import time

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from monitor.web.access import KNOWN, is_inner, token
from monitor.web.site import site
from monitor.web.words import words

blueprint = Blueprint("login", __name__)


@blueprint.get("/login")
def login() -> Response:
    """The form to sign in with."""
    if not site().settings.guarded:
        return _to(url_for("changes.changes_html"))
    token()
    return _form("", 200)


@blueprint.post("/login")
def sign_in() -> Response:
    """303 to where the user wanted to go; the form again if the password was wrong."""
    if not site().settings.guarded:
        abort(404)
    target = request.form.get("next", "")
    found = KNOWN.check(request.form.get("name", ""), request.form.get("password", ""))
    if found is None:
        return _form(words()["login"]["wrong"], 403)
    session.clear()  # a session that somebody else started is not continued
    session["name"], session["generation"] = found.name, found.generation
    session["since"] = int(time.time())
    session.permanent = True
    token()
    return _to(target if is_inner(target) else url_for("changes.changes_html"))


@blueprint.post("/logout")
def logout() -> Response:
    """End the session."""
    session.clear()
    return _to(url_for("login.login"))


def _form(wrong: str, status: int) -> Response:
    target = request.values.get("next", "")
    text = render_template("login.html", wrong=wrong, next=target if is_inner(target) else "")
    response = make_response(text, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _to(place: str) -> Response:
    return redirect(place, 303)  # type: ignore[return-value]  # werkzeug's response is flask's here
