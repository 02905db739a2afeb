"""Edits of lines that are no sentence of the story: notes of the editors, and credits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.diff.records import in_order
from storage.records import Weight

if TYPE_CHECKING:
    from monitor.classify.compared.verdict import Verdict
    from monitor.diff.records import Edit


def of_editors(edit: Edit, verdict: Verdict) -> Edit:
    """An update that is a correction now: that is told, and what else it says as anywhere.

    Of one that was written anew nothing more is told than of one that came.
    """
    kinds = in_order({*verdict.kinds, "detail"} - {"case", "wording"})
    same = "rewrite" not in verdict.kinds
    facts = tuple(fact for fact in verdict.facts if same and fact.type != "detail")
    told = replace(edit, kinds=kinds, facts=facts)
    return replace(told, weight=Weight.SUBSTANTIVE, note="correction")


def of_credit(edit: Edit, verdict: Verdict) -> Edit:
    """One more who helped is none of the story; another name in a name's place is no noise."""
    facts = tuple(fact for fact in verdict.facts if fact.type == "name" and fact.old)
    weight = Weight.SUBSTANTIVE if facts else Weight.COSMETIC
    return replace(edit, kinds=("byline",), weight=weight, facts=facts, note="credit")
