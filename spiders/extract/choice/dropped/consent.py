"""Consent layers: their text is never the article's, however long it is about cookies."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from spiders.extract.choice.kept.legal import is_legal_name
from spiders.extract.page import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.extract.page import Element, Page, TextBlock

SAID, TEXT = 40, 60
"""Unlinked lines outside the page's footer, each at least ``SAID`` characters long and ``TEXT``
together, are a text next to a layer: one-sentence news is that short."""
_POLICY = re.compile(r"privacy[-_ ]?\w{0,40}[-_](?:notice|cent(?:er|re)|manager|preferences)")
"""Names that a policy itself may have: nothing in such an element is a layer."""
_LAYER = re.compile(
    r"(?:cookie|consent|privacy|gdpr|ccpa)[-_ ]?\w{0,40}[-_]"
    r"(?:modal|banner|overlay|pop-?up|notice|layer"
    r"|cent(?:er|re)|manager|sdk|dialog|preferences|(?:bar|wall)(?![a-z]))|onetrust|optanon|usercentrics|didomi"
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
_NAMES = re.compile(r"(?:^|\s)(?:class|id)=\"([^\"]*)\"")
_SUBJECT = re.compile(r"(?:^|\s)(?:tag|category|topic)-\S+")
"""Names that say what an article is about, as *tag-cookie-banner*; addresses say it, too."""
_SAYS = re.compile(
    r"cookie|consent|privacy|personal (?:data|info)|gdpr|einwillig|datenschutz|confidentialité"
    r"|privacidad|çerez|kuki|куки|кукі|конфиденц|конфіденц|персональн|քուքի|ქუქი|隐私|隱私|クッキー"
    r"|쿠키|개인정보|کوکی|الارتباط|الخصوصية|עוגיות|פרטיות",
    re.IGNORECASE,
)
"""What every consent layer speaks of. Around a text that does not, such a name says otherwise."""
_ROOTS, _TEXTS = frozenset({"body", "html"}), frozenset({"article", "main"})


def is_layer_alone(page: Page) -> bool:
    """Whether a page has nothing to read but a consent layer with a button.

    It is shown in place of any article until one agrees.
    """
    said = [block for block in page.blocks if len(block.text) >= SAID and not _is_of_foot(block)]
    if not said or is_legal_name(page.title or ""):
        return False
    around = {id(one): one for block in said for one in block.element.lineage()}
    if any(_POLICY.search(one.attributes.lower()) for one in around.values()):
        return False
    if not all(_is_layered(block, {}) for block in said):
        return False
    return any(one.element.tag == "button" and _is_layered(one, {}) for one in page.blocks)


def layered(page: Page, headings: Iterable[int]) -> list[int]:
    """The blocks of consent layers that speak of cookies, if the page has a text next to them.

    Otherwise the model would take what they say for the text, and give all of the real text less.
    Not on a page named as terms, which may be inside such an element; and an element that contains
    the headline is the page itself, marked as having a layer open.
    """
    blocks = page.blocks
    asking = [one for one in blocks if one.element.tag == "button" or len(one.text) >= TEXT]
    if not _may_be_layered(asking):
        return []  # most pages
    known: dict[int, bool | None] = {}
    if not any(_is_layered(one, known) for one in asking):
        return []
    inside = [number for number, block in enumerate(blocks) if _is_layered(block, known)]
    if not any(_SAYS.search(blocks[number].text) for number in inside):
        return []
    layers = set(inside)
    if is_legal_name(page.title or "") or not layers.isdisjoint(headings):
        return []
    told = sum(
        len(block.text)
        for number, block in enumerate(blocks)
        if number not in layers and len(block.text) >= SAID and not _is_of_foot(block)
    )
    return inside if told >= TEXT else []


def _may_be_layered(blocks: Iterable[TextBlock]) -> bool:
    """Whether any element around these blocks is named as a layer. Most have no part of a name."""
    seen: set[Element] = set()
    for block in blocks:
        element: Element | None = block.element
        while element is not None and element not in seen:
            seen.add(element)
            element = element.parent
    names = {element.attributes for element in seen}
    together = "\n".join(names).lower()
    words = [word for word in _MAYBE if word in together]
    return any(_is_layer(one) for word in words for one in names if word in one.lower())


def _is_of_foot(block: TextBlock) -> bool:
    return block.linked > 0 or any(one.tag == "footer" for one in block.element.lineage())


def _is_layered(block: TextBlock, known: dict[int, bool | None]) -> bool:
    """Whether the outermost element around it with such a name is named as a consent layer.

    ``known`` caches for each element what the names around it say. If an element around an article
    has such a name, it is the page: *has-cookie-banner*.
    """
    element: Element | None = block.element
    passed = []
    while element is not None and id(element) not in known:
        passed.append(element)
        element = element.parent
    found = None if element is None else known[id(element)]
    for one in reversed(passed):
        if one.tag in _TEXTS or one.tag in _ROOTS:
            if found:  # around an article it names the page
                found = None
        elif found is None and one.attributes and one.tag not in HEADINGS:
            found = _is_layer(one.attributes)  # an id of a heading may be made of its own words
        known[id(one)] = found
    return found is True


@functools.lru_cache(4096)
def _is_layer(attributes: str) -> bool | None:
    """True for the names of a consent layer, False for those of a policy, None for all others."""
    lower = attributes.lower()
    if not any(word in lower for word in _MAYBE):
        return None
    names = _SUBJECT.sub("", " ".join(_NAMES.findall(lower)))
    if _POLICY.search(names):
        return False
    return True if _LAYER.search(names) else None
