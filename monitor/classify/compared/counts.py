"""Numbers, dates and times that differ between two texts, reported in pairs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.figures.quantities import quantities
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.classify.figures.quantity import Quantity

Pair = tuple["Quantity | None", "Quantity | None"]
_JOINT = re.compile(r"\s?(?:[^\W\d]{1,3}|[-–—:])\s?")
"""*To*, *and*, *bis* between two figures."""
_AND = re.compile(r"\s(?:and|or|und|oder|et|ou|y|o|и|или|ve|və)(?:\s(?:on|in|am|en|el|в))?\s")
_ENDS = re.compile(r"\s*(?:[.!?;)]|$)")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile(r"[\W\d_]+")
"""Marks and figures beside a figure of a list or a table, which tell none from another."""
_OF_AGE = {"age", "year"}
_POINT = re.compile(r"(?<=\d)(?<![.,]\d\d\d)[.,](?=\d{3}(?![.,]?\d))")
"""A single mark before three digits, which are thousands or a fraction."""
_Text = tuple[str, "Sequence[Quantity]"]


def changed_quantities(old: str, new: str, language: str) -> list[Fact]:
    """Numbers, dates and times that differ; another way to write the same one is no fact.

    Types never mix: a "6" of a date is not the "6" of a clock. Old and new are paired within one
    type, first those of one unit.
    """
    before, after = quantities(old, language), quantities(new, language)
    gone, come = _without_half_units((old, before), (new, after))
    gone, come = _without_bare_years(gone, come)
    facts = _other_bounds(before, after) + _other_points(before, after)
    if not gone and not come:
        facts += _in_each_others_places("number", (old, before), (new, after))
        facts += _in_each_others_places("date", (old, before), (new, after))
    for kind in ("number", "date", "time"):
        olds = [quantity for quantity in gone if quantity.type == kind]
        news = [quantity for quantity in come if quantity.type == kind]
        facts += [_fact(kind, one, other) for one, other in _paired(olds, news)]
    return facts


def _without_bare_years(
    old: list[Quantity], new: list[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """Remove *2000* against *2,000*: four digits alone may be a year, but need not be."""
    gone, come = list(old), list(new)
    for one in old:
        for other in come:
            if {one.type, other.type} == {"number", "date"} and one.figure == other.figure:
                gone.remove(one)
                come.remove(other)
                break
    return gone, come


def _other_bounds(before: Iterable[Quantity], after: Iterable[Quantity]) -> list[Fact]:
    """The same figure with another bound: *at least* so much for so much."""
    bounds: dict[tuple[str, float | str, str], list[Quantity]] = {}
    for quantity in before:
        bounds.setdefault(quantity.key, []).append(quantity)
    facts: list[Fact] = []
    for quantity in after:
        row = bounds.get(quantity.key)
        other = row.pop(0) if row else None
        if other is not None and other.bound != quantity.bound:
            facts.append(_fact("number", other, quantity))
    return facts


def _other_points(before: Iterable[Quantity], after: Iterable[Quantity]) -> list[Fact]:
    """*1,234* for *1.234*: either may be a thousand, depending on the reader's convention."""
    rest = [quantity for quantity in after if _POINT.search(quantity.text)]
    facts: list[Fact] = []
    for quantity in before:
        swapped = _POINT.sub(lambda point: "." if point[0] == "," else ",", quantity.text)
        other = next((q for q in rest if q.key == quantity.key and q.text == swapped), None)
        if other is not None and swapped != quantity.text:
            rest.remove(other)
            facts.append(_fact("number", quantity, other))
    return facts


def _in_each_others_places(kind: str, old: _Text, new: _Text) -> list[Fact]:
    """*From 7% to 5%* for *from 5% to 7%*: the same figures, each next to other words.

    For dates, two adjacent words are compared: *began in 2019*, *on Monday he left*.
    """
    one, other = ([q for q in found if q.type == kind] for _text, found in (old, new))
    keys = [q.key for q in one], [q.key for q in other]
    if keys[0] == keys[1] or len(set(keys[0])) < len(one) or Counter(keys[0]) != Counter(keys[1]):
        return []
    places = {q.key: q for q in other}
    most = 2 if kind == "date" else 1
    strangers = [
        (q, other[index])
        for index, q in enumerate(one)
        if other[index].key != q.key
        and not any(
            left == right and _MARKS.fullmatch(left) is None
            for left, right in zip(
                _neighbours(old[0], q, most),
                _neighbours(new[0], places[q.key], most),
                strict=True,
            )
        )
    ]
    if kind == "date" and _are_listed(strangers, old[0], new[0]):
        return []
    if len(strangers) == 2:  # noqa: PLR2004 — the one and the other
        first, last = strangers[0][0], strangers[1][0]
        if kind == "date" or _JOINT.fullmatch(old[0][first.end : last.start]):
            texts = first.text, last.text
            return [Fact(kind, ", ".join(texts), ", ".join(texts[::-1]), EXCHANGED)]
    return [_fact(kind, q, instead) for q, instead in strangers] if strangers[1:] else []


def _are_listed(strangers: Sequence[tuple[Quantity, Quantity]], old: str, new: str) -> bool:
    """*Closed on Monday and on Friday*: in any order, where nothing stands behind both.

    *He left on Monday and on Friday came back* has two clauses.
    """
    if len(strangers) != 2:  # noqa: PLR2004 — the one and the other
        return False
    return all(
        _AND.fullmatch(text[first.end : last.start]) and _ENDS.match(text, last.end)
        for text, (first, last) in zip((old, new), zip(*strangers, strict=True), strict=True)
    )


def _neighbours(text: str, quantity: Quantity, most: int) -> tuple[str, str]:
    """So many words before a figure and after it."""
    before, behind = text[: quantity.start].split()[-most:], text[quantity.end :].split()[:most]
    return " ".join(before).lower(), " ".join(behind).strip(".,;:!?").lower()


def _fact(kind: str, one: Quantity | None, other: Quantity | None) -> Fact:
    return Fact(kind, one.text if one else None, other.text if other else None)


def _unmatched(these: Iterable[Quantity], those: Iterable[Quantity]) -> list[Quantity]:
    left = Counter(quantity.key for quantity in those)
    unmatched: list[Quantity] = []
    for quantity in these:
        if left[quantity.key] > 0:
            left[quantity.key] -= 1
        else:
            unmatched.append(quantity)
    return unmatched


def _without_half_units(old: _Text, new: _Text) -> tuple[list[Quantity], list[Quantity]]:
    """Those that differ, without other ways to write the same unit, and without lone weak words."""
    gone, come = _unmatched(old[1], new[1]), _unmatched(new[1], old[1])
    for one in list(gone):
        for other in come:
            if _are_one(one, other, old, new):
                gone.remove(one)
                come.remove(other)
                break
    return (
        [quantity for quantity in gone if not quantity.weak or come],
        [quantity for quantity in come if not quantity.weak or gone],
    )


def _are_one(one: Quantity, other: Quantity, old: _Text, new: _Text) -> bool:
    """Whether they have one value, and what lacks its unit on one side has it all the same."""
    if (one.type, one.value) != (other.type, other.value) or (one.unit and other.unit):
        return False
    if one.unit:
        return _has_unit(other, one, new, old[0])
    return _has_unit(one, other, old, new[0])


def _has_unit(bare: Quantity, counted: Quantity, text: _Text, other: str) -> bool:
    """Whether a figure without a unit means the same as one with it.

    It is an age (*Quill, 42*); a figure next to it has the unit (*5 to 6 km*); the unit follows a
    number in words (*one point*); or a word next to it, or written together with it, is only in
    this text, and may be a unit that is not known (*10 procent*).
    """
    before, after = text[0][: bare.start].casefold(), text[0][bare.end :].casefold()
    if counted.unit in _OF_AGE and before.rstrip().endswith((",", "(")):
        return True
    if not counted.unit or any(one.unit == counted.unit for one in text[1]):
        return True
    near = {*_WORD.findall(before)[-1:], *_WORD.findall(after)[:1]}
    named = set(_WORD.findall(other[counted.start : counted.end].casefold()))
    glued = set(_WORD.findall(text[0][bare.start : bare.end].casefold()))
    return bool(near & named or (near | glued) - set(_WORD.findall(other.casefold())))


def _paired(old: list[Quantity], new: list[Quantity]) -> list[Pair]:
    """Pair those of one unit first (dates by month or year), then the rest in order.

    What is left over stays alone. Swapping the two sides gives the same pairs.
    """
    likely = sorted(
        (-_likeness(one, other), i + j, i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if one.unit == other.unit
    )
    partners: dict[int, int] = {}
    for *_, i, j in likely:
        if i not in partners and j not in partners.values():
            partners[i] = j
    pairs: list[Pair] = [(old[i], new[j]) for i, j in sorted(partners.items())]
    alone = [quantity for i, quantity in enumerate(old) if i not in partners]
    rest = [other for j, other in enumerate(new) if j not in partners.values()]
    both = min(len(alone), len(rest))
    pairs += zip(alone[:both], rest[:both], strict=True)
    pairs += [(quantity, None) for quantity in alone[both:]]
    pairs += [(None, quantity) for quantity in rest[both:]]
    return pairs


def _likeness(one: Quantity, other: Quantity) -> int:
    """How many parts two dates share: *November 2020* and *November 2024* share the month."""
    if one.type != "date":
        return 0
    parts = zip(str(one.value).split("-"), str(other.value).split("-"), strict=False)
    return sum(bool(part) and part == same for part, same in parts)
