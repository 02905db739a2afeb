"""Pages of the five outlets as copied by a reader: articles of our own in their manner.

``copied/NAME.txt`` is the copy, ``copied/NAME.expected.txt`` the article in it, one block per line;
the name begins with that of the outlet. A new case needs no code.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from spiders.extract.copied.textlines import is_caption, is_date_line
from spiders.extract.reader import read_text
from spiders.outlets import rules as outlet_rules
from storage.records import Access, BlockKind, Extraction

FOLDER = Path(__file__).with_name("copied")
CASES = sorted(path.name.removesuffix(".expected.txt") for path in FOLDER.glob("*.expected.txt"))
TEASERS = {"turan-paywall", "intellinews-register", "oc-media-audio"}


def read_copy(name: str) -> Extraction:
    outlet = next(one for one in outlet_rules.shipped() if name.startswith(one))
    return read_text((FOLDER / f"{name}.txt").read_text("utf-8"), rules=outlet_rules.load(outlet))


@pytest.mark.parametrize("name", CASES)
def test_the_article_and_nothing_but_the_article(name):
    """No furniture is left, no sentence is lost, and the order is that of the page."""
    wanted = (FOLDER / f"{name}.expected.txt").read_text("utf-8").splitlines()
    found = read_copy(name)
    assert [block.text for block in found.body] == wanted
    assert found.access is (Access.TEASER if name in TEASERS else Access.FULL)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("turan-tail", {"title": "Lighthouse Keepers Strike in Port Zerdab"}),
        ("turan-paywall", {"published": "2031-03-07", "section": "Politics", "standfirst": None}),
        ("intellinews-register", {"byline": ("Clara Neudorf",), "published": "2031-03-06"}),
        ("intellinews-clean", {"title": None, "byline": (), "published": None}),
        ("oc-media-plain", {"byline": ("Dina Kostava",), "section": "North Caucasus"}),
        ("oc-media-audio", {"section": "Kazharia", "standfirst": None, "byline": ()}),
        (
            "online-ua-standfirst",
            {
                "title": "The mayor of Velyka Krynytsia promises to open all bridges by autumn",
                "standfirst": "Three of the five bridges have been closed since the flood of "
                "January 2031, and the city has found the money for two.",
                "published": "2031-03-07",
            },
        ),
        ("online-ua-uk", {"standfirst": "Три з п'яти мостів закриті після повені"}),
        (
            "turkiyetoday-captions",
            {"byline": ("Deniz Aktas",), "published": "2031-03-07", "modified": "2031-03-07"},
        ),
        ("turkiyetoday-newsroom", {"byline": (), "standfirst": None}),
    ],
)
def test_the_head_is_told_apart(name, fields):
    """Title, standfirst, byline, section and dates; nothing is invented."""
    found = read_copy(name)
    assert {field: getattr(found, field) for field in fields} == fields


def test_captions_and_summaries_are_kept_beside_the_text():
    """Captions and editors' summaries are blocks of their own kinds."""
    captions = [b.text for b in read_copy("oc-media-plain").blocks if b.kind is BlockKind.CAPTION]
    assert captions == [
        "Shepherds on the road near the Kazhar bridge. Photo: Dina Kostava/OC Media.",
        "A tent near the bridge. Photo: Dina Kostava/OC Media.",
    ]
    summary = [b for b in read_copy("online-ua-uk").blocks if b.kind is BlockKind.SUMMARY]
    assert [block.text for block in summary] == [
        "Головні тези",
        "Гроші на два мости є.",
        "Третій чекає на позику.",
    ]


@pytest.mark.parametrize("name", CASES)
def test_no_rules_lose_no_sentence(name):
    """Without the outlet's rules, more furniture may be left, but every sentence is there."""
    found = {block.text for block in read_text((FOLDER / f"{name}.txt").read_text("utf-8")).body}
    wanted = (FOLDER / f"{name}.expected.txt").read_text("utf-8").splitlines()
    assert not {line for line in wanted if len(line) > 60} - found


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("A tent near the bridge. Photo: Dina Kostava/OC Media.", True),
        ("A tent near the bridge (AFP Photo)", True),
        ("A restorer cleans a dolphin, March 6, 2031. (Photo via Provincial Museum)", True),
        ("Мост через Кринку. Фото: архив", True),
        ("Photo: archive", True),
        ("He said in a video: we will win.", False),
        ("She was asked to speak on photos of the find.", False),
        ("They were arrested (see photo).", False),
        ("Photos published by the army show the base intact", False),
    ],
)
def test_captions_are_told_from_sentences(text, caption):
    """A credit at the end makes a caption; the word inside a sentence does not."""
    assert is_caption(text) is caption


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Feb 7, 2031 6:08 PM", True),
        ("2031 March 07 (Friday) 11:20:15", True),
        ("7 лютого 2031, 18:08", True),
        ("It measures 6 by 9 meters.", False),
    ],
)
def test_date_lines(text, dated):
    """A line whose purpose is its date is no text."""
    assert is_date_line(text) is dated


LEAD = (
    "The keepers of Port Zerdab stopped work on Monday, and two of the lamps on the mole stay dark."
)
NEXT = "Their union says that fourteen of the sixteen lamps were not looked after since the spring."


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}\n\nBy Monday it was over.\n\n{NEXT}",
        f"{LEAD}\n\n{NEXT}\n\n{LEAD}",
        f"It is dark.\n\nNobody on the coast knows for how long.\n\n{LEAD}\n\n{NEXT}",
        f"{LEAD}\n\n{NEXT}\n\nNobody on the coast knows for how long.",
    ],
)
def test_a_text_without_a_head_is_all_text(text):
    """Sentences that look like bylines, are repeated or are short are still sentences."""
    found = [block.text for block in read_text(text).body]
    assert set(text.split("\n\n")) <= set(found)


@pytest.mark.parametrize("headline", ["Bridge closed", "Крах", "A light at last"])
@pytest.mark.parametrize("between", ["", "By Rita Almen\n\n"])
@pytest.mark.parametrize("text", [LEAD, "It is dark"])
def test_a_short_headline_is_kept(headline, between, text):
    """Also above a single block: it is either the title or in the text."""
    read = read_text(f"{headline}\n\n{between}{text}\n")
    assert headline in [read.title, *(block.text for block in read.blocks)]


BOARD = [
    f"The harbour board met in hall {n} and agreed on the new pier after a debate. " * 2
    for n in "abc"
]


@pytest.mark.parametrize(
    "line",
    [
        "Última actualización: 6 de marzo de 2031, 14:30",
        "Zuletzt aktualisiert: 6. März 2031, 14:30 Uhr",
        "Последнее обновление: 06.03.2031 14:30",
        "Publié le 5 mars 2031 à 09h10, mis à jour le 6 mars 2031 à 14h30",
    ],
)
def test_a_line_of_an_update_is_its_time_and_no_text(line):
    """In all but four languages it was read as text of a copy, and its time was lost."""
    for place in (0, 2, 3):
        lines = [*BOARD[:place], line, *BOARD[place:]]
        found = read_text("\n\n".join(["Pier", *lines]))
        assert [block.text for block in found.blocks] == [text.strip() for text in BOARD]
        assert found.modified == "2031-03-06"


@pytest.mark.parametrize(
    "line",
    [
        "Updated at 14:05 to add the minister's answer.",
        "Updated on Monday, the list names 12 ships.",
        "Обновлено 6 марта 2031: погибших уже 12.",
    ],
)
def test_what_was_added_by_an_update_is_text(line):
    """A short line that began with such a word was left out of a copy, whatever it said."""
    found = read_text("\n\n".join(["Pier", *BOARD[:2], line, BOARD[2]]))
    assert line in [block.text for block in found.blocks]
