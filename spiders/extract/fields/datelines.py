"""Date lines as pages show them, near the headline and at the end of the text."""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from spiders.extract.choice.paths import bits_with_box, has
from spiders.extract.fields import dates
from spiders.extract.fields.beside_dates import before_date
from spiders.extract.fields.date_labels import (
    OF_FIRST,
    OF_THIS,
    PUBLISHED_LABEL,
    SAYS_PUBLISHED,
    UPDATED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.extract.fields.dates import Moment
    from spiders.extract.fields.times import Times
    from spiders.extract.page import Page, TextBlock

_UPDATE_AFTER = re.compile(r"[\s(–—-]*(?:last )?updated", re.IGNORECASE)
_NAMES_NEXT = re.compile("[:：՝|]")
_POSTPOSED = frozenset({"tarih", "tarix", "თარიღ"})
"""*Güncelleme tarihi*: the date of what the word before says."""
_OTHERS = re.compile(
    r"correct|\bcomments?\b|\brelated|recommend|trending|most-?read|popular|recirc|outbrain|taboola"
    r"|latest-?(?:news|posts|stories|articles)|read-?more|read-?next|carousel|sidebar|\bcards?\b|\bteasers?\b|blog-?list|\bevent-(?:meta-)?(?:date|time|start|end)",
    re.IGNORECASE,
)
"""Names of boxes with dates of other pages, of events and of readers' comments."""
_TOPIC = re.compile(r"\b(?:category|tag)-[\w-]+")
"""A class that names the topic of an article, which may be *popular* or *trending*."""
_MACHINE = ("datetime", "content")
_CLASS_UPDATED = re.compile(
    r"(?:^|[-_\" ])(?:last-?)?(?:updated?|modified|modify|revised)(?:[-_\" ]|$)"
)
_CLASS_PUBLISHED = re.compile(r"(?i)publi|pubdate|posted|created")
_BREAK = re.compile(
    r"(?<=[a-z\d])(?=[A-Z])(?!T\d\d:)|(?<=[AP]M)(?=[A-Z][a-z])"
    r"|(?<=\b(?:19|20)\d\d)(?=\d{1,2}:\d\d)|(?<=\d, 20\d\d)(?=\d)"
    r"|(?<=[^\W\d_]{3} 20\d\d)(?=\d)|(?<=[^\W\d_]{3})(?=\d\d:\d\d\b)"
)
"""Where parts of a line adjoin without a space."""
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\d{4}|\d\d?\.\d\d?\.\d\d|年")
_TERSE = re.compile(r"(?<![\d./-])(\d\d?)\.(\d\d?)\.(\d\d)$")
"""*7.2.31* may be a version or a chapter, except at the end of a line of a date or of a name."""
_OPENING = re.compile(r"[(\[]([^()\[\]]{6,30})[)\]][\s:–—-]")
MAX_LINE = 160
MAX_OF_THIS = 600
"""The length of a sentence that says when *this entry* was posted, where and by whom."""
BEHIND_THIS = 40
"""How far behind the date the verb of such a sentence may be."""
BEHIND = 20
"""A label after a date is looked for in this many characters."""
SAID = 3
"""This many words next to a date, with a full stop, are a sentence."""
MOST_SAID = 6
"""The words of a line that is read far within a text, those of its date among them."""
_HEADS = frozenset({"header", "nav", "li"})
_SITE_HEAD = re.compile(
    r"(?<![a-z])(?:site-?)?(?:(?<!date-)header|top-?bar|masthead|today|current-?date)(?![a-z])",
    re.IGNORECASE,
)
_PICTURE = frozenset({"figure", "figcaption", "caption"})


class Shown(NamedTuple):
    """A date that the page shows its readers, with its points as evidence."""

    moment: Moment
    points: int
    updated: bool


class Placed(NamedTuple):
    """A block near the article's headline or end, with ``points`` for its place.

    ``inside``: it is in the text, where a date is more often that of an event.
    """

    block: TextBlock
    points: int
    label: str = ""
    inside: bool = False


def shown(near: Sequence[Placed], page: Page, times: Times) -> list[Shown]:
    """The dates that these blocks show, those with the most points first."""
    found = [
        one
        for placed in near
        if _may_date(placed.block) and not is_others(placed.block) and not _is_todays(placed)
        for one in _of_block(placed, page, times)
    ]
    return sorted(found, key=lambda one: -one.points)


def _is_todays(placed: Placed) -> bool:
    """Whether a date far above the headline is in the head of the site, as that of today is."""
    if placed.points >= 0 or is_labelled(placed.block.text):
        return False
    return any(
        one.tag in _HEADS or _SITE_HEAD.search(one.attributes)
        for one in itertools.islice(placed.block.element.lineage(), 8)
    )


def _of_block(placed: Placed, page: Page, times: Times) -> Iterator[Shown]:
    block = placed.block
    text = _BREAK.sub(" ", block.text) if _YEAR.search(block.text) else ""
    stamp = _stamp(block)
    seen = _seen(text, page, times, stamp) or _terse(block, text)
    place = 0 if placed.inside else placed.points
    points = place + 2 * has(bits_with_box(block.element), "date") + (stamp is not None)
    if not seen and stamp is not None:
        updated = _is_update(placed.label + " " + block.text, block)
        yield Shown(stamp, points + 1, updated)
        return
    of_this = OF_THIS.match(text) is not None and PUBLISHED_LABEL.search(text) is not None
    points += 2 if of_this else _points_of_rest(text, seen, block.credits)
    points += before_date(block.text) is not None
    before, follows = 0, False
    behind = _labels_stand_behind(placed, text, seen)
    for number, one in enumerate(seen):
        label = text[before : one.start][-40:] if before else placed.label + " " + text[: one.start]
        if behind:
            label = text[one.end : seen[number + 1].start if one is not seen[-1] else None][:20]
        elif one is seen[-1] and _UPDATE_AFTER.match(text, one.end):
            label = "updated"
        updated = _is_update(label, block if len(seen) == 1 else None)
        updated = updated or (len(seen) > 1 and _is_modified(one.moment, times))
        updated = updated or (of_this and _is_update(text[one.end :][:BEHIND_THIS], None))
        named = not updated and (of_this or PUBLISHED_LABEL.search(label) is not None)
        moment = one.moment
        if stamp is not None and stamp.day == moment.day and moment.instant is None:
            moment = stamp
        near_address = times.address is not None and moment.day == times.address
        yield Shown(moment, points + 2 * named + near_address - follows, updated)
        before, follows = one.end, not updated


def _is_modified(moment: Moment, times: Times) -> bool:
    """Whether it is the instant that the page declares for its last change."""
    told = times.modified.instant if times.modified is not None else None
    return told is not None and told == moment.instant


def _labels_stand_behind(placed: Placed, text: str, seen: Sequence[dates.Seen]) -> bool:
    """Whether labels follow dates: *3 March published*, as in Chinese, Japanese or Turkish."""
    if not seen or is_labelled(f"{placed.label} {text[: seen[0].start]}"):
        return False
    rest = text[seen[-1].end :]
    if len(seen) == 1 and len(_WORD.findall(rest)) > 1:
        return False  # *3 March Edited by Ada Quill* says nothing about the date
    behind = rest[:BEHIND]
    return is_labelled(behind) and _NAMES_NEXT.search(behind) is None


def _seen(text: str, page: Page, times: Times, stamp: Moment | None) -> list[dates.Seen]:
    """The dates in the text of a block."""
    if not text:
        return []
    seen = dates.find(text, month_first=times.month_first)
    return _decided(text, page, times, stamp) if not seen and dates.is_ambiguous(text) else seen


def _terse(block: TextBlock, text: str) -> list[dates.Seen]:
    """The date *7.2.31* if a line named so is nothing else, or in *Von Ana Quill, 7.2.31*."""
    match = _TERSE.search(text)
    if match is None:
        return []
    alone = match.start() == 0 and has(bits_with_box(block.element), "date")
    if not alone and before_date(text) is None:
        return []
    day, month, year = (part.zfill(2) for part in match.groups())
    found = dates.find(f"{day}.{month}.{year}")
    return [dates.Seen(one.moment, *match.span()) for one in found]


def _points_of_rest(text: str, seen: Sequence[dates.Seen], names: Sequence[str]) -> int:
    """Points for the rest of a line: more if it is little more than dates, fewer for a sentence.

    The ``names`` of those who are credited in it do not count.
    """
    rest = text
    for one in reversed(seen):
        rest = rest[: one.start] + " " + rest[one.end :]
    count = len(_WORD.findall(rest)) - sum(len(_WORD.findall(name)) for name in names)
    if count >= SAID and text.endswith(".") and not PUBLISHED_LABEL.search(rest):
        return -3
    if count <= 3 * len(seen):
        return 2
    if count <= 7:
        return 1
    return 0 if count <= 10 else -3


def _is_update(label: str, block: TextBlock | None) -> bool:
    found = UPDATED.search(label)
    if found is not None:
        other = PUBLISHED_LABEL.search(label)
        if other is None or other[0].casefold() in _POSTPOSED:
            return True
        return other.start() < found.start()
    if block is None or PUBLISHED_LABEL.search(label):
        return False
    names = block.element.attributes
    return bool(_CLASS_UPDATED.search(names)) and not _CLASS_PUBLISHED.search(names)


def _stamp(block: TextBlock) -> Moment | None:
    """The machine-readable time of a block."""
    value = block.stamp
    if value is None and block.element.tag not in {"p", "li", "h1", "h2", "h3"}:
        value = next((v for name in _MACHINE if (v := block.element.get(name))), None)
    return dates.read(value, month_first=None) if value else None


def _decided(text: str, page: Page, times: Times, stamp: Moment | None) -> list[dates.Seen]:
    """Dates like 03/04/2025, if language and place do not decide, by the page's other dates.

    Empty if those do not decide either.
    """
    days = {moment.day for _, moment in times.published}
    days |= {one.day for one in (times.modified, stamp) if one is not None}
    days |= {times.address} if times.address else set()
    for month_first in (False, True):
        seen = dates.find(text, month_first=month_first)
        if any(one.moment.day in days for one in seen):
            return seen
    for block in page.blocks:
        if len(block.text) <= MAX_LINE:
            leads = dates.leads_with_month(block.text)
            if leads is not None:
                return dates.find(text, month_first=leads)
    return []


def _may_date(block: TextBlock) -> bool:
    """Whether a block is short and may have a date: it has a year or a machine-readable time."""
    if (len(block.text) > MAX_LINE and not is_of_this(block)) or OF_FIRST.match(block.text):
        return False
    return (
        block.stamp is not None
        or _YEAR.search(block.text) is not None
        or "date" in block.element.attributes
    )


def is_labelled(text: str) -> bool:
    """Whether a line says what its date is the date of."""
    return PUBLISHED_LABEL.search(text) is not None or UPDATED.search(text) is not None


def is_of_this(block: TextBlock) -> bool:
    """Whether it is a sentence, though a long one, on when this was published."""
    return len(block.text) <= MAX_OF_THIS and OF_THIS.match(block.text) is not None


def says_published(block: TextBlock) -> bool:
    """Whether a line says that this was published and when, and little more.

    *Published on 5 March, the report names nobody* is of another text.
    """
    text = block.text
    if SAYS_PUBLISHED.match(text) is None or not _may_date(block):
        return False
    return is_of_this(block) or (len(_WORD.findall(text)) <= MOST_SAID and text[-1] != ".")


def opening(block: TextBlock) -> str | None:
    """The date in brackets with which a text begins: *(05.03.2031) The council voted*."""
    match = _OPENING.match(block.text)
    return match[1] if match is not None and dates.is_whole(match[1]) else None


def is_others(block: TextBlock) -> bool:
    """Whether the block is in a box of other articles, of comments, or of navigation.

    Also True for one that belongs to a picture, which has a date of its own.
    """
    if any(element.tag in _PICTURE for element in itertools.islice(block.element.lineage(), 3)):
        return True
    return any(
        element.tag == "nav" or (element.attributes != "" and _is_named_so(element.attributes))
        for element in itertools.islice(block.element.lineage(), 2)
    )


@functools.lru_cache(4096)
def _is_named_so(attributes: str) -> bool:
    return _OTHERS.search(_TOPIC.sub("", attributes)) is not None
