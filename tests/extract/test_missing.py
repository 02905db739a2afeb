"""Lines that say that an article is missing, and news that uses the same words."""

from __future__ import annotations

import pytest

from spiders.extract.missing import says_missing
from spiders.extract.reader import read
from storage.records import Obstacle

URL = "https://courier.example/news/vell"
MISSING = (
    *("Article removed", "Page removed", "Story unavailable", "Sorry, this page does not exist"),
    *("Seite nicht verfügbar", "Diese Seite existiert nicht mehr", "Artikel nicht gefunden"),
    *("Cette page n’existe plus", "L’article n’est plus disponible", "Article introuvable"),
    *("La página que busca no existe", "Noticia no disponible", "La pagina richiesta non esiste"),
    *("Новость не найдена", "Статья удалена", "Документ не найден", "Сторінку видалено"),
    *("Haber bulunamadı", "Haber yayından kaldırıldı", "Xəbər tapılmadı", "Səhifə mövcud deyil"),
    *("Էջը գոյություն չունի", "Նյութը հեռացված է", "სტატია ვერ მოიძებნა", "გვერდი წაშლილია"),
    *("صفحه مورد نظر پیدا نشد", "خبر مورد نظر حذف شده است", "الصفحة المطلوبة غير موجودة"),
    *("تعذر العثور على الصفحة", "העמוד לא נמצא", "הכתבה הוסרה", "Strona nie istnieje"),
    *("该文章已被删除", "找不到網頁", "お探しのページは見つかりませんでした", "삭제된 기사입니다"),
    *("Η σελίδα δεν βρέθηκε", "Бет табылмады", "Sahifa topilmadi", "Sidan kunde inte hittas"),
)
NEWS = (
    *("Article 5 removed from the bill", "Missing page found in archive", "Page not guilty"),
    *("Text removed from plaque", "Is this page missing?", "Statue removed", "Story of a page"),
    *("Статья удалена из кодекса", "Пропавший документ не найден в архиве", "Новость дня"),
    *("Haber kanalı kaldırıldı", "Artikel 13 existiert nicht mehr", "Cette île n’existe plus"),
    *(
        "La página negra del puerto",
        "الطائرة غير موجودة",
        "文章不存在的作者",
        "削除された記事めぐり訴訟",
    ),
    *("Stories that do not exist", "The stories you can’t find", "Articles removed"),
    *("No news available", "No document was found", "Documents unavailable"),
    *("Kənd xəritədən silinib", "Video unavailable", "Post removed", "Nicht gefunden", "404 dead"),
)


def obstacle(title: str, text: str) -> Obstacle | None:
    """The obstacle found on a page with this headline and this line."""
    page = f"<html><head><title>{title} | Courier</title></head><body><main><h1>{title}</h1>"
    return read(f"{page}<p>{text}</p></main></body></html>".encode(), url=URL).obstacle


@pytest.mark.parametrize("line", MISSING)
def test_a_page_that_says_it_is_missing_is_no_article(line):
    """With status 200, such a page became the article's newest text in most languages."""
    assert says_missing(line)
    assert obstacle(line, "Courier") is Obstacle.NOT_FOUND
    assert obstacle("Courier", f"{line}.") is Obstacle.NOT_FOUND


@pytest.mark.parametrize("line", NEWS)
def test_news_of_what_is_missing_are_none(line):
    """A headline that says more than that, a question, or a removed embedded post."""
    assert not says_missing(line)


@pytest.mark.parametrize("line", ["Новость удалена.", "Noticia no disponible.", "הכתבה הוסרה."])
def test_such_a_line_beside_a_sentence_is_no_error(line):
    """A short report of a search in vain was reported as a page that is gone."""
    told = "Ada Quill looked for the report on the harbour on Monday, and this is what she saw."
    assert obstacle("Quill on the harbour", f"{told}</p><p>{line}") is None
    assert obstacle("Quill on the harbour", line) is Obstacle.NOT_FOUND


@pytest.mark.parametrize("line", ["خطای ۴۰۴", "۴۰۴", "خطأ ٤٠٤", "E404", "Error: E404"])
def test_the_number_of_an_error_is_known_in_other_figures(line):
    """Persian and Arabic servers use their own digits, and some put a letter first."""
    assert obstacle(line, "Courier") is Obstacle.NOT_FOUND


@pytest.mark.parametrize("line", ["۴۰۴ کشته در سیل", "E404 additive banned", "بازداشت ۵۰۲ نفر"])
def test_such_a_number_in_the_news_is_no_error(line):
    """A number of people, and a food additive."""
    assert obstacle(line, "Courier") is None
