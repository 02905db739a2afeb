"""An article that was taken down is known by what is in its place, and by nothing else."""

from __future__ import annotations

import pytest

from spiders.extract.reader import look, read
from spiders.extract.remembered.memory import Memory

URL = "https://courier.example/news/mill-sold"
TEXTS = (
    "The paper mill on the Sorva was sold on Thursday to a firm from the capital for nine million.",
    "Its sixty workers were told at noon, in the yard, by a manager whom none of them had met yet.",
    "The buyer says that it will keep the mill open until the spring, and no longer.",
    "The town had offered four million in March and was refused, the minutes of its council show.",
)
STATION = (
    "Viewers who cannot open a file may write to the station, and are answered in two days.",
    "The station stands at 12 Harbour Road, and its desk opens at nine on working days.",
)
NOTICES = {
    "en": "This article has been removed.",
    "de": "Dieser Artikel wurde entfernt.",
    "ru": "Эта статья удалена.",
    "tr": "Bu haber yayından kaldırıldı.",
    "az": "Bu xəbər saytdan götürülüb.",
    "ka": "სტატია წაშლილია.",
    "hy": "Հոդվածը հեռացված է։",
    "fa": "این خبر حذف شد.",
    "ar": "تم حذف هذا المقال.",
    "zh": "此文已被删除。",
}


def page(*texts: str, caption: str = "") -> str:
    """A page with these paragraphs, and below them what its station says about itself."""
    article = "".join(f"<p>{text}</p>" for text in texts)
    house = "".join(f"<p>{text}</p>" for text in STATION)
    return (
        "<html><head><title>Mill sold</title></head><body><h1>Mill sold</h1>"
        f'{caption}<div class="story-copy">{article}</div>'
        f'<div class="station"><a href="/about">About the station</a>{house}</div>'
        "</body></html>"
    )


def texts_seen_again(before: str, after: str) -> list[str]:
    """The texts of the second page, read with the memory of the first."""
    first, remembered, _ = look(before.encode(), url=URL)
    assert TEXTS[0] in [block.text for block in first.blocks]
    second = read(after.encode(), url=URL, memory=Memory("page", last=remembered))
    return [block.text for block in second.blocks]


@pytest.mark.parametrize("language", NOTICES)
def test_the_notice_is_what_the_article_says_now(language):
    """The longest text of such a page was read, which is what the outlet says about itself."""
    assert texts_seen_again(page(*TEXTS), page(NOTICES[language])) == [NOTICES[language]]


@pytest.mark.parametrize("language", NOTICES)
def test_it_is_told_where_a_caption_is_left(language):
    """What is left of an article next to the notice does not hide the notice."""
    lead = '<figure><img src="a.jpg"><figcaption>The mill in May, at noon.</figcaption></figure>'
    found = texts_seen_again(page(*TEXTS, caption=lead), page(NOTICES[language], caption=lead))
    assert NOTICES[language] in found
    assert not set(found) & {*TEXTS, *STATION}


def test_another_article_at_the_same_address_is_read_whole():
    """What is new in the article's place is read paragraph by paragraph."""
    others = tuple(text.replace("mill", "ferry") for text in TEXTS)
    assert [one for one in texts_seen_again(page(*TEXTS), page(*others)) if one in others]


def test_a_teaser_in_its_place_is_no_text():
    """If there is only a link in the article's place, nothing is read there."""
    found = texts_seen_again(page(*TEXTS), page('<a href="/a/2">The ferry that never came</a>'))
    assert "The ferry that never came" not in found
