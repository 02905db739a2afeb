"""What is known, what a visit found, and what follows from both, as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.decide.context import Context, Known
from monitor.decide.visit import decide
from spiders.urls import surt
from storage.digest import content_digest
from storage.intents import CloseIncident, Intent
from storage.records import (
    Address,
    Article,
    ArticleState,
    Block,
    BlockKind,
    Extraction,
    IncidentKind,
    Outcome,
    Outlet,
    PageType,
    Revision,
    Role,
    Unread,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


HOME = "https://courier.example/"


PAGE = "https://courier.example/bridge-closes"


OUTLET = Outlet(1, "courier", HOME, ("courier.example",), NOW)


def story(*paragraphs: str, **fields: object) -> Extraction:
    """A reading with these paragraphs as its body."""
    texts = paragraphs or (
        "The old bridge over the Arda closed on Monday after 12 cracks were found.",
        "The mayor said it would open again in May.",
    )
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    defaults: dict[str, object] = {"title": "Bridge closes", "canonical_url": PAGE}
    return Extraction(page_type=PageType.ARTICLE, blocks=blocks, **(defaults | fields))  # type: ignore[arg-type]


def known(content: Extraction | None = None, **changes: object) -> Known:
    """An article that was read once, a day ago."""
    content = content or story()
    day = NOW - timedelta(days=1)
    article = Article(7, 1, "courier", PAGE, content.title, ArticleState.LIVE, day, day, 1)
    digest = content_digest(content)
    latest = Revision(70, 7, 1, "courier", PAGE, content.title, digest, 700, day, day, None)
    return Known(replace(article, **changes), latest, content, content, (digest,))  # type: ignore[arg-type]


def visit(outcome: Outcome = Outcome.CAPTURED, **changes: object) -> Unread:
    """A visit to the page, now."""
    address = Address(3, 1, PAGE, surt(PAGE), Role.ARTICLE, 7)
    made = Unread(30, address, NOW, outcome, 200, None, None, None)
    return replace(made, **changes)  # type: ignore[arg-type]


def candidate(**changes: object) -> Unread:
    """A visit to an address about which nothing is known yet."""
    made = visit(**changes)
    return replace(made, address=replace(made.address, role=Role.CANDIDATE, article_id=None))


def of(kind: type, intents: tuple[object, ...]) -> list[object]:
    """The intents of one kind."""
    return [intent for intent in intents if isinstance(intent, kind)]


def told_of(context: Context, extraction: Extraction | None) -> tuple[Intent, ...]:
    """What follows for the article, without the closing of incidents, which always follows."""
    intents, url = decide(context, extraction), context.visit.address.url
    kinds = [IncidentKind.BOT_CHECK, IncidentKind.UNREACHABLE]
    if context.own is not None:
        kinds += (IncidentKind.ARTICLE_LOST, IncidentKind.LOGIN_PAGE, IncidentKind.READER_FAILED)
    assert {CloseIncident(kind, url) for kind in kinds} <= set(intents)
    return tuple(one for one in intents if not isinstance(one, CloseIncident))
