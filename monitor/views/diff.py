"""The views of a diff, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.views import beside, sentences, words
from monitor.views.reasons import explained
from monitor.views.spans import painted, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.diff.records import Diff
    from monitor.diff.showing import Heading
    from monitor.views.words import Look

WIDE = 120
"""On a terminal with at least this many columns, old and new are shown side by side."""


def diff_view(
    name: str, diff: Diff, heading: Heading, look: Look, *, side_by_side: bool | None
) -> Iterator[str]:
    """The lines of the view. ``side_by_side`` None: if the terminal is wide enough.

    Reasons are next to what they are about, or at the end; in a unified diff they come first, as
    remarks that ``patch`` ignores.
    """
    if name == "html":
        from monitor.views import page  # noqa: PLC0415 — only for this view

        return page.diff_page(diff, heading, everything=look.everything, explain=look.explain)
    if name == "unified":
        return sentences.unified_view(diff, heading, look)
    if name == "stat":
        from monitor.views import stat  # noqa: PLC0415 — only for this view

        return _with_reasons(stat.stat_view(diff, heading, look), diff, look)
    wide = look.columns is not None and look.columns >= WIDE
    if side_by_side or (side_by_side is None and wide and name == "words" and not look.explain):
        return _with_reasons(beside.side_by_side_view(diff, heading, look), diff, look)
    if name == "sentences":
        return _with_reasons(sentences.sentences_view(diff, heading, look), diff, look)
    return words.words_view(diff, heading, look)


def _with_reasons(lines: Iterator[str], diff: Diff, look: Look) -> Iterator[str]:
    yield from lines
    told = list(explained(diff)) if look.explain else []
    if told:
        yield ""
        yield look.style.bold("Why")
    for text in told:
        for spans in wrapped([("=", text)], None if look.columns is None else look.columns - 2):
            yield f"  {painted(spans, look.style)}"
