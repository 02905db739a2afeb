"""Sentences that are no part of the story: notes of the editors, and promotion."""

from __future__ import annotations

import regex

_NOTE = regex.compile(
    r"""
    ^\W*(?:correction|corrections|clarification|editor['’]?s\snote|editors['’]\snote|update|updated|
      исправление|уточнение|поправка|обновлено|от\sредакции|примечание\sредакции|
      виправлення|уточнення|виправлено|оновлено|від\sредакції|примітка\sредакції|
      düzeltme|güncelleme|editörün\snotu|editör\snotu|
      düzəliş|dəqiqləşdirmə|redaksiyadan|redaksiyanın\sqeydi|
      ուղղում|ճշտում|պարզաբանում|խմբագրության\sկողմից|
      შესწორება|დაზუსტება|რედაქციისგან|korrektur|berichtigung|rectificatif|correctif|corrección|rectificación|
      anmerkung\sder\sredaktion|اصلاحیه)
      (?:\s*[:–—.\-(|]|\s+\d|\s*$)
  | \b(?:an?\s(?:earlier|previous|prior|original)\sversion\sof\s(?:this|the|our)|
      (?:this|the)\s(?:article|story|post|report|piece|headline|page)\s(?:was|has\sbeen|have\sbeen)\s(?:\w+\s)?
        (?:updated|amended|corrected|edited|changed|clarified|revised|modified)|
      (?:article|story|version|headline)\s(?:\w+\s){0,4}(?:incorrectly|mistakenly|wrongly|erroneously)|
      (?:incorrectly|mistakenly|wrongly|erroneously)\s(?:stated|identified|said|reported|described|attributed|named)|
      misstated|misidentified|misspelled\sthe|we\s(?:regret|apologi[sz]e\sfor)\sth)
  | в\s(?:предыдущей|более\sранней|первоначальной)\sверсии|(?:текст|статья|материал|заголовок|новость)\s(?:был[аи]?\s)?(?:исправлен|обновлен|обновлён|уточнен|изменен|дополнен)
  | ранее\sв\s(?:тексте|статье|материале|заголовке)|ошибочно\s(?:сообщ|указ|назв)
  | у\s(?:попередній|ранішій|початковій)\sверсії|(?:текст|стаття|матеріал|заголовок|новина)\s(?:бул[аио]?\s|був\s)?(?:виправлен|оновлен|уточнен|змінен|доповнен)|помилково\s(?:повідом|вказ|назв)
  | bu\s(?:haber|yazı|makale)\s.{0,40}(?:güncellen|düzeltil|değiştiril)|önceki\s(?:sürüm|versiyon)|yanlışlıkla
  | bu\s(?:məqalə|xəbər|yazı|mətn)\s.{0,40}(?:yenilən|düzəldil|dəyişdiril)|əvvəlki\sversiya|səhvən
  | (?:հոդված|նյութ|տեքստ)\p{L}*\s(?:\p{L}+\s){0,3}(?:ուղղվել|թարմացվել|խմբագրվել)|նախորդ\sտարբերակ|սխալմամբ
  | (?:სტატია|მასალა|ტექსტი)\s(?:\p{L}+\s){0,3}(?:განახლდა|შესწორდა|ჩასწორდა)|წინა\sვერსია|შეცდომით
  """,
    regex.VERBOSE | regex.IGNORECASE,
)
_PROMOTION = regex.compile(
    r"""
    \b(?:sign\sup|subscribe|newsletters?|follow\sus|read\smore|click\shere|share\sthis|advertisement|getty\simages|
      all\srights\sreserved|leave\sa\s(?:review|comment)|most\spopular|related\s(?:articles|stories)|skip\sto\scontent|
      join\sour|become\sa\smember|download\s(?:our|the)\sapp|(?:support|fund)\s(?:our|independent)\sjournalism|sponsored|
      privacy\spolicy|cookies?|listen\sto\sthe\spodcast|whatsapp\schannel|telegram\schannel|watch\sthe\svideo|
      see\sall\stopics|donate)\b
  | подпис(?:ывайтесь|аться|ка)|читайте\s(?:также|нас)|поделиться|наш(?:ем)?\sтелеграм|в\sтелеграме
  | підписуйтесь|підписатися|читайте\s(?:також|нас)|поділитися
  | abunə\sol|oxuyun|abone\sol|takip\sedin|paylaş|bizi\sizləyin
  | բաժանորդագրվ|կարդացեք\sնաև|հետևեք|წაიკითხეთ|გამოიწერე|გამოგვყევით
  | abonnieren|lesen\ssie\sauch|abonnez-vous|lire\saussi|suscríbete|lea\stambién
  """,
    regex.VERBOSE | regex.IGNORECASE,
)
_NOTE_STEMS = tuple(
    "correct clarif editor update amended version misst misid misspel mistaken erroneous wrongly "
    "regret apolog article story report piece headline page "
    "исправ уточнен поправк обновл редакц верси ошибочно ранее текст статья материал "
    "заголовок новость виправл оновлен редакц версі помилково стаття матеріал новина "
    "düzelt güncelle editör haber yazı makale önceki yanlış düzəli dəqiqləş redaksiya məqalə xəbər "
    "mətn əvvəlki səhvən ուղղ ճշտ պարզաբ խմբագր հոդված նյութ տեքստ նախորդ սխալմ "
    "შესწორ დაზუსტ რედაქ სტატია მასალა ტექსტი წინა შეცდ korrektur berichtig anmerkung rectif "
    "correctif correcci اصلاحیه".split(" ")
)
_PROMOTION_STEMS = tuple(
    "sign up|subscribe|newsletter|follow us|read more|click here|share this|advertisement|"
    "getty images|all rights|leave a|most popular|related|skip to|join our|become a|download|"
    "journalism|sponsored|privacy|cookie|podcast|channel|watch the|see all|donate|подпис|читайте|"
    "поделиться|телеграм|підпис|поділитися|abunə|oxuyun|abone|takip|paylaş|izləyin|բաժանորդ|"
    "կարդացեք|հետևեք|წაიკითხ|გამოიწერ|გამოგვყ|abonn|lesen sie|lire aussi|suscr|lea también".split(
        "|"
    )
)
"""Cheap to look for: most sentences hold none of them and need no pattern."""
LONGEST_NOTE = 600
LONGEST_PROMOTION = 220


def is_note(text: str) -> bool:
    """Whether a sentence tells readers of a correction, a clarification or an update."""
    return len(text) <= LONGEST_NOTE and _holds(text, _NOTE_STEMS) and bool(_NOTE.search(text))


def is_promotion(text: str) -> bool:
    """Whether a sentence asks readers for something instead of telling them."""
    short = len(text) <= LONGEST_PROMOTION
    return short and _holds(text, _PROMOTION_STEMS) and bool(_PROMOTION.search(text))


def _holds(text: str, stems: tuple[str, ...]) -> bool:
    return any(map(text.lower().__contains__, stems))


_UPDATE = regex.compile(
    r"\bupdated?\b|обновл|оновлен|güncelle|yenilən|թարմաց|განახლ|дополнен|доповнен",
    regex.IGNORECASE,
)
_CORRECTS = regex.compile(
    r"correct|clarif|editor['’]?s\snote|mis(?:stated|identified|spelled)|wrongly|erroneous|mistaken|"
    r"apologi|regret|(?:earlier|previous|prior|original)\sversion|исправ|уточн|поправк|ошибочно|ранее\sв|"
    r"предыдущей|виправ|помилково|попередній|düzelt|yanlış|düzəl|dəqiqləş|səhvən|ուղղ|ճշտ|պարզաբ|"
    r"սխալմ|შესწორ|დაზუსტ|შეცდ|berichtig|korrektur|rectif|correcti|corrección",
    regex.IGNORECASE,
)


def note_kind(text: str) -> str:
    """``correction``, ``update`` (the outlet says that it changed, and not that it erred), or ""."""
    if not is_note(text):
        return ""
    return "update" if _UPDATE.search(text) and not _CORRECTS.search(text) else "correction"
