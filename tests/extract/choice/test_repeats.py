"""What is on a page twice: a second body is a copy, a second paragraph may be a slip."""

from __future__ import annotations

import pytest

from spiders.extract.choice.dropped.repeats import once
from spiders.extract.parsing import parse

TEXTS = [
    f"The ferry across the Arda was late again on day {n}, and nobody told the people on the quay."
    for n in range(4)
]


def kept(html: str) -> list[str]:
    """What is left of a page of which all was kept."""
    blocks = parse(html).blocks
    keep = once(blocks, [True] * len(blocks))
    return [block.text for block, is_kept in zip(blocks, keep, strict=True) if is_kept]


def paragraphs(texts: list[str]) -> str:
    """The texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_second_body_is_left_out_with_its_short_lines():
    """They belong to the copy as well."""
    body = [*TEXTS[:2], "Late.", *TEXTS[2:]]
    html = f"<div>{paragraphs(body)}</div><div>{paragraphs(body)}</div>"
    assert kept(html) == body


def test_one_paragraph_twice_in_one_element_is_what_the_page_shows():
    """If an editor removes the slip, that is an edit."""
    body = [*TEXTS, TEXTS[1]]
    assert kept(f"<div>{paragraphs(body)}</div>") == body


def test_one_paragraph_twice_in_two_elements_is_a_copy():
    """A text pulled out of the article is read once."""
    html = f"<div>{paragraphs(TEXTS)}</div><aside><p>{TEXTS[1]}</p></aside>"
    assert kept(html) == TEXTS


def test_a_text_in_several_rows_of_a_table_is_one_of_each():
    """Its neighbours differ from those of the first."""
    rows = "".join(
        f"<tr><td>{head}</td><td>{TEXTS[0]}</td></tr>" for head in ("Oil", "Rope", "Rye")
    )
    assert kept(f"<table>{rows}</table>").count(TEXTS[0]) == 3


def test_a_second_body_is_a_copy_in_a_script_of_few_signs():
    """Chinese says in twenty characters what takes sixty letters elsewhere."""
    body = [f"渡船在第{n}天又晚了半个小时，码头上没有人告诉等船的乘客。" for n in "一二三四"]
    html = f"<div>{paragraphs(body)}</div><div>{paragraphs(body)}</div>"
    assert kept(html) == body
    assert kept(f"<div>{paragraphs([*body, body[1]])}</div>") == [*body, body[1]]


def test_what_is_written_for_machines_above_the_text_is_a_copy():
    """The whole text in one block, or its beginning; a repetition within the text is no copy."""
    for copy in (" ".join(TEXTS), TEXTS[0].removesuffix(" on the quay.") + "."):
        html = f"<div itemprop='articleBody'>{copy}</div><div>{paragraphs(TEXTS)}</div>"
        assert kept(html) == TEXTS
    head = f"<h2>{TEXTS[0][:-1]}</h2>"
    assert len(kept(f"<div>{head}<div>{paragraphs(TEXTS)}</div></div>")) == 5
    longer = [TEXTS[0], TEXTS[0][:-1] + ", and so it went on for a year.", *TEXTS[1:]]
    assert kept(f"<div>{paragraphs(longer)}</div>") == longer


@pytest.mark.parametrize(
    "html", ["<div><p class='lead'>{}</p>{}</div>", "<header><p>{}</p></header><div>{}</div>"]
)
def test_a_lead_that_begins_the_first_paragraph_is_read(html):
    """Left out as a copy, it came back once it was edited: one changed word was a new sentence."""
    lead = TEXTS[0].removesuffix(" on the quay.") + "."
    assert kept(html.format(lead, paragraphs(TEXTS))) == [lead, *TEXTS]


@pytest.mark.parametrize("last", ["So it goes.", "***", "Так и живём.", "終わり。"])
def test_a_short_last_line_goes_with_the_second_body(last):
    """It was right above the first copy, was taken for a line of that copy, and read twice."""
    body = [*TEXTS, last]
    assert kept(f"<div>{paragraphs([*body, *body])}</div>") == body
    assert kept(f"<div>{paragraphs(body)}</div><div>{paragraphs(body)}</div>") == body


def test_a_refrain_above_and_between_stays():
    """What a single body says twice is no copy."""
    body = ["Late.", *TEXTS[:2], "Late.", *TEXTS[2:]]
    assert kept(f"<div>{paragraphs(body)}</div>") == body
