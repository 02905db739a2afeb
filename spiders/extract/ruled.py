"""An outlet's ``select`` and ``remove`` on the page: BeautifulSoup is the tree of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

    from spiders.outlets.rules import Rules


@dataclass(frozen=True, slots=True)
class Ruled:
    """The page as the rules leave it. ``selected`` says that a ``select`` matched."""

    html: str
    selected: bool
    fields: dict[str, str]
    remarks: tuple[str, ...]


def apply(text: str, rules: Rules) -> Ruled:
    """Cuts what ``remove`` names out of the page and keeps what ``select`` names.

    A selector that matches nothing is told of and leaves the page as it was: the generic reader
    reads it, and nobody gets an empty article.
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415 - only rules with selectors pay for it

    soup = BeautifulSoup(text, "lxml")
    remarks: list[str] = []
    fields = _fields(soup, rules, remarks)
    for selector in rules.remove:
        for node in _matches(soup, selector, "remove", remarks):
            node.decompose()
    chosen = [
        node for selector in rules.select for node in _matches(soup, selector, "select", remarks)
    ]
    inside = {id(node) for node in chosen}
    outermost = [
        node for node in chosen if not any(id(parent) in inside for parent in node.parents)
    ]
    texts = [str(node) for node in outermost if node.get_text(strip=True)]
    if rules.select and not texts:
        remarks.append("rule select matched nothing")
    return Ruled("\n".join(texts) if texts else str(soup), bool(texts), fields, tuple(remarks))


def _fields(soup: BeautifulSoup, rules: Rules, remarks: list[str]) -> dict[str, str]:
    found = {}
    for name, selector in rules.fields:
        nodes = _matches(soup, selector, f"field {name}", remarks)
        value = " ".join(nodes[0].get_text(" ", strip=True).split()) if nodes else ""
        if value:
            found[name] = value
    return found


def _matches(soup: BeautifulSoup, selector: str, what: str, remarks: list[str]) -> list[Tag]:
    from soupsieve import SelectorSyntaxError  # noqa: PLC0415 - comes with bs4

    try:
        return list(soup.select(selector))
    except (SelectorSyntaxError, NotImplementedError):
        remarks.append(f"rule {what} is no selector: {selector}")
        return []
