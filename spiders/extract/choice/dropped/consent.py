"""The text of a consent layer is none of the article's, however long it speaks of cookies."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from spiders.extract.choice.kept.legal import is_legal_name
from spiders.extract.page import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.extract.page import Page, TextBlock

SAID, TEXT = 40, 60
"""So many characters without a link, in lines that are no shorter and not of the page's foot, are a
text beside a layer that has a button: news of a sentence is as short."""
_POLICY = re.compile(r"privacy[-_ ]?\w{0,40}[-_](?:notice|cent(?:er|re)|manager|preferences)")
"""A policy is called so itself: where it holds most of what is kept, it is the text."""
_LAYER = re.compile(
    r"(?:cookie|consent|privacy|gdpr|ccpa)[-_ ]?\w{0,40}[-_]"
    r"(?:modal|banner|overlay|pop-?up|notice|layer"
    r"|cent(?:er|re)|manager|sdk|dialog|preferences|bar|wall)|onetrust|optanon|usercentrics|didomi"
    r"|cookiebot|sp_message_container|truste[-_]|(?<![a-z])(?:cky|cmplz|cmpbox|cli|qc-cmp2|fc|sd-cmp)"
    r"-(?:consent|modal|dialog|popup|banner|ui|accordion|cookie|message|container|overlay|preference)"
    r"|(?<![a-z])(?:iubenda-cs|borlabs|tarteaucitron|axeptio|osano-cm|termly|evidon|klaro|moove_gdpr"
    r"|ketch-)"
)
"""By what they are called, and by how the makers of such layers name their parts."""
_MAYBE = (
    *("cookie", "consent", "privacy", "gdpr", "ccpa", "onetrust", "optanon", "usercentrics"),
    *("didomi", "sp_message", "truste", "cky-", "cmplz-", "cmpbox-", "cli-", "qc-cmp", "fc-"),
    *("sd-cmp", "iubenda", "borlabs", "tarteaucitron", "axeptio", "osano", "termly", "evidon"),
    *("klaro", "moove", "ketch-"),
)


def layered(page: Page, headings: Iterable[int]) -> list[int]:
    """The blocks of consent layers that ask with a button, where a text stands beside them.

    The model would else take what they say for the text, and think less of all that is the text.
    A page that is named as terms are may say its own in such an element; and what holds the
    headline is the page, which says of itself that a layer is open.
    """
    blocks = page.blocks
    known: dict[int, bool] = {}
    buttons = [block for block in blocks if block.element.tag == "button"]
    if not any(_is_layered(one, known) for one in buttons):  # few: most pages end here
        return []
    inside = [number for number, block in enumerate(blocks) if _is_layered(block, known)]
    if is_legal_name(page.title or "") or any(_is_policy(blocks[number]) for number in inside):
        return []
    layers = set(inside)
    if not layers.isdisjoint(headings):
        return []
    told = sum(
        len(block.text)
        for number, block in enumerate(blocks)
        if number not in layers and len(block.text) >= SAID and not _is_of_foot(block)
    )
    return inside if told >= TEXT else []


def _is_of_foot(block: TextBlock) -> bool:
    return block.linked > 0 or any(one.tag == "footer" for one in block.element.lineage())


def _is_policy(block: TextBlock) -> bool:
    return any(_POLICY.search(one.attributes.lower()) for one in block.element.lineage())


def _is_layered(block: TextBlock, known: dict[int, bool]) -> bool:
    """Does an element around it call itself a consent layer? ``known`` are those looked at.

    What calls itself so around an article is the page: *has-cookie-banner*.
    """
    passed = []
    found = False
    for element in block.element.lineage():
        said = known.get(id(element))
        if said is not None:
            found = said
            break
        passed.append(id(element))
        if element.tag in HEADINGS:
            continue  # its id may be the words of what it says
        if element.attributes and _calls_itself_layer(element.attributes):
            found = element.tag not in {"body", "html"}
            break
        if element.tag in {"article", "main"}:
            break
    for one in passed:
        known[one] = found
    return found


@functools.lru_cache(4096)
def _calls_itself_layer(attributes: str) -> bool:
    names = attributes.lower()
    return any(word in names for word in _MAYBE) and _LAYER.search(names) is not None
