"""``variorum diff``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import exit_code_option, json_form, view_options
from monitor.diff.showing import is_change
from monitor.queries.references import find_pair
from storage.archive import Archive

if TYPE_CHECKING:
    from monitor.cli import Invocation
    from storage.records import Article, Revision


@click.command("diff", short_help="What changed between two revisions of an article.")
@click.argument("article")
@click.argument("pair", metavar="[A..B]", required=False)
@view_options
@json_form
@exit_code_option
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    article: str,
    pair: str | None,
    *,
    as_json: bool,
    exit_code: bool,
    **wishes: Any,
) -> int:
    """What changed between two revisions of ARTICLE: a number, an address, or ARTICLE@N.

    Without A..B: the latest change, or with ARTICLE@N the one that led to revision N.
    [-old-] and {+new+} mark words in black and white too.
    """
    from monitor.commands.comparing import Wishes, heading_of, show_diff, write_diff_json
    from monitor.comparing.kept import compared, diff_document, language_of

    wished = Wishes(**wishes)
    with Archive.open(invocation.folder) as archive:
        found, old, new = find_pair(archive, article, pair)
        for revision in (old, new):
            archive.redactions.refuse(revision.id)
        diff = compared(archive, old, new)
        language = language_of(archive, new, old) if wished.view == "html" else ""
        told = _reasons(archive, old, new) if wished.explain else ()
    if as_json:
        write_diff_json(diff_document(diff, old, new), diff, wished, told)
    else:
        heading = heading_of(found, old, new)
        heading = replace(heading, language=language or "", lines=(*heading.lines, *told))
        show_diff(diff, heading, wished)
    _advise(invocation, found, old, new)
    return int(exit_code and is_change(diff))


def _reasons(archive: Archive, old: Revision, new: Revision) -> tuple[str, ...]:
    """Why a change that reads *no correction noted* has no signal *stealth*, if that is so."""
    from monitor.queries.announced import why_not_stealth

    told = why_not_stealth(archive, old, new)
    return (told,) if told else ()


def _advise(invocation: Invocation, article: Article, old: Revision, new: Revision) -> None:
    if article.revisions == 1:
        invocation.tell("There is one revision: it has not changed since it was first seen.")
    what = "Read the text" if old.number == new.number else "Read the new text"
    invocation.suggest(what, "show", f"{article.id}@{new.number}")
