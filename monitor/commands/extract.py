"""``variorum extract``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.commands.options import json_form
from monitor.notation.safe import line
from monitor.output import write_json
from monitor.queries.objects import extraction_json
from monitor.terminal import Style, write
from monitor.views.revision import extraction_lines
from storage.errors import InputError

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("extract", short_help="Read the article from a page, without an archive.")
@click.argument("file", required=False)
@click.option("--url", help="The address of the page, used to read links and times.")
@click.option("--outlet", metavar="NAME", help="Use the rules of this outlet.")
@click.option(
    "--batch", metavar="FILE", help="Many pages: a file of JSON lines (.gz too), - for stdin."
)
@json_form
@click.pass_obj
def command(
    invocation: Invocation,
    file: str | None,
    url: str | None,
    outlet: str | None,
    batch: str | None,
    *,
    as_json: bool,
) -> int:
    """Read the article out of FILE: a page (HTML), or a text (.txt, one block per line).

    --batch reads lines {"id","url","html"} and writes one line of JSON for each, in their order;
    a line that cannot be read gives {"id","error"}, and the exit code is 1 at the end.
    """
    if (file is None) == (batch is None):
        raise InputError("Nothing to read, or too much.", do="Give either a FILE or --batch FILE.")
    if batch is not None:
        from monitor.commands.batch import extract_batch

        if url or outlet:
            raise InputError(
                "--batch cannot be combined with --url or --outlet.",
                do="Each line has its own url.",
            )
        code = extract_batch(batch)
        invocation.suggest("See what changed between two pages", "compare", "OLD", "NEW")
        return code
    _extract(invocation, str(file), url, outlet, as_json=as_json)
    return 0


def _extract(
    invocation: Invocation, file: str, url: str | None, outlet: str | None, *, as_json: bool
) -> None:
    from monitor.commands.files import read_file, rules_named

    rules = rules_named(outlet, invocation.rules_folder)
    extraction = read_file(file, url=url, rules=rules)
    if as_json:
        write_json(extraction_json(extraction))
    else:
        style = Style.of(sys.stdout)
        write(style.bold(line(extraction.title or "(no headline)")))
        for text in extraction_lines(extraction, style):
            write(text)
    invocation.suggest("Compare it with another", "compare", file, "OTHER")
