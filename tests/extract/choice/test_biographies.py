"""A box about the author, in any language, is not part of the article."""

from __future__ import annotations

import pytest

from spiders.extract.choice.dropped.biographies import drop_biographies
from spiders.extract.parsing import parse
from spiders.extract.reader import read

TOLD = {
    "ru": ("Ольга Ветрова", "Ольга Ветрова пишет о городе и транспорте с 2012 года."),
    "de": ("Henrike Stolz", "Henrike Stolz, Jahrgang 1988, leitet die Lokalredaktion in Wehde."),
    "tr": ("Aslı Güner", "Aslı Güner 2009 yılından bu yana çevre ve tarım haberleri yazıyor."),
    "az": ("Aysel Məmmədli", "Aysel Məmmədli 2015-ci ildən regional mövzularda yazır."),
    "hy": ("Նարե Սիմոնյան", "Նարե Սիմոնյանը մարզերի մասին գրում է 2010 թվականից։"),
    "fr": ("Solène Abgrall", "Solène Abgrall parcourt la côte depuis dix ans pour le journal."),
    "ka": ("თამარ გელოვანი", "თამარ გელოვანი მთის სოფლებზე 2011 წლიდან წერს."),
    "fa": ("لیلا رستگار", "لیلا رستگار درباره محیط زیست می‌نویسد و کتابی درباره آب دارد."),
    "ar": ("سلمى الحداد", "سلمى الحداد تكتب عن الموانئ منذ 2014 وتعيش في المرسى."),
    "zh": ("何青岚", "何青岚从2014年起关注城市交通，现居海滨市，著有《夜班》。"),
    "en": ("Maud Ellery", "Maud Ellery has lived on Holm since 2009 and keeps bees."),
}
TEXTS = (
    "The ferry over the Sorva stopped on Friday, a week after its only engine was declared unsafe.",
    "Some four hundred people crossed with it on a working day, most of them to the paper mill.",
    "The county offered buses at once, and said that a hired boat would come by the end of May.",
)
BOXES = ("<div>{}</div>", "<section><p>{}</p></section>", '<div class="x9A1f"><p>{}</p></div>')


def text(author: str, end: str) -> str:
    """The text read from a page by this author that ends with ``end``."""
    body = "".join(f"<p>{one}</p>" for one in TEXTS)
    page = (
        f'<html><head><title>Ferry stops</title><meta name="author" content="{author}">'
        '<meta property="article:published_time" content="2026-03-03T10:00:00Z"></head><body><main>'
        f'<h1>Ferry stops</h1><div class="text">{body}{end}</div></main></body></html>'
    )
    return read(page.encode(), url="https://courier.example/news/ferry").text


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("language", TOLD)
def test_who_the_author_is_is_no_text(language, box):
    """Below the text, in a box without a telling name, it was read as the last paragraph."""
    author, told = TOLD[language]
    assert text(author, box.format(told)) == "\n\n".join(TEXTS)


def test_several_boxes_and_their_heading_go_together():
    """One author after the other, below a heading."""
    boxes = "".join(f"<div><p>{TOLD[one][1]}</p></div>" for one in ("en",))
    end = f"<div><h3>About the reporter</h3><p>{TOLD['en'][1]}</p><p>She likes tea a lot.</p></div>"
    assert text("Maud Ellery", end) == "\n\n".join(TEXTS)
    assert text("Maud Ellery", boxes + boxes.replace("bees", "hens")) == "\n\n".join(TEXTS)


@pytest.mark.parametrize(
    "end",
    [
        "<div><p>Maud Prowse, who leads the council, said that she would wait for May.</p></div>",
        "<p>Maud Ellery has lived on Holm since 2009, and her boat was the first to be hired.</p>",
        "<div><p>The engine had been mended by Maud Ellery nine times since then.</p></div>",
    ],
)
def test_another_with_her_name_is_told_of(end):
    """A namesake, a paragraph without a box of its own, and a name within a sentence are text."""
    assert text("Maud", end).count("\n\n") == len(TEXTS)


NEWS = "Maud Ellery left the hall in silence, and nobody in the council rose to stop the mayor."


@pytest.mark.parametrize("tags", ["<div><p>{}</p></div>", "<div>{}</div>", "<section>{}</section>"])
def test_a_last_paragraph_in_a_box_as_each_has_one_is_text(tags):
    """If each paragraph has a box, the box of the last one says nothing about its content."""
    body = "".join(map(tags.format, (*TEXTS, NEWS)))
    blocks = parse(f"<main><h1>Ferry</h1>{body}</main>").blocks
    keep = [False, *[True] * (len(blocks) - 1)]
    drop_biographies(blocks, keep, ("Maud Ellery",))
    assert all(keep[1:])


@pytest.mark.parametrize(
    "end",
    [
        f"<blockquote><p>{NEWS}</p></blockquote>",
        f"<ul><li>{NEWS}</li></ul>",
        "<div><p>Maud Ellery: We shall see what comes of that.</p></div>",
    ],
)
def test_what_is_said_or_listed_is_no_box_of_hers(end):
    """A quotation, a list item, and what she says in an interview."""
    body = "".join(f"<p>{one}</p>" for one in TEXTS)
    blocks = parse(f"<div>{body}{end}</div>").blocks
    keep = [True] * len(blocks)
    drop_biographies(blocks, keep, ("Maud Ellery",))
    assert all(keep)


@pytest.mark.parametrize("house", ["Holm University", "Reuters", "Рейтер", "رويترز"])
def test_a_house_that_signs_is_told_of(house):
    """A press office is declared as the author of what it says about itself."""
    body = "".join(f"<p>{one}</p>" for one in TEXTS)
    blocks = parse(f"<div>{body}<div><p>{house} pays half of it.</p></div></div>").blocks
    keep = [True] * len(blocks)
    drop_biographies(blocks, keep, (house,))
    assert all(keep)


def test_her_name_among_the_paragraphs_stays():
    """A paragraph of the text's own make that begins with her name is text."""
    line = "Maud Ellery has lived on Holm since 2009, and her boat was the first to be hired."
    assert line in text("Maud Ellery", f"<p>{line}</p><p>{TEXTS[0][:-1]} again.</p>")


@pytest.mark.parametrize(
    "line",
    ["（责编：高原）", "责任编辑：孙琪", "Translated by Ada Quill", "Խմբագիր՝ Արամ Թորոսյան"],
)
def test_who_edited_it_is_no_last_line(line):
    """In some scripts it was read as the last paragraph of a short text: a new name was an edit."""
    assert text("Maud Ellery", f"<p>{line}</p>") == "\n\n".join(TEXTS)


@pytest.mark.parametrize(
    "line",
    [
        "Translation: I am still here",
        "Editor: Thank you for this talk.",
        "Photos by the police were shown on Friday in court.",
        "Video by residents shows it.",
        "编辑：谢谢您接受我们的采访。",
        "Edited by hand",
    ],
)
def test_a_last_line_that_begins_with_such_a_word_stays(line):
    """What somebody says as an editor, and whole sentences."""
    blocks = parse(f"<p>{TEXTS[0]}</p><p>{TEXTS[1]}</p><p>{line}</p>").blocks
    keep = [True] * len(blocks)
    drop_biographies(blocks, keep, ())
    assert all(keep)
