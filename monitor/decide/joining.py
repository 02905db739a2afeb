"""What follows if an address shows another article than the one that was known there. Pure.

Two articles may turn out to be one, by the outlet's own word: it redirects one to the other, or the
page at the address of one names the other as its canonical URL. Their histories are joined only if
one follows the other in time. Otherwise the address was given to another article, and what becomes
of the first one is told as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.decide.absence import Absence, absent, look_soon, present
from monitor.decide.identity import alike, says_the_same, shares_text
from spiders.urls import surt
from storage.intents import AbsorbArticle, AddEvent, Intent, SeeAgain
from storage.records import EventKind

if TYPE_CHECKING:
    from monitor.decide.context import Context, Known
    from storage.records import Extraction


def may_be_joined(own: Known, other: Known) -> bool:
    """Whether the other article is similar, and was first seen after this one."""
    later = other.article.first_seen > own.article.first_seen
    return later and alike(own.content, other.content)


def ran_beside(context: Context, own: Known, other: Known) -> bool:
    """Whether the other one was seen before this one said what it says now.

    If a clock that was ahead dated what this one says, that time does not count.
    """
    return other.article.first_seen < own.latest.first_seen <= context.visit.at


def absorbed(context: Context, own: Known, other: Known) -> AbsorbArticle:
    """Make the other's history the end of this one's."""
    from monitor.decide.changed import change_met  # noqa: PLC0415 - only where two are joined

    return AbsorbArticle(own.article.id, other.article.id, change_met(context, own, other))


def calls_itself(url: str) -> str:
    """What the timeline says about pages that name another canonical URL than before."""
    return f"now calls itself {url}"


def is_at_home(context: Context) -> bool:
    """Whether the visited address is its article's main one."""
    own = context.own
    return own is not None and surt(own.article.url) == context.visit.address.key


def is_its_later_form(context: Context, own: Known, other: Known, new: Extraction) -> bool:
    """Whether the article that the page names is its own, found at the new address before.

    Then the page is similar to both of them, and not only in its headline, which the second part of
    an article has as well. Without this the old history had no address left, and the change from it
    to the new one went unnoticed.
    """
    if not may_be_joined(own, other) or ran_beside(context, own, other):
        return False
    return shares_text(other.content, new)


def met_twice(context: Context, own: Known, other: Known, new: Extraction) -> list[Intent]:
    """The article at its old address names the new one: from here on there is one history.

    If it still says what it said, that is a sight of the old text, and no return to it.
    """
    moved = AddEvent(own.article.id, EventKind.MOVED_URL, calls_itself(other.article.url))
    intents: list[Intent] = list(present(own.article))
    if says_the_same(own.content, own.latest.digest, new):
        intents.append(SeeAgain(own.article.id, new))
        return [*intents, absorbed(context, own, other), moved]
    intents += [absorbed(context, own, other), moved]
    if says_the_same(other.content, other.latest.digest, new):
        intents.append(SeeAgain(own.article.id, new))
    return intents


def left_behind(context: Context, own: Known, other: Known | None, new: Extraction) -> list[Intent]:
    """The address belongs to another article now: what that means for the one that was there.

    If the page still says what it said, it is there under another name. Otherwise it is absent,
    which so far is one visit.
    """
    if other is not None and alike(own.content, new):
        told = calls_itself(other.article.url)
        if told in context.reported:
            return []  # two addresses that call themselves by one name and by the other in turn
        return [AddEvent(own.article.id, EventKind.MOVED_URL, told)]
    return _missed(context, own, Absence.STRANGER)


def still_away(context: Context, new: Extraction | None) -> list[Intent]:
    """One more visit to the main address of an article that now belongs to another one."""
    left = context.left
    if left is None or (new is not None and alike(left.content, new)):
        return []
    return _missed(context, left, Absence.MISSING if new is None else Absence.STRANGER)


def _missed(context: Context, article: Known, absence: Absence) -> list[Intent]:
    """Visit again as if something stood in the way, so that it is reported within days."""
    missed = absent(context, article.article, absence)
    return [*missed, *look_soon(context, absence, article)]
