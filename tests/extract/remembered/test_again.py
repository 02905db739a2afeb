"""Page memory: what was on the page keeps its judgement, and what is new is judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract import reader
from spiders.extract.remembered.again import MOST_REACH, PageMemory
from spiders.extract.remembered.pieces import cut
from spiders.extract.remembered.standing import stands
from storage.digest import content_digest

URL = "https://courier.example/news/bridge-closes"
PARAGRAPHS = (
    "The old bridge over the Arda closed on Monday after inspectors found twelve cracks in it.",
    "The mayor, Ilse Brandt, said that repairs would take until May and cost four million crowns.",
    "Buses now go by the northern road, which adds eleven minutes to every journey into town.",
    "The bridge was built in 1931 and carries some nine thousand cars on an ordinary working day.",
)


def page(*paragraphs: str, around: str = "") -> bytes:
    """An article page with these paragraphs, and other things around them."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        "<html><head><title>Bridge closes</title></head><body>"
        f"<h1>Bridge closes</h1><article>{body}</article>{around}</body></html>"
    ).encode()


def seen_again(before: bytes, after: bytes) -> tuple[reader.Extraction, reader.Extraction]:
    """The readings of both, the second one with the memory of the first."""
    first, remembered, _ = reader.look(before, url=URL)
    assert PageMemory.unpack(remembered.pack()) == remembered
    return first, reader.read(after, url=URL, memory=reader.Memory("page", last=remembered))


def test_a_bold_standfirst_that_is_edited_with_the_text_stays_one():
    """A figure corrected in both at once does not move the standfirst into the text."""
    first, *others = PARAGRAPHS

    def told(cracks: str) -> bytes:
        summary = f"Engineers found {cracks} cracks in the bridge over the Arda."
        text = page("@", first.replace("twelve", cracks), *others).decode()
        text = text.replace("<head>", f'<head><meta name="description" content="{summary}">')
        return text.replace("<p>@</p>", f"<p><b>{summary}</b></p>").encode()

    old, new = seen_again(told("twelve"), told("nineteen"))
    assert old.standfirst == "Engineers found twelve cracks in the bridge over the Arda."
    assert new.standfirst == "Engineers found nineteen cracks in the bridge over the Arda."
    assert len(new.blocks) == len(old.blocks) == len(PARAGRAPHS)


@pytest.mark.parametrize("length", [1, 4, 40, 400])
def test_a_text_that_ends_its_page_is_remembered(length):
    """Nothing is below it, and the headline of a long one is far above its end."""
    texts = [f"{PARAGRAPHS[n % 4]} That was item {n} of the list." for n in range(length)]
    _, remembered, _ = reader.look(page(*texts), url=URL)
    assert remembered.below == 0 or length < len(PARAGRAPHS)
    assert PageMemory.unpack(remembered.pack()) == remembered


def test_a_memory_of_a_program_before_is_read():
    """It does not say how far its reader looked, so the widest possible reach is assumed."""
    _, remembered, _ = reader.look(page(*PARAGRAPHS), url=URL)
    before = PageMemory.unpack(remembered.pack()[:-2])
    assert remembered.above < MOST_REACH
    assert before == replace(remembered, above=MOST_REACH, below=MOST_REACH)
    assert PageMemory.unpack(remembered.pack()[:-1]) is None


@given(st.permutations(PARAGRAPHS), st.integers(0, 9))
def test_the_page_itself_reads_the_same_in_its_own_light(paragraphs, number):
    """If nothing on the page has changed, nothing may change in the reading."""
    whole = page(*paragraphs, around=f"<div>Most read: {number}</div>")
    first, second = seen_again(whole, whole)
    assert content_digest(first) == content_digest(second)
    assert second.memory == "page"


def test_of_two_like_texts_the_one_that_was_kept_is_kept_again():
    """A template has headline and standfirst twice, above the picture and for small screens.

    The second copy was kept. With the first in its place, the caption between them became a
    part of the article: an edit of a page that was the same to the byte.
    """
    lead = "The prime minister has agreed with her partners on what is to be done in a hundred days"
    head = f"<h1>Bridge closes</h1><div class='lead'><p>{lead}</p></div>"
    player = (
        "<figure><video></video><figcaption>Who is who on the bridge, a film</figcaption></figure>"
    )
    text = page(*PARAGRAPHS).decode()
    whole = text.replace("<h1>Bridge closes</h1>", f"{head}{player}{head}").encode()
    _, remembered, _ = reader.look(whole, url=URL)
    above, below = (n for n, key in enumerate(remembered.keys) if key == remembered.keys[1])
    kept = tuple(n == below or was for n, was in enumerate(remembered.kept))
    memory = reader.Memory("page", last=replace(remembered, kept=kept))
    for around in (b"", b"<div>Most read: 7</div>"):
        again = whole.replace(b"</body>", around + b"</body>")
        _, seen, _ = reader.look(again, url=URL, memory=memory)
        assert (seen.kept[above], seen.kept[below]) == (False, True)


def test_an_edited_paragraph_is_seen():
    """A text that was not there before is judged by itself."""
    edited = PARAGRAPHS[0].replace("twelve", "nine")
    first, second = seen_again(page(*PARAGRAPHS), page(edited, *PARAGRAPHS[1:]))
    assert [block.text for block in second.blocks] == [edited, *PARAGRAPHS[1:]]
    assert content_digest(first) != content_digest(second)


def test_a_deleted_paragraph_is_gone():
    """Memory never brings back what the page no longer says."""
    _, second = seen_again(page(*PARAGRAPHS), page(*PARAGRAPHS[:2], PARAGRAPHS[3]))
    assert PARAGRAPHS[2] not in second.text


def test_a_moved_paragraph_stays_in_the_article():
    """Another order is read as another order."""
    moved = (PARAGRAPHS[3], *PARAGRAPHS[:3])
    _, second = seen_again(page(*PARAGRAPHS), page(*moved))
    assert [block.text for block in second.blocks] == list(moved)


def test_what_was_no_body_stays_none():
    """A block that was judged once keeps its judgement."""
    whole = page(*PARAGRAPHS)
    first, remembered, _ = reader.look(whole, url=URL)
    fewer = [
        kept and number < len(remembered.kept) - 1 for number, kept in enumerate(remembered.kept)
    ]
    last = replace(remembered, kept=tuple(fewer))
    second = reader.read(whole, url=URL, memory=reader.Memory("page", last=last))
    assert PARAGRAPHS[3] in first.text
    assert PARAGRAPHS[3] not in second.text


def test_a_text_that_comes_into_the_article_from_a_box_is_new_there():
    """It was on the page, but not in the article: its place counts."""
    box = f"<aside class='promo'><p>{PARAGRAPHS[3]}</p></aside>"
    _, second = seen_again(page(*PARAGRAPHS[:3], around=box), page(*PARAGRAPHS, around=box))
    assert PARAGRAPHS[3] in second.text


def test_a_deleted_paragraph_is_not_brought_back_from_a_box():
    """It is still on the page, but no longer in the article."""
    box = f"<aside class='share'><p>{PARAGRAPHS[3]}</p></aside>"
    _, second = seen_again(page(*PARAGRAPHS, around=box), page(*PARAGRAPHS[:3], around=box))
    assert PARAGRAPHS[3] not in second.text


def test_a_table_that_lays_out_the_page_is_no_other_page():
    """The cells of one row are read as one block, and are recognized the next time."""
    row = "".join(f"<td>{text}</td>" for text in PARAGRAPHS)
    table = f"<html><body><h1>Bridge closes</h1><table><tr>{row}</tr></table>%s</body></html>"
    before = (table % "").encode()
    first, second = seen_again(before, (table % "<p class='ad'>Buy 12 boats</p>").encode())
    assert first.text == second.text


def test_a_page_given_to_another_article_is_read_for_itself():
    """If nothing of the old body is left, there is nothing to remember."""
    others = tuple(text.replace("bridge", "harbour").upper() for text in PARAGRAPHS)
    _, second = seen_again(page(*PARAGRAPHS), page(*others))
    assert [block.text for block in second.blocks] == list(others)


@pytest.mark.parametrize(
    "end",
    [
        "<p>Nobody was hurt.</p>",
        "<ul><li>Seven people were hurt</li><li>Nine houses burned down</li></ul>",
        "<h2>What comes next</h2><p>Nobody knows.</p>",
    ],
)
@pytest.mark.parametrize("box", ["form", "div"])
def test_what_comes_new_at_the_end_is_read(end, box):
    """Even short lines where similar places were furniture, and if a form surrounds everything."""

    def whole(last: str) -> bytes:
        text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
        links = "<ul><li><a href='/a'>Elsewhere</a></li></ul><p><a href='/b'>[ Discuss ]</a></p>"
        return (
            "<html><head><title>Bridge closes</title></head><body><h1>Bridge closes</h1>"
            f"<{box} class='all'><div>{text}{last}</div>{links}</{box}></body></html>"
        ).encode()

    first, second = seen_again(whole(""), whole(end))
    assert len(second.blocks) > len(first.blocks)
    _, remembered, zone = reader.look(whole(""), url=URL)
    old, new = cut(whole("")), cut(whole(end))
    assert old is not None
    assert new is not None
    assert zone is not None
    assert stands(old, new, zone, memory=lambda: remembered) is None


def test_a_body_that_comes_a_second_time_is_read_once():
    """A page that starts to repeat its text for narrow screens says nothing new."""
    double = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    twice = page(*PARAGRAPHS, around=f"<section>{double}</section>")
    first, second = seen_again(page(*PARAGRAPHS), twice)
    assert content_digest(first) == content_digest(second)


@pytest.mark.parametrize("where", [0, 1, 3])
def test_an_edited_paragraph_that_teases_elsewhere_is_read(where):
    """Other pages quote it as a teaser; it is where the old one was, and is an edit."""
    edited = PARAGRAPHS[where].replace(".", ", the council said.")
    after = [*PARAGRAPHS[:where], edited, *PARAGRAPHS[where + 1 :]]
    _, remembered, _ = reader.look(page(*PARAGRAPHS), url=URL)
    memory = reader.Memory("page", pages=8, furniture={edited: 4}, last=remembered)
    second = reader.read(page(*after), url=URL, memory=memory)
    assert [block.text for block in second.blocks] == after


def test_an_appeal_beside_an_edited_paragraph_is_not_read():
    """What is new on all pages at once is not text, if the text lost nothing in its place."""
    appeal = "Reporting of this kind costs money: please support the Courier with a gift today."
    edited = PARAGRAPHS[1].replace("four", "five")
    after = [PARAGRAPHS[0], edited, appeal, *PARAGRAPHS[2:]]
    _, remembered, _ = reader.look(page(*PARAGRAPHS), url=URL)
    memory = reader.Memory("page", pages=8, furniture={appeal: 8}, last=remembered)
    second = reader.read(page(*after), url=URL, memory=memory)
    assert [block.text for block in second.blocks] == [PARAGRAPHS[0], edited, *PARAGRAPHS[2:]]


def test_a_new_headline_and_its_counter_do_not_become_text():
    """Old pages have them in one cell with the text, so that both are among it when both change."""

    def old(head: str, views: int, *paragraphs: str) -> bytes:
        top = f"<font size=5><b>{head}</b></font><br><small>14.03.2025 | Von Ada Quill | {views}"
        text = "<br><br>".join(paragraphs)
        return (
            f"<html><head><title>The Courier: {head}</title></head><body><b>The Courier</b>"
            f"<table><tr><td><a href=/>Home</a></td><td>{top} Aufrufe</small><br><br>{text}"
            "</td></tr></table></body></html>"
        ).encode()

    edited = (PARAGRAPHS[0].replace("twelve", "nine"), *PARAGRAPHS[1:])
    pages = old("Twelve cracks in it", 44, *PARAGRAPHS), old("Nine cracks in it", 209, *edited)
    first, second = seen_again(*pages)
    assert (first.title, second.title) == ("Twelve cracks in it", "Nine cracks in it")
    assert [block.text for block in second.blocks] == list(edited)
