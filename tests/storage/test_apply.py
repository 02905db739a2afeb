"""Carrying out decisions on articles, revisions, events and state, once for each visit."""

from __future__ import annotations

from typing import get_args

import pytest

from storage.digest import content_digest
from storage.errors import NotStored
from storage.history.apply import _Deed
from storage.intents import (
    AbsorbArticle,
    AddEvent,
    AddRevision,
    BeginArticle,
    ChangeState,
    CloseIncident,
    Intent,
    JoinArticle,
    NoteAbsence,
    NotePresence,
    OpenIncident,
    Reschedule,
    SeeAgain,
    SetRole,
)
from storage.records import (
    ArticleState,
    Assessment,
    Block,
    BlockKind,
    EventKind,
    Extraction,
    Found,
    IncidentKind,
    Obstacle,
    Outcome,
    PageType,
    Role,
    SeedKind,
    Weight,
)

PLAIN = Assessment()


@pytest.fixture
def address(archive, make):
    return make.addresses(archive, make.outlet(archive))[0]


def begin(archive, make, address, text="The mayor resigned.", at=0):
    """Visit an address and begin its article."""
    visit = archive.record(make.visit(address, text.encode(), at))
    archive.apply(visit, [BeginArticle(address.url, address.key, make.reading(text))])
    return visit


def revise(archive, make, address, text, at, assessment=PLAIN):
    """Visit again and add a revision to article 1."""
    visit = archive.record(make.visit(address, text.encode(), at))
    archive.apply(visit, [AddRevision(1, make.reading(text), assessment)])
    return visit


def test_article_begins_with_its_first_revision(archive, make, address):
    """It has its canonical URL, key, role, title and times, and the visit counts as read."""
    begin(archive, make, address)
    article = archive.article(address.key)
    assert article == archive.article(1)
    assert (article.url, article.title, article.outlet) == (address.url, "Mayor resigns", "herald")
    assert (article.state, article.revisions) == (ArticleState.LIVE, 1)
    assert (article.first_seen, article.last_seen) == (make.start, make.start)
    assert archive.address(address.key).role is Role.ARTICLE
    assert archive.address(address.key).article_id == 1
    assert archive.unread() == []
    revision = archive.revision(1)
    assert revision.digest == content_digest(make.reading())
    assert (revision.number, revision.previous_last_seen) == (1, None)
    assert revision.assessment == Assessment()


def test_extraction_comes_back_whole(archive, make, address):
    """With every field, in every language, and its versions."""
    extraction = Extraction(
        title="Мэр ушёл «в отставку»",
        standfirst="Qısa",
        byline=("Ayşe Yılmaz", "Іван"),
        published="2026-03-01",
        modified="2026-03-01T10:00:00+04:00",
        language="ru",
        section="Politics",
        canonical_url="https://herald.example/story/0",
        picture="https://herald.example/p.jpg",
        links=("https://a.example/", "https://b.example/"),
        page_type=PageType.ARTICLE,
        blocks=tuple(Block(kind, f"text of {kind.value}\n\u2028 \U0001f600") for kind in BlockKind),
        reader="reader 2",
        rules="herald 3",
        memory="memory 4",
        remarks=("two dates",),
        obstacle=Obstacle.LOGIN,
    )
    visit = archive.record(make.visit(address))
    archive.apply(visit, [BeginArticle(address.url, address.key, extraction)])
    assert archive.extraction(1) == extraction == archive.latest_extraction(1)


def test_a_sight_in_the_future_ends_no_window(archive, make, address):
    """A clock that was ahead for an hour made windows of change that began after their end."""
    begin(archive, make, address, "A", 0)

    def see(text, *hours):
        for at in hours:
            again = archive.record(make.visit(address, text.encode(), at))
            archive.apply(again, [SeeAgain(1, make.reading(text))])

    see("A", 9e5, 1, 2)
    revise(archive, make, address, "B", 3)
    assert archive.revision(1).previous_last_seen == make.hours(2)
    assert archive.article(1).last_seen == make.hours(3)
    see("B", 4, 9e5)
    revise(archive, make, address, "C", 5)  # it changed before it was seen again
    assert archive.revision(1).previous_last_seen == make.hours(4)


def test_only_the_address_whose_validators_stayed_loses_its_304s(archive, make):
    """The 304s of another address of the article are not in doubt: nothing is known of them."""
    one, two = make.addresses(archive, make.outlet(archive), 2)
    begin(archive, make, one, "A", 0)
    joined = archive.record(make.visit(two, b"A", 1))
    archive.apply(joined, [JoinArticle(1), SeeAgain(1, make.reading("A"))])
    for address, at in ((two, 2), (one, 3), (one, 4)):
        again = archive.record(make.visit(address, None, at, Outcome.UNMODIFIED))
        archive.apply(again, [SeeAgain(1)])
    assert archive.revision(1).last_seen == make.hours(4)
    edited = archive.record(make.visit(one, b"B", 5))
    step = AddRevision(1, make.reading("B"), Assessment(), unvouched=True)
    archive.apply(edited, [step])
    assert archive.revision(1).previous_last_seen == make.hours(2)
    sights = archive.sights.of_article(1)
    assert [one.unvouched for one in sights] == [False] * 3 + [True] * 2 + [False]


def test_revisions_know_what_was_before(archive, make, address):
    """A, B, A is three revisions; each lies between the last sight of the old and its first."""
    begin(archive, make, address, "A", 0)
    seen = archive.record(make.visit(address, b"A again", 1))
    archive.apply(seen, [SeeAgain(1, make.reading("A"))])
    change = Assessment(
        Weight.SUBSTANTIVE, ("number",), ("correction_noted",), "12 became 21.", ours=True
    )
    revise(archive, make, address, "B", 2, change)
    revise(archive, make, address, "A", 3, Assessment(Weight.WORDING, (), ("revert",), "Back."))
    first, second, third = archive.revisions(1)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert first.digest == third.digest != second.digest
    assert (first.first_seen, first.last_seen) == (make.hours(0), make.hours(1))
    assert (second.previous_last_seen, second.first_seen) == (make.hours(1), make.hours(2))
    assert second.assessment == change
    assert archive.article(1).revisions == 3
    assert archive.revision(1) == third
    assert archive.revision(1, 2) == second
    with pytest.raises(NotStored):
        archive.revision(1, 4)


def test_captures_of_a_revision(archive, make, address):
    """Those that were read as the revision, oldest first; a 304 adds a sight but no capture."""
    one = begin(archive, make, address, "A", 0)
    two = archive.record(make.visit(address, b"A, other furniture", 1))
    archive.apply(two, [SeeAgain(1, make.reading("A"))])
    same = archive.record(make.visit(address, None, 2, Outcome.UNMODIFIED))
    archive.apply(same, [SeeAgain(1)])
    revise(archive, make, address, "B", 3)
    first = archive.revision(1, 1)
    assert [capture.id for capture in archive.captures_of_revision(first)] == [one, two]
    assert first.last_seen == make.hours(2)


def test_title_and_date_follow_the_newest_reading(archive, make, address):
    """They are kept up to date, though they alone make no revision."""
    begin(archive, make, address)
    visit = archive.record(make.visit(address, b"2", 1))
    archive.apply(visit, [SeeAgain(1, make.reading(title="New", published="2026-02-28"))])
    article = archive.article(1)
    assert (article.title, article.published, article.revisions) == ("New", "2026-02-28", 1)
    assert archive.revision(1).title == "Mayor resigns"


def test_applying_twice_changes_nothing(archive, make, address):
    """A visit that has been read is left alone."""
    visit = begin(archive, make, address)
    archive.apply(visit, [AddRevision(1, make.reading("Twice."), Assessment())])
    assert archive.article(1).revisions == 1
    with pytest.raises(NotStored):
        archive.apply(99, [])


def test_half_a_decision_is_none(archive, make, address):
    """If one intent fails, none is carried out and the visit is still unread."""
    visit = archive.record(make.visit(address))
    intents = [BeginArticle(address.url, address.key, make.reading()), SeeAgain(77)]
    with pytest.raises(NotStored):
        archive.apply(visit, intents)
    assert archive.find_article(1) is None
    assert archive.address(address.key).role is Role.CANDIDATE
    assert [one.visit_id for one in archive.unread()] == [visit]


def test_one_key_is_one_article(archive, make):
    """An article begun again from a twin address is joined to the first, and nothing is lost."""
    main, twin, other = make.addresses(archive, make.outlet(archive), 3)
    begin(archive, make, main)
    visit = archive.record(make.visit(twin, b"twin", 1))
    archive.apply(visit, [BeginArticle(main.url, main.key, make.reading())])
    visit = archive.record(make.visit(other, b"other", 2))
    archive.apply(visit, [BeginArticle(main.url, main.key, make.reading("Newer."))])
    article = archive.article(twin.key)
    assert article.id == 1
    assert article.aliases == (twin.url, other.url)
    assert [one.number for one in archive.revisions(1)] == [1, 2]
    assert archive.revision(1, 1).last_seen == make.hours(1)
    assert archive.counts()["articles"] == 1


def test_canonical_url_that_was_never_visited_leads_to_its_article(archive, make):
    """The article is found by the key of its canonical URL as well as by that of its twin."""
    twin = make.addresses(archive, make.outlet(archive), 1, "amp")[0]
    visit = archive.record(make.visit(twin))
    archive.apply(visit, [BeginArticle("https://herald.example/s", "herald/s", make.reading())])
    assert archive.article("herald/s").aliases == (twin.url,)
    assert archive.article(twin.key).id == 1
    assert archive.discover(1, [Found("https://herald.example/s", "herald/s")], make.start) == []


def test_seed_named_as_canonical_stays_a_seed(archive, make):
    """A page that calls the section page its canonical URL does not turn it into an article."""
    herald = make.outlet(archive)
    section = archive.add_seed(
        herald.id, "https://herald.example/", "home", SeedKind.SECTION, make.start
    )
    story = make.addresses(archive, herald)[0]
    visit = archive.record(make.visit(story))
    archive.apply(visit, [BeginArticle("https://herald.example/", "home", make.reading())])
    address = archive.due_of(section.address_id).address
    assert (address.role, address.article_id) == (Role.SEED, None)


def test_two_articles_with_one_text_are_two(archive, make):
    """The same words under two canonical URLs are two articles."""
    one, two = make.addresses(archive, make.outlet(archive), 2)
    begin(archive, make, one, "Same.", 0)
    begin(archive, make, two, "Same.", 1)
    assert [article.url for article in archive.articles()] == [one.url, two.url]
    assert archive.revision(1).digest == archive.revision(2).digest


def test_joined_address_is_an_alias(archive, make):
    """Its visits belong to the article from now on."""
    main, moved = make.addresses(archive, make.outlet(archive), 2)
    begin(archive, make, main)
    visit = archive.record(make.visit(moved, b"x", 1))
    archive.apply(visit, [JoinArticle(1), SeeAgain(1, make.reading())])
    assert archive.article(moved.key).id == 1
    assert archive.article(1).aliases == (moved.url,)


def test_absences_are_counted_and_forgotten(archive, make, address):
    """In a row, with their first time and last reason; presence ends them."""
    begin(archive, make, address)
    for at in (1, 2):
        visit = archive.record(make.visit(address, b"404", at, Outcome.MISSING))
        archive.apply(visit, [NoteAbsence(1, "404")])
    article = archive.article(1)
    assert (article.absences, article.absence) == (2, "404")
    assert article.absent_since == make.hours(1)
    visit = archive.record(make.visit(address, b"back", 3))
    archive.apply(visit, [NotePresence(1), SeeAgain(1)])
    article = archive.article(1)
    assert (article.absences, article.absence, article.absent_since) == (0, None, None)


def test_state_role_due_time_events_and_incidents(archive, make, address):
    """The small intents do what they say, with the time of the visit."""
    begin(archive, make, address)
    visit = archive.record(make.visit(address, b"x", 1))
    intents = [
        ChangeState(1, ArticleState.PAYWALLED),
        AddEvent(1, EventKind.PAYWALLED, "a login form"),
        SetRole(Role.NONE),
        Reschedule(make.hours(50)),
        OpenIncident(IncidentKind.LOGIN_PAGE, "rule", "first"),
        OpenIncident(IncidentKind.LOGIN_PAGE, "rule", "second"),
    ]
    archive.apply(visit, intents)
    assert archive.article(1).state is ArticleState.PAYWALLED
    event = archive.events(1)[0]
    assert (event.kind, event.at, event.detail) == (
        EventKind.PAYWALLED,
        make.hours(1),
        "a login form",
    )
    assert event.revision_id == archive.revision(1).id
    known = archive.address(address.key)
    assert (known.role, known.next_due) == (Role.NONE, make.hours(50))
    incident = archive.incidents()[0]
    assert (incident.count, incident.detail) == (2, "second")
    visit = archive.record(make.visit(address, b"y", 2))
    archive.apply(visit, [CloseIncident(IncidentKind.LOGIN_PAGE, "rule")])
    assert archive.incidents() == []
    assert archive.incidents(open_only=False)[0].closed_at == make.hours(2)


def test_closed_incident_opens_anew(archive, make):
    """The same fault after it was fixed is a new incident."""
    herald = make.outlet(archive)
    for at in (0, 2):
        archive.open_incident(herald.id, "bot_check", "x", "y", make.hours(at))
        archive.close_incident(herald.id, "bot_check", "x", make.hours(at + 1))
    incidents = archive.incidents(open_only=False)
    assert [one.opened_at for one in incidents] == [make.hours(2), make.hours(0)]


def test_log_is_newest_first_and_filtered(archive, make):
    """It lists revisions and events together, by article, outlet, time, weight and kind."""
    herald, tribune = make.outlet(archive, "herald"), make.outlet(archive, "tribune")
    ours, theirs = make.addresses(archive, herald)[0], make.addresses(archive, tribune)[0]
    begin(archive, make, ours, "A", 0)
    begin(archive, make, theirs, "Z", 1)
    heavy = Assessment(Weight.SUBSTANTIVE, ("number", "name"), (), "x")
    revise(archive, make, ours, "B", 2, heavy)
    visit = archive.record(make.visit(ours, b"404", 3, Outcome.MISSING))
    archive.apply(visit, [AddEvent(1, EventKind.GONE, "404")])
    revise(archive, make, ours, "C", 4, Assessment(Weight.COSMETIC, (), ("stealth",), "y"))

    def times(**filters):
        entries = archive.log(**filters)
        return [getattr(one, "at", None) or one.first_seen for one in entries]

    def hours(*counts):
        return [make.hours(count) for count in counts]

    assert times() == hours(4, 3, 2, 1, 0)
    assert times(article_id=2) == hours(1)
    assert times(outlet_id=herald.id, limit=2) == hours(4, 3)
    assert times(since=make.hours(2), until=make.hours(4)) == hours(3, 2)
    assert times(weight=Weight.COSMETIC) == hours(4, 2)
    assert times(weight=Weight.SUBSTANTIVE) == hours(2)
    assert times(marks=("number",)) == hours(2)
    assert times(marks=("stealth",)) == hours(4)
    assert times(marks=("gone",)) == hours(3)
    assert times(marks=("n_mber",)) == times(marks=("%",)) == []


def test_long_log_is_read_in_pages(archive, make, address):
    """With more revisions than a page has, several at one time, each comes once and in order."""
    begin(archive, make, address, "0", 0)
    with archive.transaction():
        for n in range(1, 450):
            revise(archive, make, address, str(n), n // 3)
    numbers = [one.number for one in archive.log()]
    assert numbers == list(range(450, 0, -1))


def test_unchanged_text_is_stored_once(archive, make, address):
    """Seeing an article again costs a difference at most if only its times are read differently."""
    begin(archive, make, address, "long text " * 500)
    for at in range(1, 6):
        visit = archive.record(make.visit(address, b"v%d" % at, at))
        archive.apply(visit, [SeeAgain(1, make.reading("long text " * 500))])
    assert archive._database.value("SELECT count(*) FROM texts") == 1
    assert archive.counts()["extractions"] == 6


def test_every_intent_is_known(archive, make, address):
    """An intent that nothing carries out is an error; every kind has a function that does it."""
    visit = archive.record(make.visit(address))
    with pytest.raises(TypeError):
        archive.apply(visit, [object()])
    doers = _Deed.__dict__["do"].dispatcher.registry
    assert set(get_args(Intent)) <= set(doers)


def test_article_is_found_by_what_it_says_today(archive, make, address):
    """It is found by the digest of its latest revision, within its outlet, not by older ones."""
    begin(archive, make, address, "A")
    old = archive.revision(1).digest
    assert archive.article_saying(1, old).id == 1
    assert archive.article_saying(2, old) is None
    revise(archive, make, address, "B", 1)
    assert archive.article_saying(1, old) is None
    assert archive.article_saying(1, archive.revision(1).digest).id == 1


def test_broken_unicode_of_a_page_is_kept(archive, make, address):
    """Half a surrogate pair in a title or text comes back as it was, and stops nothing."""
    visit = archive.record(make.visit(address))
    reading = make.reading("half \ud83d of a pair", title="\ud83d title")
    archive.apply(visit, [BeginArticle(address.url, address.key, reading)])
    assert archive.extraction(1) == reading
    assert archive.article(1).title == "? title"
    assert archive.verify() == []


@pytest.mark.parametrize("last_here", ["A", "B"])
def test_absorbed_article_becomes_the_end_of_the_other(archive, make, last_here):
    """Two histories become one, whether or not they meet in one text; the younger article goes."""
    old, new = make.addresses(archive, make.outlet(archive), 2)
    begin(archive, make, old, last_here, 0)
    begin(archive, make, new, "B", 1)
    visit = archive.record(make.visit(new, b"C", 2))
    archive.apply(visit, [AddRevision(2, make.reading("C"), PLAIN)])
    visit = archive.record(make.visit(old, None, 3, Outcome.REDIRECTED, location=new.url))
    archive.apply(visit, [AbsorbArticle(1, 2, Assessment(Weight.WORDING))])
    texts = [archive.extraction(one.extraction_id).text for one in archive.revisions(1)]
    assert texts == (["A", "B", "C"] if last_here == "A" else ["B", "C"])
    article = archive.article(1)
    assert (article.url, article.revisions, article.aliases) == (new.url, len(texts), (old.url,))
    assert archive.article_saying(1, archive.revision(1).digest).id == 1
    assert archive.find_article(2) is None
    assert archive.article(new.key).id == 1
    assert archive.verify() == []
