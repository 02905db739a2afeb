"""Blocks that recur on an outlet's pages, and are therefore furniture. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.extract.choice.furniture import is_furniture
from spiders.extract.copied.textlines import BY, is_date_line
from spiders.outlets.form import LEAST_PHRASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.rules.looks import Look

SHARE = 0.6
"""A block on this share of the pages recurs."""
ENOUGH = 3
"""With fewer pages of different articles, it cannot be decided."""
LONGEST = 160
REACH = 8
"""How many blocks around the text are included: menus and footers are known anyway."""
MOST = 40


@dataclass(frozen=True, slots=True)
class Recurring:
    """A block, the number of pages it stands on, and whether the reader takes it for text.

    ``boxed``: it is next to a link to what may be an article, like a teaser.
    """

    text: str
    pages: int
    kept: bool
    boxed: bool


def recurring(looks: Sequence[Look], headlines: frozenset[str] = frozenset()) -> list[Recurring]:
    """Recurring blocks in or next to the text: those taken for text first, possible teasers last.

    Headlines are left out, on however many pages they are, as their own pages would be read without
    them: those of these articles, the ``headlines`` (folded) that articles of the outlet have or
    had, and long links, which may be headlines of articles not seen.
    """
    if len(looks) < ENOUGH:
        return []
    titles = {look.title for look in looks}.union(*(look.teasers - look.kept for look in looks))
    titles |= headlines
    counts: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for look in looks:
        near = set(_near(look))
        counts.update(near)
        kept.update(near & look.kept)
    found = [
        Recurring(text, count, kept[text] > 0, any(text in look.boxed for look in looks))
        for text, count in counts.items()
        if count >= max(ENOUGH, SHARE * len(looks)) and _is_phrase(text) and text not in titles
    ]
    found = [one for one in found if one.kept or not _is_known(one.text)]
    return sorted(found, key=lambda one: (not one.kept, one.boxed, -one.pages, one.text))[:MOST]


def _near(look: Look) -> Sequence[str]:
    numbers = [number for number, text in enumerate(look.blocks) if text in look.kept]
    return look.blocks[max(0, numbers[0] - REACH) : numbers[-1] + 1 + REACH] if numbers else ()


def _is_phrase(text: str) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    return (
        len(text) <= LONGEST and letters >= LEAST_PHRASE and "*" not in text and text.isprintable()
    )


def _is_known(text: str) -> bool:
    """Whether the reader knows it as furniture anyway, or it is a name or a date, i.e. a field."""
    return is_furniture(text) or is_date_line(text) or BY.match(text) is not None
