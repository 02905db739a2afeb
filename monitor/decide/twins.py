"""Comparing the second page of an article with its main page. Pure.

An AMP, print or mobile page is built differently: it may have no standfirst (which the main page
may show as a first paragraph), no byline and no caption, and has its own links and ranks of
headings. What it lacks is no statement by the outlet. If it differs from the main page, and already
did at its last sight, that is how the page is built; only what came since is news.
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
"""Per cent; two paragraphs that are so similar are one, before and after an edit."""
COMPLETED = "completed from the article's own page"
"""The remark of a completed reading, of which some parts are not in the capture."""


def completed(page: Extraction, own: Extraction, *, lead: bool = True) -> Extraction:
    """The second page's reading, with what it lacks taken from the article's main page.

    This includes a first paragraph, unless ``lead`` is false, because the main page is gone and
    cannot confirm that it is still there. A text on both pages gets the kind that it has on the
    main page. The time of modification stays the page's own: about a new text the main page has
    said nothing yet.
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
    """A completed reading that says what the article says, with the declarations of ``last``.

    A second page may have none of these, or its own; and what was reported about the main page
    since its last revision must not be reported again.
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
    """Whether the completed page says something that it did not say at its last sight.

    The loss of its first paragraph is not news: if that is gone, the main page will show it.
    """
    said = _body(before)
    if _body(page) not in (said, said[1:]):
        return True
    known = _beside(before)
    return any(line not in known for line in _beside(page))


def _lacks_lead(said: list[str], own: list[str]) -> bool:
    """Whether one text begins with the second paragraph of the other, unchanged or edited."""
    if not said or len(own) < 2 or own[0] in said:  # noqa: PLR2004 - one, and the next
        return False
    from rapidfuzz import fuzz  # noqa: PLC0415 - only where two lines differ

    return fuzz.ratio(said[0], own[1]) > max(ALIKE, fuzz.ratio(said[0], own[0]))


def _merged(blocks: tuple[Block, ...], own: tuple[Block, ...]) -> tuple[Block, ...]:
    """The page's blocks, plus those around the text that only the main page has."""
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
    """Each text with its number of earlier occurrences, to tell thousands of equal ones apart."""
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
