"""What comes before a link to another article, in the words of many outlets: *Read also:*."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spiders.extract.page import TextBlock

LABEL = 20
"""The most characters of such a label."""
_LABELS = frozenset(
    label.casefold()
    for label in [
        *("related articles", "related stories", "related news", "related posts", "related"),
        *("related content", "related coverage", "related topics", "read more", "read also"),
        *("see also", "also read", "more stories", "more news", "read next", "most read"),
        *("recommended", "you may also like", "you might also like", "latest news", "top stories"),
        *("читайте также", "по теме", "материалы по теме", "смотрите также", "похожие новости"),
        *("читайте ещё", "читайте еще", "читать также", "читайте по теме"),
        *("читайте також", "дивіться також", "читайте ще", "чытайце таксама", "чытайце яшчэ"),
        *("ayrıca okuyun", "ilgili haberler", "benzer haberler", "ilgili haber", "bunu da oku"),
        *("həmçinin oxuyun", "oxşar xəbərlər", "əlaqəli xəbərlər", "bunu da oxuyun"),
        *("اخبار مرتبط", "مطالب مرتبط", "بیشتر بخوانید", "أخبار ذات صلة", "اقرأ أيضا", "اقرأ أيضاً"),
        *("延伸阅读", "相关阅读", "相关新闻", "相关文章", "推荐阅读", "延伸閱讀", "相關新聞"),
        *("関連記事", "あわせて読みたい", "관련기사", "קראו גם", "קראו עוד"),
        *("წაიკითხეთ აგრეთვე", "წაიკითხეთ ასევე", "կարդացեք նաև", "կարդալ նաև"),
        *("mehr zum thema", "lesen sie auch", "lesen sie mehr", "auch interessant", "lies auch"),
        *("ähnliche beiträge", "ähnliche artikel", "verwandte beiträge", "verwandte artikel"),
        *("verwandte themen", "weitere artikel", "passend zum thema"),
        *("sur le même sujet", "à lire aussi", "a lire aussi", "lire aussi", "voir aussi"),
        *("articles similaires", "articles connexes", "articles liés", "sur le même thème"),
        *("lea también", "lee también", "leer también", "lee además", "te puede interesar"),
        *("noticias relacionadas", "contenido relacionado", "entradas relacionadas"),
        *("articoli correlati", "notizie correlate", "artigos relacionados", "posts relacionados"),
        *("gerelateerd", "relaterade artiklar", "relaterte saker", "relaterede artikler"),
        *("powiązane artykuły", "podobne artykuły", "související články", "súvisiace články"),
        *("kapcsolódó cikkek", "articole similare", "σχετικά άρθρα", "свързани статии"),
        *("artikel terkait", "berita terkait", "bài viết liên quan", "tin liên quan"),
        *("ข่าวที่เกี่ยวข้อง", "เรื่องที่เกี่ยวข้อง"),
        *("leggi anche", "leggi di più", "leia também", "leia mais", "veja também", "llegiu també"),
        *("lees ook", "lees meer", "les også", "les mer", "læs også", "läs också", "läs även"),
        *("läs mer", "lue myös", "lue lisää", "loe ka", "loe lisaks", "lasi arī"),
        *("czytaj też", "czytaj także", "czytaj również", "zobacz też", "zobacz także"),
        *("taip pat skaitykite",),
        *("przeczytaj też", "przeczytaj także", "čtěte také", "čtěte též", "prečítajte si"),
        *("čítajte tiež", "olvassa el ezt is", "ezt is olvassa el", "citește și", "citeşte şi"),
        *("citiți și", "citiţi şi", "прочетете още", "вижте още", "читајте још", "прочитајте још"),
        *("pročitajte još", "pročitajte i", "čitajte još", "preberite tudi", "lexo edhe"),
        *("διαβάστε επίσης", "διαβάστε ακόμα", "baca juga", "baca selengkapnya", "xem thêm"),
        *("đọc thêm", "यह भी पढ़ें", "ये भी पढ़ें", "আরও পড়ুন", "อ่านเพิ่มเติม", "soma zaidi", "soma pia"),
    ]
)
_DASHES = frozenset("—–-▸►▶›»→•")
_BRACKETS = "[]()【】（） "


def is_label(text: str) -> bool:
    """Whether the text is a phrase that heads a list of other articles."""
    if len(text) > LABEL:
        return False
    return text.strip(" :：").casefold().replace("i\u0307", "i") in _LABELS  # İ is i and a dot


def leads_elsewhere(block: TextBlock) -> bool:
    """Whether it is a dash or ``Read also:``, then one link: how some set another headline."""
    text = block.text.strip(_BRACKETS)
    label, _, told = text.replace("：", ":").partition(":")
    before = 1 if block.text[0] in _DASHES else len(label) if told and is_label(label) else -1
    if before < 0 or block.linked < block.letters - before:
        return False
    return len(set(block.links)) == 1 and not block.element.celled and block.element.tag != "li"
