"""Grouping an article with others of the same days on the same event, or beginning a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.stories.likeness import WITHIN, belongs, heaviest, match
from monitor.stories.terms import terms_of
from storage.database.times import from_page
from storage.derived.stories import Placed

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.stories.likeness import Match, Vector
    from monitor.stories.terms import Term
    from storage.archive import Archive
    from storage.records import Extraction, Revision

CANDIDATES = 30
COMPARED = 8
"""How many articles of a story, the latest, a new one is compared with."""
WHY = 8
"""How many words are stored to explain the grouping."""


def group(archive: Archive, revision: Revision) -> None:
    """Place an article by the text of its first revision; once placed, it stays there.

    To be called within a transaction of the index.
    """
    stories = archive.index.stories
    if revision.number != 1 or stories.placed(revision.article_id) is not None:
        return
    extraction = archive.extraction(revision.extraction_id)
    terms = terms_of(extraction)
    if not terms:
        return
    vector = heaviest(terms, *stories.known(terms))
    stories.count(terms)
    moment = _moment(extraction, revision.first_seen)
    story, best = _best(archive, vector, moment)
    stories.put(
        Placed(
            article_id=revision.article_id,
            story_id=revision.article_id if story is None else story,
            outlet_id=archive.article(revision.article_id).outlet_id,
            moment=moment,
            likeness=None if best is None else round(best.likeness, 3),
            shared=() if best is None else _words(best, terms),
            vector={term: round(weight, 4) for term, weight in vector.items()},
        )
    )


def _moment(extraction: Extraction, first_seen: datetime) -> datetime:
    """When it was published, if that is plausible: a first crawl sees articles of many years."""
    published = from_page(extraction.published)
    return first_seen if published is None else min(published, first_seen)


def _best(archive: Archive, vector: Vector, moment: datetime) -> tuple[int | None, Match | None]:
    """The story that it belongs to, and the match with the article that draws it there."""
    stories = archive.index.stories
    near = stories.near(vector, moment - WITHIN, moment + WITHIN, CANDIDATES)
    found = [one for one in map(stories.placed, near) if one is not None]
    matches = sorted(
        ((match(vector, one.vector), one) for one in found),
        key=lambda pair: (-pair[0].likeness, pair[1].article_id),
    )
    for best, one in matches:
        if not best.is_one_event:
            break
        members = stories.articles(one.story_id)
        if abs(moment - members[0].moment) > 2 * WITHIN:
            continue
        others = [match(vector, other.vector) for other in members[-COMPARED:]]
        if belongs(best, others):
            return one.story_id, best
    return None, None


def _words(best: Match, terms: dict[str, Term]) -> tuple[str, ...]:
    """The matching terms as they are written in the text, each word once."""
    return tuple(dict.fromkeys(terms[term].word for term in best.shared))[:WHY]
