"""Queries cost what they return, not what the archive holds: counted in SQLite's steps."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice
from operator import attrgetter

import pytest

from monitor.commands import crawl
from monitor.export.selection import Selection
from storage.agenda.missed import missed
from storage.changelog import Filters
from storage.digest import content_digest
from storage.history.rereading import begin_again
from storage.intents import AddRevision, BeginArticle, NoteAbsence, Reread, SeeAgain
from storage.memory.outlets import Made
from storage.payload.blobs import Blobs
from storage.records import Assessment, Outcome, Weight
from storage.warc.slices import Slice, Slices

TOLD = Assessment(Weight.SUBSTANTIVE, ("headline",), (), "The headline changed.")


def steps(archive, ask):
    """How many steps SQLite takes to answer, in addition to those for an empty answer."""
    counted = 0

    def count():
        nonlocal counted
        counted += 1

    connection = archive._database.connection
    connection.set_progress_handler(count, 1)
    try:
        ask()
    finally:
        connection.set_progress_handler(None, 0)
    return counted


def edit(archive, make, outlet, number):
    """Make an article that is edited so many times, once an hour."""
    (address,) = make.addresses(archive, outlet, prefix="edited")
    with archive.transaction():
        for at in range(number + 1):
            visit = archive.record(make.visit(address, b"<p>%d" % at, at=at))
            said = make.reading(f"It was {at}.", title=f"Mayor resigns {at}")
            if at == 0:
                archive.apply(visit, [BeginArticle(address.url, address.key, said)])
            else:
                found = archive.article(address.key).id
                archive.apply(visit, [AddRevision(found, said, TOLD)])


def begin(archive, make, outlet, number, prefix="story"):
    """Begin so many articles, one an hour."""
    with archive.transaction():
        for at, address in enumerate(make.addresses(archive, outlet, number, prefix)):
            visit = archive.record(make.visit(address, b"<p>%d" % at, at=at))
            said = make.reading(f"It was {at}.")
            archive.apply(visit, [BeginArticle(address.url, address.key, said)])


@pytest.fixture
def grown(archive, make):
    """Ask before and after the archive has grown; gives the steps that each took."""

    def ask_twice(grow, ask):
        outlet = make.outlet(archive)
        grow(archive, make, outlet, 20)
        before = steps(archive, ask)
        grow(archive, make, make.outlet(archive, "courier"), 200)
        return before, steps(archive, ask)

    return ask_twice


def test_a_kind_of_change_in_a_period_is_found_without_all_of_its_kind(archive, make, grown):
    """For the headlines of a day, first or last, those of five years are not walked over."""
    early = {"since": make.start, "until": make.hours(3)}
    found = []
    before, after = grown(
        edit, lambda: found.append(list(archive.log(marks=("headline",), **early)))
    )
    assert [len(rows) for rows in found] == [2, 4]
    assert after < 4 * before


def test_a_kind_of_change_since_a_time_ends_there(archive, make, grown):
    """What is older is not examined, even if nothing is younger."""
    late = make.hours(1_000)
    before, after = grown(edit, lambda: list(archive.log(marks=("headline",), since=late)))
    assert after <= before


def test_a_kind_of_change_of_one_article_is_found_among_its_own(archive, grown):
    """For the headlines of one article, those of all others are not walked over."""
    found = []
    before, after = grown(
        edit, lambda: found.append(list(archive.log(article_id=1, marks=("headline",))))
    )
    assert [len(rows) for rows in found] == [20, 20]
    assert after <= 1.1 * before


def test_a_few_of_many_that_say_a_word_are_told_without_what_stands_beside_the_others(
    archive, make
):
    """All are sorted, but articles and earlier steps are looked up only for the few."""
    edit(archive, make, make.outlet(archive), 200)
    saying = Filters(revision_ids=tuple(range(1, 202)))
    few, everything = (
        steps(
            archive, lambda most=most: list(islice(archive.changelog.rows(saying, page=most), most))
        )
        for most in (10, 201)
    )
    assert few < 0.6 * everything


def test_so_many_changes_as_are_asked_for_are_read(archive, make):
    """A request for the last five must not wait for two hundred."""
    edit(archive, make, make.outlet(archive), 200)
    few, many = (steps(archive, lambda n=n: list(archive.log(limit=n))) for n in (5, 100))
    assert few < many / 10


def test_what_a_crawl_would_ask_is_listed_without_looking_each_up_again(archive, make):
    """The list itself has all that is shown of an address."""
    outlet, said = make.outlet(archive), []
    begin(archive, make, outlet, 200)
    archive._database.connection.set_trace_callback(said.append)
    assert len(list(crawl._due(archive, None, everything=True))) == 200
    archive._database.connection.set_trace_callback(None)
    assert len(said) < 20


def test_visits_are_told_without_holding_each_against_all_revisions(archive, make):
    """What is edited often is looked at often: twice of both must only cost twice as much."""
    counted = []
    for number, name in ((50, "herald"), (100, "courier")):
        outlet = make.outlet(archive, name)
        edit(archive, make, outlet, number)
        address = archive.address(f"{name}/edited/0")
        article = archive.article(address.key).id
        with archive.transaction():
            for at in range(number):
                look = archive.record(make.visit(address, None, at + 0.5, Outcome.UNMODIFIED))
                archive.apply(look, [SeeAgain(article)])
        assert len(archive.sights.of_article(article)) == 2 * number + 1
        counted.append(steps(archive, partial(archive.sights.of_article, article)))
    assert counted[1] < 2.5 * counted[0]


def test_a_period_is_walked_over_once_however_many_pages_it_is_read_in(archive, make):
    """Each portion continues where the last one ended, not at the end of the period."""
    outlet = make.outlet(archive)
    edit(archive, make, outlet, 400)

    def ask(until):
        return list(archive.changelog.rows(Filters(until=until), page=7))

    end = make.hours(10_000)
    assert ask(end) == ask(None)
    assert steps(archive, lambda: ask(end)) < 1.1 * steps(archive, lambda: ask(None))


def test_a_day_is_exported_without_reading_the_other_days(archive, make, grown):
    """Its articles are looked up by the period."""
    day = Selection(since=make.start, until=make.hours(3))
    found = []
    before, after = grown(begin, lambda: found.append(list(day.of(archive))))
    assert [len(revisions) for revisions in found] == [3, 6]
    assert after < 4 * before


def test_an_outlet_is_exported_without_putting_it_in_order_for_each_page(archive, make):
    """Three times as many visits and articles take three times as long, not six times."""
    counted = []
    for number, name in ((500, "herald"), (1_500, "courier")):
        outlet = make.outlet(archive, name)
        (address,) = make.addresses(archive, outlet)
        with archive.transaction():
            for at in range(number):
                archive.record(make.visit(address, None, at, Outcome.UNMODIFIED))
                archive._database.insert(
                    "articles",
                    outlet_id=outlet.id,
                    url="",
                    key=f"{name} {at}",
                    state="live",
                    **dict.fromkeys(("first_seen", "last_seen"), "2026-01-01T00:00:00.000000Z"),
                )
        for ask in (
            lambda outlet=outlet: Slices(archive).visits(Slice(outlet_id=outlet.id)),
            lambda outlet=outlet: archive.articles(outlet.id),
        ):
            found = []
            counted.append(steps(archive, lambda ask=ask, found=found: found.extend(ask())))
            assert len({one.id for one in found}) == number
            assert found == sorted(found, key=attrgetter("id"))
    assert counted[2] < 3.5 * counted[0]
    assert counted[3] < 3.5 * counted[1]


def test_a_reading_is_stored_as_fast_whatever_memories_there_were(archive, make):
    """An outlet's memory has another name each week, and so has whoever reads with it."""
    outlet = make.outlet(archive)
    begin(archive, make, outlet, 3)
    said = replace(make.reading("It was 7."), memory="today")
    counted = []
    for number in (1, 400):
        for one in range(number):
            archive._database.insert("readers", reader="reader 1", memory=f"memory {number} {one}")
        with archive.transaction():
            counted.append(steps(archive, lambda: archive._extractions.put(said, 1, None)))
            archive._database.change("DELETE FROM extractions WHERE capture_id = 1 AND id > 3")
    assert counted[1] < 1.5 * counted[0]


def test_what_was_just_found_is_handed_out_without_looking_at_all_that_waits(archive, make):
    """It runs before every page of a first crawl, when nearly everything waits."""
    outlet, counted = make.outlet(archive), []
    for number, prefix in ((20, "some"), (400, "many")):
        make.addresses(archive, outlet, number, prefix)
        now = make.hours(1)
        counted.append(steps(archive, lambda now=now: archive.seed_looks.newest(outlet.id, now, 8)))
    assert counted[1] < 1.5 * counted[0]


def test_reading_an_article_again_looks_at_no_other(archive, make):
    """A new reader reads every article again, and late visits rebuild its history."""
    outlet = make.outlet(archive)
    said = replace(make.reading("It was 7."), reader="reader 2")
    counted = []
    for number, prefix in ((20, "some"), (400, "many")):
        begin(archive, make, outlet, number, prefix)
        article = archive.article(f"herald/{prefix}/3")
        latest = archive.revision(article.id)
        with archive.transaction():
            intent = Reread(latest.id, said)
            again = steps(archive, partial(archive.reread, intent))
            anew = steps(archive, partial(begin_again, archive, article.id))
        counted.append((again, anew))
    assert all(after < 1.5 * before for before, after in zip(*counted, strict=True))


def test_who_shows_a_text_too_is_looked_for_in_its_time_alone(archive, make):
    """A page unlike its article is compared with a few days of the outlet, not with years."""
    outlet, counted = make.outlet(archive), []
    digest = content_digest(make.reading("It was 7."))
    for number, prefix in ((20, "some"), (400, "many")):
        begin(archive, make, outlet, number, prefix)
        span = make.hours(6.5), make.hours(7.5)
        ask = partial(archive.sights.articles_saying, outlet.id, digest, *span)
        counted.append(steps(archive, ask))
    assert counted[1] < 3 * counted[0]
    told = [archive.article(f"herald/{prefix}/7").id for prefix in ("some", "many")]
    assert ask() == told


def test_the_latest_memory_of_an_outlet_is_found_without_the_others(archive, make):
    """There is another one each week, and every page needs it."""
    outlet = make.outlet(archive)
    memories, counted = archive.outlet_memories, []
    for number in (5, 200):
        for week in range(number):
            made = Made(f"{number} {week}", make.hours(number + week), 30)
            memories.put(outlet.id, made, b"what recurs")
        counted.append(steps(archive, lambda: memories.latest(outlet.id)))
        assert memories.latest(outlet.id).version == f"{number} {number - 1}"
    assert counted[1] < 1.5 * counted[0]


def test_absent_articles_are_found_without_those_that_are_there(archive, make, grown):
    """Every list of changes needs their number."""
    counts = []
    before, after = grown(begin, lambda: counts.append(len(list(missed(archive)))))
    assert counts == [0, 0]
    assert after < 2 * before
    visit = archive.record(
        make.visit(archive.address("herald/story/3"), None, 900, Outcome.MISSING)
    )
    archive.apply(visit, [NoteAbsence(archive.article("herald/story/3").id, "missing")])
    assert [one.id for one in missed(archive)] == [archive.article("herald/story/3").id]


def test_a_page_that_many_got_is_looked_for_once(archive, make):
    """Each time, an export of a week walked over five years of looks at an error page."""
    outlet = make.outlet(archive)

    def asked(number):
        (address,) = make.addresses(archive, outlet, prefix=f"error{number}")
        body = b"<p>error %d" % number
        with archive.transaction():
            ids = [archive.record(make.visit(address, body, at=at)) for at in range(number)]
        at = archive.capture(ids[number // 2]).captured_at
        slices, wanted = Slices(archive), Slice(since=at)
        captures = [archive.capture(one) for one in ids[number // 2 :]]
        found = []
        took = steps(
            archive, lambda: found.extend(slices.first_alike(wanted, one) for one in captures)
        )
        assert found == [None, *[captures[0].id] * (len(captures) - 1)]
        return took

    few = asked(20)
    assert asked(200) < 12 * few


def test_an_article_is_taken_out_without_a_walk_over_all_readings_for_each_look(archive, make):
    """Its 305 captures took a CPU minute: eight searches each among 79,000 readings."""
    outlet = make.outlet(archive)
    begin(archive, make, outlet, 40)
    edit(archive, make, outlet, 20)
    article = archive.article(f"{outlet.name}/edited/0").id
    captures = archive.redactions.of_article(article)

    def asked(some):
        return steps(archive, lambda: archive.redactions.redact(some, "order", make.hours(99)))

    one = asked(captures[-1:])
    many = asked(captures[:-1])
    assert many < 10 * one
    assert archive.redactions.of_article(article) == []
    assert archive.verify() == []


def test_revisions_that_were_taken_out_are_told_without_a_walk_over_all_readings(archive, make):
    """A list with 305 of them took 10 s of CPU among 79,000 readings, on every page with it."""
    outlet = make.outlet(archive)
    edit(archive, make, outlet, 3)
    article = archive.article(f"{outlet.name}/edited/0").id
    captures = archive.redactions.of_article(article)
    archive.redactions.redact(captures, "order", make.hours(99))
    revisions = archive.revisions(article)

    def ask():
        assert all(archive.redactions.of_revision(one.id) for one in revisions)

    few = steps(archive, ask)
    begin(archive, make, outlet, 400)
    assert steps(archive, ask) < 1.5 * few


def test_what_leans_on_others_goes_before_them(archive, make, monkeypatch):
    """Removed oldest first, each version was stored again for each one before it."""
    outlet = make.outlet(archive)
    edit(archive, make, outlet, 12)
    captures = archive.redactions.of_article(archive.article(f"{outlet.name}/edited/0").id)
    rewritten = []
    rewrite = Blobs.rewrite

    def counted(self, blob_id, choice):
        rewritten.append(blob_id)
        rewrite(self, blob_id, choice)

    monkeypatch.setattr(Blobs, "rewrite", counted)
    assert archive.redactions.redact(captures, "order", make.hours(99)) == captures
    assert rewritten == []
