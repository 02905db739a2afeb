"""Standard streams as people see them: colours, messages, progress.

Data goes to stdout, messages to stderr. Nothing that is slow to import is imported at the top.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from monitor.notation.safe import cut, line, safe, width

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


def terminal_width() -> int:
    """Columns of the terminal, 80 if unknown, and at least 20."""
    return max(20, shutil.get_terminal_size().columns)


@dataclass(frozen=True, slots=True)
class Style:
    """Colours, if they are wanted: on a terminal and without ``NO_COLOR`` (no-color.org)."""

    colour: bool

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str] = os.environ) -> Style:
        """Colours for this stream; ``FORCE_COLOR`` requests them in a pipe, as for ``less -R``."""
        if environment.get("NO_COLOR"):
            return cls(colour=False)
        if environment.get("FORCE_COLOR"):
            return cls(colour=True)
        return cls(colour=stream.isatty() and environment.get("TERM") != "dumb")

    def bold(self, text: str) -> str:
        """Headings and headlines."""
        return self._paint("1", text)

    def faint(self, text: str) -> str:
        """Secondary information."""
        return self._paint("2", text)

    def old(self, text: str) -> str:
        """Removed: red."""
        return self._paint("31", text)

    def new(self, text: str) -> str:
        """Added: green."""
        return self._paint("32", text)

    def moved(self, text: str) -> str:
        """Moved: blue."""
        return self._paint("34", text)

    def strong(self, text: str) -> str:
        """Most important: bold red."""
        return self._paint("1;31", text)

    def warm(self, text: str) -> str:
        """Important: yellow."""
        return self._paint("33", text)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


def write(text: str = "") -> None:
    """Write one line to stdout."""
    sys.stdout.write(text + "\n")


def write_note(text: str) -> None:
    """Write a remark below a list: wrapped on a terminal, on one line elsewhere."""
    if not sys.stdout.isatty():
        write(text)
        return
    import textwrap  # noqa: PLC0415 — only where it is used

    for part in textwrap.wrap(
        text, terminal_width(), subsequent_indent="  ", break_on_hyphens=False
    ):
        write(part)


def write_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Write a message to stderr, after the data; if nobody reads stderr any more, discard it."""
    sys.stdout.flush()
    try:
        sys.stderr.write(text + "\n")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def say_command(what: str, command: str) -> None:
    """Write a command to copy, its control characters visible; below ``what`` if too long."""
    command = safe(command)
    fits = width(f"{what}: {command}") <= terminal_width()
    say(f"{what}: {command}" if fits or not sys.stderr.isatty() else f"{what}:\n  {command}")


def open_what_is_closed() -> None:
    """Open the null device for standard streams that were closed before we started (``>&-``).

    Otherwise the first file to be opened would get such a number, and be written to as if it were
    the terminal. Writing to a closed stdout still fails, since the data would be lost.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:  # this is the lowest free number
            os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 — for all our life
            setattr(sys, name, stream)


def use_utf8() -> None:
    """Write UTF-8 to files and pipes in every locale; on a terminal replace what it cannot show."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (stream.encoding or "").lower().replace("-", "")
        if encoding == "utf8" or not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8")


class Progress:
    """One line on stderr that is overwritten, on a terminal only; ``is_on`` says if it is shown."""

    def __init__(self, *, quiet: bool) -> None:
        self.is_on = sys.stderr.isatty() and not quiet
        self._shown = False

    def show(self, text: str) -> None:
        """Show what is going on now."""
        if self.is_on:
            sys.stderr.write("\r\x1b[K" + cut(line(text), terminal_width() - 1))
            sys.stderr.flush()
            self._shown = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
