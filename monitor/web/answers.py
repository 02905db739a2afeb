"""A page as data, and the forms in which it is sent: HTML, JSON, CSV, Atom, JSON Feed.

A view returns an :class:`Answer`; every form is made from the same document.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Response, make_response, render_template, request, url_for

from monitor.output import csv_lines, to_json
from monitor.web.site import archive, site

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Blueprint

    from monitor.output import Column
    from monitor.web.feeds import Feed

JSON = "application/json"
_TYPES = {
    "json": JSON,
    "csv": "text/csv; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "feed": "application/feed+json; charset=utf-8",
}


@dataclass(slots=True)
class Answer:
    """What a view found.

    ``document`` is the JSON form. ``values`` are for the template only. ``columns`` turn the
    document's rows into CSV; ``feed`` makes the feed when one is requested. ``links`` go into the
    ``Link`` header.
    """

    template: str
    document: Any
    values: dict[str, Any] = field(default_factory=dict)
    columns: Sequence[Column] = ()
    feed: Callable[[], Feed] | None = None
    links: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


View = Any  # flask takes and returns any callable


def page(
    blueprint: Blueprint, rule: str, *forms: str, root: bool = False
) -> Callable[[View], View]:
    """Register a view at ``rule``, and at ``rule.FORM`` for JSON and the other forms named.

    ``root``: also at ``/`` and ``/.FORM``; links to the page then go to ``/``.
    """

    def register(view: View) -> View:
        for form in ("html", "json", *forms):
            paths = [rule if form == "html" else f"{rule}.{form}"]
            if root:
                paths = ["/", *paths] if form == "html" else [*paths, f"/.{form}"]
            answering = _answering(view, form)
            for path in paths:
                blueprint.add_url_rule(path, f"{view.__name__}_{form}", answering)
        return view

    return register


def _answering(view: View, form: str) -> View:
    """Make the view answer from one snapshot, whoever writes meanwhile.

    It also makes SQLite check for changes only once.
    """

    @wraps(view)
    def answer(**values: Any) -> Response:
        with site().turn(), archive().snapshot():
            found = view(**values)
            return found if isinstance(found, Response) else deliver(found, form)

    return answer


def form_url(form: str, **changes: str | None) -> str:
    """The address of this page in another form, with its query; ``None`` leaves a value out.

    Query parameters named like a part of the address or like an option of Flask cannot change
    where it leads.
    """
    assert request.endpoint is not None
    endpoint = request.endpoint.rsplit("_", 1)[0]
    query = {
        name: value
        for name, value in request.args.to_dict().items()
        if name != "endpoint" and not name.startswith("_")
    }
    values = {**query, **(request.view_args or {}), **changes}
    kept = {name: value for name, value in values.items() if value not in {None, ""}}
    return url_for(f"{endpoint}_{form}", **kept)


def wanted_form() -> str:
    """The requested form: the end of the endpoint's name."""
    form = (request.endpoint or "").rsplit("_", 1)[-1]
    return form if form in {"html", *_TYPES} else "html"


def deliver(answer: Answer, form: str) -> Response:
    """The answer in this form, with validators: a client that has it already gets a 304."""
    if form == "html":
        response = make_response(
            render_template(answer.template, **answer.values, d=answer.document)
        )
    elif form == "csv":
        response = Response("".join(csv_lines(_rows(answer.document), answer.columns)))
        response.headers["Content-Disposition"] = "inline; filename=variorum.csv"
    elif form in {"atom", "feed"}:
        return _feed(answer, form)
    else:
        response = Response(_json(answer.document))
    return _finished(response, answer, form)


def _finished(response: Response, answer: Answer, form: str) -> Response:
    if form in _TYPES:
        response.content_type = _TYPES[form]
    response.status_code = answer.status
    response.headers.update(answer.headers)
    _name_links(response, answer)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if answer.status == 200:  # noqa: PLR2004 — only what is whole is compared
        response.add_etag()
        response.make_conditional(request)
    return response


def _name_links(response: Response, answer: Answer) -> None:
    if answer.links:
        response.headers["Link"] = ", ".join(
            f'<{target}>; rel="{relation}"' for relation, target in answer.links.items()
        )


def _feed(answer: Answer, form: str) -> Response:
    """The feed. Whether it is new is known from the rows, so that a 304 needs no diff."""
    assert answer.feed is not None
    older = answer.links.get("next", "")
    feed = replace(answer.feed(), older=older and request.host_url.rstrip("/") + older)
    response = Response(content_type=_TYPES[form])
    response.set_etag(feed.etag(form))
    response.last_modified = feed.updated
    _name_links(response, answer)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    if response.status_code != 304:  # noqa: PLR2004 — not modified
        response.set_data(feed.atom() if form == "atom" else feed.json())
    return response


def _json(document: Any) -> str:
    """The JSON, a list with one row per line as in commands: indenting takes ten times as long."""
    if not isinstance(document, list):
        return to_json(document, indent=1) + "\n"
    rows = ",\n ".join(map(to_json, document))
    return f"[\n {rows}\n]\n" if rows else "[]\n"


def _rows(document: Any) -> list[Any]:
    if isinstance(document, dict):  # health is a document that has its rows in one list
        (rows,) = [value for value in document.values() if isinstance(value, list)]
        return list(rows)
    return list(document)
