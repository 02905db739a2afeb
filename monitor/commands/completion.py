"""``variorum completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from monitor.terminal import write

VARIABLE = "_VARIORUM_COMPLETE"


@click.command("completion", short_help="Print shell completions.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print a script that lets SHELL complete commands and options.

    For bash: eval "$(variorum completion bash)" in ~/.bashrc; zsh alike; for fish, into
    ~/.config/fish/completions/variorum.fish.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    write(kind(context.find_root().command, {}, "variorum", VARIABLE).source())
