"""Counts of views, comments and shares, and reading times, as lines of their own.

*1.482 Aufrufe*, *Комментариев: 12*, *4 min de lectura*: a figure, and only words that counters use.
On a page that is seen for the first time nothing else distinguishes such a paragraph from the text,
and at the next visit it has changed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTED = """
klicks zobrazeno baxılıb القراءات قراءات rəy teilungen поделиться поделились view views share shares
likes comment comments reads reply replies viewed shared aufruf aufrufe kommentar kommentare
aufgerufen gelesen geteilt vue vues commentaire commentaires partage partages lectures visitas
visualizaciones lecturas comentario comentarios compartidos compartido visualizações leituras
comentário comentários compartilhamentos partilhas visualizzazioni letture commento commenti
condivisioni weergaven reactie reacties gelezen bekeken gedeeld wyświetleń wyświetlenia odsłon
odsłony komentarz komentarze komentarzy udostępnień udostępnienia přečteno zobrazení zobrazenia
komentář komentáře komentářů komentáre komentárov sdílení diskuse visning visningar visninger
kommentarer delningar delinger katselukertaa kommenttia kommentit jakoa megtekintés hozzászólás
megosztás vizualizări comentarii distribuiri прегледи коментара коментари споделяния pregleda
komentari komentara komentarjev dijeljenja προβολές σχόλια κοινοποιήσεις просмотр просмотра
просмотров просмотры прочтений комментарий комментария комментариев комментарии репост репоста
репостов репосты репостів лайков перегляд перегляди переглядів коментар коментарів коментарі
поширень поширення прочитань праглядаў каментароў baxış şərh şərhlər paylaşım oxunub oxunma
görüntülenme görüntüleme okunma izlenme yorum yorumlar beğeni դիտում դիտումներ մեկնաբանություն
մեկնաբանություններ կիսում ნახვა კომენტარი კომენტარები გაზიარება مشاهدة مشاهدات المشاهدات تعليق
تعليقا تعليقات التعليقات مشاركة مشاركات المشاركات بازدید نظر نظرات دیدگاه اشتراک צפיות תגובות
שיתופים dilihat dibaca dibagikan lượt luận
"""
_COUNTING = """
de nombre número numero količina количество кількість показать показати mostra zobacz pokaż les los
las i gli the visa vis näytä times mal keer kali fois veces vezes volte razy kez defa kere dəfə sayı
sayısı عدد تعداد all show ver voir anzeigen bekijk xem bình thousand k m mio mln tys тыс тис mil rb
"""
_READING = """
läses dakikalık read reading lesezeit lesedauer lectura leitura lettura leestijd czytania čtení
čítania lästid läsning lesetid læsetid lukuaika чтения чтение читання чытання четене čitanja читања
branja okuma oxuma oxunuş ընթերցման ընթերցում կითხვის კითხვის القراءة للقراءة قراءة مطالعه خواندن
קריאה baca đọc ανάγνωσης olvasási citire
"""
_LASTING = """
estimé estimado stimato около około приблизно på na time estimated approx about ca circa tiempo de
tempo di czas čas doba время час süresi müddəti ժամանակը დრო وقت زمان זמן waktu thời gian χρόνος idő
timp the este this article story
"""
_IN_MINUTES = """
minute minutes min mins minuten minutos minuti minuut minuta minuty minut minutę minuter minutter
minuuttia perce perc λεπτά мин минута минуты минуту минут хв хвилина хвилини хвилин хвіліны dəq
dəqiqə dakika dk daqiqa րոպե წუთი წუთის دقيقة دقائق دقیقه דקות דקה menit phút seconds sec s
"""
_OF_FRENCH = frozenset(["temps", "de", "lecture", "durée", "estimé"])
"""*Lecture* alone is English and is kept as text."""
_FIGURE = r"\d[\d.,]*\s?[万萬만천kKmM+]?"
_SIGNED = re.compile(
    r"(?:[阅閱][读讀]量?|浏览量?|瀏覽量?|点击量?|播放量?|[評评][论論]数?|分享数?|点赞数?|閲覧数|コメント数?"
    rf"|シェア数?|いいね!?|조회수?|댓글|공유|좋아요|추천)\s*[:：(（]?\s*{_FIGURE}\s*(?:次|回|件|개|건)?\s*[)）]?"
    rf"|{_FIGURE}\s*[次条條個个件回]?の?\s*(?:[阅閱][读讀]|浏览|瀏覽|[評评][论論]|分享|点赞|播放|閲覧|コメント|シェア)"
    r"|(?:阅读时间|閱讀時間|阅读约需|预计阅读|読了時間|読了目安|읽는 시간)\s*[:：约約]?\s*"
    r"\d+\s*(?:分[钟鐘]?|분)"
)
"""The same in Chinese, Japanese and Korean, where words are not separated by spaces."""
_COUNT = re.compile(r"\d(?:[\d.,\s]*\d)?")
_COUNTS = frozenset(_COUNTED.split())
_BESIDE_COUNTS = _COUNTS.union(_COUNTING.split())
_READS = frozenset(_READING.split())
_MINUTES = frozenset(_IN_MINUTES.split())
_LECTURE = _MINUTES | _OF_FRENCH
_BESIDE_READS = _READS.union(_LASTING.split(), _MINUTES)
_NO_COUNT = re.compile(r"[%‰°º$€£¥₽₴₺₼#@=<>*\"“”„«»?？؟]")
"""Signs that no counter contains: *77° View*, *12 comments?*"""
SPAN = 2
"""How many figures a reading time may have: *4–5 min read*."""


def is_counter(text: str, words: Sequence[str]) -> bool:
    """Whether the whole block is a count of views, comments or shares, or a reading time.

    ``words`` are the words of the text in lower case.
    """
    if _NO_COUNT.search(text):
        return False
    counts = _BESIDE_COUNTS.issuperset(words) and not _COUNTS.isdisjoint(words)
    if counts or _takes_time(words):
        return len(_COUNT.findall(text)) <= (1 if counts else SPAN)
    return _SIGNED.fullmatch(text) is not None


def _takes_time(words: Sequence[str]) -> bool:
    """Whether these are the words of a reading time: *4 min read*, *Lesezeit: 4 Minuten*."""
    if _MINUTES.isdisjoint(words):
        return False
    if "lecture" in words:
        return len(_OF_FRENCH.intersection(words)) > 1 and _LECTURE.issuperset(words)
    return not _READS.isdisjoint(words) and _BESIDE_READS.issuperset(words)
