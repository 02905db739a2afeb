"""A link to another article after a label such as *Read also* is no text, and ends no text."""

from __future__ import annotations

import pytest

from spiders.extract.choice.labels import is_label
from spiders.extract.reader import read
from tests.stories import filler

URL = "https://courier.example/news/ferry-stops"
TEXTS = filler("ferry stops", 5)
OTHER = "Was die Brücke heute kostet"
LABELS = (
    *("Lesen Sie auch:", "Lee también:", "A lire aussi :", "Leggi anche:", "Leia também:"),
    *("Lees ook:", "Les også:", "Läs också:", "Læs også:", "Lue myös:", "Czytaj też:"),
    *("Zobacz także:", "Čtěte také:", "Citește și:", "Διαβάστε επίσης:", "Прочетете още:"),
    *("Читайте ещё:", "Bunu da oxuyun:", "İlgili haber:", "Baca Juga:", "Xem thêm:"),
    *("ČITAJTE JOŠ:", "Ähnliche Beiträge:", "Articles liés :", "Notizie correlate:"),
    *("Gerelateerd:", "Berita terkait:", "ข่าวที่เกี่ยวข้อง:"),
)


def page(line: str, behind: int) -> str:
    """An article with this line before so many last paragraphs."""
    texts = [f"<p>{text}</p>" for text in TEXTS]
    texts.insert(len(texts) - behind, line)
    return (
        "<html><head><title>Ferry stops</title></head><body><h1>Ferry stops</h1>"
        f'<div class="copy">{"".join(texts)}</div></body></html>'
    )


def texts_of(line: str, behind: int) -> list[str]:
    """The texts read from that page."""
    return [block.text for block in read(page(line, behind).encode(), url=URL).blocks]


@pytest.mark.parametrize("label", LABELS)
def test_a_link_behind_such_words_is_no_text(label):
    """The article it links to changes without anybody editing this one."""
    line = f'<p>{label} <a href="/a/7">{OTHER}</a></p>'
    assert texts_of(line, 3) == [*TEXTS]


@pytest.mark.parametrize("label", ["Lesen Sie auch:", "Read also:", "Читайте также:", "Baca juga:"])
@pytest.mark.parametrize(
    "line", ['<p>{} <a href="/a/7">{}</a></p>', '<p>{}</p><p><a href="/">{}</a></p>']
)
def test_the_one_paragraph_behind_it_is_the_last(line, label):
    """That paragraph was lost, and with it the latest news."""
    assert texts_of(line.format(label, OTHER), 1) == [*TEXTS]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Read also what the county wrote: it is nine pages long.</p>",
        '<p>Baca juga puisi itu: <a href="/a/7">Laut</a> dan “Sungai”, kata walikota kemarin.</p>',
        '<p>Lees ook: de burgemeester <a href="/a/7">las</a> op vrijdag voor in beide scholen.</p>',
        "<p>See also: nobody saw the boat that came on Monday, the harbour said.</p>",
    ],
)
def test_a_sentence_that_begins_with_such_words_is_text(line):
    """More than a label and one link is a statement."""
    assert len(texts_of(line, 3)) == len(TEXTS) + 1


@pytest.mark.parametrize("text", ["Lees de brief:", "Zobacz port", "Baca", "Les mer og mindre"])
def test_other_short_lines_are_no_such_words(text):
    """Labels are matched as a whole."""
    assert not is_label(text)
