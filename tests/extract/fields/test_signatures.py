"""Lines that name the authors, as the press writes them in many languages."""

from __future__ import annotations

import pytest

from spiders.extract.fields.signatures import signed
from spiders.extract.reader import read

ONE = (
    ("ru", "Текст — Анна Седова", "Анна Седова"),
    ("ru", "Подготовил: Илья Громов", "Илья Громов"),
    ("ru", "Материал подготовила Анна Седова", "Анна Седова"),
    ("ru", "Беседовала Анна Седова", "Анна Седова"),
    ("uk", "Підготувала Олена Коваль", "Олена Коваль"),
    ("uk", "Журналістка: Олена Коваль", "Олена Коваль"),
    ("hy", "Զրուցեց՝ Անի Սարգսյան", "Անի Սարգսյան"),
    ("hy", "Հեղինակ` Անի Սարգսյան", "Անի Սարգսյան"),
    ("ka", "ავტორი - ნინო ბერიძე", "ნინო ბერიძე"),
    ("az", "Hazırlayan: Leyla Məmmədova", "Leyla Məmmədova"),
    ("tr", "Haber: Ayşe Yılmaz", "Ayşe Yılmaz"),
    ("fa", "خبرنگار: سارا احمدی", "سارا احمدی"),
    ("ar", "إعداد: ليلى حداد", "ليلى حداد"),
    ("de", "Von Jonas Okafor, Hamburg", "Jonas Okafor"),
    ("de", "Eine Analyse von Jonas Okafor", "Jonas Okafor"),
    ("fr", "Propos recueillis par Claire Morel", "Claire Morel"),
    ("fr", "Par Claire Morel (avec AFP)", "Claire Morel"),
    ("es", "Por: Lucía Ferrer", "Lucía Ferrer"),
    ("it", "A cura di Giulia Conti", "Giulia Conti"),
    ("it", "Dalla nostra inviata Giulia Conti", "Giulia Conti"),
    ("pl", "Oprac. Anna Wrona", "Anna Wrona"),
    ("pl", "Rozmawiała Anna Wrona", "Anna Wrona"),
    ("ro", "Un articol de Ioana Munteanu", "Ioana Munteanu"),
    ("de", "Geschrieben von Jonas Okafor", "Jonas Okafor"),
    ("de", "Text: Jonas Okafor | 5. März 2031", "Jonas Okafor"),
    ("fr", "Par Claire Morel avec AFP", "Claire Morel"),
    ("nl", "Door: Femke Postma", "Femke Postma"),
    ("hu", "Szerző: Nagy Ilona", "Nagy Ilona"),
    ("el", "Συντάκτης: Ελένη Δήμου", "Ελένη Δήμου"),
    ("sr", "Аутор: Јелена Илић", "Јелена Илић"),
    ("be", "Аўтар: Алена Русак", "Алена Русак"),
    ("fi", "Teksti: Aino Laine", "Aino Laine"),
    ("lv", "Autors: Anna Ozola", "Anna Ozola"),
    ("id", "Penulis: Sari Wijaya", "Sari Wijaya"),
    ("az", "Mətn: Leyla Məmmədova", "Leyla Məmmədova"),
    ("hy", "Պատրաստեց՝ Անի Սարգսյան", "Անի Սարգսյան"),
    ("ru", "Автор статьи: Анна Седова", "Анна Седова"),
    ("ko", "홍길동 기자 | 2031.03.05", "홍길동"),
    ("zh", "記者王小明／台北報導", "王小明"),
)
TWO = (
    ("Par Claire Morel et Hugo Lambert", "Claire Morel, Hugo Lambert"),
    ("By Claire Morel and Hugo Lambert", "Claire Morel, Hugo Lambert"),
    ("di Giulia Conti e Marco Bassi", "Giulia Conti, Marco Bassi"),
    ("von Jonas Okafor und Petra Lindner, dpa", "Jonas Okafor, Petra Lindner"),
    ("Müəlliflər: Leyla Məmmədova, Rəşad Quliyev", "Leyla Məmmədova, Rəşad Quliyev"),
    ("Haber: Ayşe Yılmaz / Mehmet Kaya", "Ayşe Yılmaz, Mehmet Kaya"),
)
NONE = (
    "Di Maria e Lautaro Martinez",
    "Von der Leyen und Donald Trump",
    "Por Castilla y León",
    "Par exemple",
    "Por Dios y por la patria",
    "Ein Bericht von der Front",
    "Redactado por la inteligencia artificial",
    "Подготовил закон комитет по транспорту",
    "Napisała list do prezydenta",
    "Автор фото: Илья Громов",
    "Текст: Закон о флоте",
    "كتب جديدة في المعرض",
    "Yazan eller",
    "Haber Merkezi",
    "Texte : Claire Morel / Photos : Hugo Lambert",
    "Text: dpa",
    "Interview: Claire Morel",
    "기자 회견",
)


@pytest.mark.parametrize(("language", "line", "name"), ONE)
def test_who_wrote_it_is_read(language, line, name):
    """Such lines name an author in an element without a telling name; none of them was read."""
    text = "".join(
        f"<p>The council of Lower Wick voted on Tuesday to close ferry road number {n}, said the"
        " keeper, and nobody in the hall objected.</p>"
        for n in range(5)
    )
    page = (
        f'<html lang="{language}"><head><title>Ferry road closes</title></head><body><main>'
        f"<h1>Ferry road closes</h1><div class=meta>{line}</div>{text}</main></body></html>"
    )
    assert read(page.encode(), url="https://wick.example/news/ferry").byline == (name,)


@pytest.mark.parametrize(("line", "names"), TWO)
def test_two_authors_of_a_line(line, names):
    """The word that joins them is in lower case, and an agency after them is no author."""
    assert signed(line) == names


@pytest.mark.parametrize("line", NONE)
def test_a_line_that_begins_so_and_names_nobody(line):
    """Names and sentences that begin with such a word, and credits for other work."""
    assert signed(line) is None


@pytest.mark.parametrize(
    "line",
    ["Von Der Leyen", "Por Los Angeles", "Von  Der Leyen", "Di La Repubblica", "Von Den Haag"],
)
def test_a_name_with_an_article_is_no_author(line):
    """A capitalized article after such a word begins a place, an outlet or a part of a surname."""
    assert signed(line) is None
    assert signed("Von Anna Der Kleinen") == "Anna Der Kleinen"
    assert signed("Par El Hadji Quill") == "El Hadji Quill"


@pytest.mark.parametrize(
    "line",
    [
        "Haber: Türkiye Büyük Millet Meclisi",
        "Haber: Tarım Bakanlığı",
        "Müəllif: Su Nazirliyi",
    ],
)
def test_a_house_by_its_last_word_is_no_author(line):
    """Turkish and Azerbaijani institutions look like names: two to five capitalized words."""
    assert signed(line) is None
    assert signed("Haber: Ayşe Demir") == "Ayşe Demir"
