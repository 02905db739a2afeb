"""Terms and policies are read as a whole: each clause, address and date in them can be edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spiders.extract.choice.kept.terms import is_terms
from spiders.extract.fields.fields import Fields
from spiders.extract.parsing import parse
from spiders.extract.reader import Memory, look, read
from storage.digest import content_digest

URL = "https://ferries.example/terms"
CLAUSES = tuple(
    f"The company that runs the ferries on the Arda may, under point {number} of this agreement, "
    f"ask a passenger for {number + 2} documents before the bridge is lowered."
    for number in range(1, 13)
)
OWN = (
    "Last updated: March 4, 2024",
    "1. How we use what you tell us",
    *CLAUSES,
    "Contact Us",
    "Arda Ferries Ltd.",
    "12 Quay Street",
    "Havenport, HV 4410",
    "desk@ferries.example",
    "harbour-watch.example",
    "Passengers who reside in Lower Arda: you may cancel within nine days.",
    "Ticket",
    "Refund",
    "Day ticket",
    "4 crowns",
    "Settings of one browser",
    "Settings of another",
)
FURNITURE = (
    "All lines",
    "Send this to a friend",
    "Cookie settings",
    "Was this page helpful?",
    "Ferries at a discount this summer, see our newest offers for groups and schools",
    "© Arda Ferries",
)


def page(title: str = "Terms of Use", *, dated: str = OWN[0], more: str = "") -> str:
    """A page of terms in two like modules, with short lines, a table, links and buttons."""
    first = "".join(f"<p>{clause}</p>" for clause in CLAUSES[:6])
    second = "".join(f"<li><p>{clause}</p></li>" for clause in CLAUSES[6:])
    return f"""<html><head><title>{title} | Arda Ferries</title></head><body>
<nav><ul><li><a href="/lines">All lines</a></li></ul></nav><main>
<div class="page-module"><h1>{title}</h1><p class="small-caps">{dated}</p>
<div class="social-bar"><a href="/send">Send this to a friend</a></div>
<h2>1. How we use what you tell us</h2>{first}
<ul><li><a href="https://one.example/help">Settings of one browser</a></li>
<li><a href="https://two.example/help">Settings of another</a></li></ul>
<p>Passengers who reside in Lower Arda: you may cancel within nine days.</p>
<button class="opens-settings">Cookie settings</button></div>
<div class="page-module"><ol>{second}</ol>{more}
<table><tr><th>Ticket</th><th>Refund</th></tr><tr><td>Day ticket</td><td>4 crowns</td></tr></table>
<p>Contact Us</p><p>Arda Ferries Ltd.</p><p>12 Quay Street</p><p>Havenport, HV 4410</p>
<p><a href="https://harbour-watch.example">harbour-watch.example</a></p>
<p><a href="mailto:desk@ferries.example">desk@ferries.example</a></p>
<button>Was this page helpful?</button></div>
</main><aside><p>{FURNITURE[4]}</p></aside><footer><p>© Arda Ferries</p></footer></body></html>"""


def lines(text: str) -> set[str]:
    """The lines and cells of a text."""
    return {part for line in text.split("\n\n") for part in line.split(" | ")}


def test_terms_are_read_as_a_whole():
    """Short lines, addresses, cells, links between clauses and the date are read, but no menu."""
    found = lines(read(page().encode(), url=URL).text)
    assert set(OWN) <= found
    assert found.isdisjoint(FURNITURE)


@pytest.mark.parametrize("line", OWN)
def test_no_line_of_terms_is_edited_unseen(line):
    """A line with words added changes the content, with and without page memory."""
    anew = f"{line} anew" if " " in line else f"{line}s"
    old, new = page(), page().replace(line, anew)
    assert new != old
    before, remembered, _ = look(old.encode(), url=URL)
    light = read(new.encode(), url=URL, memory=Memory("page", last=remembered))
    assert content_digest(read(new.encode(), url=URL)) != content_digest(before)
    assert anew in lines(light.text)


def test_a_date_of_terms_that_changes_again_is_seen_again():
    """Memory does not take the new date for the page's own: the next change is noticed as well."""
    digests, memory = [], None
    for dated in ("Last updated: March 4, 2024", "Last updated: May 5, 2025", "Last updated: 2026"):
        light = memory and Memory("page", last=memory)
        extraction, memory, _ = look(page(dated=dated).encode(), url=URL, memory=light)
        digests.append(content_digest(extraction))
        assert dated in extraction.text
    assert len(set(digests)) == len(digests)


def test_clauses_that_come_again_are_read_again():
    """Terms may say the same in several chapters, and each of them can be edited."""
    again = "".join(f"<p>{clause}</p>" for clause in CLAUSES[:2])
    text = read(page(more=f"<h2>2. Lower Arda</h2>{again}").encode(), url=URL).text
    assert all(text.count(clause) == 2 for clause in CLAUSES[:2])


def test_a_heading_that_speaks_of_consent_is_no_consent_layer():
    """Its ``id`` is made of its words."""
    head = "<h3 id='why-this-site-has-no-consent-banner'>Why there is no banner</h3>"
    assert "Why there is no banner" in read(page(more=head).encode(), url=URL).text


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Privacy Policy",
            "Privacy | Arda",
            "Our Terms",
            "Terms",
            "Terms of Service",
            "Impressum",
        ),
        *("Cookies", "Community Guidelines", "Datenschutzerklärung", "Mentions légales", "Legal"),
        *("Gizlilik Politikası", "Məxfilik siyasəti", "Политика конфиденциальности", "利用規約"),
        *("Умови користування", "Գաղտնիության քաղաքականություն", "سياسة الخصوصية", "תנאי שימוש"),
        *("კონფიდენციალურობის პოლიტიკა", "隐私政策", "개인정보 처리방침", "حریم خصوصی"),
        *(
            "Privacybeleid | De Veerman",
            "Tietosuojaseloste",
            "Ochrana osobních údajů",
            "Cookiepolitik",
        ),
        *("Adatvédelmi tájékoztató", "Uvjeti korištenja", "Общи условия", "Όροι χρήσης"),
        *("Kebijakan Privasi", "Chính sách bảo mật", "Құпиялылық саясаты", "गोपनीयता नीति"),
    ],
)
def test_terms_are_known_by_their_name(title):
    """In all supported languages."""
    assert is_terms(parse(f"<title>{title}</title><p>A text.</p>"), Fields(), [True])


@pytest.mark.parametrize(
    "title",
    [
        *("Ferries cut terms with Havenport", "Privacy fears grow on the Arda", "Foreign policy"),
        *("In no uncertain terms", "Cookies for the winter, and how to bake them", "Police policy"),
        "A long headline on the privacy policy of one company that runs all ferries to Lower Arda",
    ],
)
def test_news_of_terms_is_no_terms(title):
    """A headline with such words is not the name of a page of terms."""
    assert not is_terms(parse(f"<title>{title}</title><p>A text.</p>"), Fields(), [True])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://one.example/help", "http://one.example/help"),
        ("https://one.example/help", "https://one.example/help/"),
    ],
)
def test_a_link_of_terms_that_is_written_anew_is_seen(old, new):
    """Its scheme and its slash are part of the text of terms; in news they do not count."""
    assert old in page()
    for title, seen in (("Terms of Use", True), ("The ferries of the Arda", False)):
        first, second = page(title), page(title).replace(old, new)
        digests = {content_digest(read(one.encode(), url=URL)) for one in (first, second)}
        assert (len(digests) == 2) is seen


@pytest.mark.parametrize(
    "headline",
    [
        "Google changes its privacy policy after a fine",
        "Утечка персональных данных: что известно",
        "Was der Datenschutz den Schulen abverlangt",
        "Gizlilik kararı mahkemeden döndü",
        "Cookiepolitik i strid med loven: medie får bøde på to millioner",
        "Ochrana osobních údajů v Holmu selhala, úřad udělil pokutu",
        "Общи условия на банките: комисията глоби трима",
        "Πολιτική απορρήτου: πρόστιμο στη Χολμ για διαρροή δεδομένων",
        "Privatumo politika keičiasi: ką žinoti vartotojams Holme",
        "Adatvédelmi hatóság bírságolt",
    ],
)
def test_news_of_terms_is_no_page_of_terms(headline):
    """Else a headline that mentions terms would let furniture into the text."""
    assert not is_terms(parse(page(headline)), Fields(title=headline), [])


@pytest.mark.parametrize(
    "name",
    [
        "Privacy Notice for California Residents",
        "Политика обработки персональных данных",
        "Terms of Service | Arda Ferries",
        "Datenschutzerklärung",
    ],
)
def test_terms_by_their_name(name):
    """A title that names such a page, and little else, makes it one."""
    assert is_terms(parse(""), Fields(title=name), [])


def test_the_outlet_itself_signs_nothing():
    """Whatever precedes its name: all of its pages may declare the outlet as their author."""
    house = Fields(title="Datenschutz: was wir tun", byline=("DER KURIER",), sites=["kurier"])
    assert is_terms(parse(""), house, [])
    title = "Datenschutzerklärung So gehen wir mit Daten um"
    assert is_terms(parse(""), replace(house, title=title), [])
    assert not is_terms(parse(""), replace(house, title=title, byline=("Nora Whitlock",)), [])


def test_a_telephone_number_of_an_imprint_is_read():
    """It is on a line of its own, above all text that is longer than a line."""
    house = ("Arda Ferries Ltd.", "12 Quay Street", "Telephone", "+44 [0]511 5352-0")
    rows = "".join(f"<p>{line}</p>" for line in (*house, "Fax", "+44 (0)511 5352-129"))
    clauses = "".join(f"<p>{clause}</p>" for clause in CLAUSES)
    made = f"<title>Imprint</title><main><h1>Imprint</h1><div>{rows}{clauses}</div></main>"
    assert {"+44 [0]511 5352-0", "+44 (0)511 5352-129"} <= lines(read(made.encode(), url=URL).text)


STAFF = ("Nora Whitlock", "Tom Marsh, Ida Brandt", "Dr. Aram Vell")
CALLS = ("Back to top", "Share")


def imprint(staff: tuple[str, ...] = STAFF) -> str:
    """An imprint that names its editors among plain lines, each linked to their articles."""
    names = "".join(
        f'<p><a href="/staff/{number}">{name}</a></p>' for number, name in enumerate(staff)
    )
    calls = "".join(
        f'<p><a href="/do/{number}">{call}</a></p>' for number, call in enumerate(CALLS)
    )
    house = "".join(
        f"<p>{line}</p>" for line in ("Arda Courier Ltd.", "12 Quay Street", CLAUSES[0])
    )
    legal = "".join(f"<p>{clause}</p>" for clause in CLAUSES[1:5])
    return f"""<html><head><title>Imprint | Arda Courier</title></head><body>
<nav><ul><li><a href="/lines">All lines</a></li></ul></nav><main><h1>Imprint</h1>
<div class="imprint">{house}<p>Editor in chief:</p>{names}{calls}<p>Our lawyers:</p>{legal}</div>
<div class="more"><p><a href="/9">The harbour of Vell is to be closed in May</a></p></div>
</main></body></html>"""


def test_the_editors_of_an_imprint_are_read_though_each_name_is_a_link():
    """Imprints are watched for who leaves; calls and other articles are left out."""
    found = lines(read(imprint().encode(), url=URL).text)
    assert set(STAFF) <= found
    assert found.isdisjoint((*CALLS, "The harbour of Vell is to be closed in May"))


def test_an_editor_in_a_box_with_a_line_of_their_own_is_read():
    """It is built like another article with its excerpt, and the model doubts each such line."""
    chief = "<p><a href='/quill'>Ada Quill</a></p><p>Her <a href='/day'>letter of the day.</a></p>"
    box = f"<p>Editor in chief:</p></div><div class='imprint'><p>Chief:</p>{chief}</div>"
    made = imprint().replace("<p>Editor in chief:</p>", f"{box}<div class='imprint'>")
    assert {"Ada Quill", "Her letter of the day."} <= lines(read(made.encode(), url=URL).text)


def test_editors_are_read_where_a_heading_comes_behind_them():
    """The next line of the same make comes only after that heading."""
    made = imprint().replace("<p>Our lawyers:</p>", "<h2>Our lawyers</h2>")
    assert set(STAFF) <= lines(read(made.encode(), url=URL).text)


def test_a_heading_that_is_a_link_names_no_editor():
    """It leads to another article, even if a heading of the text follows it."""
    parts = [f"<p>{clause}</p>" for clause in CLAUSES]
    parts.insert(4, "<h2>Our lawyers</h2>")
    parts.insert(2, '<h2><a href="/9">The harbour of Vell is to be closed in May</a></h2>')
    made = (
        "<html><head><title>Privacy policy | Arda Courier</title></head><body><main>"
        '<nav><ul><li><a href="/lines">All lines</a></li></ul></nav><h1>Privacy policy</h1>'
        f'<div class="c"><h2>The house</h2>{"".join(parts)}</div></main></body></html>'
    )
    found = lines(read(made.encode(), url=URL).text)
    assert {"The house", "Our lawyers", *CLAUSES} <= found
    assert "The harbour of Vell is to be closed in May" not in found


def test_an_editor_who_leaves_the_imprint_is_seen():
    """Also with page memory."""
    before, remembered, _ = look(imprint().encode(), url=URL)
    now = imprint(STAFF[:1] + STAFF[2:]).encode()
    light = read(now, url=URL, memory=Memory("page", last=remembered))
    assert STAFF[1] in before.text
    assert STAFF[1] not in light.text
    assert STAFF[2] in light.text


def test_what_somebody_signed_is_terms_only_if_it_is_called_nothing_else():
    """Staff whose names are on every page do not make the imprint an article."""
    signed = ("Nora Whitlock",)
    assert is_terms(parse(""), Fields(title="Privacy Policy", byline=signed), [])
    assert not is_terms(parse(""), Fields(title="Die Datenschutz-Lücke", byline=signed), [])
