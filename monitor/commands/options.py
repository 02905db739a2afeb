"""Options that several commands share, and the values that people give them."""

from __future__ import annotations

import functools
import math
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.notation.moments import in_order, length, moment
from monitor.notation.safe import line
from storage.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NAME = re.compile(r"\w[\w.-]{0,79}")

WEIGHTS = ("substantive", "wording", "cosmetic", "none")


class Moment(click.ParamType[datetime]):
    """A time: a date, RFC 3339, ``yesterday``, or a length of time ago. UTC if no zone is given."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The aware time in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            return moment(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _bounds(kind: Any) -> str:
    """The bounds in words: click's own form is ``x>=1`` or ``0<=x<=86400``."""
    return f"from {kind.min} on" if kind.max is None else f"{kind.min} to {kind.max}"


class Seconds(click.FloatRange):
    """A number of seconds from 0 to a day. NaN is refused."""

    name = "number of seconds"
    _describe_range = _bounds

    def __init__(self) -> None:
        super().__init__(0, 86_400)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number; ``nan`` passes every range check but is no pace."""
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a number of seconds", param, ctx)
        return seconds


_LARGEST = 2**63 - 1
"""The largest integer in SQLite."""


class Number(click.IntRange):
    """A whole number from 1 to SQLite's largest. The help mentions neither bound."""

    name = "number"
    _describe_range = _bounds

    def __init__(self) -> None:
        super().__init__(min=1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        number: int = super().convert(value, param, ctx)
        if number > _LARGEST:
            self.fail(f"{value} is larger than any number used here", param, ctx)
        return number


class Port(click.IntRange):
    """The port of a server, from ``least`` to 65535."""

    name = "port"
    _describe_range = _bounds

    def __init__(self, least: int) -> None:
        super().__init__(least, 65_535)


class Whole(click.IntRange):
    """A whole number within bounds; click would call it an *integer range*."""

    name = "number"
    _describe_range = _bounds


class Figure(click.FloatRange):
    """A number within bounds, with or without a fraction."""

    name = "number"
    _describe_range = _bounds


_LONGEST = timedelta(days=36_525)
"""No calendar has the day that is ``999999w`` from now."""


class Span(click.ParamType[timedelta]):
    """A length of time: ``90s``, ``1m``, ``6h``, ``2 days``. It must not be zero."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """The length."""
        if isinstance(value, timedelta):
            return value
        span = length(value)
        if not span:
            self.fail(f"{value!r} is not a length of time; write 90s, 1m, 6h or 2 days", param, ctx)
        if span > _LONGEST:
            self.fail(f"{value!r} is more than a hundred years", param, ctx)
        return span


Decorated = Any  # click's decorators take and return any callable


_FORMS = {
    "json": "One JSON document.",
    "nl": "One JSON object per line.",
    "csv": "Comma-separated values with a heading.",
}


def row_forms(function: Decorated) -> Decorated:
    """``--json``, ``--nl`` or ``--csv`` for a command that writes rows; passed as ``form``."""

    @functools.wraps(function)
    def formed(*arguments: Any, **named: Any) -> Any:
        asked = [name for name in _FORMS if named.pop(f"as_{name}")]
        exclusive(asked)
        return function(*arguments, form=asked[0] if asked else None, **named)

    for name, text in reversed(_FORMS.items()):
        click.option(f"--{name}", f"as_{name}", is_flag=True, help=text)(formed)
    return formed


def exclusive(asked: Sequence[str]) -> None:
    """Accept at most one of several options that exclude each other. Raises InputError."""
    if len(asked) > 1:
        raise InputError(f"--{asked[0]} and --{asked[1]} cannot be combined.", do="Leave one out.")


_LONGEST_NOTE = 4096


def kept_checkpoints(text: str) -> Callable[[Decorated], Decorated]:
    """``--checkpoint FILE``: notes that were kept elsewhere; passed as files in ``kept``."""
    kind = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
    return click.option("--checkpoint", "kept", type=kind, multiple=True, metavar="FILE", help=text)


def note_in(path: Path) -> str:
    """The content of a checkpoint's file."""
    with click.open_file(str(path), encoding="utf-8", errors="replace") as file:
        return str(file.read(_LONGEST_NOTE))


def json_form(function: Decorated) -> Decorated:
    """``--json`` for a command that writes one document; passed as ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON document.")(function)


def period(function: Decorated) -> Decorated:
    """``--since`` and ``--until``, the former before the latter."""

    @functools.wraps(function)
    def within(*arguments: Any, **named: Any) -> Any:
        in_order(named["since"], named["until"])
        return function(*arguments, **named)

    until = click.option("--until", type=Moment(), help="Before this time.")
    since = click.option(
        "--since", type=Moment(), help="At or after this time: a date, yesterday, 36h, 7d."
    )
    return since(until(within))


def marks(function: Decorated) -> Decorated:
    """``--kind KIND``, which can be repeated, and ``--weight WEIGHT``."""
    kind = click.option(
        "--kind",
        metavar="KIND",
        multiple=True,
        help="Only changes with an edit of this kind or signal; repeat it for changes with both.",
    )
    weight = click.option(
        "--weight", type=click.Choice(WEIGHTS), help="Only changes of this weight or more."
    )
    return kind(weight(function))


def outlet_option(function: Decorated) -> Decorated:
    """``--outlet NAME``."""
    return click.option("--outlet", metavar="NAME", help="Only this outlet.")(function)


def limit_option(what: str) -> Callable[[Decorated], Decorated]:
    """``-n N``: at most N of ``what``."""
    return click.option("-n", "--limit", type=Number(), help=f"At most N {what}.", metavar="N")


def exit_code_option(function: Decorated) -> Decorated:
    """``--exit-code``, as in git."""
    text = "Exit with 1 if there is a change, with 0 if there is none."
    return click.option("--exit-code", is_flag=True, help=text)(function)


VIEWS = ("words", "sentences", "unified", "stat", "html")


def view_options(function: Decorated) -> Decorated:
    """``--view``, ``--side-by-side``, ``--all``, ``--explain`` for a command that shows a diff."""
    view = click.option(
        "--view",
        type=click.Choice(VIEWS),
        default="words",
        show_default=True,
        help="How to show it.",
    )
    side = click.option(
        "--side-by-side/--no-side-by-side",
        "side_by_side",
        default=None,
        help="Old and new side by side; the default from 120 columns on.",
    )
    everything = click.option(
        "--all", "everything", is_flag=True, help="Show unchanged text as well."
    )
    explain = click.option("--explain", is_flag=True, help="Explain the weight of each edit.")
    return view(side(everything(explain(function))))


def confirmed(question: str) -> bool:
    """Ask on the terminal, on stderr because stdout is for data."""
    return click.confirm(question, err=True)


def check_name(name: str) -> None:
    """Check that a name can be typed in commands and be a file of rules. Raises InputError."""
    if _NAME.fullmatch(name):
        return
    raise InputError(
        f"{line(name)!r} cannot be the name of an outlet.",
        why="A name starts with a letter or digit, followed by letters, digits, . _ and -.",
        do="Choose another one with --name.",
    )
