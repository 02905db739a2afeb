"""Which of an outlet's own rules leaves a page without its text, so that no redesign is blamed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from spiders.outlets.rules import Rules

_TAKING = ("remove", "phrases", "ends", "select")
"""The lists of rules that can remove a text, in the order in which they are tried."""


def emptied_by(rules: Rules, has_text: Callable[[Rules], bool]) -> str | None:
    """The rule without which the page has a text, in words; None if there is no such rule.

    ``has_text`` reads the page by other rules. To be called for a page without a text by ``rules``.
    """
    nothing: dict[str, Any] = dict.fromkeys(_TAKING, ())
    if not has_text(replace(rules, **nothing)):
        return None
    for name in _TAKING:
        said: tuple[str, ...] = getattr(rules, name)
        for one in said:
            rest: dict[str, Any] = {name: tuple(other for other in said if other != one)}
            if has_text(replace(rules, **rest)):
                return f"{name} {one!r} of the outlet's rules leaves the page without a text"
    named = " and ".join(name for name in _TAKING if getattr(rules, name))
    return f"{named} of the outlet's rules leave the page without a text"
