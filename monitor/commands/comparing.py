"""What ``diff``, ``compare`` and ``log -p`` share: comparing two readings and showing it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.comparing.kept import assessed, with_all
from monitor.diff.showing import Heading
from monitor.notation.addresses import on_screen
from monitor.notation.times import window
from monitor.output import write_json
from monitor.terminal import Style, terminal_width, write
from monitor.views.diff import diff_view
from monitor.views.reasons import with_reasons
from monitor.views.words import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.records import Diff
    from storage.records import Article, Revision


OURS = "This difference comes from our reader, not from the outlet."


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options of a view, as the user gave them."""

    view: str = "words"
    side_by_side: bool | None = None
    everything: bool = False
    explain: bool = False

    def look(self) -> Look:
        """How to draw for stdout: lines are wrapped only on a terminal."""
        columns = terminal_width() if sys.stdout.isatty() else None
        return Look(Style.of(sys.stdout), columns, self.everything, self.explain)


def show_diff(diff: Diff, heading: Heading, wishes: Wishes) -> None:
    """Write the chosen view."""
    lines = diff_view(wishes.view, diff, heading, wishes.look(), side_by_side=wishes.side_by_side)
    for text in lines:
        write(text)


def write_diff_json(
    document: dict[str, Any], diff: Diff, wishes: Wishes, told: Sequence[str] = ()
) -> None:
    """Write the *diff* document; with ``--all`` it includes unchanged sentences.

    With ``--explain`` it also has the reasons, and the remarks in ``told`` about the change.
    """
    if wishes.everything:
        document = with_all(document, diff)
    if wishes.explain:
        document = with_reasons(document, diff, told, everything=wishes.everything)
    write_json(document)


def heading_of(article: Article, old: Revision, new: Revision) -> Heading:
    """Names for the two sides; the time of the change is given as between two sights."""
    known = assessed(old, new)
    left, right = f"{article.id}@{old.number}", f"{article.id}@{new.number}"
    step = f"{left} → {right} · changed {window(old.last_seen, new.first_seen)}"
    if old.number == new.number:
        step = right
    elif old.number > new.number:
        step = f"{left} → {right} · backwards, from a newer to an older revision"
    return Heading(
        title=new.title or article.url,
        old=left,
        new=right,
        summary=known.summary if known else "",
        signals=known.signals if known else (),
        lines=(
            on_screen(new.url),
            f"{article.outlet} · {step}",
            *((OURS,) if known and known.ours else ()),
        ),
    )
