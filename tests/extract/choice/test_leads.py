"""Lines between paragraphs that consist of one link to another article of the outlet."""

from __future__ import annotations

import pytest

from spiders.extract.choice.dropped.leads import drop_lists
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse
from spiders.extract.reader import read

URL = "https://www.tidewater.example/news/pier"
TEXT = (
    "The harbour board met on Monday and agreed on the new pier after a long debate about costs.",
    "Two of the five members voted against it, and the mayor said she would look at the figures.",
    "The boats will keep to the old quay until the work is done, which may take two long years.",
    "Fishermen asked for a fund of their own, and were promised an answer by the end of the month.",
)
LEADS = (
    "<p><a href='/news/2'>Ferry line gets its fourth boat this year</a></p>",
    "<p>[<a href='https://www.tidewater.example/n/2'>Ferry line gets its fourth boat</a>]</p>",
    "<p><b><a href='/news/2'>FERRY LINE GETS ITS FOURTH BOAT</a></b></p>",
    "<div><a href='https://video.tidewater.example/2'>Ferry line gets its fourth boat</a></div>",
    "<p><a href='/news/pier-2?page=2'>Ferry line gets its fourth boat this year</a></p>",
    "<p><a href='http://[broken/pier'>Ferry line gets its fourth boat this year</a></p>",
    "<p><a href='/n/2'>Паромная линия получила четвёртый паром за год</a></p>",
    "<p><a href='/n/2'>ნავსადგურმა წელს მეოთხე ნავი მიიღო უკვე</a></p>",
    "<p><a href='/n/2'>الميناء يحصل على العبارة الرابعة هذا العام</a></p>",
    "<p><a href='/n/2'>Liman bu il dördüncü bərəsini aldı</a></p>",
)
LINES = (
    "<p><a href='/news/2'>The ferry line gets its fourth boat this year.</a></p>",
    "<p><a href='/news/2'>Will the ferry line get its fourth boat?</a></p>",
    "<p>“<a href='/news/2'>We will build the pier and pay for it</a>”</p>",
    "<p><a href='https://gov.example/report.pdf'>Report of the board on the pier</a></p>",
    "<p><a href='#part2'>What the figures say about the pier</a></p>",
    "<p><a href='/people/quill'>Ana Quill</a></p>",
    "<p><a href='?page=2'>The second half of what the board decided</a></p>",
    "<p><a href='/news/pier?page=2#top'>The second half of what the board decided</a></p>",
    "<p>See <a href='/news/2'>the earlier report</a> on the ferry line and its boats</p>",
    "<p><a href='/a'>Ferry line gets</a> <a href='/b'>its fourth boat this year</a></p>",
    "<p><a href='/h/1'>1. Blue Harbour Hotel and Spa on the Quay</a></p>",
    "<ul><li><a href='/n/2'>A fourth boat for the ferry line</a></li><li>A fund</li></ul>",
    "<p><a href='/n/2'>Նավահանգիստը ստացավ չորրորդ նավը այս տարի։</a></p>",
    "<p><a href='/n/2'>बंदरगाह को इस साल चौथी नाव मिल गई है।</a></p>",
)


def texts(line: str, *, before: tuple[str, ...] = TEXT[:2], after: tuple[str, ...] = TEXT[2:]):
    """The texts of the blocks read from a page with this line between its paragraphs."""
    above = "".join(f"<p>{text}</p>" for text in before)
    below = "".join(f"<p>{text}</p>" for text in after)
    page = (
        f'<html lang="en"><head><title>New pier agreed</title><link rel="canonical" href="{URL}">'
        f"</head><body><article><h1>New pier agreed</h1>{above}{line}{below}</article></body>"
    )
    return tuple(block.text for block in read(page.encode(), url=URL).blocks)


@pytest.mark.parametrize("line", LEADS)
def test_a_link_that_names_another_article_is_no_text(line):
    """It was read as a paragraph, and a new headline in its place as an edit."""
    assert texts(line) == TEXT


@pytest.mark.parametrize("line", LINES)
def test_what_the_author_linked_is_text(line):
    """Sentences, quotations, names, sources, links within the page, items of lists."""
    assert len(texts(line)) > len(TEXT)


def test_a_list_of_links_is_what_its_article_says():
    """If there are more than a few such lines, they are the text."""
    links = "".join(
        f"<p><a href='/n/{n}'>Ferry number {n} leaves the quay at</a></p>" for n in range(9)
    )
    assert len(texts(links)) == len(TEXT) + 9


HEADS = ("A fourth boat for the ferry line", "Harbour fund runs dry", "The old quay is for sale")


LABEL = "<h2>See Also</h2>"


def listed(
    target: str, *, lines: tuple[str, ...] = HEADS, beside: str = "", label: str = LABEL
) -> str:
    """A box with a list of lines that lead to such targets, below a label."""
    items = "".join(
        f"<li><a href='{target.format(number)}'>{one}</a></li>"
        for number, one in enumerate(lines, 2)
    )
    return f"<div class='x5'>{label}<ul>{items}{beside}</ul></div>"


def test_a_list_of_links_to_other_articles_goes_with_its_label():
    """The model is half sure of such lists on outlets that it has not seen."""
    assert dropped(listed("/news/{}")) == list(HEADS)
    assert dropped(listed("/news/{}", label="<p>See Also:</p>")) == list(HEADS)
    assert dropped(listed("/news/{}", beside="<li><a href='#'>Film</a></li>"))[:3] == list(HEADS)
    for inner in (
        listed("#part{}"),
        listed("https://gov.example/{}"),
        listed("/people/{}", lines=("Ana Quill", "Tom Reed", "Jo Berg")),
        listed("/news/{}", lines=tuple(f"{one}." for one in HEADS)),
        listed("/news/{}", lines=tuple(f"{n}. {one}" for n, one in enumerate(HEADS))),
        listed("/news/{}", lines=HEADS[:2]),
        listed("/news/{}", beside="<li>A fund for the fishermen of the town</li>"),
    ):
        assert dropped(inner) == [], inner


@pytest.mark.parametrize(
    "label",
    [
        "<p>We have told of the pier in three reports:</p>",
        "<p>We have told of the pier in three reports</p>",
        "<h2>What we are reading</h2>",
        "<p>We have told of the pier in three reports:</p><p>See our advert</p>",
    ],
)
def test_a_list_of_links_below_what_is_kept_is_the_authors(label):
    """The links of a round-up or a guide were left out, and an edit among them was not seen.

    An advert above them that is left out is no label.
    """
    assert dropped(listed("/news/{}", label=label)) == []


def test_lists_of_links_that_are_most_of_a_text_together_are_its_text():
    """Each was less than half; all were left out of a round-up of four lists."""
    assert dropped(f"<p>Last week</p>{listed('/news/{}')}" * 9) == []


def dropped(inner: str) -> list[str]:
    """What is dropped of this, but what begins with *See*, between paragraphs that are kept.

    The model is half sure of all of it.
    """
    above, below = ("".join(f"<p>{one}</p>" for one in part) for part in (TEXT[:2], TEXT[2:]))
    page = parse(f"<link rel=canonical href='{URL}'><body>{above}{inner}{below}</body>")
    before = [not block.text.startswith("See ") for block in page.blocks]
    keep = list(before)
    chances = dict.fromkeys(range(len(keep)), 0.7)
    drop_lists(page.blocks, keep, read_fields(page, None, URL), chances)
    told = zip(page.blocks, before, keep, strict=True)
    return [block.text for block, was, kept in told if was and not kept]
