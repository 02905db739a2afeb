"""Furniture that is added among paragraphs is no edit, and edits next to it are noticed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from spiders.extract.encoding import decode
from spiders.extract.reader import Memory, look, read
from storage.digest import content_digest
from tests.extract.remembered.written import host_of, write
from tests.extract.templates import LANGUAGES, articles, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.extract.remembered.written import Written

URL = "https://courier.example/news/bridge-closes"
TEMPLATE = "wordpress_blocks"
TEXTS = (
    "The old bridge over the Arda closed on Monday after inspectors found twelve cracks in it.",
    "The mayor, Ilse Brandt, said that repairs would take until May and cost four million crowns.",
    "Buses now go by the northern road, which adds eleven minutes to every journey into town.",
    "The bridge was built in 1931 and carries some nine thousand cars on an ordinary working day.",
    "Engineers will look at the second pillar next week, and the council meets on Thursday.",
)
LEAD = '<figure><img src="a.jpg"><figcaption>The bridge from the north bank.</figcaption></figure>'
SIGNED = '<p class="byline">By <a rel="author" href="/a/ada">Ada Quill</a></p>'
TEASER = '<div class="x1"><a href="/other"><h3>How the harbour lost its last yard</h3></a></div>'
ADVERTS = '<div class="x9"><a href="/ad">Ten cheap flights for the autumn</a></div>' * 14
LINES = '<div class="x9"><span>Advertisement</span></div>' * 40

BOXES = ("<p>{}</p>", "<div><p>{}</p></div>", "<div><div><p>{}</p></div></div>")


def page(
    *, above: str = LEAD, beside: str = "", among: str = "", behind: str = "", below: str = SIGNED
) -> str:
    """An article in one element, with a lead picture above it and its author below.

    ``beside``, ``among`` and ``behind`` go right above, within and right below the text.
    """
    texts = [f"<p>{text}</p>" for text in TEXTS]
    body = "".join([*texts[:2], among, *texts[2:]])
    return (
        '<html lang="en"><head><title>Bridge closes</title></head><body><h1>Bridge closes</h1>'
        f"{above}{beside}<div>{body}</div>{behind}{below}</body></html>"
    )


def seen_again(before: str, after: str):
    """The readings of both, the second one with the memory of the first."""
    first, remembered, _ = look(before.encode(), url=URL)
    return first, read(after.encode(), url=URL, memory=Memory("page", last=remembered))


@pytest.mark.parametrize("put", [TEASER, ADVERTS], ids=["teaser", "adverts"])
def test_furniture_above_the_text_takes_no_caption_from_the_lead(put):
    """What is added between headline and text does not put an older caption out of reach."""
    old, new = seen_again(page(), page(beside=put))
    assert any(block.text == "The bridge from the north bank." for block in old.blocks)
    assert content_digest(old) == content_digest(new)


def test_furniture_below_the_text_takes_no_author_from_it():
    """A byline at the foot stays the article's, however many adverts are added above it."""
    old, new = seen_again(page(), page(behind=LINES))
    assert old.byline == ("Ada Quill",)
    assert new.byline == old.byline


def test_a_caption_or_author_that_goes_while_furniture_comes_is_told():
    """Only what was added is passed over, not what was removed."""
    _, kept = seen_again(page(), page(beside=TEASER))
    _, bare = seen_again(page(), page(beside=TEASER, above=""))
    _, unsigned = seen_again(page(), page(behind=LINES, below=""))
    assert content_digest(bare) != content_digest(kept)
    assert unsigned.byline == ()


def test_the_next_advert_brings_no_caption_to_the_text():
    """At each look the pictures behind an advert had become captions that were added."""
    slides = "".join(
        f'<div class="item"><img src="{n}.jpg"><div class="slide-caption">Boat {n} of the'
        " commission lies at the pier in the rain on Friday. Photo: Rita Quell</div></div>"
        for n in range(8)
    )

    def with_advert(said: str) -> str:
        advert = f'<div class="x9"><span>Advertisement</span><a href="/ad">{said}</a></div>'
        return page(above="", below="").replace("</div></body>", f"{advert}{slides}</div></body>")

    old, new = seen_again(with_advert("Ten cheap flights"), with_advert("A boat for everybody"))
    assert content_digest(old) == content_digest(new)
    assert old.blocks == new.blocks


def test_a_standfirst_is_none_that_asks_for_money():
    """The first line of an appeal below the headline is not part of the article."""
    appeal = (
        '<div class="x4"><p>Our reporting is paid for by readers like you.</p>'
        '<p><a href="/donate">Support us today</a></p></div>'
    )
    old, new = seen_again(page(), page(above=appeal + LEAD))
    assert new.standfirst is None
    assert content_digest(old) == content_digest(new)


@pytest.mark.parametrize("name", ["article__header", "top"])
def test_a_standfirst_that_stays_is_not_replaced_by_what_is_put_above_it(name):
    """An edited one is, and so is one that comes where none was."""
    first = "The northern road takes all of the traffic until the end of May."
    other = "Read all of our stories on your telephone, wherever you are in town."

    def shown(*lines: str) -> str:
        top = "".join(f"<p>{line}</p>" for line in lines)
        head = "<h1>Bridge closes</h1>"
        return page().replace(head, f"<div class='{name}'>{head}{top}</div>")

    assert seen_again(shown(first), shown(other, first))[1].standfirst == first
    assert seen_again(shown(first), shown(first.replace("May", "June")))[1].standfirst != first
    assert seen_again(shown(), shown(first))[1].standfirst == first


def test_a_box_among_paragraphs_is_judged_though_it_is_called_as_they_are():
    """A sign-up form is no text, even in an element without a name, as the text's own is."""
    box = (
        "<div><h3>The Morning Brief</h3><p>Get the five stories that matter in your inbox before "
        'breakfast.</p><form><input type="email"><button>Sign me up</button></form></div>'
    )
    old, new = seen_again(page(), page(among=box))
    assert content_digest(old) == content_digest(new)


@pytest.mark.parametrize(
    "text",
    [
        "Two people were hurt on Tuesday when a pillar gave way.",
        "Zwei Menschen wurden am Dienstag verletzt, als ein Pfeiler nachgab.",
        "Во вторник пострадали два человека, когда просела опора.",
        "Salı günü bir ayak çökünce iki kişi yaralandı.",
    ],
)
@pytest.mark.parametrize(
    "box", ["<p>{}</p>", "<div><p>{}</p></div>", "<div><div><p>{}</p></div></div>"]
)
def test_a_paragraph_in_an_element_of_its_own_is_told(box, text):
    """A block of its own, which the others do not have, hides no sentence of the news."""
    _, new = seen_again(page(), page(among=box.format(text)))
    assert text in [block.text for block in new.blocks]


KINDS = (
    *("newsletter, middle", "teaser, first", "appeal, last", "also, middle", "word, first"),
    *("short, middle", "short, last, and furniture", "removed, middle", "sentence, last"),
)


def cases() -> Iterator[tuple[str, Written]]:
    """Each of these kinds in every language, if a page of our articles can take it."""
    for language, kind in itertools.product(LANGUAGES, KINDS):
        made = make(TEMPLATE, articles(language)[0])
        host = host_of(decode(made.html), made.url, language)
        written = host and write(host, kind, turn=1)
        if written is not None:
            yield language, written


CASES = {f"{language} {written.kind}": written for language, written in cases()}


def test_nearly_all_are_written():
    """The test below is not empty, and covers nearly all kinds and languages."""
    assert len(CASES) >= 0.9 * len(KINDS) * len(LANGUAGES)


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_as_what_it_is(name):
    """Furniture is no edit, and no edit is missed, in every language of our articles."""
    written = CASES[name]
    first, second = seen_again(written.before, written.after)
    assert (content_digest(first) == content_digest(second)) is not written.told
    said = " ".join(second.text.split())
    assert all(" ".join(text.split()) in said for text in written.edit.came)
