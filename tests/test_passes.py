"""READ on a real archive and outlet: what was stored is read once, whatever happens."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from monitor import passes, progress
from monitor.cadence import next_look
from monitor.passes import one_pass, read_unread
from monitor.reading import readings, room
from monitor.reading.room import ReadingRoom
from spiders.crawl.errand import Errand
from spiders.extract.choice.learned import model
from spiders.urls import surt
from storage.archive import Archive
from storage.database.times import to_text
from storage.errors import InstallationIncomplete
from tests.captures import PATIENT
from tests.stories import story


@pytest.fixture
def archive(outlet, watched):
    """An archive that watches an outlet with three articles; nothing fetched yet."""
    outlet.publish(
        story("mill-fire", "The old mill burned for 7 hours."), story("ferry"), story("well")
    )
    with Archive.open_to_write(watched(outlet)) as opened:
        yield opened


class KilledError(BaseException):
    """An exception that no boundary may catch."""


def crawl(archive, **wishes):
    """Make one pass; gives the counts that the command prints."""
    return one_pass(archive, PATIENT, Errand(**wishes), rules_folder=None)


def test_a_pass_counts_what_it_found(archive):
    """The counts of a first pass are those of the archive."""
    counts = crawl(archive)
    assert counts["articles_new"] == 3
    assert counts["revisions_new"] == 0
    assert counts["incidents"] == 0
    rest = {"visits", "articles_new", "revisions_new", "incidents"}
    assert counts["visits"] == sum(number for name, number in counts.items() if name not in rest)
    assert archive.counts()["articles"] == 3


def test_a_pass_brings_back_what_a_clock_ahead_has_put_off(archive):
    """Otherwise an article visited in the future would wait until that time comes."""
    crawl(archive)
    visited, due = (to_text(datetime(2999, 1, day, tzinfo=UTC)) for day in (1, 2))
    archive._database.change(
        "UPDATE visits SET started_at = ? WHERE id IN"
        " (SELECT last_visit_id FROM addresses WHERE article_id IS NOT NULL)",
        (visited,),
    )
    archive._database.change(
        "UPDATE addresses SET next_due = ? WHERE article_id IS NOT NULL", (due,)
    )
    far = "SELECT count(*) FROM addresses WHERE next_due > ?"
    assert archive._database.value(far, (visited,)) == 3
    crawl(archive)
    assert archive._database.value(far, (visited,)) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_pages_are_read_ends_the_pass_in_order(archive, monkeypatch, number):
    """It killed the process; now it reports an interruption, and the rest stays unread."""
    read_some, stop, known = ReadingRoom.read_some, threading.Event(), signal.getsignal(number)

    def told_to_end(room):
        counts = read_some(room, seconds=0)
        signal.raise_signal(number)
        return counts

    before = signal.signal(number, lambda *_: pytest.fail("as it was before: the end"))
    try:
        with monkeypatch.context() as patched:
            patched.setattr(ReadingRoom, "read_some", told_to_end)
            one_pass(archive, PATIENT, rules_folder=None, stop=stop)
    finally:
        signal.signal(number, before)
    assert stop.is_set()
    assert signal.getsignal(number) is known
    assert archive.agenda.load(datetime.now(UTC)).unread > 0
    read_unread(archive, rules_folder=None)
    assert archive.counts()["articles"] == 3


def test_reading_again_reads_nothing(archive):
    """A visit is read once."""
    crawl(archive)
    assert read_unread(archive, rules_folder=None) == passes.ReadCounts()


def test_what_needs_no_reader_loads_none():
    """A pass of nothing but 304s is over sooner than the reader could be loaded."""
    code = (
        "import sys, monitor.passes; from monitor.reading.room import ReadingRoom;"
        "heavy = ('spiders.extract', 'monitor.comparing.articles', 'monitor.classify.figures',"
        " 'monitor.diff.sentences', 'rapidfuzz');"
        "print([one for one in sys.modules if one.startswith(heavy)])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[]"


def test_a_room_that_stands_for_years_forgets_what_began_long_ago(archive, monkeypatch):
    """Only the newest articles are remembered as new, but all are counted."""
    monkeypatch.setattr(room, "MOST_BEGUN", 2)
    standing = ReadingRoom(archive, None)
    monkeypatch.setattr(passes, "ReadingRoom", lambda *_: standing)
    assert crawl(archive)["articles_new"] == 3
    assert len(standing._begun) == 2


def test_what_was_kept_and_not_read_is_read_by_the_next_pass(archive, outlet, monkeypatch):
    """A crash between KEEP and READ loses nothing."""
    crawl(archive)
    outlet.edit("mill-fire", "7 hours", "9 hours")

    def crash(*_arguments, **_wishes):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(passes, "read_unread", crash)
        with pytest.raises(RuntimeError, match="power cut"):
            crawl(archive, everything=True)
    assert crawl(archive)["revisions_new"] == 1


def test_an_installation_without_its_model_reads_nothing(archive, monkeypatch):
    """Read worse by the same reader version, a page would seem to have been edited."""
    with monkeypatch.context() as patch:
        patch.setattr(model, "FILE", "nowhere.npz")
        model.model.cache_clear()
        with pytest.raises(InstallationIncomplete, match="Reinstall Variorum"):
            crawl(archive)
    model.model.cache_clear()
    assert archive.counts()["articles"] == 0
    assert archive.incidents() == []
    read_unread(archive, rules_folder=None)
    assert archive.counts()["articles"] == 3


def test_a_reading_that_stops_in_the_middle_is_done_again(archive, monkeypatch):
    """Articles, visits and their marks are stored together: nothing is read half or twice."""
    apply, calls = Archive.apply, []

    def stop_at_second(self, visit_id, intents):
        calls.append(visit_id)
        if len(calls) == 2:
            raise KilledError
        apply(self, visit_id, intents)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "apply", stop_at_second)
        with pytest.raises(KilledError):
            crawl(archive)
    read_unread(archive, rules_folder=None)
    assert archive.counts()["articles"] == 3
    assert archive.counts()["revisions"] == 3
    assert archive.verify() == []


def test_what_was_read_is_not_read_twice(archive, outlet, monkeypatch):
    """Neither the same bytes nor an unchanged article is read again; one with an edit is."""
    page, other = (outlet.article(outlet.stories[slug]) for slug in ("ferry", "well"))
    nonces = (f"<script>var nonce = {number}</script></body>".encode() for number in count())
    outlet.behave("ferry", lambda _story, _request: page)
    outlet.behave(
        "well",
        lambda _story, _request: replace(other, body=other.body.replace(b"</body>", next(nonces))),
    )
    crawl(archive)
    outlet.edit("mill-fire", "7 hours", "9 hours")
    look, urls = readings.reader.look, []

    def counted(payload, *, url, **wishes):
        urls.append(url)
        return look(payload, url=url, **wishes)

    monkeypatch.setattr(readings.reader, "look", counted)
    crawl(archive, everything=True)
    assert outlet.url("mill-fire") in urls
    assert outlet.url("well") not in urls
    assert outlet.url("ferry") not in urls


def test_an_article_that_changed_is_looked_at_with_its_new_history(archive, outlet):
    """The due time is computed with the change that READ found, not as KEEP knew it."""
    crawl(archive)
    outlet.edit("mill-fire", "7 hours", "9 hours")
    crawl(archive, everything=True)
    address = archive.address(surt(outlet.url("mill-fire")))
    history = archive.due_of(address.id)
    assert history.last_changed is not None
    at, outcome = archive.last_visit(address.id)
    assert address.next_due == next_look(history, outcome, at)


def test_a_page_that_breaks_the_reader_stops_nobody(archive, monkeypatch):
    """It is reported as an incident, others are read, and it is read at its next capture."""
    look = readings.reader.look

    def fragile(payload, *, url, **wishes):
        if url.endswith("ferry"):
            raise RecursionError("too deep")
        return look(payload, url=url, **wishes)

    with monkeypatch.context() as patch:
        patch.setattr(readings.reader, "look", fragile)
        counts = crawl(archive)
    assert counts["articles_new"] == 2
    assert [one.kind for one in archive.incidents()] == ["reader_failed"]
    assert crawl(archive, everything=True)["articles_new"] == 1
    assert archive.incidents() == []


def test_visits_to_a_removed_outlet_stop_nobody(archive, monkeypatch):
    """It may be removed between fetching and reading."""

    def crash(*_arguments, **_wishes):
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(passes, "read_unread", crash)
        with pytest.raises(KilledError):
            crawl(archive)
    archive.remove_outlet("echo")
    assert read_unread(archive, rules_folder=None) == passes.ReadCounts()
    assert archive.unread() == []


def test_an_article_met_at_its_new_address_long_before_is_joined_within_a_batch(archive, outlet):
    """The redirect and the visit to its target are read one after the other, in one batch."""
    crawl(archive)
    outlet.publish(replace(outlet.stories["ferry"], slug="ferry-again"))
    crawl(archive)
    outlet.redirect("ferry", outlet.url("ferry-again"))
    crawl(archive, everything=True)
    assert archive.counts()["articles"] == 3
    assert archive.incidents() == []
    assert archive.verify() == []


@pytest.mark.parametrize("edited", [False, True])
def test_an_article_that_only_moved_is_not_new(archive, outlet, edited):
    """Found at its new address and joined in the same pass; new text is a revision."""
    crawl(archive)
    moved = replace(outlet.stories["ferry"], slug="ferry-again")
    outlet.publish(moved)
    if edited:
        outlet.change("ferry-again", paragraphs=(*moved.paragraphs, "It sailed on 3 May."))
    outlet.redirect("ferry", outlet.url("ferry-again"))
    counts = crawl(archive, everything=True)
    assert archive.counts()["articles"] == 3
    assert (counts["articles_new"], counts["revisions_new"]) == (0, int(edited))


def test_an_article_that_leads_to_a_section_page_is_missed_and_has_not_moved(archive, outlet):
    """The section is checked for the article; its address never becomes the article's."""
    crawl(archive)
    outlet.redirect("ferry", outlet.home + "section/world/", status=302)
    for looks in (1, 2):
        crawl(archive, everything=True)
        article = archive.article(surt(outlet.url("ferry")))
        assert (article.absence, article.absences) == ("redirected elsewhere", looks)
        assert article.aliases == ()
    assert archive.events(article.id) == []
    assert archive.revision(article.id).number == 1
    outlet.behave("ferry", None)
    crawl(archive, everything=True)
    assert archive.article(article.id).absences == 0


def test_a_pass_says_how_far_it_is(archive, monkeypatch):
    """Next to what it fetched is what is due by now, including what it found on the way."""
    monkeypatch.setattr(progress, "COUNTED_S", 0.0)
    monkeypatch.setattr(progress, "_SHARE", 0.0)
    said = []
    counts = one_pass(archive, PATIENT, rules_folder=None, on_progress=said.append)
    fetched = [one.removesuffix(" fetched").split(" of ") for one in said if "fetched" in one]
    numbers = [(int(done), int(known)) for done, known in fetched]
    assert [done for done, _ in numbers] == list(range(1, counts["visits"] + 1))
    assert numbers[0][1] > 1
    assert all(done <= known for done, known in numbers)
    assert numbers[-1][0] == numbers[-1][1]
    assert said[-1] == "3 of 3 read"


def test_what_was_asked_for_by_name_is_counted_alone(archive):
    """Other addresses that are due do not count for it."""
    said = []
    urls = [archive.seeds()[0].url]
    errand = Errand(urls=urls)
    one_pass(archive, PATIENT, errand, rules_folder=None, on_progress=said.append)
    assert said == ["1 fetched"]


def test_what_is_left_counts_those_outlets_that_may_be_asked(archive):
    """Nothing is left of other outlets, paused ones, or those in their quiet hours."""
    now = datetime.now(UTC)
    (outlet,) = archive.outlets()
    left = archive.agenda.left(now, None)
    assert left == len(archive.seeds()) + 3
    assert archive.agenda.left(now, [outlet.id]) == left
    assert archive.agenda.left(now, [outlet.id + 1]) == archive.agenda.left(now, []) == 0
    archive.hosts.rest_outlet(outlet.id, now + timedelta(hours=1))
    assert archive.agenda.left(now, None) == 0


def test_visits_that_come_in_order_leave_nothing_to_remember(archive, monkeypatch):
    """Each look at an address without an article was remembered, for as long as the room stood."""
    standing = ReadingRoom(archive, None)
    monkeypatch.setattr(passes, "ReadingRoom", lambda *_: standing)
    crawl(archive)
    assert not standing._rewinding._done
