"""The page of an article: revisions, visits, gaps, states, headlines, times, addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.web.app import create_app
from monitor.web.pictures import timeline
from monitor.web.site import Settings
from spiders.urls import canonical, surt
from storage.archive import Archive
from storage.intents import AddEvent, ChangeState, JoinArticle, NoteAbsence, SeeAgain
from storage.records import (
    ArticleState,
    Assessment,
    Block,
    BlockKind,
    EventKind,
    Outcome,
    Visit,
    Weight,
)
from storage.sights import Sight
from tests.commands.conftest import FIRST, SECOND, THIRD, Keeper, Typist
from tests.web.conftest import client_over

URL = "https://harbour.example/ferry-runs-late"
TWIN = "https://harbour.example/amp/ferry-runs-late"
STEP = Assessment(Weight.SUBSTANTIVE, ("number",), ("stealth",), "12 people became 21 people")


def keep(archive: Archive) -> None:
    """Write three revisions with declared times, a gap of weeks, and three failed visits."""
    keeper = Keeper(archive)
    dated = replace(FIRST, published="2026-03-01T07:00:00Z", modified="2026-03-01T07:30:00Z")
    keeper.begin(URL, dated)
    keeper.change(URL, replace(SECOND, modified="2026-03-02T07:30:00Z"), STEP)
    article = archive.article(surt(URL)).id
    twin = keeper.visit(TWIN, b"<p>twin")
    archive.apply(twin, [JoinArticle(article), SeeAgain(article)])
    keeper.now += timedelta(days=40)
    keeper.change(URL, THIRD, replace(STEP, kinds=("headline",), summary="Headline changed."))
    keeper.event(URL, EventKind.MOVED_URL, "to /ferry")
    for number in range(3):
        visit = missing(keeper)
        done = [NoteAbsence(article, "missing")]
        if number == 2:
            done += [
                ChangeState(article, ArticleState.GONE),
                AddEvent(article, EventKind.GONE, "404 at three visits"),
            ]
        archive.apply(visit, done)


def missing(keeper: Keeper) -> int:
    """Record a visit that found nothing, a day after the last one; gives its id."""
    visit = Visit(
        address_id=keeper.archive.address(surt(URL)).id,
        started_at=keeper.now,
        finished_at=keeper.now + timedelta(seconds=1),
        outcome=Outcome.MISSING,
        status=404,
        next_due=keeper.now + timedelta(days=1),
    )
    keeper.now += timedelta(days=1)
    return keeper.archive.record(visit)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the archive; for reading only."""
    place = tmp_path_factory.mktemp("article") / "archive"
    with Archive.create(place) as archive:
        keep(archive)
    return place


@pytest.fixture(scope="module")
def text(folder) -> str:
    """The HTML of the article's page."""
    app = create_app(Settings(folder, lambda *_: ""))
    found = app.test_client().get("/articles/1").text
    app.extensions["variorum"].close()
    return found


def plain(text: str) -> str:
    """The text that a reader sees, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text))


def test_its_state_is_told_with_what_confirms_it(text):
    """Gone: why, at how many visits, and since when."""
    seen = plain(text)
    assert "gone — missing at the last 3 visits, since 15 Apr 2026" in seen
    assert "404 at three visits" in seen


def test_one_visit_without_it_is_the_last_visit(tmp_path):
    """Not *the last 1 visit*."""
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(URL, FIRST)
        article = archive.article(surt(URL)).id
        archive.apply(missing(keeper), [NoteAbsence(article, "missing")])
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    assert "missing at the last visit, since" in plain(app.test_client().get("/articles/1").text)
    app.extensions["variorum"].close()


def test_visits_without_a_change_and_gaps_are_drawn(text):
    """Each visit is a tick, a failed one looks different; gaps are hatched and named."""
    fine, failed = (
        re.search(rf'class="{name}" d="([^"]+)"', text)[1].count("M")
        for name in ("visit", "visit failed")
    )
    assert fine + failed >= 6
    assert text.count('class="gap"') == 1
    assert "Gaps in coverage: 1" in plain(text)
    assert re.search(r"no visit for 4\d days", plain(text))
    for number in (1, 2, 3):
        assert f'">{number}</text>' in text


def test_every_visit_of_many_is_drawn():
    """Beyond six hundred, the newest were left out, as if visits had stopped."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    sights = [
        Sight(start + timedelta(hours=hour), Outcome.CAPTURED, 200, None, "", None, None)
        for hour in range(2_000)
    ]
    ticks = re.findall(r"M(\d+) \d+v10", timeline(sights, {1: start}))
    assert (int(ticks[0]), int(ticks[-1])) == (14, 946)


def test_headlines_are_told_in_order(text):
    """Each with the revision that introduced it."""
    part = plain(text[text.index('<ol class="headlines">') :])
    assert part.index("Ferry runs late revision 1") < part.index("Ferry runs late again revision 3")


def test_what_the_outlet_said_stands_beside_what_was_seen(text):
    """The declared times, and the sights between which the change lies."""
    part = plain(text[text.index("Times given by the outlet") :])
    assert "2not given2 Mar 2026 07:30between 1 Mar 08:00 and 2 Mar 2026 08:00" in part.replace(
        " 2 not", "2not"
    )
    assert "1 Mar 2026 07:30" in part


def test_any_two_can_be_compared(text):
    """By radio buttons, with the latest (since then), or with the previous one (what changed)."""
    assert len(re.findall(r'type="radio" name="from"', text)) == 3
    for pair, how, name in (
        ("1..3", "compare with the latest revision", "since then"),
        ("2..3", "compare with the previous revision", "what changed"),
    ):
        assert f'href="/articles/1/diff/{pair}" title="{how}">{name}</a>' in text


def test_other_addresses_and_ways_out(text):
    """The twin, the move, and the export buttons."""
    assert TWIN in text[text.index("Addresses") :]
    assert "to /ferry" in text
    for form in ("xlsx", "csv", "jsonl", "warc"):
        assert f"/export/download?article=1&amp;form={form}" in text or (
            f"/export/download?form={form}&amp;article=1" in text
        )


def test_the_numbers_are_those_of_the_command(folder, text):
    """Rows, events and visits come from the same query."""
    app = create_app(Settings(folder, lambda *_: ""))
    document = app.test_client().get("/articles/1.json").json
    app.extensions["variorum"].close()
    said = Typist(folder).json("log", "1")
    assert document["changes"] == said
    assert document["revisions"] == len([row for row in said if "event" not in row]) == 3
    visits = sum(document["visits"].values())
    assert visits == len(document["sights"])
    assert f"{visits} visits (" in plain(text)
    assert document["visits"]["missing"] == 3


@pytest.mark.parametrize("path", ["/", "/articles/1", "/articles/1/1", "/articles/1/diff/1..2"])
def test_only_what_has_a_role_has_a_name(client, path):
    """ARIA forbids names on plain paragraphs, and screen readers ignore them."""
    tree = LexborHTMLParser(client.get(path).text)
    named = [one for plain in ("p", "span", "div") for one in tree.css(plain)
             if {"aria-label", "aria-labelledby"} & one.attributes.keys()]  # fmt: skip
    assert [one.html for one in named if "role" not in one.attributes] == []


def test_a_revision_has_what_stands_beside_its_text(tmp_path):
    """Its captions and summaries, as in ``show``: a change of one is reported elsewhere."""
    beside = Block(BlockKind.CAPTION, "The pier in <March>")
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(URL, replace(FIRST, blocks=(*FIRST.blocks, beside)))
    app = create_app(Settings(tmp_path / "archive", lambda *_: ""))
    text = app.test_client().get("/articles/1/1").text
    app.extensions["variorum"].close()
    told = '<dt>Caption</dt><dd lang="en" dir="auto">The pier in &lt;March&gt;</dd>'
    assert told in text


def test_a_revision_has_a_line_through_what_its_page_strikes_out(tmp_path):
    """Otherwise the outlet would seem to say *12 21 people*."""
    text = "The <pier> took 12 21 people."
    struck = Block(BlockKind.PARAGRAPH, text, ((16, 18),))
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(URL, replace(FIRST, blocks=(*FIRST.blocks, struck)))
        (article,) = archive.articles()
        assert archive.extraction(archive.revision(article.id).extraction_id).blocks[-1] == struck
    told = "The &lt;pier&gt; took <s>12</s> 21 people."
    for client in client_over(tmp_path / "archive"):
        assert told in client.get("/articles/1/1").text
    typist = Typist(tmp_path / "archive")
    assert told in typist("show", "1", "--html").stdout
    assert f"{text}\n(struck out: “12”)\n" in typist("show", "1").stdout
    last = typist.json("show", "1")["blocks"][-1]
    assert last["struck"] == [{"start": 16, "end": 18, "text": "12"}]


def test_where_a_gone_text_stands_is_a_link_to_its_history(tmp_path):
    """The address was no link, and the outlet's own page does not say what the text used to be."""
    old, new = "https://harbour.example/old", "https://harbour.example/new"
    with Archive.create(tmp_path / "archive") as archive:
        keeper = Keeper(archive)
        keeper.begin(old, FIRST)
        keeper.begin(new, FIRST)
        told = f"the same text has been at {new} since 2026-03-02 08:00Z; no redirect leads there"
        keeper.event(old, EventKind.GONE, told)
    for client in client_over(tmp_path / "archive"):
        for path in ("/articles/1", "/"):
            assert f'<a href="/articles/2">{new}</a> since <time' in client.get(path).text


def test_an_address_is_shown_with_its_letters_and_leads_where_it_led(tmp_path):
    """Nobody can read *%D0%BC%D0%BE…*; the link itself stays as requested from the server."""
    kept = canonical("https://harbour.example/мост")
    with Archive.create(tmp_path / "archive") as archive:
        Keeper(archive).begin(kept, FIRST)
    for client in client_over(tmp_path / "archive"):
        for path in ("/articles/1", "/articles/1/1"):
            text = client.get(path).text
            assert re.search(rf'href="{kept}"[^>]*>https://harbour\.example/мост</a>', text), path
        assert client.get("/articles/1.json").json["url"] == kept
