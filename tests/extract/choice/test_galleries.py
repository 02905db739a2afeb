"""Captions of pictures whose element has no telling name, and of those below the text."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read
from storage.records import BlockKind
from tests.extract.choice.test_lead import SAID, TEXT, captions


def test_a_line_between_a_picture_and_its_credit_is_its_caption():
    """In a page whose names say nothing its edits were missed; a date there is none."""
    credit = "<div class=c3>Photo: Vera Dimova</div>"
    assert captions(f"<div class=a1><img src=a><div class=b2>{SAID}</div>{credit}</div>") == [SAID]
    assert captions(f"<div class=a1><img src=a><div class=b2>{SAID}</div></div>") == []
    below = f"<div class=a1><div class=b2>{SAID}</div><img src=a>{credit}</div>"
    assert captions(below) == []


@pytest.mark.parametrize(
    "between",
    [
        "<div class='advert-box'>Umbrellas for all who wait on a quay</div>",
        "<div class=more><b>Read also:</b> <a href=/2>Ferry timetable for the summer</a></div>",
    ],
    ids=["advert", "link"],
)
@pytest.mark.parametrize("name", ["photos", "gallery-carousel"])
def test_an_advert_or_a_link_does_not_end_the_captions_of_a_gallery(between, name):
    """They were read only if the advert had been new to the page."""
    said = [f"The {word} boat in the port of Burgas on Friday" for word in ("first", "last", "red")]
    slides = "".join(
        f"<div class=slide><img src=/{n}.jpg><p class=caption>{one}</p></div>"
        for n, one in enumerate(said)
    )
    texts = "".join(f"<p>{one}</p>" for one in TEXT)
    html = (
        "<title>Ferry sails again</title><meta property='og:type' content='article'><main>"
        f"<h1>Ferry sails again</h1><article>{texts}{between}<div class={name}>{slides}</div>"
        "</article></main>"
    )
    found = read(html.encode(), url="https://port.example/news/1")
    assert [one.text for one in found.body] == list(TEXT)
    assert [one.text for one in found.blocks if one.kind is BlockKind.CAPTION] == said
    carousel = html.replace(f"class={name}", "class=related-carousel")
    found = read(carousel.encode(), url="https://port.example/news/1")
    assert [one.text for one in found.blocks] == list(TEXT)
