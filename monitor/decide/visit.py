"""What a visit means for its article. Pure.

Nothing here touches the archive, the network or the clock: what is known comes in as a
:class:`Context`, what follows goes out as intents (the idea of a *Decider* is lemon24/reader's).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.decide.absence import (
    OF_OBSTACLE,
    ON_PAGE,
    Absence,
    absent,
    awaited,
    confirmed,
    not_there,
    present,
    refused,
    turned_away,
)
from monitor.decide.all_alike import CAPTIVE
from monitor.decide.cut_off import CUT_OFF
from monitor.decide.identity import RULE_REMARK, alike, identity_url, says_the_same
from monitor.decide.joining import (
    calls_itself,
    is_at_home,
    is_its_later_form,
    left_behind,
    met_twice,
    still_away,
)
from monitor.decide.old_copy import old_copy_seen
from monitor.decide.photo_stories import has_text
from monitor.decide.recovery import answered, failed, over, recovered
from monitor.decide.redirects import behind_login, is_login, moved_here, redirected
from monitor.decide.side_events import headline_events, side_events
from monitor.decide.strangers import EVERYWHERE, NAMELESS, is_dated, stranger, unlike
from monitor.decide.twins import completed, has_news, seen_by
from spiders.urls import canonical, host, surt
from storage.digest import content_digest, fold
from storage.intents import (
    AddEvent,
    AddRevision,
    AdoptAddress,
    BeginArticle,
    CloseIncident,
    Intent,
    JoinArticle,
    LeaveArticle,
    OpenIncident,
    RenameArticle,
    SeeAgain,
    SetRole,
)
from storage.records import (
    Access,
    ArticleState,
    EventKind,
    Extraction,
    IncidentKind,
    Obstacle,
    Outcome,
    PageType,
    Role,
)

if TYPE_CHECKING:
    from monitor.decide.context import Context, Known, Twin
    from storage.records import Outlet

ARTICLE_PAGES = frozenset({PageType.ARTICLE, PageType.LIVEBLOG, PageType.GALLERY, PageType.VIDEO})


def decide(context: Context, extraction: Extraction | None) -> tuple[Intent, ...]:
    """What follows from this visit. ``extraction`` is that of its capture, where it has one."""
    intents = _decided(context, extraction)
    return (*intents, *over(context, extraction, intents))


def _decided(context: Context, extraction: Extraction | None) -> tuple[Intent, ...]:
    outcome = context.visit.outcome
    if outcome is Outcome.CAPTURED and extraction is not None:
        return tuple(_captured(context, extraction))
    if outcome is Outcome.UNMODIFIED:
        return tuple(_unmodified(context))
    if outcome is Outcome.REDIRECTED:
        return answered(context, redirected(context))
    if context.retired is not None:
        return answered(context, context.retired.renamed())
    if outcome is Outcome.MISSING:
        away = still_away(context, None)
        return answered(context, [*not_there(context, Absence.MISSING), *away])
    if outcome is Outcome.BLOCKED:
        return tuple(turned_away(context))
    if outcome is Outcome.REFUSED:
        return tuple(refused(context))
    return (failed(context),)


def _unmodified(context: Context) -> list[Intent]:
    """A 304 shows again what the last full capture showed, even if that was an absence."""
    own = context.own
    if own is None:
        return []
    if context.shown is None and own.article.absence in ON_PAGE:
        return absent(context, own.article, Absence(own.article.absence))
    if context.shown != own.latest.id:
        return []
    away = still_away(context, own.content)
    seen = [SeeAgain(own.article.id), *present(own.article), *away]
    return [*seen, *recovered(context.visit.address.url)]


def _captured(context: Context, extraction: Extraction) -> list[Intent]:
    if context.captive:
        return [OpenIncident(IncidentKind.UNREACHABLE, host(context.visit.address.url), CAPTIVE)]
    if extraction.obstacle is not None:
        return _obstructed(context, extraction.obstacle)
    faults = _rule_faults(context.outlet, extraction)
    if faults and context.own is not None:
        return faults  # what was read without the rule is not compared with anything
    if not _holds_article(context, extraction):
        links = extraction.page_type is PageType.INDEX
        if context.on_trial:
            # Unless it is a page of links, it may show one yet: it stays a candidate.
            role = Role.NONE if links else Role.CANDIDATE
            return [LeaveArticle(role), *not_there(context, Absence.ELSEWHERE)]
        if context.own is not None:
            return not_there(context, _instead(extraction))
        # A page with a date may become an article: breaking news begins with a headline.
        waits = is_dated(extraction, context.visit.address.url) and not links
        return faults if waits else awaited(context, links=links)
    if not faults:  # also if the rule was removed
        faults.append(CloseIncident(IncidentKind.RULE_FAILED, context.outlet.name))
    return faults + _article(context, extraction)


def _instead(extraction: Extraction) -> Absence:
    """What a page without an article shows instead, such as a short lead and a wall's words."""
    walled = extraction.access is Access.TEASER and extraction.page_type is not PageType.INDEX
    return Absence.TEASER if walled else Absence.LOST


def _holds_article(context: Context, extraction: Extraction) -> bool:
    """Whether it is an article to the reader, or too short but dated, or has a known headline.

    An article that was cut to a sentence, or withdrawn under its headline, still says something.
    What is dated by its address alone may be any notice, unless readers get it for a day.
    """
    known = context.own
    said = has_text(extraction, None if known is None else known.content)
    if not said or extraction.page_type is PageType.INDEX:
        return False
    if extraction.page_type in ARTICLE_PAGES or is_dated(extraction, context.visit.address.url):
        return True
    if known is None:
        return False
    if extraction.published is not None and confirmed(context, known.article, Absence.LOST):
        return True
    title = fold(extraction.title or "")
    return bool(title) and title == fold(known.content.title or "")


def _rule_faults(outlet: Outlet, extraction: Extraction) -> list[Intent]:
    """Incidents of failing rules; named without the rules' version, so that a new one ends them."""
    return [
        OpenIncident(IncidentKind.RULE_FAILED, outlet.name, remark)
        for remark in extraction.remarks
        if remark.startswith(RULE_REMARK)
    ]


def _article(context: Context, extraction: Extraction) -> list[Intent]:
    """There is an article on the page: which one, and does it say something new?"""
    known = _whose(context, extraction)
    if context.named is not None and known is not context.named:
        context = replace(context, twin=None)  # it is no second page of the article that it names
    strange = _strange(context, extraction) if known is context.own else None
    if strange is not None:
        return not_there(context, _in_its_place(context), strange)
    if known is not None and _is_held_back(context, known):
        return not_there(context, Absence.LOST, CUT_OFF)
    if known is None and context.everywhere:
        return not_there(context, Absence.EVERYWHERE, EVERYWHERE)
    # If a cache returned an old copy, what was wrong with the page may still be so.
    shows_now = context.old_copy is None or known is not context.own
    intents = recovered(context.visit.address.url) if shows_now else []
    own = context.own
    if own is not None and known is not own and is_at_home(context):
        if known is not None and is_its_later_form(context, own, known, extraction):
            return intents + met_twice(context, own, known, extraction)
        intents += left_behind(context, own, known, extraction)
    elif known is own:
        intents += still_away(context, extraction)
    if known is None:
        return intents + _begun(context, extraction)
    if known is not own:
        intents.append(JoinArticle(known.article.id))
    return intents + _seen(context, known, extraction)


def _in_its_place(context: Context) -> Absence:
    """Which absence it is if another page is in place of the article: keep the one it had.

    Which other articles show the same page changes from visit to visit, because these are visited
    soon again and others are not; the two absences would take turns, restarting the count for ever.
    """
    own, everywhere = context.own, Absence.EVERYWHERE
    before = own is not None and own.article.absence == everywhere.value
    return everywhere if before or context.everywhere else Absence.STRANGER


def _begun(context: Context, extraction: Extraction) -> list[Intent]:
    """A new article; if it says what one that is gone said, both histories mention the other."""
    url, gone = _new_name(context, extraction), context.elsewhere
    if gone is None or context.own is not None:
        return [BeginArticle(url, surt(url), extraction)]
    told = AddEvent(gone.of.id, EventKind.MOVED_URL, gone.told())
    return [BeginArticle(url, surt(url), extraction, gone.stood()), told]


def _is_held_back(context: Context, known: Known) -> bool:
    """Whether the page breaks off; if it does so for a day, then that is what readers get.

    For an unknown address this was checked before.
    """
    if context.own is None:
        return context.cut_off
    if known is not context.own:
        return False
    lasts = confirmed(context, known.article, Absence.LOST)
    return context.cut_off and not lasts


def _strange(context: Context, extraction: Extraction) -> str | None:
    """Why it is another page, and not the rewritten article; None if it may be the latter.

    What names nothing of an article may be a consent page, or a farewell: if it is there for a day,
    and at no other address, then that is what readers get.
    """
    own, named = context.own, context.named
    if own is None or content_digest(extraction) in own.earlier:
        return None  # what the article has said before is its own
    other = named is not None and named is not own
    if context.twin is not None and not other:
        return None
    shown_by, everywhere = context.shown_by, context.everywhere
    why = stranger(
        context.outlet, own, extraction, other=other, shown_by=shown_by, everywhere=everywhere
    )
    if why != NAMELESS:
        return why
    lasts = confirmed(context, own.article, Absence.STRANGER)
    return None if lasts else f"{NAMELESS}: {extraction.title or ''}".rstrip(": ")


def _new_name(context: Context, extraction: Extraction) -> str:
    """The page's canonical URL, unless it is that of an article that says something else."""
    if context.named is not None and context.named is not context.own:
        return canonical(context.visit.address.url)
    return identity_url(context.visit.address.url, extraction, context.outlet)


def _whose(context: Context, extraction: Extraction) -> Known | None:
    """The article that the page is about; None if it is a new one.

    The page's own word (rel=canonical) comes first. If a known address names an unknown URL, a
    similar text means that the article moved, and another text that it is another article.
    """
    own, named = context.own, context.named
    if own is None:
        if named is not None:
            return named if alike(named.content, extraction) else None
        return context.same_text if extraction.canonical_url is None else None
    if named is not None and named is not own and alike(named.content, extraction):
        return named
    same_name = surt(own.article.url) == surt(_new_name(context, extraction))
    return own if same_name or alike(own.content, extraction) else None


def _seen(context: Context, known: Known, extraction: Extraction) -> list[Intent]:
    """The page shows the known article: the text that it had, another one, or a part of it."""
    article, twin, is_own = known.article, context.twin, known is context.own
    if context.old_copy is not None and is_own and twin is None:
        return old_copy_seen(context, article, context.old_copy, extraction)
    teaser = extraction.access is Access.TEASER or (is_own and context.walled)
    cut = teaser and known.content.access is Access.FULL
    if twin is not None:
        told = _told_by(twin, known, extraction, cut=cut)
        if told is None:
            return []
        extraction = told
    if cut and content_digest(extraction) != known.latest.digest:
        return absent(context, article, Absence.TEASER)
    kept_since = context.kept_since if is_own else None
    back = present(article, rewritten=_is_rewritten(known, extraction), kept_since=kept_since)
    intents = back + _moved(context, known, extraction)
    if is_own and not any(isinstance(intent, AddEvent) for intent in intents):
        intents += moved_here(context)
    return intents + _said(context, known, extraction)


def _said(context: Context, known: Known, extraction: Extraction) -> list[Intent]:
    """What the article says now: the same as before, or something new."""
    article, twin = known.article, context.twin
    headlines: list[Intent] = []
    if twin is None:
        headlines = headline_events(known, extraction, context.headlines_reported)
    if says_the_same(known.content, known.latest.digest, extraction):
        if twin is not None:
            return [SeeAgain(article.id, seen_by(extraction, known.last))]
        return [SeeAgain(article.id, extraction), *side_events(known, extraction), *headlines]
    from monitor.decide.changed import change_seen  # noqa: PLC0415 - only where a text changed

    assessment = change_seen(context, known, extraction, content_digest(extraction))
    unvouched = context.unvouched and not assessment.ours
    return [AddRevision(article.id, extraction, assessment, unvouched=unvouched), *headlines]


def _is_rewritten(known: Known, extraction: Extraction) -> bool:
    """Whether the address of an article that was gone has another text, maybe another article's."""
    was_there = known.article.state is ArticleState.LIVE
    return not was_there and unlike(known.content, extraction)


def _told_by(twin: Twin, known: Known, page: Extraction, *, cut: bool) -> Extraction | None:
    """What the page of a second address says of the article; None if that is nothing new.

    If at its first sight it differs from the main page, which is still there, that may be how it is
    built; if it says what the article said before, it is just not up to date.
    """
    if cut and twin.own_answers:
        return None
    whole = completed(page, known.content, lead=twin.own_answers)
    if not twin.own_answers or says_the_same(known.content, known.latest.digest, whole):
        return whole
    if twin.before is None or content_digest(whole) in known.earlier:
        return None
    return whole if has_news(page, twin.before) else None


def _moved(context: Context, known: Known, extraction: Extraction) -> list[Intent]:
    """The article's pages name another canonical URL than before."""
    article = known.article
    url = identity_url(context.visit.address.url, extraction, context.outlet)
    if known is not context.own or extraction.canonical_url is None:
        return []
    if context.named is not None and context.named is not known:
        return []  # that is the name of another article
    if surt(url) == surt(article.url):
        return []
    renamed: list[Intent] = [
        AdoptAddress(article.id, url, surt(url)),
        RenameArticle(article.id, url, surt(url)),
    ]
    if surt(url) in {surt(alias) for alias in article.aliases}:
        return renamed
    return [*renamed, AddEvent(article.id, EventKind.MOVED_URL, calls_itself(url))]


def _obstructed(context: Context, obstacle: Obstacle) -> list[Intent]:
    if context.own is None and obstacle is Obstacle.LOGIN:
        its_own = is_login(context.visit.address.url)
        return [SetRole(Role.NONE)] if its_own else behind_login(context)
    intents = not_there(context, OF_OBSTACLE[obstacle])
    return [*answered(context, intents)] if obstacle is Obstacle.NOT_FOUND else intents
