"""The type of a page, and the fields that graphs and galleries hide."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.extract import access
from spiders.extract.reader import read
from storage.records import Access, BlockKind, Extraction, PageType
from tests.extract.pages import ENGLISH

URL = "https://courier.example/news/harbour"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def found(body: str, head: str = "", url: str = URL, things: object = None) -> Extraction:
    script = f'<script type="application/ld+json">{json.dumps(things)}</script>' if things else ""
    page = f"""<html lang=en><head><title>{ENGLISH.title}</title>{head}{script}</head>
    <body><article><h1>{ENGLISH.title}</h1>{body}</article></body></html>"""
    return read(page.encode(), url=url)


def entries(count: int) -> str:
    return "".join(
        f"<div class=entry><time datetime='2025-02-07T{hour:02}:08:00Z'>{hour:02}:08</time>"
        f"<p>{ENGLISH.paragraphs[hour % 5]} It was {hour} o'clock.</p></div>"
        for hour in range(1, count + 1)
    )


@pytest.mark.parametrize(
    ("url", "count", "kind"),
    [
        ("https://courier.example/news/live/harbour-bridge", 9, PageType.LIVEBLOG),
        ("https://courier.example/harbour-live-updates", 9, PageType.LIVEBLOG),
        ("https://courier.example/news/live/harbour-bridge", 1, PageType.ARTICLE),
        ("https://courier.example/people/olive-oil", 9, PageType.ARTICLE),
    ],
)
def test_liveblog_by_address_and_entries(url, count, kind):
    """An address that says so and many entries with times make a live blog, neither one alone."""
    assert found(TEXT + entries(count), url=url).page_type is kind


def test_a_short_post_under_a_large_menu_is_no_index():
    """Headline and date are shown around its text, though most of the page is links."""
    menu = "".join(f"<p><a href=/{n}>All there is to know on pier {n}</a></p>" for n in range(30))
    text = f"{{}}<p>{ENGLISH.paragraphs[0]}</p>"
    dated = text.format("<div class=date>7 February 2025</div>")
    assert found(dated + f"<nav>{menu}</nav>").page_type is PageType.ARTICLE
    assert found(text.format("") + f"<nav>{menu}</nav>").page_type is not PageType.ARTICLE
    # Nor is a topic's page an article, whose first text and day are those of another page.
    lead = "<h2><a href=/0>All there is to know on pier 0</a></h2>" + dated
    assert found(lead + f"<div>{menu}</div>").page_type is PageType.INDEX
    # Or one whose only headline is the outlet's name, with the day of today below.
    home = f"<title>The Courier</title><h1>The Courier</h1>{dated}<div>{menu}</div>"
    assert read(home.encode(), url=URL).page_type is PageType.INDEX


def test_gallery_by_address_and_captions():
    """Many captions and little text, at the address of a gallery."""
    pictures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>The bridge, seen from pier {n}, after the repair."
        "</figcaption></figure>"
        for n in range(6)
    )
    text = f"<p>{ENGLISH.paragraphs[0]}</p>"
    url = "https://courier.example/gallery/harbour"
    assert found(text + pictures, url=url).page_type is PageType.GALLERY
    assert found(TEXT, url=url).page_type is PageType.ARTICLE


def test_video_by_its_address_and_little_text():
    """A text below a film at such an address; an article there says that it is one, or is long."""
    url = "https://courier.example/az/video/4031-bridge"
    text = f"<video src=a.mp4></video><p>{ENGLISH.paragraphs[0]}</p><p>{ENGLISH.paragraphs[1]}</p>"
    assert found(text, url=url).page_type is PageType.VIDEO
    assert found(text, url=url.replace("video", "videographer")).page_type is PageType.ARTICLE
    assert found(text, url=url, things={"@type": "NewsArticle"}).page_type is PageType.ARTICLE
    assert found(TEXT + entries(9), url=url).page_type is PageType.ARTICLE


def test_video_page_with_a_line_of_text():
    """A page that is declared a video and has little text is one."""
    head = '<meta property="og:type" content="video.other">'
    assert found("<p>The bridge was closed on Thursday.</p>", head).page_type is PageType.VIDEO
    assert found(TEXT, head).page_type is PageType.ARTICLE


def test_short_article_that_declares_its_time():
    """Two lines with a declared time of publication are an article; two lines alone are not."""
    head = '<meta property="article:published_time" content="2025-02-07T18:08:00Z">'
    line = f"<p>{ENGLISH.paragraphs[0]}</p>"
    assert found(line, head).page_type is PageType.ARTICLE
    assert found(line).page_type is PageType.OTHER


def test_references_of_a_graph_are_followed():
    """An author and a picture that only refer to other things of the graph are resolved."""
    graph = {
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": ENGLISH.title,
                "author": {"@id": "#lala"},
                "image": {"@id": "#primaryimage"},
            },
            {"@type": "Person", "@id": "#lala", "name": "Lala Mammadova"},
            {"@type": "ImageObject", "@id": "#primaryimage", "contentUrl": "/bridge.jpg"},
        ]
    }
    one = found(TEXT, things=graph)
    assert one.byline == ("Lala Mammadova",)
    assert one.picture == "https://courier.example/bridge.jpg"


@pytest.mark.parametrize("reference", [{"@id": 5}, {"@id": "#nobody"}, {"@id": None}, [[]]])
def test_references_to_nothing(reference):
    """A reference that leads nowhere gives no name and no picture."""
    thing = {"@type": "NewsArticle", "headline": ENGLISH.title, "author": reference}
    one = found(TEXT, things={**thing, "image": reference})
    assert one.byline == ()
    assert one.picture is None


@pytest.mark.parametrize(
    "wall",
    [
        "Subscribe to continue reading",
        "Этот материал доступен только по подписке",
        "Доступно лише за передплатою",
        "Oxumağa davam etmək üçün abunə olun",
        "Devamını okumak için abone olun",
        "Dieser Artikel ist nur für Abonnenten",
        "Il vous reste 60 % de cet article à lire",
        "Contenido exclusivo para suscriptores",
        "למנויים בלבד",
        "للمشتركين فقط",
        "订阅后继续阅读",
        "订阅后可继续阅读全文。",
        "برای خواندن ادامه مطلب مشترک شوید.",
        "Подпишитесь, чтобы читать дальше",
        "Чтобы продолжить чтение, оформите подписку",
        "Продолжение доступно подписчикам",
        "Підпишіться, щоб читати далі",
        "Щоб продовжити читання, оформіть підписку",
        "Повний текст доступний лише передплатникам",
        "გამოიწერეთ, რომ გააგრძელოთ კითხვა",
        "კითხვის გასაგრძელებლად გაიარეთ ავტორიზაცია",
        "Բաժանորդագրվեք՝ կարդալը շարունակելու համար",
        "Հոդվածը հասանելի է միայն բաժանորդներին",
        "Davamını oxumaq üçün daxil olun",
        "Okumaya devam etmek için giriş yapın",
        "Abone olun, okumaya devam edin",
        "Abonnieren Sie, um weiterzulesen",
        "Zum Weiterlesen bitte anmelden",
        "Este artículo es para suscriptores",
        "Esta noticia es exclusiva para nuestros suscriptores",
        "Este conteúdo é exclusivo para assinantes",
        "Questo articolo è riservato agli abbonati",
        "Cet article est pour nos abonnés",
        "Dieser Text ist für Mitglieder",
        "Bu material abunəçilər üçündür",
        "Bu haber abonelere özel",
        "Այս նյութը բաժանորդների համար է",
        "ეს მასალა გამომწერებისთვისაა",
        "این مطلب ویژهٔ مشترکان است",
        "هذا المقال للمشتركين",
        "הכתבה הזו זמינה למנויים",
        "本文仅供会员阅读",
        "この記事は有料記事です",
    ],
)
def test_teaser_in_many_languages(wall):
    """A wall after the first sentences makes the text a teaser; an article about one does not."""
    teaser = found(f"<p>{ENGLISH.paragraphs[0]}</p><div class=wall><p>{wall}</p></div>")
    assert teaser.access is Access.TEASER
    whole = found(
        TEXT + TEXT.replace("the", "a") + TEXT.replace("bridge", "weir") + f"<p>{wall}</p>"
    )
    assert whole.access is Access.FULL


@pytest.mark.parametrize(
    "line",
    [
        "Подпишитесь на наш канал, чтобы читать новости первыми.",
        "Підпишіться на наш канал, щоб читати новини першими.",
        "გამოიწერეთ ჩვენი არხი.",
        "Բաժանորդագրվեք մեր ալիքին։",
        "Kanalımıza abunə olun.",
        "Kanalımıza abone olun.",
        "Abonnieren Sie unseren Kanal.",
    ],
)
def test_news_with_a_plea_to_follow_a_channel_is_whole(line):
    """Short news is followed by such a line every day, and no wall cuts it off."""
    assert found(f"<p>{ENGLISH.paragraphs[0]}</p><p>{line}</p>").access is Access.FULL


@pytest.mark.parametrize(
    "line",
    [
        "Para suscriptores",
        "Premios para suscriptores y socios",
        "Abonnés",
        "Aboneler için",
        "Abunəçilər üçün",
        "Բաժանորդների համար",
        "გამომწერებისთვის",
        "للمشتركين",
        "למנויים",
        "会员",
        "有料会員",
    ],
)
def test_a_badge_beside_another_article_is_no_wall(line: str):
    """Short news is followed by the headlines of others, and such a badge belongs to one."""
    page = f"<p>{ENGLISH.paragraphs[0]}</p><aside><i>{line}</i><h3>A weir</h3></aside>"
    assert found(page).access is Access.FULL


@pytest.mark.parametrize(
    "said",
    [
        "Das Spiel am Sonntag ist nur mit einem Abo zu sehen, teilte der Verein mit.",
        "Отчёты доступны только для подписчиков сервиса, сообщил представитель совета.",
        "The minutes are for subscribers only, a spokesman of the council said.",
    ],
)
def test_a_sentence_about_subscriptions_is_no_wall(said: str):
    """A short article that mentions them was taken for a teaser, so its edits were not compared."""
    page = found(f"<p>{ENGLISH.paragraphs[0]}</p><p>{said}</p><p>{ENGLISH.paragraphs[1]}</p>")
    assert said in page.text
    assert page.access is Access.FULL


@settings(max_examples=150, deadline=None)
@given(st.from_regex(re.compile(access.WALL.pattern, re.IGNORECASE)))
def test_no_wall_lacks_the_signs_that_are_looked_for_first(text):
    """The slow pattern is tried only on lines with such a sign, so no wall may lack one."""
    assert access.signs_of_wall(text)


@pytest.mark.parametrize("text", ["ſubscribe to read", "SİGN İN TO READ", "SUBSCRIBE NOW TO READ"])
def test_a_wall_in_any_case(text):
    """Letters that the pattern treats as equal are treated so by the signs."""
    assert access.WALL.search(text)
    assert access.signs_of_wall(text)


@pytest.mark.parametrize(
    "note",
    [
        "Correction: the bridge was closed on Thursday, not on Friday.",
        "Исправление: мост закрыли в четверг, а не в пятницу.",
        "Виправлення: міст закрили в четвер, а не в п'ятницю.",
        "Düzəliş: körpü cümə yox, cümə axşamı bağlanıb.",
        "Düzeltme: köprü cuma değil perşembe kapatıldı.",
        "Korrektur: Die Brücke wurde am Donnerstag geschlossen.",
        "Rectificatif : le pont a été fermé jeudi.",
        "Corrección: el puente se cerró el jueves.",
        "اصلاحیه: پل روز پنجشنبه بسته شد.",
        "更正：大桥于星期四关闭。",
    ],
)
def test_correction_in_many_languages(note):
    """A note of correction is a block of its own kind."""
    one = found(TEXT + f"<p>{note}</p>")
    assert (BlockKind.CORRECTION, note) in [(block.kind, block.text) for block in one.blocks]


def _entry(number: int, url: str = "") -> dict[str, object]:
    return {
        "@type": "BlogPosting",
        "headline": f"Entry {number}",
        "articleBody": ENGLISH.paragraphs[number],
        "datePublished": f"2026-03-01T1{number}:00:00Z",
        "author": {"@type": "Person", "name": ("Edda Marlow", "Rolf Tarn", "Ina Pell")[number]},
        **({"url": url} if url else {}),
    }


@pytest.mark.parametrize("address", ["", URL, f"{URL}#entry-1"])
@pytest.mark.parametrize("one", [False, True])
def test_entries_of_a_live_blog_that_say_more_than_it_are_not_the_page(address, one):
    """Each has a headline, a text and an author: the page was given those of its first entry."""
    several = [_entry(number, address) for number in range(3)]
    blog = {
        "@type": "LiveBlogPosting",
        "headline": "The harbour, hour by hour",
        "datePublished": "2026-03-01T09:00:00Z",
        "liveBlogUpdate": several[0] if one else several,
    }
    reading = found(TEXT, things=blog)
    assert reading.page_type is PageType.LIVEBLOG
    assert (reading.byline, reading.published) == ((), "2026-03-01T09:00:00Z")


def test_entries_that_stand_apart_and_are_referred_to_are_none_either():
    """Declared in a graph, where the blog refers to its entries."""
    several = [{"@id": f"#{number}", **_entry(number)} for number in range(3)]
    blog = {
        "@type": "LiveBlogPosting",
        "headline": "The harbour, hour by hour",
        "liveBlogUpdate": [{"@id": one["@id"]} for one in several],
    }
    assert found(TEXT, things={"@graph": [*several, blog]}).page_type is PageType.LIVEBLOG


def test_an_entry_on_a_page_of_its_own_is_the_page():
    """Even if the blog it belongs to is declared there, too, with an address of its own."""
    blog = {
        "@type": "LiveBlogPosting",
        "headline": "The harbour, hour by hour",
        "url": "https://courier.example/live/harbour",
        "liveBlogUpdate": [_entry(1, URL)],
    }
    reading = found(TEXT, things=blog)
    assert reading.page_type is PageType.ARTICLE
    assert reading.byline == ("Rolf Tarn",)


@pytest.mark.parametrize(("times", "kind"), [(3, PageType.ARTICLE), (1, PageType.OTHER)])
def test_a_text_in_chinese_is_an_article_with_fewer_signs(times, kind):
    """A report of 120 characters, on a page that declares nothing, was not taken for an article."""
    text = "临海老码头改造工程十九日完工，渡轮将于六月一日恢复航行，票价仍为每人四元。" * times
    page = f"<html lang=zh><title>老码头改造完成</title><h1>老码头改造完成</h1><p>{text}</p>"
    assert read(page.encode(), url=URL).page_type is kind


def test_a_consent_layer_in_place_of_the_page_is_no_article():
    """At its first sight it was one; an article about consent, or a policy, stays one."""
    said = (
        "We and our 812 partners store and access information on a device, such as cookies.",
        "We process personal data for advertising that is made for you and for audience research.",
        "You can change your choices at any time at the foot of each page of this newspaper.",
        "The partners are named in a list, with what each of them does and for how long.",
    )
    lines = "".join(f"<p>{one}</p>" for one in said)
    page = (
        "<html lang=en><head><title>{}</title></head><body><div class='{}'><h1>Your privacy</h1>"
        f"{lines}<form><button>OK</button></form></div>{{}}</body></html>"
    )

    def kind(title: str = "The Harbour Courier", name: str = "consent-wall", more: str = "") -> str:
        return read(page.format(title, name, more).encode(), url=URL).page_type

    assert kind() is PageType.OTHER
    assert kind(name="story") is PageType.ARTICLE
    assert kind(title="Privacy policy") is PageType.ARTICLE
    assert kind(name="privacy-notice") is PageType.ARTICLE
    assert kind(more=f"<main>{TEXT}</main>") is PageType.ARTICLE
