"""An archive as it would be after five years of forty outlets.

``./run.sh bench years FOLDER [ARTICLES]`` makes it by the archive's own methods, visit after visit
in order of time, as a crawl and its readings would have: by default 60,000 articles with 570,000
visits, 190,000 captures and 105,000 revisions, some articles with 2,000 visits, some with 300
revisions. It takes a quarter of an hour, and as long again to be indexed. How fast it answers is
measured by ``./run.sh bench years_asked``.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.comparing.articles import compare
from monitor.reading.remembering import OutletMemories
from spiders.extract.reader import READER
from spiders.extract.remembered.outlet_memory import version_of
from spiders.urls import surt
from storage.archive import Archive
from storage.digest import payload_digest
from storage.intents import (
    AddEvent,
    AddRevision,
    BeginArticle,
    ChangeState,
    NoteAbsence,
    Remember,
    SeeAgain,
    SeeSame,
)
from storage.memory.outlets import Made
from storage.records import (
    ArticleState,
    Assessment,
    Block,
    BlockKind,
    EventKind,
    Exchange,
    Extraction,
    Found,
    IncidentKind,
    Outcome,
    PageType,
    SeedKind,
    Visit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.intents import Intent

ARTICLES, OUTLETS, YEARS = 60_000, 40, 5
LONG_WATCHED, OFTEN_EDITED = 20, 20
REMEMBERED_FROM = 30
"""With so many articles an outlet's recurring texts are remembered, again each week."""
GROUP = 400
"""So many visits are committed together."""
SYLLABLES = [
    *("ba", "ko", "mi", "ter", "sal", "ven", "dor", "lin", "par", "gu"),
    *("ach", "est", "ri", "no", "ve", "ma", "tu", "sho", "fen", "quil"),
]
LOT = random.Random(5)


def vocabulary(size: int) -> list[str]:
    """Made-up words, the short ones first."""
    words = dict.fromkeys(
        "".join(LOT.choices(SYLLABLES, k=LOT.choice((1, 2, 2, 3, 3, 4)))) for _ in range(3 * size)
    )
    return sorted(words, key=len)[:size]


WORDS = vocabulary(20_000)
ODDS = list(accumulate(1 / (rank + 4) for rank in range(len(WORDS))))


def sentence() -> str:
    """Words by Zipf, a name in some, a figure in others."""
    words = LOT.choices(WORDS, cum_weights=ODDS, k=LOT.randrange(8, 22))
    if LOT.random() < 0.4:
        words[3] = words[3].capitalize()
    if LOT.random() < 0.3:
        words[-2] = str(LOT.randrange(2, 9_000))
    return " ".join(words).capitalize() + "."


def paragraph() -> Block:
    """A few sentences."""
    return Block(BlockKind.PARAGRAPH, " ".join(sentence() for _ in range(LOT.randrange(1, 5))))


@dataclass(slots=True)
class Story:
    """An article's state while the years are made."""

    outlet: int
    url: str
    began: datetime
    address: int = 0
    article: int = 0
    said: Extraction = field(default_factory=Extraction)
    reading: int = 0


def written(url: str, at: datetime) -> Extraction:
    """What an article says at first."""
    return Extraction(
        title=sentence()[:90].rstrip("."),
        byline=(" ".join(LOT.choices(WORDS[:400], k=2)).title(),),
        published=at.isoformat(timespec="seconds"),
        language="en",
        canonical_url=url,
        page_type=PageType.ARTICLE,
        blocks=tuple(paragraph() for _ in range(LOT.randrange(4, 12))),
        reader=READER,
    )


def edited(said: Extraction) -> Extraction:
    """One of the edits that newsrooms make."""
    blocks = list(said.blocks)
    at = LOT.randrange(len(blocks))
    match LOT.randrange(6):
        case 0:
            return replace(said, title=sentence()[:90].rstrip("."))
        case 1 if len(blocks) > 3:
            del blocks[at]
        case 2 if len(blocks) < 30:
            blocks.insert(at, paragraph())
        case 3:
            text = blocks[at].text
            blocks[at] = replace(blocks[at], text=text.replace(" ", ", ", 1))
        case _:
            words = blocks[at].text.split()
            words[LOT.randrange(len(words))] = str(LOT.randrange(2, 9_000))
            blocks[at] = replace(blocks[at], text=" ".join(words))
    return replace(said, blocks=tuple(blocks))


def furniture(outlet: int) -> tuple[str, str]:
    """What surrounds each article of an outlet."""
    lot = random.Random(outlet)
    links = [
        f'<li><a href="/{"-".join(lot.choices(WORDS, k=3))}">'
        f"{' '.join(lot.choices(WORDS, k=6))}</a>"
        for _ in range(60)
    ]
    before = f"<nav><ul>{''.join(links[:20])}</ul></nav><main><article>"
    after = (
        f"</article></main><aside><ul>{''.join(links[20:])}</ul></aside><footer>All rights</footer>"
    )
    return before, after


FURNITURE = [furniture(number) for number in range(OUTLETS)]


def page_of(story: Story, at: datetime) -> bytes:
    """The page, with a clock that differs each time."""
    before, after = FURNITURE[story.outlet]
    said = story.said
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{said.title}</title>'
        f'<link rel="canonical" href="{story.url}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{said.published}"></head><body>{before}'
        f'<h1>{said.title}</h1><p class="byline">By {said.byline[0]}</p>'
        f"{''.join(f'<p>{block.text}</p>' for block in said.blocks)}{after}"
        f"<small>made {at.timestamp():.0f}</small></body></html>"
    ).encode()


def exchange(url: str, page: bytes, kind: str) -> Exchange:
    """The exchange as it came over the wire."""
    head = f'HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: "{len(page):x}"\r\n\r\n'.encode()
    return Exchange(
        url=url,
        request_head=f"GET {url} HTTP/1.1\r\nUser-Agent: years\r\n\r\n".encode(),
        response_head=head,
        status=200,
        payload=page,
        wire_digest=payload_digest(page),
        wire_length=len(page),
        content_type=kind,
        recipe="identity",
    )


# --- what happens, in the order of its time ------------------------------------------------------
def looks(number: int, articles: int) -> Iterator[tuple[float, str]]:
    """Days since the beginning of an article, and what is found then."""
    yield 0.0, "begin"
    if number % (articles // LONG_WATCHED) == 7:
        yield from (
            (LOT.random() * 180, "304" if LOT.random() < 0.8 else "same") for _ in range(2_000)
        )
    if number % (articles // OFTEN_EDITED) == 11:
        yield from ((LOT.random() * 40, "edit") for _ in range(300))
    edits = LOT.choices((0, 1, 2, 4), (66, 20, 9, 5))[0]
    yield from ((LOT.expovariate(1.5), "edit") for _ in range(edits))
    if LOT.random() < 0.85:
        yield LOT.expovariate(0.5), "same"
    yield from ((LOT.expovariate(0.15), "304") for _ in range(LOT.randrange(3, 8)))
    if LOT.random() < 0.02:
        yield from ((60 + later, "404") for later in (0, 1, 2, 3))


def happenings(stories: list[Story], end: datetime) -> list[tuple[datetime, int, str]]:
    """Everything: for stories by number, for feeds by the outlet's number minus the total."""
    found = []
    for number, story in enumerate(stories):
        for days, what in looks(number, len(stories)):
            at = story.began + timedelta(days=days)
            if at < end:
                found.append((at, number, what))
    begin = end - timedelta(days=365 * YEARS)
    for outlet in range(OUTLETS):
        found += [
            (begin + timedelta(days=day, seconds=60 * outlet), outlet - OUTLETS, "feed")
            for day in range(365 * YEARS)
        ]
    return sorted(found)


class Years:
    """Makes the archive."""

    def __init__(self, archive: Archive, articles: int, end: datetime) -> None:
        self._archive = archive
        self._end = end
        begin = end - timedelta(days=365 * YEARS)
        days = sorted(LOT.random() * 365 * YEARS for _ in range(articles))
        self._stories = []
        for number, day in enumerate(days):
            # A few outlets have most of the articles, and some have next to none.
            outlet = min(OUTLETS - 1, int(LOT.expovariate(0.12)))
            url = f"https://outlet{outlet}.example/{2000 + number % 30}/story-{number}"
            self._stories.append(Story(outlet, url, begin + timedelta(days=day)))
        self._feeds: list[int] = []
        self._memories: dict[int, tuple[str, bytes]] = {}
        self._waiting: list[list[Story]] = [[] for _ in range(OUTLETS)]
        for story in reversed(self._stories):
            self._waiting[story.outlet].append(story)

    def make(self) -> None:
        """Make the outlets, and then everything that happens."""
        start = self._end - timedelta(days=365 * YEARS + 1)
        for number in range(OUTLETS):
            host = f"outlet{number}.example"
            outlet = self._archive.add_outlet(host, f"https://{host}/", [host], start)
            url = f"https://{host}/feed"
            seed = self._archive.add_seed(outlet.id, url, surt(url), SeedKind.FEED, start)
            self._feeds.append(seed.address_id)
        all_of_it = happenings(self._stories, self._end)
        began = time.monotonic()
        for first in range(0, len(all_of_it), GROUP):
            with self._archive.transaction():
                for at, number, what in all_of_it[first : first + GROUP]:
                    if number < 0:
                        self._feed(number + OUTLETS, at)
                    else:
                        self._look(self._stories[number], at, what)
            if first % (50 * GROUP) == 0:
                print(
                    f"{first:8} of {len(all_of_it)}  {time.monotonic() - began:6.0f} s", flush=True
                )

    def _feed(self, outlet: int, at: datetime) -> None:
        """Add a look at a feed, which lists what is written before the next look."""
        new = []
        while self._waiting[outlet] and self._waiting[outlet][-1].began < at + timedelta(days=1):
            new.append(self._waiting[outlet].pop())
        url = f"https://outlet{outlet}.example/feed"
        found = tuple(Found(one.url, surt(one.url), updated=one.began.isoformat()) for one in new)
        page = "\n".join(f"<item><link>{one.url}</link></item>" for one in new).encode()
        answer = exchange(url, page, "application/rss+xml") if new else None
        self._record(self._feeds[outlet], at, answer, found=found)
        for one in new:
            address = self._archive.address(surt(one.url))
            assert address is not None
            one.address = address.id
        if LOT.random() < 0.02:
            self._incident(outlet, at)
        if at.toordinal() % 7 == outlet % 7:
            self._remember(outlet, at)

    def _remember(self, outlet: int, at: datetime) -> None:
        """Make the memory: the first from its pages; later ones say the same by another name."""
        memories = self._archive.outlet_memories
        articles = memories.articles(outlet + 1)
        if outlet in self._memories:
            data = self._memories[outlet][1] + b" "
            memories.put(outlet + 1, Made(version_of(data), at, articles), data)
        elif articles < REMEMBERED_FROM:
            return
        else:
            OutletMemories(self._archive).make_where_due(outlet + 1, at)
            last = memories.latest(outlet + 1)
            assert last is not None
            data = memories.get(outlet + 1, last.version) or b""
        self._memories[outlet] = version_of(data), data

    def _incident(self, outlet: int, at: datetime) -> None:
        kind = LOT.choice(list(IncidentKind)).value
        subject = f"https://outlet{outlet}.example/{LOT.choice(WORDS)}"
        self._archive.open_incident(outlet + 1, kind, subject, sentence(), at)
        if LOT.random() < 0.97:
            self._archive.close_incident(outlet + 1, kind, subject, at + timedelta(hours=9))

    def _record(
        self,
        address: int,
        at: datetime,
        answer: Exchange | None,
        outcome: Outcome = Outcome.UNMODIFIED,
        **more: Any,
    ) -> int:
        if answer is not None:
            outcome = Outcome.CAPTURED
        status = {"captured": 200, "unmodified": 304, "missing": 404}[outcome.value]
        due = self._end + timedelta(days=30) if self._end - at < timedelta(days=60) else None
        visit = Visit(
            address_id=address,
            started_at=at,
            finished_at=at + timedelta(milliseconds=LOT.randrange(40, 900)),
            outcome=outcome,
            status=status,
            exchange=answer,
            next_due=due,
            **more,
        )
        return self._archive.record(visit)

    def _look(self, story: Story, at: datetime, what: str) -> None:
        if not story.address:
            return
        outcome = Outcome.MISSING if what == "404" else Outcome.UNMODIFIED
        answer, old = None, story.said
        if what == "begin":
            name = self._memories.get(story.outlet, ("", b""))[0]
            memory = f"{name} + page" if name else "page"
            story.said = replace(written(story.url, at), memory=memory)
        elif what == "edit":
            story.said = edited(old)
        if what in {"begin", "edit", "same"}:
            answer = exchange(story.url, page_of(story, at), "text/html; charset=utf-8")
        visit = self._record(story.address, at, answer, outcome)
        self._archive.apply(visit, self._read(story, old, what))
        if what == "begin":
            found = self._archive.find_article(surt(story.url))
            assert found is not None
            story.article = found.id
        if what in {"begin", "edit"}:
            latest = self._archive.revision(story.article)
            story.reading = latest.extraction_id

    def _read(self, story: Story, old: Extraction, what: str) -> list[Intent]:
        """What READ decides."""
        memory = Remember("\n".join(one.text[:40] for one in story.said.blocks).encode(), (21, 40))
        match what:
            case "begin":
                return [BeginArticle(story.url, surt(story.url), story.said), memory]
            case "edit":
                diff = compare(old, story.said)
                signals = ("stealth",) if LOT.random() < 0.7 else ()
                told = Assessment(diff.weight, diff.kinds, signals, diff.summary)
                return [AddRevision(story.article, story.said, told), memory]
            case "same":
                return [
                    SeeSame(story.article, story.reading, story.said.memory or "page", (21, 40))
                ]
            case "404":
                gone: list[Intent] = [NoteAbsence(story.article, "missing")]
                article = self._archive.article(story.article)
                if article.absences == 2:
                    gone += [
                        ChangeState(story.article, ArticleState.GONE),
                        AddEvent(story.article, EventKind.GONE, "404 at three visits"),
                    ]
                return gone
        return [SeeAgain(story.article)]


def make(folder: Path, articles: int) -> None:
    """Make the archive and its index."""
    end = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    with Archive.create(folder) as archive:
        archive._database.value("PRAGMA cache_size = -100000")  # kB: years in minutes
        Years(archive, articles, end).make()
        print(archive.counts())


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder, *rest]:
            make(Path(folder), int(rest[0]) if rest else ARTICLES)
        case _:
            sys.exit(__doc__)
