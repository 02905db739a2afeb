"""What kind of page was read, and how much of the article it let us read."""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import regex

from spiders.extract.choice.body import is_dense
from spiders.extract.choice.dropped.consent import is_layer_alone
from spiders.extract.fields import json_ld, stated
from spiders.extract.late import Late
from spiders.extract.reserved import SIGNS_OF_THIS, THIS_IS_FOR
from storage.records import Access, BlockKind, Obstacle, PageType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.extract.page import Page, TextBlock
    from storage.records import Block

ARTICLE_TEXT = 250
"""A page that does not call itself an article is one only if its body has this many characters."""
TEASER_TEXT = 1_500
BEHIND = 6
"""How many lines after the last one of a text may say how to get the rest."""
MANY = 4
"""This many entries with a time make a live blog, or captions a gallery, if the address says so."""
_LIVE = re.compile(
    r"(?:^|[/-])(?:live|live-?blog|live-?updates?|canli|online)(?:[/-]|$)", re.IGNORECASE
)
_GALLERY = re.compile(
    r"(?:^|[/-])(?:galler(?:y|ies)|photos?|pictures?|slideshow|photo-?gallery|foto|fotos|fotogalereya"
    r"|foto-?galeri|galeri|photo-?essay)(?:[/-]|$)",
    re.IGNORECASE,
)
_VIDEO = re.compile(r"(?:^|/)(?:videos?|video-?galeri|vid[eé]os|видео)(?:/|$)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\.?)?(?!\d)", re.IGNORECASE)
_BEFORE_PATH = re.compile(r"^[a-z]+://[^/]*|[?#].*$", re.IGNORECASE)

_FRONT = frozenset({"", "index.html", "index.php", "en", "ru", "az", "uk", "tr", "hy", "ka"})
"""The paths of front pages."""
_BY_NUMBER = re.compile(r"[?&](?:p|id|page_id|article|news)=\d", re.IGNORECASE)
"""The address of a page that has a number in place of a path."""

_ENTER = r"(?:log ?in|sign ?(?:in|up)|subscribe|register)"
_END = r"(?=(?: (?:now|today|here|free|for free|with us))*(?:\W*$|[.!,:;]))"
_ASKED = (
    rf"(?:^|[.!?:] )(?:please )?(?:{_ENTER}|join|(?:become|create|start)(?! to| and))"
    rf"(?: (?:{_ENTER}|now|today|here|or|and|for|free|an?|your|to|with|create|member|subscriber"
    r"|account|trial))* (?:to|and) (?:read|keep reading|unlock"
    rf"|continue(?: (?:to )?read|{_END})"
    r"|(?:see|view) (?:the (?:rest|full|whole)|this (?:page|article|story|content|post)))\b"
    r"|^to (?:read|continue|view|access|unlock)(?: (?:this|the|our|full|whole|rest|of|reading"
    rf"|article|story|content|post|page))*,? (?:please )?{_ENTER}\b"
    rf"|\bread (?:more|on)\? {_ENTER}{_END}"
    r"|\byou(?: have|.ve) .{0,20}\bfree (?:articles|stories) (?:left|remaining)"
)
"""A sentence that begins with a wall's own request: *Sign in or create a free account to*."""
WALL = Late(
    rf"{_ASKED}|"
    r"(?:please )?(?:log ?in|sign ?in|login|subscribe|register"
    r"|join)(?: now)? (?:or (?:subscribe|log ?in|sign ?in|register|sign up) )?(?:to|and)"
    r" (?:read|continue|keep|unlock|access|view|see)|(?:this|the) (?:article|story|content"
    r"|post|page) is (?:only )?(?:for|available"
    r" (?:only )?(?:to|for)|reserved for|exclusive(?:ly)? (?:to|for)"
    r"|restricted to) .{0,30}(?:members|subscribers|paying|premium|registered)"
    r"|(?:for|available to) (?:subscribers|members|paid-up members) only|(?:subscribers?"
    r"|members?)[ -]only (?:content|article|story)"
    r"|to (?:continue|keep) reading|read the (?:full|rest of the|whole) (?:article"
    r"|story).{0,40}(?:subscri|sign|log|register|join)"
    r"|already a (?:subscriber|member)\?|unlock (?:this|the full) (?:article|story)"
    r"|you have (?:reached|read) your .{0,30}(?:limit|free articles)"
    r"|(?:доступ|доступно|доступен|материал|статья).{0,40}(?:только )?(?:по подписке"
    r"|для подписчиков)|чтобы (?:читать|прочитать) дальше"
    r"|(?:оформите|купите) подписку,? чтобы|войдите,? чтобы (?:читать|продолжить)|(?:доступно"
    r"|матеріал|стаття).{0,40}(?:за передплатою|для"
    r" (?:передплатників|підписників))|щоб (?:читати|прочитати) далі|увійдіть,? щоб|(?:oxumaq"
    r"|davam etmək) üçün .{0,30}(?:abunə|daxil|giriş)"
    r"|yalnız abunəçilər|devamını okumak için|(?:sadece|yalnızca) abone|weiterlesen mit"
    r"|cet article est réservé aux abonnés"
    r"|solo para suscriptores|continua a leggere con|dla prenumeratorów|僅限訂戶|仅限订阅|会員限定"
    r"|(?:nur für|exklusiv für) abonnent|jetzt (?:abonnieren|testen) und weiterlesen"
    r"|il vous reste .{1,20} à lire|(?:abonnez-vous|connectez-vous) pour (?:lire|continuer)"
    r"|suscríbete para (?:seguir|continuar|leer)|(?:exclusivo|solo) para suscriptores"
    r"|abone ol(?:un|arak)? .{0,30}(?:oku|devam)|abunə ol(?:un|araq)? .{0,30}(?:oxu|davam)"
    r"|(?:שירות )?למנויים בלבד|להמשך קריאה .{0,30}(?:מנוי|הירשמו|התחבר)"
    r"|(?:للمشتركين فقط|اشترك لمتابعة القراءة|سجل الدخول لمتابعة)"
    r"|(?:ویژه مشترکان|برای (?:خواندن )?ادامه .{0,30}مشترک)"
    r"|订阅后(?:即?可|才能)?(?:继续)?阅读|訂閱後(?:即?可|才能)?(?:繼續)?閱讀|登录后(?:即?可)?(?:继续)?阅读"
    r"|続きを読むには.{0,20}(?:登録|ログイン|会員)"
    r"|մնացածը .{0,30}բաժանորդ"
    r"|գրանցվեք՝? .{0,30}կարդալու|გამოიწერეთ.{0,40}(?:წასაკითხ|გასაგრძელებ)"
    r"|(?:подпишитесь|подписаться|оформи|войти|войдите|авторизуйтесь|зарегистрируйтесь).{0,40}"
    r"(?:чтобы|для) (?:дочитать|продолж(?:ить|ения) ч(?:т|ит)|(?:чита|прочита|чтени)\w{1,2} "
    r"(?:далее|полност|целиком|стать|(?:этот|эту|весь|всю|полн\w\w) (?:текст|стат|материал)))"
    r"|чтобы (?:дочитать|продолжить (?:чтение|читать)|(?:читать|прочитать) (?:далее|полност|целиком"
    r"|стать)).{0,40}(?:подпишитесь|подписк|войдите|авторизуйтесь|зарегистрируйтесь)"
    r"|доступ\w{1,3} (?:только )?(?:(?:для )?(?:наши[мх] )?подписчик|по подписке)"
    r"|(?:підпишіться|підписатися|оформіть|увійдіть|авторизуйтес|зареєструйтес).{0,40}"
    r"(?:щоб|для) (?:дочитати|продовж(?:ити|ення) чит|(?:чита|прочита)\w{1,3} (?:повністю"
    r"|статт|(?:цей|цю|весь|всю|повн\w{1,2}) (?:текст|статт|матеріал)))"
    r"|щоб (?:дочитати|продовжити чита|(?:читати|прочитати) (?:повністю|статт)).{0,40}"
    r"(?:підпишіться|підписк|передплат|увійдіть|авторизуйтес|зареєструйтес)"
    r"|доступн\w{1,2} (?:(?:лише|тільки) )?(?:(?:для )?(?:наших )?(?:передплатник|підписник)"
    r"|за (?:передплат|підписк))"
    r"|(?:გამოიწერ|შედით|გაიარეთ (?:ავტორიზაცია|რეგისტრაცია)|დარეგისტრირდ).{0,40}(?:წასაკითხ"
    r"|გასაგრძელებ|(?:რომ|რათა) .{0,20}(?:წაიკითხ|გააგრძელ))"
    r"|(?:წასაკითხად|გასაგრძელებლად|(?:რომ|რათა) გააგრძელოთ).{0,40}(?:გამოიწერ|შედით|გაიარეთ"
    r"|დარეგისტრირდ)|მხოლოდ (?:გამომწერ|აბონენტ)"
    r"|(?:բաժանորդագրվ|գրանցվ|մուտք գործ).{0,40}(?:կարդալու|ընթերցելու|շարունակելու)"
    r"|(?:կարդալու|ընթերցելու|շարունակելու) .{0,40}(?:բաժանորդագրվեք|գրանցվեք|մուտք գործեք)"
    r"|միայն (?:մեր )?բաժանորդ"
    r"|okumaya devam etmek için|abone ol(?:un|arak)?, .{0,30}(?:okumaya|devam)"
    r"|um (?:(?:den|diesen) (?:artikel|beitrag|text) )?weiter ?zu ?lesen"
    r"|zum weiterlesen .{0,40}(?:abo|anmeld|registrier|einlogg)"
    r"|(?:anmelden|einloggen|registrieren) und weiterlesen|^\W*nur mit .{0,20}abo\b"
    rf"|{'|'.join(THIS_IS_FOR)}",
    regex.IGNORECASE,
)
"""Text that asks for a subscription or a login before the rest is shown."""
_SIGNS = (
    *("log", "sign", "subscri", "register", "join", "member", "paying", "premium", "reading"),
    *("account", "free trial", "free articles", "free stories"),
    *("unlock", "you have re", "подпис", "дальше", "войдите", "передплат", "підписник", "далі"),
    *("увійдіть", "üçün", "abun", "devam", "abone", "weiterlesen", "abonn", "suscr", "il vous"),
    *("continua a leggere", "prenumerator", "connectez", "僅限訂戶", "仅限订阅", "会員限定"),
    *("למנויים", "להמשך קריאה", "مشترک", "للمشتركين", "اشترك", "سجل الدخول", "订阅后", "訂閱後"),
    *("登录后", "続きを読むには", "բաժանորդ", "գրանցվ", "გამოიწერ", "подпиш", "оформи", "войти"),
    *("авторизуйтес", "зарегистрируйтес", "підпиш", "підпис", "оформіть", "зареєструйтес"),
    *("შედით", "გაიარეთ", "დარეგისტრირდ", "გამომწერ", "აბონენტ", "մուտք գործ"),
    *("weiterzu", "weiter zu", "nur mit", "become", "create", "start"),
    *SIGNS_OF_THIS,
)
"""At least one of these is in every text that the pattern matches."""
_COMMENTS = (
    r"(?:comments|replies|commentaires|comentarios|comentários|commenti|kommentare|reacties"
    r"|komentarze|комментари|коментар|yorum|şərh|մեկնաբանություն|კომენტარ|评论|評論|コメント|댓글"
    r"|التعليقات|نظرات|תגובות)"
)
_OF_COMMENTS = regex.compile(rf"[^\w.!?]+(?:\w+[^\w.!?]+){{0,2}}?{_COMMENTS}", regex.IGNORECASE)
_BEFORE_VERB = regex.compile(rf"(?<!\w){_COMMENTS}\w*\s*$", regex.IGNORECASE)
"""*Log in to read the comments*, in languages with the verb before what is read, and after it."""
_ODD_CASES = (
    *(("i\u0307", "i"), ("\u017f", "s"), ("\u1c80", "в"), ("\u1c81", "д"), ("\u1c82", "о")),
    *(("\u1c83", "с"), ("\u1c84", "т"), ("\u1c85", "т")),
)
"""Letters that a case-insensitive pattern takes for others, but ``lower`` does not convert."""


def page_type(
    page: Page,
    article: dict[str, Any] | None,
    body: Sequence[Block],
    url: str,
    *,
    dated: bool = False,
) -> PageType:
    """The type of a page whose body was read; ``dated``: headline and date are shown around it."""
    length = sum(len(block.text) for block in body)
    types = json_ld.type_names(article) if article else set()
    declared = declares(page, article) or dated
    if "LiveBlogPosting" in types or _is_liveblog(page, url):
        return PageType.LIVEBLOG
    if _is_index(page, article, url, length, dated=dated):
        return PageType.INDEX
    film = types == {"VideoObject"} or (page.first("og:type") or "").startswith("video")
    by_address = "NewsArticle" not in types and _VIDEO.search(unquote(_path(url))) is not None
    if (film and length < ARTICLE_TEXT) or (by_address and length < TEASER_TEXT):
        return PageType.VIDEO
    if types and types <= {"ImageGallery", "MediaGallery"}:
        return PageType.GALLERY
    captions = sum(block.kind is BlockKind.CAPTION for block in body)
    if captions >= MANY and _GALLERY.search(_path(url)) and length < TEASER_TEXT:
        return PageType.GALLERY
    dense = any(is_dense(block.text) for block in body[:1])
    least = ARTICLE_TEXT // 3 if dense else ARTICLE_TEXT
    if (declared and length > 0) or (length >= least and not is_layer_alone(page)):
        return PageType.ARTICLE
    return PageType.OTHER


def declares(page: Page, article: dict[str, Any] | None) -> bool:
    """Whether the page calls itself an article."""
    if article is not None or page.first("og:type") == "article":
        return True
    if page.first("article:published_time", "article:author") is not None:
        return True
    return len(page.meta.get(stated.PUBLISHED, ())) == 1  # several belong to a list


def _is_liveblog(page: Page, url: str) -> bool:
    """Whether the page is a live blog by its address and by the times of its many entries."""
    if not _LIVE.search(_path(url)):
        return False
    entries = (b for b in page.blocks if b.stamp is not None or _CLOCK.match(b.text))
    return len(list(itertools.islice(entries, MANY))) == MANY


def _path(url: str) -> str:
    return _BEFORE_PATH.sub("", url)


def _is_index(
    page: Page, article: dict[str, Any] | None, url: str, length: int, *, dated: bool
) -> bool:
    if article is not None and "headline" in article and length:
        return False
    path = _path(url).strip("/") if url else "?"
    if path in _FRONT and _BY_NUMBER.search(url) is None:
        return length < ARTICLE_TEXT or _teasers(page) >= 3
    if declares(page, None) or page.first("datepublished", "parsely-pub-date", stated.PUBLISHED):
        return False
    if dated:
        return False
    linked = sum(block.linked for block in page.blocks if block.linked > 25)
    return linked > 1.5 * length and _teasers(page) >= 8


def _teasers(page: Page) -> int:
    """How many links on the page are long enough for a headline."""
    return sum(1 for block in page.blocks if len(block.text) > 25 and block.link_density > 0.85)


def access(
    page: Page,
    article: dict[str, Any] | None,
    body: Sequence[Block],
    obstacle: Obstacle | None,
    *,
    told: bool = False,
) -> Access:
    """How much of the article the page let us read.

    ``told``: the outlet's own phrases say that it has a paywall.
    """
    if obstacle in {Obstacle.LOGIN, Obstacle.BOT_CHECK}:
        return Access.BLOCKED
    length = sum(len(block.text) for block in body if block.kind is not BlockKind.CAPTION)
    if told:
        return Access.TEASER
    closed = article is not None and str(article.get("isAccessibleForFree", "")).lower() == "false"
    short = length < TEASER_TEXT // 2
    if closed and short:
        return Access.TEASER
    cut_off = length < TEASER_TEXT and (closed or short or _truncated(body))
    return Access.TEASER if cut_off and _is_walled(page, body) else Access.FULL


def _is_walled(page: Page, body: Sequence[Block]) -> bool:
    """Whether some line of the page asks for a subscription. The pattern is slow.

    A paragraph of the body with another after it does not count: an article may be about
    subscriptions. So may its last one, which counts only if there is something to click.
    """
    own = {block.text for block in body[:-1]}
    shown = [block for block in page.blocks if not block.element.hidden]
    lines = [block.text for block in shown if len(block.text) <= 400 and block.text not in own]
    signs = signs_of_wall("\n".join(lines))
    asking = [line for line in lines if signs and is_wall(line, signs)]
    last = body[-1].text if body else ""
    return any(
        (line != last or _leads_on(shown, last)) and not _is_for_comments(line) for line in asking
    )


def _leads_on(shown: Sequence[TextBlock], last: str) -> bool:
    """Whether the last line of a body is a link, or a button or link that asks is just below it.

    Also True if the line is not a paragraph marked up like the line before it.
    """
    number = next(n for n, block in enumerate(shown) if block.text == last)
    own, before = shown[number].element, shown[max(0, number - 1)].element
    beside = own.tag == before.tag == "p" and own.parent is before.parent
    if shown[number].linked or not beside or own.attributes != before.attributes:
        return True
    behind = shown[number + 1 : number + 1 + BEHIND]
    return any(
        signs_of_wall(block.text)
        for block in behind
        if block.linked or block.element.tag == "button"
    )


def is_wall(text: str, signs: Sequence[str] = _SIGNS) -> bool:
    """Whether a text asks for a subscription or a login; never without one of the ``signs``."""
    return bool(signs_of_wall(text, signs)) and WALL.search(text) is not None


def _is_for_comments(line: str) -> bool:
    """Whether what a line asks for gives the readers' comments, and not the rest of the text."""
    found = WALL.search(line)
    before, behind = line[: found.start()], line[found.end() :]
    return bool(_OF_COMMENTS.match(behind) or _BEFORE_VERB.search(before))


def signs_of_wall(text: str, signs: Sequence[str] = _SIGNS) -> list[str]:
    """Those of the ``signs``, parts of words, that are in the text in any case."""
    folded = text.lower()
    if not text.isascii():
        for odd, plain in _ODD_CASES:
            folded = folded.replace(odd, plain)
    return [sign for sign in signs if sign in folded]


def _truncated(body: Sequence[Block]) -> bool:
    return bool(body) and body[-1].text.rstrip().endswith(("…", "..."))
