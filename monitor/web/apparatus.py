"""A diff as an edition prints it: the text in paragraphs, with notes in the margin.

Pure: a :class:`Diff` goes in, paragraphs come out. Moved text leaves a trace where it was, and
both ends name each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.diff.marked_capitals import unmarked
from monitor.diff.showing import all_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.diff.records import Diff, Edit, Mark
    from storage.records import BlockKind

CONTEXT = 1
"""Unchanged paragraphs that are shown before and after a changed one."""
FEWEST_FOLDED = 2
"""Fewer unchanged paragraphs are not worth folding."""


@dataclass(slots=True)
class Run:
    """A stretch of text within a paragraph.

    ``words`` are marked ``=``, ``-`` and ``+``. ``edit`` is the number of its edit, from 1, or None
    for unchanged text. ``trace`` is set where moved text was before; ``again`` on the second and
    later parts of a run that was divided among cells.
    """

    words: tuple[tuple[Mark, str], ...]
    edit: int | None = None
    moved: bool = False
    trace: bool = False
    again: bool = False


@dataclass(slots=True)
class Paragraph:
    """A block of the new text, or a deleted one. Numbers count from 1 over the body."""

    kind: BlockKind
    old: int | None = None
    new: int | None = None
    runs: list[Run] = field(default_factory=list)
    edits: list[tuple[int, Edit]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        return any(run.edit is not None for run in self.runs)

    @property
    def text(self) -> str:
        """Its new text, without marks."""
        return "".join(text for run in self.runs for mark, text in run.words if mark != "-")


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Unchanged paragraphs that are folded."""

    paragraphs: tuple[Paragraph, ...]


def paragraphs(diff: Diff) -> list[Paragraph]:
    """The whole body in reading order, with the edits numbered as in ``Diff.edits``."""
    numbers = {id(edit): number for number, edit in enumerate(diff.edits, 1)}
    found: list[Paragraph] = []
    for edit in _with_traces(list(all_edits(diff))):
        place = _place(edit)
        if not found or not _continues(found[-1], *place):
            found.append(Paragraph((edit.edit.new or edit.edit.old)[0].block_kind, *place))
        paragraph = found[-1]
        if not edit.trace:
            paragraph.old, paragraph.new = paragraph.old or place[0], paragraph.new or place[1]
        number = numbers.get(id(edit.edit))
        if paragraph.runs:
            paragraph.runs.append(Run((("=", " "),)))
        paragraph.runs.append(_run(edit, number))
        if number is not None and not edit.trace:
            paragraph.edits.append((number, edit.edit))
    return found


def folded(found: list[Paragraph]) -> Iterator[Paragraph | Unchanged]:
    """The paragraphs, with those that are far from any change folded together."""
    near = {
        other
        for index, paragraph in enumerate(found)
        if paragraph.changed
        for other in range(index - CONTEXT, index + CONTEXT + 1)
    }
    hidden: list[Paragraph] = []
    for index, paragraph in enumerate(found):
        if index not in near:
            hidden.append(paragraph)
            continue
        yield from _fold(hidden)
        hidden = []
        yield paragraph
    yield from _fold(hidden)


def _fold(hidden: list[Paragraph]) -> Iterator[Paragraph | Unchanged]:
    if len(hidden) >= FEWEST_FOLDED:
        yield Unchanged(tuple(hidden))
    else:
        yield from hidden


@dataclass(slots=True)
class _Placed:
    """An edit, or the trace that moved text left where it was."""

    edit: Edit
    trace: bool = False


def _with_traces(edits: list[Edit]) -> Iterator[_Placed]:
    """The edits with traces, each after the last unmoved sentence that preceded the moved one."""
    moved = sorted(
        (edit for edit in edits if edit.old and edit.new and (edit.moved or edit.kind == "move")),
        key=lambda edit: edit.old[0].index,
    )
    if not moved:
        yield from map(_Placed, edits)
        return
    wandering = {id(edit) for edit in moved}
    waiting = list(moved)
    for edit in edits:
        if id(edit) not in wandering and edit.old:
            while waiting and waiting[0].old[0].index < edit.old[0].index:
                yield _Placed(waiting.pop(0), trace=True)
        yield _Placed(edit)
    for edit in waiting:
        yield _Placed(edit, trace=True)


def _place(placed: _Placed) -> tuple[int | None, int | None]:
    """The numbers of the old and the new block; moved text has no old one where it is now."""
    edit = placed.edit
    old = edit.old[0].block + 1 if edit.old else None
    new = edit.new[0].block + 1 if edit.new else None
    if placed.trace:
        return old, None
    return (None if edit.moved or edit.kind == "move" else old), new


def _continues(paragraph: Paragraph, old: int | None, new: int | None) -> bool:
    """Whether it belongs to the paragraph: same new block, or same old block if deleted."""
    if new is not None and paragraph.new is not None:
        return new == paragraph.new
    if old is not None and paragraph.old is not None:
        return old == paragraph.old
    return False


def _run(placed: _Placed, number: int | None) -> Run:
    edit = placed.edit
    if placed.trace:
        return Run((("-", edit.old_text),), number, moved=True, trace=True)
    if edit.kind == "move":
        return Run((("=", edit.new_text),), number, moved=True)
    return Run(tuple(edit.words), number, moved=edit.moved)


# --- rows of a table ----------------------------------------------------------------------------
def cells(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of a table's row by cell; in the text, bars separate the cells.

    A bar that was itself added or removed separates nothing and is shown with its mark, unless the
    whole row was added or removed.
    """
    known = list(runs)
    marks = {mark for run in known for mark, text in run.words if text.strip()}
    found: list[list[Run]] = [[]]
    for run in known:
        again = False
        for part in _parted(run.words, whole=len(marks) == 1):
            if part is None:
                found.append([])
            elif found[-1] or any(text.strip() for _, text in part):
                found[-1].append(replace(run, words=part, again=again))
                again = True
    return found


def _parted(
    words: Iterable[tuple[Mark, str]], *, whole: bool
) -> Iterator[tuple[tuple[Mark, str], ...] | None]:
    """The words up to each bar, and None for the bar."""
    part: list[tuple[Mark, str]] = []
    for mark, text in words:
        pieces = text.split("|") if whole or mark == "=" else [text]
        for number, piece in enumerate(pieces):
            if number:
                yield tuple(part)
                yield None
                part = []
            part.append((mark, piece))
    yield tuple(part)


# --- side by side --------------------------------------------------------------------------------
def side(runs: Iterable[Run], mark: Mark) -> list[Run]:
    """The runs of one side: ``-`` for the old one, ``+`` for the new one.

    Moved text is on the old side where it was, and on the new side where it is now.
    """
    found: list[Run] = []
    for run in runs:
        if run.trace and mark == "+":
            continue
        if run.moved and not run.trace and mark == "-":
            continue
        words = tuple(word for word in unmarked(run.words, mark) if word[0] in {"=", mark})
        if words:
            found.append(Run(words, run.edit, run.moved, run.trace))
    return found


def plain_lines(found: Iterable[Paragraph]) -> Iterator[str]:
    """The text view: a paragraph per line, with ``[-old-]`` and ``{+new+}`` as in ``git diff``."""
    signs = {"-": ("[-", "-]"), "+": ("{+", "+}"), "=": ("", "")}
    for paragraph in found:
        parts = []
        for run in paragraph.runs:
            told = "".join(f"{signs[mark][0]}{text}{signs[mark][1]}" for mark, text in run.words)
            parts.append(f"[> moved: {told} <]" if run.moved and not run.trace else told)
        yield "".join(parts)
