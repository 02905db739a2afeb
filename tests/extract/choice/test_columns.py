"""Tables used for layout, tables of figures, and captions."""

from __future__ import annotations

import pytest

from spiders.extract.choice.furniture import is_credit, is_credited
from spiders.extract.reader import read
from tests.extract.pages import ENGLISH

URL = "https://courier.example/news/harbour"
TEXT = "<br><br>".join(ENGLISH.paragraphs)
TEASERS = "".join(
    f"<tr><td><a href=/{n}><b>Council sells the trams, part {n}</b></a><br>The carriages, built "
    f"in 1931, will be taken apart, shipped across the strait and put together by {n}.</td></tr>"
    for n in (12, 13)
)
ROW = "<tr><td>2023</td><td>14905 passengers</td><td>1.1 million</td></tr>"


def blocks(body: str) -> list[tuple[str, str]]:
    """The kind and text of each block."""
    page = f"<html lang=en><title>Harbour bridge closed</title><body>{body}</body></html>"
    return [(one.kind.value, one.text) for one in read(page.encode(), url=URL).blocks]


def test_a_column_holds_paragraphs_and_no_cell():
    """Each paragraph is a block of its own; the tables next to it are not part of the article."""
    found = blocks(
        "<table><tr><td><a href=/>The Courier</a></td></tr><tr><td>"
        f"{TEXT}</td><td><table>{TEASERS}</table></td></tr></table>"
    )
    assert found == [("paragraph", text) for text in ENGLISH.paragraphs]


@pytest.mark.parametrize(
    "form", ["<table>{}</table>", "<figure class=wp-table><table>{}</table></figure>"]
)
def test_a_row_of_figures_is_one_block(form):
    """Also in a ``figure``, which usually has a picture."""
    first, *rest = ENGLISH.paragraphs
    text = "".join(f"<p>{one}</p>" for one in rest)
    found = blocks(
        f"<article><h1>Harbour bridge closed</h1><p>{first}</p>{form.format(ROW)}{text}</article>"
    )
    assert ("table", "2023 | 14905 passengers | 1.1 million") in found


@pytest.mark.parametrize(
    "text",
    [
        "The ferry at its berth. Photo: Emil Hartnell / Harbour Courier",
        "Паром у причала. Фото: Эмиль Гартов",
        "Նավը նավամատույցում։ Լուսանկարը՝ Էմիլ Հարթունյան",
        "码头边的渡轮。 摄影：哈特内／港口邮报",
        "العبارة عند رصيفها. تصوير: إميل حرتون",
    ],
)
def test_a_caption_with_its_credit_is_told(text):
    """By the photographer's name after the full stop, in any of the languages."""
    assert is_credited(text)
    assert not is_credit(text)


def test_a_sentence_about_a_photograph_is_no_caption():
    """In a credit, only a name follows the word, and nothing follows the name."""
    assert not is_credited("He showed a photo: the bridge was gone. Nobody believed him.")
    assert not is_credited("The photo of the bridge was sold. It fetched 300 crowns.")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("id=story-body class='articlebody largeImage'", "paragraph"),
        ("class=article-body-image", "caption"),
    ],
)
def test_a_body_with_a_picture_is_no_caption(names, kind):
    """A bare line in such an element is text; one name with both words is a part of the body."""
    first, line, *rest = ENGLISH.paragraphs
    found = blocks(
        f"<h1>Harbour bridge closed</h1><div {names}><p>{first}</p><div class=rest>{line}"
        f"{''.join(f'<p>{one}</p>' for one in rest)}</div></div>"
    )
    assert (kind, line) in found
