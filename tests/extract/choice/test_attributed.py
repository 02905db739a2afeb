"""Lines with links that are text: who said it, the rest of what was said, where to sign."""

from __future__ import annotations

import pytest

from spiders.extract.choice.kept.announced import keep_announced
from spiders.extract.choice.kept.quotations import keep_quotations
from spiders.extract.parsing import parse
from spiders.extract.reader import read

SAID = "We were never asked, and we would have said no."
PAGE = """<html><head><title>Bridge closed in Marlow</title></head><body><article>
<h1>Bridge closed in Marlow</h1>
<p>The council of Marlow voted on Tuesday evening to close the old bridge for two years, after
engineers had found cracks in three of its piers.</p>
<p>Residents were told by letter, and many of them came to the hall to hear the engineers.</p>
{inner}
<p>Work will begin in March, and ferries will cross the river every twenty minutes until the bridge
is open again.</p>
<p>The costs are shared by the county and the town, which has put aside four million for it.</p>
</article></body></html>"""


def texts(inner: str) -> list[str]:
    """The texts read from a page with this between its paragraphs."""
    page = PAGE.format(inner=inner).encode()
    extraction = read(page, url="https://a.example/1", content_type="text/html; charset=utf-8")
    return [block.text for block in extraction.blocks]


@pytest.mark.parametrize(
    "inner",
    [
        f"<blockquote><p>{SAID}</p><p>— <a href='/people/ada'>Ada Quill</a></p></blockquote>",
        f"<blockquote><p>{SAID}</p><footer><a href='/ada'>— Ada Quill</a></footer></blockquote>",
        f"<p>“{SAID}”</p><p>— <a href='/people/ada'>Ada Quill</a></p>",
    ],
)
def test_a_linked_name_behind_a_quotation_is_text(inner: str):
    """Another name after the same words is an edit, which was missed if the line was a link."""
    assert "— Ada Quill" in texts(inner)


@pytest.mark.parametrize(
    "inner",
    [
        "<p>— <a href='/2'>Ferry fares are to rise in May</a></p>",
        f"<p>“{SAID}”</p><p>— <a href='/2'>Ferry fares on the river are to rise in May</a></p>",
    ],
)
def test_a_dash_and_the_headline_of_another_article_are_none(inner: str):
    """The outlet replaces such lines when it has newer articles; that is no edit of this one."""
    assert not [text for text in texts(inner) if text.startswith("—")]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("<a href='https://s.example/bridge'>https://s.example/bridge</a>", True),
        ("<a href='mailto:ada@marlow.example'>ada@marlow.example</a>", True),
        ("<a href='https://s.example/bridge'>Petition for the bridge</a>", False),
    ],
)
@pytest.mark.parametrize("before", ["The town asks all who can to sign the petition:", "Sources:"])
def test_an_address_that_a_sentence_ends_with_is_text(before, address, kept):
    """It was left out as another article's headline; a list of sources is left to the model."""
    blocks = parse(f"<body><p>{before}</p><p>{address}</p></body>").blocks
    keep = [True, False]
    keep_announced(blocks, keep)
    assert keep[1] is (kept and before != "Sources:")


def test_a_quotation_is_read_as_a_whole():
    """The second paragraph of a post was left out for its link; who said it is set otherwise."""
    post = f"<p lang=en>{SAID}</p><p lang=en>Ask us <a href='/t'>now</a></p>Ada (@ada)"
    blocks = parse(f"<blockquote>{post}</blockquote><p>{SAID}</p><p>Ask</p>").blocks
    keep = [True, False, False, True, False]
    keep_quotations(blocks, keep)
    assert keep == [True, True, False, True, False]
