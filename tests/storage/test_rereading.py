"""Giving an article up so that READ can make it again."""

from __future__ import annotations

from storage.archive import Archive
from storage.digest import content_digest
from storage.history.rereading import begin_again, read_until
from storage.history.saying import MOST, have_said
from storage.intents import AbsorbArticle, AddEvent, AddRevision, BeginArticle, SeeAgain
from storage.records import Assessment, EventKind, Role


def referring(archive):
    """Every column that refers to an article, a revision or an event."""
    rows = archive._database.rows(
        'SELECT m.name, f."from" FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f'
        " WHERE m.type = 'table' AND f.\"table\" IN ('articles', 'revisions', 'events')"
    )
    return {(row[0], row[1]) for row in rows}


def test_every_reference_is_given_up(archive):
    """begin_again must cover every table that refers to articles or revisions."""
    assert referring(archive) == {
        ("addresses", "article_id"),
        ("articles", "last_revision_id"),
        ("extractions", "revision_id"),
        ("revisions", "article_id"),
        ("events", "article_id"),
        ("events", "revision_id"),
    }


def test_only_the_reading_is_given_up(archive, make):
    """Visits, captures, payloads and other articles stay; the visits are unread, oldest first."""
    outlet = make.outlet(archive)
    one, two = make.addresses(archive, outlet, 2)
    visits = [archive.record(make.visit(one, b"<p>%d" % hour, at=hour)) for hour in range(3)]
    other = archive.record(make.visit(two, b"<p>other", at=1))
    archive.apply(visits[0], [BeginArticle(one.url, one.key, make.reading())])
    archive.apply(other, [BeginArticle(two.url, two.key, make.reading("Another."))])
    article = archive.article(one.key).id
    archive.apply(visits[1], [AddRevision(article, make.reading("The mayor stays."), Assessment())])
    archive.apply(visits[2], [SeeAgain(article), AddEvent(article, EventKind.LINKS, "x")])
    assert read_until(archive, article) == make.hours(2)
    before = archive.counts()

    begin_again(archive, article)

    assert [unread.visit_id for unread in archive.unread()] == visits
    assert archive.find_article(one.key) is None
    assert archive.address(one.key).role is Role.CANDIDATE
    assert archive.article(two.key).revisions == 1
    after = archive.counts()
    assert [after[noun] for noun in ("visits", "captures", "payloads")] == [
        before[noun] for noun in ("visits", "captures", "payloads")
    ]
    assert archive.verify() == []


def begun(archive, make, address, at=0):
    """The number of an article that is begun at this address."""
    visit = archive.record(make.visit(address, b"<p>%s" % address.key.encode(), at=at))
    archive.apply(visit, [BeginArticle(address.url, address.key, make.reading(address.key))])
    return archive.article(address.key).id


def test_a_number_outlasts_whoever_gave_it_up(folder, make):
    """An import that was killed let the number go: it became that of another article."""
    with Archive.create(folder) as archive:
        one, two, three = make.addresses(archive, make.outlet(archive), 3)
        given = [begun(archive, make, address) for address in (one, two)]
        begin_again(archive, given[1])
    with Archive.open_to_write(folder) as archive:
        other = begun(archive, make, three)
        assert other not in given
        assert begun(archive, make, two, at=1) == given[1]
        assert archive.verify() == []


def test_the_number_of_an_article_that_was_joined_is_given_to_no_other(archive, make):
    """The highest number was free again, and links to it led to another article."""
    one, two, three = make.addresses(archive, make.outlet(archive), 3)
    first, second = begun(archive, make, one), begun(archive, make, two, at=1)
    visit = archive.record(make.visit(one, at=2))
    archive.apply(visit, [AbsorbArticle(first, second, Assessment())])
    assert begun(archive, make, three, at=3) not in (first, second)
    assert archive.verify() == []


def test_what_many_articles_said_is_nobodys_own(archive, make):
    """Those that said a text are told while they are few; of a notice at all addresses, none."""
    outlet, said, told = make.outlet(archive), make.reading(), []
    with archive.transaction():
        for number, address in enumerate(make.addresses(archive, outlet, MOST + 1)):
            visit = archive.record(make.visit(address, b"<p>%d" % number, at=number))
            archive.apply(visit, [BeginArticle(address.url, address.key, said)])
            told.append(len(have_said(archive, outlet.id, content_digest(said))))
    assert told == [*range(1, MOST + 1), 0]
