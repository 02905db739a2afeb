"""What is new at an end of the article is its next text only if it is close."""

from __future__ import annotations

import pytest

from spiders.extract.reader import look, read
from spiders.extract.remembered import newcomers
from spiders.extract.remembered.memory import Memory
from storage.digest import content_digest

URL = "https://courier.example/news/ferry"


@pytest.mark.parametrize(
    ("places", "among"),
    [
        ([1, 1], True),
        ([1, 1, 1, 1], True),
        ([1, 2, 1], False),
        ([1, 1, 1, 1, 1], False),
        ([1, 1, 2, 1, 1], False),
    ],
)
def test_a_few_texts_of_the_same_place_may_stand_between_and_no_others(places, among):
    """What is far away, or after something else, is not read as a rewritten end."""
    last = len(places) - 1
    new = newcomers.Newcomer((), last, [0], [], None, lost=True)
    assert newcomers._among(new, 1, places, 0, None) is among


POINTS = (
    "<ul><li>Twelve people were hurt when a crane fell in Holm</li>"
    "<li>Two ferries were held until the morning</li><li>The council meets on Friday</li></ul>"
)
TEXT = "".join(
    f"<p>{text}</p>"
    for text in (
        "The harbour office said on Tuesday that 12 people were hurt when a crane fell at noon.",
        "Crews worked through the night to lift the beam, and two ferries were held until dawn.",
        "The mayor, Ada Finch, said that it had been inspected in March and found to be sound.",
        "A union of dockers said that its members had warned of rust for more than a year.",
        "The council will meet on Friday to discuss whether the quay can be opened again soon.",
    )
)


def told(box: str) -> bool:
    """Whether this, added between the headline and the element of the paragraphs, is an edit."""
    menu = "<nav><ul><li>News of the town</li><li>All of the sport</li></ul></nav>"
    page = (
        f"<html><body>{menu}"
        "<main><article><h1>Crane falls in Holm</h1><p class=byline>By Wilmot Crane</p>"
        "{}<div class=article-body>{}</div></article>"
    )
    first, remembered, _ = look(page.format("", TEXT).encode(), url=URL)
    known = Memory("page", last=remembered)
    second = read(page.format(box, TEXT).encode(), url=URL, memory=known)
    return content_digest(first) != content_digest(second)


def test_points_that_come_above_the_text_are_told():
    """A menu's items have a place of the same name, so short points were always furniture."""
    assert told(POINTS)
    assert told(f"<div class=key-points>{POINTS}</div>")


@pytest.mark.parametrize(
    "box",
    [
        "<ul><li>World</li><li>Europe today</li></ul>",
        "<ul><li>Share</li><li>Print</li></ul>",
        "<ul><li>12 comments</li><li>301 shares</li></ul>",
        "<div>5 min read</div>",
        "<div>Listen to this article</div>",
        "<ul><li><a href=/1>The mill of Wick is sold to its workers</a></li></ul>",
        "<nav><ul><li>All the news of the town of Holm</li></ul></nav>",
    ],
)
def test_labels_that_come_above_the_text_are_none(box):
    """Sections, buttons, counts, links and menus come and go with the template."""
    assert not told(box)


def comments(*said: str) -> str:
    told = "".join(
        f"<div class=reader><span>Reader {one[:3]}</span><time>3 hours ago</time><p>{one}</p></div>"
        for one in said
    )
    return f"<section id=said><h2>{len(said)} readers</h2>{told}</section>"


LOST = (
    "Nobody told us at the quay this morning that the ferry would not sail at all today.",
    "Half of the money for the crane came from a fund that was meant for the schools of Holm.",
)
NEXT = (
    "Engineers found 374 cracks in the pier, 90 of them deeper than the palm of a hand.",
    "Snow fell for 812 hours, and the pass between Holm and Wick is closed to all lorries.",
)


def test_what_stands_where_furniture_stood_that_is_gone_is_furniture(monkeypatch):
    """The next comments below a film's two lines were read as its text, whatever it thinks.

    What is new there while all stays, or while the article lost a text, is judged as before.
    """
    film = (
        "<html><body><main><article><h1>Crane falls in Holm</h1><div class=film></div>"
        "<p>The grid of Holm says that 467 houses have had no power since midnight.</p>"
        "<p>Engineers found 29 cracks in the pier, 67 of them deeper than a hand.</p>"
        "</article>{}</main>"
    )
    page = film.format(comments(*LOST))
    own = ("The grid", "Engineers found 29")
    choose = "spiders.extract.choice.judge.choose"
    monkeypatch.setattr(choose, lambda page, *_: [one.text.startswith(own) for one in page.blocks])
    first, remembered, _ = look(page.encode(), url=URL)
    assert len(first.body) == 2
    known = Memory("page", last=remembered)
    asked: list[list[str]] = []

    def all_text(page, *_):
        asked.append([one.text for one in page.blocks])
        return [True] * len(page.blocks)

    monkeypatch.setattr(choose, all_text)
    other = film.format(comments(*NEXT)).encode()
    assert read(other, url=URL, memory=known).body == first.body
    assert asked == []
    more = film.format(comments(*LOST, *NEXT)).encode()
    assert set(NEXT) < {one.text for one in read(more, url=URL, memory=known).body}
    rewritten = film.replace("29 cracks", "31 cracks").format(comments(*NEXT)).encode()
    assert set(NEXT) < {one.text for one in read(rewritten, url=URL, memory=known).body}
