"""What a house says to its readers below every article, as a block of its own.

Whose opinions these are, who may reprint them, where else to follow the house. On a page of one
paragraph such a line is half of what there is to read, and the model takes it for the article's.
Held against whole blocks behind the text: a sentence on such a line, one that is quoted, and one
that tells what somebody said, did or was sentenced for is the author's.
"""

from __future__ import annotations

import functools

import regex

LEAST, MOST = 30, 400
"""Characters of such a line."""
CALL = 220
"""An invitation is no longer."""
_QUOTED = frozenset("“”„«»\"‘’'「『")

_DISCLAIMER = regex.compile(
    r"(?:the )?(?:views|opinions)(?:,? (?:and|or|views|opinions|ideas|thoughts)){0,4}"
    r" (?:expressed|stated|contained|presented)"
    r" (?:here|(?:in|on|by) (?:(?:the|this|these|our|above) )?(?:articles?|columns?|comment"
    r"|pieces?|posts?|blogs?|texts?|op-?eds?|publications?|materials?|site|website|pages?"
    r"|authors?|writers?|contributors?|columnists?|bloggers?|guests?|speakers?))\w*\b.{0,120}?"
    r"\b(?:(?:do|does|may|might) not\b.{0,20}?\b(?:reflect|represent|coincide)|are (?:those|solely"
    r"|the author|their own|his own|her own))\b"
    r"|(?:the )?(?:terms,? )?(?:place ?names|toponyms?)\b.{0,160}?\bnot necessarily reflect\b"
    r"|(?:мнени[ея]|взгляды|точка зрения)\s+(?:автор\w*|редакции|участник\w*)\b.{0,80}?"
    r"\b(?:мо(?:жет|гут) не |не (?:обязательно|всегда) )(?:совпад|отраж)"
    r"|редакция (?:\S+ )?(?:не нес[её]т ответственности|может не (?:разделять|соглашаться))"
    r"|(?:думк[аи]|погляди|позиція)\s+(?:автор\w*|редакції)\b.{0,80}?"
    r"\b(?:мо(?:же|жуть) не |не (?:обов|завжди) ?\S* )(?:збіг|співпад|відобра)"
    r"|редакція (?:\S+ )?(?:не несе відповідальності|може не поділяти)"
    r"|(?:müəllif\w*|məqalədəki) .{0,60}?\b(?:redaksiya|mövqe)\w*.{0,60}?\buyğun gəlmə"
    r"|(?:yazar\w*|yazıda\w*|makalede\w*) .{0,120}?\b(?:editoryal|yayın) (?:politika|çizgi)\w*"
    r".{0,60}?yansıt"
    r"|.{0,80}?կարծիք\S*.{0,60}?(?:(?:չհամընկնել|չի արտահայտում).{0,40}?խմբագրությ"
    r"|խմբագրությ\S+.{0,60}?(?:չհամընկնել|չի արտահայտում))"
    r"|.{0,80}?(?:მოსაზრება|შეხედულება|პოზიცია)\S*.{0,80}?(?:რედაქცი\S*).{0,60}?"
    r"(?:არ ემთხვეოდეს|არ გამოხატავ\S*|არ ასახავ\S*)"
    r"|(?:المقال|الآراء) .{0,80}?(?:لا (?:يعبر|تعبر|يعكس|تعكس))",
    regex.IGNORECASE,
)
"""Whose opinions these are."""
_REPRINT = regex.compile(
    r"(?:re-?print(?:ing|s)?|reproduction|republication|republishing|use)"
    r"(?: of (?:(?:the|our|this|any|all|these|site) )*(?:materials?|contents?|articles?|texts?))?"
    r" (?:is|are|only|without|in whole)\b.{0,120}?\b(?:hyperlink|with reference|permission)"
    r"|(?:перепечатка|копирование|использование|цитирование) (?:\S+ ){0,3}?"
    r"(?:материал|текст|информаци)\w*.{0,80}?(?:возможн|разреш|допуска|только|обязательн|при |без )"
    r".{0,80}?(?:ссылк|согласи\w+ (?:редакц|правообладател))"
    r"|(?:передрук|копіювання|використання|цитування) (?:\S+ ){0,3}?"
    r"(?:матеріал|текст|інформаці)\w*.{0,80}?(?:можлив|дозвол|лише|тільки|обов|за умов|без )"
    r".{0,80}?(?:посиланн|згод\w+ (?:редакц|правовласник))"
    r"|(?:məlumat|material|xəbər)\w* (?:istifadə|iqtibas)\b.{0,80}?\b(?:istinad|hiperlink)"
    r"|(?:haber|içerik)\w* .{0,60}?\b(?:izinsiz|kaynak göster)\w*.{0,80}?\w+[ae]maz"
    r"|.{0,60}?արտատպ\S+.{0,120}?(?:հղում|հիպերհղ|արգելվ)"
    r"|.{0,60}?გადაბეჭდვ\S+.{0,120}?(?:მითითებ|ბმულ|აკრძალ)",
    regex.IGNORECASE,
)
"""Who may print it again."""
_CALLS = regex.compile(
    r"(?:(?:please )?(?:(?:follow|join) (?:us (?:on|in|via)|our)"
    r"|(?:subscribe|sign up) (?:for|to) our"
    r"|(?:get|receive|sign up|subscribe)\b.{0,120}?\b(?:in|to|into) your inbox)\b"
    r"|(?:подписывайтесь|подпишитесь|присоединяйтесь|вступайте|следите за (?:нами|нашими)"
    r"|читайте нас|читайте (?:\S+ ){1,2}в)\b"
    r"|(?:підписуйтес[ья]|підпишіт[ьс]\w*|приєднуйтес[ья]|долучайтес[ья]|стежте за (?:нами|нашими)"
    r"|читайте нас)\b"
    r"|.{0,80}?\b(?:bizi|bizə|kanalımız\w*|səhifəmiz\w*|kanalına|hesabımız\w*|bültenimiz\w*)\b"
    r".{0,80}?\b(?:izləyin|abunə olun|qoşulun|takip edin|abone olun|katılın)\b"
    r"|(?:հետևեք|միացեք|բաժանորդագրվեք|գրանցվեք)\b.{0,60}?\b(?:մեզ|մեր)"
    r"|(?:გამოიწერეთ|შემოგვიერთდით|გამოგვყევით|მოგვყევით|გაგვყევით|გვადევნეთ)"
    r"|(?:.{0,60}?(?:ما را|کانال).{0,60}?(?:دنبال کنید|بپیوندید|عضو شوید))"
    r"|(?:تابعونا|تابعنا|اشترك\S* في|انضموا? إلى)"
    r"|(?:síguenos|suscríbete a|suivez-nous|abonnez-vous à|folgen sie uns|abonnieren sie|siga-nos"
    r"|inscreva-se|seguici|iscriviti|ακολουθήστε)\b"
    r"|.{0,80}?\b(?:kuzating|kuzatib boring|obuna bo.ling|жазылыңыз\w*|катталыңыз\w*)\b)",
    regex.IGNORECASE,
)
_CHANNEL = regex.compile(
    r"telegram|teleqram|телеграм|տելեգրամ|ტელეგრამ|تلگرام|تلغرام|تيليغرام|تيليجرام"
    r"|whats ?app|ватсап|واتس"
    r"|viber|вайбер|facebook|фейсбук|ֆեյսբուք|ფეისბუქ|فيسبوك|instagram|инстаграм|اینستاگرام|youtube"
    r"|ютуб|يوتيوب|\btwitter|tiktok|google news|messenger|newsletter|your inbox"
    r"|рассылк|розсилк|bülten"
    r"|соцсет|соцмереж|social (?:media|networks)|наш\S* канал|ալիք|قناتنا|النشرة|نشرتنا",
    regex.IGNORECASE,
)
_TOLD = regex.compile(
    r"\d|\b(?:says?|said|told|tell|wrote|written|read|warns?|ruled|held|judges?|courts?|polic\w+"
    r"|ministers?|ministry|jailed|sentenced|fined|witness\w*)\b"
    r"|\b(?:сказа|сообщи|заяви|писал|написа|говори|реши[лв]|постанов|призна|призва|повідом|каза"
    r"|виріши|закликав|суд|полици|поліці|министр|міністр|адвокат|прокур|обвиня|звинувач|блокиров)"
    r"|\b(?:dedi|diye|diyen|söyle|yaz(?:ıp|dı|araq|arak)|bildir|mahkeme|məhkəmə|polis|savcı|sanık"
    r"|prokuror|ceza|cəza|cərim|çağrı)"
    r"|ասաց|ասել|գրել|հայտն|դատարան|ոստիկան|თქვა|განაცხად|წერდა|სასამართლო|პოლიცი|ბრალდ"
    r"|قال|محكم|شرط|متهم|كتب|گفت|دادگاه|پلیس|نوشت|\b(?:sud|aytdi|сот|айтты)\b",
    regex.IGNORECASE,
)
"""No house says so of itself: figures, and who said, did or judged what."""
_MAYBE = (
    *("views", "opinion", "place name", "toponym", "reprint", "reproduc", "republi", "material"),
    *("inbox", "follow", "join", "subscribe", "sign up", "мнени", "взгляд", "точка зрения"),
    *("редакц", "перепечатка", "копирование", "использование", "цитирование", "подпи", "присоедин"),
    *("вступайте", "следите", "читайте", "думк", "погляд", "позиці", "передрук", "копіювання"),
    *("використання", "цитування", "підпи", "приєдн", "долуч", "стежте", "müəllif", "məqalədə"),
    *("yazar", "yazıda", "makale", "haber", "içerik", "istifadə", "iqtibas", "məlumat"),
    *("bizi", "bizə", "xəbər"),
    *("ımız", "imiz", "umuz", "ümüz", "abun", "abone", "խմբագրությ", "արտատպ", "հետև"),
    *("միաց", "բաժանորդ", "գրանցվ", "რედაქცი", "გადაბეჭდ", "გამოიწერ", "შემოგვ"),
    *("გამოგვყ", "მოგვყ", "გაგვყ", "გვადევნ", "دنبال", "بپیوند", "عضو شو", "المقال", "الآراء"),
    *("تابع", "اشترك", "انضم", "síguenos", "suscríbete", "suivez", "abonnez", "folgen"),
    *("abonnieren", "siga-nos", "inscreva", "seguici", "iscriviti", "ακολουθ", "kuzat", "obuna"),
    *("жазыл", "каттал"),
)
"""One of these is in every such line: most need no closer look."""


@functools.lru_cache(2048)
def is_notice(text: str) -> bool:
    """Does this whole block say whose opinions these are, who may reprint, or where to follow?"""
    if not LEAST <= len(text) <= MOST or text[0] in _QUOTED:
        return False
    lowered = text.lower()
    if not any(word in lowered for word in _MAYBE):
        return False
    if _TOLD.search(text):
        return False
    line = text.lstrip(" *•—–-(➤►▶👉❗️!📲🔔")
    if _DISCLAIMER.match(line) or _REPRINT.match(line):
        return True
    called = len(text) <= CALL and _CHANNEL.search(line) is not None
    return called and _CALLS.match(line) is not None
