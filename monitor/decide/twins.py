"""Pure: what the second page of an article says, held against the article's own.

An AMP, print or mobile page is built in another way: it may have no standfirst (which the other
page may show as a first paragraph), no byline, no caption, and its links and the ranks of its
headings are its own. What it lacks is no statement of the outlet's. What stands there otherwise
than in the article's own page, and stood there so at the last sight already, is the page's make;
only what came since is news.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from storage.digest import fold
from storage.records import BODY_KINDS

if TYPE_CHECKING:
    from storage.records import Block, Extraction

ALIKE = 60
"""Of a hundred: two paragraphs that are so alike are one, before and after an edit."""
COMPLETED = "completed from the article's own page"
"""The remark of a reading that was; what was taken over is not in the capture."""


def completed(page: Extraction, own: Extraction, *, lead: bool = True) -> Extraction:
    """The second page's reading, with what it lacks taken from the article's own page.

    So is a first paragraph, but for ``lead``: not where the own page is gone and cannot say that
    it is still there. Where both have a text, it is of the kind that it has on the article's own
    page. When it was changed stays the page's own word: of a new text the other page has said
    nothing yet.
    """
    lacked = own.body[:1] if lead and _lacks_lead(_body(page), _body(own)) else ()
    whole = replace(
        page,
        title=page.title or own.title,
        standfirst=page.standfirst or own.standfirst,
        byline=page.byline or own.byline,
        published=page.published or own.published,
        section=page.section or own.section,
        picture=own.picture,
        declared_titles=own.declared_titles,
        links=own.links,
        targets=own.targets,
        outline=own.outline,
        blocks=_merged((*lacked, *page.blocks), own.blocks),
    )
    if whole == page:
        return page
    return replace(whole, remarks=(*page.remarks, COMPLETED))


def seen_by(whole: Extraction, last: Extraction) -> Extraction:
    """The completed reading of a page that says what the article says, with what ``last`` declares.

    A second page may have none of it, or its own; what was told of the article's own page since
    its last revision must not be told again.
    """
    return replace(
        whole,
        published=last.published,
        modified=last.modified,
        picture=last.picture,
        declared_titles=last.declared_titles,
        links=last.links,
    )


def has_news(page: Extraction, before: Extraction) -> bool:
    """Does the page say something that it did not say at the last sight of it, as completed?

    Without its first paragraph it says nothing new: the article's own page will, if that is gone.
    """
    said = _body(before)
    if _body(page) not in (said, said[1:]):
        return True
    known = _beside(before)
    return any(line not in known for line in _beside(page))


def _lacks_lead(said: list[str], own: list[str]) -> bool:
    """Does the one text begin with the second paragraph of the other, as it is or edited?"""
    if not said or len(own) < 2 or own[0] in said:  # noqa: PLR2004 - one, and the next
        return False
    from rapidfuzz import fuzz  # noqa: PLC0415 - only where two lines differ

    return fuzz.ratio(said[0], own[1]) > max(ALIKE, fuzz.ratio(said[0], own[0]))


def _merged(blocks: tuple[Block, ...], own: tuple[Block, ...]) -> tuple[Block, ...]:
    """The page's blocks, with those beside the text that only the article's own page has."""
    texts, others = _counted(blocks), _counted(own)
    found: list[Block] = []
    matcher = SequenceMatcher(None, others, texts, autojunk=False)
    for what, start, end, begin, until in matcher.get_opcodes():
        if what == "equal":
            found += own[start:end]
            continue
        came = iter(blocks[begin:until])
        for block in own[start:end]:
            found += [block] if block.kind not in BODY_KINDS else itertools.islice(came, 1)
        found += came
    return tuple(found)


def _counted(blocks: tuple[Block, ...]) -> list[tuple[str, int]]:
    """Each text with how often it came before: thousands alike would be held against all others."""
    seen: Counter[str] = Counter()
    found = []
    for block in blocks:
        text = fold(block.text)
        found.append((text, seen[text]))
        seen[text] += 1
    return found


def _body(reading: Extraction) -> list[str]:
    return [fold(block.text) for block in reading.body]


def _beside(reading: Extraction) -> set[str]:
    texts = [block.text for block in reading.blocks if block.kind not in BODY_KINDS]
    named = [reading.title, reading.standfirst, *reading.byline, *texts]
    return {fold(text) for text in named if text}
