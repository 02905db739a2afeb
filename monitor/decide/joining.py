"""Pure: an address that shows an article which is not the one that was known there.

Two articles may turn out to be one, by the outlet's own word: it redirects the one to the other,
or the page at the address of the one names the other as its canonical URL. Their histories are
put behind one another only where that is their order. Else the address was given to another
article, and the one that is left without it is told of as well.
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
    """Is the other one like this, and was it first seen after it?"""
    later = other.article.first_seen > own.article.first_seen
    return later and alike(own.content, other.content)


def ran_beside(context: Context, own: Known, other: Known) -> bool:
    """Was the other one seen before this one said what it says last?

    What this one said by a clock that is ahead of this visit was said before it: that time tells
    no order.
    """
    return other.article.first_seen < own.latest.first_seen <= context.visit.at


def absorbed(context: Context, own: Known, other: Known) -> AbsorbArticle:
    """The other's history becomes the end of this one's."""
    from monitor.decide.changed import change_met  # noqa: PLC0415 - only where two are joined

    return AbsorbArticle(own.article.id, other.article.id, change_met(context, own, other))


def calls_itself(url: str) -> str:
    """What the timeline says of pages that name another canonical URL than they did."""
    return f"now calls itself {url}"


def is_at_home(context: Context) -> bool:
    """Is the visited address the one that its article is known by?"""
    own = context.own
    return own is not None and surt(own.article.url) == context.visit.address.key


def is_its_later_form(context: Context, own: Known, other: Known, new: Extraction) -> bool:
    """Is the known article that the page names the page's own one, met at its new address before?

    The page is like both of them then, and not in its headline alone, which the second part of an
    article has as well. Without this the old history had no address left, and nobody was told of
    the step from it to the new one.
    """
    if not may_be_joined(own, other) or ran_beside(context, own, other):
        return False
    return shares_text(other.content, new)


def met_twice(context: Context, own: Known, other: Known, new: Extraction) -> list[Intent]:
    """The article at its old address names the new one: one history from here on.

    Where it says there what it said, that is a sight of it, and no return from the new text.
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
    """Its address is another article's from here on: what that says of the one that was there.

    Where the page still says what it said, it stands there under another name. Else it is not
    there, which is one look at first.
    """
    if other is not None and alike(own.content, new):
        told = calls_itself(other.article.url)
        if told in context.told:
            return []  # two addresses that call themselves by one name and by the other in turn
        return [AddEvent(own.article.id, EventKind.MOVED_URL, told)]
    return _missed(context, own, Absence.STRANGER)


def still_away(context: Context, new: Extraction | None) -> list[Intent]:
    """One more look at the address that the article is known by, and that another one has."""
    left = context.left
    if left is None or (new is not None and alike(left.content, new)):
        return []
    return _missed(context, left, Absence.MISSING if new is None else Absence.STRANGER)


def _missed(context: Context, article: Known, absence: Absence) -> list[Intent]:
    """Looked at again as what stands in the way is, so that it is told within days."""
    missed = absent(context, article.article, absence)
    return [*missed, *look_soon(context, absence, article)]
