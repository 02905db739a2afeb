"""Whether what a fact says is elsewhere in the article."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.diff.records import Diff, Fact

CLAIMS = frozenset({"negation", "hedge", "attribution"})
"""Types of facts that belong to their place, whatever is said elsewhere."""
SHORTEST_STEM, LONGEST_ENDING = 4, 2
"""The fewest letters that identify a name in another case, and the most of its ending."""


class Mentions:
    """Tells whether the words of a fact are anywhere in the version that is said to lack them."""

    def __init__(self, diff: Diff) -> None:
        self._diff = diff
        self._texts: tuple[str, str] | None = None

    def elsewhere(self, fact: Fact) -> bool:
        """Whether it is a name or figure that the other version has too."""
        return fact.type not in CLAIMS and not self.new_parts(fact)

    def new_parts(self, fact: Fact) -> list[str]:
        """Those of several names that the other version lacks."""
        text = self._other(fact)
        parts = _parts(fact.old or fact.new or "")
        return [part for part in parts if not stands(part, text)]

    def may_be_meant(self, name: str, fact: Fact) -> bool:
        """Whether the other version may mention them by the last word alone, in any form.

        *Rounds* is *Mike Rounds*, or another of that name; *the president* may be *US President*.
        """
        last = name.rsplit(" ", maxsplit=1)[-1].lower()
        stem = re.escape(last[: max(SHORTEST_STEM, len(last) - LONGEST_ENDING)])
        return re.search(rf"\b{stem}", _in_small(self._other(fact))) is not None

    def _other(self, fact: Fact) -> str:
        """The text of the version that lacks the one side of the fact."""
        if self._texts is None:
            edits = (*self._diff.edits, *self._diff.unchanged)
            self._texts = (
                "\n".join(edit.new_text for edit in edits),
                "\n".join(edit.old_text for edit in edits),
            )
        return self._texts[0 if fact.old else 1]


@lru_cache(maxsize=2)
def _in_small(text: str) -> str:
    return text.lower()


def _parts(value: str) -> list[str]:
    return [bare(part) for part in value.split(", ")]


def stands(part: str, text: str) -> bool:
    """Whether a text has these words as words: *12* is not in *2012*, nor in *12.5*."""
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        behind = text[end : end + 2]
        inside = text[at - 1 : at].isalnum() or behind[:1].isalnum()
        if not inside and not (behind[:1] in {".", ","} and behind[1:].isdigit()):
            return True
        at = text.find(part, at + 1)
    return False


def bare(name: str) -> str:
    """The name without an English genitive."""
    return name.removesuffix("'s").removesuffix("’s")
