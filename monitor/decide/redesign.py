"""Whether a change of a page's template came with an edit, or is nothing but the template. Pure.

Another template shows other captions, boxes and lines around the same article, and the reader draws
its boundary a little differently. None of that is an edit by the outlet. These are: a headline in
other words, a rewritten text, a note that admits a mistake, and a sentence inside the article that
was added or removed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from monitor.decide.beside import (
    edits_beside,
    edits_captions,
    is_rewritten,
    said,
)
from monitor.diff.sentences import split
from spiders.extract.fields.names import is_person
from spiders.extract.reader import MOVED
from storage.digest import fold
from storage.records import BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from storage.records import Extraction

SENTENCE = 40
"""A text of this length inside the article is a sentence and no label; so is a shorter one that
ends with a full stop."""
SHORT = 6
MOST_APART = 1_000
"""The most paragraphs and cells that only one reading has; each is compared with each."""
FEW = 3
"""Paragraphs: the most that a division may involve, and the fewest others that must be the same."""
_STOP = re.compile('[.!?…։。！？؟۔]["”»’)]*$')

_WORD = re.compile(r"\w+")
_PLACE = re.compile(r"([^?#]+/)([^/?#;=]+)(?![^/?#]*=)")
"""An address: its folder, and what names the document in it; parameters (``ref=7``) name none."""
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
    """Whether the new reading, of a page with another template, contains no edit by the outlet.

    ``aside`` are folded texts of either page that are in boxes of its template; ``own`` are texts
    that are among the article's paragraphs and nowhere on the other page, or elsewhere among them
    there, and those of :func:`texts_beside` that are nowhere on the other page; and the targets of
    links that can be compared (:func:`monitor.reading.comparable_links.comparable_links`).
    """
    same = _have_same_headline(old, new) and not _names_others(old, new, own)
    return same and _is_template(old, new, aside, own)


def head_alone(
    old: Extraction, new: Extraction, aside: Collection[str] = (), own: Collection[str] = ()
) -> Extraction | None:
    """The old reading with the new headline or byline, if the template made all other differences.

    So a headline or an author that was changed during a redesign is reported, and nothing else.
    Otherwise None.
    """
    renamed, signed = not _have_same_headline(old, new), _names_others(old, new, own)
    if not (renamed or signed) or not _is_template(old, new, aside, own):
        return None
    title, byline = new.title if renamed else old.title, new.byline if signed else old.byline
    return replace(old, title=title, byline=byline)


def under_old_captions(old: Extraction, new: Extraction, own: Collection[str] = ()) -> Extraction:
    """The new reading with the captions of the old one, if another template shows others.

    So an edit that came with a redesign is reported without what the template made. But if any
    caption says something else about its picture, that is the outlet's edit, and all stay.
    """
    if MOVED not in new.remarks:
        return new
    if edits_captions(old, new, own):
        return new
    captions = [block for block in old.blocks if block.kind is BlockKind.CAPTION]
    others = [block for block in new.blocks if block.kind is not BlockKind.CAPTION]
    return replace(new, blocks=(*captions, *others))


def _have_same_headline(old: Extraction, new: Extraction) -> bool:
    """Whether the headlines are the same, except for a section's name at the end: *| Opinion*."""
    one, other = fold(old.title or ""), fold(new.title or "")
    return one == other or _SECTION.sub("", one) == other or one == _SECTION.sub("", other)


def _is_template(
    old: Extraction, new: Extraction, aside: Collection[str], own: Collection[str]
) -> bool:
    """Whether the new reading contains no edit below headline and byline."""
    if MOVED not in new.remarks:
        return False
    if _notes(old) != _notes(new) or _order(old, new) != _order(new, old):
        return False
    if edits_beside(old, new, own):
        return False
    if _divides(old, new) or _moves(old, new, own) or _leads_elsewhere(old, new, own):
        return False
    before, after = _parts(old), _parts(new)
    gone = _apart(before, said(new) | set(aside))
    came = _apart(after, said(old) | set(aside))
    if len(gone) + len(came) > MOST_APART:
        return False
    if any(part.text in own and _is_sentence(part.text) for part in (*gone, *came)):
        return False
    if _hold_edit(before, after, gone) or _hold_edit(after, before, came):
        return False
    changed = {_around(after, part) for part in came} - {None}
    if any(_around(before, part) in changed for part in gone):
        return False
    return not any(is_rewritten(one.text, other.text) for one in gone for other in came)


def _names_others(old: Extraction, new: Extraction, own: Collection[str]) -> bool:
    """Whether a byline has more names, fewer, or other ones.

    How a line is cut into names depends on the template.
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
    """Whether all persons in a byline are different, and are nowhere on the other page.

    Whether anybody is named at all, or a desk, an agency or the outlet instead, depends on the
    template, and so does an abbreviated or reversed name.
    """
    if not old.byline or not new.byline:
        return False
    names = [fold(name) for name in (*old.byline, *new.byline)]
    return all(name in own and is_person(name) for name in names) and not any(
        _may_be_one(fold(one), fold(other)) for one in old.byline for other in new.byline
    )


def _may_be_one(name: str, other: str) -> bool:
    """As *A. Quill* and *Quill, Ada*: each word of the shorter begins one of the longer."""
    one, two = sorted((_WORD.findall(each.casefold()) for each in (name, other)), key=len)
    return all(any(a.startswith(b) or b.startswith(a) for b in two) for a in one)


def _divides(old: Extraction, new: Extraction) -> bool:
    """Whether one paragraph or two are divided differently, while the others are the same.

    A template that divides paragraphs in its own way does so with all of them.
    """
    one, other = ([fold(block.text) for block in each.body] for each in (old, new))
    same = set(one) & set(other)
    left, right = ([text for text in texts if text not in same] for texts in (one, other))
    if len(same) < FEW or not 0 < len(left) + len(right) <= FEW or len(left) == len(right):
        return False
    return " ".join(left) == " ".join(right)


def _moves(old: Extraction, new: Extraction, own: Collection[str]) -> bool:
    """Whether a sentence stands elsewhere among the article's paragraphs, on both pages."""
    one, other = ([fold(block.text) for block in each.body] for each in (old, new))
    return any(
        text in own and _is_sentence(text) and one.count(text) == other.count(text) == 1
        for text in one
    )


def _leads_elsewhere(old: Extraction, new: Extraction, own: Collection[str]) -> bool:
    """Whether a link of the text leads to another document of the same folder.

    A template may write its addresses otherwise, but keeps what names the document.
    """
    if len(old.targets) != len(new.targets):
        return False
    return any(
        one in own
        and other in own
        and place_of(one) == place_of(other) is not None
        and not _is_same_document(one, other)
        for one, other in zip(old.targets, new.targets, strict=True)
    )


def place_of(target: str) -> str | None:
    """The folder of a link's target; None where nothing names a document in it."""
    found = _PLACE.match(target)
    return None if found is None else found[1]


def _is_same_document(one: str, other: str) -> bool:
    """Whether one of the names contains the other, as with an ending or a session's number."""
    first, second = (found[2] for found in map(_PLACE.match, (one, other)) if found)
    return first in second or second in first


def _notes(reading: Extraction) -> set[str]:
    return {fold(block.text) for block in reading.blocks if block.kind in _NOTE}


def _order(reading: Extraction, other: Extraction) -> list[str]:
    """The order of the inner paragraphs that both readings have.

    Those at the ends may come from a box above or below.
    """
    inside = set(_inside(other))
    return [text for text in _inside(reading) if text in inside]


def _inside(reading: Extraction) -> list[str]:
    texts = [fold(one.text) for one in reading.blocks if one.kind is BlockKind.PARAGRAPH]
    return [text for text in texts[1:-1] if len(text) >= SENTENCE and texts.count(text) == 1]


def _parts(reading: Extraction) -> list[_Part]:
    """The parts of the body; how the cells of a table are joined depends on the template."""
    return [
        _Part(text, tuple(split(text)))
        for block in reading.blocks
        if block.kind in _TEXT
        for text in map(fold, block.text.split(" | "))
    ]


def _apart(parts: Sequence[_Part], known: Collection[str]) -> list[_Part]:
    """The parts that the other reading does not have completely."""
    return [
        part
        for part in parts
        if part.text not in known and not all(one in known for one in part.sentences)
    ]


def _hold_edit(parts: Sequence[_Part], others: Sequence[_Part], apart: Sequence[_Part]) -> bool:
    """Whether a new or lost sentence is between parts that both readings have, or within one."""
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
    """The texts before and after it: of two parts in the same place one replaced the other."""
    number = parts.index(part)
    if not 0 < number < len(parts) - 1:
        return None
    return parts[number - 1].text, parts[number + 1].text
