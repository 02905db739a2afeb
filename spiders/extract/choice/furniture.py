"""Phrases that are furniture if they are a block of their own.

Inside a sentence the same words are the author's, so every pattern here is matched against whole
blocks. What is listed recurs over many outlets; the rest is learned from the pages.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from spiders.extract.choice.counters import is_counter
from spiders.extract.choice.notices import is_call
from spiders.extract.choice.time_words import tells_moment, words_of
from spiders.extract.choice.update_lines import is_update_line

if TYPE_CHECKING:
    from spiders.extract.page import TextBlock

_WHOLE = """
skip to content|skip to main content|skip to navigation|leave a review|leave a comment|leave a reply
share|share this|share this article|share this story|share article|share on|share on social media
tweet|email|print|copy link|link copied|copy|save|facebook|twitter|x|whatsapp|telegram|linkedin
read more|read also|see also|also read|related|related articles|related stories|related news
related posts|related topics|related content|related coverage|more stories|more news|more from
most popular|most read|most viewed|trending|trending now|popular|editor's picks|editors' picks
editor’s picks|editor‘s picks|editors’ picks|top stories|latest news|latest stories|latest|in focus
news line|recommended|recommended for you|you may also like|you might also like|up next|don't miss
don’t miss|read next|keep reading|continue reading|load more|show more|see more|view more
follow us|follow us on social networks|follow us on social media|follow us on|subscribe|sign up
subscribe now|subscribe to our newsletter|newsletter|newsletters|sign up for our newsletter|log in
login|sign in|register|advertisement|advertising|ad|ads|sponsored|sponsored content|promoted
scroll to continue|scroll to continue with content|story continues below
article continues below|article continues after advertisement|media logo|audio-thumbnail
comments|comment|add a comment|post a comment|no comments|join the conversation|view comments
listen|listen to this article|listen to article|play|pause|watch|watch now|video|photo|photos
tags|topics|tagged|filed under|home|menu|search|close|open|next|previous|back|back to top|top
tap to unmute|opens in new tab|opens in a new tab|opens in new window|opens in a new window|loading
comments are closed|sign in to comment|log in to comment|accept cookies|was this helpful|file photo
загрузка|комментарии закрыты|комментарии отключены|haberin devamı
video player is loading.|loaded: 0%|remaining time|playback rate|picture-in-picture|fullscreen
this is a modal window|beginning of dialog window|end of dialog window
about the author|more by this author|all rights reserved|contact us|about us|privacy policy
become an oc media member|become a member|members’ exclusive|members' exclusive|donate|support us
download our app|get the app|report an error|report a typo|published|updated|breaking|live|exclusive
перейти к содержанию|перейти к содержимому|перейти к основному содержанию|читайте также|читать также
читать далее|читать дальше|подробнее|читать еще|ещё|поделиться|поделиться в соцсетях|подпишитесь
подписаться|подписывайтесь|комментарии|оставить комментарий|реклама|похожие новости|похожие статьи
материалы по теме|по теме|новости по теме|смотрите также|последние новости|самое читаемое|популярное
главное|главные новости|лента новостей|новости|теги|метки|войти|регистрация|фото|видео|распечатать
копировать ссылку|скопировать ссылку|другие новости|рекомендуем|в тренде|выбор редакции|ссылки
перейти до вмісту|перейти до змісту|читайте також|читати також|читати далі|поділитися|поширити
підписатися|підпишіться|підписуйтесь|коментарі|залишити коментар|останні новини|популярне|реклама
новини по темі|новини за темою|схожі новини|головне|теги|увійти|дивіться також|матеріали по темі
oxşar xəbərlər|paylaş|bənzər xəbərlər|digər xəbərlər|son xəbərlər|ən çox oxunan|ən çox oxunanlar
şərh yaz|şərhlər|rəy yaz|abunə ol|abunə olun|reklam|xəbər lenti|əlaqəli xəbərlər|oxumağa davam et
bizi izləyin|həmçinin oxuyun|daha ətraflı|ətraflı|manşet|keçid
içeriğe geç|içeriğe atla|ilgili haberler|ilginizi çekebilir|bunlar da ilginizi çekebilir
son güncelleme|paylaş|yorumlar|yorum yaz|yorum yap|abone ol
son dakika|son haberler|en çok okunan|en çok okunanlar|benzer haberler|devamını oku|reklam|diğer
bizi takip edin|ayrıca okuyun|etiketler|giriş yap|haberler|öne çıkanlar
նման նորություններ|կիսվել|կարդացեք նաև|մեկնաբանություններ|վերջին լուրեր|գովազդ|ամենաընթերցվածը
ასევე წაიკითხეთ|გაზიარება|კომენტარები|რეკლამა|მსგავსი სიახლეები|ბოლო ამბები|ყველაზე კითხვადი
انتهای پیام|پایان پیام
مطالب مرتبط|اشتراک گذاری|اشتراک‌گذاری|بیشتر بخوانید|نظرات|اخبار مرتبط|پربازدیدترین|تبلیغات|آگهی
اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|شارك|مشاركة|التعليقات|إعلان|مواضيع ذات صلة|أخبار ذات صلة|الأكثر قراءة
כתבות נוספות|שתף|שתפו|תגובות|פרסומת|קראו גם|עוד בנושא|הנקראות ביותר|הירשמו
相关新闻|相关阅读|相关文章|分享|评论|广告|延伸阅读|推荐阅读|热门|更多|打印|責任編輯|责任编辑|阅读更多
関連記事|シェア|シェアする|コメント|広告|続きを読む|ランキング
관련기사|공유|댓글|광고|더보기
lesen sie auch|mehr zum thema|teilen|anzeige|kommentare|zum inhalt springen|weiterlesen|werbung
lire aussi|à lire aussi|partager|publicité|commentaires|aller au contenu|lire la suite|s'abonner
leer también|lea también|te puede interesar|compartir|publicidad|comentarios|leer más|suscríbete
leggi anche|condividi|pubblicità|commenti|leia também|leia mais|compartilhe|publicidade|comentários
çok okunanlar|yorum bırak|оставить отзыв|رفتن به محتوا|نظر بدهید|پربازدیدها|bewertung abgeben
czytaj także|czytaj też|udostępnij|reklama|komentarze|zobacz także|przejdź do treści
"""
PHRASES = frozenset(
    phrase.strip().casefold() for line in _WHOLE.strip().splitlines() for phrase in line.split("|")
)

_BEFORE_COLON = """
lesen sie auch|mehr zum thema|lire aussi|à lire aussi|lea también|leer también|te puede interesar
leggi anche|leia também|czytaj także|czytaj też|zobacz także
ilginizi çekebilir|bunlar da ilginizi çekebilir|կարդացեք նաև|կարդացե՛ք նաև|ასევე წაიკითხეთ
წაიკითხეთ ასევე|بیشتر بخوانید|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|קראו גם
相关阅读|延伸阅读|関連記事|관련기사
"""
_INVITES = frozenset(_BEFORE_COLON.casefold().strip().replace("\n", "|").split("|"))
"""What comes before the headline of another article, followed by a colon."""
_COLON = re.compile("[:：՝]")
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
_COUNT = r"\d[\d.,\s]{0,12}"
_STORY = r"(?:новост|стат|материал|публикац|новин)\w*"
_SEEN = (
    rf"(?:прочитан|прочитал|просмотрен|просмотрел|переглянут)\w*\W*{_COUNT}"
    r"\s*(?:раза?|разів|рази|человека?|осіб)?"
)
"""A story that is not called *this* one, followed by a full stop, is narrated and is no counter."""
_NUMBERED = [
    rf"\W*(?:{_CLOCK}|/{_CLOCK}|0:00)(?:\W*(?:/\s*)?{_CLOCK})*\W*",
    rf"{_CLOCK}\s*(?:GMT|UTC|BST|IST|MSK|МСК|C?ES?T|[EP][SD]T)(?:[+-]\d{{1,2}})?",
    (
        rf"(?:bu (?:haber|yazı|makale|içerik|xəbər|məqalə)\s+)?{_COUNT}\s*(?:kez|defa|kere|dəfə)"
        r"\s+(?:okun|görüntülen|izlen|oxun|baxıl)\w*\W*"
    ),
    (
        r"(?:okunma|görüntülenme|izlenme|oxunma|baxış)(?:\s+sayı(?:sı)?)?\W*"
        rf"{_COUNT}\W*|(?:դիտվել|կարդացվել) է {_COUNT} անգամ\W*|դիտում\w*\W*{_COUNT}"
        rf"|ნანახია\W*{_COUNT}-?\s?ჯერ\W*|(?:تعداد بازدید|عدد المشاهدات)\W*{_COUNT}"
    ),
    rf"(?:(?:эт[аоу]\w?|данн\w+|ц[яю])\s+{_STORY}\s+)?{_SEEN}\W*|{_STORY}\s+{_SEEN}[^\w.]*",
    (
        r"(?:this (?:article|story|post|page) (?:has been|was)\s+)?(?:read|viewed|seen)"
        rf"\s+{_COUNT}\s+times\W*|(?:lu|vu|visto|leído)\s+{_COUNT}\s+(?:fois|veces)\W*"
        r"|(?:(?:dieser|der) (?:artikel|beitrag) wurde\s+)?"
        rf"{_COUNT}\s*mal (?:gelesen|aufgerufen)\W*"
    ),
    r"\d(?:[.,]\d+)?\s*[x×]",
    r"(?!(?:19|20)\d\d/)(?:page|стр\.?|səhifə|sayfa)?\s*\d+\s*(?:of|/|из|з)\s*\d+",
]
"""Patterns that require a digit."""
_OWNED = (
    r"(?-i:(?:[A-Z&][\w.&’'-]*\W+){1,6})(?:19|20)\d\d(?:\W{1,3}(?:19|20)?\d\d)?\W*"
    r"(?:(?:all|some) rights reserved.{0,40})?"
)
"""Whose it is, and since when; but *Copyright Act 1968 falls in court* is news."""
_WORDED = [
    r"(?:an?|one)\s+(?:second|minute|hour|day|week|month|year)\s+ago\W*",
    r"(?:just now|только что|щойно|indicə|az önce)",
    (
        r"(?:share|tweet|pin|email|print|save|like|copy)(?:\W+(?:share|tweet|pin|email|print|save"
        r"|like|copy|link|this|on|via|to|facebook"
        r"|twitter|x|whatsapp|linkedin|telegram|reddit))+\W*"
    ),
    (
        r"©.{0,160}|copyright\W{0,3}(?:(?:©|\(c\)|(?:19|20)\d\d).{0,150}|notice\W*)"
        rf"|copyright {_OWNED}"
    ),
    r"[—–-] ?.{2,60} \(@[\w.]{2,40}\) .{4,30}",
    r"this is a modal window\..{0,120}",
    r"to view this video,? please enable javascript.{0,120}",
    r"(?:beginning|end) of dialog window\..{0,120}",
    (
        r"\(c\)\W{0,3}(?:copyright )?(?:19|20)\d\d.{0,100}"
        rf"|\(c\) {_OWNED}"
    ),
    r"(?:by|von|par|por|автор|автор:|müəllif)\s+newsroom",
    (
        r"follow (?!(?:the|an?|this|that) )[^\s,;:.]+(?: [^\s,;:.]+){0,2} on (?:twitter|facebook"
        r"|instagram|telegram|youtube|tiktok|social|x)\W*"
    ),
    (
        r"(?:to )?contact the (?:reporter|editor|author|writer)s?\b.{0,60}"
        r"(?:@|\bth(?:is|e) (?:story|article)\b\s*:).{0,120}"
    ),
    (
        r"the post (?-i:(?![a-z])).{2,180} (?:first appeared|appeared first) on .{2,60}"
        r"|(?:der beitrag|l['’]article|la entrada|el artículo|o post|l['’]articolo|запись"
        r"|сообщение) .{2,160} (?:erschien zuerst (?:auf|bei)|est apparu en premier sur"
        r"|(?:se publicó|apareció)(?: por)? primer[oa]? en|apareceu primeiro em|proviene da"
        r"|(?:впервые )?появил[аио]сь (?:сначала|впервые) на) .{2,60}"
    ),
    r"посетители, находящиеся в группе .{2,40}, не могут .{10,80}",
    r"(?:see|view) (?:all|more)(?: of)?(?: the| our)? (?:pictures|photos|images|gallery)\W.{0,80}",
]
"""Patterns that begin with one of the words in ``_FIRST``."""
_BEGINNINGS = """
a an one just только щойно indicə az share tweet pin email print save like copy © (c) copyright
— – - this beginning end by von par por автор автор: müəllif the der l'article l’article
l'articolo l’articolo la el o запись сообщение посетители, to contact follow read see view also
related related: читайте читать həmçinin ayrıca
"""
_FIRST = frozenset(_BEGINNINGS.split())


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_INVITATION = re.compile(
    r"(?:read (?:more|also|next)|see also|also read|related|читайте также|читайте ещё|читать также"
    r"|читайте також|həmçinin oxu\w*|ayrıca oku\w*)\s*[:：]",
    re.IGNORECASE,
)
_WITH_NUMBER, _WITH_WORD = _any_of(_NUMBERED), _any_of(_WORDED)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w")
MAX_NUMBERED = 110
_COUNTED = re.compile(r"\s*[(\[]\d{1,3}[)\]]$")
"""*Join the conversation (12)*; a figure of four digits may be a year."""
_CLOSING = (")", "]")
_EDGES = " \t\"'“”„«»‘’‹›()[]{}<>|/\\•·∙●▪►▸▶→←»:;,.!?…-–—_*#+=~"
MAX_CAPTION = 900
MAX_PHRASE = 220
LABEL = 4
"""``Read more:`` alone names nothing yet; with a word or two it may be a button."""

_PHOTO = (
    "photo(?:graph)?s?|foto|фото|фото автора|fotoğraf|şəkil|լուսանկար(?:ը|ներ|ները)?|ფოტო"
    "|عکس|تصوير|צילום|摄影|攝影|图片|写真|사진"
)
CREDIT = re.compile(
    r"^\W{0,2}(?:image|picture|pic|credit|illustration|video|bild"
    rf"|изображение|зображення|іллюстрація|иллюстрация|görsel|صورة|图|{_PHOTO})"
    r"\s*(?:by|courtesy|credit|source|from)?\s*[:：՝/©|].{0,160}$",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    rf"[.!?…。։»”\"’)]\s*\(?(?:{_PHOTO})\s*[:：՝/©|][^.!?。։]{{2,80}}\)?$", re.IGNORECASE
)
"""A caption, then after its full stop who took the picture."""
_AGENCY = (
    "(?:AP|AFP|AAP|EPA|PA|DPA|dpa|ANSA|TASS|Reuters|REUTERS|Associated Press|Getty(?: Images)?"
    "|Bloomberg|Rex(?: Features)?|Shutterstock|Kyodo(?: News)?|Xinhua|Sputnik)"
)
_NAME = r"[A-ZА-ЯÀ-ÞƏİŞĞ][\w.’'-]+(?: [A-ZА-ЯÀ-ÞƏİŞĞ][\w.’'-]*){0,3}"
AGENCY = re.compile(rf"(?<!\w){_AGENCY}(?!\w)")
"""The name of an agency, anywhere in a text."""
_LABEL_BY_AGENCY = re.compile(
    rf"(?:(?i:image source|source|photo|picture alliance)\W+)?{_AGENCY}(?:(?:\W+via)?\W+{_AGENCY})*"
    rf"(?:\s?[/|]\s?{_NAME})?|{_NAME}\s?[/|]\s?{_AGENCY}(?:(?:\W+via)?\W+{_AGENCY})*"
)
"""``Getty Images``, ``AFP via Getty Images``, ``Ada Quill / AFP``: only who sells the picture."""
_BY_AGENCY = re.compile(
    rf"\((?:(?:AP |AFP )?Photo|{_AGENCY})(?: Photo)? ?/[^()]{{2,60}}\)$"
    rf"|\([^()]{{2,60}}(?: via |/){_AGENCY}[^()]{{0,30}}\)$"
    r"|\((?:AP |AFP |File |Courtesy )?(?:[Pp]hoto|Image|Credit)\b[^()]{0,60}\)$"
    rf"|[(\s]{_AGENCY} Images\)?$|^\({_AGENCY}\)$|(?:Getty Images|AP Photo|Shutterstock)\)?$"
    rf"|\| ?(?:Photo|Credit|{_AGENCY})[^|]{{0,50}}$"
    rf"|^{_AGENCY}/[A-Z][^.]{{2,50}} [-–—] |^FILE(?: PHOTO)? ?[-–—:] "
    r"|^In this .{0,70}?\b(?:photo|image|picture|handout)\b.{0,60}\b(?:released|provided|taken)\b"
)
"""The same in the form of agencies' captions: ``(AP Photo/A. Name)``, ``(Name/Getty Images)``."""
_SIGNED = re.compile(
    rf"[.!?…։。”\"’)]\s+{_NAME}\s?[/|]\s?(?:{_AGENCY}(?:/{_AGENCY})*(?: via {_AGENCY})?"
    rf"|{_NAME} via {_AGENCY})\.?$"
)
"""A caption, then after its full stop the photographer and the agency: *Ada Quill/AFP.*"""
_TAKEN_BY = re.compile(
    r"[。！？”）]\s*[^\s。，]{2,12}(?:\s[^\s。，]{2,6})?(?<!拍)\s?[摄攝]$|＝[^\s。、]{2,12}撮影$"
)
"""The same in Chinese and Japanese, without a colon."""
_TAKEN = ("摄", "攝", "撮影")
_BY_ENDS = (")", "Images", "AP Photo", "Shutterstock")
_BY_STARTS = (
    *("AP/", "AFP/", "AAP/", "EPA/", "PA/", "DPA/", "dpa/", "ANSA/", "TASS/", "Reuters/"),
    *("REUTERS/", "Associated Press/", "Getty", "Bloomberg/", "Rex", "Shutterstock/", "Kyodo"),
    *("Xinhua/", "Sputnik/", "FILE", "In this "),
)
"""How a caption of that form ends or begins, if it has no bar."""
_NAMED_BY = re.compile("[:：՝/©|]")
_CREDIT_END, _SHOWN = 84, 400
"""The most characters of a credit after a caption, and of a caption credited by a name alone."""


def is_furniture(text: str) -> bool:
    """Whether the whole block is a phrase of furniture, in any language we know."""
    return len(text) <= MAX_PHRASE and _is_phrase(text)


@functools.lru_cache(2048)
def _is_phrase(text: str) -> bool:
    """The same, cached: called several times per block, and many pages have the same furniture."""
    folded = text.casefold().replace("i\u0307", "i")  # the Turkish capital İ
    bare = _COUNTED.sub("", folded) if folded[-1:] in _CLOSING else folded
    if folded in PHRASES or bare.strip(_EDGES) in PHRASES:
        return True
    if len(text) <= MAX_NUMBERED and _DIGIT.search(text) and _is_numbered(text):
        return True
    if _WORD.search(text) is None or is_update_line(text) or is_call(text):
        return True
    if _invites(text, folded):
        return True
    return folded.split(None, 1)[0] in _FIRST and _WITH_WORD.fullmatch(text) is not None


def _is_numbered(text: str) -> bool:
    """Whether it is a clock, a time ago or a count: a line of figures and the words around them."""
    if _WITH_NUMBER.fullmatch(text):
        return True
    words = words_of(text)
    return tells_moment(text, words) or is_counter(text, words)


def _invites(text: str, folded: str) -> bool:
    before = _COLON.split(folded, maxsplit=1)[0].strip(_EDGES)
    return before in _INVITES or _INVITATION.match(text) is not None


def stands_as_furniture(block: TextBlock) -> bool:
    """Whether a block of a page is furniture: ``Read more: …`` is, if it has a link.

    Without a link it is about reading: *Read more: libraries open on Sundays*.
    """
    text = block.text
    if not is_furniture(text):
        return False
    return bool(block.linked) or len(text.split()) <= LABEL or not _invites(text, text.casefold())


def is_credit(text: str) -> bool:
    """Whether the whole block is the credit of a picture."""
    return len(text) <= MAX_PHRASE and CREDIT.match(text) is not None


def names_agency(text: str) -> bool:
    """Whether the whole line below a picture names its agency, perhaps with the photographer."""
    return (
        len(text) <= MAX_NUMBERED and _LABEL_BY_AGENCY.fullmatch(text.strip("()©[] ")) is not None
    )


def is_credited(text: str) -> bool:
    """Whether this is a caption that says who took its picture, mostly at its end."""
    if len(text) > MAX_CAPTION:
        return False
    named = _NAMED_BY.search(text, len(text) - _CREDIT_END) is not None
    if named and (_CREDITED.search(text) or is_signed(text)):
        return True
    if text.endswith(_TAKEN) and _TAKEN_BY.search(text, len(text) - _CREDIT_END):
        return True
    maybe = "|" in text or text.endswith(_BY_ENDS) or text.startswith(_BY_STARTS)
    return maybe and _BY_AGENCY.search(text) is not None


def credits_picture(block: TextBlock) -> bool:
    """Whether a block of a page is such a caption.

    Signed with a name and an agency's it is one only beside a picture: texts may end so too.
    """
    if not is_credited(block.text):
        return False
    beside = block.element.pictured or block.element.pictures > 0
    return beside or not is_signed(block.text)


def is_signed(text: str) -> bool:
    """Whether a name with an agency's follows the last full stop."""
    return len(text) <= _SHOWN and _SIGNED.search(text[-_CREDIT_END:]) is not None


def asks_for_scripts(text: str) -> bool:
    """Whether the text tells the reader that the page needs scripts or another browser."""
    return _SCRIPTS.search(text) is not None


def speaks_of_page(text: str) -> bool:
    """Whether the text speaks to its reader about its own page; a story is about the world."""
    return asks_for_scripts(text) or _ITSELF.search(text) is not None


_SCRIPTS = re.compile(
    r"java ?script|\byour(?:s|self)?\b.{0,60}\bbrowser|\bbrowser.{0,60}\byour"
    r"|\b(?:ihr|dein)\w* browser|votre navigateur|(?:su|tu|seu) navegador|(?:ваш|св)\w+ браузер"
    r"|tarayıcınız|brauzeriniz|(?:浏览|瀏覽)器|ブラウザ|브라우저|مرورگر(?: خود| شما)|متصفحك",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"\bthis (?:web ?)?(?:page|site|article|story|post|content|video|feature|section)\b"
    r"|\bcomments (?:are|have been) (?:closed|disabled|turned off)|\bplease wait\b|\bwe use cookies"
    r"|\bdiese[rnms]? (?:seite|artikel|beitrag|inhalt)|\bcette page\b|\bcet article\b"
    r"|\besta página\b|\beste (?:artículo|artigo)\b|\bquest[ao] (?:pagina|articolo)\b"
    r"|\bэт\w+ (?:страниц|стать|сайт|материал)|комментарии (?:закрыты|отключены)"
    r"|\bц\w+ (?:сторін|стат|сайт|матеріал)|\bbu (?:sayfa|səhifə|məqalə|makale|site|sayt)"
    r"|本页|本頁|本文|このページ|この記事|هذه الصفحة|این صفحه|דף זה",
    re.IGNORECASE,
)
