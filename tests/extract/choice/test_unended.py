"""Lines of news that end without a full stop, or after an advert, are text; labels are not."""

from __future__ import annotations

import pytest

from spiders.extract.choice.unended import may_be_sentence
from spiders.extract.reader import read

HEAD = "<title>Ferry road closes</title><h1>Ferry road closes</h1><p class=date>5 March 2031</p>"
TEXTS = [
    f"The council of Lower Wick voted on Tuesday to close ferry road number {n}, said Ada Quill."
    for n in range(4)
]
NEWS = (
    "He died",
    "Es starben drei",
    "Погибли трое рыбаков",
    "Üç nəfər yaralanıb",
    "Bakan görevden alındı",
    "Նախարարը հրաժարական տվեց",
    "მინისტრი დღეს თანამდებობიდან გადადგა",
    "وزیر از سمت خود استعفا کرد",
)
LABELS = (
    "Ada Quill",
    "By Ada Quill",
    "Лала Мамедова",
    "5 mart 2031",
    "Прочитано раз 1204",
    "12 nəfər baxıb",
    "AZƏRTAC",
    "@courier on Telegram",
    "Politics | Society",
    "ნინო ბერიძე",
    "read more about it",
)


def texts_of(*lines):
    """The texts read from an article that consists of these elements."""
    page = f"<html><body>{HEAD}<div class=content>{''.join(lines)}</div></body></html>"
    return [one.text for one in read(page.encode(), url="https://wick.example/news/ferry").blocks]


def paragraphs(count):
    """So many paragraphs."""
    return [f"<p>{text}</p>" for text in TEXTS[:count]]


@pytest.mark.parametrize("line", NEWS)
def test_a_forgotten_stop_loses_no_news(line):
    """After the single paragraph of breaking news, such a line is all that was new."""
    assert may_be_sentence(line)
    assert line in texts_of(*paragraphs(1), f"<p>{line}</p>")


@pytest.mark.parametrize("line", LABELS)
def test_a_label_is_no_sentence(line):
    """Names, dates, counters and credits have no full stop either."""
    assert not may_be_sentence(line)
    assert line not in texts_of(*paragraphs(1), f"<p>{line}</p>")


@pytest.mark.parametrize("line", ["Partlayış nəticəsində üç nəfər yaralanıb", *NEWS[-1:]])
def test_one_line_without_a_stop_may_be_all_the_news(line):
    """A page of one sentence had no text if its author forgot the full stop."""
    line += " " + line.lower()
    assert texts_of(f"<p>{line}</p>") == [line]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "between",
    [
        "<p>Advertisement</p>",
        "<div class=ad>Реклама</div>",
        "<div>Reklam</div>",
        "<p><a href=/news/otters>Otters come back to the harbour of Varnitsa</a></p>",
    ],
)
def test_the_last_words_behind_an_advert_are_kept(between, count):
    """*He died.* was lost if an advert or a link to another article preceded it."""
    found = texts_of(*paragraphs(count), between, "<p>He died.</p>")
    assert found == [*TEXTS[:count], "He died."]


@pytest.mark.parametrize(
    "line",
    [
        "Quelle: Minister tritt zurück",
        "Источник: Зеленский уволил министра",
        "წყარო: მინისტრი გადადგა",
        "المصدر: استقالة الوزير",
        "Read more: a library fights back",
        "Читайте также: лозунг новой кампании библиотек",
    ],
)
def test_news_that_begin_as_a_source_or_a_link_are_kept(line):
    """Between two like paragraphs, without a link and with a word other than names."""
    assert line in texts_of(*paragraphs(2), f"<p>{line}</p>", f"<p>{TEXTS[2]}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "Quelle: Statistisches Bundesamt",
        "Source: Ministry of Health",
        "Mənbə: APA",
        "Read more: <a href=/news/otters>a library fights back</a>",
        "<img src=a.jpg></p><p>Источник: пресс-служба ведомства",
    ],
)
def test_sources_and_links_are_none(line):
    """An institution, a link to the article named, and the source of a picture."""
    found = texts_of(*paragraphs(2), f"<p>{line}</p>", f"<p>{TEXTS[2]}</p>")
    assert found == TEXTS[:3]


@pytest.mark.parametrize(
    "lines",
    [
        "12 Quay Street<br>Open every weekday from nine in the morning<br>Closed in storms and fog",
        "Watch the programme<br>Every Friday at nine in the evening on the first channel",
    ],
)
def test_one_of_several_lines_is_not_all_the_news(lines):
    """A single line taken from an address or a list would be an invented text."""
    assert texts_of(f"<p>{lines}</p>") == []


def test_the_day_may_stand_below_the_news():
    """Weblogs give the date at the foot of a post; three sentences above it were not read."""
    lines = [
        "Seşanbə ruji şəhri səxavi kanə puyd basışe, votışe çəy məhfil.",
        "Əv votışe ki si sor bə puyd dəvardə.",
        "Heç kəs nımardə.",
    ]
    page = (
        "<html><title>Kanə puyd</title><body><div class=post>"
        "<h2 class=post-title><a href=/x>Kanə puyd</a></h2>"
        f"<div class=post-body>{'<br>'.join(lines)}</div><div class=post-footer>"
        "<span>5 March 2031, 14:05</span></div></div></body></html>"
    )
    found = read(page.encode(), url="https://wick.example/x")
    assert [one.text for one in found.blocks] == lines
