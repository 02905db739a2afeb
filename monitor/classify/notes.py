"""Sentences that are no part of the story: notes of the editors, and promotion.

Both are asked for narrowly: a sentence of the story that is taken for a note would hide a silent
edit, one that is taken for promotion would hide a change.

The patterns are long, and most comparisons need none of them: each is compiled when it is first
asked.
"""

from __future__ import annotations

import regex

_HEADS = (
    "corrections?|clarification|editor['’]?s note|editors['’] note|updated?",
    "исправление|уточнение|поправка|обновлено|от редакции|примечание редакции",
    "виправлення|уточнення|виправлено|оновлено|від редакції|примітка редакції",
    "düzeltme|güncelleme|editörün notu|editör notu",
    "düzəliş|dəqiqləşdirmə|redaksiyadan|redaksiyanın qeydi",
    "ուղղում|ճշտում|պարզաբանում|խմբագրության կողմից",
    "შესწორება|დაზუსტება|რედაქციისგან",
    "korrektur|berichtigung|anmerkung der redaktion|rectificatif|correctif",
    "corrección|rectificación|اصلاحیه",
)
"""How a note begins, before a colon, a dash, a stop, a bracket or a date."""
_WRONGLY = "(?:incorrectly|mistakenly|wrongly|erroneously)"
_PHRASES = (
    r"\ban? (?:earlier|previous|prior|original) version of (?:this|the|our)",
    (
        r"\b(?:this|the) (?:\w+ and )?(?:article|story|post|report|piece|headline|page|caption) "
        r"(?:and (?:its )?\w+ )?(?:was|were|has been|have been) (?:\w+ )?"
        r"(?:updated|amended|corrected|edited|changed|clarified|revised|modified)"
    ),
    r"\bthis is a (?:breaking|developing) (?:news )?story",
    rf"\b(?:article|story|version|headline|caption|report) (?:\w+ ){{0,4}}{_WRONGLY}",
    rf"\bwe (?:{_WRONGLY}|misstated|misidentified|regret the|apologi[sz]e for the)",
    (
        r"\b(?:article|story|version|headline|caption|report) (?:\w+ ){0,4}"
        r"(?:misstated|misidentified|misspelled)"
    ),
    r"в (?:предыдущей|более ранней|первоначальной) версии",
    (
        r"(?:текст|статья|материал|заголовок|новость) (?:был[аи]? )?"
        r"(?:исправлен|обновлен|обновлён|уточнен|изменен|дополнен)"
    ),
    r"ранее в (?:тексте|статье|материале|заголовке)",
    r"(?:тексте|статье|материале|заголовке|мы) ошибочно",
    r"у (?:попередній|ранішій|початковій) версії",
    (
        r"(?:текст|стаття|матеріал|заголовок|новина) (?:був |бул[аио] )?"
        r"(?:виправлен|оновлен|уточнен|змінен|доповнен)"
    ),
    r"(?:тексті|статті|матеріалі|заголовку|ми) помилково",
    r"bu (?:haber|yazı|makale).{0,40}(?:güncellen|düzeltil|değiştiril)",
    r"(?:haberin|yazının|makalenin) önceki (?:sürüm|versiyon|hal)",
    r"bu (?:məqalə|xəbər|yazı|mətn).{0,40}(?:yenilən|düzəldil|dəyişdiril)",
    r"(?:məqalənin|xəbərin|yazının|mətnin)? ?əvvəlki versiya",
    r"(?:հոդված|նյութ|տեքստ)\p{L}* (?:\p{L}+ ){0,3}(?:ուղղվել|թարմացվել|խմբագրվել)",
    r"(?:հոդվածի|նյութի|տեքստի)? ?նախորդ տարբերակ",
    r"(?:სტატია|მასალა|ტექსტი) (?:\p{L}+ ){0,3}(?:განახლდა|შესწორდა|ჩასწორდა)",
    r"წინა ვერსია",
)
"""What a note says of the text itself."""
_NOTE = rf"\A\W*(?:{'|'.join(_HEADS)})(?:\s*[:–—.\-(|]|\s+\d|\s*\Z)|{'|'.join(_PHRASES)}"
_NOTE_STEMS = (
    "this is a ",
    *("version of", "update", "amended", "correct", "edited", "changed", "clarif", "revised"),
    *("modified", "mistakenly", "wrongly", "erroneous", "misstat", "misident", "misspel", "regret"),
    *(
        "apolog",
        "editor",
        "this is a ",
        "верси",
        "исправ",
        "уточн",
        "поправк",
        "обновл",
        "редакц",
        "изменен",
    ),
    *("дополнен", "ранее в", "ошибочно", "версі", "виправ", "оновлен", "помилково", "редакці"),
    *("змінен", "доповнен", "düzelt", "güncel", "editör", "değiştiril", "önceki", "düzəl"),
    *("dəqiqləş", "redaksiya", "yenilən", "dəyişdiril", "versiya", "ուղղ", "ճշտ", "պարզաբ"),
    *("խմբագր", "թարմաց", "տարբերակ", "შესწორ", "დაზუსტ", "რედაქ", "განახლ", "ჩასწორ", "ვერსია"),
    *("korrekt", "berichtig", "anmerkung", "rectif", "اصلاحیه"),
)
"""Cheap to look for: most sentences hold none of them and need no pattern."""
_ASCII_STEMS = tuple(stem for stem in _NOTE_STEMS if stem.isascii())
_PROMOTION = (
    r"\A\W*(?:(?:please )?(?:sign up|subscribe|follow us|read more|read also|click here|share this|"
    r"join our|become a member|download (?:our|the) app|(?:support|fund) (?:our|independent) "
    r"journalism|listen to the|watch the video|see all topics|donate (?:now|here|today)|get our)|"
    r"advertisement|sponsored|most popular|related (?:articles|stories)|skip to content|"
    r"leave a (?:review|comment)|privacy policy|all rights reserved|"
    r"подпис(?:ывайтесь|аться)|читайте (?:также|нас)|поделиться|"
    r"підписуйтесь|підписатися|читайте (?:також|нас)|поділитися|"
    r"abunə ol|oxuyun|bizi izləyin|abone ol|bizi takip edin|paylaş\b|"
    r"բաժանորդագրվ|կարդացեք նաև|հետևեք մեզ|წაიკითხეთ აგრეთვე|გამოიწერე|გამოგვყევით|"
    r"jetzt abonnieren|lesen sie auch|abonnez-vous|lire aussi|suscríb|lea también)"
)
LONGEST_NOTE = 600
LONGEST_PROMOTION = 160

_UPDATE = (
    r"\bupdated?\b|\bthis is a (?:breaking|developing) (?:news )?story|обновл|оновлен|дополнен|"
    r"доповнен|güncelle|yenilən|թարմաց|განახლ"
)
_CORRECTS = (
    r"correct|clarif|editor['’]?s note|mis(?:stated|identified|spelled)|wrongly|erroneous|mistaken|"
    r"apologi|regret|(?:earlier|previous|prior|original) version|исправ|уточн|поправк|ошибочно|"
    r"ранее в|предыдущей|виправ|помилково|попередній|düzelt|yanlış|düzəl|dəqiqləş|səhv|"
    r"ուղղ|ճշտ|պարզաբ|սխալ|შესწორ|დაზუსტ|შეცდ|berichtig|korrektur|rectif|corrección"
)


def note_kind(text: str) -> str:
    """``correction``, ``update``, or an empty string for a sentence that is no note.

    An update says that the text changed, and not that it had been wrong.
    """
    stems = _ASCII_STEMS if text.isascii() else _NOTE_STEMS
    if len(text) > LONGEST_NOTE or not any(map(text.lower().__contains__, stems)):
        return ""
    if not _says(_NOTE, text):
        return ""
    return "update" if _says(_UPDATE, text) and not _says(_CORRECTS, text) else "correction"


def _says(pattern: str, text: str) -> bool:
    return regex.search(pattern, text, regex.IGNORECASE) is not None


_CREDIT = (
    r"\bcontributed (?:to (?:this|the) (?:report|reporting|story|article)\b|reporting\W*\Z)|"
    r"\A\W*(?:additional |further )?(?:reporting|editing|writing) by \p{Lu}|"
    r"\A\W*\((?:reporting|editing|writing|additional reporting) by\b|"
    r"\A\W*(?:при участии|подготовил[аи]?:?|за участі|підготував(?:ла|ли)?:?) \p{Lu}"
)
_CREDIT_STEMS = ("contributed", "ing by", "при участии", "подготовил", "за участі", "підготу")
LONGEST_CREDIT = 400


def is_credit(text: str) -> bool:
    """Whether a sentence only says who helped to report: *… contributed to this report*."""
    if len(text) > LONGEST_CREDIT or not any(map(text.lower().__contains__, _CREDIT_STEMS)):
        return False
    return _says(_CREDIT, text)


def is_promotion(text: str) -> bool:
    """Whether a sentence asks something of the readers instead of telling them something."""
    return len(text) <= LONGEST_PROMOTION and _says(_PROMOTION, text)
