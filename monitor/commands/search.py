"""``variorum search``."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import limit_option, row_forms
from monitor.commands.up_to_date import bring_up_to_date
from monitor.notation.safe import isolated, line, width
from monitor.notation.times import short
from monitor.output import write_rows
from monitor.queries.columns import SEARCH
from monitor.terminal import Style, terminal_width, write, write_note
from monitor.views.below import write_below
from monitor.views.spans import flat
from storage.archive import Archive
from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.cli import Invocation
    from monitor.search.query import Query
    from monitor.views.spans import Span

ON_A_SCREEN = 20
_PORTION = 200


@click.command("search", short_help="Find words in every revision.")
@click.argument("words", metavar="QUERY", nargs=-1, required=True)
@click.option("--changed", is_flag=True, help="Only in text that was added or removed.")
@limit_option("revisions")
@row_forms
@click.pass_obj
def command(
    invocation: Invocation,
    words: tuple[str, ...],
    form: str | None,
    limit: int | None,
    *,
    changed: bool,
) -> None:
    """Revisions that contain QUERY, newest first, with the passage.

    Words, a "phrase", -without, outlet:NAME, since:7d, until:2026-01-31, added:WORD, removed:WORD,
    headline:WORD. Forms of a word count as that word, and names in other spellings as that name.
    """
    from monitor.search.query import parse

    query = parse(" ".join(words), changed=changed)
    if query.is_empty:
        raise InputError("There is nothing to search for.", do="Give a word: variorum search word")
    screen = form is None and sys.stdout.isatty()
    with Archive.open(invocation.folder) as archive:
        bring_up_to_date(archive, quiet=invocation.quiet)
        found = _all(archive, query, limit or (ON_A_SCREEN + 1 if screen else None))
        example = _show(found, limit) if screen else _write(form, found)
    if example is None:
        invocation.suggest("Nothing was found. See everything", "log")
    elif query.of_changes:
        invocation.suggest("See what changed in one", "diff", example)
    else:
        invocation.suggest("Read one", "show", example)
        invocation.suggest(
            "When the words appeared or disappeared", "search", "--changed", " ".join(words)
        )


def _all(archive: Archive, query: Query, limit: int | None) -> Iterator[dict[str, Any]]:
    """The hits, read in portions."""
    from monitor.queries.search import search

    after, left = None, limit
    while left is None or left > 0:
        size = _PORTION if left is None else min(left, _PORTION)
        found = search(archive, query, after=after, limit=size)
        yield from found.hits
        after = found.next
        if after is None:
            return
        left = None if left is None else left - len(found.hits)


def _write(form: str | None, found: Iterator[dict[str, Any]]) -> str | None:
    rows = list(found)
    write_rows(form, rows, SEARCH)
    return _name(rows[0]) if rows else None


def _show(found: Iterator[dict[str, Any]], limit: int | None) -> str | None:
    """Write each hit for people, on as many lines as it takes, with the words marked."""
    style = Style.of(sys.stdout)
    rows = list(islice(found, limit or ON_A_SCREEN))
    for row in rows:
        place = f"{short(row['first_seen'])}  {line(row['outlet'])}  {_name(row)}  "
        title = line(row["title"] or "(no headline)")
        if width(place) + width(title) <= terminal_width():
            write(style.faint(place) + style.bold(isolated(title)))
        else:
            write(style.faint(place.rstrip()))
            write_below([("field", title)], style)
        marks = ((mark, flat(text)) for mark, text in row["marks"])
        spans = [_marked(mark, text, style) for mark, text in marks]
        write_below([("|", f"{row['side']}: "), *spans] if row["side"] else spans, style)
    if limit is None and next(found, None) is not None:
        write_note("⋯ there are more; see them with -n, or add another word")
    return _name(rows[0]) if rows else None


def _marked(mark: str, text: str, style: Style) -> Span:
    """Mark a word that was searched for: by colour, or by a sign if there are no colours."""
    if mark != "*":
        return "=", text
    return "wording", text if style.colour else f"*{text}*"


def _name(row: dict[str, Any]) -> str:
    return f"{row['article']}@{row['revision']}"
