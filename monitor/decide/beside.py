"""What is next to the text of an article: its standfirst, its captions, the names of authors.

Another template may show others of these, cut them, or credit pictures in its own way. But if one
of them says something else, or was replaced by another, the outlet did it. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from storage.records import Extraction

REWRITTEN = 60.0
"""Two texts that are similar to this many per cent are one that was rewritten."""
SHORT = 6
_NAMED = r"(?:photo|foto|fotó|bild|image|picture|credit|courtesy|source|crédit|фото)"
_LETTER = r"[^\W\d_]"
_SIGN = r"[.(\[|–—-]"
_SHORT_REST = r"[^.!?…]{0,40}\W?$"
_CREDITS = re.compile(
    r"(?<![\s.(\[|–—-])[\s.(\[|–—-]*+(?:"
    rf"©|\bimage source,|\b{_NAMED}\w{{0,12}}(?: \w{{1,12}})?"
    r"(?: ?[:/©]| (?:by|par|von|courtesy of)\b)"
    rf"|(?:(?<={_SIGN})|(?<={_SIGN} ))\b{_NAMED}\b{_SHORT_REST}"
    rf"|(?<={_LETTER})/\s?(?={_LETTER}){_SHORT_REST}"
    r").*$",
    re.IGNORECASE | re.DOTALL,
)
"""From the word that begins a picture's credit to the end of the caption. *The image of a saint*
begins none: the word is followed by a colon or a name, or comes after the last punctuation mark."""
_LABEL = re.compile(r"([^:/©]*(?:[:/©]|\b(?:by|par|von)\b))\s*(.+)\Z", re.IGNORECASE | re.DOTALL)
"""A credit, split into what it begins with (*Photo:*, *©*) and the name after that."""
_CUT = re.compile(r"\s*(?:…|\.\.\.)\Z")


def texts_beside(reading: Extraction) -> set[str]:
    """What a reading has beside its text: names, the standfirst, captions without their credits.

    A template chooses which of them to show. Only the outlet puts another one in the place of one
    where neither is anywhere on the other page.
    """
    return {fold(name) for name in reading.byline} | _standfirst(reading) | _captions(reading)


def edits_beside(old: Extraction, new: Extraction, own: Collection[str]) -> bool:
    """Whether the standfirst, a caption or its credit was rewritten or replaced."""
    return (
        edits_captions(old, new, own)
        or _hold_rewritten_standfirst(old, new)
        or _replaces(_standfirst(old), _standfirst(new), own)
    )


def edits_captions(old: Extraction, new: Extraction, own: Collection[str]) -> bool:
    """Whether a caption or its credit was rewritten or replaced."""
    return (
        _hold_rewritten_caption(old, new)
        or _hold_other_credit(old, new)
        or _replaces(_captions(old), _captions(new), own)
    )


def _replaces(before: set[str], after: set[str], own: Collection[str]) -> bool:
    """Whether one of as many texts was replaced, and neither is anywhere on the other page."""
    if len(before) != len(after):
        return False
    return all(any(text in own for text in texts) for texts in (before - after, after - before))


def _hold_rewritten_caption(old: Extraction, new: Extraction) -> bool:
    """Whether a caption says something else about its picture; credits depend on the template."""
    before, after = _captions(old), _captions(new)
    return any(
        one not in other and other not in one and is_rewritten(one, other)
        for one in before - after
        for other in after - before
    )


def _hold_rewritten_standfirst(old: Extraction, new: Extraction) -> bool:
    """Whether it says something else; cutting or moving it depends on the template."""
    one, other = _standfirst(old), _standfirst(new)
    if not one or not other:
        return False
    (before,), (after,) = one, other
    if before in after or after in before:
        return False
    return before not in said(new) and after not in said(old) and is_rewritten(before, after)


def _standfirst(reading: Extraction) -> set[str]:
    """The standfirst without the sign that it was cut; empty if there is none."""
    return {_CUT.sub("", fold(reading.standfirst or ""))} - {""}


def _hold_other_credit(old: Extraction, new: Extraction) -> bool:
    """Whether the credit of a caption names somebody else after the same words.

    A template that treats credits differently leaves them out, or uses another word for them.
    """
    before, after = _credits(old), _credits(new)
    return any(
        one and other and one not in other and other not in one
        for caption in before.keys() & after.keys()
        for one, other in [(before[caption], after[caption])]
    )


def _credits(reading: Extraction) -> dict[tuple[str, str], str]:
    """Whom each caption credits, by the caption without credit and the words before the name."""
    found: dict[tuple[str, str], str] = {}
    for block in reading.blocks:
        text = fold(block.text)
        credit = _CREDITS.search(text) if block.kind is BlockKind.CAPTION else None
        named = None if credit is None else _LABEL.match(text[credit.start() :])
        if credit is not None and named is not None:
            found[text[: credit.start()], named[1].casefold()] = named[2].strip(" ()[].")
    return found


def _captions(reading: Extraction) -> set[str]:
    texts = (fold(one.text) for one in reading.blocks if one.kind is BlockKind.CAPTION)
    bare = (_CREDITS.sub("", text) for text in texts)
    return {text for text in bare if len(text) >= SHORT}


def said(reading: Extraction) -> set[str]:
    """All texts of a reading and their sentences, of whatever kind."""
    from monitor.diff.sentences import split  # noqa: PLC0415 - only where a page differs

    blocks = [part for block in reading.blocks for part in block.text.split(" | ")]
    texts = [reading.title, reading.standfirst, *reading.byline, *blocks]
    folded = {fold(text) for text in texts if text}
    return folded | {sentence for text in folded for sentence in split(text)}


def is_rewritten(one: str, other: str) -> bool:
    """Whether the two are one text that was rewritten."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only where a template has changed

    return fuzz.ratio(one, other) >= REWRITTEN
