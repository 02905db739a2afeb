"""What a house says to its readers below every article is none of the article."""

from __future__ import annotations

import pytest

from spiders.extract.choice.notices import is_notice
from spiders.extract.reader import read

SAID = (
    "The views expressed in this article are the author’s own and do not reflect those of others.",
    "Opinions expressed by guests are their own.",
    "The place names used in this text do not necessarily reflect the views of the editors.",
    "Reprinting is allowed with an active hyperlink to Harbour News only.",
    "Get the latest from the ports of the Black Sea in your inbox every Friday.",
    "Follow us on Telegram, Facebook and X for the latest from the port.",
    "Мнение автора может не совпадать с позицией редакции.",
    "Перепечатка материалов сайта возможна только с активной ссылкой на источник.",
    "Подписывайтесь на наш канал в Телеграме, чтобы первыми узнавать о новостях моря.",
    "Думка автора може не збігатися з позицією редакції.",
    "Müəllifin fikirləri redaksiyanın mövqeyi ilə uyğun gəlməyə bilər.",
    "Ən son xəbərlər üçün bizi Telegram kanalımızda izləyin!",
    "Yazarların görüşleri sitenin yayın politikasını yansıtmayabilir.",
    "Sayt materiallaridan xabardor bo‘lish uchun Telegram kanalimizga obuna bo‘ling.",
    "Ακολουθήστε μας στο Google News και μάθετε πρώτοι όλες τις ειδήσεις.",
    "Gelişmelerden haberdar olmak için WhatsApp kanalımıza abone olun.",
    "Հոդվածում արտահայտված կարծիքը կարող է չհամընկնել խմբագրության տեսակետին։",
    "სტატიაში გამოთქმული მოსაზრება შეიძლება რედაქციის პოზიციას არ ემთხვეოდეს.",
)
NEWS = (
    "Like our neighbours, we all write to each other on WhatsApp now.",
    "Follow the river to the sea, and you reach a village that has a Facebook page.",
    "“Join our channel on Telegram,” the recruiter had written to all of them.",
    "The opinions of voters do not reflect what the party had hoped for in its newsletter.",
    "Мнение автора письма не совпадает с мнением министра, сказал он.",
    "Использование материалов, из которых строят дома, изменилось за сто лет.",
    "Использование материалов, в которых есть асбест, запрещено с 2031 года.",
    "Reproduction of the frogs is prohibited by nothing but the cold of the spring.",
    "Get rid of old letters first, and your inbox will be empty by the evening.",
    "Reprints of the map were sold at the market, although nobody had asked the office.",
)


@pytest.mark.parametrize("line", SAID, ids=range(len(SAID)))
def test_what_a_house_says_of_itself_is_none_of_the_text(line):
    """Whose opinions, who may reprint, where to follow: not even beside one paragraph."""
    text = "The ferry to Batumi sails again from Sunday, its owner said on Friday in the port."
    html = (
        "<title>Ferry sails again</title><meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2031-03-05T13:02:44Z'><main><article>"
        f"<h1>Ferry sails again</h1><div><p>{text}</p><p>{line}</p></div></article></main>"
    )
    found = read(html.encode(), url="https://port.example/news/1")
    assert [block.text for block in found.blocks] == [text]


@pytest.mark.parametrize("line", NEWS, ids=range(len(NEWS)))
def test_news_that_speak_of_such_things_are_no_notices(line):
    """A sentence on opinions, on reprints or on channels, and one that is quoted."""
    assert not is_notice(line)
