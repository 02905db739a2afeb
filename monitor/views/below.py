"""What is shown below a row on a terminal: indented, on as many lines as needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from monitor.terminal import terminal_width, write
from monitor.views.spans import painted, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.terminal import Style
    from monitor.views.spans import Span

_INDENT = "    "


def write_below(spans: Sequence[Span], style: Style) -> None:
    """Write spans, broken at spaces; a longer address stays whole on its own line, for copying."""
    for part in wrapped(spans, terminal_width() - len(_INDENT)):
        write(_INDENT + painted(part, style))


def write_told(place: str, told: Sequence[Sequence[Span]], style: Style) -> None:
    """Write a row and what is said about it: below it on a terminal, on the same line in a pipe."""
    if not sys.stdout.isatty():
        write("  ".join([place, *(painted(spans, style) for spans in told)]))
        return
    for part in wrapped([("|", place)], terminal_width()):
        write(painted(part, style))
    for spans in told:
        write_below(spans, style)
