"""``variorum redact``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.commands.options import confirmed, json_form
from monitor.notation.figures import counted
from monitor.notation.safe import line
from monitor.notation.times import short
from monitor.output import write_json
from monitor.queries.references import find_article, find_revision
from monitor.redacting import found_capture, going_along, redact, redact_article, said
from monitor.terminal import say, write
from storage.archive import Archive
from storage.errors import InputError

if TYPE_CHECKING:
    from monitor.cli import Invocation
    from monitor.redacting import Redacted
    from storage.records import Article


_SHOWN = 20


@click.command("redact", short_help="Remove a capture's bytes and text for good.")
@click.argument("capture", required=False)
@click.option("--article", metavar="ARTICLE", help="Redact all captures of this article instead.")
@click.option(
    "--reason", metavar="TEXT", required=True, help="The reason; shown in place of the text."
)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@json_form
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    capture: str | None,
    article: str | None,
    reason: str,
    *,
    yes: bool,
    as_json: bool,
) -> int:
    """Remove the body of CAPTURE, and the text that was read from it, from the archive for good.

    Only for legal reasons: this cannot be undone. The digest and the line in the ledger stay, so
    that what is left can still be proved. Every capture with exactly the same bytes goes too;
    other captures of the article are named. The file is rewritten, so that nothing is left in it.

    CAPTURE is the number of a capture, not of an article; --article removes everything that an
    article said. On a terminal it says what it would remove, and asks first.
    """
    said(reason)  # before the user is asked to confirm
    number = _number(invocation, capture, article)
    invocation.tell(_about(invocation, number, article))
    if not yes and sys.stdin.isatty() and not confirmed("Remove it? This cannot be undone."):
        say("Nothing was changed.")
        return 1
    try:
        if article is not None:
            found = redact_article(invocation.folder, article, reason)
        else:
            found = redact(invocation.folder, number, reason)
    except KeyboardInterrupt:
        say("Some of it may still be there: run the same command again.")
        raise
    if as_json:
        same = {"same_text": found.same_text}
        write_json({"redacted": found.gone, "not_redacted": found.left} | same)
    _tell(found, number, listed=not as_json)
    if article is not None:
        say(
            "Its addresses are still fetched. To stop that, list them under `deny` in "
            "variorum.toml."
        )
    invocation.suggest("Check what is left", "verify")
    return 0


def _number(invocation: Invocation, capture: str | None, article: str | None) -> int:
    """The number of the capture; 0 if an article is named instead. Raises InputError."""
    if (capture is None) == (article is None):
        raise InputError("Name one CAPTURE, or one article with --article.")
    if capture is None:
        return 0
    if capture.isascii() and capture.isdigit() and len(capture) < 19:  # noqa: PLR2004 — what SQLite counts to
        return int(capture)
    with Archive.open(invocation.folder) as archive:
        article_id = str(find_revision(archive, capture)[0].id)
    show = invocation.command("show", capture, "--json")
    raise InputError(
        f"{line(capture)} names an article, but CAPTURE is the number of one of its captures.",
        why="Nothing was changed.",
        do=(
            f"See their numbers with: {show}\nRedact the whole article with: variorum redact "
            f"--article {article_id} --reason TEXT"
        ),
    )


def _about(invocation: Invocation, capture: int, article: str | None) -> str:
    """What is about to be redacted, in words: a bare number is easily mistaken for another."""
    with Archive.open(invocation.folder) as archive:
        if article is not None:
            found = find_article(archive, article)
            captures = archive.redactions.of_article(found.id)
            told = f"Article {found.id}, {counted(len(captures), 'capture')}: {_named(found)}"
        else:
            captures = [capture]
            told = _about_capture(archive, capture)
        more = _about_others(archive, captures)
    return "\n".join([line(told), *more])


def _about_capture(archive: Archive, capture: int) -> str:
    one = found_capture(archive, capture)
    shown = archive.sights.revision_shown(capture)
    told = f"Capture {capture}, of {short(one.captured_at)}: {one.url}"
    if shown is None:
        return f"{told}; it shows no article"
    title = archive.revision(*shown).title or "no headline"
    return f"{told}; it shows {shown[0]}@{shown[1]}, {title}"


def _about_others(archive: Archive, captures: list[int]) -> list[str]:
    """What else is redacted, because it has exactly the same bytes."""
    others = going_along(archive, captures)
    if not others:
        return []
    number = sum(one.captures for one in others)
    told = f"With it {'goes' if number == 1 else 'go'} {counted(number, 'capture')}"
    told += " with exactly the same bytes"
    rows = [
        f"  {one.captures} of article {one.article.id}: {line(_named(one.article))}"
        for one in others
        if one.article is not None
    ]
    rest = [f"  … and of {len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    return [f"{told}{':' if rows else '.'}", *rows[:_SHOWN], *rest]


def _named(article: Article) -> str:
    return f"{article.title or ''} {article.url}".strip()


def _tell(found: Redacted, capture: int, *, listed: bool) -> None:
    for one in found.gone if listed else ():
        write(f"redacted\t{one}")
    if not found.gone and capture:
        say(f"Capture {capture} was already redacted; the reason given then is kept.")
    elif not found.gone:
        say("There was nothing left to remove.")
    if found.left:
        say(f"Other captures of this address are unchanged: {_listed(found.left)}")
    if found.same_text:
        say(
            "The same text is still shown by these captures, and kept for them: "
            f"{_listed(found.same_text)}"
        )
        say("If it must go too, redact them as well.")
    say("Feeds and other pages that quote it, such as its headline, are separate captures.")
    say("Backups, exports and mirrors made earlier still contain it.")


def _listed(captures: list[int]) -> str:
    """The first of them, on one line."""
    return ", ".join(map(str, captures[:_SHOWN])) + (" …" if len(captures) > _SHOWN else "")
