"""Pure: is the step to another template of a page an edit, or nothing but the template?

Another template shows other captions, boxes and lines around the same article, and the reader
draws the line around it a little elsewhere. None of that is the outlet's edit. What is: a headline
in other words, a text that was rewritten, a note that owns up to a mistake, and a sentence inside
the article that came or went.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from monitor.diff.sentences import split
from spiders.extract.fields.names import is_person
from spiders.extract.reader import MOVED
from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from storage.records import Extraction

REWRITTEN = 60.0
"""Two texts that are alike to so many per cent are one that was rewritten."""
SENTENCE = 40
"""A text of this length inside the article is a sentence, and no label; so is a shorter one that
ends with a stop."""
SHORT = 6
MOST_APART = 1_000
"""Paragraphs and cells that only one reading has: each is held against each, in bounded time."""
FEW = 3
"""Paragraphs: the one that was divided and what became of it; and so many others at least."""
_STOP = re.compile('[.!?…։。！？؟۔]["”»’)]*$')

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
"""From the word that begins the credit of a picture to the end of its caption. *The image of a
saint* begins none: a colon or a name follows the word, or it stands behind the last sign."""
_LABEL = re.compile(r"([^:/©]*(?:[:/©]|\b(?:by|par|von)\b))\s*(.+)\Z", re.IGNORECASE | re.DOTALL)
"""Of a credit: what it begins with (*Photo:*, *©*), and the name behind that."""
_WORD = re.compile(r"\w+")
_CUT = re.compile(r"\s*(?:…|\.\.\.)\Z")
_SECTION = re.compile(r"\s*[|·•]\s*[^|·•?!:]{1,40}\Z")
_NOTE = frozenset({BlockKind.CORRECTION})
_TEXT = frozenset(
    {
        *(BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM),
        *(BlockKind.TABLE, BlockKind.HEADING),
    }
)


class _Part(NamedTuple):
    """A block of the body, or a cell of it, and its sentences."""

    text: str
    sentences: tuple[str, ...]


def is_only_template(
    old: Extraction, new: Extraction, aside: Collection[str] = (), own: Collection[str] = ()
) -> bool:
    """Does the new reading, of a page with another template, hold no edit of the outlet's?

    ``aside`` are folded texts of either page that stand in boxes of its template, ``own`` such as
    stand with the article's paragraphs, or are names of its byline, and are nowhere on the other
    page.
    """
    same = _have_same_headline(old, new) and not _names_others(old, new, own)
    return same and _is_template(old, new, aside, own)


def head_alone(
    old: Extraction, new: Extraction, aside: Collection[str] = (), own: Collection[str] = ()
) -> Extraction | None:
    """The old reading under the new headline or byline, where the template made all else.

    So a headline that was changed, or turned, and an author put for another in the moment of a
    redesign are told, and nothing beside them. None where that is not so.
    """
    renamed, signed = not _have_same_headline(old, new), _names_others(old, new, own)
    if not (renamed or signed) or not _is_template(old, new, aside, own):
        return None
    title, byline = new.title if renamed else old.title, new.byline if signed else old.byline
    return replace(old, title=title, byline=byline)


def under_old_captions(old: Extraction, new: Extraction) -> Extraction:
    """The new reading with the captions of the old one, where another template shows others.

    So an edit that came with a redesign is told without what the template made. One that says
    something else of its picture is the outlet's, and all stay as they are.
    """
    if MOVED not in new.remarks:
        return new
    if _hold_rewritten_caption(old, new) or _hold_other_credit(old, new):
        return new
    captions = [block for block in old.blocks if block.kind is BlockKind.CAPTION]
    others = [block for block in new.blocks if block.kind is not BlockKind.CAPTION]
    return replace(new, blocks=(*captions, *others))


def _have_same_headline(old: Extraction, new: Extraction) -> bool:
    """Do both say the same, but for a section that one template names behind it: *| Opinion*?"""
    one, other = fold(old.title or ""), fold(new.title or "")
    return one == other or _SECTION.sub("", one) == other or one == _SECTION.sub("", other)


def _is_template(
    old: Extraction, new: Extraction, aside: Collection[str], own: Collection[str]
) -> bool:
    """Does the new reading hold no edit below headline and byline?"""
    if MOVED not in new.remarks:
        return False
    if _notes(old) != _notes(new) or _order(old, new) != _order(new, old):
        return False
    if _hold_rewritten_caption(old, new) or _hold_other_credit(old, new):
        return False
    if _divides(old, new):
        return False
    before, after = _parts(old), _parts(new)
    gone = _apart(before, _said(new) | set(aside))
    came = _apart(after, _said(old) | set(aside))
    if len(gone) + len(came) > MOST_APART or _hold_rewritten_standfirst(old, new):
        return False
    if any(part.text in own and _is_sentence(part.text) for part in (*gone, *came)):
        return False
    if _hold_edit(before, after, gone) or _hold_edit(after, before, came):
        return False
    changed = {_around(after, part) for part in came} - {None}
    if any(_around(before, part) in changed for part in gone):
        return False
    return not any(_is_rewritten(one.text, other.text) for one in gone for other in came)


def _names_others(old: Extraction, new: Extraction, own: Collection[str]) -> bool:
    """Does a byline have somebody more, or less, or others altogether?

    How a line is cut into names is the template's.
    """
    before, after = ({fold(name).casefold() for name in one.byline} for one in (old, new))
    if not before & after:
        return _names_strangers(old, new, own)
    lines = (" ".join(sorted(names)) for names in (after, before))
    return any(
        name not in line
        for names, line in zip((before - after, after - before), lines, strict=True)
        for name in names
    )


def _names_strangers(old: Extraction, new: Extraction, own: Collection[str]) -> bool:
    """Are all persons of a byline others, of whom the other page has none anywhere?

    That somebody is named at all, or a desk, an agency or the house instead, is the template's, and
    so is a name cut short or turned round.
    """
    if not old.byline or not new.byline:
        return False
    names = [fold(name) for name in (*old.byline, *new.byline)]
    return all(name in own and is_person(name) for name in names) and not any(
        _may_be_one(fold(one), fold(other)) for one in old.byline for other in new.byline
    )


def _may_be_one(name: str, other: str) -> bool:
    """*A. Quill* and *Quill, Ada*: each word of the shorter begins one of the longer."""
    one, two = sorted((_WORD.findall(each.casefold()) for each in (name, other)), key=len)
    return all(any(a.startswith(b) or b.startswith(a) for b in two) for a in one)


def _divides(old: Extraction, new: Extraction) -> bool:
    """Is one paragraph or two divided otherwise, where the others are as they were?

    A template that has its own way with paragraphs has it with all of them.
    """
    one, other = ([fold(block.text) for block in each.body] for each in (old, new))
    same = set(one) & set(other)
    left, right = ([text for text in texts if text not in same] for texts in (one, other))
    if len(same) < FEW or not 0 < len(left) + len(right) <= FEW or len(left) == len(right):
        return False
    return " ".join(left) == " ".join(right)


def _notes(reading: Extraction) -> set[str]:
    return {fold(block.text) for block in reading.blocks if block.kind in _NOTE}


def _order(reading: Extraction, other: Extraction) -> list[str]:
    """The paragraphs inside a reading that stand inside the other one as well, as they follow.

    Those at its ends may have come from a box above or below.
    """
    inside = set(_inside(other))
    return [text for text in _inside(reading) if text in inside]


def _inside(reading: Extraction) -> list[str]:
    texts = [fold(one.text) for one in reading.blocks if one.kind is BlockKind.PARAGRAPH]
    return [text for text in texts[1:-1] if len(text) >= SENTENCE and texts.count(text) == 1]


def _hold_rewritten_caption(old: Extraction, new: Extraction) -> bool:
    """Does a caption say something else of its picture? Who took it is the template's affair."""
    before, after = _captions(old), _captions(new)
    return any(
        one not in other and other not in one and _is_rewritten(one, other)
        for one in before - after
        for other in after - before
    )


def _hold_rewritten_standfirst(old: Extraction, new: Extraction) -> bool:
    """Does it say something else? That it is cut, or stands elsewhere, is the template's affair."""
    before, after = (_CUT.sub("", fold(one.standfirst or "")) for one in (old, new))
    if not before or not after or before in after or after in before:
        return False
    said = _said(old), _said(new)
    return before not in said[1] and after not in said[0] and _is_rewritten(before, after)


def _hold_other_credit(old: Extraction, new: Extraction) -> bool:
    """Does the credit of one caption name somebody else behind the same words?

    A template that has its own way with credits leaves them out, or calls them by another word.
    """
    before, after = _credits(old), _credits(new)
    return any(
        one and other and one not in other and other not in one
        for caption in before.keys() & after.keys()
        for one, other in [(before[caption], after[caption])]
    )


def _credits(reading: Extraction) -> dict[tuple[str, str], str]:
    """Whom each caption credits: by the caption without it, and the words before the name."""
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


def _parts(reading: Extraction) -> list[_Part]:
    """Those of the body; how the cells of a table are joined is the template's affair."""
    return [
        _Part(text, tuple(split(text)))
        for block in reading.blocks
        if block.kind in _TEXT
        for text in map(fold, block.text.split(" | "))
    ]


def _said(reading: Extraction) -> set[str]:
    """All texts of a reading and their sentences, whatever they are called."""
    blocks = [part for block in reading.blocks for part in block.text.split(" | ")]
    texts = [reading.title, reading.standfirst, *reading.byline, *blocks]
    folded = {fold(text) for text in texts if text}
    return folded | {sentence for text in folded for sentence in split(text)}


def _apart(parts: Sequence[_Part], known: Collection[str]) -> list[_Part]:
    """The parts of which the other reading does not say all."""
    return [
        part
        for part in parts
        if part.text not in known and not all(one in known for one in part.sentences)
    ]


def _hold_edit(parts: Sequence[_Part], others: Sequence[_Part], apart: Sequence[_Part]) -> bool:
    """Is there a sentence between parts that both readings have, or beside one within a part?"""
    known = {sentence for other in others for sentence in other.sentences}
    if any(sentence in known for part in apart for sentence in part.sentences):
        return True
    shared = [number for number, one in enumerate(parts) if set(one.sentences) <= known]
    return any(
        bool(shared) and shared[0] < parts.index(part) < shared[-1] and _is_sentence(part.text)
        for part in apart
    )


def _is_sentence(text: str) -> bool:
    return len(text) >= SENTENCE or (len(text) >= SHORT and _STOP.search(text) is not None)


def _around(parts: Sequence[_Part], part: _Part) -> tuple[str, str] | None:
    """The texts before and after it: what stands in one place was put for the other."""
    number = parts.index(part)
    if not 0 < number < len(parts) - 1:
        return None
    return parts[number - 1].text, parts[number + 1].text


def _is_rewritten(one: str, other: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415 - only where a template has changed

    return fuzz.ratio(one, other) >= REWRITTEN
