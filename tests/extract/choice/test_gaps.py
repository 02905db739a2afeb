"""What the model leaves out in the middle of an article, and the story that follows it."""

from __future__ import annotations

import pytest

from spiders.extract.choice.dropped.stories import keep_one_story
from spiders.extract.choice.kept import gaps, openings
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse

CLAUSE = "The keeper of the lighthouse lets rooms by the week, and keeps the lamp lit all night."


def filled(inner: str, *left: str, chance: float = 0.3, head: str = "") -> list[str]:
    """The texts added back when the model left out those that begin with ``left``."""
    page = parse(f"<html><head>{head}</head><body>{inner}</body></html>")
    keep = [not block.text.startswith(left) for block in page.blocks]
    before = keep.copy()
    fields = read_fields(page, None, "https://a.example/")
    gaps.fill(page.blocks, keep, [chance] * len(keep), fields)
    return [
        block.text
        for block, now, was in zip(page.blocks, keep, before, strict=True)
        if now and not was
    ]


def clauses(middle: str) -> str:
    """A page of terms with this among its clauses."""
    return f"<div><p>{CLAUSE}</p><p>{CLAUSE} 2</p>{middle}<p>{CLAUSE} 3</p></div>"


def test_a_clause_among_clauses_is_kept():
    """An edit of a clause that is not read would be missed."""
    assert filled(clauses("<p>12 Harbour Road</p>"), "12") == ["12 Harbour Road"]
    listed = clauses("<ul><li>Lamps</li><li>Oil</li></ul>") + f"<ul><li>Ropes</li></ul>{CLAUSE}"
    assert filled(listed, "Lamps") == ["Lamps"]


def test_a_sentence_between_paragraphs_needs_none_of_its_own():
    """An editor forgot the tag, and the third paragraph of a blog was lost."""
    assert filled(clauses(f"Left {CLAUSE}"), "Left") == [f"Left {CLAUSE}"]
    assert not filled(clauses("Left to us"), "Left")


def test_what_the_model_is_sure_of_stays_out():
    """Only what the model was unsure of is filled in."""
    assert not filled(clauses("<p>12 Harbour Road</p>"), "12", chance=0.05)


def test_a_paragraph_of_a_make_that_is_kept_is_kept_in_an_element_that_was_not():
    """Long terms have many sections of one make, and the model may doubt all of one section."""

    def section(text: str, name: str = "clause") -> str:
        return f"<details><div class='{name}'><p>{text}</p></div></details>"

    page = "".join(section(f"{CLAUSE} {number}") for number in range(12))
    end = section(f"{CLAUSE} 13")
    assert filled(f"{page}{section('Left to us')}{end}", "Left") == ["Left to us"]
    assert not filled(f"{page}{section('Left to us', 'aside')}{end}", "Left")
    few = section(f"{CLAUSE} 1") + section("Left to us") + end
    assert not filled(few, "Left")


def test_a_heading_in_a_box_of_its_own_is_kept_above_its_text():
    """A table of contents placed after a heading left that chapter without its heading."""
    step = f"<section><div><p>{CLAUSE}</p></div></section>"
    links = "<nav><ol><li><a href='/a'>Rooms</a></li><li><a href='/b'>Lamps</a></li></ol></nav>"
    head = "<div class='head'><h2>The lamp</h2></div>"
    left = ("The lamp", "Rooms", "Lamps")
    assert filled(f"<main>{step}{step}{head}{links}{step}</main>", *left) == ["The lamp"]
    others = f"<div class='head'><h2>The lamp</h2>{links}</div>"
    assert not filled(f"<main>{step}{step}{others}{step}</main>", *left)


def opened(first: str, chance: float = 0.4, description: str = "", said: str = CLAUSE) -> bool:
    """Whether the first text of an article is kept when the model left it out."""
    head = f'<meta name="description" content="{description}">'
    body = f"<h1>Rooms to let</h1><div>{first}<p>{CLAUSE} 2.</p><p>{CLAUSE} 3.</p></div>"
    page = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    keep = [block.text.endswith((" 2.", " 3.")) for block in page.blocks]
    fields = read_fields(page, None, "https://a.example/")
    openings.keep_openings(page.blocks, keep, [chance] * len(keep), fields)
    return any(now and block.text == said for block, now in zip(page.blocks, keep, strict=True))


def test_a_first_sentence_like_the_others_is_kept():
    """A lost lead takes its figures along; but what is the page's description is the standfirst."""
    assert opened(f"<p>{CLAUSE}</p>")
    assert not opened(f"<p>{CLAUSE}</p>", description=CLAUSE)
    assert not opened(f"<p>{CLAUSE}</p>", chance=0.2)
    assert not opened(f"<section><p>{CLAUSE}</p></section>")


def test_a_first_question_is_shorter_than_other_sentences():
    """An interview may begin with a question of some thirty letters."""
    said = "Where did you learn to row, Nino?"
    assert opened(f"<p>{said}</p>", said=said)
    assert not opened("<p>Where did you learn to row.</p>", said="Where did you learn to row.")


def test_a_first_sentence_may_say_that_it_is_the_first():
    """By one class more than the others have; with other classes it is something else."""
    page = f"<p class='t'>{CLAUSE} 2.</p><p class='t'>{CLAUSE} 3.</p>"
    for names, kept in (("t first", True), ("first", False)):
        parsed = parse(f"<h1>Rooms to let</h1><div><p class='{names}'>{CLAUSE}</p>{page}</div>")
        keep = [block.text.endswith((" 2.", " 3.")) for block in parsed.blocks]
        fields = read_fields(parsed, None, "https://a.example/")
        openings.keep_openings(parsed.blocks, keep, [0.4] * len(keep), fields)
        assert keep[1] is kept


def test_the_bold_line_that_begins_a_text_of_lines_is_kept():
    """Posts of channels begin so; a line in another element, or without bold, is not kept."""
    line = "Three days without warm water"
    for first, kept in (
        (f"<div><b>{line}</b><br>{CLAUSE} 2.<br>{CLAUSE} 3.</div>", True),
        (f"<div><b>{line}</b></div><div>{CLAUSE} 2.<br>{CLAUSE} 3.</div>", False),
        (f"<div>{line}<br>{CLAUSE} 2.<br>{CLAUSE} 3.</div>", False),
    ):
        parsed = parse(f"<div>A channel</div>{first}")
        keep = [block.text.endswith((" 2.", " 3.")) for block in parsed.blocks]
        fields = read_fields(parsed, None, "https://a.example/")
        openings.keep_openings(parsed.blocks, keep, [0.0] * len(keep), fields)
        assert keep[1] is kept, first


def test_a_first_sentence_in_chinese_is_one_with_fewer_signs():
    """There, a sentence of thirty characters is a paragraph and not a label."""
    said = "港务局星期四晚上说，这座桥在明年春天之前都不会重新开放通行。"
    assert opened(f"<p>{said}</p>", said=said)
    assert not opened("<p>港务局星期四晚上说。</p>", said="港务局星期四晚上说。")


def test_a_heading_right_above_what_is_kept_is_kept():
    """Also if a reader unfolds the clause by it; a heading above links is not kept."""
    assert filled(clauses("<h2>Rooms</h2>"), "Rooms") == ["Rooms"]
    folded = "<details><summary><h3>Rooms</h3></summary><div><p>By the week.</p></div></details>"
    assert filled(clauses(folded), "Rooms") == ["Rooms"]
    others = "<h2>More</h2><ul><li><a href='/1'>The lamp was mended again on Monday</a></li></ul>"
    assert not filled(clauses(others), "More")
    assert not filled(clauses("<h2>Rooms</h2><p>Left</p>"), "Rooms", "Left", chance=0.05)


def test_a_list_among_paragraphs_is_kept_whole():
    """Together with its heading; a list in a box of its own is something else."""
    inner = "<ul><li>Lamps</li><li>Lamp oil</li></ul>"
    assert filled(clauses(inner), "Lamp") == ["Lamps", "Lamp oil"]
    headed = filled(clauses(f"<h3>Lamp list</h3>{inner}"), "Lamp")
    assert headed == ["Lamp list", "Lamps", "Lamp oil"]
    assert not filled(clauses(f"<div class='box'>{inner}</div>"), "Lamp")


def test_a_list_in_an_item_is_a_part_of_it():
    """Terms list under a point what it applies to."""
    inner = "<ul><li>Lamps</li><li>Lamp oil</li></ul>"
    nested = f"<ul><li>What guests bring{inner}</li><li>What they leave</li></ul>"
    assert filled(clauses(nested), "Lamp") == ["Lamps", "Lamp oil"]
    assert not filled(clauses(nested), "Lamp", "What", chance=0.05)


def test_a_heading_of_a_make_that_is_kept_is_kept_above_what_is():
    """If each heading is in a box of its own, next to the box of its text."""

    def part(head: str, text: str) -> str:
        return f"<div><div class='head'><h2>{head}</h2></div><div><p>{text}</p></div></div>"

    parts = "".join(part(f"Part {n}", f"{CLAUSE} {n}") for n in range(4))
    end = part("Part 9", f"{CLAUSE} 9")
    assert filled(parts + part("Left to us", f"{CLAUSE} 5") + end, "Left") == ["Left to us"]
    assert not filled(parts + part("Left to us", "Left too") + end, "Left")


def test_what_is_unfolded_counts_where_the_article_is_unfolded():
    """That a part is hidden means nothing on a page whose text is unfolded part by part."""
    part = "<div style='display:none'><p>{}</p></div>"
    hidden = part.format(f"{CLAUSE} 4") + part.format("Left to us")
    page = "".join(part.format(f"{CLAUSE} {number}") for number in range(12)) + hidden
    assert filled(f"{page}<p>{CLAUSE}</p>", "Left") == ["Left to us"]
    assert not filled(clauses("<p hidden>Left to us</p>"), "Left")


@pytest.mark.parametrize(
    "middle",
    [
        "<p><a href='/x'>Left: another story of the harbour</a></p>",
        "<p><em>Left Penhall writes about lighthouses.</em></p>",
        "<p>Left of the lamp, the keeper. Photo: Ada Quill</p>",
        "<div class='other'>Left to itself</div>",
        "<div class='newsletter'><p>Left the harbour? Write to us.</p></div>",
        "<p>Left by Ada Quill</p>",
    ],
)
def test_what_is_no_clause_is_not_kept(middle):
    """Links, biographies, captions, boxes, other makes and bylines are not filled in."""
    author = "<meta name='author' content='Ada Quill'>"
    assert not filled(clauses(middle), "Left", head=author)


def test_slanted_lines_that_come_often_are_questions():
    """A single line in italics names the author; three among the paragraphs belong to the text."""
    asked = [f"<p><em>Left or right, boat {n}?</em></p><p>{CLAUSE} {n}</p>" for n in range(4)]
    assert len(filled(clauses("".join(asked)), "Left", chance=0.4)) == 4
    assert not filled(clauses("".join(asked[:2])), "Left", chance=0.4)
    assert not filled(clauses("".join(asked)), "Left", chance=0.2)


def test_a_line_of_link_is_kept_where_several_like_it_are():
    """A list of goods links each of them, and the model doubts the last one."""
    goods = [f"<p><a href='/{n}'>Lamp {n}</a></p><p>{CLAUSE} {n}</p>" for n in range(4)]
    assert filled(clauses("".join(goods)), "Lamp 3", chance=0.4) == ["Lamp 3"]
    assert not filled(clauses("".join(goods)), "Lamp", chance=0.4)
    assert not filled(clauses("".join(goods[2:])), "Lamp 3", chance=0.4)


def test_nothing_is_filled_in_where_most_was_left_out():
    """An element of which the model keeps little is not the article's."""
    inner = f"<div><p>{CLAUSE}</p><p>Left {CLAUSE}</p><p>Left {CLAUSE}</p><p>End.</p></div>"
    assert not filled(inner, "Left")


def stories(page: str) -> list[str]:
    """The texts left of a page of which all was kept, whose headline is ``Ours``."""
    parsed = parse(f"<body>{page}</body>")
    keep = [True] * len(parsed.blocks)
    ours = [number for number, block in enumerate(parsed.blocks) if block.text == "Ours"]
    keep_one_story(parsed.blocks, keep, ours, "https://a.example/news/ours")
    return [block.text for block, kept in zip(parsed.blocks, keep, strict=True) if kept]


def test_the_next_story_of_an_endless_page_is_another():
    """An article with a headline of its own, after ours, is not a part of ours."""
    ours = f"<article><h1>Ours</h1><p>{CLAUSE}</p></article>"
    theirs = f"<article><header><h1>Theirs</h1></header><div><p>{CLAUSE} 2</p></div></article>"
    assert stories(ours + theirs + "<p>End.</p>") == ["Ours", CLAUSE, "End."]


def test_the_next_story_beside_ours_is_another_by_its_address():
    """Stories on one page, each with a headline of the second rank, are told from chapters."""
    story = "<article data-path='{0}'><div><h2>{0}</h2></div><p>{1}</p></article>"
    ours, theirs = story.format("Ours", CLAUSE), story.format("Theirs", f"{CLAUSE} 2")
    assert stories(ours + theirs + "<p>End.</p>") == ["Ours", CLAUSE, "End."]
    assert "Theirs" in stories(ours + theirs.replace("data-path", "id"))
    assert "Theirs" in stories(f"<h1>Ours</h1>{ours}{theirs}")


@pytest.mark.parametrize(
    "told",
    [
        'data-url="https://a.example/news/theirs"',
        'data-article-url="/news/theirs"',
        'class="next-article"',
    ],
)
def test_a_story_that_says_whose_it_is_is_another(told):
    """Endless pages put the next one into a box with its address, under a heading of any rank."""
    ours = f"<div><h1>Ours</h1><p>{CLAUSE}</p></div>"
    theirs = f"<div {told}><h2>Theirs</h2><p>{CLAUSE} 2</p></div>"
    assert stories(ours + theirs + "<p>End.</p>") == ["Ours", CLAUSE, "End."]


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>Ours</h1><p>{CLAUSE}</p><div data-url='/news/ours/2'><h2>Part</h2></div>",
        f"<h1>Ours</h1><p>{CLAUSE}</p><div data-url='/news/ours#7'><h2>Post</h2></div>",
        f"<div data-url='/x'><h1>Ours</h1><p>{CLAUSE}</p><h2>Part</h2><p>{CLAUSE} 3</p></div>",
        f"<h1>Ours</h1><p>{CLAUSE}</p><div data-url='/x'><h2>Part</h2></div><p>{CLAUSE} 3</p>",
        f"<h1>Ours</h1><p>{CLAUSE}</p>"
        + "".join(f"<div data-url='/posts/{n}'><h3>Post {n}</h3></div>" for n in range(6)),
    ],
)
def test_the_parts_and_posts_of_ours_stay(page):
    """With an address below ours, or many in number; also if the box with an address has it all."""
    assert len(stories(page)) == len(parse(f"<body>{page}</body>").blocks)


@pytest.mark.parametrize(
    "page",
    [
        f"<article><h1>Ours</h1><article><h1>Part</h1><p>{CLAUSE}</p></article></article>",
        f"<article><h1>Ours</h1><p>{CLAUSE}</p></article><article><h2>Part</h2></article>",
        f"<h1>Ours</h1><article><h1>Part</h1><p>{CLAUSE}</p></article>",
        f"<article><p>{CLAUSE}</p><h1>Ours</h1></article><article><h1>Ours</h1></article>",
    ],
)
def test_the_parts_of_one_story_stay_together(page):
    """Posts within the article, parts without a headline, a headline outside any ``article``."""
    assert len(stories(page)) == len(parse(f"<body>{page}</body>").blocks)


def test_a_linked_heading_that_names_a_place_is_kept_above_its_text():
    """A best-of list gives each place its link; a headline of another article has more words."""
    inner = f"<p>{CLAUSE}</p><p>{CLAUSE}</p>{{}}<p>{CLAUSE}</p><p>{CLAUSE}</p>"
    named = "<h2><a href='https://quay.example/'>Saltby Landing</a></h2>"
    numbered = "<h2>4. <a href='/places/4'>The landing at Saltby and its long pier</a></h2>"
    choir = "<h2><a href='/news/5'>下威克学校合唱团赢得决赛</a></h2>"
    assert not filled(inner.format(choir), "下", chance=0.3)
    other = "<h2><a href='/news/4'>Saltby will get its landing back in spring</a></h2>"
    assert filled(inner.format(named), "Saltby", chance=0.3) == ["Saltby Landing"]
    assert len(filled(inner.format(numbered), "4.", chance=0.3)) == 1
    assert not filled(inner.format(other), "Saltby", chance=0.3)


def test_a_linked_name_right_below_the_first_text_is_its_author():
    """After a standfirst, the author's name is a heading that links to their other articles."""
    inner = f"<p>{CLAUSE}</p><h4><a href='/author/9'>Ada Quill</a></h4><p>{CLAUSE}</p>" * 1
    assert not filled(f"{inner}<p>{CLAUSE}</p>", "Ada", chance=0.3)
