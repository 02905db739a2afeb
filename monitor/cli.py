"""The command ``variorum``: a group that imports a command only when it is used."""

from __future__ import annotations

import importlib
import keyword
import os
import re
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor import __version__
from monitor.interruption import INTERRUPTED, Interruption, interrupted_by_signals
from monitor.notation.safe import line, safe
from monitor.terminal import open_what_is_closed, say, say_command, use_utf8
from storage.database import lock
from storage.errors import DENIED, NO_ROOM, ArchiveNotFound, VariorumError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: dict[str, str] = {
    "demo": "An offline tour: a small outlet changes while you watch.",
    "init": "Create an empty archive.",
    "add": "Watch an outlet: find its feeds and sitemaps.",
    "outlet": "The outlets, and the rules for reading them.",
    "crawl": "Fetch and read what is due, once.",
    "run": "Keep crawling until stopped.",
    "status": "Whether `run` is working, and how it is doing.",
    "log": "What changed, newest first.",
    "diff": "What changed between two revisions of an article.",
    "show": "Show one revision of an article.",
    "search": "Find words in every revision.",
    "story": "Events that several outlets report.",
    "serve": "Show the archive as web pages.",
    "user": "Who may see the web pages from other machines.",
    "export": "Export what is archived to a file.",
    "import": "Import WARC files made by others.",
    "extract": "Read the article from a page, without an archive.",
    "compare": "What changed between two files, without an archive.",
    "warc": "Check WARC files.",
    "why": "Why an address is due when it is.",
    "watch": "Visit one article more often, or less often.",
    "simulate": "What a schedule would have caught.",
    "reprocess": "Read the archive again with today's reader and rules.",
    "health": "How the outlets are doing.",
    "verify": "Check that everything is as it was stored.",
    "archive": "Check the archive's size, shrink it, or mirror it.",
    "backup": "Copy the archive to a file, even while it is in use.",
    "redact": "Remove a capture's bytes and text for good.",
    "checkpoint": "Sign the ledger, and have it time-stamped.",
    "doctor": "Check this installation and archive for problems.",
    "completion": "Print shell completions.",
}
"""Name and short help of every command; its module is ``monitor.commands.<name>``, with an
underscore after a name that is a Python keyword."""

UNTIL_STOPPED = frozenset({"run", "serve"})
"""Commands that a signal ends as it should, even before they are ready."""

_BEFORE_THE_VERB = {"--archive": ("DIR",), "--debug": (), "--quiet": ()}
"""The options that all commands have in common, and their arguments."""

_BEHIND_THE_VERB = ("--json", "--nl", "--csv", "--outlet", "--since")
"""Options of many commands that some users type before the command."""

_BARE_COMMAND = re.compile(r"\bvariorum (?!--archive|init\b)")


@dataclass(frozen=True, slots=True)
class Invocation:
    """The global options, and how the user would run the program again."""

    folder: Path
    named: bool = False
    debug: bool = False
    quiet: bool = False

    @property
    def rules_folder(self) -> Path | None:
        """The folder of the user's own rules of outlets, if there is one."""
        folder = self.folder / "outlets"
        return folder if folder.is_dir() else None

    def command(self, *words: str) -> str:
        """A command line that works as it is when pasted."""
        archive = ["--archive", str(self.folder)] if self.named else []
        return shlex.join(["variorum", *archive, *words])

    def at(self, folder: Path) -> Invocation:
        """The same invocation for an archive in this folder."""
        return self if folder == self.folder else replace(self, folder=folder, named=True)

    def suggest(self, what: str, *words: str) -> None:
        """Say at the end of a command what to type next."""
        if not self.quiet:
            say_command(what, self.command(*words))

    def tell(self, text: str) -> None:
        """Write a message, unless ``--quiet``. Nothing in it can control the terminal."""
        if not self.quiet:
            say(safe(text))


class Program(click.Group):
    """A group that knows its commands by name and imports the one that is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        """The names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 — click's signature
        """Import the command now."""
        if cmd_name not in COMMANDS:
            return None
        module = cmd_name + "_" * keyword.iskeyword(cmd_name)
        from monitor.examples import with_examples  # noqa: PLC0415 — --help needs none

        command: click.Command = importlib.import_module(f"monitor.commands.{module}").command
        return with_examples(command, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; if the name is misspelt, the error suggests another.

        Click looks for suggestions among the imported commands only, of which there are none yet.
        """
        if args[0] not in COMMANDS:
            from difflib import get_close_matches  # noqa: PLC0415 — only for a slip

            if args[0] == "help":
                asked = args[1] if args[1:] and args[1] in COMMANDS else "log"
                ctx.fail(f"Help is an option: variorum --help, variorum {asked} --help")
            for meant in get_close_matches(args[0], COMMANDS, n=1):
                ctx.fail(f"No such command {args[0]!r}. Did you mean {meant!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 — click's signature
        """Write the short helps from :data:`COMMANDS`, so that ``--help`` imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,  # noqa: ARG002 — click's signature
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 — click's signature
        **extra: Any,
    ) -> Any:
        """Run, and end the process with the exit code. Errors are reported here and only here."""
        arguments = list(sys.argv[1:] if args is None else args)
        if os.environ.get("_VARIORUM_COMPLETE"):
            self._main_shell_completion(extra, prog_name or "variorum")
        code = _guarded(self, arguments, prog_name or "variorum", extra)
        if not standalone_mode:
            return code
        sys.exit(code)


def _guarded(program: Program, arguments: list[str], name: str, extra: dict[str, Any]) -> int:
    """Run; report on stderr what went wrong, and return the exit code."""
    open_what_is_closed()
    use_utf8()
    try:
        with interrupted_by_signals():
            code = _run(program, arguments, name, extra)
            sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
        return 0
    except (KeyboardInterrupt, click.Abort):
        say("\nInterrupted. What was reported as stored is stored.")
        return INTERRUPTED
    except click.ClickException as error:
        (_placed(error) if isinstance(error, click.NoSuchOption) else error).show()
        return error.exit_code
    except Exception as error:
        if "--debug" in arguments:
            raise
        _give_up_on_stdout()
        return _failed(_tell(error), arguments)
    return code


def _failed(code: int, arguments: list[str]) -> int:
    """The exit code of a failure: with ``--exit-code`` 1 means a change, so 2 replaces it."""
    return 2 if code == 1 and "--exit-code" in arguments else code


def _placed(error: click.NoSuchOption) -> click.NoSuchOption:
    """An error about a misplaced option that says where the option belongs.

    Click itself would only suggest an option of the command with a similar name.
    """
    option, context = error.option_name, error.ctx
    program, _, verb = ("" if context is None else context.command_path).partition(" ")
    if option in _BEFORE_THE_VERB:
        typed = " ".join((program, option, *_BEFORE_THE_VERB[option], verb))
        told = f"{option} goes before the command: {typed}"
    elif not verb and option in _BEHIND_THE_VERB:
        told = f"{option} goes after the command: {program} log {option}"
    elif verb == "search" and not option.startswith("--"):
        told = f"No such option {option!r}. Put the whole query in quotation marks: 'ferry -late'"
    else:
        return error
    return click.NoSuchOption(option, told, ctx=context)


def _run(program: Program, arguments: list[str], name: str, extra: dict[str, Any]) -> int:
    try:
        with program.make_context(name, list(arguments), **extra) as context:
            try:
                code = program.invoke(context)
            except VariorumError as error:
                if context.obj.debug:
                    raise
                return _failed(_tell_ours(error, context.obj), arguments)
            except Interruption:  # unlike a second Ctrl-C, which `run` leaves to Python
                if context.invoked_subcommand not in UNTIL_STOPPED:
                    raise
                return 0
    except click.exceptions.Exit as ending:
        return ending.exit_code
    return code if isinstance(code, int) else 0


def _tell_ours(error: VariorumError, invocation: Invocation) -> int:
    """Say what, why and what to do; return the exit code. Commands in it work when pasted."""
    why, do = error.why, _BARE_COMMAND.sub(f"{invocation.command()} ", error.do)
    if isinstance(error, ArchiveNotFound) and Path("archive.db").is_file():
        why, do = "The current folder is one.", "Use it with: variorum --archive . COMMAND"
    _say_error(error.what, why, do)
    return error.exit_code


def _tell(error: Exception) -> int:
    """Report an error that is not one of ours as well as possible; return the exit code."""
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        _say_error(f"{where}{error.strerror}.", *_about(error))
        return 1
    if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":  # the archive's own are ours
        _say_error("No room left for temporary files.", *_no_room(None))
        return 1
    _say_error(
        f"Variorum made a mistake: {type(error).__name__}: {error}",
        "This is a fault of the program. What was reported as stored is stored.",
        (
            "Run the command again with --debug before the command's name, and report what "
            "it prints."
        ),
    )
    return 1


def _about(error: OSError) -> tuple[str, str]:
    """Why, and what to do, if an errno says more than the system's message."""
    if error.errno in NO_ROOM:
        return _no_room(error.filename)
    if error.errno in DENIED:
        why = "The file or its folder is read-only, or closed to this user."
        return why, "Change its permissions, or choose another place."
    return "", ""


def _no_room(name: str | None) -> tuple[str, str]:
    """Why, and what to do. If the file is unknown, it may have been a temporary one."""
    from tempfile import gettempdir  # noqa: PLC0415 — only where something failed

    place = "" if name else f", where it goes and in {gettempdir()},"
    why = "What was being written is incomplete; nothing that was stored is lost."
    return why, f"Make room{place} and run the command again."


def _say_error(what: str, why: str, do: str) -> None:
    parts = [f"Error: {what}", why, do]
    say("\n".join(safe(part) for part in parts if part))


def _tell_waiting(folder: Path) -> None:
    """Say that another process is waited for, in place of the progress line, if there is one."""
    say("\r\x1b[K" + line(f"Waiting for another process that is writing to {folder} ..."))


def _tell_migrating(folder: Path) -> None:
    """Announce a migration: it reads all rows twice, which takes minutes for a large archive."""
    say(line(f"Upgrading {folder} to the tables of this version, once; a GB takes a minute ..."))


def _give_up_on_stdout() -> None:
    """Flush stdout; if that fails (full disk, closed stream), do not try again at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        _let_go_of_stdout()


def _let_go_of_stdout() -> None:
    """Nobody reads any more (``| head``): discard what is still buffered, quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `variorum demo`, or with `variorum init` and `variorum add URL`.",
)
@click.option(
    "--archive",
    "folder",
    metavar="DIR",
    envvar="VARIORUM_ARCHIVE",
    default="archive",
    type=click.Path(file_okay=False, path_type=Path),
    help="The archive's folder. Default: VARIORUM_ARCHIVE, or ./archive.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option("--quiet", is_flag=True, help="No progress and no advice; errors are still shown.")
@click.version_option(__version__, prog_name="variorum", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, folder: Path, *, debug: bool, quiet: bool) -> None:
    """Watch news outlets, keep every version of their articles, and see what changed."""
    source = context.get_parameter_source("folder")
    named = source is click.core.ParameterSource.COMMANDLINE
    context.obj = Invocation(folder, named, debug, quiet)
    if sys.stderr.isatty() and not quiet:
        lock.on_wait, lock.on_migrate = _tell_waiting, _tell_migrating
