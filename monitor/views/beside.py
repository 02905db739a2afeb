"""The diff in two columns: old on the left, new on the right, words marked on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.diff.marked_capitals import unmarked
from monitor.diff.showing import Fold, body, field_name, is_change
from monitor.notation.safe import line
from monitor.views.fields import shown_fields
from monitor.views.spans import Span, flat, painted, signed, size, wrapped
from monitor.views.words import fact_lines, fold_line, heading_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.diff.records import Diff, Edit, FieldChange, Mark
    from monitor.diff.showing import Heading
    from monitor.terminal import Style
    from monitor.views.words import Look

_GAP = " │ "
_RULE = "─"
_CROSS = "─┼─"


def side_by_side_view(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """The whole view, line by line; 120 columns wide if no width is given."""
    columns = ((look.columns or 120) - len(_GAP)) // 2
    yield from heading_lines(diff, heading, look)
    yield from fact_lines(diff, look)
    if not is_change(diff) and not look.everything:
        return
    yield ""
    yield from _row([("=", line(heading.old))], [("=", line(heading.new))], columns, look.style)
    yield look.style.faint(_RULE * columns + _CROSS + _RULE * columns)
    fields = shown_fields(diff)
    yield from _fields([change for change in fields if change.weight.rank], columns, look)
    for part in body(diff):
        if isinstance(part, Fold):
            yield from _fold(part, columns, look)
        else:
            yield from _row(*_edit_sides(part), columns, look.style)
    yield from _fields([change for change in fields if not change.weight.rank], columns, look)


def _fields(fields: Sequence[FieldChange], columns: int, look: Look) -> Iterator[str]:
    for change in fields:
        yield look.style.bold(field_name(change))
        yield from _row(*_field_sides(change), columns, look.style)


def _fold(fold: Fold, columns: int, look: Look) -> Iterator[str]:
    if not look.everything:
        yield fold_line(fold, look)
        return
    for edit in fold.edits:
        yield from _row(
            [("=", flat(edit.old_text))], [("=", flat(edit.new_text))], columns, look.style
        )


def _field_sides(change: FieldChange) -> tuple[list[Span], list[Span]]:
    if change.words:
        return _side(change.words, "+"), _side(change.words, "-")
    old = [("-", change.old)] if change.old is not None else []
    new = [("+", change.new)] if change.new is not None else []
    return signed(old), signed(new)


def _edit_sides(edit: Edit) -> tuple[list[Span], list[Span]]:
    old = _side(edit.words, "+") if edit.old else []
    new = _side(edit.words, "-") if edit.new else []
    if edit.kind == "move":
        old, new = [(">", flat(edit.old_text))], [(">", flat(edit.new_text))]
    if edit.moved or edit.kind == "move":
        before, after = edit.old[0].block + 1, edit.new[0].block + 1
        old = [("|", f"(moved to ¶{after})"), ("=", " "), *old]
        new = [("|", f"(moved from ¶{before})"), ("=", " "), *new]
    return old, new


def _side(words: Sequence[tuple[Mark, str]], other: str) -> list[Span]:
    sign: Mark = "-" if other == "+" else "+"
    return signed((mark, text) for mark, text in unmarked(words, sign) if mark != other)


def _row(old: list[Span], new: list[Span], columns: int, style: Style) -> Iterator[str]:
    """Both sides, on as many lines as the longer one needs; long words are broken."""
    left, right = wrapped(old, columns, chop=True), wrapped(new, columns, chop=True)
    for number in range(max(len(left), len(right))):
        before = left[number] if number < len(left) else []
        after = right[number] if number < len(right) else []
        fill = " " * max(0, columns - size(before))
        yield f"{painted(before, style)}{fill}{style.faint(_GAP)}{painted(after, style)}".rstrip()
