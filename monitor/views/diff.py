"""Which view of a diff, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.views import beside, page, sentences, stat, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.diff.records import Diff
    from monitor.diff.showing import Heading
    from monitor.views.words import Look

WIDE = 120
"""From so many columns on a terminal, old and new stand beside each other."""


def diff_view(
    name: str, diff: Diff, heading: Heading, look: Look, *, side_by_side: bool | None
) -> Iterator[str]:
    """The lines of the view. ``side_by_side`` None: where the terminal is wide enough."""
    if name == "html":
        return page.diff_page(diff, heading, everything=look.everything)
    if name == "unified":
        return sentences.unified_view(diff, heading, look)
    if name == "stat":
        return stat.stat_view(diff, heading, look)
    wide = look.columns is not None and look.columns >= WIDE
    if side_by_side or (side_by_side is None and wide and name == "words" and not look.explain):
        return beside.side_by_side_view(diff, heading, look)
    if name == "sentences":
        return sentences.sentences_view(diff, heading, look)
    return words.words_view(diff, heading, look)
