"""The archive read again by a better reader: only what the outlet edited is its edit."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from dataclasses import replace
from itertools import count

import pytest

from monitor.reading import readings
from monitor.reprocessing import run as running
from monitor.reprocessing.run import IN_HAND, in_order, reprocess
from monitor.reprocessing.samples import sample
from spiders.urls import surt
from storage.archive import Archive
from storage.records import Block, BlockKind, Extraction
from tests.captures import look_at_all
from tests.outlet_server import Answer
from tests.stories import filler, story

SLUGS = ("mill-fire", "ferry", "well")


@pytest.fixture
def archive(outlet, watched):
    """An archive that watches an outlet with three articles; nothing is fetched yet."""
    outlet.publish(*(story(slug, "The old mill burned for 7 hours.") for slug in SLUGS))
    with Archive.open_to_write(watched(outlet)) as opened:
        yield opened


def again(archive, *, dry_run=False, outlet_id=None):
    """Read the archive again; gives the tally of its only outlet."""
    (tally,) = reprocess(archive, rules_folder=None, outlet_id=outlet_id, dry_run=dry_run).values()
    return tally


def worse(monkeypatch, change):
    """Make the reader one of an older version, whose readings are changed like this."""
    look = readings.reader.look

    def old(payload, **wishes):
        extraction, memory, _ = look(payload, **wishes | {"memory": None})
        return replace(extraction, blocks=change(extraction.blocks), reader="0"), memory, None

    monkeypatch.setattr(readings.reader, "READER", "0")
    monkeypatch.setattr(readings.reader, "look", old)


def history(archive, outlet, slug):
    """The revisions of an article: number, whether it is ours, and text."""
    article = archive.article(surt(outlet.url(slug)))
    return [
        (one.number, one.assessment.ours, archive.extraction(one.extraction_id).text)
        for one in archive.revisions(article.id)
    ]


def edit_the_end(outlet):
    """Give the ferry story another last paragraph."""
    last = outlet.stories["ferry"].paragraphs[-1]
    outlet.edit("ferry", last, "The last word was another one, said the ferryman.")


def test_an_edit_that_was_missed_is_found_late_in_its_place(archive, outlet, monkeypatch):
    """It is between the last sight of the old text and the first of the new, and not ours."""
    with monkeypatch.context() as patch:
        worse(patch, lambda blocks: blocks[:-1])
        look_at_all(archive)
        edit_the_end(outlet)
        look_at_all(archive)
        outlet.edit("ferry", "7 hours", "9 hours")
        look_at_all(archive)
        assert len(history(archive, outlet, "ferry")) == 2
    tried = again(archive, dry_run=True)
    assert (tried.revisions_found_late, tried.captures, tried.extractions) == (1, 9, 9)
    assert tried.samples
    assert len(history(archive, outlet, "ferry")) == 2
    tally = again(archive)
    assert replace(tally, samples=[]) == replace(tried, samples=[])
    found = history(archive, outlet, "ferry")
    assert [(number, ours) for number, ours, _ in found] == [(1, False), (2, False), (3, False)]
    assert ["ferryman" in text for *_, text in found] == [False, True, True]
    assert ["9 hours" in text for *_, text in found] == [False, False, True]
    article = archive.article(surt(outlet.url("ferry")))
    captures = [archive.captures_of_revision(one) for one in archive.revisions(article.id)]
    assert [len(one) for one in captures] == [1, 1, 1]
    times = [(one.first_seen, one.last_seen) for one in archive.revisions(article.id)]
    assert times == [(one[0].captured_at, one[0].captured_at) for one in captures]
    assert archive.revision(article.id, 2).assessment.weight.value != "none"
    assert archive.verify() == []


def test_what_a_failing_reader_left_is_over_when_it_is_read(archive, outlet, monkeypatch):
    """Its incident closes with the reading, not days later with the next look at the page."""
    look_at_all(archive)
    outlet.edit("ferry", "7 hours", "9 hours")
    look = readings.reader.look

    def fragile(payload, *, url, **wishes):
        if url.endswith(("ferry", "well")):
            raise RecursionError("too deep")
        return look(payload, url=url, **wishes)

    monkeypatch.setattr(readings.reader, "look", fragile)
    outlet.behave("well", lambda _story, _request: Answer(200, b"<p>Nothing is here.</p>"))
    look_at_all(archive)
    monkeypatch.undo()
    assert len(archive.incidents()) == 2
    assert again(archive, dry_run=True).revisions_found_late == 1
    assert len(archive.incidents()) == 2
    again(archive)
    assert [one.subject for one in archive.incidents()] == [outlet.url("well")]


@pytest.mark.parametrize("edited", [True, False])
def test_a_first_sight_that_the_reader_failed_at_is_told(archive, outlet, monkeypatch, edited):
    """Its text is the first revision, and an edit before the next look is one too.

    If nothing was edited, the revision was first seen then.
    """
    look = readings.reader.look

    def fragile(payload, *, url, **wishes):
        if url.endswith("ferry"):
            raise RecursionError("too deep")
        return look(payload, url=url, **wishes)

    monkeypatch.setattr(readings.reader, "look", fragile)
    look_at_all(archive)
    monkeypatch.undo()
    if edited:
        outlet.edit("ferry", "7 hours", "9 hours")
    look_at_all(archive)
    assert len(history(archive, outlet, "ferry")) == 1
    again(archive)
    found = history(archive, outlet, "ferry")
    assert [(number, ours) for number, ours, _ in found] == [(1, False), (2, False)][: 1 + edited]
    assert ["9 hours" in text for *_, text in found] == [False, True][: 1 + edited]
    article = archive.article(surt(outlet.url("ferry")))
    told = archive.revisions(article.id)
    first = archive.captures_of_revision(told[0])[0]
    assert first.id < archive.captures_of_revision(told[-1])[-1].id
    assert [told[0].first_seen, article.first_seen] == [first.captured_at] * 2
    if edited:
        assert told[1].assessment.kinds == ("number",)
    else:
        assert told[0].last_seen > told[0].first_seen
    assert again(archive).extractions == 0
    assert archive.verify() == []


def silent(archive) -> list[tuple[str, int]]:
    """The revisions that a search for silent edits finds, as article and number."""
    rows = archive._database.rows(
        "SELECT articles.url, revisions.number FROM revisions"
        " JOIN articles ON articles.id = revisions.article_id"
        " WHERE instr(revisions.signals, 'stealth') ORDER BY revisions.id"
    )
    return [(row["url"].rpartition("/")[2], row["number"]) for row in rows]


def crawl_counting_readers(archive, outlet, patch) -> None:
    """Look three times with a reader that takes a counter for text; edit before the last look."""
    numbers = count()
    worse(patch, lambda blocks: (*blocks, Block(BlockKind.PARAGRAPH, f"{next(numbers)} readers")))
    look_at_all(archive)
    look_at_all(archive)
    outlet.edit("well", "7 hours", "9 hours")
    look_at_all(archive)


def test_no_outlet_is_silent_about_what_our_reader_did(archive, outlet, monkeypatch):
    """The signal goes when a difference proves to be ours, and stays with real edits."""
    with monkeypatch.context() as patch:
        crawl_counting_readers(archive, outlet, patch)
        assert {("well", 2), ("well", 3), ("ferry", 2), ("ferry", 3)} <= set(silent(archive))
    again(archive)
    assert silent(archive) == [("well", 3)]


def test_what_only_the_old_reader_saw_is_ours(archive, outlet, monkeypatch):
    """A counter that it took for text made a revision at every look."""
    with monkeypatch.context() as patch:
        crawl_counting_readers(archive, outlet, patch)
        assert len(history(archive, outlet, "well")) == 3
    tally = again(archive)
    assert tally.revisions_ours == 5
    assert [ours for _, ours, _ in history(archive, outlet, "well")] == [False, True, False]
    assert [ours for _, ours, _ in history(archive, outlet, "ferry")] == [False, True, True]
    assert all("readers" not in text for *_, text in history(archive, outlet, "ferry"))
    assert archive.verify() == []


def test_a_window_begins_with_the_first_capture_that_shows_the_text(archive, outlet, monkeypatch):
    """The old reader saw the edit one look too late."""
    with monkeypatch.context() as patch:
        worse(patch, lambda blocks: blocks[:-1])
        look_at_all(archive)
        edit_the_end(outlet)
        look_at_all(archive)
    with monkeypatch.context() as patch:
        worse(patch, lambda blocks: blocks)
        look_at_all(archive)
    again(archive)
    article = archive.article(surt(outlet.url("ferry")))
    first, second = archive.revisions(article.id)
    captures = archive.captures_of_revision(second)
    assert len(captures) == 2
    assert second.first_seen == captures[0].captured_at
    assert second.previous_last_seen == first.last_seen < second.first_seen


def test_the_old_readings_stay_and_a_second_run_finds_nothing(archive, monkeypatch):
    """What the current reader has read is skipped."""
    with monkeypatch.context() as patch:
        worse(patch, lambda blocks: blocks[:-1])
        look_at_all(archive)
    before = archive.counts()["extractions"]
    assert again(archive).extractions == 3
    assert archive.counts()["extractions"] == before + 3
    assert again(archive).extractions == 0
    look_at_all(archive)
    assert archive.counts()["revisions"] == 3


class KilledError(BaseException):
    """An error that no boundary may catch."""


def test_a_run_that_was_killed_is_taken_up(archive, monkeypatch):
    """Each article is written completely or not at all."""
    with monkeypatch.context() as patch:
        worse(patch, lambda blocks: blocks[:-1])
        look_at_all(archive)
    retell, calls = running.retell, []

    def stop_at_second(*words):
        calls.append(words)
        if len(calls) == 2:
            raise KilledError
        return retell(*words)

    with monkeypatch.context() as patch:
        patch.setattr(running, "retell", stop_at_second)
        with pytest.raises(KilledError):
            again(archive)
    assert again(archive).extractions == 2
    assert archive.verify() == []


def test_many_articles_are_read_by_processes(archive, outlet, monkeypatch):
    """The result is the same."""
    with monkeypatch.context() as patch:
        worse(patch, lambda blocks: blocks[:-1])
        look_at_all(archive)
    monkeypatch.setattr(running, "FEW", 0)
    assert again(archive).revisions_changed == 3
    assert filler("ferry")[-1] in history(archive, outlet, "ferry")[0][2]


def test_a_text_that_is_read_as_something_else_is_shown_as_such():
    """Of a standfirst that became a paragraph the dry run showed the address, and nothing more."""
    paragraph = Block(BlockKind.PARAGRAPH, "A boat sank.")
    old = Extraction(title="Boat", standfirst="All are safe.", blocks=(paragraph,))
    became = replace(paragraph, text="All are safe.")
    new = replace(old, standfirst=None, blocks=(became, paragraph))
    assert sample(old, new) == ("standfirst: All are safe.", "paragraph: All are safe.")
    assert sample(old, replace(old, title="Ship")) == ("Boat", "Ship")
    assert sample(new, replace(new, blocks=(paragraph, became))) == ("", "")


def test_a_rule_is_applied_to_the_whole_archive(variorum, outlet, watched):
    """By the command: no edit comes of it, nor a row in the log, and what it removes is gone."""
    paragraphs = ("The old mill burned for 7 hours.", "Ring the bell twice.", *filler("bell"))
    outlet.publish(replace(story("bell"), paragraphs=paragraphs))
    folder = watched(outlet)
    variorum(folder, "crawl")
    outlet.edit("bell", "7 hours", "9 hours")
    variorum(folder, "crawl", "--all")
    before = variorum(folder, "log", "--json").json
    (folder / "outlets" / "echo.toml").write_text('phrases = ["Ring the bell twice."]\n')
    tried = variorum(folder, "reprocess", "--dry-run", "--json").json
    done = variorum(folder, "reprocess", "--json").json
    assert {**tried, "dry_run": False} == done
    assert (done["captures"], done["extractions"], done["revisions_changed"]) == (2, 2, 2)
    assert done["outlets"][0]["samples"][0]["gone"] == "Ring the bell twice."
    after = variorum(folder, "log", "--json").json
    assert [(one["revision"], one["ours"], one["first_seen"]) for one in after] == [
        (one["revision"], one["ours"], one["first_seen"]) for one in before
    ]
    assert "Ring the bell" not in variorum(folder, "show", outlet.url("bell"), "--text").out
    assert variorum(folder, "reprocess", "--json").json["extractions"] == 0


@pytest.mark.parametrize("taken_back", [True, False], ids=["taken back", "mended"])
def test_what_stood_while_a_rule_was_broken_is_found_late(variorum, outlet, watched, taken_back):
    """What was captured is not lost: an edit that came and went meanwhile gets its place later."""
    outlet.publish(story("ferry", "The old mill burned for 7 hours."))
    folder = watched(outlet)
    rules = folder / "outlets" / "echo.toml"
    variorum(folder, "crawl")
    rules.write_text('select = ["div.of-another-template"]\n')
    outlet.edit("ferry", "7 hours", "9 hours")
    variorum(folder, "crawl", "--all", codes=(3,))
    outlet.login("ferry")  # a wall shows nothing, whenever it is read
    variorum(folder, "crawl", "--all", codes=(3,))
    outlet.behave("ferry", None)
    outlet.edit("ferry", "9 hours", "8 hours")
    if taken_back:
        rules.unlink()
    else:
        rules.write_text('select = ["#body"]\n')
    variorum(folder, "crawl", "--all")
    first, last = reversed(variorum(folder, "log", "--json").json)
    assert (last["revision"], last["summary"].split(";")[0]) == (
        2,
        "Figure raised from 7 hours to 8 hours",
    )
    tried = variorum(folder, "reprocess", "--dry-run", "--json").json
    done = variorum(folder, "reprocess", "--json").json
    assert {**tried, "dry_run": False} == done
    assert (done["revisions_found_late"], done["captures"]) == (1, 3)
    told = [one for one in reversed(variorum(folder, "log", "--json").json) if "event" not in one]
    assert [one["summary"].split(";")[0] for one in told] == [
        "",
        "Figure raised from 7 hours to 9 hours",
        "Figure lowered from 9 hours to 8 hours",
    ]
    assert told[0]["first_seen"] == first["first_seen"]
    assert told[2]["first_seen"] == last["first_seen"]
    assert told[1]["first_seen"] > told[1]["previous_last_seen"]
    assert variorum(folder, "reprocess", "--json").json["extractions"] == 0
    assert variorum(folder, "verify", "--json").json["damaged"] == []


def test_mended_rules_leave_no_incident_behind(variorum, outlet, watched):
    """It is over once all that came meanwhile is read, and the article was then seen.

    A page that said last seen at eight reported a change at nine, and `health` failing rules.
    """
    outlet.publish(story("ferry", "The old mill burned for 7 hours."), story("bell"))
    folder = watched(outlet)
    rules = folder / "outlets" / "echo.toml"
    variorum(folder, "crawl")
    rules.write_text('select = ["div.of-another-template"]\n')
    outlet.edit("ferry", "7 hours", "9 hours")
    variorum(folder, "crawl", "--all", codes=(3,))
    variorum(folder, "reprocess")
    assert kinds_open(variorum, folder) == ["rule_failed"]
    rules.write_text('select = ["#body"]\n')
    variorum(folder, "reprocess", "--dry-run")
    assert kinds_open(variorum, folder) == ["rule_failed"]
    variorum(folder, "reprocess")
    assert kinds_open(variorum, folder) == []
    history = variorum(folder, "show", outlet.url("ferry"), "--history", "--json").json
    shown = variorum(folder, "show", outlet.url("ferry"), "--json").json
    assert history["last_seen"] == shown["last_seen"] == history["sights"][-1]["at"]


def kinds_open(variorum, folder):
    """The kinds of the open incidents."""
    [found] = variorum(folder, "health", "--json").json["outlets"]
    return [one["kind"] for one in found["incidents"]]


def test_nobody_is_called_silent_who_said_so_in_a_head(variorum, outlet, watched):
    """Last-Modified changed with the edit: that is still known when it is read again."""
    outlet.publish(story("ferry", "The old mill burned for 7 hours."))
    times = iter(("Sun, 01 Mar 2026 08:00:00 GMT", "Mon, 02 Mar 2026 08:00:00 GMT"))

    def saying(time):
        outlet.behave("ferry", lambda told, _: outlet.article(told, (("Last-Modified", time),)))

    folder = watched(outlet)
    saying(next(times))
    variorum(folder, "crawl")
    outlet.edit("ferry", "7 hours", "9 hours")
    saying(next(times))
    variorum(folder, "crawl", "--all")
    assert variorum(folder, "log", "--json").json[0]["signals"] == []
    last = outlet.stories["ferry"].paragraphs[-1]
    (folder / "outlets" / "echo.toml").write_text(f"phrases = ['''{last}''']\n")
    assert variorum(folder, "reprocess", "--json").json["revisions_changed"] == 2
    assert variorum(folder, "log", "--json").json[0]["signals"] == []


def test_a_redacted_capture_stops_nobody(variorum, outlet, watched):
    """It keeps its digest and what was reported of it; everything else is read again."""
    outlet.publish(*(story(slug, "The old mill burned for 7 hours.") for slug in ("bell", "well")))
    folder = watched(outlet)
    variorum(folder, "crawl")
    for old, new in (("7 hours", "9 hours"), ("9 hours", "8 hours")):
        outlet.edit("bell", old, new)
        variorum(folder, "crawl", "--all")
    article = next(one["article"] for one in variorum(folder, "log", "--json").json)
    captures = variorum(folder, "show", f"{article}@2", "--json").json["captures"]
    variorum(folder, "redact", str(captures[0]["id"]), "--reason", "by a court")
    before = variorum(folder, "log", str(article), "--json").json
    (folder / "outlets" / "echo.toml").write_text('phrases = ["Ring the bell twice."]\n')
    done = variorum(folder, "reprocess", "--json").json
    assert (done["captures"], done["extractions"], done["revisions_changed"]) == (6, 5, 0)
    assert variorum(folder, "log", str(article), "--json").json == before
    assert variorum(folder, "verify", "--json").json["damaged"] == []


class Eager(Executor):
    """An executor that has done everything at once, like many processes with a slow writer."""

    def __init__(self):
        self.done = 0

    def submit(self, _work, *given):
        """Done."""
        self.done += 1
        future = Future()
        future.set_result(given[0])
        return future


def test_no_more_is_read_than_is_about_to_be_written():
    """Otherwise all readings would be held in memory when one process writes for eight."""
    pool, ids = Eager(), range(1_000)
    most, found = 0, []
    for written, one in enumerate(in_order(pool, ids)):
        most = max(most, pool.done - written)
        found.append(one)
    assert found == list(ids)
    assert most == IN_HAND
