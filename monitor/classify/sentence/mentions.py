"""Whether what a fact says stands elsewhere in the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.diff.records import Diff, Fact

CLAIMS = frozenset({"negation", "hedge", "attribution"})
"""Facts that are told of their place, whatever stands elsewhere."""


class Mentions:
    """Whether the words of a fact stand anywhere in the version that is said to lack them."""

    def __init__(self, diff: Diff) -> None:
        self._diff = diff
        self._texts: tuple[str, str] | None = None

    def elsewhere(self, fact: Fact) -> bool:
        """A name or a figure that the article has had all along, or has still."""
        if fact.type in CLAIMS:
            return False
        if self._texts is None:
            edits = (*self._diff.edits, *self._diff.unchanged)
            self._texts = (
                "\n".join(edit.new_text for edit in edits),
                "\n".join(edit.old_text for edit in edits),
            )
        value, text = fact.old or fact.new or "", self._texts[0 if fact.old else 1]
        return all(stands(part, text) for part in _parts(value))

    def new_parts(self, fact: Fact) -> str:
        """Of several names, those that the other version lacks."""
        self.elsewhere(fact)
        text = self._texts[0 if fact.old else 1] if self._texts else ""
        parts = _parts(fact.old or fact.new or "")
        return ", ".join(part for part in parts if not stands(part, text))


def _parts(value: str) -> list[str]:
    return [bare(part) for part in value.split(", ")]


def stands(part: str, text: str) -> bool:
    """Whether a text has these words as words: *12* does not stand in *2012*, nor in *12.5*."""
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
