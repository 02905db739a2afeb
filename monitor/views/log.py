"""The log for a terminal: two lines a change, the headline first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from monitor.export.objects import Changes
from monitor.output import Style, terminal_width
from monitor.views.safe import cut, isolated, line, padded
from monitor.views.times import short
from monitor.views.words import Look, change_lines
from storage.records import Event, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.diff.records import Diff
    from storage.archive import Archive
    from storage.records import Revision

_MARKS = {
    Weight.SUBSTANTIVE: "!!",
    Weight.WORDING: "! ",
    Weight.COSMETIC: "· ",
    Weight.NONE: "  ",
}
_FIRST = "* "
_EVENT = "o "
_FOLDED = (Weight.COSMETIC, Weight.NONE)
_OUTLET_WIDTH = 14
_INDENT = "    "


class LogView:
    """Turns rows into lines; ``folded`` counts the changes that were left out.

    ``patch`` gives the diff to show below a revision.
    """

    def __init__(
        self, archive: Archive, *, folds: bool, patch: Callable[[Revision], Diff] | None
    ) -> None:
        self._archive = archive
        self._folds = folds
        self._patch = patch
        self._changes = Changes(archive)
        self._style = Style.of(sys.stdout)
        self._columns = terminal_width() if sys.stdout.isatty() else None
        self.folded = 0

    def lines(self, rows: Iterable[Revision | Event]) -> Iterator[str]:
        """Two lines a row, an event in one."""
        for row in rows:
            if isinstance(row, Event):
                yield from self._event(row)
            elif self._is_folded(row):
                self.folded += 1
            else:
                yield from self._revision(row)

    def _is_folded(self, row: Revision) -> bool:
        return self._folds and row.number > 1 and row.assessment.weight in _FOLDED

    def _revision(self, row: Revision) -> Iterator[str]:
        first = row.number == 1
        mark = _FIRST if first else _MARKS[row.assessment.weight]
        title = line(row.title or row.url)
        if first:
            yield self._row(short(row.first_seen), row.outlet, mark, f"{self._name(row)} {title}")
            return
        yield (
            self._row(short(row.first_seen), row.outlet, self._paint_mark(row), self._name(row))
            + " "
            + self._headline(row, title)
        )
        told = [row.assessment.summary, *(f"[{signal}]" for signal in row.assessment.signals)]
        if row.assessment.ours:
            told.append("(our reader made this difference, not the outlet)")
        yield _INDENT + self._cut(line(" ".join(part for part in told if part)), len(_INDENT))
        if self._patch is not None:
            yield from self._diff(self._patch(row))

    def _headline(self, row: Revision, title: str) -> str:
        old = self._old_title(row)
        if old is None or old == title:
            return self._style.bold(isolated(title))
        before = self._style.struck(f"[-{isolated(old)}-]")
        return f"{before} {self._style.bold(self._style.new(f'{{+{isolated(title)}+}}'))}"

    def _old_title(self, row: Revision) -> str | None:
        if "headline" not in row.assessment.kinds:
            return None
        title = self._archive.revision(row.article_id, row.number - 1).title
        return line(title) if title else None

    def _event(self, row: Event) -> Iterator[str]:
        revision = self._changes.revision_of(row)
        title = line(revision.title or revision.url)
        name = f"{self._name(revision)} {row.kind.value.replace('_', ' ')}: {title}"
        yield self._row(short(row.at), revision.outlet, _EVENT, name)
        if row.detail:
            yield _INDENT + self._cut(line(row.detail), len(_INDENT))

    def _row(self, time: str, outlet: str, mark: str, rest: str) -> str:
        outlet = padded(cut(line(outlet), _OUTLET_WIDTH), _OUTLET_WIDTH)
        return f"{self._style.faint(time)}  {outlet}  {mark} {rest}"

    def _paint_mark(self, row: Revision) -> str:
        weight = row.assessment.weight
        paint = {Weight.SUBSTANTIVE: self._style.strong, Weight.WORDING: self._style.warm}
        return paint.get(weight, self._style.faint)(_MARKS[weight])

    def _name(self, row: Revision) -> str:
        return f"{row.article_id}@{row.number}"

    def _cut(self, text: str, used: int) -> str:
        return text if self._columns is None else cut(text, self._columns - used)

    def _diff(self, diff: Diff) -> Iterator[str]:
        columns = None if self._columns is None else self._columns - len(_INDENT)
        for text in change_lines(diff, Look(self._style, columns)):
            yield (_INDENT + text).rstrip()
        yield ""
