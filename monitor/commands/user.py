"""``variorum user add|list|remove``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.commands.options import row_forms
from monitor.notation.safe import line
from monitor.output import Column, write_rows
from storage.archive import Archive
from storage.database.times import to_text
from storage.errors import InputError
from storage.users import Role, Users, known_users

if TYPE_CHECKING:
    from monitor.cli import Invocation

COLUMNS = (
    Column("name"),
    Column("role"),
    Column("added", "created_at"),
)


@click.group("user", short_help="Who may see the web pages from other machines.")
def command() -> None:
    """Who may see the web pages from other machines. `serve --host` asks for a password."""


@command.command("add", short_help="Add a user, or set a new password.")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.READER.value,
    show_default=True,
    help="A reader can read; an editor can also pause outlets, set the pace, and redact text.",
)
@click.pass_obj
def add(invocation: Invocation, name: str, role: str) -> None:
    """Add a user, or set a user's new password: this ends all their sessions.

    The password is asked for on a terminal; otherwise it is the first line of stdin.
    """
    Archive.open(invocation.folder).close()
    password = _password()
    with Users.open(invocation.folder) as users:
        user = users.add(name, password, Role(role))
    invocation.tell(f"{line(user.name)} may sign in as {user.role.value}.")
    told = "Show the pages to others, behind a proxy with TLS"
    invocation.suggest(told, "serve", "--behind-proxy")


@command.command("list", short_help="List the users who may sign in.")
@row_forms
@click.pass_obj
def list_users(invocation: Invocation, form: str | None) -> None:
    """List the users who may sign in, by name."""
    Archive.open(invocation.folder).close()
    rows = [
        {"name": user.name, "role": user.role.value, "created_at": to_text(user.created_at)}
        for user in known_users(invocation.folder)
    ]
    write_rows(form, rows, COLUMNS)
    invocation.suggest("Add a user", "user", "add", "NAME")


@command.command("remove", short_help="Remove a user.")
@click.argument("name")
@click.pass_obj
def remove(invocation: Invocation, name: str) -> None:
    """Remove a user. Their sessions end with their next page."""
    Archive.open(invocation.folder).close()
    with Users.open(invocation.folder) as users:
        users.remove(name)
    invocation.tell(f"{line(name)} may no longer sign in.")
    invocation.suggest("See who may", "user", "list")


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise InputError("No password was given.", do="Send it as the first line of stdin.")
    return password
