"""A bad week of an outlet: everything that can hide its articles, one thing after another.

Each answer with the article says which of its texts it has, so it is known which edits could be
seen at all. All of those are reported, nothing else is, and all that was in the way is over
afterwards.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field

import pytest

from storage.records import ArticleState, EventKind, IncidentKind
from tests.crawl.wire_server import Script, plain, redirect
from tests.stories import filler

ARTICLES, EDITS, LOOKS_A_DAY = 6, 30, 8
HOUR = 1 / 24
WEEK = ("plain", "rebuilt", "stale", "walled", "consent", "down", "moved", "away")
"""What each day is like, from a Sunday on; the last one lasts until it is reported."""
STANDS = frozenset({"plain", "rebuilt", "stale", "moved"})

OFFER = "<div><p>Subscribe to continue reading.</p><p>Already a subscriber? Log in.</p></div>"
CONSENT = (
    "<!doctype html><html lang='en'><head><title>Your privacy</title></head><body><main>"
    "<h1>We value your privacy</h1><p>We and our 842 partners keep information on your device,"
    " such as cookies, to show you advertising and to measure our audience.</p><p>You can accept"
    " all, or take a subscription for three euros a month. Your choice is kept for half a year."
    "</p><button>Accept all</button></main></body></html>"
)
SOON = (
    "<!doctype html><html lang='en'><head><title>The Holm Post</title></head><body><h1>We will be"
    " back soon</h1><p>The Holm Post is being worked on, and is back within the hour.</p></body>"
)
OLD = (
    "<header><a href='/'>Home</a></header><main><article><h1>{title}</h1><p class='byline'>By Ada"
    " Quay</p>{text}</article><aside><h2>Most read</h2>{teasers}</aside></main><footer>{number}"
    " guests</footer>"
)
NEW = (
    "<div class='top'><a href='/'>The Holm Post</a><button>Subscribe</button></div><section"
    " class='story'><h1 class='hd'>{title}</h1><div class='story-body'>{text}</div></section><div"
    " class='more'><h3>More from the Holm Post</h3>{teasers}</div><div class='ft'>Page {number}"
    "</div>"
)


@dataclass
class Post:
    """The outlet. ``shown`` are the numbers of the texts with which each article was seen."""

    base: str
    day: str = "plain"
    now: float = 0.0
    answers: int = 0
    edits: dict[int, list[float]] = field(default_factory=dict)
    shown: dict[int, list[int]] = field(default_factory=dict)

    def path(self, number: int, *, first: bool = False) -> str:
        """The path of an article; half of them are renamed on Saturday."""
        renamed = number % 2 and self.day in {"moved", "away"} and not first
        return f"/news/story-{number}-of-holm" + ("-corrected" if renamed else "")

    def answer(self, number: int, *, first: bool) -> Script:
        """What the address of an article answers; ``first``: the address that it had at first."""
        self.answers += 1
        lot = random.Random(f"{number} {self.now}")  # in whatever order they are fetched
        path, odd = self.path(number), lot.random() < 0.5
        if self.day == "away":
            return redirect(f"http://holm-post.example{path}", "301 Moved Permanently")
        if first and path != self.path(number, first=True):
            return redirect(self.base + path, "301 Moved Permanently")
        if self.day == "consent":
            return _page(CONSENT)
        if self.day == "down":
            broken = plain(b"<h1>Error</h1>", status="500 Internal Server Error")
            return broken if odd else _page(SOON)
        age = lot.uniform(600, 8 * 3600) if odd and self.day == "stale" else 0.0
        return self._article(number, age)

    def _article(self, number: int, age: float) -> Script:
        of_text = sum(at <= self.now - age / 86400 for at in self.edits[number])
        texts = [*filler(f"story {number} of holm", 5), f"It costs {of_text + 10} crowns a year."]
        if self.day == "walled":
            texts = texts[:2]
        else:
            self.shown[number].append(of_text)
        body = (OLD if self.day == "plain" else NEW).format(
            title=f"What happened to Holm in story {number}",
            text="".join(f"<p>{one}</p>" for one in texts) + OFFER * (self.day == "walled"),
            teasers=f"<a href='/news/{self.answers}'>Story {self.answers % ARTICLES}</a>",
            number=self.answers,
        )
        name = self.base + self.path(number)
        head = f"<link rel='canonical' href='{name}'><meta property='og:type' content='article'>"
        page = _page(
            f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"
        )
        field = b"\r\nAge: %d\r\n\r\n" % age
        return Script(page.head.replace(b"\r\n\r\n", field), page.parts) if age else page

    def expected(self, number: int) -> list[int]:
        """The numbers of the texts in order; an old copy shows none that is new."""
        seen = itertools.accumulate(self.shown[number], max)
        return [number for number, _ in itertools.groupby(seen)]


def _page(text: str) -> Script:
    return plain(text.encode(), "text/html; charset=utf-8")


def lived(paper) -> Post:
    """Run the whole week, with a look every three hours, and edits an hour before some of them."""
    post, lot = Post(paper.base), random.Random("a bad week")
    looks = [n / LOOKS_A_DAY for n in range(len(WEEK) * LOOKS_A_DAY + LOOKS_A_DAY)]
    for number in range(ARTICLES):
        # Half a day apart, or an old copy may show an unseen edit, which would be reported.
        times = sorted(lot.sample(looks[number % 4 + 1 : -3 * LOOKS_A_DAY : 4], EDITS // ARTICLES))
        post.edits[number] = [at - HOUR for at in times]
        post.shown[number] = []
        for day in ("plain", "moved"):
            post.day = day
            first = day == "plain"
            paper.server.routes[post.path(number)] = lambda _, number=number, first=first: (
                post.answer(number, first=first)
            )
        post.day = "plain"
        paper.find(post.path(number))
    for post.now in looks:
        post.day = WEEK[min(int(post.now), len(WEEK) - 1)]
        paper.look(post.now)
    return post


@pytest.mark.long
def test_a_bad_week_is_told_as_it_was(paper):
    """No edit that could be seen is missed, none is invented, and no article is reported gone."""
    post = lived(paper)
    articles = list(paper.keeper.archive.articles())
    assert len(articles) == ARTICLES
    for article in articles:
        number = int(article.url.partition("story-")[2].partition("-")[0])
        # The rebuilt pages name no author, which is reported as the template's change.
        revisions = [
            one for one in paper.keeper.archive.revisions(article.id) if not one.assessment.ours
        ]
        texts = [paper.keeper.archive.extraction(one.extraction_id).text for one in revisions]
        told = [int(one.rpartition("It costs ")[2].partition(" ")[0]) - 10 for one in texts]
        assert told == post.expected(number)
        assert article.state is ArticleState.LIVE
        kinds = {one.kind for one in paper.keeper.archive.events(article.id)}
        assert kinds == ({EventKind.MOVED_URL} if number % 2 else set())
    trouble = {one.kind for one in paper.keeper.archive.incidents()} - {IncidentKind.FIELD_LOST}
    (away,) = (one for one in paper.keeper.archive.incidents() if one.kind in trouble)
    assert away.kind is IncidentKind.UNREACHABLE
    assert "holm-post.example" in away.detail
    assert sum(map(len, map(post.expected, range(ARTICLES)))) > EDITS / 2
