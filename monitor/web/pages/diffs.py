"""What changed between two revisions, in five views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, redirect, request, url_for

from monitor.comparing.kept import assessed, compared, diff_document, extent_between, language_of
from monitor.diff.showing import facts, field_name, fields_in_order, is_change
from monitor.views.citation import evidence
from monitor.web.answers import Answer, form_url, page, wanted_form
from monitor.web.apparatus import Unchanged, folded, paragraphs, plain_lines, side
from monitor.web.site import archive
from monitor.web.sources import source_diff
from storage.errors import InputError
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from monitor.diff.records import Diff, FieldChange
    from monitor.web.apparatus import Paragraph
    from storage.records import Revision

blueprint = Blueprint("diffs", __name__)

VIEWS = ("inline", "split", "text", "source", "links")
FOLDED_TEXT = 12_000
"""Up to this many characters of unchanged text are sent folded; more only when requested."""

SHOWN_FACTS = 24
"""How many facts are above the text; more (there can be 200) are folded, to keep the text in reach.
"""


@page(blueprint, "/articles/<number:article>/diff/<pair:pair>")
def diff(article: int, pair: tuple[int, int]) -> Answer:
    """Revision A compared with revision B."""
    old, new = (archive().revision(article, number) for number in pair)
    for revision in (old, new):
        archive().redactions.refuse(revision.id)
    found = compared(archive(), old, new)
    everything = request.args.get("all") == "1"
    return Answer(
        "diff.html",
        diff_document(found, old, new, everything=everything),
        _values(found, old, new, everything=everything) if wanted_form() == "html" else {},
    )


@blueprint.get("/articles/<number:article>/diff/<pair:pair>.txt")
def text(article: int, pair: tuple[int, int]) -> Response:
    """The text view as a file."""
    old, new = (archive().revision(article, number) for number in pair)
    for revision in (old, new):
        archive().redactions.refuse(revision.id)
    lines = plain_lines(paragraphs(compared(archive(), old, new)))
    body = "\n\n".join(lines) + "\n"
    return Response(body, content_type="text/plain; charset=utf-8")


def _values(found: Diff, old: Revision, new: Revision, *, everything: bool) -> dict[str, Any]:
    view = request.args.get("view", "inline")
    if view not in VIEWS:
        raise InputError(f"{view[:20]!r} is not a view.", do=f"Use one of: {', '.join(VIEWS)}")
    changes = fields_in_order(found)
    values = {
        "view": view,
        "views": VIEWS,
        "everything": everything,
        "diff": found,
        "old": old,
        "new": new,
        "language": language_of(archive(), new, old),
        "step": assessed(old, new),
        "latest": archive().article(new.article_id).revisions,
        "title": next((one for one in changes if one.field == "title"), None),
        "beside": [_field(one) for one in changes if one.field not in {"title", "links"}],
        "facts": _anchored_facts(found),
        "most_facts": SHOWN_FACTS,
        "extent": extent_between(archive(), old, new, found),
        "is_change": is_change(found),
        "side": side,
        "evidence": [_evidence(one) for one in (old, new)],
        "between": max(0, new.number - old.number - 1),
    }
    try:
        return values | _view(view, found, (old, new), everything=everything)
    except DAMAGE as error:  # of a text or page; what had been compared before is still kept
        return values | {"damage": error}


def _evidence(revision: Revision) -> str:
    return evidence(revision, archive().capture_of_extraction(revision.extraction_id))


def _view(
    view: str,
    found: Diff,
    pair: tuple[Revision, Revision],
    *,
    everything: bool,
) -> dict[str, Any]:
    if view == "source":
        captures = [archive().capture_of_extraction(one.extraction_id) for one in pair]
        pages = [archive().payload(capture.payload) for capture in captures]
        types = [capture.content_type for capture in captures]
        return {"source": source_diff(pages, types), "captures": captures}
    if view == "links":
        links = [set(archive().extraction(one.extraction_id).links) for one in pair]
        return {"added": sorted(links[1] - links[0]), "removed": sorted(links[0] - links[1])}
    parts = paragraphs(found)
    if view == "text":
        return {"lines": _lines(parts, everything=everything), "whole": form_url("html", all="1")}
    hidden = sum(len(part.text) for part in parts if not part.changed)
    return {
        "parts": parts if everything else list(folded(parts)),
        "sent": hidden <= FOLDED_TEXT,
        "whole": form_url("html", all="1"),
    }


def _lines(parts: list[Paragraph], *, everything: bool) -> list[str | int]:
    """The text view: one paragraph per line; a number stands for that many unchanged ones."""
    shown = parts if everything else folded(parts)
    return [
        len(part.paragraphs) if isinstance(part, Unchanged) else next(iter(plain_lines([part])))
        for part in shown
    ]


def _field(change: FieldChange) -> dict[str, Any]:
    return {"name": field_name(change), "change": change}


def _anchored_facts(found: Diff) -> list[dict[str, Any]]:
    """Every fact once, with the number of its first edit; 0 if it is outside the body."""
    places: dict[Any, int] = {}
    for number, edit in enumerate(found.edits, 1):
        for fact in edit.facts:
            places.setdefault(fact, number)
    return [{"fact": fact, "edit": places.get(fact, 0)} for fact in facts(found)]


@blueprint.get("/articles/<number:article>@<number:number>")
def step(article: int, number: int) -> Response:
    """Redirect from ``12@3``, as commands name it, to the change that led there.

    For the first revision, redirect to the revision.
    """
    if number < 2:  # noqa: PLR2004 — the first one has no step before it
        target = url_for("articles.revision_html", article=article, number=number)
    else:
        target = url_for("diffs.diff_html", article=article, pair=(number - 1, number))
    return redirect(target, 303)  # type: ignore[return-value]  # werkzeug's response is flask's here
