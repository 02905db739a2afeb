"""Tables of contents: not the text of the article, but part of what its page says."""

from __future__ import annotations

import pytest

from spiders.extract.reader import MOVED, Memory, look, read
from storage.digest import content_digest
from storage.records import BlockKind

URL = "https://courier.example/terms"
HEADS = (
    "Who we are, and what these terms of the ferry company are about in general",
    "What you may do on board",
    "When the ferry does not sail",
    "How these terms may change",
)
CLAUSE = (
    "The company that runs the ferries on the Arda may refuse a passenger who endangers others."
)


def page(contents: str, *, inside: bool = True, level: str = "h2") -> str:
    """Terms under four headings, with a table of contents in their element or next to it."""
    text = "".join(
        f"<{tag} id='s{n}'>{head}</{tag}><p>{CLAUSE} This is clause {n}, of many.</p>"
        for n, (tag, head) in enumerate(zip(("h2", level, "h2", "h2"), HEADS, strict=True))
    )
    main = f"<main>{contents if inside else ''}{text}</main>"
    beside = "" if inside else f"<div class='side'>{contents}</div>"
    return (
        "<html><head><title>Terms of carriage</title></head><body>"
        f"{beside}<h1>Terms of carriage</h1>{main}</body></html>"
    )


CONTENTS = "".join(f"<li><a href='#s{n}'>{head}</a></li>" for n, head in enumerate(HEADS))


def test_a_table_of_contents_is_a_summary_of_the_article_it_stands_in():
    """Its lines are not text and displace no heading; that it was added is noticed."""
    without, with_it = (read(page(one).encode(), url=URL) for one in ("", f"<ul>{CONTENTS}</ul>"))
    assert with_it.text == without.text
    kinds = [block.kind for block in with_it.blocks]
    assert kinds.count(BlockKind.SUMMARY) == len(HEADS)
    assert kinds.count(BlockKind.HEADING) == len(HEADS)
    assert content_digest(with_it) != content_digest(without)


@pytest.mark.parametrize("before", ["", f"<ul>{CONTENTS}</ul>"])
def test_in_another_template_the_headings_stay_and_not_the_lines_above(before):
    """Matched by words alone, its lines were taken for the headings: four edits by nobody."""
    old, now = page(before), page(f"<ul>{CONTENTS}</ul>")
    for plain, named in (
        ("<main>", "<div class='body'><section>"),
        ("</main>", "</section></div>"),
    ):
        now = now.replace(plain, named)
    now = now.replace("<h2", "<h2 class='x'").replace("<p>", "<p class='t'>")
    first, remembered, _ = look(old.encode(), url=URL)
    again = read(now.encode(), url=URL, memory=Memory("page", last=remembered))
    assert MOVED in again.remarks
    assert again.text == first.text


def test_a_table_of_contents_beside_the_article_is_furniture():
    """It is in a column of the page, as other lists of links are."""
    without = read(page("", inside=False).encode(), url=URL)
    beside = read(page(f"<ul>{CONTENTS}</ul>", inside=False).encode(), url=URL)
    assert content_digest(beside) == content_digest(without)


def test_the_rank_of_headings_is_read_and_not_their_level():
    """A section moved into another is noticed; another level for all headings is the template's."""
    flat, nested = read(page("").encode(), url=URL), read(page("", level="h3").encode(), url=URL)
    assert flat.outline == ()
    assert nested.outline == (1, 2, 1, 1)
    lower = page("", level="h4").replace("h2", "h3").encode()
    assert content_digest(read(lower, url=URL)) == content_digest(nested)
    assert content_digest(flat) != content_digest(nested)


def test_the_first_heading_of_several_is_read():
    """It is above the first paragraph, where lines about the article usually are."""
    without = read(page("").encode(), url=URL)
    assert [block.text for block in without.blocks if block.kind is BlockKind.HEADING] == [*HEADS]
    short = page("").replace(HEADS[0], "Terms")
    assert read(short.encode(), url=URL).text.startswith("Terms\n\n")
