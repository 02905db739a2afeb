"""The diff for a terminal: headline, facts, then each edited sentence with its words marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.diff.showing import (
    Fold,
    Heading,
    body,
    facts,
    field_name,
    is_change,
)
from monitor.notation.figures import counted
from monitor.notation.safe import islands, isolated, line, with_isolates
from monitor.views.fields import shown_fields
from monitor.views.reasons import place, reasons
from monitor.views.spans import Span, flat, painted, signed, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.diff.records import Diff, Edit, Fact, FieldChange
    from monitor.terminal import Style

SIGNS = {"add": "+", "delete": "-", "move": ">", "same": " "}
INDENT = 7


@dataclass(frozen=True, slots=True)
class Look:
    """How a view is drawn; with ``columns`` None, no line is broken."""

    style: Style
    columns: int | None = None
    everything: bool = False
    explain: bool = False


def words_view(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """The whole view, line by line."""
    yield from heading_lines(diff, heading, look)
    yield from change_lines(diff, look)


def change_lines(diff: Diff, look: Look) -> Iterator[str]:
    """Everything below the heading; fields without weight (times, links) come last."""
    fields = shown_fields(diff)
    for change in fields:
        if change.weight.rank:
            yield ""
            yield from _field(change, look)
    yield from fact_lines(diff, look)
    if diff.edits or look.everything:
        yield ""
        for part in body(diff):
            yield from _fold(part, look) if isinstance(part, Fold) else edit_lines(part, look)
    for change in fields:
        if not change.weight.rank:
            yield ""
            yield from _field(change, look)


def heading_lines(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """What is compared, and the result in a sentence."""
    style = look.style
    for spans in wrapped([("field", line(heading.title))], look.columns):
        yield painted(spans, style)
    for text in heading.lines:
        for spans in wrapped([("|", islands(line(text)))], look.columns):
            yield painted(spans, style)
    if not is_change(diff):
        if heading.old == heading.new:
            yield f"Nothing to compare: {line(heading.old)} is on both sides."
        else:
            yield f"No difference between {line(heading.old)} and {line(heading.new)}."
        return
    summary = with_isolates(line(heading.summary or diff.summary))
    verdict: list[Span] = [(diff.weight.value, diff.weight.value), ("=", f"  {summary}")]
    verdict += [("|", f" [{signal}]") for signal in heading.signals]
    for spans in wrapped(verdict, look.columns):
        yield painted(spans, style)


def fact_lines(diff: Diff, look: Look) -> Iterator[str]:
    """The facts that changed, one per line."""
    found = facts(diff)
    if not found:
        return
    yield ""
    yield look.style.bold("Facts")
    for fact in found:
        yield f"  {fact.type:<11} {fact_text(fact, look.style)}"


def fact_text(fact: Fact, style: Style) -> str:
    """``12 → 21``, or, if there is only one side, that side with its sign."""
    note = style.faint(f" ({line(fact.note)})") if fact.note else ""
    if fact.old is None:
        return style.new(f"{{+{isolated(line(fact.new or ''))}+}}") + note
    old = isolated(line(fact.old))
    if fact.new is None:
        return style.old(f"[-{old}-]") + note
    return f"{style.old(old)} → {style.new(isolated(line(fact.new)))}{note}"


def _field(change: FieldChange, look: Look) -> Iterator[str]:
    """A field: prose below its name, a short value next to it."""
    name: list[Span] = [("field", field_name(change))]
    rows = [change.words] if change.words else _whole(change)
    if not change.words and len(rows) == 1:
        name += [("=", "  "), *signed(rows[0])]
        rows = []
    for spans in wrapped([*name, *_told(change)], look.columns):
        yield painted(spans, look.style)
    for words in rows:
        for spans in wrapped(signed(words), _room(look, 2)):
            yield "  " + painted(spans, look.style)
    if look.explain:
        yield from _reasons(change, look, 2)


def _whole(change: FieldChange) -> list[list[tuple[str, str]]]:
    """Both sides in full, for a field that is not prose: on one line, or lists line by line."""
    old = [("-", text) for text in (change.old or "").splitlines()]
    new = [("+", text) for text in (change.new or "").splitlines()]
    if len(old) <= 1 and len(new) <= 1:
        return [[*old, *([("=", " ")] if old and new else []), *new]]
    return [[side] for side in (*old, *new)]


def edit_lines(edit: Edit, look: Look) -> Iterator[str]:
    """One edit: its sign and paragraph, the sentence with marked words, and its kinds."""
    sign = SIGNS.get(edit.kind, "~")
    gutter = f"{sign} {place(edit)}".ljust(INDENT)
    spans = _moved(edit) if edit.kind == "move" else signed(edit.words)
    lines = wrapped([*spans, *_told(edit, whence(edit))], _room(look, INDENT))
    for number, spans_of_line in enumerate(lines):
        start = _gutter(gutter, sign, look.style) if number == 0 else " " * INDENT
        yield (start + painted(spans_of_line, look.style)).rstrip()
    if look.explain:
        yield from _reasons(edit, look, INDENT)


def _moved(edit: Edit) -> list[Span]:
    return [(">", isolated(flat(edit.new_text)))]


def _gutter(text: str, sign: str, style: Style) -> str:
    paints = {"+": style.new, "-": style.old, ">": style.moved}
    return paints.get(sign, style.warm)(text)


def whence(edit: Edit) -> str:
    """Where moved text came from, how many sentences a split made, what a note explains."""
    parts = []
    if edit.moved or edit.kind == "move":
        old, new = edit.old[0].block + 1, edit.new[0].block + 1
        parts.append(f"moved from ¶{old} to ¶{new}" if old != new else f"moved within ¶{new}")
    if edit.kind == "split":
        parts.append(f"one sentence is now {len(edit.new)}")
    if edit.kind == "merge":
        parts.append(f"{len(edit.old)} sentences are now one")
    if edit.explains is not None:
        parts.append(f"explains the edit of {place(edit.explains)}")
    return "; ".join(parts)


def _told(part: Edit | FieldChange, *more: str) -> list[Span]:
    """Kinds and weight, faint, to be put after what they are about."""
    note = getattr(part, "note", "")
    if not part.kinds and not any(more):
        return []
    parts = [*more, note, ", ".join(part.kinds), part.weight.value]
    text = "; ".join(text for text in parts if text)
    return [("=", "  "), ("|", f"({text})")]


def _reasons(part: Edit | FieldChange, look: Look, indent: int) -> Iterator[str]:
    for reason in reasons(part):
        yield " " * indent + look.style.faint(f"why {part.weight.value}: {reason}")


def _fold(fold: Fold, look: Look) -> Iterator[str]:
    if not look.everything:
        yield fold_line(fold, look)
        return
    for edit in fold.edits:
        yield from _same(edit, look)


def fold_line(fold: Fold, look: Look) -> str:
    """A line that says how much did not change."""
    return look.style.faint(f"  ⋯    {counted(fold.sentences, 'sentence')} unchanged")


def _same(edit: Edit, look: Look) -> Iterator[str]:
    gutter = f"  {place(edit)}".ljust(INDENT)
    for number, spans in enumerate(wrapped([("=", flat(edit.new_text))], _room(look, INDENT))):
        start = look.style.faint(gutter) if number == 0 else " " * INDENT
        yield start + painted(spans, look.style)


def _room(look: Look, indent: int) -> int | None:
    return None if look.columns is None else max(20, look.columns - indent)


def joined(lines: Iterable[str]) -> str:
    """The lines as one text."""
    return "\n".join(lines) + "\n"
