"""Edits of lines that are not part of the story: notes of the editors, and credits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.diff.records import in_order
from storage.records import Weight

if TYPE_CHECKING:
    from monitor.classify.compared.verdict import Verdict
    from monitor.diff.records import Edit


def of_editors(edit: Edit, verdict: Verdict) -> Edit:
    """An update that is now a correction: that, and what else it changes as in any sentence.

    If it was rewritten, it has no facts, like a note that was added.
    """
    kinds = in_order({*verdict.kinds, "detail"} - {"case", "wording"})
    same = "rewrite" not in verdict.kinds
    facts = tuple(fact for fact in verdict.facts if same and fact.type != "detail")
    told = replace(edit, kinds=kinds, facts=facts)
    return replace(told, weight=Weight.SUBSTANTIVE, note="correction")


def of_credit(edit: Edit, verdict: Verdict) -> Edit:
    """A changed credit: an added name is cosmetic; one that replaces a name is substantive."""
    facts = tuple(fact for fact in verdict.facts if fact.type == "name" and fact.old)
    weight = Weight.SUBSTANTIVE if facts else Weight.COSMETIC
    return replace(edit, kinds=("byline",), weight=weight, facts=facts, note="credit")
