"""A paragraph in a box of its own among the article's paragraphs is read; other boxes are not."""

from __future__ import annotations

import pytest

from spiders.extract.choice.kept.own_boxes import keep_own_boxes
from spiders.extract.choice.voices import speaks_to_readers
from spiders.extract.parsing import parse
from spiders.extract.reader import look, read
from spiders.extract.remembered.memory import Memory
from storage.digest import content_digest

URL = "https://courier.example/news/ferry-stops"
TEXTS = (
    "The ferry over the Sorva stopped on Friday, a week after its only engine was declared unsafe.",
    "Some four hundred people crossed with it on a working day, most of them to the paper mill.",
    "The county offered buses at once, and said that a hired boat would come by the end of May.",
    "Petra Lund, who runs the mill, counted sixty workers who came an hour late on Monday morning.",
    "The engine was built in 1968 and has been mended nine times since, the county's papers show.",
)
NEWS = "Two workers lost their jobs on Tuesday."
BOXES = (
    "<section><p>{}</p></section>",
    "<div><p>{}</p></div>",
    "<div>{}</div>",
    "<div><div><p>{}</p></div></div>",
    '<div class="sc-2xKf9a"><p>{}</p></div>',
    '<div class="text-block"><p>{}</p></div>',
    "<article><p>{}</p></article>",
    "<aside><p>{}</p></aside>",
    '<aside class="fact-box"><div><p>{}</p></div></aside>',
)
SENTENCES = {
    "en": NEWS,
    "ru": "Во вторник двое рабочих потеряли место.",
    "tr": "Salı günü iki işçi işini kaybetti.",
    "az": "Çərşənbə axşamı iki işçi işini itirdi.",
    "ka": "სამშაბათს ორმა მუშამ სამსახური დაკარგა.",
    "hy": "Երեքշաբթի երկու բանվոր կորցրեց աշխատանքը։",
    "hy with a colon": "Երեքշաբթի երկու բանվոր կորցրեց աշխատանքը:",
    "fa": "روز سه‌شنبه دو کارگر کار خود را از دست دادند.",
    "ar": "فقد عاملان وظيفتيهما يوم الثلاثاء.",
    "ur": "منگل کو دو مزدور اپنی نوکری سے محروم ہو گئے۔",
    "hi": "मंगलवार को दो मज़दूरों की नौकरी चली गई।",
    "zh": "星期二有两名工人失去了工作。",
    "de": "Am Dienstag verloren zwei Arbeiter ihre Stelle.",
}
OTHERS = {
    "a teaser": '<div><a href="/a/7"><h3>How mills are saved</h3><p>In a year.</p></a></div>',
    "a link": '<section><p><a href="/a/7">The mill that nobody wanted to buy.</a></p></section>',
    "a letter": "<section><h3>The Morning Brief</h3><p>Five stories before breakfast, each day.</p>"
    '<form><input type="email"></form></section>',
    "a letter without a form": "<div><p>Five stories before breakfast, each working day.</p>"
    '<input type="email" name="mail"></div>',
    "a button": "<div><p>Our work is paid for by readers.</p><button>Give now</button></div>",
    "a plea": "<div><p>Our work is paid for by readers.</p>"
    '<p><a href="/donate">Give now</a></p></div>',
    "a named advert": '<div class="ad-slot"><p>Quiet rooms need windows of Brightwell.</p></div>',
    "a poll": "<form><p>Should the county build a bridge instead?</p>"
    '<label><input type="radio">It should.</label></form>',
    "a label": "<div><p>Did you know?</p></div>",
    "no sentence": "<div><p>Continue below for more on this</p></div>",
    "other articles": '<div class="related"><p>The county will sell the ferry in autumn.</p></div>',
    "a caption": "<div><div>The ferry in May. Credit: Ada Quill, on board.</div></div>",
    "a photograph": "<div><p>The ferry at its berth in May. Photo: Ada Quill.</p></div>",
    "фото": "<div><p>Паром у причала в мае. Фото: Ада Квилл.</p></div>",
    "read also": "<div><p>Read also: The county will sell the ferry.</p></div>",
    "читайте также": "<div><p>Читайте также: Паром продадут осенью.</p></div>",
    "ayrıca okuyun": "<div><p>Ayrıca okuyun: Feribot sonbaharda satılacak.</p></div>",
    "կարդացեք նաև": "<div><p>Կարդացեք նաև՝ Լաստանավը կվաճառվի աշնանը։</p></div>",
    "بیشتر بخوانید": "<div><p>بیشتر بخوانید: کشتی در پاییز فروخته می‌شود.</p></div>",
    "اقرأ أيضا": "<div><p>اقرأ أيضا: ستباع العبارة في الخريف.</p></div>",
    "an author": '<div class="author-bio"><p>Ada Quill writes on ferries and roads.</p></div>',
    "a channel": "<div><p>Subscribe to our channel on Telegram.</p></div>",
    "a wall": "<div><p>Subscribe to continue reading this article.</p></div>",
    "scripts": "<div><p>To see this you have to enable JavaScript in your browser.</p></div>",
    "what is hidden": '<div style="display:none"><p>Two workers lost a job on Friday.</p></div>',
}


def page(*, first: str = "", middle: str = "", last: str = "") -> str:
    """An article of five paragraphs in one element, with something added to them."""
    texts = [f"<p>{text}</p>" for text in TEXTS]
    body = "".join([first, *texts[:3], middle, *texts[3:], last])
    return (
        '<html lang="en"><head><title>Ferry stops</title></head><body><h1>Ferry stops</h1>'
        f'<div class="copy">{body}</div></body></html>'
    )


def told(before: str, after: str) -> tuple[bool, list[str]]:
    """Whether the second page, seen after the first, counts as an edit; and its texts."""
    first, remembered, _ = look(before.encode(), url=URL)
    second = read(after.encode(), url=URL, memory=Memory("page", last=remembered))
    texts = [block.text for block in second.blocks]
    return content_digest(first) != content_digest(second), texts


@pytest.mark.parametrize("box", BOXES)
def test_a_paragraph_in_its_own_box_is_read_and_told(box):
    """A new paragraph in a box between two others was missed, on a later visit and on the first."""
    after = page(middle=box.format(NEWS))
    edited, texts = told(page(), after)
    assert edited
    assert texts.index(NEWS) == texts.index(TEXTS[2]) + 1
    assert NEWS in [block.text for block in read(after.encode(), url=URL).blocks]


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_it_is_told_in_every_language_and_at_the_ends(where, language):
    """A box without a telling name may have a paragraph above or below the others, too."""
    text = SENTENCES[language]
    after = page(**{where: f"<section><p>{text}</p></section>"})
    assert text in told(page(), after)[1]


def test_a_heading_with_a_paragraph_stands_in_one_box():
    """A new part of the article is read whole, with its heading."""
    part = f"<section><h2>What the county plans</h2><p>{NEWS}</p></section>"
    _, texts = told(page(), page(middle=part))
    assert [text for text in texts if text not in TEXTS] == ["What the county plans", NEWS]


def test_a_paragraph_with_a_link_in_it_is_one():
    """A link within a sentence does not make it a teaser."""
    text = 'Two workers, whom <a href="/a/9">the mill</a> had hired in May, lost their jobs then.'
    edited, texts = told(page(), page(middle=f"<section><p>{text}</p></section>"))
    assert edited
    assert any("whom the mill had hired" in one for one in texts)


TO_READERS = (
    "Sign in or create an account to continue.",
    "Register now for free to read the full story.",
    "Create an account for free to see the rest.",
    "Want to read more? Subscribe now.",
    "Sign in or create an account to continue reading.",
    "You have 2 free articles left this month.",
    "Join for free to read.",
    "You can help us keep this work free for everyone.",
    "Article continues below this advertisement.",
    "Ada Quill is a reporter who covers the coast.",
    "This AI summary may contain mistakes and gaps.",
    "Поддержите редакцию, если вам важна свобода печати.",
    "На правах рекламы: окна для тихих комнат.",
    "Bağımsız gazetecilik için bizi destekleyin.",
    "Աջակցեք մեր խմբագրությանը ամեն ամիս։",
    "დაეხმარეთ ჩვენს რედაქციას ყოველ თვე.",
    "برای ادامه کار ما به کمک شما نیاز داریم.",
    "ادعموا صحافة مستقلة بمبلغ صغير كل شهر.",
)


LIKE_WALLS = (
    "Become a doctor to see the world, she was told.",
    "Create a map of the reef and read it aloud, the pilot said.",
    "To read the article of the law aloud, the judge put on glasses.",
    "Users must create an account to view the plans, the council said.",
    "Register a boat to access the lake, the county told owners.",
    "The dialogue between both towns ended without a result.",
    "A technologist from Vell signed the letter.",
    "The council's premium for divers falls to nine crowns.",
    "Register offices in both towns closed on Monday.",
    "Kömək üçün iki qayıq göndərildi.",
    "Görüşmeler salı günü devam edecek.",
    "Она решила уехать дальше на юг.",
    "Подписание договора перенесено на пятницу.",
    "Порт зможе працювати далі.",
    "Die Abonnenten der Fähre erhalten neun Kronen zurück.",
)


@pytest.mark.parametrize("text", LIKE_WALLS)
def test_a_sentence_with_letters_of_a_wall_is_no_wall(text):
    """*Log* is in *dialogue*, and the Azerbaijani word for *for* is in most Azerbaijani texts."""
    assert text in told(page(), page(middle=f"<div><p>{text}</p></div>"))[1]


@pytest.mark.parametrize("text", TO_READERS)
def test_what_speaks_to_readers_in_a_box_is_no_edit(text):
    """Pleas, adverts, polls and such are whole sentences too, and rotate on a page."""
    assert told(page(), page(middle=f"<div><p>{text}</p></div>"))[0] is False


@pytest.mark.parametrize("text", ["Should it go?", "آیا باید برود؟", "Պե՞տք է գնա։"])
def test_a_question_is_asked_of_readers(text):
    """A poll may consist of only its question, if a script adds the answers."""
    assert speaks_to_readers(text)


def test_what_is_quoted_of_us_in_a_box_is_news():
    """Someone quoted as saying *we* or *our* is not speaking to the readers."""
    text = "“We need you, and our mill needs us,” Petra Lund said."
    is_told, texts = told(page(), page(middle=f"<div><p>{text}</p></div>"))
    assert is_told
    assert text in texts


@pytest.mark.parametrize("where", ["first", "middle"])
@pytest.mark.parametrize("name", OTHERS)
def test_other_boxes_are_no_edit(name, where):
    """Whatever has another purpose invents no edit above or among the paragraphs."""
    assert told(page(), page(**{where: OTHERS[name]}))[0] is False


@pytest.mark.parametrize("name", OTHERS)
def test_other_asides_are_no_edit(name):
    """An ``aside`` is treated no more generously than another box."""
    box = f"<aside>{OTHERS[name]}</aside>"
    assert told(page(), page(middle=box))[0] is False


def test_an_aside_above_the_article_is_none_of_it():
    """There it is about the author or the outlet as often as about the subject."""
    assert told(page(), page(first=f"<aside><p>{NEWS}</p></aside>"))[0] is False


def test_a_changed_word_in_such_a_box_is_told():
    """Text that was in no reading could be edited unnoticed."""
    box = "<section><p>{}</p></section>"
    new = NEWS.replace("Two", "Three")
    edited, texts = told(page(middle=box.format(NEWS)), page(middle=box.format(new)))
    assert edited
    assert new in texts


@pytest.mark.parametrize("box", BOXES)
def test_what_is_pulled_out_of_the_text_is_no_edit(box):
    """A box that repeats two paragraphs, with an ellipsis between them."""
    for pulled in (f"“{TEXTS[1]} ... {TEXTS[3]}”", f"{TEXTS[1][:-1]} now … {TEXTS[3]}"):
        blocks = parse(page(middle=box.format(pulled))).blocks
        keep = [block.text in TEXTS for block in blocks]
        keep_own_boxes(blocks, keep, ())
        kept = [block.text for block, one in zip(blocks, keep, strict=True) if one]
        assert (pulled in kept) is (" now " in pulled)


@pytest.mark.parametrize(
    ("author", "line", "is_text"),
    [
        ("Reuters", "The mayor told Reuters that she would not step down before May.", True),
        ("Reuters", "Reuters could not reach the mayor on Monday night.", True),
        ("Anna", "The ship had come from Annapolis with 300 tonnes of salt.", True),
        ("Ada Quill", "The mayor told Ada Quill that she would not step down before May.", True),
        ("Ada Quill", "Ada Quill lives on Holm and has kept bees for ten years.", False),
    ],
)
def test_a_box_that_begins_with_the_author_alone_is_left(author, line, is_text):
    """An agency's name occurs in its reports, and a first name within the name of a town."""
    blocks = parse(page(middle=f"<section><p>{line}</p></section>")).blocks
    keep = [block.text in TEXTS for block in blocks]
    keep_own_boxes(blocks, keep, (), (author,))
    assert keep[[block.text for block in blocks].index(line)] is is_text
