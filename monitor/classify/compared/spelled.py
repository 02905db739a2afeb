"""Names that are the same name in two forms or two spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import DamerauLevenshtein

from monitor.classify.compared.loose_figures import LONGEST_FACT
from monitor.classify.compared.pair import base
from monitor.classify.language.caseless import is_same_but_for_ending
from monitor.classify.language.common import kind_of
from monitor.classify.language.family_names import stems
from monitor.classify.language.orthography import is_same_but_for_marks
from monitor.classify.language.transliteration import (
    is_same_in_other_letters,
    sounds_alike_in_other_script,
)
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

ALIKE_FROM = 0.66
"""Names at least so alike may be one name in two spellings."""
SPELLING, ALIKE = "spelling", "spelled alike"
"""The notes for a name in another spelling, and for one that may also be somebody else."""


def note_of_names(one: str, other: str) -> str:
    """*Grafström* is *Grafstrom*, *Пашинян* *Pashinyan*; *Ivankov* may be *Ivanov*, or another."""
    if is_same_but_for_marks(one, other) or is_same_in_other_letters(one, other):
        return SPELLING
    return ALIKE if are_alike(one.lower(), other.lower()) else ""


def are_alike(one: str, other: str) -> bool:
    """Whether two lower-case names may be one in two spellings.

    A common ending of family names (*-yan*, *-ov*) does not make them alike.
    """
    if is_same_in_other_letters(one, other) or sounds_alike_in_other_script(one, other):
        return True
    first, second = stems(one[:LONGEST_FACT], other[:LONGEST_FACT])
    alike = DamerauLevenshtein.normalized_similarity(first, second)
    return bool(one) and bool(other) and alike >= ALIKE_FROM


def relation_of_names(pair: Pair, i: int, j: int) -> Literal["form", "spelling", ""]:
    """*Iran's* and *Iranian* are forms of *Iran*, *Aykhan* is a spelling of *Ayhan*."""
    one, other = base(pair.old.lower[i]), base(pair.new.lower[j])
    if one == other or is_same_but_for_ending(one, other, pair.vocabulary.language):
        return "form"
    if pair.vocabulary.language == "de" and _is_genitive(pair, i, j):
        return "form"
    if not are_alike(one, other) or _have_other_first_names(pair, i, j):
        return ""
    shorter, longer = sorted((one, other), key=len)
    alone = not (i and pair.old.is_name(i - 1)) and not (j and pair.new.is_name(j - 1))
    of_same_place = alone and not _opens_title(pair, i, j) and _is_of_same_place(shorter, longer)
    return "form" if of_same_place else "spelling"


def _is_genitive(pair: Pair, i: int, j: int) -> bool:
    """*Des Krieges*, *des Kriegs*: both are right, and the article shows that it is a noun."""
    shorter, longer = sorted((pair.old.lower[i], pair.new.lower[j]), key=len)
    return (
        shorter.endswith("s")
        and longer == shorter[:-1] + "es"
        and _stands_in_genitive(pair.old, i)
        and _stands_in_genitive(pair.new, j)
    )


def _stands_in_genitive(side: Side, at: int) -> bool:
    """*Des alten Waldes*; and not *des Ministers Johannes*, who is called so."""
    first = at - 1 if side.is_name(at - 1) or at < 2 else at - 2  # noqa: PLR2004 - the adjective
    return not _GENITIVE.isdisjoint(side.lower[max(0, first) : at])


_GENITIVE = frozenset({"des", "eines", "keines", "dieses", "jedes", "seines", "ihres", "unseres"})


def _have_other_first_names(pair: Pair, i: int, j: int) -> bool:
    """*Pyotr Gromov*, *Pavel Frolov*: the first names are not spellings of one another either."""
    if not (i and j and pair.old.is_name(i - 1) and pair.new.is_name(j - 1)):
        return False
    return not are_alike(base(pair.old.lower[i - 1]), base(pair.new.lower[j - 1]))


def _opens_title(pair: Pair, i: int, j: int) -> bool:
    """*Afghan Analysts Network*: the first word of a longer name, not a genitive."""
    goes_on = pair.old.is_name(i + 1) and pair.new.is_name(j + 1)
    bare = (
        base(pair.old.lower[i]) == pair.old.lower[i]
        and base(pair.new.lower[j]) == pair.new.lower[j]
    )
    return goes_on and bare


def _is_of_same_place(shorter: str, longer: str) -> bool:
    """*Russian* for *Russia*, *Kurds* for *Kurd*; but not *Martin* for *Marti*."""
    ending = longer[len(shorter) :] if longer.startswith(shorter) else ""
    return ending in {"s", "an", "ian", "ish"} or (ending == "n" and shorter.endswith("a"))


def spelled_otherwise(pair: Pair, spelled: Sequence[tuple[int, int]], verdict: Verdict) -> None:
    """Add names in another spelling, with all their words: *Ayhan Hajizadeh*."""
    runs: list[list[tuple[int, int]]] = []
    for i, j in spelled:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    for run in runs:
        one = " ".join(pair.old.tokens[i].text for i, _j in run)
        other = " ".join(pair.new.tokens[j].text for _i, j in run)
        if kind_of(one, other, pair.vocabulary.common) == "detail":
            verdict.add("detail", Fact("detail", one, other))
        else:
            verdict.add("name", Fact("name", one, other, note_of_names(one, other)))
