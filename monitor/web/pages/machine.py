"""What the pages tell machines about themselves: an OpenAPI 3.1 description of every JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from monitor import __version__
from monitor.output import to_json

blueprint = Blueprint("machine", __name__)

_ID = {"type": "integer", "minimum": 1, "maximum": 999_999_999_999}
_OBJECT = {"type": "object"}
_TEXT = {"type": "string"}

_CHANGE = {
    "type": "object",
    "required": ["article", "outlet", "url", "revision", "first_seen", "weight", "summary"],
    "properties": {
        "article": {"type": "integer"},
        "outlet": _TEXT,
        "url": _TEXT,
        "title": {"type": ["string", "null"]},
        "revision": {"type": "integer"},
        "previous_last_seen": {"type": ["string", "null"]},
        "first_seen": _TEXT,
        "weight": {"enum": ["substantive", "wording", "cosmetic", "none"]},
        "kinds": {"type": "array", "items": _TEXT},
        "signals": {"type": "array", "items": _TEXT},
        "ours": {"type": "boolean"},
        "summary": _TEXT,
        "event": _TEXT,
        "snippet": _TEXT,
    },
}
_STORY = {
    "type": "object",
    "required": ["story", "title", "first", "last", "outlets", "articles", "revisions", "words"],
}
_DIFF = {
    "type": "object",
    "required": ["article", "from", "to", "fields", "edits", "weight", "summary"],
}
_REVISION = {"type": "object", "required": ["article", "revision", "blocks", "digest", "captures"]}
_HEALTH = {"type": "object", "required": ["outlets"]}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "object", "required": ["what", "why", "do"]}},
}


def _query(**named: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "description": told, "schema": _TEXT}
        for name, told in named.items()
    ]


def _path(**named: Any) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in named.items()
    ]


_PAGING = _query(limit="rows at once", after="the place to continue after, from the Link header")
_FILTERS = _query(
    outlet="its name",
    kind="a kind of edit",
    signal="a signal or a kind of event",
    weight="this weight or more",
    since="first seen at or after: a date, yesterday, 36h, 7d",
    until="first seen before",
    text="is in the headline or the summary",
    url="an address of one article",
    order="time, or important: the most important first, of the last 24 hours unless told",
    page="of the important ones, from 1",
    as_of="when the first of their pages was requested, from the Link header",
)
_LIST = {"type": "array", "items": {"$ref": "#/components/schemas/change"}}
_OPERATIONS: tuple[tuple[str, str, list[dict[str, Any]], dict[str, Any]], ...] = (
    ("/changes.json", "Changes, newest first", _FILTERS + _PAGING, _LIST),
    ("/articles/{article}.json", "An article and its history", _path(article=_ID), _OBJECT),
    (
        "/articles/{article}/{number}.json",
        "One revision",
        _path(article=_ID, number=_ID),
        _REVISION,
    ),
    (
        "/articles/{article}/diff/{old}..{new}.json",
        "What changed between two revisions",
        _path(article=_ID, old=_ID, new=_ID) + _query(all="1: unchanged sentences as well"),
        _DIFF,
    ),
    (
        "/search.json",
        "Revisions that contain it, newest first",
        _query(q="the query", changed="1: only what was added or removed") + _PAGING,
        _LIST,
    ),
    (
        "/stories.json",
        "Events that several outlets report, latest first",
        _query(since="reported at or after", until="told before") + _PAGING,
        {"type": "array", "items": _STORY},
    ),
    ("/stories/{story}.json", "One event", _path(story=_ID), _STORY),
    ("/outlets.json", "Every outlet", [], {"type": "array", "items": _OBJECT}),
    ("/outlets/{name}.json", "One outlet", _path(name=_TEXT), _OBJECT),
    ("/captures/{capture}.json", "One exchange, without its body", _path(capture=_ID), _OBJECT),
    ("/health.json", "How the outlets are doing", [], _HEALTH),
    ("/export.json", "What can be exported", [], _OBJECT),
)


def description() -> dict[str, Any]:
    """The description of every JSON as an OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Variorum",
            "version": __version__,
            "description": "Every page as JSON: add .json to its address.",
        },
        "paths": {
            path: {"get": _operation(summary, parameters, schema)}
            for path, summary, parameters, schema in _OPERATIONS
        },
        "components": {"schemas": {"change": _CHANGE, "error": _ERROR}},
    }


def _operation(
    summary: str, parameters: list[dict[str, Any]], schema: dict[str, Any]
) -> dict[str, Any]:
    refused = {
        "description": "What, why, and what to do",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/error"}}},
    }
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
            **dict.fromkeys(("400", "403", "404", "405", "410"), refused),
        },
    }


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description."""
    return Response(to_json(description(), indent=1) + "\n", content_type="application/json")
