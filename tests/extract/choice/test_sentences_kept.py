"""Sentences of news that begin like a phrase of furniture are text, wherever they are."""

from __future__ import annotations

import pytest

from spiders.extract.choice.furniture import is_furniture
from spiders.extract.choice.sources import is_source
from spiders.extract.choice.update_lines import is_update_line
from spiders.extract.reader import read

HEAD = "<title>Ferry road closes</title><h1>Ferry road closes</h1>"
TEXTS = [
    f"The council of Lower Wick voted on Tuesday to close ferry road number {n}, said Ada Quill."
    for n in range(4)
]
NEWS = (
    "Copyright law will be rewritten, the ministry said on Friday.",
    "Copyright is no longer an obstacle for the archive.",
    "(c) of the law of 2019 was struck down.",
    "Updated figures show 12 dead and 40 hurt.",
    "Last updated figures put the dead at 12.",
    "Обновлено: погибших уже 12.",
    "Оновлено: загиблих уже 12, поранених 40.",
    "Yenilənib: ölənlərin sayı 12-yə çatıb.",
    "Son güncelleme: ölü sayısı 12'ye yükseldi.",
    "Follow the money, urges a new documentary on YouTube.",
    "Follow the money on YouTube.",
    "Follow her, the court told police, even on Facebook.",
    "Join the strike, dockers were told on their WhatsApp channel.",
    "Join the army, says a poster on YouTube.",
    "Subscribe or die, wrote the hacker to each channel.",
    "Подписывайтесь под петицией, просят жители в Telegram.",
    "Bizi ölümlə hədələdilər, deyir redaktor, onlar Facebook.",
    "The post office in Wick first appeared on a map of 1840.",
    "The post of the mayor first appeared on the ballot in May.",
    "To contact the editor, the spies used a story in the paper about otters.",
    "Source: the attack was ordered by the admiral.",
    "Источник: в порту погибли трое.",
    "Джерело: міністр подав у відставку.",
    "Mənbə: nazir istefa verib.",
    "Kaynak: bakan dün istifa etti.",
    "Source: Minister resigns over ferry.",
    "Source: 12 dead, 40 hurt.",
    "Источник: Зеленский подал в отставку.",
    "Источник: двое погибли.",
    "Джерело: Загинули троє рятувальників.",
    "Mənbə: Əliyev istefa verib.",
    "Quelle: Minister tritt zurück, Neuwahl im Mai.",
    "Fuente: Maduro ha muerto.",
    "Աղբյուր: Փաշինյանը հրաժարական է տվել։",
    "المصدر: مقتل ثلاثة جنود في غارة على المدينة.",
    "منبع: سه نفر در حمله کشته شدند.",
    "מקור: שלושה נהרגו בפיגוע בצפון.",
    "来源：三人死亡，部长辞职。",
    "Copyright Act 1968 amendments pass the Senate.",
    "Copyright Directive 2019 falls in court.",
    "Copyright notice served on the archive, its director says.",
    "(c) The Council 2019 resolution was struck out.",
    "TikTok not allowed in US from Sunday.",
    "US to live without TikTok from Sunday.",
    "US stories on Facebook are now on X and Instagram.",
    "Google, Facebook and Twitter news is the best in the US.",
    "“Follow us on Telegram.”",
    "«Подписывайтесь на наш канал в Telegram».",
    "— Подписывайтесь на наш канал в Telegram!",
    "Use of the material without permission is prohibited in the whole region from Tuesday.",
    "Reprint without permission is prohibited from Monday.",
    "Facebook is for all of us.",
    "Google is our best, and X.",
    "Our canal is live.",
    "Get rid of the scam messages in your inbox.",
    "Receive fewer scam mails in your inbox.",
)
FURNITURE = (
    "© 2031 Harbour Courier. All rights reserved.",
    "Copyright 2031 Harbour Courier",
    "Copyright © Harbour Courier",
    "Copyright Harbour Courier 2031. All rights reserved.",
    "(c) 2031 Harbour Courier",
    "(c) Harbour Courier 2031",
    "(c) Copyright 1990-1994, Harbour Courier Company.",
    "Copyright Harbour Courier 2029-2031",
    "Copyright notice",
    "Was this helpful?",
    "Opens in new tab.",
    "File photo.",
    "Загрузка...",
    "Updated: 5 March 2031, 14:05 GMT",
    "Last updated on Friday, March 5, 2031 at 3:15 pm by Ada Quill",
    "Updated 2 hours ago",
    "Last updated by Ada Quill on March 5, 2031 at 8:52 am",
    "Follow wick on facebook",
    "Обновлено: 15 марта 2031 в 14:05",
    "Оновлено: 15 березня 2031, 14:05",
    "Son güncelleme: 15 Mart 2031 14:05",
    "Follow Ada Quill on Twitter @adaquill",
    "Join our Telegram channel",
    "FOLLOW US ON TELEGRAM AND X",
    "Follow US on Facebook",
    "Subscribe to our newsletter",
    "Подписывайтесь на наш Telegram",
    "Bizi Facebook-da izləyin",
    "The post Ferry road closes first appeared on Wick Post.",
    "To contact the editor responsible for this story: Ada Quill at aquill@wick.example",
)


@pytest.mark.parametrize("line", NEWS)
def test_a_sentence_that_begins_as_furniture_is_read_between_paragraphs_and_behind_them(line):
    """Such a line was left out, and no edit of it was noticed."""
    for lines in ((*TEXTS[:2], line, *TEXTS[2:]), (*TEXTS, line)):
        inner = "".join(f"<p>{one}</p>" for one in lines)
        page = f"<meta charset=utf-8>{HEAD}<article><div>{inner}</div></article>"
        assert line in read(page.encode(), url="https://wick.example/news/1").text


@pytest.mark.parametrize("line", FURNITURE)
def test_what_it_begins_as_is_still_furniture(line):
    """Lines on copyright, on updates, on accounts to follow, and the last line of a feed."""
    assert is_furniture(line)


def test_a_source_in_small_letters_is_short():
    """Two lower-case words may name a source; three or more may be the news."""
    assert is_source("Источник: пресс-служба")
    assert is_source("Source: Ministry of the Interior of the Republic")
    assert not is_source("Source: two people died")


def test_a_source_that_ends_as_a_sentence_is_more_than_a_name():
    """A name may end with a full stop, too."""
    assert is_source("Source: Harbour Courier.")
    assert is_source("المصدر: وكالات.")
    assert not is_source("Source: Harbour Courier closed.")


def test_a_line_of_an_update_tells_a_time_and_no_more():
    """In each language that has the words, and if the name of who updated it follows."""
    assert is_update_line("Updated: 5 March 2031 by Ada Quill")
    assert not is_update_line("Updated: 5 boats burnt")
    assert not is_update_line("Updated")
