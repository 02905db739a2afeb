"""What changed around a text, and is reported without being a revision of it. Pure.

The time that the outlet declares, links whose target is the same, the picture, and the headlines
for search engines and shared links.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.diff.declared import declared_changes, same_headline
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
"""Two headlines that replaced each other this often take turns; nothing more is reported."""


def side_events(known: Known, extraction: Extraction) -> list[Intent]:
    """Events for changed times, picture, and links with the same target: no revisions alone."""
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
    """Events for headlines for machines, with or without a new text; one event per sight.

    ``told`` has the details of such events so far, oldest first. Two headlines that take turns, as
    in an A/B test, are reported until that is evident. A place that only catches up with what the
    page, or another place, said before is not reported again.
    """
    if not _is_comparable(known.last, extraction):
        return []
    shown = fold(extraction.title or "")
    changes = [
        one
        for one in declared_changes(known.last, extraction)
        if not _is_late(one, shown, known.titles) and not _is_told(one, told)
    ]
    said = [said for one in changes if (said := _detail(one, told)) is not None]
    if not said:
        return []
    detail = "; ".join(said)
    if said[-1].endswith(")") and shown:
        same = {one.new for one in changes} == {shown}
        detail += f"; the page shows {'the same' if same else f'“{shown}”'}"
    return [AddEvent(known.article.id, EventKind.SEARCH_HEADLINE, detail)]


def _is_comparable(last: Extraction, extraction: Extraction) -> bool:
    """Whether both were read by the same reader and rules; otherwise the difference may be ours.

    Of a redacted reading nobody knows what it said.
    """
    if last.redacted is not None:
        return False
    return (last.reader, last.rules) == (extraction.reader, extraction.rules)


def _is_late(change: Declared, shown: str, titles: Sequence[str | None]) -> bool:
    """Whether the page itself made this change before, so that only this place is late."""
    return same_headline(change.new, shown) and any(
        same_headline(change.old, title) for title in titles if title
    )


def _is_told(change: Declared, told: Sequence[str]) -> bool:
    """Whether it was reported for other places, and nothing in these words for these."""
    became = _became(change.old, change.new)
    back = _became(change.new, change.old)
    forth = any(became in detail for detail in told)
    return forth and not any(_places(detail, (became, back)) & {*change.sources} for detail in told)


def _places(detail: str, pair: Sequence[str]) -> set[str]:
    """The places for which an event reports one of these two changes."""
    found = (re.search(rf"{re.escape(step)} for [^()]*\(([^()]*)\)", detail) for step in pair)
    return {place for match in found if match for place in match[1].split(", ")}


def _detail(change: Declared, told: Sequence[str]) -> str | None:
    """The text of the event; None if it is just another turn of two headlines."""
    pair = _became(change.old, change.new), _became(change.new, change.old)
    turns = sum(bool(_places(detail, pair) & {*change.sources}) for detail in told)
    days = _days_told(change, told)
    if turns >= TURNS or days >= TURNS:
        return None
    detail = f"{pair[0]} for {change.readers} ({', '.join(change.sources)})"
    if days == TURNS - 1:
        return f"{detail}; its date changes from day to day; this is not reported again"
    if turns == TURNS - 1:
        return f"{detail}; the two take turns; this is not reported again"
    return f"{detail}; back to an earlier one" if turns else detail


def _days_told(change: Declared, told: Sequence[str]) -> int:
    """How often a change of only the date in these words was reported: *Weather of 3 March*."""
    words = _without_dates(change.old)
    if change.old == words or words != _without_dates(change.new):
        return 0
    return sum(_became(words, words) in _without_dates(detail) for detail in told)


def _without_dates(text: str) -> str:
    """The text with a placeholder for each date, day or time."""
    from monitor.classify.figures.quantities import quantities  # noqa: PLC0415 - 40 ms, only then
    from monitor.classify.language.lexicon import language_of  # noqa: PLC0415 - the same

    language = language_of(text)
    for found in reversed(quantities(text, language)):
        if found.type != "number":
            text = f"{text[: found.start]}#{text[found.end :]}"
    return text


def _became(old: str, new: str) -> str:
    return f"“{old}” became “{new}”"
