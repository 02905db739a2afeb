"""Words of lines that give a time and nothing else: units, *ago*, *last*, *today*, and small ones.

Such lines are above and within texts in every language, and differ at each visit:
*Actualizado hace 3 horas*, *vor 2 Stunden*, *Вчера в 14:05*. A line with a word that is not listed
here counts as news, so a missing word leaves in a line of furniture but never costs text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.extract.fields.months import MONTHS, SOLAR_MONTHS, ZONES

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNITS = """
minuter perccel минути sata s m h d w second seconds sec secs minute minutes min mins hour hours hr
hrs day days week weeks month months year years sekunde sekunden sek minuten stunde stunden std tag
tage tagen woche wochen seconde secondes heure heures jour jours semaine semaines segundo segundos
minuto minutos hora horas día días dia dias semana semanas secondi minuti ora ore giorno giorni
settimana settimane seconden minuut uur uren dag dagen weken sekund sekunder minut minutter timme
timmar timer time dagar dage vecka veckor uke uker uge uger sekuntia minuuttia minuutti tunti tuntia
päivä päivää viikko viikkoa sekundy sekundę minuty minutę godz godzina godzinę godziny godzin dzień
dni tydzień tygodnie tygodni sekundami minutami minutou hodinou hodinami hodinu hodiny hodín hodin
dnem dny dňom dňami týdnem týdny týždňom týždňami másodperce perce órája napja hete secunde oră zi
zile săptămână săptămâni секунди минута часа ден дни седмица седмици сата сати дан дана недеље
sekundi minuta sati dan dana tjedan tjedna minutama urami dnevom dnevi δευτερόλεπτα λεπτό λεπτά ώρα
ώρες ημέρα ημέρες μέρες секунд секунды секунду минут минуты минуту час часов день дней неделю недели
недель месяц месяца месяцев год года лет сек мин хвилин хвилини хвилину хв годин години годину днів
дня дні тиждень тижні місяць місяці рік років хвіліны гадзіны сағат күн saniyə dəqiqə saat gün həftə
ay il saniye dakika dk hafta yıl soniya daqiqa soat kun րոպե ժամ օր շաբաթ ամիս տարի წამის წუთის
საათის დღის კვირის თვის წლის ثانیه دقیقه ساعت روز هفته ماه سال ثانية ثوان دقيقة دقائق ساعات ساعة
ساعتين يوم أيام أسبوع شهر سنة שניות דקה דקות שעה שעות יום ימים שבוע שבועות giây phút giờ ngày tuần
detik menit jam hari minggu सेकंड मिनट घंटा घंटे दिन মিনিট ঘণ্টা দিন val valandas minučių stundas
stundām minūtēm tundi minutit päeva orë hores dies
"""
_AGO = """
ezelőtt pre ago y назад тому əvvəl qabaq önce evvel առաջ წინ قبل پیش منذ لפני לפני vor hace há atrás
fa acum geleden sedan siden sitten temu przed před pred prije преди пре πριν таму бұрын oldin órája
perce napja hete trước lalu पहले আগে prieš pirms tagasi
"""
_DAYS = """
today aujourd hui yesterday heute gestern hoy ayer hoje ontem oggi ieri vandaag gisteren idag igår
går tänään eilen dziś dzisiaj wczoraj dnes včera ma tegnap azi днес вчера данас јуче danas jučer
juče danes včeraj σήμερα χθες сегодня сьогодні вчора сёння учора бүгін кеше bu dünən bugün dün bugun
kecha այսօր երեկ დღეს გუშინ اليوم أمس امروز دیروز היום אתמול šiandien vakar šodien täna eile
"""
_LAST = """
сўнгги last latest última ultima último ultimo ultimul dernière letzte letztes letzter zuletzt
laatst laatste ostatnia ostatnio poslední posledné naposledy posledná zadnja zadnje zadnji
posljednja posljednje poslednja poslednje utolsó senast senaste sist siste senest seneste viimeksi
viimati τελευταία последна последно последња последње последнее последний последняя последние
останнє остання останні апошняе апошняя соңғы акыркы охирги oxirgi son վերջին ბოლო آخر آخرین אחרון
cuối lần terakhir अंतिम সর্বশেষ pēdējo reizi paskutinį kartą përditësimi
"""
_BESIDE = """
artikel artículo artigo articolo уақыты किया गया för for yang at on am pm ist bst et ct mt pt local
time and date about around the by st nd rd th a m p um uhr ca etwa und datum der à le la las los el
y h hs hrs heure il fecha e data alle ore às em os kl klo klokken den dne dňa o v ve u w z dn godz g
г r р года год року в о об około около й på op om ora ob dana у і на ж më në nga plkst val gada com
de saat tarihi tarih tarixi tarix edildi edilib olunub olundu həmin da ժամը թ է ամսաթիվ საათი წ
თარიღი დრო في تم بتاريخ الساعة شده در ساعت تاریخ ב lúc vào pada pukul wib wita wit को बजे เมื่อ เวลา
น ล่าสุด từ від από στις klokka seit since published posted article first giriş les
"""
_WEEK = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi
mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
segunda terça quarta quinta sexta feira lunedì martedì mercoledì giovedì venerdì sabato domenica
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag
lördag söndag mandag tirsdag lørdag søndag maanantai tiistai keskiviikko torstai perjantai lauantai
sunnuntai poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek
pátek neděle pondelok utorok streda štvrtok piatok nedeľa hétfő kedd szerda csütörtök péntek szombat
vasárnap luni marți miercuri joi vineri sâmbătă duminică понеделник вторник сряда четвъртък петък
събота неделя понедељак уторак среда четвртак петак субота недеља ponedjeljak utorak srijeda
četvrtak petak subota nedjelja ponedeljek torek sreda četrtek petek nedelja δευτέρα τρίτη τετάρτη
πέμπτη παρασκευή σάββατο κυριακή понедельник четверг пятница воскресенье пн вт ср чт пт сб вс
понеділок вівторок середа четвер неділя нд панядзелак аўторак серада чацвер пятніца нядзеля bazar
ertəsi çərşənbə axşamı cümə şənbə pazartesi salı çarşamba perşembe cuma cumartesi pazar дүйсенбі
сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ
կիրակի ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი შაბათი კვირა الاثنين الإثنين الثلاثاء
الأربعاء الخميس الجمعة السبت الأحد شنبه یکشنبه دوشنبه سه چهارشنبه پنجشنبه پنج چهار یک جمعه שני שלישי
רביעי חמישי שישי שבת ראשון יום senin selasa rabu kamis jumat sabtu
"""
_GLUED = re.compile("最[后後新終近终]|时间|時間|日[期時时]?|时|於|于|일시|최종|최근|마지막")
"""The same in Chinese, Japanese and Korean, where no space separates it from the next word."""
_AGO_GLUED = re.compile(
    r"\d+\s?(?:秒|分|分钟|分鐘|小时|小時|時間|天|日|周|週間|초|분|시간|일|주|นาที|ชั่วโมง|วัน)\s?(?:ที่แล้ว|ก่อน|[前전])"
)
MEMORY = 10
"""From this many years ago on, it is not the time of an article or a comment, but a heading."""
_YEARS = frozenset(["years", "yıl", "il", "лет", "років", "տարի", "წლის", "سال", "سنة"])
UNITS, AGO, DAYS = (frozenset(words.split()) for words in (_UNITS, _AGO, _DAYS))
_DATED = frozenset([*MONTHS, *SOLAR_MONTHS, *_WEEK.split()])
_KNOWN = frozenset([*UNITS, *AGO, *DAYS, *_DATED, *ZONES, *_LAST.split(), *_BESIDE.split()])
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e]+[^\W\d_]*)*")
_FIGURE = re.compile(r"\d+")
_CLOCK = re.compile(
    r"(?<![\d:.])\d{1,2}\s?(?:[:.]|h|[時时点點시ч])\s?\d{2}(?::\d\d)?\s?[分분]?(?!\d)"
    r"|(?<![\d:.])\d{1,2}\s?[ap]\.?m\b",
    re.IGNORECASE,
)


def bare_of_clocks(text: str) -> tuple[str, bool]:
    """The text without its times of day, and whether there was one."""
    rest, count = _CLOCK.subn(" ", text)
    return rest, count > 0


def is_ago(text: str) -> bool:
    """Whether it says how long ago and nothing else: *vor 2 Stunden*, *2 saat önce*."""
    if len(_FIGURE.findall(text)) != 1:
        return False
    if _AGO_GLUED.fullmatch(text.strip()):
        return True
    words = words_of(text)
    return not (UNITS.isdisjoint(words) or AGO.isdisjoint(words)) and _KNOWN.issuperset(words)


def tells_time(text: str, *, timed: bool) -> bool:
    """Whether each word left of a line is one of time. ``timed``: a date or clock was removed.

    One figure may remain: the day of a month, or how long ago.
    """
    words = words_of(_GLUED.sub(" ", text))
    figures = len(_FIGURE.findall(text))
    if not _KNOWN.issuperset(words) or figures > 1:
        return False
    return is_ago(text) or (not _DATED.isdisjoint(words) if figures else timed)


def tells_moment(text: str, words: Sequence[str]) -> bool:
    """Whether the text is only *vor 2 Stunden*, *2 saat önce, 14:05*, *Вчера в 14:05* and so on.

    ``words`` are the words of the text.
    """
    if not _KNOWN.issuperset(words):
        return _AGO_GLUED.fullmatch(text) is not None
    rest, timed = bare_of_clocks(text)
    if is_ago(rest):
        return not _is_memory(rest, words)
    return timed and not (DAYS.isdisjoint(words) or _FIGURE.search(rest))


def _is_memory(text: str, words: Sequence[str]) -> bool:
    """Whether it heads what happened long ago: *20 years ago*, *100 years ago today*."""
    figure = _FIGURE.search(text)
    return figure is not None and int(figure[0]) >= MEMORY and not _YEARS.isdisjoint(words)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower().replace("i\u0307", "i") for word in _WORD.findall(text)]
