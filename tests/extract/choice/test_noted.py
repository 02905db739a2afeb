"""Notes of correction in boxes of their own around the text."""

from __future__ import annotations

import pytest

from spiders.extract.kinds import is_correction
from spiders.extract.reader import read
from spiders.outlets import rules
from storage.records import BlockKind
from tests.extract.pages import ENGLISH

URL = "https://courier.example/news/harbour"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
NOTES = (
    "Correction: an earlier version gave a wrong number of cracks.",
    "This article was amended on 3 March to correct the name of the mayor.",
    "Korrektur: In einer früheren Version stand eine falsche Zahl.",
    "Wir haben die Zahl der Risse korrigiert.",
    "Редакция исправила число трещин: в первой версии оно было указано неверно.",
    "Редакція уточнила ім’я мера.",
    "Cet article a été corrigé : le nom du maire était faux.",
    "A correction was made on Jan. 7, 2026: The mayor's name was misspelt.",
)


def corrections(above: str = "", below: str = "", behind: str = "", over: str = "") -> list[str]:
    """The corrections read from a page; ``behind`` comes after the article's element.

    ``over`` comes above the headline.
    """
    page = (
        "<html lang=en><head><title>Harbour bridge closed</title></head><body>"
        f"<header><a href='/'>Courier</a></header><main><article>{over}"
        f"<h1>Harbour bridge closed</h1>{above}<div class='article-body'>{TEXT}</div>{below}"
        f"</article></main>{behind}"
        "<aside><h2>Most read</h2><ul><li><a href='/a'>Ferry timetable is cut again</a></li></ul>"
        "</aside><footer>Courier</footer></body></html>"
    )
    found = read(page.encode(), url=URL)
    return [block.text for block in found.blocks if block.kind is BlockKind.CORRECTION]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_above_or_below_the_text_is_read(note):
    """Wherever its template puts it, the outlet admits a correction there."""
    box = f"<div class='box'><p>{note}</p></div>"
    assert corrections(above=box) == [note]
    assert corrections(below=box) == [note]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_over_the_headline_or_in_the_foot_is_read(note):
    """Notes above the headline or in the article's own footer were missed."""
    assert corrections(over=f"<div class='box'><p>{note}</p></div>") == [note]
    assert corrections(over=f"<p>{note}</p><span>World</span>") == [note]
    assert corrections(below=f"<footer><p>{note}</p></footer>") == [note]


def test_what_is_no_note_over_the_headline_or_in_the_foot_is_not_read():
    """A link leads to another article's note, and how to ask for a correction is on all pages."""
    assert corrections(over=f"<p><a href='/c'>{NOTES[0]}</a></p>") == []
    assert corrections(over="<p>Corrections can be sent to the editors.</p>") == []
    assert corrections(below="<footer><p>Correction policy: see here.</p></footer>") == []
    assert corrections(behind=f"<footer><p>{NOTES[0]}</p></footer>") == []


OF_THIS = (
    "Correction: An earlier version of this article gave a wrong number of cracks.",
    "This article was amended on 3 March to correct the name of the mayor.",
    "Editor's note: this story has been corrected to say that nobody was hurt.",
    "Cet article a été corrigé : le nom du maire était faux.",
    "Korrektur: In einer früheren Fassung dieses Artikels stand eine falsche Zahl.",
)


@pytest.mark.parametrize("note", OF_THIS)
def test_a_note_on_this_article_in_the_foot_of_the_page_is_read(note):
    """After teasers and outside the article's element, if it says that it is about this article."""
    foot = f"<footer><div><p>{note}</p></div><p>© 2026 Courier</p></footer>"
    assert corrections(behind=foot) == [note]
    others = "<aside><h2>Read next</h2><p><a href='/b'>Ferry timetable is cut again</a></p></aside>"
    assert corrections(behind=others + foot) == [note]


@pytest.mark.parametrize(
    "line",
    [
        "Corrections: if you find an error on this page, please write to the editors.",
        "Corrections: Have you seen an error in this article? Let us know.",
        "Editor's note: the opinions in this article are those of its author alone.",
        "Clarification: this site is paid for by its readers and by advertising.",
        "Correction: an earlier version gave a wrong number of cracks.",
        "Correction policy: articles on this site are corrected in the open.",
        "Corrections to this page are made by the desk in Holm, day and night.",
        "This article was written by the desk in Holm and checked by its editors.",
        "We have corrected the figure that the ministry gave in its report of May.",
        "Hinweis der Redaktion: Auf dieser Seite schreiben Gäste der Redaktion.",
    ],
)
def test_what_stands_in_every_foot_is_no_note(line):
    """How to ask for a correction, whose opinions these are, and notes that name no article."""
    assert corrections(behind=f"<footer><p>{line}</p></footer>") == []


def test_a_note_of_others_is_not_read():
    """After the next headline, among comments, in a list, or outside the article's element."""
    note = NOTES[0]
    for below in (
        f"<h3>Ferry timetable is cut again</h3><p>{note}</p>",
        f"<div><a href='/b'>Ferry timetable is cut again</a></div><p>{note}</p>",
        f"<div class='comments'><p>{note}</p></div>",
        f"<div class='related'><p>{note}</p></div>",
        f"<p><a href='/c'>{note}</a></p>",
    ):
        assert corrections(below=below) == []
    assert corrections(behind=f"<div><p>{note}</p></div>") == []


def selected(rule: str) -> list[str]:
    """The corrections read above and below a text that a rule selects."""
    page = (
        "<html lang=en><head><title>Harbour bridge closed</title></head><body><main><article>"
        f"<h1>Harbour bridge closed</h1><div class='note'><p>{NOTES[0]}</p></div>"
        f"<div class='text'>{TEXT}</div><div class='foot'><p>{NOTES[1]}</p></div></article></main>"
        "<aside><h2>Most read</h2></aside></body></html>"
    )
    found = read(page.encode(), url=URL, rules=rules.parse("courier", rule, "courier.toml"))
    assert "rule select matched nothing" not in found.remarks
    texts = [block.text for block in found.blocks if block.kind is not BlockKind.CORRECTION]
    assert texts == list(ENGLISH.paragraphs)
    return [block.text for block in found.blocks if block.kind is BlockKind.CORRECTION]


def test_a_note_around_a_selected_text_is_read():
    """A selector written for the text alone hides no note; ``remove`` and ``phrases`` do."""
    select = 'select = [".text"]\n'
    assert selected(select) == [NOTES[0], NOTES[1]]
    assert selected(select + 'remove = [".note"]\n') == [NOTES[1]]
    assert selected(select + f'phrases = ["{NOTES[1]}"]\n') == [NOTES[0]]


def test_how_to_ask_for_a_correction_is_none():
    """It is below every article."""
    for line in ("Corrections can be sent to the editors.", "Correction policy: see here."):
        assert corrections(below=f"<div><p>{line}</p></div>") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "“We have corrected the error and nobody was in danger,” the engineer said.",
        "We have amended the bill twice, the minister told the council.",
        "A correction was made on Monday to the rolls, and to the map of the wards.",
        "Correction officers at the prison of Vell went on strike on Friday.",
        "An earlier version of the bill would have closed the port.",
        "В первой версии текста закона такого срока не было.",
        "Текст был уточнён депутатами ко второму чтению.",
        "In einer früheren Fassung dieses Gesetzes war die Frist länger.",
        "Der Text wurde vom Gericht in zwei Punkten korrigiert.",
        "Une version précédente de ce projet de loi avait été rejetée.",
        "Una versión anterior de este acuerdo fue rechazada.",
    ],
)
def test_a_sentence_of_the_story_is_no_note(sentence: str):
    """Else an outlet that quotes others on a mistake would be said to have corrected itself."""
    assert not is_correction(sentence)
