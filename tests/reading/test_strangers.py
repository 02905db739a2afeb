"""One page at all addresses, with status 200: the fault of a cache or a server, and no edit."""

from __future__ import annotations

import pytest

from monitor.reprocessing.run import reprocess
from spiders.urls import surt
from storage.archive import Archive
from storage.records import ArticleState, Found, IncidentKind
from tests.captures import HOME, START, capture_and_read, watch_courier
from tests.stories import filler

URLS = [f"{HOME}news/report-{number}" for number in range(4)]
CAKES = ("Nine cakes for a long winter", filler("cakes"))


def page(title, paragraphs, head="", nonce=""):
    """The page of an article that does not name its own address, unless ``head`` does."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f"{head}</head><body><main><article><h1>{title}</h1>{text}</article></main>"
        f"<!-- {nonce} --></body></html>"
    ).encode()


OWN = [page(f"Report {n} of the harbour", filler(f"report {n}")) for n in range(len(URLS))]


@pytest.fixture
def courier(tmp_path, blank):
    """An archive and its addresses, each article seen twice in its own text."""
    with Archive.open_to_write(blank(tmp_path / "archive")) as archive:
        addresses = watch_courier(archive, *URLS)
        for day in range(2):
            capture_and_read(archive, addresses, OWN, day)
        yield archive, addresses


def revisions(archive):
    """The number of revisions of each article."""
    return [archive.article(surt(url)).revisions for url in URLS]


def reread(archive):
    """Read the whole archive again."""
    reprocess(archive, rules_folder=None)


def test_one_page_at_all_addresses_is_no_edit_and_is_over_when_it_is_gone(courier):
    """Not even of the article that was visited first; nor is any gone after four days of it."""
    archive, addresses = courier
    for day in range(2, 6):
        capture_and_read(archive, addresses, [page(*CAKES)] * len(URLS), day)
    assert revisions(archive) == [1] * len(URLS)
    assert {archive.article(surt(url)).state for url in URLS} == {ArticleState.LIVE}
    kinds = {(one.kind, one.subject) for one in archive.incidents()}
    assert kinds == {(IncidentKind.ARTICLE_LOST, url) for url in URLS}

    capture_and_read(archive, addresses, OWN, 6)
    reread(archive)
    assert revisions(archive) == [1] * len(URLS)
    assert {archive.article(surt(url)).state for url in URLS} == {ArticleState.LIVE}
    assert archive.incidents() == []


def with_a_nonce(day, number):
    """The page with a number in its text that no other copy of it has."""
    title, paragraphs = CAKES
    said = f"Should this go on, call the desk and name the number {day}-{number} of this page."
    return page(title, (*paragraphs, said), nonce=f"{day} {number}")


def test_a_page_with_something_new_in_each_copy_is_no_edit_either(courier):
    """Not of any article, and none is gone; reading everything again says the same."""
    archive, addresses = courier
    for day in (2, 3, 4):
        strange = [with_a_nonce(day, number) for number in range(len(URLS))]
        capture_and_read(archive, addresses, strange, day)
    assert revisions(archive) == [1, 1, 1, 1]
    assert {archive.article(surt(url)).state for url in URLS} == {ArticleState.LIVE}
    details = {one.detail for one in archive.incidents()}
    assert details == {"another page, shown in place of many articles of the outlet"}
    # An article that is back proves that only for itself.
    capture_and_read(archive, addresses, [OWN[0], *strange[1:]], 5)
    reread(archive)
    assert revisions(archive) == [1, 1, 1, 1]
    assert {one.subject for one in archive.incidents()} == set(URLS[1:])


def test_a_page_that_was_seen_alone_first_is_one_edit_at_most(courier):
    """Of the article that showed it first, when nobody could know; not of all the others."""
    archive, addresses = courier
    for number, address in enumerate(addresses):
        capture_and_read(archive, [address], [with_a_nonce(2, number)], 2 + number / 100)
    assert revisions(archive)[2:] == [1, 1]


CONSENT = page(
    "We value your privacy",
    (
        "The Courier and 812 partners store information on your device, such as cookies.",
        "They process personal data for advertising, measurement and research of audiences.",
        "You can change your choice at any time, and see what they do in the list of partners.",
        "Some partners do not ask for your consent, and rely on their legitimate interest.",
    ),
).replace(b'<meta property="og:type" content="article">', b"")
HEAD = {
    "an address": f'<link rel="canonical" href="{HOME}2026/03/01/report">',
    "a time": '<meta property="article:published_time" content="2026-03-01T08:00:00Z">',
    "an author": '<meta name="author" content="Rita Quell">',
}


@pytest.mark.parametrize("named", HEAD)
def test_a_page_that_names_nothing_of_an_article_is_no_edit(tmp_path, named):
    """One consent page, at one address alone, had been a rewritten article and then a revert."""
    own = page("Report 0 of the harbour", filler("report 0"), HEAD[named])
    with Archive.create(tmp_path / "alone") as archive:
        addresses = watch_courier(archive, f"{HOME}2026/03/01/report")
        for day, shown in enumerate((own, CONSENT)):
            capture_and_read(archive, addresses, [shown], day)
        assert [one.kind for one in archive.incidents()] == [IncidentKind.ARTICLE_LOST]
        capture_and_read(archive, addresses, [own], 2)
        reread(archive)
        assert [one.revisions for one in archive.articles()] == [1]
        assert archive.incidents() == []


FAREWELL = page(
    "An apology",
    (
        "We have removed a report that stood here, and apologise to Mr Oake without reserve.",
        "He never owned the boat, and he was not in Holm on the day in question.",
        "We have paid damages and his costs, and shall not repeat what we said of him.",
    ),
)


def test_a_farewell_on_a_page_that_names_nothing_is_told_after_a_day(tmp_path):
    """It had been gone with nothing to read, though the outlet says there what became of it."""
    own = page("Report 0 of the harbour", filler("report 0"), HEAD["a time"])
    with Archive.create(tmp_path / "alone") as archive:
        addresses = watch_courier(archive, URLS[0])
        capture_and_read(archive, addresses, [own], 0)
        for day in (1, 1.6):
            capture_and_read(archive, addresses, [FAREWELL], day)
        (incident,) = archive.incidents()
        assert incident.detail.endswith(": An apology")
        for day in (2.2, 3, 4):
            capture_and_read(archive, addresses, [FAREWELL], day)
        reread(archive)
        assert archive.incidents() == []
        article = archive.article(surt(URLS[0]))
        assert (article.state, article.revisions) == (ArticleState.LIVE, 2)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Report 0 of the harbour: an apology", b"It was wrong in what it said."),
        ("An apology", b"Our text <i>Report 0 of the harbour</i> was wrong in what it said."),
        ("About us", b"Correction: what we said of Mr Oake was wrong, and it has been removed."),
    ],
)
def test_a_farewell_that_speaks_of_its_article_is_an_edit_at_once(tmp_path, title, said):
    """By the headline, in its place or in the text, or by a note of the editors."""
    own = page("Report 0 of the harbour", filler("report 0"), HEAD["a time"])
    shown = FAREWELL.replace(b"An apology", title.encode())
    shown = shown.replace(b"</h1>", b"</h1><p>" + said + b"</p>")
    with Archive.create(tmp_path / "alone") as archive:
        addresses = watch_courier(archive, URLS[0])
        for day, each in enumerate((own, shown)):
            capture_and_read(archive, addresses, [each], day)
        assert archive.article(surt(URLS[0])).revisions == 2


def test_a_line_under_a_dated_address_is_no_article(tmp_path):
    """The day was read from the address, and a short page with a day is taken for an article."""
    url = f"{HOME}2026/03/01/report"
    said = b"The office is closed on Monday, and letters that come until then are read on Tuesday."
    short = b"<title>The Courier</title><h1>The office</h1><main><p>%s</p></main>" % said
    with Archive.create(tmp_path / "alone") as archive:
        addresses = watch_courier(archive, url)
        own = page("Report 0 of the harbour", filler("report 0"), HEAD["a time"])
        for day, shown in enumerate((own, short, own)):
            capture_and_read(archive, addresses, [shown], day)
        assert [one.revisions for one in archive.articles()] == [1]
        for day in (3, 3.6, 4.2):
            capture_and_read(archive, addresses, [short], day)
        assert [one.revisions for one in archive.articles()] == [2]  # readers got it for a day


@pytest.mark.parametrize("nonce", [False, True])
def test_a_consent_page_at_all_addresses_is_no_edit_after_a_day_either(tmp_path, *, nonce):
    """It lasts for days, and would be what readers get; but of no article."""
    with Archive.create(tmp_path / "all") as archive:
        addresses = watch_courier(archive, *URLS)
        own = [
            page(f"Report {n} of the harbour", filler(f"report {n}"), HEAD["a time"])
            for n in range(len(URLS))
        ]
        capture_and_read(archive, addresses, own, 0)
        for day in (1, 1.6, 2.2, 3, 4):
            copies = [
                CONSENT.replace(b"</p>", f" Your number is {n}-{day}.</p>".encode(), nonce)
                for n in range(len(URLS))
            ]
            capture_and_read(archive, addresses, copies, day)
        reread(archive)
        assert revisions(archive) == [1] * len(URLS)


def test_a_rewritten_article_that_still_names_its_time_is_an_edit(tmp_path):
    """Another headline and another text, by the same template."""
    with Archive.create(tmp_path / "alone") as archive:
        addresses = watch_courier(archive, URLS[0])
        for day, said in enumerate((("Report 0", filler("report 0")), CAKES)):
            capture_and_read(archive, addresses, [page(*said, HEAD["a time"])], day)
        assert archive.article(surt(URLS[0])).revisions == 2


def test_what_takes_the_place_of_a_few_articles_is_told_as_gone(tmp_path):
    """Eight others were still there."""
    urls = [f"{HOME}news/report-{number}" for number in range(11)]
    with Archive.create(tmp_path / "few") as archive:
        addresses = watch_courier(archive, *urls)
        own = [page(f"Report {n} of the weir", filler(f"weir {n}")) for n in range(len(urls))]
        for day in (0, 1, 1.6, 2.2):
            shown = [page(*CAKES)] * 3 if day else own[:3]
            capture_and_read(archive, addresses, [*shown, *own[3:]], day)
        states = [archive.find_article(surt(url)).state for url in urls]
        assert states == [ArticleState.GONE] * 3 + [ArticleState.LIVE] * 8
        assert {one.revisions for one in archive.articles()} == {1}


def test_articles_that_are_rewritten_on_pages_that_show_each_other_are_edits(courier):
    """Each page continues with whole further articles: one's new text is now on all of them."""
    archive, addresses = courier
    title, paragraphs = CAKES
    below = "".join(f"<p>{one}</p>" for one in paragraphs)
    more = f"<section class='next'><h2>{title}</h2>{below}</section></body>".encode()
    shown = [page(title, paragraphs), *(one.replace(b"</body>", more) for one in OWN[1:])]
    capture_and_read(archive, addresses, shown, 2)
    assert revisions(archive)[0] == 2


def test_copies_that_differ_a_little_are_rewritten_together(tmp_path):
    """One report in four sections, each with a line of its own, is replaced by another one."""
    with Archive.create(tmp_path / "copies") as archive:
        addresses = watch_courier(archive, *URLS)
        for day, (title, said) in enumerate((("The weir", filler("weir")), CAKES)):
            lines = [f"The desk of section {n} has read this." for n in range(len(URLS))]
            shown = [page(title, (*said, line)) for line in lines]
            capture_and_read(archive, addresses, shown, day)
        assert revisions(archive) == [2, 2, 2, 2]


def dated(one, number, clock):
    """The page with the time at which its article was published."""
    time = f"2026-02-{10 + number}T{clock}Z"
    meta = f"<meta property='article:published_time' content='{time}'></head>"
    return one.replace(b"</head>", meta.encode())


@pytest.mark.parametrize(("clock", "told"), [("09:30:00", 2), ("00:00:00", 1)])
def test_pages_that_keep_the_time_of_their_articles_are_rewritten(tmp_path, clock, told):
    """Four stubs become one agency's report; a server under repair would not know such times.

    A day alone is no such time: many articles may share it.
    """
    with Archive.create(tmp_path / "dated") as archive:
        addresses = watch_courier(archive, *URLS)
        own = [dated(one, n, clock) for n, one in enumerate(OWN)]
        capture_and_read(archive, addresses, own, 0)
        shown = [dated(with_a_nonce(1, n), n, clock) for n in range(len(URLS))]
        capture_and_read(archive, addresses, shown, 1)
        assert revisions(archive) == [told] * len(URLS)
        reread(archive)
        assert revisions(archive) == [told] * len(URLS)


def test_an_address_that_is_found_meanwhile_begins_no_article(courier):
    """Each new address began an article with that page, and its own text was an edit of it."""
    archive, addresses = courier
    strange = [with_a_nonce(2, number) for number in range(len(URLS))]
    capture_and_read(archive, addresses, strange, 2)
    url = f"{HOME}news/report-new"
    outlet = archive.outlet("courier")
    (new,) = archive.discover(outlet.id, [Found(url, surt(url))], START)
    shown = [*(with_a_nonce(3, number) for number in range(len(URLS))), with_a_nonce(3, 9)]
    capture_and_read(archive, [*addresses, new], shown, 3)
    assert len(list(archive.articles())) == len(URLS)
    capture_and_read(archive, [new], [page("Report nine of the weir", filler("nine"))], 4)
    (article,) = [one for one in archive.articles() if one.url == url]
    assert article.revisions == 1
    assert url not in {one.subject for one in archive.incidents()}


@pytest.mark.parametrize(
    "named", ["https://gazette.example/cakes", "https://cdn.other.example/", URLS[3]]
)
@pytest.mark.parametrize(
    "form", ['<link rel="canonical" href="{}">', '<meta property="og:url" content="{}">']
)
def test_a_page_that_says_it_is_of_elsewhere_is_no_edit_of_the_first_either(courier, named, form):
    """Its own word decides at once, whoever else shows it; reading again says the same."""
    archive, addresses = courier
    strange = page(*CAKES, head=form.format(named))
    capture_and_read(archive, addresses[:1], [strange], 2)
    assert revisions(archive) == [1, 1, 1, 1]
    reread(archive)
    assert revisions(archive) == [1, 1, 1, 1]
    (incident,) = archive.incidents()
    assert incident.subject == URLS[0]
    assert named.rstrip("/") in incident.detail


def test_the_home_page_in_the_place_of_an_article_is_no_edit(courier):
    """With status 200, from a server that does not redirect: the page names its own address."""
    archive, addresses = courier
    home = page("The Courier", filler("home"), head=f'<link rel="canonical" href="{HOME}">')
    for day in (2, 2.6, 3.2):
        capture_and_read(archive, addresses, [home, *OWN[1:]], day)
    assert revisions(archive) == [1, 1, 1, 1]
    states = [archive.find_article(surt(one)).state for one in URLS[:2]]
    assert states == [ArticleState.GONE, ArticleState.LIVE]


@pytest.mark.parametrize("head", ["", f'<link rel="canonical" href="{URLS[0]}">'])
def test_an_article_that_is_rewritten_from_end_to_end_is_an_edit(courier, head):
    """A text that no other article shows is the article's, however unlike its earlier one."""
    archive, addresses = courier
    capture_and_read(archive, addresses, [page(*CAKES, head=head), *OWN[1:]], 2)
    assert revisions(archive) == [2, 1, 1, 1]
    assert archive.incidents() == []


@pytest.mark.parametrize(
    ("home", "named", "seen"),
    [
        ("https://www.abc.example/", "https://m.abc.example/cakes", 2),
        ("https://www.abc.example/", "https://m.xyz.example/cakes", 1),
        ("https://www.courier.co.uk/", "https://m.courier.co.uk/cakes", 2),
        ("https://www.courier.co.uk/", "https://www.gazette.co.uk/cakes", 1),
    ],
)
def test_another_host_of_the_same_house_is_not_abroad(tmp_path, home, named, seen):
    """However short the publisher's name is: an article rewritten there was reported as gone."""
    with Archive.create(tmp_path / "archive") as archive:
        outlet = archive.add_outlet("house", home, [home[8:-1]], START)
        url = f"{home}news/report"
        addresses = archive.discover(outlet.id, [Found(url, surt(url))], START)
        head = f'<link rel="canonical" href="{named}">'
        for day, shown in enumerate((OWN[0], page(*CAKES, head=head))):
            capture_and_read(archive, addresses, [shown], day)
        (article,) = archive.articles(outlet.id)
        assert article.revisions == seen


def test_a_notice_that_stands_in_the_place_of_several_articles_is_an_edit_of_each(courier):
    """An outlet that withdraws four reports says so four times, in the same words."""
    archive, addresses = courier
    dated = '<meta property="article:published_time" content="2026-02-28T07:00:00Z">'
    said = "The Courier has withdrawn this report, which was not true. It will say more on Friday."
    notice = page("The Courier withdraws a report", [said], head=dated)
    capture_and_read(archive, addresses, [notice] * len(URLS), 2)
    assert revisions(archive) == [2, 2, 2, 2]
    assert archive.incidents() == []


def test_two_copies_of_an_article_are_rewritten_together(tmp_path):
    """What was one text at several addresses before stays one."""
    with Archive.create(tmp_path / "copies") as archive:
        addresses = watch_courier(archive, *URLS)
        heads = [f'<link rel="canonical" href="{url}">' for url in URLS]
        for day, said in enumerate((("The weir", filler("weir")), CAKES)):
            shown = [page(*said, head=head) for head in heads]
            capture_and_read(archive, addresses, shown, day)
        assert revisions(archive) == [2, 2, 2, 2]
