"""Article pages of our own writing, in the manner of several site makers and in many languages."""
# ruff: noqa: E501 - the pages are as their makers write them

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Story:
    """An article before any template."""

    language: str
    title: str
    standfirst: str
    paragraphs: tuple[str, ...]
    author: str = "Lala Mammadova"
    published: str = "2025-02-07T18:08:00+04:00"
    site: str = "The Harbour Courier"
    url: str = "https://courier.example/news/harbour-bridge-closed"


@dataclass(frozen=True)
class Around:
    """Furniture: what changes from request to request and is not the article."""

    nonce: str = "a1b2"
    counter: int = 120
    ago: str = "3 hours ago"
    related: tuple[str, ...] = (
        "Fishermen return after the storm",
        "Ferry timetable for the summer",
    )
    ticker: str = "EUR 1.0843"
    comments: tuple[str, ...] = (
        "I drove there this morning and nobody told us anything at all about it.",
    )
    advert: str = "Buy two umbrellas, get the third one for free until Sunday"
    before: str = ""
    after: str = ""
    extra: dict[str, str] = field(default_factory=dict)


ENGLISH = Story(
    "en",
    "Harbour bridge closed after cracks are found",
    "Engineers say the crossing may stay shut until the autumn.",
    (
        (
            "The city closed the harbour bridge on Thursday after engineers found 12 cracks in "
            "two of its "
            "main girders, the mayor's office said."
        ),
        (
            "“Nobody was in danger at any time,” said Nino Beridze, who leads the inspection "
            "team. She added "
            "that the cracks had grown by 4 millimetres since January."
        ),
        (
            "Some 45,000 people cross the bridge on a working day. Buses are being sent over the "
            "old weir, "
            "which adds about 25 minutes to the journey."
        ),
        (
            "Repairs will cost $4.5 million, the transport department estimates, and cannot begin "
            "before "
            "steel arrives from abroad."
        ),
        "The council meets on March 3 to decide whether lorries will be banned for good.",
    ),
)

STORIES = {
    "en": ENGLISH,
    "ru": Story(
        "ru",
        "Мост через гавань закрыли из-за трещин",
        "Инженеры говорят, что переправа может не работать до осени.",
        (
            (
                "Власти города в четверг закрыли мост через гавань после того, как инженеры нашли "
                "12 трещин "
                "в двух его главных балках, сообщили в мэрии."
            ),
            (
                "«Опасности для людей не было», — сказала руководитель проверки Нино Беридзе. По "
                "её словам, с "
                "января трещины выросли на 4 миллиметра."
            ),
            (
                "В будний день по мосту проезжают около 45 тысяч человек. Автобусы пустили по "
                "старой плотине, "
                "и дорога стала длиннее на 25 минут."
            ),
        ),
    ),
    "uk": Story(
        "uk",
        "Міст через гавань закрили через тріщини",
        "Інженери кажуть, що переправа може не працювати до осені.",
        (
            (
                "Влада міста в четвер закрила міст через гавань після того, як інженери знайшли "
                "12 тріщин у "
                "двох його головних балках, повідомили в мерії."
            ),
            (
                "«Небезпеки для людей не було», — сказала керівниця перевірки Ніно Берідзе. За її "
                "словами, із "
                "січня тріщини збільшилися на 4 міліметри."
            ),
            (
                "У будній день мостом проїжджають близько 45 тисяч людей. Автобуси пустили старою "
                "греблею, і "
                "дорога стала довшою на 25 хвилин."
            ),
        ),
    ),
    "az": Story(
        "az",
        "Limandakı körpü çatlara görə bağlandı",
        "Mühəndislər deyir ki, keçid payıza qədər bağlı qala bilər.",
        (
            (
                "Şəhər rəhbərliyi cümə axşamı limandakı körpünü bağladı: mühəndislər onun iki "
                "əsas tirində 12 "
                "çat tapıblar, merin ofisi bildirib."
            ),
            (
                "“İnsanlar üçün təhlükə olmayıb”, yoxlama qrupunun rəhbəri Nino Beridze deyib. "
                "Onun sözlərinə "
                "görə, yanvardan bəri çatlar 4 millimetr böyüyüb."
            ),
            (
                "İş günü körpüdən təxminən 45 min adam keçir. Avtobuslar köhnə bənddən buraxılır "
                "və yol 25 "
                "dəqiqə uzanıb."
            ),
        ),
    ),
    "tr": Story(
        "tr",
        "Liman köprüsü çatlaklar nedeniyle kapatıldı",
        "Mühendisler geçişin sonbahara kadar kapalı kalabileceğini söylüyor.",
        (
            (
                "Belediye, mühendislerin iki ana kirişte 12 çatlak bulmasının ardından liman "
                "köprüsünü perşembe "
                "günü trafiğe kapattı."
            ),
            (
                "Denetim ekibinin başındaki Nino Beridze, “Hiç kimse tehlikede değildi” dedi. "
                "Beridze, çatlakların "
                "ocaktan bu yana 4 milimetre büyüdüğünü ekledi."
            ),
            (
                "İş günlerinde köprüden yaklaşık 45 bin kişi geçiyor. Otobüsler eski bentten "
                "gönderiliyor ve "
                "yolculuk 25 dakika uzuyor."
            ),
        ),
    ),
    "hy": Story(
        "hy",
        "Նավահանգստի կամուրջը փակվել է ճաքերի պատճառով",
        "Ինժեներներն ասում են, որ անցումը կարող է փակ մնալ մինչև աշուն։",
        (
            (
                "Քաղաքապետարանը հինգշաբթի օրը փակել է նավահանգստի կամուրջը այն բանից հետո, երբ "
                "ինժեներները "
                "երկու հիմնական հեծաններում գտել են 12 ճաք։"
            ),
            (
                "«Ոչ ոք վտանգի մեջ չէր», ասել է ստուգման խմբի ղեկավար Նինո Բերիձեն։ Նրա խոսքով՝ "
                "հունվարից ի "
                "վեր ճաքերը մեծացել են 4 միլիմետրով։"
            ),
            (
                "Աշխատանքային օրերին կամրջով անցնում է շուրջ 45 հազար մարդ։ Ավտոբուսներն "
                "ուղարկվում են հին "
                "ամբարտակով, և ճանապարհը երկարել է 25 րոպեով։"
            ),
        ),
    ),
    "ka": Story(
        "ka",
        "ნავსადგურის ხიდი ბზარების გამო დაიკეტა",
        "ინჟინრები ამბობენ, რომ ხიდი შესაძლოა შემოდგომამდე დაკეტილი იყოს.",
        (
            (
                "ქალაქის მერიამ ხუთშაბათს ნავსადგურის ხიდი დაკეტა მას შემდეგ, რაც ინჟინრებმა მის "
                "ორ მთავარ "
                "კოჭში 12 ბზარი აღმოაჩინეს."
            ),
            (
                "„საფრთხე არავის ემუქრებოდა“, თქვა შემმოწმებელი ჯგუფის ხელმძღვანელმა ნინო "
                "ბერიძემ. მისი "
                "თქმით, იანვრიდან ბზარები 4 მილიმეტრით გაიზარდა."
            ),
            (
                "სამუშაო დღეს ხიდზე დაახლოებით 45 ათასი ადამიანი გადადის. ავტობუსები ძველ "
                "კაშხალზე გადიან და "
                "გზა 25 წუთით გახანგრძლივდა."
            ),
        ),
    ),
    "fa": Story(
        "fa",
        "پل بندر به دلیل ترک‌ها بسته شد",
        "مهندسان می‌گویند این گذرگاه ممکن است تا پاییز بسته بماند.",
        (
            (
                "شهرداری روز پنجشنبه پل بندر را پس از آن بست که مهندسان دوازده ترک در دو تیر اصلی "
                "آن پیدا "
                "کردند، دفتر شهردار اعلام کرد."
            ),
            (
                "نینو بریدزه، سرپرست گروه بازرسی، گفت: «هیچ‌کس در خطر نبود.» او افزود ترک‌ها از "
                "ژانویه تاکنون "
                "چهار میلی‌متر بزرگ‌تر شده‌اند."
            ),
            (
                "هر روز کاری حدود چهل و پنج هزار نفر از این پل می‌گذرند. اتوبوس‌ها از سد قدیمی "
                "می‌روند و مسیر "
                "بیست و پنج دقیقه طولانی‌تر شده است."
            ),
        ),
    ),
    "ar": Story(
        "ar",
        "إغلاق جسر المرفأ بعد العثور على تشققات",
        "يقول المهندسون إن المعبر قد يبقى مغلقا حتى الخريف.",
        (
            (
                "أغلقت المدينة جسر المرفأ يوم الخميس بعد أن عثر المهندسون على اثني عشر شقا في "
                "اثنتين من عوارضه "
                "الرئيسية، كما قال مكتب رئيس البلدية."
            ),
            (
                "وقالت نينو بيريدزه، رئيسة فريق التفتيش: «لم يكن أحد في خطر». وأضافت أن الشقوق "
                "كبرت أربعة "
                "مليمترات منذ كانون الثاني."
            ),
            (
                "يعبر الجسر نحو خمسة وأربعين ألف شخص في يوم العمل. وتسير الحافلات فوق السد "
                "القديم، وهو ما يطيل "
                "الرحلة خمسا وعشرين دقيقة."
            ),
        ),
    ),
    "he": Story(
        "he",
        "גשר הנמל נסגר לאחר שנמצאו בו סדקים",
        "המהנדסים אומרים שהמעבר עשוי להישאר סגור עד הסתיו.",
        (
            (
                "העירייה סגרה ביום חמישי את גשר הנמל לאחר שמהנדסים מצאו שנים עשר סדקים בשתיים מן "
                "הקורות "
                "הראשיות שלו, כך נמסר מלשכת ראש העיר."
            ),
            (
                "״איש לא היה בסכנה״, אמרה נינו ברידזה, העומדת בראש צוות הבדיקה. היא הוסיפה כי "
                "הסדקים גדלו "
                "בארבעה מילימטרים מאז ינואר."
            ),
            (
                "כארבעים וחמישה אלף איש עוברים על הגשר ביום עבודה. האוטובוסים נשלחים דרך הסכר "
                "הישן, והנסיעה "
                "התארכה בעשרים וחמש דקות."
            ),
        ),
    ),
    "zh": Story(
        "zh",
        "港口大桥发现裂缝后关闭",
        "工程师表示，该通道可能要关闭到秋天。",
        (
            "市长办公室表示，工程师在两根主梁上发现十二道裂缝之后，该市于星期四关闭了港口大桥，所有车辆都必须绕行旧堤坝。",
            "检查组负责人尼诺说：“没有任何人处于危险之中。”她补充说，自一月以来，裂缝已经扩大了四毫米，目前仍在继续观察。",
            "每个工作日大约有四万五千人通过这座大桥。公共汽车改走旧堤坝，行程因此延长了大约二十五分钟，许多人改乘渡轮上班。",
        ),
    ),
}


def _head(story: Story, around: Around, kind: str) -> str:
    thing = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.standfirst,
        "datePublished": story.published,
        "author": [{"@type": "Person", "name": story.author}],
        "mainEntityOfPage": story.url,
    }
    ld = f'<script type="application/ld+json" nonce="{around.nonce}">{json.dumps(thing)}</script>'
    return f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8">
<title>{html.escape(story.title)} | {story.site}</title>
<meta property="og:site_name" content="{story.site}"><meta property="og:type" content="article">
<meta property="og:title" content="{html.escape(story.title)}">
<link rel="canonical" href="{story.url}">{ld if kind != "custom" else ""}
<script nonce="{around.nonce}">window.build="{around.nonce}";</script></head>"""


def _furniture(around: Around) -> tuple[str, str, str]:
    links = "".join(
        f'<li class="related__item"><a href="/news/{n}">{html.escape(t)}</a><span>{around.ago}</span></li>'
        for n, t in enumerate(around.related)
    )
    top = f"""<header class="site-header"><a href="#content">Skip to content</a><nav><ul><li><a href="/">Home</a></li>
<li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div class="ticker">{around.ticker}</div></header>{around.before}"""
    inside = (
        f'<div class="share-bar"><span>{around.counter} shares</span><a href="/s">Share</a></div>'
    )
    comments = "".join(f"<li><p>{html.escape(text)}</p></li>" for text in around.comments)
    bottom = f"""<div class="ad-slot" id="ad-{around.nonce}"><p>{html.escape(around.advert)}</p></div>
<section class="related"><h3>Related Articles</h3><ul>{links}</ul></section>
<section id="comments" class="comments"><h3>{len(around.comments)} comments</h3><ol>{comments}</ol></section>
{around.after}<footer class="site-footer"><p>© 2025 The Harbour Courier. All rights reserved.</p>
<p>Reproduction without the written permission of the publisher is not allowed in any form whatsoever.</p></footer>"""
    return top, inside, bottom


def _paragraphs(story: Story, inside: str) -> str:
    made = [f"<p>{html.escape(text)}</p>" for text in story.paragraphs]
    return "\n".join([made[0], inside, *made[1:]])


def ghost(story: Story, around: Around) -> str:
    """A page in the manner of Ghost's default theme."""
    top, inside, bottom = _furniture(around)
    return f"""{_head(story, around, "ghost")}<body class="post-template">{top}<div class="gh-viewport"><main class="gh-main">
<article class="gh-article post"><header class="gh-article-header"><a class="gh-article-tag" href="/tag/city">City</a>
<h1 class="gh-article-title">{html.escape(story.title)}</h1><p class="gh-article-excerpt">{html.escape(story.standfirst)}</p>
<div class="gh-article-meta"><h4 class="gh-article-author-name"><a href="/author/x">{story.author}</a></h4>
<time datetime="2025-02-07">{around.ago}</time></div></header>
<section class="gh-content">{_paragraphs(story, inside)}
<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/x"><div class="kg-bookmark-title">{around.related[0] if around.related else ""}</div></a></figure>
</section></article>{bottom}</main></div></body></html>"""


def wordpress(story: Story, around: Around) -> str:
    """A page in the manner of a WordPress theme."""
    top, inside, bottom = _furniture(around)
    return f"""{_head(story, around, "wordpress")}<body class="single single-post">{top}<div id="page" class="site"><div id="content" class="site-content">
<div id="primary" class="content-area"><article id="post-77" class="post type-post hentry"><header class="entry-header">
<h1 class="entry-title">{html.escape(story.title)}</h1><div class="entry-meta"><span class="byline">By <a rel="author" href="/author/l">{story.author}</a></span></div></header>
<p class="standfirst">{html.escape(story.standfirst)}</p><div class="entry-content">{_paragraphs(story, inside)}</div></article></div>
<aside id="secondary" class="widget-area sidebar"><div class="widget"><h3>Most Read</h3><p>{html.escape(around.advert)}</p></div></aside>
</div>{bottom}</div></body></html>"""


def drupal(story: Story, around: Around) -> str:
    """A page in the manner of a Drupal theme."""
    top, inside, bottom = _furniture(around)
    return f"""{_head(story, around, "drupal")}<body class="page-node">{top}<div class="layout-container"><main role="main">
<div class="node node--type-article"><h1 class="page-title"><span>{html.escape(story.title)}</span></h1>
<div class="field field--name-field-lead">{html.escape(story.standfirst)}</div>
<div class="field field--name-body field--type-text-with-summary">{_paragraphs(story, inside)}</div></div></main></div>{bottom}</body></html>"""


def custom(story: Story, around: Around) -> str:
    """A handmade page: no JSON-LD, paragraphs separated by line breaks in one ``div``."""
    top, inside, bottom = _furniture(around)
    text = "<br><br>".join(html.escape(paragraph) for paragraph in story.paragraphs)
    return f"""{_head(story, around, "custom")}<body>{top}<div class="wrap"><div class="news-detail"><h1>{html.escape(story.title)}</h1>
<div class="lead">{html.escape(story.standfirst)}</div><div class="news-text">{text}</div>{inside}</div></div>{bottom}</body></html>"""


TEMPLATES = {"ghost": ghost, "wordpress": wordpress, "drupal": drupal, "custom": custom}
