"""Phrases of furniture, recognized only where they are a block of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.extract.choice import furniture
from spiders.extract.choice.furniture import is_credit, is_credited, is_furniture
from tests.growth import TIMES, grows_with_length


@pytest.mark.parametrize(
    "text",
    [
        "Skip to content",
        "To contact the reporter on this story: Ada Quill in Varnitsa at aquill@a.example",
        "Leave a review",
        "SHARE",
        "Read more »",
        "Читайте также:",
        "Oxşar xəbərlər",
        "İlgili haberler",
        "Поділитися",
        "3 hours ago",
        "5 минут назад",
        "2 saat əvvəl",
        "3 saat önce",
        "15 days ago 09:20",
        "08:15 12 days ago",
        "10:30 – 13 дней назад",
        "492 Aufrufe",
        "Կարդացեք նաև: Կամուրջը փակվել է",
        "Bunlar da ilginizi çekebilir: Köprü kapatıldı",
        "0:00",
        "/4:30",
        "12 comments",
        "1,204 views",
        "Bu haber 4977 kez okundu.",
        "Görüntülenme sayısı: 1.204",
        "Bu xəbər 123 dəfə oxunub",
        "Новость прочитали 1 204 человека",
        "Прочитано: 123 раза",
        "Эту новость прочитали 123 человека.",
        "Переглянуто 123 рази",
        "Դիտվել է 123 անգամ",
        "Դիտումներ՝ 123",
        "ნანახია 123-ჯერ",
        "تعداد بازدید: 123",
        "This article has been read 1,204 times.",
        "Dieser Artikel wurde 123 mal gelesen",
        "Lu 123 fois",
        "Last Updated: Feb 7, 2025 6:08 PM",
        "By Newsroom",
        "© 2025 The Courier. All rights reserved.",
        "Editor‘s Picks",
        "•••",
        "",
        "Follow us on Telegram",
        "Advertisement",
        "انتهای پیام/",
        "To view this video please enable JavaScript, and consider upgrading to a browser.",
        "1/7",
        "Page 2 of 12",
    ],
)
def test_alone(text):
    """As a block of its own it is furniture."""
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "“Share this,” she told them.",
        "They read more in an hour than others in a week.",
        "12 people were killed.",
        "Письмо прочитали 40 человек, и никто не ответил.",
        "Материал прочитали 40 000 человек.",
        "Статью прочитали 5 раз.",
        "Kitap 40 kez okundu ve unutuldu.",
        "Read 12 times, the bill was thrown out.",
        "2022/23",
        "2022/2023",
        "The office was closed 3 hours ago, he said.",
        "He asked to follow us.",
        "Advertisement costs rose by 5%.",
        "It is over.",
        "It began 15 days ago at 09:20.",
        "08:15 The train left 12 days ago",
        "Mehr: Die Brücke ist geschlossen.",
        "Нет.",
        "Она сказала: «Читайте также между строк».",
    ],
)
def test_inside_a_sentence(text):
    """The author's words stay, as do seasons in the cells of a table."""
    assert not is_furniture(text)


def test_credit():
    """A credit line is told apart from a sentence about photographs."""
    assert is_credit("Photo: Vestnik Kavkaza")
    assert is_credit("Фото: архив")
    assert not is_credit("Photos published by the army show the base intact")


@pytest.mark.parametrize("piece", ["share ", "0:00 ", "a", "updated ", "1 "])
def test_long_and_strange_blocks_are_quick(piece):
    """No block makes the patterns of the phrases take long; longer ones are not asked."""
    small, large = (piece * (length // len(piece)) for length in (27, TIMES * 27))
    assert grows_with_length(furniture._is_phrase.__wrapped__, small, large)


@pytest.mark.parametrize(
    "text",
    [
        "A ferry leaves the harbour in a storm. (AP Photo/Ada Quill)",
        "A ferry leaves the harbour, Monday, Oct. 23, 2017. (Kyodo News via AP)",
        "Ferries in the harbour of Varnitsa (Ada Quill/Getty Images)",
        "FILE - In this picture a ferry leaves the harbour.",
        "Associated Press/Ada Quill - A ferry leaves the harbour.",
        "In this photo released by the harbour office, a ferry leaves.",
        "A ferry in the ice | Photo: Ada Quill",
        "A ferry leaves the harbour in a storm. Ada Quill/AFP via Getty Images.",
        "A ferry leaves the harbour (late). A. Quill / Reuters",
        "渡轮驶离码头。　陈默 摄",
        "岬町で磨かれるレンズ（８日）＝森田遥撮影",
    ],
)
def test_captions_as_agencies_have_them(text):
    """They name their photographer, or say that they describe a picture."""
    assert is_credited(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry will not sail on Monday, the company said. (Reuters)",
        "In this photo nobody smiles, she told the court.",
        "He photographed the harbour for the AP.",
        "The file says that (in part) nobody was hurt.",
        "The harbour was sold. The buyer was Getty Images.",
        "The poll was published. It was done by Quill/AP.",
        "He won in 2020. Quill/Okafor.",
        "影片讲述渡轮的故事。在海边拍摄",
        "大場さんは言った。「いい撮影」",
    ],
)
def test_sentences_that_are_no_captions(text):
    """An agency after the last sentence, or a word about a picture, does not make a caption."""
    assert not is_credited(text)


PARTS = st.sampled_from(
    [
        *(
            "(",
            ")",
            "/",
            " ",
            "| ",
            ". ",
            " – ",
            ": ",
            "AP",
            "AFP ",
            "Getty Images",
            "Reuters",
            "Rex",
        ),
        *("Photo", "photo", "FILE", "In this ", "released", "via ", "A. Quill", "The quay at dusk"),
        *(
            "Associated Press",
            "Shutterstock",
            "Kyodo News",
            "Foto",
            "Courtesy ",
            "AP Photo",
            "x" * 60,
        ),
        " Images",
    ]
)


@given(st.lists(PARTS, min_size=1, max_size=9).map("".join))
def test_a_quick_look_misses_no_credit(text):
    """Necessary parts of a credit are looked for first; the slow patterns find no others."""
    slow = (furniture._CREDITED, furniture._BY_AGENCY, furniture._TAKEN_BY)
    found = any(pattern.search(text) is not None for pattern in slow)
    assert is_credited(text) == (found or furniture.is_signed(text))


def test_the_foot_that_feeds_add_is_furniture():
    """In several languages; a sentence of the story with such words is not furniture."""
    for line in (
        "The post Ferry road closes appeared first on Wick Post.",
        "Der Beitrag Fähre fällt aus erschien zuerst auf Hafenbote.",
        "L’article Le bac s’arrête est apparu en premier sur Le Courrier.",
        "Сообщение Паром встал появились сначала на Берег.",
    ):
        assert is_furniture(line)
    assert not is_furniture("The post was held by three mayors before it appeared on any list.")
