"""The results of comparing two readings of an article: only frozen dataclasses.

Texts in these are as the outlet wrote them, with single spaces. During a comparison they are
canonical texts (see :func:`storage.digest.fold`): composed Unicode, no soft hyphens, no
joiners; :mod:`monitor.diff.originals` puts the originals in at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from storage.records import Weight

if TYPE_CHECKING:
    from storage.records import BlockKind

EditKind = Literal["edit", "add", "delete", "split", "merge", "move", "same"]
Mark = Literal["=", "-", "+"]

KINDS = (
    *("headline", "byline", "date", "number", "name", "quote", "attribution", "hedge"),
    *("negation", "detail", "rewrite", "wording", "typo", "punctuation", "quotes_style", "case"),
    *("spelling", "whitespace", "move", "split", "merge", "add", "delete", "link", "caption"),
    "struck",
)
"""Every kind there is, in the order in which they are listed."""


TO_LIVE_PAGE = " added to the live page"
"""The words for additions to a page that grows by entries; the log recognizes them by these."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body. Both numbers count from 0 over the whole body."""

    index: int
    block: int
    text: str
    block_kind: BlockKind


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that differs, as evidence: ``number 12 -> 21``.

    ``old`` or ``new`` is None if the thing is on one side only. ``note`` says what else a
    reader may want to know (``spelling``: the same name written differently; ``spelled alike``:
    that, or another name).
    """

    type: str
    old: str | None
    new: str | None
    note: str = ""

    def __str__(self) -> str:
        if self.old is None:
            told = f"{self.type} {self.new} added"
        elif self.new is None:
            told = f"{self.type} {self.old} removed"
        else:
            told = f"{self.type} {self.old} -> {self.new}"
        return f"{told} ({self.note})" if self.note else told


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field outside the body that differs; ``None`` on a side that lacks it.

    ``words`` and ``facts`` are given if the field is prose (title, standfirst, caption,
    summary).
    """

    field: str
    old: str | None
    new: str | None
    kinds: tuple[str, ...] = ()
    weight: Weight = Weight.NONE
    words: tuple[tuple[Mark, str], ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of the body.

    ``words`` joins, over ``=`` and ``-``, to the old text, and over ``=`` and ``+`` to the new
    one; the texts of several sentences are joined by single spaces. ``same`` is a sentence
    that stayed: such edits are in ``Diff.unchanged`` and never in ``Diff.edits``.
    """

    kind: EditKind
    old: tuple[Sentence, ...]
    new: tuple[Sentence, ...]
    words: tuple[tuple[Mark, str], ...]
    moved: bool = False
    kinds: tuple[str, ...] = ()
    weight: Weight = Weight.NONE
    facts: tuple[Fact, ...] = ()
    note: str = ""
    """What a sentence is that came or went: ``correction``, ``update``, ``promotion``, ``credit``;
    empty for a part of the story."""
    explains: Edit | None = None
    """The edit that an editors' note is about, if its words tell."""

    @property
    def old_text(self) -> str:
        """The old sentences, joined by single spaces."""
        return " ".join(sentence.text for sentence in self.old)

    @property
    def new_text(self) -> str:
        """The new sentences, joined by single spaces."""
        return " ".join(sentence.text for sentence in self.new)


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs between two readings of one article.

    ``edits`` are in reading order. ``unchanged`` are the sentences that stayed where they
    were. ``live`` is set for a page that grows by entries while something happens.
    """

    fields: tuple[FieldChange, ...] = ()
    edits: tuple[Edit, ...] = ()
    unchanged: tuple[Edit, ...] = ()
    weight: Weight = Weight.NONE
    kinds: tuple[str, ...] = ()
    summary: str = ""
    live: bool = False


def heaviest(weights: list[Weight]) -> Weight:
    """The heaviest of these; ``none`` if there are none."""
    return max(set(weights), key=lambda weight: weight.rank, default=Weight.NONE)


def in_order(kinds: set[str]) -> tuple[str, ...]:
    """These kinds in the order of :data:`KINDS`."""
    return tuple(kind for kind in KINDS if kind in kinds)
