"""Where elements end among the blocks of their page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.extract.choice.dropped.labelled import drop_boxes
from spiders.extract.choice.ends import Ends
from spiders.extract.parsing import parse
from spiders.extract.reader import read
from tests.growth import TIMES, grows_with_length

TAGS = st.sampled_from(["<div>", "</div>", "<p>a", "</p>", "<ul>", "<li>b", "</ul>", "text<br>"])


@settings(max_examples=100, deadline=None)
@given(st.lists(TAGS, max_size=40))
def test_an_element_ends_behind_its_last_block(tags):
    """The same result as testing block by block whether it is in the element."""
    blocks = parse(f"<body>{''.join(tags)}").blocks
    ends = Ends(blocks)
    for number, block in enumerate(blocks):
        for box in block.element.lineage():
            end = number + 1
            while end < len(blocks) and blocks[end].element.is_in(box):
                end += 1
            assert ends.of(box, number) == end


@pytest.mark.parametrize("line", ["<div class=ad><p>Advertisement</p>", "<div><p>12 comments</p>"])
def test_boxes_within_boxes_take_no_longer(line):
    """For each box, its end used to be looked for through all of the others."""
    pages = (f"<body><p>{'word ' * 80}</p>{line * many}" for many in (500, TIMES * 500))
    small, large = (parse(page).blocks for page in pages)
    assert grows_with_length(lambda blocks: drop_boxes(blocks, kept(blocks)), small, large)


def kept(blocks):
    return [len(block.text) > 40 for block in blocks]


def test_a_title_of_thousands_of_parts_takes_no_longer():
    """Every prefix of it used to be looked for on the page."""
    titles = (" - ".join(["Fog"] * many) for many in (2_500, TIMES * 2_500))
    small, large = (f"<title>{title}</title><p>A - B</p>".encode() for title in titles)
    assert grows_with_length(lambda page: read(page, url="https://a.b/"), small, large)
