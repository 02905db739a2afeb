"""Lines that say that a page or an article is missing, in some thirty languages.

A line says so if all of its words are ones that such lines are made of: what is missing, that it
is, and words between. News about something missing say which, where, or since when: *Article
removed* replaces an article, *Article removed from the bill* is one.
Posts, films and contents do not count: something embedded in a short report may go missing.
Nor do plurals: *Stories that do not exist* is a headline, and *No document was found* is news.
"""

from __future__ import annotations

import re

from spiders.extract.late import Late

MOST = 120
"""The maximum number of characters of such a line."""
_THINGS = r"""
page webpage article story url страниц[аыуе] стать[яюи] новост[ьи]
документ материал публикация сторінк[аиу] статт[яюі] новин[аиу] документ матеріал публікація
старонка səhifə\w* məqalə\w* xəbər\w* sayfa\w* haber\w* makale\w* yazı\w* էջ\w* նյութ\w* հոդված\w*
լուր\w* გვერდ\w* სტატი\w* მასალა სიახლე صفحه صفحه‌?ای خبر مطلب مقاله الصفحة صفحة المقال المقالة
الخبر דף הדף עמוד העמוד כתבה הכתבה מאמר seite artikel beitrag meldung page article pagina artikel
página artículo noticia nota artigo notícia articolo notizia strona strony artykuł artykułu
stránk[ay] článok článek side siden sida sidan artikkel(?:en)? artikeln artiklen sivu\w*
artikkeli\w* artikl oldal cikk страницата статията страна stranica članak σελίδα άρθρο бет\w*
мақала\w* sahifa\w* maqola\w* l['’]article articolul l['’]articolo știrea
"""
_GONE = r"""
removed deleted unavailable удален[ао]? удалён снят[ао]? отсутствует видален[ао]? відсутн\w+
tapılmadı silinib silinmişdir bulunamadı bulunmuyor kaldırılmış kaldırılmıştır kaldırıldı silinmiş
silinmiştir silindi հեռացված հեռացվել ջնջված ջնջվել წაშლილია წაიშალა ამოღებულია یافت‌?نشد حذف
محذوفة محذوف הוסר הוסרה נמחק נמחקה gelöscht n['’]existe entfernt introuvable supprimée? retirée?
eliminad[ao] borrad[ao] retirad[ao] inesistente rimoss[ao] eliminat[ao] removid[ao] excluíd[ao]
usunięt[aey] usunięto nieznalezion[ay] nenalezen[ay]? smazána? odstraněna? neexistuje nenájden[áý]
verwijderd fjernet fjernad borttagen borttaget slettet poistettu eltávolított törölt премахната
изтрита обрисана uklonjena obrisana διαγράφηκε табылмады topilmadi o[‘ʻ'’`]chirilgan ștearsă
eliminată
"""
_NOT = r"""
not cannot can['’]t couldn['’]t doesn['’]t isn['’]t no longer не нет немає ні нема deyil yoxdur
değil yok չի չունի ոչ ვერ არ نشد نیست ندارد نمی‌?شود غير تعذر لا لم لیس ليست יש לא אינו אינה nicht
keine pas plus n['’]est n['’]a no non não niet ikke inte ei nie nem nu nije δεν жоқ emas
"""
_THERE = r"""
found find exists? available online ligne znaleźć знайден[ао]? найден[аоы]? существует существуют
доступн[аоы]? знайдено існує доступн[аеий]+ mövcud əlçatan mevcut գտնվել գտնված գոյություն
հասանելի მოიძებნა არსებობს ხელმისაწვდომია پیدا یافت وجود موجود دسترس موجودة موجود متوفر متوفرة
متاحة العثور يتم נמצא נמצאה קיימת זמין זמינה gefunden existiert verfügbar vorhanden existe
existent trouvée? disponible existe encontr(?:ado|ada|ó|amos) disponible encontrad[ao] trovat[ao]
esiste disponibile disponível gevonden bestaat beschikbaar findes fundet finnes funnet hittas
hittades finns tillgänglig löydy löytynyt istnieje znaleziono znaleziona dostępn[ay] található
létezik намерена съществува постоји pronađena postoji βρέθηκε υπάρχει mavjud găsită există
disponibil[ăe]?
"""
_OTHERS = r"""
կամ możemy tej the this that an a we you your does do did was were is are has have been be could
can it to at of here or any more requested looking for sorry oops unfortunately seems by moved
anymore longer эта этот эту запрашиваем\w+ запрошенн\w+ искомая такой такая вы ищете ищите вами
была был было больше уже или к сожалению извините перемещена на сайте ця цю цей запитувана
запитану шукана яку шукаєте більше або ви на жаль переміщено було була axtardığınız bu belə heç
bir olan sorğu edilən aradığınız bir böyle artık veya yayından istediğiniz ulaşmaya çalıştığınız
maalesef üzgünüz այս ձեր փնտրած է այլևս որոնվող ցավոք ეს თქვენს მიერ მოთხოვნილი აღარ სამწუხაროდ
مورد نظر این شده است شد متاسفانه متأسفانه درخواستی در عذرا عذراً المطلوبة المطلوب هذه هذا على التي
تبحث عنها تم حذف לא המבוקש המבוקשת שחיפשת זה זו die der das den diese[rs]? dieser gesuchte
angeforderte wurde ist wurden leider mehr sie suchen la le les cette cet ce que vous recherchez
cherchez demandée? est a été désolé el los las esta este que busca buscas solicitad[ao] ha sido se
hemos ya lo sentimos o ou il lo questa questo che cerchi cercata richiesta richiesto è stata stato
più siamo spiacenti si a essa esta este você procura que foi mais está ta tego szukana żądana
podana została została już hledaná požadovaná tato tento byla už není de deze die u zoekt
gevraagde werd is niet meer denne den det du leter leder søker etter efter kunne blev ble finder
findes ikke här du söker kunde etsimääsi sivua ei ole a keresett az egy търсената тази не е беше
тражена tražena nije ova η το που ζητήσατε αναζητάτε сіз іздеген bu siz qidirgan nu a fost pagina
căutată mai nyní
"""


def _of(*lists: str) -> Late:
    words = (f"(?:{word})" for told in lists for word in told.split())
    return Late("|".join(words), make=re.compile)


_THING, _IS_GONE, _IS_NOT, _IS_THERE = _of(_THINGS), _of(_GONE), _of(_NOT), _of(_THERE)
_ANY = _of(_THINGS, _GONE, _NOT, _THERE, _OTHERS)
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʻ`\u200c-][^\W\d_]+)*")
_SEPARATOR = re.compile(r"\s[-–—|:·•»]\s|\s*[|]\s*")
_ZH = "(?:页面|网页|頁面|網頁|文章|新闻|新聞|稿件|报道)"
_JA = "(?:ページ|記事|ニュース)"
_KO = "(?:페이지|기사|뉴스)"
_DENSE = re.compile(
    rf"(?:很?抱歉[，,]?)?(?:[您你]?(?:所|要)?(?:访问|訪問|请求|查找|要找|查看|浏览|瀏覽)的|该|該|此|本|这篇)?{_ZH}"
    r"(?:不存在|已?(?:经|經)?被?(?:删除|刪除|移除|下架)|未找到|找不到|不见|不見|已失效|已过期)[了]?"
    rf"|(?:找不到|未找到|没有找到)(?:该|此|[您你]?(?:要|所)?(?:访问|请求|查找)的)?{_ZH}"
    rf"|(?:申し訳(?:ございません|ありません)[、。]?)?(?:お探しの|この|ご指定の|指定された|該当する)?{_JA}[はが]?"
    r"(?:現在)?(?:見つかりません(?:でした)?|存在しません|削除され(?:ました|ています)"
    r"|(?:掲載|公開)[をが]?終了(?:し|いたし)(?:ました|ています))"
    rf"|(?:요청하신|찾으시는|해당)?\s?{_KO}[를가은는]?\s?"
    r"(?:찾을 수 없습니다|존재하지 않습니다|삭제되었습니다)"
    rf"|(?:삭제된|존재하지 않는|없는)\s?{_KO}입니다"
)
"""The same in scripts that do not separate words."""


def says_missing(text: str) -> bool:
    """Whether this whole line, except the outlet's name in a title, says that a page is missing."""
    return len(text) <= MOST and any(map(_is_such, (text, *_SEPARATOR.split(text))))


def _is_such(text: str) -> bool:
    text = text.strip()
    if _DENSE.fullmatch(text.rstrip("。.!！")):
        return True
    if any(map(str.isdigit, text)) or '"' in text or text.endswith(("?", "؟", "？")):
        return False
    words = [match[0].lower().replace("i\u0307", "i") for match in _WORD.finditer(text)]
    if not words or not all(map(_ANY.fullmatch, words)):
        return False
    thing = next((place for place, word in enumerate(words) if _THING.fullmatch(word)), None)
    if thing is None:
        return False
    absent = _has(words, _IS_NOT) and _has(words, _IS_THERE)
    return absent or _has(words[thing + 1 :], _IS_GONE)  # *The deleted page* is a headline


def _has(words: list[str], kind: Late) -> bool:
    return any(map(kind.fullmatch, words))
