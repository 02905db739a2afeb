"""It crawls what is due, reads it, ends when told to, and continues where it was."""

from __future__ import annotations

import os
import resource
import signal
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.daemon import chores, daemon, reading
from monitor.daemon.daemon import run
from monitor.passes import one_pass
from spiders.configuration import Configuration
from spiders.crawl import watch
from spiders.urls import surt
from storage.agenda.agenda import Agenda
from storage.archive import Archive
from storage.errors import ArchiveBusy, ArchiveDamaged, ArchiveFull, InputError
from storage.records import Found
from tests.conftest import NURSERY, run_variorum
from tests.daemon.conftest import (
    PATIENCE_S,
    beside_a_daemon,
    go_offline,
    holds,
    make_due,
    until,
    watch_feed,
)
from tests.outlet_server import OutletServer
from tests.stories import story

PATIENT = f"""
import runpy
from monitor.daemon import daemon
from spiders.crawl import watch
daemon.TICK_S, daemon.WAIT_S, watch.GRACE_OF_SERVICE_S = 0.1, 0.5, {PATIENCE_S}
runpy.run_module("monitor", run_name="__main__", alter_sys=True)
"""
"""The command, with patience for requests under way when it is told to end on a busy machine.

Its regular checks, as for room on a full disk, are frequent.
"""


@contextmanager
def process(folder):
    """The daemon in its own process; killed at the end if it has not stopped by itself."""
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, encoding="utf-8") as log, Path(os.devnull).open("r+b") as nowhere:
        streams = [nowhere.fileno(), nowhere.fileno(), write_end]
        words = ["--archive", str(folder), "run"]
        one = NURSERY.begin(words, dict(os.environ), streams, PATIENT)
        os.close(write_end)
        one.stderr = log
        try:
            yield one
        finally:
            one.kill()
            one.wait()


def wait_for(one, word):
    """Read the log up to the first line that contains this word."""
    for line in one.stderr:
        if word in line.split():
            return line
    pytest.fail(f"ended without {word}")


def rewrite(outlet, slug):
    """Make the story say more than before."""
    more = "On Friday the council of Harrowby found 4,711 pounds more than it had been looking for."
    outlet.change(slug, paragraphs=(*outlet.stories[slug].paragraphs, more))


def until_seen(folder, **counts):
    """Make everything due again and again, until the archive has so many rows of each noun.

    A look that was under way as the story changed sets a due time after ours. Changing the archive
    all the time would leave a busy machine no time for the looks.
    """
    until(lambda: holds(folder, **counts) or make_due(folder), str(counts), every_s=0.5)


def test_it_crawls_what_is_due_and_stops_on_sigterm(outlet, echo):
    """What was reported is in the archive and read, and nothing of it is still waiting."""
    outlet.publish(story("mill-fire"), story("ferry"))
    one = beside_a_daemon(echo, lambda one: one.until_counted(articles=2))
    [told] = one.heard("crawled")
    assert told["articles_new"] == 2
    assert [event for event, _ in one.said][-2:] == ["crawled", "stopped"]
    with Archive.open(echo) as archive:
        assert archive.verify() == []
        assert len(list(archive.articles())) == 2


def test_a_new_article_is_captured_within_a_minute_of_being_seen(outlet, echo):
    """Counted in requests before it, which the pace turns into seconds.

    Sixty addresses that were never fetched are due, and then the feed names another one.
    """
    outlet.robots = "User-agent: *\nCrawl-delay: 0.05\n"
    urls = [outlet.home + f"news/old-{number}" for number in range(60)]
    with Archive.open_beside(echo) as archive:
        [one] = archive.outlets()
        archive.discover(one.id, [Found(url, surt(url)) for url in urls], datetime.now(UTC))
    outlet.publish(story("mill-fire"))
    beside_a_daemon(echo, lambda _: until(lambda: outlet.asked("mill-fire")))
    paths = [request.path for request in outlet.requests]
    new, seen = paths.index("/news/mill-fire"), paths.index("/atom.xml")
    assert sum("/old-" in path for path in paths[:new]) < len(urls)  # the others still waited
    assert (new - seen - 1) * Configuration().delay_s < 60


def test_a_killed_daemon_goes_on_where_it_was(outlet, echo):
    """After kill -9 there is no lock and no lease, and nothing is found a second time."""
    outlet.publish(story("mill-fire"))
    with process(echo) as one:
        wait_for(one, "started")
        until(lambda: holds(echo, revisions=1))
        one.kill()
        one.wait()
    outlet.publish(story("ferry"))
    make_due(echo)
    beside_a_daemon(echo, lambda one: one.until_counted(articles=2))
    with Archive.open(echo) as archive:
        assert archive.counts()["revisions"] == 2
        assert archive.verify() == []


def test_what_flies_is_finished_and_the_rest_stays_due(outlet, echo):
    """On SIGTERM an answer under way is stored and read, and what was not requested stays due."""
    answered, asked = threading.Event(), threading.Event()
    outlet.publish(story("mill-fire"), story("ferry"))

    def slowly(told, _request):
        asked.set()
        answered.wait(PATIENCE_S)
        return outlet.article(told)

    outlet.behave("mill-fire", slowly)
    with process(echo) as one:
        assert asked.wait(PATIENCE_S)
        one.send_signal(signal.SIGTERM)
        assert "flying=" in wait_for(one, "stopping")
        answered.set()
        assert one.wait(PATIENCE_S) == 0
    with Archive.open(echo) as archive:
        rows = archive._database.rows("SELECT url, last_capture_id, next_due FROM addresses")
        [mill] = [row for row in rows if row["url"].endswith("mill-fire")]
        assert mill["last_capture_id"]
        assert all(row["next_due"] for row in rows if not row["url"].endswith("robots.txt"))
        assert archive.agenda.load(datetime.now(UTC)).unread == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, -15), (signal.SIGINT, 130)])
def test_a_second_signal_ends_it_at_once(outlet, echo, number, code):
    """Then even a slow answer is not waited for."""
    over, asked = threading.Event(), threading.Event()
    outlet.publish(story("mill-fire"))

    def silent(told, _request):
        asked.set()
        over.wait(PATIENCE_S)
        return outlet.article(told)

    outlet.behave("mill-fire", silent)
    try:
        with process(echo) as one:
            assert asked.wait(PATIENCE_S)
            one.send_signal(number)
            wait_for(one, "stopping")
            one.send_signal(number)
            assert one.wait(PATIENCE_S) == code
    finally:
        over.set()


def test_one_archive_has_one_daemon(echo):
    """A second one names the first, and ends with 1."""
    with Archive.open_to_write(echo):
        with pytest.raises(ArchiveBusy) as caught:
            run(echo, lambda *_, **__: None)
        assert str(os.getpid()) in caught.value.holder
        done = run_variorum(echo, "run", codes=(1,))
    assert f"process {os.getpid()}" in done.err


def test_seeds_keep_their_own_pace(outlet, echo):
    """What is not due is not fetched: the daemon is not `crawl` in a loop."""
    outlet.publish(story("mill-fire"))
    with Archive.open_to_write(echo) as archive:
        one_pass(archive, Configuration(), rules_folder=None)
        for seed in archive.seeds():
            archive.reschedule(seed.address_id, datetime.now(UTC) + timedelta(hours=1))
    asked = len(outlet.requests)
    beside_a_daemon(echo, lambda one: one.until_heard("started"))
    assert len(outlet.requests) == asked


def test_an_outlet_is_paused_and_resumed_while_it_runs(outlet, echo, monkeypatch):
    """A command in another process does it, and the daemon obeys at its next check."""
    outlet.publish(story("mill-fire"))
    due, looks = Agenda.outlets_due, []

    def outlets_due(*asked):
        looks.append(1)
        return due(*asked)

    def until_looked():
        begun = len(looks)  # the look after the next one begins after now
        until(lambda: len(looks) >= begun + 2, "looks")

    monkeypatch.setattr(Agenda, "outlets_due", outlets_due)

    def script(one):
        one.until_counted(articles=1)
        run_variorum(echo, "outlet", "pause", "echo")
        until_looked()
        asked = len(outlet.requests)
        rewrite(outlet, "mill-fire")
        make_due(echo)
        run_variorum(echo, "checkpoint")
        until_looked()
        assert len(outlet.requests) == asked
        with Archive.open_beside(echo) as archive:
            archive.set_paused("echo", False)  # noqa: FBT003 — the contract
        one.until_counted(revisions=2)

    beside_a_daemon(echo, script)
    with Archive.open(echo) as archive:
        assert archive.verify() == []


def test_an_outlet_is_added_while_it_runs(outlet, echo):
    """It is crawled and read at once; the daemon needs no signal."""
    outlet.publish(story("mill-fire"))
    with OutletServer() as other:
        other.publish(story("ferry"))

        def script(one):
            one.until_counted(articles=1)
            with Archive.open_beside(echo) as archive:
                watch_feed(archive, "other", other)
            one.until_counted(articles=2)

        beside_a_daemon(echo, script)


def test_settings_and_rules_are_read_again(outlet, echo):
    """On SIGHUP requests have the new contact; a file with a mistake is reported, not used."""
    outlet.publish(story("mill-fire"))

    def script(one):
        one.until_counted(articles=1)
        (echo / "variorum.toml").write_text("contact = 3\n")
        os.kill(os.getpid(), signal.SIGHUP)
        one.until_heard("reload_failed")
        (echo / "variorum.toml").write_text('contact = "https://new.example/"\n')
        os.kill(os.getpid(), signal.SIGHUP)
        one.until_heard("reloaded")
        make_due(echo)
        until(lambda: "new.example" in outlet.requests[-1].heads["user-agent"])

    one = beside_a_daemon(echo, script)
    assert "contact" in one.heard("reload_failed")[0]["error"]


RULE = """
deny = ["ferry"]
select = ["#body"]
remove = [".box"]
"""


def test_rules_of_an_outlet_are_read_again(outlet, echo, monkeypatch):
    """After SIGHUP a changed rule file applies to what is fetched and to what is read."""
    monkeypatch.setattr(reading, "ROOM_S", 3600.0)
    outlet.publish(story("mill-fire"))

    def script(one):
        one.until_counted(articles=1)
        (echo / "outlets").mkdir(exist_ok=True)
        (echo / "outlets" / "echo.toml").write_text(RULE)
        os.kill(os.getpid(), signal.SIGHUP)
        one.until_heard("reloaded")
        outlet.publish(story("ferry"))
        rewrite(outlet, "mill-fire")
        until_seen(echo, revisions=2)

    beside_a_daemon(echo, script)
    with Archive.open(echo) as archive:
        [article] = archive.articles()
        last = max(archive.revisions(article.id), key=lambda one: one.number)
        read = archive.extraction(last.extraction_id)
    assert read.rules.startswith("echo@")
    assert "4,711" in read.text
    assert outlet.asked("ferry") == []


def test_what_was_captured_is_sealed_once_a_day(outlet, echo, monkeypatch):
    """A checkpoint soon after the first captures, no more on that day, and one on the next."""
    monkeypatch.setattr(daemon, "CHORES_S", 1.0)
    outlet.publish(story("mill-fire"))

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz=None):
            """A day later."""
            return datetime.now(tz) + timedelta(days=1)

    def script(one):
        one.until_heard("checkpoint")
        rewrite(outlet, "mill-fire")
        until_seen(echo, revisions=2)
        assert chores.checkpoint_if_due(echo) == []
        monkeypatch.setattr(chores, "datetime", Tomorrow)
        one.until_heard("checkpoint", 2)

    told = beside_a_daemon(echo, script).heard("checkpoint")
    with Archive.open(echo) as archive:
        made = archive.checkpoints.all()
        assert archive.verify() == []
    assert [one.size for one in made] == [one["size"] for one in told]
    assert len(made) == 2
    assert made[0].size < made[1].size


def test_settings_with_a_mistake_start_nothing(echo):
    """They are reported at the start, when somebody reads it."""
    (echo / "variorum.toml").write_text("contact = 3\n")
    with pytest.raises(InputError):
        run(echo, lambda *_, **__: None)


def test_a_network_that_goes_and_comes_back(outlet, echo, monkeypatch):
    """Meanwhile nothing is fetched or called gone; what failed is then fetched at once."""
    monkeypatch.setattr(watch, "PROBE_S", 0.05)
    outlet.publish(*(story(name) for name in ("mill-fire", "ferry")))

    def script(one):
        one.until_counted(articles=2)
        go_offline(one, outlet)
        outlet.come_up()
        one.until_heard("online")
        rewrite(outlet, "ferry")
        until_seen(echo, revisions=3)

    one = beside_a_daemon(echo, script)
    assert one.heard("online")[0]["asked_again"] > 0
    with Archive.open(echo) as archive:
        assert archive.counts()["events"] == 0


@contextmanager
def full_disk(one):
    """Let no file of this process grow meanwhile."""
    before = resource.prlimit(one.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(one.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.prlimit(one.pid, resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_waited_out(outlet, echo):
    """Nothing is lost or damaged, and the daemon continues by itself when there is room."""
    outlet.publish(story("mill-fire"))
    with process(echo) as one:
        until(lambda: holds(echo, revisions=1))
        with full_disk(one):
            outlet.publish(*(story(name) for name in ("ferry", "council")))
            make_due(echo)
            wait_for(one, "full")
        until(lambda: holds(echo, revisions=3))
        one.send_signal(signal.SIGTERM)
        assert one.wait(PATIENCE_S) == 0
    with Archive.open(echo) as archive:
        assert archive.verify() == []
        assert len(list(archive.articles())) == 3


@pytest.mark.parametrize("becomes", ["gone", "another"])
def test_an_archive_that_is_moved_ends_it_though_nothing_is_due(echo, tmp_path, becomes):
    """It kept running until it had something to write, and nobody crawled that archive."""
    with Archive.open_to_write(echo) as archive:
        for seed in archive.seeds():
            archive.reschedule(seed.address_id, datetime.now(UTC) + timedelta(days=1))
    with process(echo) as one:
        wait_for(one, "started")
        echo.rename(tmp_path / "elsewhere")
        if becomes == "another":
            Archive.create(echo).close()
        assert one.wait(PATIENCE_S) == 1
        said = one.stderr.read()
    assert "was moved, removed or replaced" in said
    assert "run the command again" in said
    assert "Traceback" not in said


def test_what_came_while_the_disk_was_full_is_not_asked_for_again(outlet, echo):
    """It was thrown away, and that state of the page was never captured."""
    outlet.publish(story("mill-fire"))

    def asked():
        return [one.path for one in outlet.requests].count("/news/mill-fire")

    with process(echo) as one:
        until(lambda: holds(echo, revisions=1))
        with full_disk(one):
            rewrite(outlet, "mill-fire")
            with Archive.open_beside(echo) as archive:
                [article] = archive.articles()
                archive.reschedule(archive.address(surt(article.url)).id, datetime.now(UTC))
            wait_for(one, "full")
            assert asked() == 2
        outlet.change("mill-fire", paragraphs=story("mill-fire").paragraphs)
        until(lambda: holds(echo, revisions=2))
        one.send_signal(signal.SIGTERM)
        assert one.wait(PATIENCE_S) == 0
    assert asked() == 2


def test_a_full_disk_is_told_once_and_so_is_its_end(echo, monkeypatch):
    """It was reported every half minute for as long as it lasted, but its end never."""
    monkeypatch.setattr(daemon, "WAIT_S", 0.01)
    due, tries = Agenda.outlets_due, iter(range(4))

    def outlets_due(*asked):
        if next(tries, None) is not None:
            raise ArchiveFull("the disk")
        return due(*asked)

    monkeypatch.setattr(Agenda, "outlets_due", outlets_due)
    one = beside_a_daemon(echo, lambda running: running.until_heard("recovered"))
    assert next(tries, None) is None
    assert [event for event, _ in one.said[:3]] == ["started", "full", "recovered"]


def test_what_was_fetched_as_the_disk_was_full_is_stored_and_not_asked_for_again(
    outlet, echo, monkeypatch
):
    """It was thrown away and fetched again every half minute: states were lost, hosts burdened."""
    monkeypatch.setattr(daemon, "WAIT_S", 0.01)
    outlet.publish(story("mill-fire"))
    record, tries, is_full = Archive.record_all, [], threading.Event()

    def record_all(archive, visits):
        if is_full.is_set():
            tries.append(len(tries))
            raise ArchiveFull("the disk")
        return record(archive, visits)

    monkeypatch.setattr(Archive, "record_all", record_all)

    def script(one):
        one.until_counted(revisions=1)
        rewrite(outlet, "mill-fire")
        is_full.set()
        asked = len(outlet.asked("mill-fire"))
        until(lambda: len(outlet.asked("mill-fire")) > asked or make_due(echo), every_s=0.5)
        one.until_heard("full")
        begun = len(tries)
        until(lambda: len(tries) > begun + 20)
        assert len(outlet.asked("mill-fire")) == asked + 1
        rewrite(outlet, "mill-fire")
        is_full.clear()
        until_seen(echo, revisions=3)

    beside_a_daemon(echo, script)


def test_damage_ends_it(echo, monkeypatch):
    """A damaged file is no passing trouble: the exit code says so."""
    monkeypatch.setattr(
        "storage.agenda.agenda.Agenda.outlets_due",
        lambda *_: (_ for _ in ()).throw(ArchiveDamaged("It is hurt.")),
    )
    with pytest.raises(ArchiveDamaged):
        run(echo, lambda *_, **__: None)
