"""Short news that mentions a number or a removal is news, and error pages are not."""

from __future__ import annotations

import pytest

from spiders.extract.reader import read
from storage.records import Obstacle

URL = "https://courier.example/news/vell"


def obstacle(title: str, *texts: str) -> Obstacle | None:
    """The obstacle found on a page with this headline and these blocks."""
    body = "".join(text if text.startswith("<") else f"<p>{text}</p>" for text in texts)
    page = f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{body}"
    return read(f"{page}</main></body></html>".encode(), url=URL).obstacle


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Police arrest 500 in Vell", "Police arrested 500 people at the harbour on Saturday."),
        ("404 people died in the flood", "The county counted 404 dead by Sunday evening."),
        ("В порту задержали 500 человек", "Полиция задержала в порту 500 человек."),
        ("Vell'de 500 kişi gözaltında", "Polis limanda 500 kişiyi gözaltına aldı."),
        ("Limanda 500 nəfər saxlanılıb", "Polis cümə günü limanda 500 nəfəri saxlayıb."),
        ("Նավահանգստում 500 մարդ է ձերբակալվել", "Ոստիկանությունը ձերբակալել է 500 մարդու։"),
        ("პორტში 500 ადამიანი დააკავეს", "პოლიციამ პორტში 500 ადამიანი დააკავა."),
        ("بازداشت 502 نفر در بندر", "پلیس شنبه در بندر 502 نفر را بازداشت کرد."),
        ("503 Tote nach dem Sturm", "Nach dem Sturm zählt der Bezirk 503 Tote."),
        ("Mayor removed from office", "The mayor was removed from office on Friday evening."),
        ("Statue gone", "The statue at the harbour has been removed, the council said on Monday."),
    ],
)
def test_a_number_or_a_removal_in_the_news_is_no_error(title, text):
    """A short report was taken for an error page, and not kept as a capture of the article."""
    assert obstacle(title, text) is None
    assert obstacle(title, text, text.replace("the", "that")) is None


def test_a_figure_in_a_table_is_no_error():
    """A cell may consist of 500, as an error page does."""
    table = "<table><tr><th>School</th><th>Pupils</th></tr><tr><td>First</td><td>500</td></tr>"
    assert obstacle("New school", "A school was opened today.", f"{table}</table>") is None
    os_table = "<table><tr><td>Фыццаг скъола</td><td>404</td></tr></table>"
    assert obstacle("Ног скъола", "Горæты ацы бон байгом ног скъола.", os_table) is None


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("404", "Sorry.", Obstacle.NOT_FOUND),
        ("404 Not Found", "nginx", Obstacle.NOT_FOUND),
        ("Lost", "You have come upon our 404 page", Obstacle.NOT_FOUND),
        ("404 | Courier", "Back to the front page", Obstacle.NOT_FOUND),
        ("Courier - 404", "Back to the front page", Obstacle.NOT_FOUND),
        ("Error 404", "Back to the front page", Obstacle.NOT_FOUND),
        ("Ошибка 404", "На главную", Obstacle.NOT_FOUND),
        ("Hata 404", "Ana sayfa", Obstacle.NOT_FOUND),
        ("خطای 404", "<div>404</div>", Obstacle.NOT_FOUND),
        ("Courier", "This article has been removed.", Obstacle.NOT_FOUND),
        ("Courier", "The page you were looking at was deleted.", Obstacle.NOT_FOUND),
        ("500", "Sorry.", Obstacle.ERROR),
        ("Error 500", "Sorry.", Obstacle.ERROR),
        ("HTTP 502", "Sorry.", Obstacle.ERROR),
        ("503 Service Unavailable", "Varnish", Obstacle.ERROR),
        ("Oops! 404", "Back to the front page", Obstacle.NOT_FOUND),
        ("Courier » 404", "Back to the front page", Obstacle.NOT_FOUND),
        ("404. That's an error.", "Back to the front page", Obstacle.NOT_FOUND),
        ("404, page", "Back to the front page", Obstacle.NOT_FOUND),
        ("خطای 404", "صفحه اصلی", Obstacle.NOT_FOUND),
        ("HTTP/1.1 503", "Sorry.", Obstacle.ERROR),
        ("503 Backend fetch failed", "Sorry.", Obstacle.ERROR),
        ("Ошибка 500", "На главную", Obstacle.ERROR),
    ],
)
def test_an_error_is_one(title, text, kind):
    """What a server says in place of the article is never an edit of it."""
    assert obstacle(title, text) is kind
