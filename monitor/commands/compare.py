"""``variorum compare``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.commands.options import exit_code_option, json_form, view_options
from monitor.diff.showing import Heading, is_change

if TYPE_CHECKING:
    from monitor.cli import Invocation


@click.command("compare", short_help="What changed between two files, without an archive.")
@click.argument("old")
@click.argument("new")
@view_options
@json_form
@exit_code_option
@click.pass_obj
def command(
    invocation: Invocation, /, old: str, new: str, *, as_json: bool, exit_code: bool, **wishes: Any
) -> int:
    """What changed from the file OLD to the file NEW: pages (HTML), or texts (.txt).

    In a text each line is one block, and all of them are compared. No archive is needed.
    """
    from monitor.commands.comparing import Wishes, show_diff, write_diff_json
    from monitor.commands.files import read_side
    from monitor.comparing.articles import compare
    from monitor.comparing.documents import diff_json

    wished = Wishes(**wishes)
    before, after = read_side(old), read_side(new)
    diff = compare(before, after)
    if as_json:
        write_diff_json(diff_json(diff), diff, wished)
    else:
        title = after.title or before.title or "Comparison"
        show_diff(diff, Heading(title, old, new, (f"{old} → {new}",)), wished)
    invocation.suggest("See what is read from a file", "extract", new)
    return int(exit_code and is_change(diff))
