"""The log for a terminal: the headline first, then what changed below it."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from monitor.notation.addresses import on_screen
from monitor.notation.figures import counted
from monitor.notation.safe import cut, cut_sentence, isolated, line, padded, width, with_isolates
from monitor.notation.telling import under_its_headline
from monitor.notation.times import short
from monitor.queries.columns import headline
from monitor.queries.folding import FIRST, Folding
from monitor.queries.objects import Changes
from monitor.terminal import Style, terminal_width
from monitor.views.spans import Span, painted, signed, size, wrapped
from storage.records import Event, EventKind, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.diff.records import Diff
    from monitor.output import Row
    from storage.archive import Archive
    from storage.records import Revision

_MARKS = {
    Weight.SUBSTANTIVE: "!!",
    Weight.WORDING: "! ",
    Weight.COSMETIC: "· ",
    Weight.NONE: "  ",
}
_DAMAGED = "What changed cannot be shown: one of the texts is damaged."
_FIRST = "* "
_EVENT = "o "
_TOLD = (
    *(("!!", "substantive"), ("! ", "wording"), ("· ", "cosmetic")),
    *((_FIRST, "first seen"), (_EVENT, "event")),
)
_BESIDE_OUTLET, _LEAST_OF_OUTLET = 32, 6
"""Columns of time, sign and number, and how narrow the name of an outlet may get beside them."""
_OUTLET_WIDTH = 14
_INDENT = "    "
_UNTOLD = "What changed was removed with a redacted text."
_LEFT_OF_NAME = 38
_LOST_AT_A_BREAK = 12
"""About how many columns a line loses when it is broken."""
_WITH_ADDRESS = frozenset({EventKind.GONE, EventKind.MOVED_URL})
"""Events that may say where the text is now; a cut address would not lead there."""


class LogView:
    """Turns rows into lines.

    With ``folds``, what :class:`Folding` folds is left out, and counted by sort in ``folded``.
    ``patch`` gives the diff to show below a revision. At most ``most`` rows are shown; ``more``
    says that there were others.
    """

    def __init__(
        self,
        archive: Archive,
        *,
        folds: bool,
        patch: Callable[[Revision], Diff | None] | None,
        most: int | None = None,
    ) -> None:
        self._folding = Folding(repeats=True) if folds else None
        self._patch = patch
        self._most = most
        self._changes = Changes(archive)
        self._style = Style.of(sys.stdout)
        self._columns = terminal_width() if sys.stdout.isatty() else None
        self._signs: set[str] = set()
        self.folded: Counter[str] = Counter()
        self.more = False

    def lines(self, rows: Iterable[Revision | Event]) -> Iterator[str]:
        """Each row's headline and what changed; first revisions and some events say less."""
        shown = 0
        for row in rows:
            if shown == self._most:
                self.more = True
                break
            if self._folding is not None and (sort := self._folding.sort_of(row)):
                self.folded[sort] += 1
                continue
            if isinstance(row, Event) or row.number > 1:
                yield from self._end_of_run()
            shown += 1
            yield from self._event(row) if isinstance(row, Event) else self._revision(row)
        yield from self._end_of_run()

    def _end_of_run(self) -> Iterator[str]:
        """At the end of a run of first revisions, say how many were folded."""
        hidden = self.folded.pop(FIRST, 0)
        if hidden:
            told = counted(hidden, "more article")
            yield self._style.faint(f"⋯ {told} seen for the first time")

    def _revision(self, row: Revision) -> Iterator[str]:
        title = line(headline(self._changes.of(row)) or on_screen(row.url))
        if row.number == 1:
            start = self._row(short(row.first_seen), row.outlet, _FIRST, self._name(row))
            yield from self._titled(start, self._name(row), title, "=")
            return
        old = self._old_title(row)
        marked = old is not None and old != title
        yield from self._headline(row, title, old if marked else None)
        if self._patch is not None:  # a list with diffs is read by others, in a mail
            yield _INDENT + self._style.faint(line(on_screen(row.url)))
        summary = row.assessment.summary or (_UNTOLD if row.assessment.weight.rank else "")
        if marked:
            summary = under_its_headline(summary)
        signs = [f"[{signal}]" for signal in row.assessment.signals]
        if row.assessment.ours:
            signs.append("(this difference comes from our reader, not from the outlet)")
        yield from self._told(with_isolates(line(summary)), " ".join(signs))
        if self._patch is not None:
            yield from self._diff(self._patch(row))

    def _headline(self, row: Revision, title: str, old: str | None) -> Iterator[str]:
        """The row; if the headline changed, its removed and added words are marked."""
        sign = _MARKS[row.assessment.weight]
        start = self._row(short(row.first_seen), row.outlet, sign, self._name(row))
        if old is None:
            yield from self._titled(start, self._name(row), title, "field")
            return
        from monitor.diff.marks import words  # noqa: PLC0415 - only where a headline changed

        marked = signed(words(old, title))
        spans = [("field" if mark == "=" else mark, text) for mark, text in marked]
        used = _LEFT_OF_NAME + len(self._name(row)) + 1 + size(spans)
        if self._columns is None or used <= self._columns:
            (spans,) = wrapped(spans, None)
            yield f"{start} {painted(spans, self._style)}"
            return
        yield start
        yield from self._lines(spans)

    def _old_title(self, row: Revision) -> str | None:
        if "headline" not in row.assessment.kinds:
            return None
        return line(row.previous_title) if row.previous_title else None

    def _event(self, row: Event) -> Iterator[str]:
        revision = self._changes.revision_of(row)
        title = line(revision.title or on_screen(revision.url))
        name = f"{self._name(revision)} {row.kind.value.replace('_', ' ')}:"
        start = self._row(short(row.at), revision.outlet, _EVENT, name)
        yield from self._titled(start, name, title, "=")
        detail = with_isolates(line(row.detail))
        if row.kind in _WITH_ADDRESS:
            yield from self._lines([("=", detail)])
        elif detail:
            yield from self._told(detail, "")

    def absence(self, row: Row) -> Iterator[str]:
        """The lines of an absence that is not confirmed yet, from its JSON."""
        name = f"{row['article']}@{row['revision']}"
        start = self._row(short(row["first_seen"]), row["outlet"], _EVENT, name)
        yield from self._titled(start, name, line(row["title"] or on_screen(row["url"])), "=")
        yield from self._told(with_isolates(line(row["summary"])), "")

    def _titled(self, start: str, name: str, title: str, mark: str) -> Iterator[str]:
        """The row with its headline, which is put below the row, in full, if it does not fit."""
        used = _LEFT_OF_NAME + width(name) + 1 + width(title)
        if self._columns is None or used <= self._columns:
            yield f"{start} {painted([(mark, isolated(title))], self._style)}"
            return
        yield start
        yield from self._lines([(mark, title)])

    def _lines(self, spans: list[Span]) -> Iterator[str]:
        """The spans on lines of their own, below the row."""
        room = None if self._columns is None else self._columns - len(_INDENT)
        for part in wrapped(spans, room):
            yield _INDENT + painted(part, self._style)

    def _told(self, summary: str, signs: str) -> Iterator[str]:
        """What changed, on two lines; if it does not fit, the sentence is cut."""
        if self._columns is None:
            yield _INDENT + " ".join(part for part in (summary, signs) if part)
            return
        room = self._columns - len(_INDENT)
        told = cut_sentence(summary, 2 * room - width(signs) - _LOST_AT_A_BREAK)
        spans: list[Span] = [("=", f"{told} " if signs else told), ("=", signs)]
        for part in wrapped(spans, room):
            yield _INDENT + painted(part, self._style)

    def legend(self) -> str:
        """The meaning of the signs in the rows that were shown."""
        return "  ".join(f"{sign.strip()} {told}" for sign, told in _TOLD if sign in self._signs)

    def _row(self, time: str, outlet: str, sign: str, rest: str) -> str:
        self._signs.add(sign)
        room = _OUTLET_WIDTH if self._columns is None else self._columns - _BESIDE_OUTLET
        columns = max(_LEAST_OF_OUTLET, min(_OUTLET_WIDTH, room))
        outlet = padded(isolated(cut(line(outlet), columns)), columns)
        paint = {"!!": self._style.strong, "! ": self._style.warm, "· ": self._style.faint}
        return f"{self._style.faint(time)}  {outlet}  {paint.get(sign, str)(sign)} {rest}"

    def _name(self, row: Revision) -> str:
        return f"{row.article_id}@{row.number}"

    def _diff(self, diff: Diff | None) -> Iterator[str]:
        from monitor.views.words import Look, change_lines  # noqa: PLC0415 - only with a patch

        columns = None if self._columns is None else self._columns - len(_INDENT)
        lines = [_DAMAGED] if diff is None else change_lines(diff, Look(self._style, columns))
        for text in lines:
            yield (_INDENT + text).rstrip()
        yield ""
