"""Sentences that are not part of the story: notes of the editors, and promotion.

Both are matched narrowly: a sentence of the story taken for a note would hide a silent edit, one
taken for promotion would hide a change.

The patterns are long, and most comparisons need none of them: each is compiled on first use, by
the library that does so three times as fast.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.classify.language.quotes import quoted_spans
from monitor.diff.tokens import QUOTES
from storage.digest import fold

if TYPE_CHECKING:
    from monitor.diff.records import Edit

NOTE_HEADS = (
    "corrections?|clarification|editor['’]?s note|editors['’] note|updated?|upd|erratum",
    "исправление|уточнение|поправка|обновлено|обновление|от редакции|примечание редакции",
    "виправлення|уточнення|виправлено|оновлено|оновлення|від редакції|примітка редакції",
    "düzeltme|güncelleme|editörün notu|editör notu",
    "düzəliş|dəqiqləşdirmə|redaksiyadan|redaksiyanın qeydi",
    "ուղղում|ճշտում|պարզաբանում|խմբագրության կողմից",
    "შესწორება|დაზუსტება|რედაქციისგან",
    "korrektur|berichtigung|richtigstellung|klarstellung|aktualisierung|anmerkung der redaktion",
    "rectificatif|correctif|errata|mise à jour|précision|note de la rédaction",
    "corrección|rectificación|aclaración|fe de err(?:atas?|ores)|actualización",
    "nota de la redacción|nota del editor",
    "correc?ção|re(?:c)?tificação|esclarecimento|a(?:c)?tualização|nota d[ao] (?:redac?ção|editor)",
    "correzione|rettifica|errata corrige|precisazione|aggiornamento|nota della redazione",
    "correctie|rectificatie|verduidelijking|aanvulling|noot van de redactie",
    "sprostowanie|korekta|uściślenie|aktualizacja|od redakcji|oprava|upřesnění|aktualizace",
    "rättelse|förtydligande|rettelse|presisering|præcisering|oppdatering|uppdatering|opdatering",
    "更正|订正|訂正|정정|바로잡습니다|תיקון|הבהרה|תיקון טעות|עדכון|تصحيح|تنويه|توضيح",
    "استدراك|تحديث|更新",
    "اصلاحیه|تصحیح|توضیح",
)
"""How a note begins, before a colon, a dash, a stop, a bracket or a date."""
_WRONGLY = "(?:incorrectly|mistakenly|wrongly|erroneously|misstated|misidentified|misspelled)"
_PIECE = (
    r"(?:article|story|post|report|piece|headline|page|caption|column|text|graphic|map|photo|video|"
    r"obituary|review|interview|editorial|newsletter|transcript|chart|item|entry|live ?blog)"
)
_CHANGED = r"(?:updated|amended|corrected|edited|changed|clarified|revised|modified)"
_EARLIER = "(?:earlier|previous|prior|original)"
_PHRASES = (
    rf"\ban? {_EARLIER} version of (?:this|the|our) (?:\w+ )?{_PIECE}\b",
    rf"\ban? {_EARLIER} (?:headline|caption)\b",
    (
        rf"\b(?:this (?:\w+ and )?{_PIECE}|the (?:\w+ and )?(?:article|story|headline|caption)) "
        rf"(?:and (?:its )?\w+ )?(?:was|were|has been|have been) (?:\w+ )?{_CHANGED}"
    ),
    rf"\b(?:this|our) {_PIECE} (?:originally|previously|initially|first) \w+",
    r"\bthis is a (?:breaking|developing) (?:news )?story",
    (
        rf"\b(?:(?:this|our) {_PIECE}|{_EARLIER} version|the (?:article|story|headline|caption)) "
        rf"(?:\w+ ){{0,4}}{_WRONGLY}"
    ),
    rf"\bwe (?:{_WRONGLY}|(?:regret|apologi[sz]e for) (?:the|this|our) (?:error|mistake|omission))",
    (
        r"в (?:предыдущей|более ранней|ранней|прежней|первоначальной|первой) версии "
        r"(?:(?:этой|этого|данной|нашей|нашего) )?(?:стать|материал|новост|текст|замет|публикаци|"
        r"заголов|сообщен|говорилось|сообщалось|утверждалось|был|ошибочно|указ)\w*+"
        r"(?!\s+(?:закон|договор|соглашени|дела\b|резолюци|постановлени|проект|конституци|устав))"
    ),
    (
        r"(?:текст|статья|материал|заголовок|новость) (?:был[аи]? )?"
        r"(?:исправлен|обновлен|обновлён|уточнен|изменен|дополнен)"
    ),
    r"\A\W*редакция (?:«[^»]{1,40}» )?(?:исправила|уточнила|внесла (?:исправлени|уточнени))",
    r"\A\W*редакція (?:виправила|уточнила|внесла (?:виправлен|уточнен))",
    r"\A\W*(?:wir haben|die redaktion hat) [^.]{1,60}(?:korrigiert|berichtigt|richtiggestellt)",
    r"ранее в (?:тексте|статье|материале|заголовке)",
    r"(?:тексте|статье|материале|заголовке|мы) ошибочно",
    (
        r"[ув] (?:попередній|ранішій|ранній|початковій|першій) версії "
        r"(?:(?:цієї|цього|нашої|нашого) )?(?:статт|матеріал|новин|текст|публікац|"
        r"заголов|повідомлен|йшлося|говорилося|був|бул|помилково|вказ)"
    ),
    (
        r"(?:текст|стаття|матеріал|заголовок|новина) (?:був |бул[аио] )?"
        r"(?:виправлен|оновлен|уточнен|змінен|доповнен)"
    ),
    r"(?:тексті|статті|матеріалі|заголовку|ми) помилково",
    r"bu (?:haber|yazı|makale).{0,40}(?:güncellen|düzeltil|değiştiril)",
    r"(?:haberin|yazının|makalenin) önceki (?:sürüm|versiyon|hal)",
    r"bu (?:məqalə|xəbər|yazı|mətn).{0,40}(?:yenilən|düzəldil|dəyişdiril)",
    r"(?:məqalənin|xəbərin|yazının|mətnin)? ?əvvəlki versiya",
    r"(?:հոդված|նյութ|տեքստ)[^\W\d_]* (?:[^\W\d_]+ ){0,3}(?:ուղղվել|թարմացվել|խմբագրվել)",
    r"(?:հոդվածի|նյութի|տեքստի)? ?նախորդ տարբերակ",
    r"(?:სტატია|მასალა|ტექსტი) (?:[^\W\d_]+ ){0,3}(?:განახლდა|შესწორდა|ჩასწორდა)",
    r"წინა ვერსია",
    (
        r"\bin einer (?:früheren|vorherigen|ersten|älteren) (?:version|fassung)"
        r"(?: (?:dieses|des|dieser|der|unseres|unserer) "
        r"(?!gesetz|vertrag|abkomm|entwurf|urteil|verordn|plan|verfass)[^\W\d_]+)? "
        r"(?:hieß|stand|war|wurde|hatten|haben)"
    ),
    (
        r"\b(?:dieser|der) (?:artikel|text|beitrag) (?:[^\W\d_]+ ){0,3}?"
        r"(?:aktualisiert|korrigiert|berichtigt|präzisiert|ergänzt)"
    ),
    (
        r"\bversion (?:précédente|antérieure|initiale) (?:de |du )"
        r"(?:cet |ce |cette |notre |l['’])?(?:article|texte|dépêche|titre|papier)"
    ),
    (
        r"\b(?:cet |l['’])(?:article) a été (?:[^\W\d_]+ ){0,2}?"
        r"(?:mis à jour|corrigé|modifié|rectifié|actualisé)"
    ),
    (
        r"\bversión (?:anterior|previa|inicial|original) (?:de |del )"
        r"(?:este |esta |nuestro |nuestra |la )?(?:artículo|texto|noticia|información|nota|titular)"
    ),
    (
        r"\b(?:este (?:artículo|texto)|esta (?:noticia|información|nota)) (?:ha sido|fue) "
        r"(?:[^\W\d_]+ ){0,2}?(?:actualizad|corregid|modificad|rectificad)"
    ),
    (
        r"\bversão (?:anterior|inicial|original) (?:d[aeo] |dest[ae] |dessa |desse )?"
        r"(?:artigo|texto|notícia|reportagem|matéria|título)"
    ),
    (
        r"\best[ae] (?:artigo|texto|notícia|reportagem|matéria) foi (?:[^\W\d_]+ ){0,2}?"
        r"(?:ac?tualizad|corrigid|alterad|modificad|retificad)"
    ),
    r"\bversione (?:precedente|originale|iniziale) (?:di questo |dell['’])(?:articolo|testo)",
    r"\bquesto articolo è stato (?:[^\W\d_]+ ){0,2}?(?:aggiornat|corrett|modificat|rettificat)",
    r"\bin een (?:eerdere|vorige) versie (?:van (?:dit|het) [^\W\d_]+ )?(?:stond|werd|was|hebben)",
    r"\bdit (?:artikel|bericht|stuk) is (?:[^\W\d_]+ ){0,2}?(?:aangepast|gecorrigeerd|bijgewerkt)",
    r"\b(?:poprzedniej|wcześniejszej|pierwotnej) wersji (?:tego )?(?:artykułu|tekstu)",
    r"\b(?:artykuł|tekst) został (?:zaktualizowany|poprawiony|sprostowany)",
    (
        r"\b(?:tidigare|tidligere) (?:version|versjon) a[vf] (?:denne |denna |den här )?"
        r"(?:art|tekst|text|sak)"
    ),
    (
        r"(?:نسخة|صيغة) (?:سابقة|أولى|أولية|مبكرة) (?:من|ل)\s?"
        r"(?:هذا|هذه|لهذا|لهذه)? ?(?:ال|لل)?(?:خبر|مقال|تقرير|قصة|مادة|نص)"
    ),
    r"(?:تم|جرى) (?:تصحيح|تعديل|تحديث) (?:هذا |هذه )?(?:ال)(?:خبر|مقال|تقرير|قصة|مادة|نص|عنوان)",
    r"ב?גרסה (?:קודמת|מוקדמת|ראשונה) של (?:ה)?(?:כתבה|ידיעה|מאמר)",
    r"(?:הכתבה|הידיעה) (?:תוקנה|עודכנה)",
    r"本文(?:此前|早前|先前|之前)(?:的)?版本|(?:此前|早前|先前)(?:的)?版本(?:中|曾|将|误)|本文已(?:更正|更新|修正)",
    r"نسخه (?:قبلی|پیشین|اولیه) (?:این )?(?:خبر|گزارش|مطلب|مقاله|نوشته)",
    r"این (?:خبر|گزارش|مطلب|مقاله) (?:\S+ ){0,3}?(?:به ?روز ?رسانی|اصلاح|تصحیح|ویرایش)",
)
"""What a note says about the text itself."""
_NOTE = rf"\A\W*(?:{'|'.join(NOTE_HEADS)})(?:\s*[:：՝․։–—.\-(|]|\s+\d|\s*\Z)|{'|'.join(_PHRASES)}"
_NOTE_STEMS = (
    *("version", "update", "amended", "correct", "edited", "changed", "clarif", "revised", "upd"),
    *("modified", "mistakenly", "wrongly", "erroneous", "misstat", "misident", "misspel", "regret"),
    *("apolog", "editor", "this is a ", "originally", "previously", "initially", " first "),
    *("headline", "caption", "errat", "версии", "исправ", "уточн", "поправк", "обновл", "редакц"),
    *("изменен", "дополнен", "ранее в", "ошибочно", "версії", "виправ", "оновл", "помилково"),
    *("редакці", "змінен", "доповнен", "düzelt", "güncel", "editör", "değiştiril", "önceki"),
    *("düzəl", "dəqiqləş", "redaksiya", "yenilən", "dəyişdiril", "versiya", "ուղղ", "ճշտ"),
    *("պարզաբ", "խմբագր", "թարմաց", "տարբերակ", "შესწორ", "დაზუსტ", "რედაქ", "განახლ"),
    *("ჩასწორ", "ვერსია", "korrekt", "korrig", "berichtig", "anmerkung", "stellung", "fassung"),
    *("aktualisier", "präzisiert", "ergänzt", "rectif", "mis à jour", "mise à jour", "précision"),
    *("corrig", "modifié", "actualis", "rédaction", "versión", "correcci", "corregid", "aclaraci"),
    *("actualiz", "modificad", "fe de err", "redacción", "اصلاح", "تصحیح", "توضیح", "نسخه"),
    *("روزرسانی", "روز رسانی", "ویرایش", "correç", "correcç", "tificaç", "esclarec", "tualiza"),
    *("versão", "redação", "redacção", "corrigid", "alterad", "rettific", "correzion", "corrett"),
    *("precisaz", "aggiorna", "redazione", "versione", "correctie", "verduidelijk", "versie"),
    *("aangepast", "gecorrigeerd", "bijgewerkt", "aanvulling", "redactie", "sprostow", "korekt"),
    *("uściśl", "aktualiz", "redakcji", "wersji", "poprawion", "oprava", "upřesn", "rättelse"),
    *("förtydl", "rettelse", "presiser", "præcis", "datering", "versjon", "更正", "订正", "訂正"),
    *("정정", "바로잡", "תיקון", "הבהרה", "تصحيح", "تنويه", "توضيح"),
    *("استدراك", "تحديث", "تعديل", "نسخة", "صيغة", "גרסה", "תוקנה", "עודכנה", "עדכון", "版本"),
    *("本文已", "更新"),
)
"""Cheap to look for: most sentences have none of these and need no pattern."""
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
    r"доповнен|güncelle|yenilən|թարմաց|განახლ|\bupd\b|aktualisier|mise? à jour|actualis|actualiz|"
    r"به ?روز ?رسانی|ac?tualiza|aggiorna|bijgewerkt|aanvulling|aktualizac|zaktualiz|datering|"
    r"تحديث|עדכון|עודכנה|更新"
)
_CORRECTS = (
    r"correct|clarif|editor['’]?s note|mis(?:stated|identified|spelled)|wrongly|erroneous|mistaken|"
    r"apologi|regret|(?:earlier|previous|prior|original) version|исправ|уточн|поправк|ошибочно|"
    r"ранее в|предыдущей|виправ|помилково|попередній|düzelt|yanlış|düzəl|dəqiqləş|səhv|"
    r"ուղղ|ճշտ|պարզաբ|սխալ|შესწორ|დაზუსტ|შეცდ|berichtig|korrektur|korrigiert|stellung|"
    r"(?:früheren|vorherigen|ersten|älteren) (?:version|fassung)|rectif|corrig|errat|errores|"
    r"précision|version (?:précédente|antérieure|initiale)|corrección|corregid|aclaraci|"
    r"versión (?:anterior|previa|inicial|original)|اصلاح|تصحیح|توضیح|نسخه|"
    r"correc?ção|retifica|corrigid|esclarec|versão (?:anterior|"
    r"inicial|original)|correzion|rettific|"
    r"corrett|precisaz|versione (?:precedente|originale|iniziale)|correctie|rectificatie|"
    r"verduidelijk|gecorrigeerd|(?:eerdere|vorige) versie|sprostow|korekt|uściśl|poprawion|"
    r"wersji|oprava|upřesn|"
    r"rättelse|förtydl|rettelse|presiser|præcis|更正|订正|訂正|정정|바로잡|תיקון|הבהרה|تصحيح|تنويه|توضيح|"
    r"استدراك|تعديل|نسخة|صيغة|גרסה|תוקנה|更正|修正|版本"
)


def note_kind(text: str) -> str:
    """``correction``, ``update``, or an empty string if the sentence is not a note.

    An update says that the text changed, not that it was wrong.
    """
    stems = _ASCII_STEMS if text.isascii() else _NOTE_STEMS
    if len(text) > LONGEST_NOTE or not any(map(text.lower().__contains__, stems)):
        return ""
    if not _says(_NOTE, _unquoted(text)):
        return ""
    return "update" if _says(_UPDATE, text) and not _says(_CORRECTS, text) else "correction"


def turned_correction(edit: Edit) -> str:
    """``add`` if a sentence became a note of a correction, ``delete`` if it ceased to be one.

    An empty string if it is one in both versions or in neither.
    """
    if edit.kind != "edit":
        return ""
    before, after = (
        note_kind(fold(text)) == "correction" for text in (edit.old_text, edit.new_text)
    )
    return "" if before == after else "add" if after else "delete"


def says_of_text(text: str) -> bool:
    """Whether a note says what was done to the text itself."""
    return _says("|".join(_PHRASES), text)


def _unquoted(text: str) -> str:
    """The text without quoted words: others may apologize for an error of their own."""
    if not set(QUOTES).intersection(text):
        return text
    opened = sum(map(text.count, "”»")) > sum(map(text.count, "“„«"))
    for start, end in reversed(quoted_spans(text, opened_before=opened)):
        text = text[:start] + text[end:]
    return text


def _says(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


_CREDIT = (
    r"\bcontributed (?:to (?:this|the) (?:report|reporting|story|article)\b|reporting\W*\Z)|"
    r"\A\W*(?:additional |further )?(?:reporting|editing|writing) by [^\W\d_]|"
    r"\A\W*\((?:reporting|editing|writing|additional reporting) by\b|"
    r"\A\W*(?:при участии|подготовил[аи]?:?|за участі|підготував(?:ла|ли)?:?) [^\W\d_]"
)
_CREDIT_STEMS = ("contributed", "ing by", "при участии", "подготовил", "за участі", "підготу")
LONGEST_CREDIT = 400


def is_credit(text: str) -> bool:
    """Whether a sentence only says who contributed: *… contributed to this report*."""
    if len(text) > LONGEST_CREDIT or not any(map(text.lower().__contains__, _CREDIT_STEMS)):
        return False
    return _says(_CREDIT, text)


def is_promotion(text: str) -> bool:
    """Whether a sentence asks readers to do something instead of telling them something."""
    return len(text) <= LONGEST_PROMOTION and _says(_PROMOTION, text)
