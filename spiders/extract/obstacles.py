"""Pages with status 200 in place of the article: logins, bot checks, errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from spiders.extract.late import Late
from spiders.extract.missing import says_missing
from storage.records import Obstacle

if TYPE_CHECKING:
    from spiders.extract.page import Page

SHORT = 120
SMALL = 1_500
"""A page with more running text than this (in characters) is not taken for an obstacle."""

_BOT_CHECK = Late(
    r"just a moment\b|checking (?:your browser|if the site connection)"
    r"|verify(?:ing)? (?:that )?you are"
    r" (?:a )?human|are you (?:a )?(?:human|robot)|attention required|ddos protection by|enable"
    r" (?:javascript|js) and cookies to continue|please (?:complete|solve) the (?:captcha|security)"
    r"|pardon our interruption|unusual (?:traffic|activity) from"
    r"|access (?:to this page )?(?:has been )?denied"
    r"|you have been blocked|request unsuccessful\. incapsula|bot verification|security check"
    r"|press (?:&|and) hold|проверка браузера|подтвердите, что вы (?:не робот|человек)|вы не робот"
    r"|доступ (?:ограничен|заблокирован|запрещ[её]н)|доступ заборонено|перевірка браузера"
    r"|robot olmadığınızı"
    r"|giriş məhdudlaşdırılıb",
    regex.IGNORECASE,
)
_CALLS = (
    r"(?:errors?|https?(?:/[\d.]{1,3})?|status|code|meditation|oops|sorry"
    r"|that.s an error|fehler|erreur|err[oe]re?|błąd|fout|ошибк[аи]|помилк[аи]|xəta(?:sı)?"
    r"|hata(?:sı)?|սխալ|შეცდომა|خطا(?:ی)?|خطأ|שגיאה|错误|錯誤|エラー|오류)"
)
"""What a page calls the number of its error. *500 arrested in Vell* is news."""


def _number(code: str) -> str:
    """A pattern for this number as an error: called one, or alone except for the outlet's name."""
    alone = rf"^\W*e?{code}\W*$|^\W*{code}\s*[-–—|:·•»]\s|\s[-–—|:·•»]\s*{code}\W*$"
    return rf"{_CALLS}\W{{0,3}}e?{code}\b|\b{code}\W{{0,3}}{_CALLS}|{alone}"


_NOT_FOUND = Late(
    rf"{_number('404')}|404,? (?:not found|page)"
    r"|page (?:was |is |could |can )?not (?:be )?found|page (?:doesn.t"
    r"|does not) exist|page you"
    r" (?:requested|are looking for|were looking for)|no longer (?:exists|available)"
    r"|nothing (?:was )?found|article not"
    r" found|story not found|content not found"
    r"|\b(?:page|article|story|content|post|url|item|document|file|this|it) (?:you [^.]{1,40}? )?"
    r"(?:has been|was) (?:removed|deleted)"
    r"|страница не (?:найдена|существует)"
    r"|такой страницы (?:нет|не существует)|материал (?:не найден|удал[её]н)"
    r"|сторінк[аиу] не (?:знайдено|існує)"
    r"|səhifə tapılmadı|belə səhifə|sayfa bulunamadı|aradığınız sayfa|էջը չի գտնվել"
    r"|էջը գտնված չէ|გვერდი ვერ მოიძებნა"
    r"|გვერდი არ არსებობს|صفحه.{0,20}یافت نشد|الصفحة غير موجودة|لم يتم العثور|הדף לא נמצא"
    r"|页面不存在|找不到页面"
    r"|ページが見つかりません|페이지를 찾을 수 없"
    r"|seite (?:wurde )?nicht gefunden|page (?:introuvable"
    r"|non trouvée)|página no"
    r" encontrada|pagina non trovata|strona nie została znaleziona|página não encontrada",
    regex.IGNORECASE,
)
_ERROR = Late(
    r"(?:internal server error|service (?:temporarily )?unavailable|bad gateway"
    r"|gateway time-?out|something went wrong"
    r"|error establishing a database connection|temporarily (?:down|unavailable|offline)"
    r"|(?:under|scheduled) maintenance"
    r"|technical difficulties|an error (?:has )?occurred|fatal error"
    r"|unexpected error"
    r"|ошибка сервера|внутренняя ошибка|технические работы|сайт временно недоступен"
    r"|помилка сервера|технічні роботи"
    r"|server xətası|texniki işlər|sunucu hatası|bakım çalışması|application error)"
    rf"|{_number('50[0234]')}|\b503 backend",
    regex.IGNORECASE,
)
_LOGIN = Late(
    r"^(?:please )?(?:log ?in|sign ?in|login|log on|member login|subscriber login|войти|вход"
    r"|авторизация|увійти|вхід|daxil ol(?:un)?"
    r"|giriş(?: yap)?|մուտք|შესვლა|ورود|تسجيل الدخول|התחברות"
    r"|登录|ログイン|로그인|anmelden|connexion"
    r"|iniciar sesión|accedi|zaloguj"
    r"(?: się)?)\b|(?:please )?(?:log ?in|sign ?in|login)(?: or (?:subscribe|register|sign up"
    r"|create an account))? (?:to (?:read"
    r"|continue|view|access)|required)|create (?:a free |an )account to (?:read|continue)",
    regex.IGNORECASE,
)


def obstacle(page: Page, running: int, *, declared: bool) -> Obstacle | None:
    """The obstacle in the article's place; None if there is none.

    ``running`` is the length of the body's running text; ``declared``: the page calls itself an
    article. Words alone decide only for a page that is nearly empty: an article *about* a 404 page
    has an article's length.
    """
    if running > (SMALL // 10 if declared else SMALL):
        return None
    headings = [block.text for block in page.blocks if block.element.tag in _HEADINGS][:4]
    heads = [_in_our_figures(text) for text in (page.title, *headings) if len(text) < SHORT]
    for pattern, kind in _ORDER:
        if any(map(pattern.search, heads)):
            return kind
    if any(map(says_missing, heads)):
        return Obstacle.NOT_FOUND
    if running > SMALL // 5:
        return None
    texts = (block.text for block in page.blocks if not block.element.celled)
    told = [_in_our_figures(text) for text in texts if len(text) < 2 * SHORT][:60]
    if page.asks_password and any(_LOGIN.search(text) for text in told):
        return Obstacle.LOGIN
    for pattern, kind in _ORDER[:-1]:
        if any(pattern.search(text) for text in told):
            return kind
    alone = (text for text in told if 2 * len(text) >= running)  # not a sentence among others
    return Obstacle.NOT_FOUND if any(map(says_missing, alone)) else None


def _in_our_figures(text: str) -> str:
    """Turn *خطای ۴۰۴* into the same with 404: patterns have numbers in one script only."""
    return text if text.isascii() else text.translate(_FIGURES)


_FIGURES = {
    zero + value: str(value) for zero in (0x660, 0x6F0, 0x966, 0xFF10) for value in range(10)
}
"""The digits of Arabic, Persian and Devanagari, and full-width ones."""


_HEADINGS = frozenset({"h1", "h2", "h3", "title"})
_ORDER = (
    (_BOT_CHECK, Obstacle.BOT_CHECK),
    (_NOT_FOUND, Obstacle.NOT_FOUND),
    (_ERROR, Obstacle.ERROR),
    (_LOGIN, Obstacle.LOGIN),
)
