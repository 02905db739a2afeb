"""Stories as documents: one event, as several outlets report it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.queries.objects import Changes
from storage.changelog import Filters, Position
from storage.database.times import from_text, to_text
from storage.errors import InputError, NotStored
from storage.lost import DAMAGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.archive import Archive
    from storage.derived.stories import Placed, Story
    from storage.records import Article, Event, Revision

_PLACE = re.compile(r"(\d{4}-[\d:.T-]{21}Z)s(\d{1,18})\Z")
_WORDS = 8


@dataclass(frozen=True, slots=True)
class Portion:
    """Some stories, the latest first, and where the next portion begins."""

    stories: list[dict[str, Any]]
    next: str | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story, with what drew it there."""

    article: Article
    placed: Placed


def portion(
    archive: Archive,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Portion:
    """Events in a period that several outlets report. Raises InputError for an invalid place."""
    found = archive.index.stories.latest(
        since=since, until=until, before=_place(after), limit=limit + 1
    )
    shown = found[:limit]
    following = f"{to_text(shown[-1].last)}s{shown[-1].id}" if len(found) > limit else None
    documents = [document for one in shown if (document := _of_several(archive, one)) is not None]
    return Portion(documents, following, archive.index.search.waiting())


def story_of(archive: Archive, number: int) -> Story:
    """The story of this id, or the one that the article of this id belongs to. Raises NotStored."""
    story = archive.index.stories.of_article(number)
    if story is None:
        raise NotStored("story", str(number), do="See them with: variorum story list")
    return story


def members(archive: Archive, story_id: int) -> list[Member]:
    """The story's articles that still exist, the oldest first."""
    placed = archive.index.stories.articles(story_id)
    found = ((archive.find_article(one.article_id), one) for one in placed)
    return [Member(article, one) for article, one in found if article is not None]


def story_rows(archive: Archive, found: Iterable[Member]) -> list[Revision | Event]:
    """What changed in any of the articles, newest first, including their first revisions."""
    rows = [
        row
        for member in found
        for row in archive.changelog.rows(Filters(article_id=member.article.id))
    ]
    return sorted(rows, key=lambda row: Position.of(row).rank, reverse=True)


def story_document(archive: Archive, number: int) -> dict[str, Any]:
    """A story with its articles, why each belongs to it, and every change. Raises NotStored."""
    story = story_of(archive, number)
    found = members(archive, story.id)
    changes = Changes(archive)
    return {
        **heading(archive, story, found),
        "members": [member_document(archive, one) for one in found],
        "changes": [changes.of(row) for row in story_rows(archive, found)],
    }


def _of_several(archive: Archive, story: Story) -> dict[str, Any] | None:
    """The story's heading; None if a single outlet's articles are left."""
    found = members(archive, story.id)
    document = heading(archive, story, found)
    return document if len(document["outlets"]) > 1 else None


def heading(archive: Archive, story: Story, found: list[Member]) -> dict[str, Any]:
    """A story without members and changes: what it is about, who reported it, and when."""
    told = [one.article for one in found]
    return {
        "story": story.id,
        "title": told[0].title if told else None,
        "language": _language(archive, told[0]) if told else None,
        "first": to_text(story.first),
        "last": to_text(story.last),
        "outlets": sorted({one.outlet for one in told}),
        "articles": len(told),
        "revisions": sum(one.revisions for one in told),
        "words": _common(found),
    }


def _common(found: list[Member]) -> list[str]:
    """The words that hold it together, beginning with those that drew most articles."""
    counts: dict[str, int] = {}
    for one in found:
        for word in one.placed.shared:
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: -counts[word])[:_WORDS]


def _language(archive: Archive, article: Article) -> str | None:
    """The language of its headline; None if the page does not say, or is damaged."""
    try:
        found = archive.latest_extraction(article.id)
    except DAMAGE:
        return None
    return None if found is None else found.language


def member_document(archive: Archive, one: Member) -> dict[str, Any]:
    """An article of a story, and why it belongs to it."""
    article = one.article
    return {
        "article": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "title": article.title,
        "language": _language(archive, article),
        "state": article.state.value,
        "published": article.published,
        "first_seen": to_text(article.first_seen),
        "revisions": article.revisions,
        "likeness": one.placed.likeness,
        "shared": list(one.placed.shared),
    }


def _place(token: str | None) -> tuple[str, int] | None:
    if not token:
        return None
    match = _PLACE.match(token)
    if match is None:
        raise InputError(
            f"{token[:60]!r} is not a place among the stories.", do="Start from the beginning."
        )
    return to_text(from_text(match[1])), int(match[2])
