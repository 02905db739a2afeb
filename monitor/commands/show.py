"""``variorum show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.commands.bytes_shown import show_capture, write_heads, write_raw
from monitor.commands.options import Moment, Number, exclusive, json_form
from monitor.notation.addresses import readable
from monitor.notation.safe import line, safe
from monitor.notation.telling import in_words
from monitor.notation.times import exact, short
from monitor.output import Column, write_json, write_rows
from monitor.queries.articles import article_document
from monitor.queries.objects import revision_json
from monitor.queries.presence import presence
from monitor.queries.references import find_article, find_revision
from monitor.terminal import write
from monitor.views.citation import citation
from monitor.views.presence import sentence
from monitor.views.revision import page_lines, text_lines
from storage.archive import Archive
from storage.errors import InputError, NotStored
from storage.records import ArticleState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from monitor.cli import Invocation
    from monitor.queries.presence import Presence
    from storage.records import Article, Capture, Revision

HISTORY = (
    Column("at", least=20, screen=exact),
    Column("outcome"),
    Column("status", right=True),
    Column("revision", right=True),
    Column("reason"),
    Column("url", screen=readable),
)


@click.command("show", short_help="Show one revision of an article.")
@click.argument("article", required=False)
@click.option("--text", is_flag=True, help="Only the text.")
@click.option("--html", is_flag=True, help="A clean page of the text.")
@click.option("--headers", is_flag=True, help="The heads of its request and response.")
@click.option(
    "--cite", is_flag=True, help="A footnote to cite it: who, what, where, when, and digests."
)
@click.option("--raw", is_flag=True, help="The bytes of its first capture.")
@click.option("--last", is_flag=True, help="With --raw or --headers: the latest response.")
@click.option("--history", is_flag=True, help="Every visit to the article, and what it showed.")
@click.option("--capture", type=Number(), help="Show a capture, by its number.")
@click.option("--at", type=Moment(), help="The last revision that was seen by this time.")
@json_form
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    article: str | None,
    capture: int | None,
    *,
    at: datetime | None,
    as_json: bool,
    last: bool,
    history: bool,
    **parts: bool,
) -> None:
    """Show one revision of ARTICLE (a number, an address, or ARTICLE@N), by default the latest.

    Or one capture, by its number, with --json, --headers or --raw.

    --raw and --headers give what came over the wire at the first capture that shows it; with
    --last what came last from the article's addresses, whether it showed the article or not.
    --at also says when it was seen before and after that time.
    """
    asked = [part for part, wanted in {"json": as_json, **parts}.items() if wanted]
    _refuse(asked, at=at, last=last, history=history)
    if capture is not None:
        if article is not None or at or last or history:
            raise InputError("--capture cannot be combined with these.", do="Leave the others out.")
        show_capture(invocation, capture, asked[0] if asked else None)
    elif article is None:
        raise InputError("Name an ARTICLE, or a capture with --capture.")
    elif history:
        _show_history(invocation, article, as_json=as_json)
    elif last:
        with Archive.open(invocation.folder) as archive:
            _show_last(invocation, archive, find_article(archive, article), asked[0])
    else:
        _show_revision(invocation, article, asked[0] if asked else None, at)


def _show_revision(
    invocation: Invocation, name: str, part: str | None, at: datetime | None
) -> None:
    """Write the revision of this name, or of a time, and suggest what to look at next."""
    with Archive.open(invocation.folder) as archive:
        known = None
        if at:
            article = find_article(archive, name)
            known = _known(archive, article, at)
            name = f"{article.id}@{known.revision}"
        found, revision = find_revision(archive, name)
        _show(archive, found, revision, part, known)
    if known is not None:
        invocation.tell(sentence(known))
    name = str(found.id)
    if part == "raw" and found.absence is not None:
        told = (
            f"This is the last page that showed it; since then: {in_words(found.absence)}. See it"
        )
        invocation.suggest(told, "show", name, "--raw", "--last")
    elif found.revisions > 1:
        invocation.suggest("See what changed", "diff", f"{name}@{max(2, revision.number)}")
    else:
        invocation.suggest("See its captures", "show", name, "--json")


def _refuse(asked: list[str], *, at: datetime | None, last: bool, history: bool) -> None:
    """Raises InputError for options that exclude each other."""
    exclusive(asked)
    if last and not {"raw", "headers"} & set(asked):
        raise InputError("--last needs --raw or --headers.", do="Add one of them.")
    if history and (at or last or asked not in ([], ["json"])):
        raise InputError("--history can only be combined with --json.", do="Leave the others out.")
    if at and last:
        raise InputError("--at and --last cannot be combined.", do="Leave one out.")


def _show_history(invocation: Invocation, name: str, *, as_json: bool) -> None:
    """Write what the article's page shows: its visits, oldest first; in JSON all the rest too."""
    with Archive.open(invocation.folder) as archive:
        document = article_document(archive, find_article(archive, name))
    if as_json:
        write_json(document)
    else:
        write_rows(None, document["sights"], HISTORY)
    invocation.suggest("See what changed", "log", str(document["article"]))


def _show_last(invocation: Invocation, archive: Archive, article: Article, part: str) -> None:
    """Write the last answer from any of its addresses.

    That may be a page without the article, an error or a wall.
    """
    sights = archive.sights.of_article(article.id)
    sight = next((one for one in reversed(sights) if one.capture is not None), None)
    if sight is None or sight.capture is None:
        raise NotStored("answer for article", str(article.id), do="Fetch it with: variorum crawl")
    if part == "raw":
        write_raw(archive.payload(archive.capture(sight.capture).payload))
    else:
        write_heads(*archive.heads(sight.capture))
    shown = f"revision {sight.revision}" if sight.revision else "no revision of the article"
    at, status = short(sight.at), sight.status
    invocation.tell(line(f"Capture {sight.capture} at {at}, status {status}: {shown}. {sight.url}"))


def _known(archive: Archive, article: Article, time: datetime) -> Presence:
    """What is known about that time. Raises NotStored, which says when it was first seen."""
    known = presence(archive.sights.of_article(article.id), time)
    if known is None:
        since = f"It was first seen at {short(article.first_seen)}: variorum show {article.id}@1"
        raise NotStored(f"visit to article {article.id} by", short(time), do=since)
    return known


def _show(
    archive: Archive,
    article: Article,
    revision: Revision,
    part: str | None,
    known: Presence | None = None,
) -> None:
    captures = archive.captures_of_revision(revision)
    if part == "raw":
        write_raw(archive.payload(_first(captures, revision).payload))
        return
    if part == "headers":
        write_heads(*archive.heads(_first(captures, revision).id))
        return
    if part != "json":
        archive.redactions.refuse(revision.id)
    extraction = archive.extraction(revision.extraction_id)
    if part == "json":
        asked = {"at": known.document()} if known else {}
        write_json(revision_json(revision, extraction, captures) | asked)
    elif part == "text":
        write(safe(extraction.text))
    elif part == "cite":
        write(citation(revision, extraction, next(iter(captures), None)))
    elif part == "html":
        _write_lines(page_lines(revision, extraction, captures))
    else:
        _write_lines(text_lines(revision, extraction, captures, state=_state(article)))


def _write_lines(lines: Iterable[str]) -> None:
    for text in lines:
        write(text)


def _state(article: Article) -> str | None:
    """What became of the article; None if it is simply there."""
    if article.absence is None or article.absent_since is None:
        return None if article.state is ArticleState.LIVE else article.state.value
    visits = "visit" if article.absences == 1 else f"{article.absences} visits"
    since = short(article.absent_since)
    return f"{article.state.value}; {article.absence} at the last {visits}, since {since}"


def _first(captures: list[Capture], revision: Revision) -> Capture:
    if not captures:
        raise NotStored(
            "capture of revision",
            f"{revision.article_id}@{revision.number}",
            do="Check the archive with: variorum verify",
        )
    return captures[0]
