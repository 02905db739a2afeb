"""The standfirst below a headline, in pages that name nothing."""

from __future__ import annotations

from spiders.extract.reader import look, read
from spiders.extract.remembered.memory import Memory

URL = "https://harbour.example/news/7"
LEAD = "A clerk of the port found the two missing lifeboats on Friday."
TEXT = (
    "The ferry to Batumi sails again from Sunday, its owner said on Friday in the port of Burgas.",
    "The ship had been held since October 25, while inspectors looked at all of its lifeboats.",
    "Two of them were missing, and a third had been painted shut, the harbour office wrote.",
)


def test_a_page_laid_out_in_a_table_has_its_standfirst_in_the_cell_of_the_headline():
    """It was not read, so that no edit of it was seen; a cell of another thing is none."""
    texts = "".join(f"<p><font size=2>{one}</font>" for one in TEXT)
    page = (
        "<HTML><TITLE>Ferry sails again</TITLE><BODY><TABLE><TR><TD width=150>Most read</TD><TD>"
        f"<h1><font size=4>Ferry sails again</font></h1>{{}}{texts}</TD></TR></TABLE></BODY></HTML>"
    )
    own = f"<font size=2><b>{LEAD}</b></font><p>"
    found = read(page.format(own).encode(), url=URL)
    assert (found.standfirst, found.text) == (LEAD, "\n\n".join(TEXT))
    other = f"<table><tr><td>{LEAD}</td></tr></table>"
    assert read(page.format(other).encode(), url=URL).standfirst is None


def test_what_a_picture_shows_is_no_standfirst():
    """A caption below a line that differs at each sight was the standfirst at some of them."""
    texts = "".join(f"<div class=t1>{one}</div>" for one in TEXT)
    page = (
        "<title>Ferry sails again</title><meta property='og:type' content='article'>"
        "<body><div class=a1><h1>Ferry sails again</h1><div class=b2>26.11.2026 11:40 {}</div>"
        f"<div class=c3><img src=a.jpg><div class=d4>{LEAD}</div></div>"
        f"<div class=e5>{texts}</div></div></body>"
    )
    first, last, _ = look(page.format(512).encode(), url=URL)
    again = read(page.format(731).encode(), url=URL, memory=Memory("page", last=last))
    assert (first.standfirst, again.standfirst) == (None, None)


def test_a_standfirst_may_have_a_wrapper_in_its_box():
    """The box is named so and the wrapper is not; what was told there was neither text nor told."""
    texts = "".join(f"<p>{one}</p>" for one in TEXT)
    lead = f"<div class='{{}}'><div class=rtf><p>{LEAD}</p></div></div>"
    page = (
        "<title>Ferry sails again</title><meta property='og:type' content='article'><body><h1>Ferry"
        f" sails again</h1><p>Seeger</p><ul><li>Print</ul>{{}}<div class=rte>{texts}</div></body>"
    )
    found = [read(page.format(lead.format(n)).encode(), url=URL) for n in ("art-intro", "notice")]
    assert [one.standfirst for one in found] == [LEAD, None]
