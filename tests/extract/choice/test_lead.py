"""Captions, wherever their picture is: of the lead picture, and within the text."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read
from storage.records import BlockKind

TEXT = (
    "The ferry to Batumi sails again from Sunday, its owner said on Friday in the port of Burgas.",
    "The ship had been held since October 25, while inspectors looked at all of its lifeboats.",
    "Two of them were missing, and a third had been painted shut, the harbour office wrote.",
)
SAID = "The ferry in the port of Burgas on Friday"


def captions(inner: str) -> list[str]:
    """The captions read from an article with this between headline and text."""
    text = "".join(f"<p>{one}</p>" for one in TEXT)
    html = (
        "<title>Ferry sails again</title><meta property='og:type' content='article'><main>"
        f"<article><h1>Ferry sails again</h1>{inner}<div class='text'>{text}</div></article></main>"
    )
    found = read(html.encode(), url="https://port.example/news/1")
    assert [block.text for block in found.body] == list(TEXT)
    return [block.text for block in found.blocks if block.kind is BlockKind.CAPTION]


MODULES = "<figure><img src=a><div class='cap-module_root__4v'><div class='cap-module_caption__1b'>"


@pytest.mark.parametrize(
    "inner",
    [
        f"<figure><img src=a></figure><div class='caption'>{SAID}</div>",
        f"<figure><a href='/a.jpg'><img src=a></a></figure><p class='photo-text'>{SAID}</p>",
        f"<div class='media'><div><img src=a></div><span>{SAID}</span></div>",
        f"<div class='media'><div><img src=a></div><div class='caption'>{SAID}</div></div>",
        f"{MODULES}{SAID}</div></div></figure>",
    ],
    ids=["figure", "link", "span", "boxes", "modules"],
)
def test_the_picture_may_stand_in_an_element_beside_the_caption(inner):
    """In a figure or box of its own, or deep within modules."""
    assert captions(inner) == [SAID]


def test_a_line_below_a_picture_that_names_who_took_it_is_its_caption():
    """Whatever its element is called; the name alone is a credit, and no caption."""
    said = f"{SAID}. Photo: Vera Dimova"
    assert captions(f"<div><img src=a><div class='under'>{said}</div></div>") == [said]
    for credit in (
        "Vera Dimova/Getty Images",
        "HARBOUR NEWS",
        "Data source: the port",
        "(Vera Dimova / Harbour News)",
    ):
        named = f"<figure><img src=a></figure><div class='caption'>{credit}</div>"
        assert captions(named) == [], credit
    credit = "<div class='caption-credit'>Vera Dimova for the museum</div>"
    assert captions(f"<figure><img src=a></figure>{credit}") == []


def test_without_a_picture_before_it_a_line_is_no_caption():
    """A box called media may contain anything."""
    assert captions(f"<div class='media-note'>{SAID}</div>") == []
    assert captions(f"<figure><img src=a></figure><p>.</p><div class='media'>{SAID}</div>") == []


@pytest.mark.parametrize("name", ["foto", "photo", "article image", "lead-img"])
def test_an_element_that_is_called_a_picture_may_hold_its_caption_beside_it(name):
    """``<p class=foto>`` has both; without such a name, or in an advert, the line is no caption."""
    assert captions(f"<p class='{name}'><img src=a><span>{SAID}</span></p>") == [SAID]
    assert captions(f"<p class='{name} advert'><img src=a><span>{SAID}</span></p>") == []
    assert captions(f"<p class='x'><img src=a><span>{SAID}</span></p>") == []


def test_a_list_of_the_latest_that_names_the_page_does_not_hide_its_caption():
    """The headline is the heading with those words, not an item of a list below it."""
    figure = f"<figure><img src=a><figcaption>{SAID}</figcaption></figure>"
    latest = "<aside><ul><li>Ferry sails again</li><li>A bridge for sheep</li></ul></aside>"
    assert captions(f"{figure}{latest}") == [SAID]


@pytest.mark.parametrize(
    "label",
    [
        "Getty Images",
        "AFP via Getty Images",
        "Ada Quill/AFP via Getty Images",
        "Reuters / Ada Quill",
        "picture alliance / dpa",
        "Image source, Getty Images",
    ],
)
@pytest.mark.parametrize("lead", [True, False])
def test_an_agency_is_no_caption(label, lead):
    """The picture's seller was read as its caption, above the text and within it."""
    figure = f"<figure><img src=a.jpg><figcaption>{label}</figcaption></figure>"
    text = [
        f"<p>The council of Lower Wick closed road number {n} on Tuesday.</p>" for n in range(4)
    ]
    text.insert(0 if lead else 2, figure)
    page = f"<html><body><article><h1>Roads close</h1>{''.join(text)}</article></body></html>"
    found = read(page.encode(), url="https://wick.example/news/roads")
    assert [one.kind for one in found.blocks] == [BlockKind.PARAGRAPH] * 4


@pytest.mark.parametrize(
    "caption",
    [
        "The ferry sinks off Wick / AFP",
        "Getty Images says it will sue",
        "The Reuters building in London",
        "TASS says the ferry sank",
        "Паром утонул у берега | TASS",
    ],
)
def test_a_caption_that_names_an_agency_is_one(caption):
    """A picture may show an agency, and its caption then has the agency's name."""
    figure = f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>"
    text = [
        f"<p>The council of Lower Wick closed road number {n} on Tuesday.</p>" for n in range(4)
    ]
    page = (
        f"<html><body><article><h1>Roads</h1>{text[0]}{figure}{''.join(text[1:])}</article></body>"
    )
    found = read(page.encode(), url="https://wick.example/news/roads")
    assert caption in [one.text for one in found.blocks]


@pytest.mark.parametrize(
    "signed", ["Ada Quill/AFP.", "Tom Reed / Reuters.", "A. Quill/AFP via Getty Images."]
)
def test_who_signs_a_paragraph_took_no_picture(signed):
    """Unless there is one: an agency's report was read as a caption, and its edit as a caption's.

    It may be followed by a credit, or by another report.
    """
    line = f"The inspectors are to come again in May, the owner said in Burgas. {signed}"
    picture = "<div><img src=a></div>"
    for texts, kind in (
        ((*TEXT, line), BlockKind.PARAGRAPH),
        ((*TEXT, line, "Editing by Jane Roe"), BlockKind.PARAGRAPH),
        ((TEXT[0], line, *TEXT[1:]), BlockKind.PARAGRAPH),
        ((TEXT[0], picture, line, *TEXT[1:]), BlockKind.CAPTION),
    ):
        body = "".join(one if one is picture else f"<p>{one}</p>" for one in texts)
        page = f"<title>Ferry</title><main><h1>Ferry</h1><article>{body}</article></main>"
        found = read(page.encode(), url="https://port.example/news/1")
        assert {one.text: one.kind for one in found.blocks}[line] is kind


def test_the_only_line_of_a_table_right_behind_a_picture_is_its_caption():
    """A quotation beside a portrait has marks or two lines; posts in tables are the text."""

    def kinds(inner: str, *, paragraphs: str) -> list[BlockKind]:
        page = f"<title>Ferry</title><main><h1>Ferry</h1><article>{paragraphs}</article></main>"
        found = read(page.replace("|", inner).encode(), url="https://port.example/news/1")
        return [one.kind for one in found.blocks]

    def table(*rows: str) -> str:
        cells = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
        return f"<table align=right><tbody>{cells}</tbody></table>"

    text = "|".join(f"<p>{one}</p>" for one in TEXT)
    shown = table(f"<img src=a><div>{SAID}</div>")
    assert kinds(shown, paragraphs=text).count(BlockKind.CAPTION) == 2
    said = table(f"<img src=a><div>{SAID}</div>", "Vera Dimova, owner of the ship")
    assert BlockKind.CAPTION not in kinds(said, paragraphs=text)
    quoted = table(f"<img src=a><div>“{SAID}”</div>")
    assert BlockKind.CAPTION not in kinds(quoted, paragraphs=text)
    posts = "".join(table(f"<img src=a><div>{one}</div>") for one in TEXT)
    assert BlockKind.CAPTION not in kinds("", paragraphs=posts)
