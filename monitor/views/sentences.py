"""The diff by whole sentences: old and new one below the other, or unified."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.diff.showing import Fold, body, field_name, fields_in_order, sides
from monitor.notation.safe import line
from monitor.views.fields import shown_fields
from monitor.views.reasons import explained
from monitor.views.spans import flat, painted, wrapped
from monitor.views.words import fold_line, heading_lines, whence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.diff.records import Diff, Edit, Sentence
    from monitor.diff.showing import Heading
    from monitor.views.words import Look

CONTEXT = 2
_GAP = " │ "


def sentences_view(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """Each old sentence with ``-``, each new one with ``+``."""
    yield from heading_lines(diff, heading, look)
    for change in shown_fields(diff):
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
        yield fold_line(fold, look)


# --- unified ---------------------------------------------------------------------------------
def unified_view(diff: Diff, heading: Heading, look: Look) -> Iterator[str]:
    """A unified diff with one sentence per line, as ``diff -u`` writes it."""
    import difflib  # noqa: PLC0415 — only where it is used

    if look.explain:
        whole = replace(look, style=replace(look.style, colour=False), columns=None)
        for text in (*heading_lines(diff, heading, whole), *explained(diff)):
            yield look.style.faint(f"# {text}")
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
    """One sentence per line, with an empty line before each paragraph."""
    lines: list[str] = []
    block = None
    for sentence in sentences:
        if sentence.block != block:
            lines.append("")
            block = sentence.block
        lines.append(line(sentence.text))
    return lines
