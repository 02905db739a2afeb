"""Assessing a change, given the history of its article: weight, kinds, signals, a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.denied import ELSEWHERE, WITH_CLAUSE
from monitor.classify.explaining import SHORTEST_LINK, notes_added
from monitor.diff.struck import takes_back
from monitor.diff.tokens import tokens
from storage.database.times import from_page, same
from storage.records import Assessment, Weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.diff.records import Diff, Edit, Fact
    from storage.records import Extraction

_FACTUAL = frozenset({"number", "date", "time", "name", "attribution"})
"""Types of facts that, if replaced by another, call for a correction note."""


def assess(
    diff: Diff,
    old: Extraction,
    new: Extraction,
    *,
    earlier: Sequence[str] = (),
    new_digest: str = "",
    declared_unchanged: bool | None = None,
) -> Assessment:
    """The assessment of the change from ``old`` to ``new``.

    ``earlier`` are the content digests of all revisions so far, oldest first (the last one is
    that of ``old``), ``new_digest`` is that of ``new``. ``declared_unchanged`` says that every
    time of modification which the outlet declares anywhere (page, feed, sitemap, header) stayed;
    None: only what both readings say is known.
    """
    stayed = same(old.modified, new.modified) if declared_unchanged is None else declared_unchanged
    stayed = stayed and same(old.published, new.published)
    signals = (*_of_change(diff, old, new, stayed=stayed), *_of_history(earlier, new_digest))
    earlier_time = is_earlier(new.modified, old.modified)
    told = _summary(diff, signals, earlier_time=earlier_time)
    return Assessment(diff.weight, diff.kinds, signals, told)


def is_earlier(one: str | None, other: str | None) -> bool:
    """Whether one time that a page declares is before another; a bare day may be any hour of it."""
    first, second = from_page(one), from_page(other)
    return first is not None and second is not None and first < second and not same(one, other)


def _of_change(diff: Diff, old: Extraction, new: Extraction, *, stayed: bool) -> list[str]:
    """The signals of this change: *correction_noted*, *stealth*, *dated_only*.

    A page that grows by entries does not add them by stealth, and a note that the text was updated
    rules out stealth too, though it corrects nothing. Striking words out is an open correction.
    If only an old entry of a growing page changed, that is stealth.
    """
    signals: list[str] = []
    notes = notes_added(diff.edits)
    struck = takes_back(diff)
    if struck or any(note.note != "update" for note in notes):
        signals.append("correction_noted")
    grows = diff.live and any(edit.kind == "add" for edit in diff.edits)
    if stayed and not notes and not struck and diff.weight is Weight.SUBSTANTIVE and not grows:
        signals.append("stealth")
    unknown = old.redacted is not None or new.redacted is not None
    if diff.weight is Weight.NONE and not unknown and not same(old.modified, new.modified):
        signals.append("dated_only")
    return signals


def _of_history(earlier: Sequence[str], new_digest: str) -> list[str]:
    """The signals of the history. *revert*: an earlier text; *variant*: two alternate."""
    if not new_digest or new_digest not in earlier[:-1]:
        return []
    taking_turns = (
        len(earlier) >= 3  # noqa: PLR2004 - A, B, A and now B
        and earlier[-2] == new_digest
        and earlier[-3] == earlier[-1]
    )
    return ["revert", "variant"] if taking_turns else ["revert"]


def _summary(diff: Diff, signals: Sequence[str], *, earlier_time: bool) -> str:
    """The summary of the diff, with what the history adds.

    If an edit is taken back, that is dated as an edit too. An earlier text with an earlier time is
    more likely an old copy from a cache or another server, and perhaps nobody edited anything.
    """
    told = diff.summary
    if not told:
        return ""
    told = told if _SHORT.search(told) else told.removesuffix(".")
    if "variant" in signals:
        told = f"{told}; the two texts take turns"
    elif "revert" in signals:
        told = f"{told}; back to an earlier text"
        told += " and to an earlier time of modification, as an old copy has" * earlier_time
    owed = any(map(_is_owed_a_note, diff.edits)) and not diff.live
    if owed and not notes_added(diff.edits) and not takes_back(diff):
        told += "; no correction noted"
    return told + "." * (not told.endswith((".", "…")))


_SHORT = re.compile(r"\.[^\W\d]\.\Z")
"""*9 p.m.*, which keeps its stop inside a sentence; the stop after *4.3.* ends one."""


def _is_owed_a_note(edit: Edit) -> bool:
    """Whether it replaces what was said, rather than only adding to it."""
    denials = {fact.note for fact in edit.facts if fact.type == "negation"}
    reversed_ = "negation" in edit.kinds and not (denials and denials <= {WITH_CLAUSE, ELSEWHERE})
    if "quote" in edit.kinds or reversed_:
        return True
    return "rewrite" not in edit.kinds and any(
        (fact.type in _FACTUAL and fact.old and fact.new and not _is_more_exact(fact))
        or _is_turned_round(fact, edit)
        for fact in edit.facts
    )


def _is_more_exact(fact: Fact) -> bool:
    """Whether only precision differs: *29 January* was not wrong before *29 January 2025*."""
    old, new = ({token.key for token in tokens(text or "")} for text in (fact.old, fact.new))
    return fact.type == "date" and (old <= new or new <= old)


def _is_turned_round(fact: Fact, edit: Edit) -> bool:
    """*Brent attacked Keller* for *Keller attacked Brent*, but no list of names in another order.

    Two names with the same words between them, one of which is longer than any word for *and*.
    """
    if fact.note != EXCHANGED or not (fact.old and fact.new):
        return False
    first, _, last = fact.old.partition(", ")
    if not last:
        return " " in first
    before = edit.old_text.partition(first)[2].partition(last)
    after = edit.new_text.partition(last)[2].partition(first)
    between = before[0] if before[1] and after[1] and before[0] == after[0] else ""
    return "," not in between and any(map(_is_long, between.split()))


def _is_long(word: str) -> bool:
    return word.isalpha() and len(word) >= SHORTEST_LINK
