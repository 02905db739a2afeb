"""When an article was published and modified, according to its page."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from spiders.extract.fields.dates import find
from spiders.extract.fields.times import of_address
from spiders.extract.reader import read
from tests.extract.pages import ENGLISH

if TYPE_CHECKING:
    from storage.records import Extraction

URL = "https://courier.example/news/harbour"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def found(
    line: str = "",
    head: str = "",
    *,
    url: str = URL,
    language: str = "en",
    after: str = "",
    before: str = "",
    **thing: object,
) -> Extraction:
    """The reading of a page with this line under its headline."""
    article = {"@type": "NewsArticle", "headline": ENGLISH.title, **thing}
    script = f'<script type="application/ld+json">{json.dumps(article)}</script>' if thing else ""
    page = f"""<html lang="{language}"><head><title>{ENGLISH.title}</title>{script}{head}</head>
    <body>{before}<article><h1>{ENGLISH.title}</h1>{line}{TEXT}</article>{after}</body></html>"""
    return read(page.encode(), url=url)


def published(line: str = "", head: str = "", **more: object) -> str | None:
    return found(line, head, **more).published  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        "2025-02-07T18:08:00+04:00",
        ["2025-02-07T18:08:00+04:00"],
        {"@type": "DateTime", "@value": "2025-02-07T18:08:00+04:00"},
    ],
)
def test_json_ld_of_any_shape(value):
    """A time, a list of times and a typed value give the same result."""
    assert published(datePublished=value) == "2025-02-07T18:08:00+04:00"


def test_json_ld_seconds_since_1970():
    """A plausible number of seconds is a time; other numbers and types are not."""
    assert published(datePublished=1738951680) == "2025-02-07T18:08:00Z"
    assert published(datePublished=True) is None
    assert published(datePublished=12) is None
    assert published(datePublished={"a": ["b"]}) is None


@pytest.mark.parametrize(
    "name",
    [
        'property="article:published_time"',
        'name="DC.date.issued"',
        'name="parsely-pub-date"',
        'name="sailthru.date"',
        'itemprop="datePublished"',
        'name="w-published-date"',
        'name="citation_publication_date"',
        'name="pubdate"',
        'property="article_first_publication_date"',
    ],
)
def test_meta_of_every_habit(name):
    """The names under which page makers declare a time of publication."""
    assert published(head=f'<meta {name} content="2025-02-07 18:08:00">') == "2025-02-07"


def test_page_of_a_graph_gives_the_time_the_article_has_not():
    """In a graph the page may have the time, and the article none."""
    graph = {"@graph": [{"@type": "WebPage", "datePublished": "2025-02-07T14:08:00Z"}]}
    script = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert published(head=script) == "2025-02-07T14:08:00Z"


@pytest.mark.parametrize(
    "line",
    [
        '<span itemprop="datePublished" content="2025-02-07T14:08:00Z">on Friday</span>',
        '<div property="schema:datePublished" content="2025-02-07T14:08:00Z">on Friday</div>',
        '<time itemprop="datePublished" datetime="2025-02-07T14:08:00Z">3 hours ago</time>',
        '<time datetime="2025-02-07T14:08:00Z"></time>',
        "<time datetime=\"2025-02-07T14:08:00Z\"><span aria-hidden='true'>Feb 7</span></time>",
        '<script>window.state = {"datePublished":"2025-02-07T14:08:00Z"}</script>',
        '<div data-page="{&quot;published_at&quot;:&quot;2025-02-07T14:08:00Z&quot;}"></div>',
        "<abbr class='published' title='2025-02-07T14:08:00Z'>2:08 PM</abbr>",
    ],
)
def test_microdata_rdfa_time_and_scripts(line):
    """Times in the body of the page that are meant for machines only."""
    assert published(line) == "2025-02-07T14:08:00Z"


def test_microdata_of_several_articles_is_nobodys():
    """If the marks differ, some belong to other articles, and none is believed."""
    marks = "".join(
        f'<div class="x"><span itemprop="datePublished" content="2025-01-0{n}">.</span></div>'
        for n in (1, 2)
    )
    assert published(after=marks) is None


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en-GB", "Published 7 February 2025"),
        ("en", "By Lala Mammadova | Feb 7, 2025 6:08 PM"),
        ("ru", "7 февраля 2025, 18:08"),
        ("uk", "Опубліковано 7 лютого 2025"),
        ("az", "7 fevral 2025, 18:08"),
        ("tr", "Yayınlanma: 7 Şubat 2025"),
        ("hy", "7 Փետրվարի, 2025"),
        ("ka", "7 თებერვალი, 2025"),
        ("de", "Freitag, 07.02.2025, 18:08 Uhr"),
        ("fr", "Publié le 7 février 2025 à 18h08"),
        ("es", "7 de febrero de 2025"),
        ("fa", "۱۹ بهمن ۱۴۰۳ - ۱۸:۰۸"),
        ("ar", "٧ فبراير ٢٠٢٥"),
        ("he", "7 בפברואר 2025"),
        ("zh", "2025年2月7日 18:08"),
    ],
)
def test_shown_line(language, line):
    """If a page declares nothing, the line under its headline is read, in any language."""
    assert published(f'<div class="meta">{line}</div>', language=language) == "2025-02-07"


def test_label_may_stand_in_the_block_before():
    """The word "Published" and the date, in two elements, are read as one line."""
    assert published("<div>Published</div><div>Feb 7, 2025</div>") == "2025-02-07"


@pytest.mark.parametrize(
    "line",
    [
        "3 hours ago",
        "Feb 7",
        "The treaty of 7 February 2025 was signed by all the ministers of the four harbour towns",
        "",
    ],
)
def test_what_is_no_date_line(line):
    """Ages, days without a year and sentences with a date in them give no date."""
    assert published(f"<div>{line}</div>") is None


def test_dates_of_others_are_not_taken():
    """Today's date in the header and dates of other stories and of comments are ignored."""
    assert (
        published(
            before="<header><div class=today>Friday, 14 March 2025</div><nav>Home</nav></header>",
            after="""<div class="related"><h3>A story</h3><time>1 March 2025</time></div>
            <div class="comments"><span>2 March 2025</span></div>""",
        )
        is None
    )


@pytest.mark.parametrize(
    ("language", "url", "other", "expected"),
    [
        ("en-US", URL, "", "2025-03-04"),
        ("en-GB", URL, "", "2025-04-03"),
        ("tr", URL, "", "2025-04-03"),
        ("en-US", "https://courier.example.uk/news", "", "2025-04-03"),
        ("en", URL, "", None),
        ("en", URL, "<aside><p>12/31/2024</p></aside>", "2025-03-04"),
        ("en", URL, "<aside><p>31/12/2024</p></aside>", "2025-04-03"),
        ("en", "https://courier.example/2025/03/04/bridge", "", "2025-03-04"),
        ("en", "https://courier.example/2025/04/03/bridge", "", "2025-04-03"),
    ],
)
def test_month_first_or_day_first(language, url, other, expected):
    """Decided by language, country, the address and the page's other dates, or else not at all."""
    line = '<div class="date">03/04/2025</div>'
    assert published(line, language=language, url=url, after=other) == expected


def test_declared_instant_is_told_by_the_clock_of_the_page():
    """The hour shown tells in which zone the declared instant is meant."""
    line = '<div class="date">Dec 22, 2023, 10:22 PM</div>'
    one = found(line, datePublished="2023-12-23T03:22:07Z")
    assert one.published == "2023-12-22T22:22:07-05:00"
    assert one.remarks == ()
    two = published(line, datePublished="2023-12-23T03:29:07Z")
    assert two == "2023-12-22"  # no zone is seven minutes off: another time, of unknown zone


def test_declared_twice_is_told_with_the_zone():
    """Of two declarations of one instant, the one with a zone other than UTC says more."""
    head = '<meta name="pubdate" content="2025-02-08T02:08:00+04:00">'
    assert published(head=head, datePublished="2025-02-07T22:08:00Z") == "2025-02-08T02:08:00+04:00"


def test_shown_day_against_declared_day():
    """A date line overrides JSON-LD if another declaration confirms it; a remark says so."""
    line = '<div class="date">Published November 27, 2023</div>'
    one = found(line, datePublished="2019-11-25T08:00:00Z", dateModified="2023-11-27T06:20:00Z")
    assert one.published == "2023-11-27"
    assert one.modified == "2023-11-27T06:20:00Z"
    assert any("JSON-LD says 2019-11-25" in remark for remark in one.remarks)
    imported = '<meta itemprop="dateCreated" content="2029-05-07T17:00:52+02:00">'
    assert published(line, head=imported) == "2023-11-27"
    two = found(line, datePublished="2019-11-25T08:00:00Z")
    assert two.published == "2019-11-25T08:00:00Z"
    assert any("the page shows 2023-11-27" in remark for remark in two.remarks)


@pytest.mark.parametrize(
    "line",
    [
        "Updated December 14, 2023",
        "Last updated: December 14, 2023",
        "Обновлено 14 декабря 2023",
        "Оновлено 14 грудня 2023",
        "Yenilənib: 14 dekabr 2023",
        "Güncelleme: 14 Aralık 2023",
        "December 14, 2023 -- Updated 0203 GMT",
    ],
)
def test_line_of_an_update(line):
    """A line marked as an update gives no time of publication."""
    one = found(f"<div>{line}</div>")
    assert one.published is None
    assert one.modified == "2023-12-14"
    declared = found(f"<div>{line}</div>", datePublished="2022-10-24T19:16:43Z")
    assert declared.published == "2022-10-24T19:16:43Z"


def test_line_with_both_times():
    """Publication and update in one line are told apart."""
    line = """<div>PUBLISHED: December 22, 2023 at 8:48 p.m. EST | UPDATED: December 23, 2023
    at 10:54 a.m. EST</div>"""
    one = found(line)
    assert one.published == "2023-12-22T20:48:00-05:00"
    assert one.modified == "2023-12-23T10:54:00-05:00"


def test_sources_that_disagree():
    """A remark is made if JSON-LD and a meta tag name different days."""
    head = '<meta property="article:published_time" content="2025-02-01T10:00:00Z">'
    one = found(head=head, datePublished="2025-02-07T10:00:00Z")
    assert one.published == "2025-02-07T10:00:00Z"
    assert any("meta article:published_time says 2025-02-01" in text for text in one.remarks)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://courier.example/2015/02/07/bridge", date(2015, 2, 7)),
        ("https://courier.example/2015/feb/07/bridge", date(2015, 2, 7)),
        ("https://courier.example/news/2015-02-07-bridge", date(2015, 2, 7)),
        ("https://courier.example/20150207-bridge", date(2015, 2, 7)),
        ("https://courier.example/2015/02/bridge", None),
        ("https://courier.example/news/201502071234", None),
        ("https://courier.example/a?d=/2015/02/07/", None),
        ("https://courier.example/2015/13/07/bridge", None),
        ("", None),
        ("http://[", None),
    ],
)
def test_of_address(url, day):
    """The day that an address names, or None."""
    assert of_address(url) == day


@pytest.mark.parametrize(
    ("line", "after", "day"),
    [
        ("", "<p>This entry was posted on 7 February 2025 and is filed under {0}.</p>", 7),
        ("", "<p>Dieser Beitrag wurde am 7. Februar 2025 von Lala verfasst und unter {0}.</p>", 7),
        ("", "<p>Gespeichert von lala am 7. Februar 2025 - 18:55</p>", 7),
        ("<h2 class=date-header>7.2.25</h2>", "", 7),
        ("<p>von Lala Mammadova, 7.2.25</p>", "", 7),
        ("<p>Version 7.2.25</p>", "", None),
        ("", "<div>Feb 7, 2025 / Lala</div><div>{1}</div>", 7),
        ("<p class='post category-popular'>February 7, 2025</p>", "", 7),
        ("<p>(07.02.2025) The bridge, an engineer told the council, will not open.</p>", "", 7),
        ("<dd class='event-meta event-meta-start'>7 February 2025</dd>", "", None),
        ("<p>The report.</p><p>07.02.2025 Concert takes place in Holm</p>", "", None),
        ("", "<p>Dieser Artikel wurde am 7. Februar 2025 aktualisiert.</p>", None),
        ("", "<p>This article was originally published on 7 February 2025 in Holm.</p>", None),
        ("", "<p>This article was translated on 7 February 2025 by Lala Mammadova.</p>", None),
        ("", "<aside><a href=/x>{0}</a><abbr class=published title=2025-02-07>x</abbr>", None),
    ],
)
def test_lines_of_blogs_and_lines_on_events(line, after, day):
    """Their systems say in a sentence when a page was made; a date in a text may be an event's."""
    topics = ", ".join(f"topic {number}" for number in range(20))
    tags = "".join(f"<a href=/{name}>{name}</a> " for name in ("ports", "bridges", "weirs", "law"))
    told = published(line, after=after.format(topics, tags))
    assert told == (day and f"2025-02-0{day}")


def test_last_change_by_a_class_alone():
    """Blogs give that class to the publication as well; beside it, another date is this one."""
    line = '<div>LalaM<span class="{}">2025-02-09T18:08:00+04:00</span><b>Feb 7th, 2025</b></div>'
    one = found(line.format("updated hidden"))
    assert (one.published, one.modified) == ("2025-02-07", "2025-02-09T18:08:00+04:00")
    assert found("<span class=updated>7 February 2025</span>").modified is None


def test_day_of_the_site_and_of_the_article():
    """The day that a site shows in its head is today's; in a text one line may say its own."""
    head = "<ul><li class=date>Sunday, 9 February 2025</li></ul>" + "<p>Ports</p>" * 9
    assert published(before=head) is None
    said = f"{TEXT}<p>PUBLISHED ON 7 February 2025</p>{TEXT.replace('the', 'a')}"
    assert published(said, before=head) == "2025-02-07"
    other = said.replace("2025</p>", "2025, the report of the auditors names nobody at all</p>")
    assert published(other, before=head) is None
    day = "<h2 class=date-header>Friday, 7 February 2025</h2>"
    assert published(before=f"<div>{day}</div>") == "2025-02-07"


def test_a_clock_without_its_half_of_the_day_gives_no_zone():
    """Twelve hours between two times of a page were a zone fourteen hours east of Greenwich."""
    head = '<meta name="sailthru.date" content="2025-02-07 14:39:54">'
    told = published(head=head, datePublished="2025-02-07T02:39:54+02:00")
    assert told == "2025-02-07T02:39:54+02:00"


def test_a_day_that_is_a_part_of_the_title():
    """*Harbour bridge closed | The Courier | 07.02.2025*; a day within a headline is none."""
    page = "<title>{}</title><h1>Harbour bridge closed</h1>" + TEXT
    for title, day in (
        ("Harbour bridge closed | The Courier | 07.02.2025", "2025-02-07"),
        ("Harbour bridge closed - 7 February 2025 - Blog", "2025-02-07"),
        ("Harbour bridge closed on 7 February 2025 - Blog", None),
        ("Harbour bridge closed - 7 February 2025", None),
    ):
        assert read(page.format(title).encode(), url=URL).published == day


def test_address_is_the_last_resort():
    """The day in the address counts if the page says nothing, or against a distant date line."""
    url = "https://courier.example/2015/02/07/bridge"
    assert published(url=url) == "2015-02-07"
    assert published("<div>The report of 3 May 2011</div>", url=url) == "2015-02-07"
    assert published(url=url, datePublished="2015-02-06T22:00:00Z") == "2015-02-06T22:00:00Z"


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("晚上8:30", 20.5),
        ("晚上12:30", None),
        ("晚上1:30", None),
        ("晚上19:30", 19.5),
        ("凌晨12:30", 0.5),
        ("中午12:30", 12.5),
        ("中午1:30", 13.5),
        ("中午11:30", 11.5),
        ("傍晚6:30", 18.5),
    ],
)
def test_hours_of_the_chinese_day(clock, hour):
    """Half past twelve at night was read as noon, though its day cannot be known."""
    told = find(f"2026年9月6日 {clock}")
    assert str(told[0].moment.day) == "2026-09-06"
    assert told[0].moment.seconds == (hour and hour * 3600)
