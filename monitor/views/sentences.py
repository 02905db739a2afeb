"""The diff by whole sentences: old and new under each other, beside each other, or unified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.views.comparison import Fold, body, field_name, fields_in_order, sides
from monitor.views.safe import line, padded
from monitor.views.spans import Span, flat, painted, signed, size, wrapped
from monitor.views.words import heading_lines, whence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.diff.records import Diff, Edit, FieldChange, Mark, Sentence
    from monitor.output import Style
    from monitor.views.comparison import Heading
    from monitor.views.words import Look

CONTEXT = 2
_GAP = " │ "


def sentences_view(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """Each old sentence with ``-``, each new one with ``+``."""
    yield from heading_lines(diff, heading, look)
    for change in fields_in_order(diff):
        yield ""
        yield look.style.bold(field_name(change))
        yield from _pair(change.old, change.new, look)
    if diff.edits or look.everything:
        yield ""
        for part in body(diff):
            yield from _fold(part, look) if isinstance(part, Fold) else _edit(part, look)


def _edit(edit: Edit, look: Look) -> Iterator[str]:
    if edit.kind == "move":
        yield from _one("> ", ">", f"{edit.new_text} ({whence(edit)})", look)
        return
    old = edit.old_text if edit.old else None
    yield from _pair(old, edit.new_text if edit.new else None, look)


def _pair(old: str | None, new: str | None, look: Look) -> Iterator[str]:
    if old is not None:
        yield from _one("- ", "-", old, look)
    if new is not None:
        yield from _one("+ ", "+", new, look)


def _one(sign: str, mark: str, text: str, look: Look) -> Iterator[str]:
    room = None if look.columns is None else look.columns - 2
    for number, spans in enumerate(wrapped([(mark, flat(text))], room)):
        yield painted([(mark, sign if number == 0 else "  "), *spans], look.style)


def _fold(fold: Fold, look: Look) -> Iterator[str]:
    if look.everything:
        for edit in fold.edits:
            yield from _one("  ", "=", edit.new_text, look)
    else:
        yield look.style.faint(f"⋯ unchanged sentences: {fold.sentences}")


# --- side by side ----------------------------------------------------------------------------
def side_by_side_view(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """Old on the left, new on the right, words marked on both sides."""
    columns = ((look.columns or 120) - len(_GAP)) // 2
    yield from heading_lines(diff, heading, look)
    yield ""
    yield from _row([("|", line(heading.old))], [("|", line(heading.new))], columns, look.style)
    for change in fields_in_order(diff):
        yield look.style.faint(field_name(change))
        yield from _row(*_field_sides(change), columns, look.style)
    for part in body(diff):
        if isinstance(part, Fold):
            yield from _fold_beside(part, columns, look)
        else:
            yield from _row(*_edit_sides(part), columns, look.style)


def _fold_beside(fold: Fold, columns: int, look: Look) -> Iterator[str]:
    if not look.everything:
        yield look.style.faint(f"⋯ unchanged sentences: {fold.sentences}")
        return
    for edit in fold.edits:
        text: list[Span] = [("=", flat(edit.new_text))]
        yield from _row(text, text, columns, look.style)


def _field_sides(change: FieldChange) -> tuple[list[Span], list[Span]]:
    if change.words:
        return _side(change.words, "+"), _side(change.words, "-")
    old = [("-", change.old)] if change.old is not None else []
    new = [("+", change.new)] if change.new is not None else []
    return signed(old), signed(new)


def _edit_sides(edit: Edit) -> tuple[list[Span], list[Span]]:
    if edit.kind == "move":
        old, new = edit.old[0].block + 1, edit.new[0].block + 1
        return (
            [(">", f"(moved to ¶{new}) {flat(edit.old_text)}")],
            [(">", f"(moved from ¶{old}) {flat(edit.new_text)}")],
        )
    return (
        _side(edit.words, "+") if edit.old else [],
        _side(edit.words, "-") if edit.new else [],
    )


def _side(words: Sequence[tuple[Mark, str]], other: str) -> list[Span]:
    return signed((mark, text) for mark, text in words if mark != other)


def _row(old: list[Span], new: list[Span], columns: int, style: Style) -> Iterator[str]:
    left, right = wrapped(old, columns), wrapped(new, columns)
    for number in range(max(len(left), len(right))):
        before = left[number] if number < len(left) else []
        after = right[number] if number < len(right) else []
        fill = padded("", max(0, columns - size(before)))
        yield f"{painted(before, style)}{fill}{style.faint(_GAP)}{painted(after, style)}".rstrip()


# --- unified ---------------------------------------------------------------------------------
def unified_view(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """A unified diff with a sentence a line, as ``diff -u`` writes it."""
    import difflib  # noqa: PLC0415 — only where it is used

    old, new = _texts(diff)
    context = len(old) + len(new) if look.everything else CONTEXT
    lines = difflib.unified_diff(
        old, new, line(heading.old), line(heading.new), lineterm="", n=context
    )
    paints = {"-": look.style.old, "+": look.style.new, "@": look.style.faint}
    for text in lines:
        yield paints.get(text[:1], str)(text)


def _texts(diff: Diff) -> tuple[list[str], list[str]]:
    """The lines of both sides: the changed fields by name, then the body."""
    before, after = sides(diff)
    changed = fields_in_order(diff)
    old = [f"{change.field}: {line(change.old)}" for change in changed if change.old is not None]
    new = [f"{change.field}: {line(change.new)}" for change in changed if change.new is not None]
    return old + _paragraphs(before), new + _paragraphs(after)


def _paragraphs(sentences: list[Sentence]) -> list[str]:
    """A sentence a line, an empty line where a paragraph ends."""
    lines: list[str] = []
    block = None
    for sentence in sentences:
        if sentence.block != block:
            lines.append("")
            block = sentence.block
        lines.append(line(sentence.text))
    return lines
