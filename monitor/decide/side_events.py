"""Pure: what changed around a text, and is told without being a revision of it.

The time that the outlet declares, links that lead where they led, the picture, and the headlines
that search engines and shared links are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.lexicon import language_of
from monitor.classify.quantities import quantities
from monitor.diff.declared import declared_changes
from monitor.diff.pictures import same_picture
from storage.database.times import same
from storage.digest import fold
from storage.intents import AddEvent
from storage.records import EventKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.decide.context import Known
    from monitor.diff.declared import Declared
    from storage.intents import Intent
    from storage.records import Extraction

TURNS = 3
"""Two headlines that were told to take each other's place so often take turns; no more is told."""


def side_events(known: Known, extraction: Extraction) -> list[Intent]:
    """Times, the picture, and links that lead where they led: told, and no revision alone."""
    article, last = known.article, known.last
    intents: list[Intent] = []
    if not _is_comparable(last, extraction):
        return intents
    dated = [
        f"{name} {before} -> {now}"
        for name in ("published", "modified")
        if (before := getattr(last, name)) and (now := getattr(extraction, name))
        if not same(before, now)
    ]
    if dated:
        intents.append(AddEvent(article.id, EventKind.DATED_ONLY, "; ".join(dated)))
    had, has = set(last.links), set(extraction.links)  # a page may have a hundred thousand
    gone = [link for link in last.links if link not in has]
    new = [link for link in extraction.links if link not in had]
    if gone or new:
        detail = " ".join([*(f"-{link}" for link in gone), *(f"+{link}" for link in new)])
        intents.append(AddEvent(article.id, EventKind.LINKS, detail))
    before, picture = last.picture, extraction.picture
    if before and picture and not same_picture(before, picture):
        detail = f"picture {before} -> {picture}"
        intents.append(AddEvent(article.id, EventKind.PICTURE, detail))
    return intents


def headline_events(known: Known, extraction: Extraction, told: Sequence[str]) -> list[Intent]:
    """Headlines that only machines are given, with a new text or without one.

    ``told`` are the details of such events of the article, oldest first: two headlines that take
    turns, as in a test of readers, are told until that is plain.
    """
    if not _is_comparable(known.last, extraction):
        return []
    details = [
        _detail(change, extraction.title or "", told)
        for change in declared_changes(known.last, extraction)
    ]
    return [
        AddEvent(known.article.id, EventKind.SEARCH_HEADLINE, detail)
        for detail in details
        if detail is not None
    ]


def _is_comparable(last: Extraction, extraction: Extraction) -> bool:
    """Read by another reader or other rules, what differs may be ours.

    Of what was redacted nobody knows what stood there.
    """
    if last.redacted is not None:
        return False
    return (last.reader, last.rules) == (extraction.reader, extraction.rules)


def _detail(change: Declared, shown: str, told: Sequence[str]) -> str | None:
    """What is told of one; None where it is one more turn of two that take turns."""
    pair = _became(change.old, change.new), _became(change.new, change.old)
    turns = sum(any(one in detail for one in pair) for detail in told)
    days = _days_told(change, told)
    if turns >= TURNS or days >= TURNS:
        return None
    detail = f"{pair[0]} for {change.readers} ({', '.join(change.sources)})"
    if days == TURNS - 1:
        return f"{detail}; its date turns with the days, of which no more is told"
    if turns == TURNS - 1:
        return f"{detail}; the two take turns, of which no more is told"
    if turns:
        return f"{detail}; back to an earlier one"
    if fold(shown) == change.new:
        return f"{detail}; the page shows the same"
    return f"{detail}; the page shows “{fold(shown)}”" if shown else detail


def _days_told(change: Declared, told: Sequence[str]) -> int:
    """How often it was told that a date turned in just these words: *Weather of 3 March*."""
    words = _without_dates(change.old)
    if change.old == words or words != _without_dates(change.new):
        return 0
    return sum(_without_dates(detail).startswith(_became(words, words)) for detail in told)


def _without_dates(text: str) -> str:
    """The text with a sign in the place of each date, day or clock."""
    language = language_of(text)
    for found in reversed(quantities(text, language)):
        if found.type != "number":
            text = f"{text[: found.start]}#{text[found.end :]}"
    return text


def _became(old: str, new: str) -> str:
    return f"“{old}” became “{new}”"
