"""How a text begins: the paragraph with a dateline, in an element of its own."""

from __future__ import annotations

import pytest

from spiders.extract.choice.kept.openings import keep_openings
from spiders.extract.fields.fields import read_fields
from spiders.extract.parsing import parse

SAID = "The harbour master closed the northern pier on Monday, after two cranes had leant over."
TEXT = "".join(f"<div class='text'>Sentence {n} of the text, which goes on.</div>" for n in "123")


BOX = "<div class='media'><p class='lead'>{}</p></div>"


def begins(text: str, inner: str = BOX, *, above: str = "", chance: float = 0.35) -> bool:
    """Whether this paragraph is kept, which the model doubts and which has no like on the page."""
    page = parse(f"<h1>The pier is closed</h1>{above}{inner.format(text)}{TEXT}")
    number = [block.text for block in page.blocks].index(text)
    keep = [block.text.startswith(("Sentence", "Key point")) for block in page.blocks]
    fields = read_fields(page, None, "https://port.example/1")
    keep_openings(page.blocks, keep, [chance] * len(keep), fields)
    return keep[number]


@pytest.mark.parametrize(
    "dateline",
    [
        *(
            "(CNN)",
            "Porto Lume (CNN)",
            "PORTO LUME, Vale (AP) — ",
            "Porto Lume, 5 May (Reuters) - ",
        ),
        *("ПОРТ-ЛУМЕ, 5 мая (Рейтер) — ", "PORTO LUME — ", "PORTO LUME, May 5 -- ", "ПОРТ-ЛУМЕ – "),
        *("ՊՈՐՏՈ ԼՈՒՄԵ — ", "AŞAĞI İSKELE — ", "PORTO LUME, Harbour Wire–"),
    ],
)
def test_the_paragraph_with_a_dateline_begins_the_text(dateline):
    """It says what happened; as its markup differs from the rest, it used to be lost entirely."""
    assert begins(f"{dateline}{SAID}")


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        f"Angela — {SAID}",
        f"თბილისი — {SAID}",
        f"The Council of Ports (COP) met. {SAID}",
        f"1914–1918. {SAID}",
        f"U.S.-Vale talks: {SAID}",
        "PORTO LUME (AP) — The harbour master closed the northern pier ...",
        "PORTO LUME (AP) — The harbour master closed the northern pier…",
        "PORTO LUME (AP) — The pier",
    ],
)
def test_what_begins_otherwise_is_left_to_the_model(text):
    """Names, scripts without capitals, years, texts cut off like teasers, and labels."""
    assert not begins(text)


def test_a_dateline_in_a_picture_a_link_or_what_is_ruled_out_is_no_beginning():
    """Agencies' captions and teasers of other articles begin like this, too."""
    said = f"PORTO LUME (AP) — {SAID}"
    assert not begins(said, "<figure><div><p>{}</p></div></figure>")
    assert not begins(said, "<div><p class='caption'>{}</p></div>")
    assert not begins(said, "<div><p><a href='/other'>{}</a></p></div>")
    assert not begins(said, "<div class='related'><p>{}</p></div>")
    assert not begins(said, chance=0.1)
    assert not begins(f"PORTO LUME — {SAID}", chance=0.25)
    assert begins(said, chance=0.15)


def test_key_points_may_stand_above_the_paragraph_with_a_dateline():
    """It is also looked for among the first kept blocks, and not only above them."""
    points = "<ul><li>Key point one, which is kept</li><li>Key point two, which is kept</li></ul>"
    assert begins(f"Porto Lume (CNN){SAID}", above=points)
    assert not begins(SAID, above=points)
