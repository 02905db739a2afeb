"""Whether the outlet declared a change: in its page, its feed or its response."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from monitor.reading.readings import Readings
from spiders.extract.fields.declared import SEEN, declared_times
from spiders.urls import surt
from storage.archive import Archive
from storage.database.times import from_text
from storage.digest import fold
from storage.records import Found
from tests.captures import START, capture_and_read, hurt_page, look_at_all
from tests.conftest import run_variorum
from tests.stories import story

LATER = "2026-03-05T08:00:00+00:00"
OWNED, SILENT, STRUCTURED = "dam", "quay", "weir"
"""Two stories without structured data, and one that has it."""


@pytest.fixture
def archive(outlet, watched):
    """An archive of an outlet whose pages name no time of change: only its feed does."""
    outlet.publish(*(story(slug, "The dam held 40 tons.") for slug in (OWNED, SILENT, STRUCTURED)))
    with Archive.open_to_write(watched(outlet)) as opened:
        yield opened


def signals(archive, outlet, slug):
    """The signals of the latest change, after one more pass."""
    look_at_all(archive)
    article = archive.article(surt(outlet.url(slug)))
    return archive.revision(article.id).assessment.signals


def dated(outlet, slug, *when):
    """Serve the story with these values of Last-Modified in turn, and keep to the last one."""
    left = list(when)

    def answer(one, _request):
        value = left.pop(0) if len(left) > 1 else left[0]
        heads = (("Last-Modified", format_datetime(from_text(value), usegmt=True)),)
        return outlet.article(one, heads)

    outlet.behave(slug, answer)


def test_it_is_told_why_an_edit_without_a_note_is_not_silent(archive, outlet, type_at_archive):
    """Of two edits with *no correction noted* only one was called silent, and nothing said why."""
    dated(outlet, STRUCTURED, "2026-03-01T08:00:00+00:00")
    look_at_all(archive)
    dated(outlet, STRUCTURED, LATER)
    for slug in (OWNED, SILENT, STRUCTURED):
        outlet.edit(slug, "40 tons", "400 tons")
    outlet.change(OWNED, modified=LATER)
    look_at_all(archive)
    told = {slug: type_at_archive(slug) for slug in (OWNED, SILENT, STRUCTURED)}
    assert "Not stealth: the outlet gives another time of change in its feed" in told[OWNED]
    assert "by Last-Modified." in told[STRUCTURED]
    assert "Not stealth" not in told[SILENT]
    assert "[stealth]" in told[SILENT]


@pytest.fixture
def type_at_archive(archive, outlet):
    """What ``diff --explain`` says about the latest change of a story."""
    return lambda slug: run_variorum(archive.folder, "diff", outlet.url(slug), "--explain").out


def test_an_edit_that_only_the_feed_dates_is_not_silent(archive, outlet):
    """Its twin, whose entry in the feed did not change, is."""
    signals(archive, outlet, OWNED)
    for slug in (OWNED, SILENT):
        outlet.edit(slug, "40 tons", "400 tons")
    outlet.change(OWNED, modified=LATER)
    assert signals(archive, outlet, OWNED) == ()
    assert signals(archive, outlet, SILENT) == ("stealth",)


@pytest.mark.parametrize(("slug", "shown"), [(SILENT, []), (STRUCTURED, [False])])
def test_no_more_is_parsed_for_times_than_can_decide(archive, outlet, monkeypatch, slug, shown):
    """Only the earlier page, as the current one was read; no blocks if it shows no time there.

    Parsing the current page again was 2 % of a pass with edits, and parsing the earlier one
    although the current page declares nothing, or nothing visible to readers, another 2 %.
    """
    asked = []

    def noted(payload, *said, shown):
        asked.append((payload, shown))
        return declared_times(payload, *said, shown=shown)

    monkeypatch.setattr("monitor.reading.declared.declared_times", noted)
    signals(archive, outlet, slug)
    outlet.edit(slug, "40 tons", "400 tons")
    assert signals(archive, outlet, slug) == ("stealth",)
    assert [one for _, one in asked] == shown
    assert not any(b"400 tons" in payload for payload, _ in asked)


def _with_clocks(tmp_path, clocks):
    """Return the signals of an edit that came with the last of these lines.

    Each line is below the article of a page, and the pages are seen a day apart.
    """
    url, text = "https://dam.example/news/dam", story(OWNED, "The dam held 40 tons.").paragraphs
    body = "".join(f"<p>{one}</p>" for one in text)
    with Archive.create(tmp_path / "archive") as archive:
        outlet = archive.add_outlet("dam", "https://dam.example/", ["dam.example"], START)
        addresses = archive.discover(outlet.id, [Found(url, surt(url))], START)
        for day, clock in enumerate(clocks):
            said = body.replace("40 tons", "400 tons") if day + 1 == len(clocks) else body
            page = (
                f"<html><head><title>The dam</title></head><body><article><h1>The dam</h1>{said}"
                f"</article><footer><p>{clock}</p></footer></body></html>"
            )
            capture_and_read(archive, addresses, [page.encode()], day)
        revision = archive.revision(archive.article(surt(url)).id)
        assert revision.number == 2
        return revision.assessment.signals


@pytest.mark.parametrize(
    ("clocks", "signals", "parsed"),
    [
        (["Updated: 3 May 2026, 10:00"] * 4, ("stealth",), 1),
        ([*["Updated: 3 May 2026, 10:00"] * 3, "Updated: 4 May 2026, 12:00"], (), 3),
        ([f"Updated: 3 May 2026, 1{n}:00" for n in range(4)], ("stealth",), 2),
    ],
)
def test_a_clock_in_the_furniture_is_asked_of_earlier_pages(
    tmp_path, monkeypatch, clocks, signals, parsed
):
    """A line that changes while the text does not is a clock; a page is parsed only if it matters.

    All earlier pages were parsed with each edit, though the last one alone decided.
    """
    asked = []

    def noted(payload, *said, shown):
        asked.append(payload)
        return declared_times(payload, *said, shown=shown)

    monkeypatch.setattr("monitor.reading.declared.declared_times", noted)
    assert _with_clocks(tmp_path, clocks) == signals
    assert len(asked) == parsed


def test_an_edit_that_only_the_response_dates_is_not_silent(archive, outlet):
    """Last-Modified did not change while the text stayed, and changed with it."""
    dated(outlet, OWNED, "2026-03-01T08:00:00Z", LATER.replace("+00:00", "Z"))
    signals(archive, outlet, OWNED)
    outlet.edit(OWNED, "40 tons", "400 tons")
    assert signals(archive, outlet, OWNED) == ()


def test_a_response_that_is_always_of_now_owns_up_to_nothing(archive, outlet):
    """A Last-Modified that changes while the text does not is the server's clock."""
    dated(outlet, OWNED, *(f"2026-03-0{day}T08:00:00Z" for day in (1, 2, 3, 4)))
    for _look in range(2):
        signals(archive, outlet, OWNED)
    outlet.edit(OWNED, "40 tons", "400 tons")
    assert signals(archive, outlet, OWNED) == ("stealth",)


def test_a_response_that_was_changed_as_it_was_sent_owns_up_to_nothing(archive, outlet):
    """Its Last-Modified is its Date, which shows at the very first look, before any comparison."""

    def answer(one, _request):
        now = datetime.now(UTC) + timedelta(minutes=1)  # its clock is a little ahead
        heads = (("Last-Modified", format_datetime(now, usegmt=True)),)
        return outlet.article(one, heads)

    outlet.behave(OWNED, answer)
    signals(archive, outlet, OWNED)
    outlet.edit(OWNED, "40 tons", "400 tons")
    assert signals(archive, outlet, OWNED) == ("stealth",)


def test_a_feed_that_is_always_of_now_owns_up_to_nothing(archive, outlet):
    """At every look it says that everything has just changed, whether it has or not."""
    for day in (1, 2, 3):
        outlet.change(OWNED, modified=LATER.replace("05T", f"0{day}T"))
        signals(archive, outlet, OWNED)
    outlet.edit(OWNED, "40 tons", "400 tons")
    outlet.change(OWNED, modified=LATER)
    assert signals(archive, outlet, OWNED) == ("stealth",)


def test_what_readers_see_is_left_out_where_nobody_asks():
    """Without ``shown`` only the head is parsed, and all its times are found."""
    page = (
        b'<meta property="article:modified_time" content="2026-03-02">'
        b"<h1>Dam holds</h1><p>Updated: March 3, 2026, 14:05</p><p>It held.</p>"
    )
    meta = {"meta article:modified_time": "2026-03-02"}
    assert declared_times(page, "https://dam.example/a", shown=False) == meta
    assert declared_times(page, "https://dam.example/a") == meta | {SEEN: "2026-03-03 14:05"}


def test_a_time_is_told_with_its_place():
    """In structured data, each meta tag, and what readers see, whatever the language."""
    page = (
        '<html><head><script type="application/ld+json">{"@type": "NewsArticle", '
        '"headline": "Dam holds", "dateModified": "2026-03-01T08:00:00Z"}</script>'
        '<meta property="article:modified_time" content="2026-03-02"></head>'
        "<body><h1>Dam holds</h1><p>%s</p><p>It held.</p></body></html>"
    )
    for line, seen in (
        ("Updated: March 3, 2026, 14:05", "2026-03-03 14:05"),
        ("Обновлено 03.03.2026 в 14:05", "2026-03-03 14:05"),
        ("Last updated 3 hours ago", None),
        ("The dam was updated in spring.", None),
    ):
        found = declared_times((page % line).encode(), "https://dam.example/a")
        assert found.pop(SEEN, None) == seen, line
        assert found == {
            "JSON-LD": "2026-03-01T08:00:00Z",
            "meta article:modified_time": "2026-03-02",
        }


@pytest.mark.parametrize("fault", ["redacted", "damaged", "heads"])
@pytest.mark.parametrize("slug", [OWNED, STRUCTURED])
def test_what_comes_after_a_page_that_cannot_be_read_is_found(archive, outlet, fault, slug):
    """A last page that was redacted or damaged hides no later change.

    Nor is an outlet called silent if its page declares a time that may have changed.
    """
    signals(archive, outlet, slug)
    article = archive.article(surt(outlet.url(slug)))
    capture = archive.last_sight(article.id)[0]
    if fault == "heads":
        archive._database.change("UPDATE heads SET data = x'00' WHERE id = ?", (capture.id,))
        archive._heads.forget()
    elif fault == "redacted":
        archive.redactions.redact([capture.id], "a name", datetime.now(UTC))
    else:
        hurt_page(archive, capture)
    outlet.edit(slug, "40 tons", "400 tons")
    # The other page now declares nothing, and neither does its head: nothing can have changed.
    blamed = ("stealth",) if (slug, fault) == (OWNED, "damaged") or fault == "heads" else ()
    assert signals(archive, outlet, slug) == blamed
    assert len(archive.revisions(article.id)) == 2
    assert not archive.incidents()


def test_what_stood_aside_of_a_damaged_page_is_not_known(archive, outlet):
    """Nothing is then said to have been there, and the article is read all the same."""
    signals(archive, outlet, OWNED)
    capture, extraction = archive.last_sight(archive.article(surt(outlet.url(OWNED))).id)
    sight = capture, extraction
    other = capture, replace(extraction, blocks=extraction.blocks[:-1])
    readings = Readings(archive, None)
    assert readings.read_otherwise(sight, other) == {fold(extraction.blocks[-1].text)}
    hurt_page(archive, capture)
    assert readings.read_otherwise(sight, other) == frozenset()
    assert readings.apart(sight, other) == (frozenset(), frozenset())
