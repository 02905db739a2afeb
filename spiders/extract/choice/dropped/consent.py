"""Consent layers: their text is never the article's, however long it is about cookies."""

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
"""Unlinked lines outside the page's footer, each at least ``SAID`` characters long and ``TEXT``
together, are a text next to a layer with a button: one-sentence news is that short."""
_POLICY = re.compile(r"privacy[-_ ]?\w{0,40}[-_](?:notice|cent(?:er|re)|manager|preferences)")
"""Names that a policy itself may have: if a block of a layer is in one, there are no layers."""
_LAYER = re.compile(
    r"(?:cookie|consent|privacy|gdpr|ccpa)[-_ ]?\w{0,40}[-_]"
    r"(?:modal|banner|overlay|pop-?up|notice|layer"
    r"|cent(?:er|re)|manager|sdk|dialog|preferences|bar|wall)|onetrust|optanon|usercentrics|didomi"
    r"|cookiebot|sp_message_container|truste[-_]|(?<![a-z])(?:cky|cmplz|cmpbox|cli|qc-cmp2|fc|sd-cmp)"
    r"-(?:consent|modal|dialog|popup|banner|ui|accordion|cookie|message|container|overlay|preference)"
    r"|(?<![a-z])(?:iubenda-cs|borlabs|tarteaucitron|axeptio|osano-cm|termly|evidon|klaro|moove_gdpr"
    r"|ketch-)"
)
"""Layers by their names, and by how the vendors of such layers name their parts."""
_MAYBE = (
    *("cookie", "consent", "privacy", "gdpr", "ccpa", "onetrust", "optanon", "usercentrics"),
    *("didomi", "sp_message", "truste", "cky-", "cmplz-", "cmpbox-", "cli-", "qc-cmp", "fc-"),
    *("sd-cmp", "iubenda", "borlabs", "tarteaucitron", "axeptio", "osano", "termly", "evidon"),
    *("klaro", "moove", "ketch-"),
)


def layered(page: Page, headings: Iterable[int]) -> list[int]:
    """The blocks of consent layers that ask with a button, if the page has a text next to them.

    Otherwise the model would take what they say for the text, and give all of the real text less.
    Not on a page named as terms, which may be inside such an element; and an element that contains
    the headline is the page itself, marked as having a layer open.
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
    """Whether an element around it is named as a consent layer. ``known`` caches results.

    If an element around an article has such a name, it is the page: *has-cookie-banner*.
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
            continue  # its id may be made of its own words
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
