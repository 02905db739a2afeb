"""What an outlet says to its readers below every article is not part of the article."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from spiders.extract.choice.notices import is_notice
from spiders.extract.reader import read

TEXT = "The ferry to Batumi sails again from Sunday, its owner said on Friday in the port."
PAGE = (
    "<title>Ferry sails again</title><meta property='og:type' content='article'>"
    "<meta property='article:published_time' content='2031-03-05T13:02:44Z'><main><article>"
    "<h1>Ferry sails again</h1><div>{}</div></article></main>"
)

SAID = (
    "The views expressed in this article are the author’s own and do not reflect those of others.",
    "Opinions expressed by guests are their own.",
    "The place names used in this text do not necessarily reflect the views of the editors.",
    "Reprinting is allowed with an active hyperlink to Harbour News only.",
    "Get the latest from the ports of the Black Sea in your inbox every Friday.",
    "Follow us on Telegram, Facebook and X for the latest from Porthaven.",
    "Мнение автора может не совпадать с позицией редакции.",
    "Перепечатка материалов сайта возможна только с активной ссылкой на источник.",
    "Подписывайтесь на наш канал в Телеграме, чтобы первыми узнавать о новостях Порт-Хейвена.",
    "Думка автора може не збігатися з позицією редакції.",
    "Müəllifin fikirləri redaksiyanın mövqeyi ilə uyğun gəlməyə bilər.",
    "Ən son xəbərlər üçün bizi Telegram kanalımızda izləyin!",
    "Yazarların görüşleri sitenin yayın politikasını yansıtmayabilir.",
    "Sayt materiallaridan xabardor bo‘lish uchun Telegram kanalimizga obuna bo‘ling.",
    "Ακολουθήστε μας στο Google News και μάθετε πρώτοι όλες τις ειδήσεις.",
    "Gelişmelerden haberdar olmak için WhatsApp kanalımıza abone olun.",
    "Հոդվածում արտահայտված կարծիքը կարող է չհամընկնել խմբագրության տեսակետին։",
    "სტატიაში გამოთქმული მოსაზრება შეიძლება რედაქციის პოზიციას არ ემთხვეოდეს.",
    "Get Ada Quill’s stories in your inbox",
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
    """Whose opinions, who may reprint, where to follow: not even next to a single paragraph."""
    text = f"<p>{TEXT}</p><p>{line}</p>"
    found = read(PAGE.format(text).encode(), url="https://port.example/news/1")
    assert [block.text for block in found.blocks] == [TEXT]


TOLD = (
    "The views expressed in the leaked memo do not reflect government policy, the minister said.",
    "Views expressed at the hearing are those of the ministry alone and cannot bind the port.",
    "The opinions expressed by both witnesses do not represent the position of the union.",
    "Place names on the new map do not reflect the position of either government of the strait.",
    "Reproduction of the stolen frescoes needs the permission of the diocese, the tribunal held.",
    "Reprinting is allowed without permission, the Supreme Court ruled in a case of the Post.",
    "Follow us on Telegram, the gang wrote in chalk on the wall of the harbour office.",
    "Subscribe to our channel, he said at the end of each of the YouTube films.",
    "Get a letter from Telegram in your inbox and do not open it, the police of Porthaven warn.",
    "Мнение авторов доклада не обязательно отражает позицию ООН, заявил её представитель.",
    "Редакция не несёт ответственности за комментарии, постановил в четверг Верховный суд.",
    "Использование новых материалов по ссылкам из соцсетей в школах скоро закончится.",
    "Вступайте в нашу группу в WhatsApp, говорилось в письме, которое получили докеры.",
    "Використання неякісних матеріалів експерти довели з посиланням на заміри.",
    "Haber kaynağının izinsiz dinlenmesi suçtur, mahkemeye göre delil olarak kullanılamaz.",
    "Gazete okurlarına bizi Telegram'dan takip edin çağrısı yaptı ve kapatıldı.",
    "Polis bildirir ki, o, bizi Telegram kanalında izləyin yazaraq çoxlarını aldadıb.",
    "გამოიწერეთ ჩვენი არხი Facebook-ზე, წერდა ბრალდებული მეზობლებს.",
    "تابعونا على تلغرام، هكذا كتب المتهم قبل أن تحكم عليه المحكمة بالسجن.",
    "متهم نوشته بود ما را در تلگرام دنبال کنید و دادگاه او را محکوم کرد.",
)
"""What somebody, or a court, said about such lines."""


@pytest.mark.parametrize("line", TOLD, ids=range(len(TOLD)))
def test_news_that_begin_as_a_notice_does_are_read_and_edits_of_them_told(line):
    """A ruling on reprints or a call made by the accused is news, wherever it is in the text."""
    for edited in (line, f"{line[:-1]}, still."):
        for lines in ((TEXT, edited), (edited, TEXT)):
            text = "".join(f"<p>{one}</p>" for one in lines)
            found = read(PAGE.format(text).encode(), url="https://port.example/news/1")
            assert edited in [block.text for block in found.blocks]


def test_a_notice_stands_behind_the_text():
    """A line with text of the article after it is a sentence of it, and left to the model."""
    behind = "Two of its lifeboats were missing, and a third one had been painted shut, it wrote."
    for line in (SAID[0], SAID[3], SAID[6]):
        text = f"<p>{TEXT}</p><p>{line}</p><p>{behind}</p>"
        found = read(PAGE.format(text).encode(), url="https://port.example/news/1")
        assert [block.text for block in found.blocks] == [TEXT, line, behind]


def _lines() -> dict[str, dict[str, list[str]]]:
    """The lines of ``notices.txt``, by kind and language."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in Path(__file__).with_name("notices.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, language, text = line.split(" ", 2)
            found[kind][language].append(text)
    return found


LINES = _lines()


@pytest.mark.parametrize("language", sorted(LINES["news"]))
def test_no_sentence_of_news_is_taken_for_a_notice(language):
    """A ruling on reprints, a channel that was blocked, an appeal after an earthquake."""
    assert [line for line in LINES["news"][language] if is_notice(line)] == []


@pytest.mark.parametrize("language", sorted(LINES["said"]))
def test_most_notices_are_known(language):
    """Each one left in costs a line; each language's vocabulary knows nine in ten."""
    lines = LINES["said"][language]
    assert sum(map(is_notice, lines)) >= 0.9 * len(lines)


def test_a_name_is_no_word_of_a_notice_behind_a_full_stop_or_a_second_time():
    """A notice names the outlet once; a sentence of its own that begins with a name is news."""
    assert is_notice("Subscribe to our Harbour Courier channel on Telegram.")
    assert not is_notice("Subscribe to our channel on Telegram. Porthaven is free.")
    assert not is_notice("The views expressed by the author Quill do not reflect those of Wick.")


@pytest.mark.parametrize("line", NEWS, ids=range(len(NEWS)))
def test_news_that_speak_of_such_things_are_no_notices(line):
    """A sentence about opinions, reprints or channels, and a quoted one."""
    assert not is_notice(line)
