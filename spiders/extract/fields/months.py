"""Names of months and of zones, as pages of many languages write them."""

from __future__ import annotations

_NAMES = """
jan january yanvar yan ocak oca januar jänner januari январ январи январы ýanwar janvier janv enero
    ene gennaio gen janeiro ianuarie stycznia styczeń sty янв январь января січ січня січень იანვარი
    იანვ იან იანვრის հունվար հունվարի հունվ يناير جانفي كانون\u00a0الثاني ژانویه ינואר januara
    januára ledna január јануар ιανουαρίου ιαν tammikuuta қаңтар студзеня جنوری जनवरी জানুয়ারি
    มกราคม sausio janvāris jaanuar януари հնվ იანვარს yanvarın siječnja januarja јануара gener
feb february fevral феврал феврали февралы fewral fev şubat şub subat februar februari février
    fevrier févr febrero febbraio fevereiro februarie lutego luty lut фев февр февраль февраля лют
    лютого лютий თებერვალი თებ თებერვლის փետրվար փետրվարի փետր فبراير فيفري شباط فوریه פברואר
    februára února február фебруар φεβρουαρίου φεβ helmikuuta ақпан лютага फरवरी फ़रवरी ফেব্রুয়ারি
    กุมภาพันธ์ vasario februāris veebruar февруари febr feber փտվ փտր თებერვალს fevralın veljače
    februarja фебруара febrer
mar march mart марти марты märz mrz mars maart mrt marzo março martie marca marzec мар март марта
    бер березня березень მარტი მარ მარტის մարտ մարտի مارس آذار اذار مارچ מרץ מרס března március
    marts maret μαρτίου μαρ maaliskuuta наурыз сакавіка मार्च মার্চ มีนาคม kovo märts mär marec márc
    մրտ մար მარტს martın ožujka març
apr april aprel апрел апрели nisan nis avril avr abril abr aprile aprilie kwietnia kwiecień kwi апр
    апрель апреля квіт кві квітня квітень აპრილი აპრ აპრილის ապրիլ ապրիլի ապր أبريل ابريل إبريل
    أفريل نيسان آوریل אפריל apríla dubna április απριλίου απρ huhtikuuta сәуір красавіка अप्रैल
    এপ্রিল เมษายน balandžio aprīlis aprill ápr apríl aprila априла აპრილს aprelin travnja
may mai майи майы maý mayıs mayis mayo mei maj maio maggio maja май мая тра трав травня травень
    მაისი მაი მაისის մայիս մայիսի مايو ماي أيار ايار مه מאי mája května május мај μαΐου μαίου μαϊ
    toukokuuta мамыр траўня मई মে พฤษภาคม gegužės maijs máj մյս մայ მაისს mayın svibnja маја maig
jun june iyun июни июну iýun iyn haziran haz juni juin junio junho giugno giu iunie czerwca czerwiec
    cze июн июнь июня чер черв червня червень ივნისი ივნ ივნისის հունիս հունիսի يونيو يونيه جوان
    حزيران ژوئن יוני júna června június јун ιουνίου ιουν kesäkuuta маусым чэрвеня जून জুন มิถุนายน
    birželio jūnijs juuni юни jún junij junija juna јуна iun հնս հուն ივნისს iyunun lipnja juny
jul july iyul июли июлу iýul iyl temmuz tem juli juillet juil julio julho luglio lug iulie lipca
    lipiec июл июль июля лип липня липень ივლისი ივლ ივლისის հուլիս հուլիսի يوليو يوليه جويلية تموز
    ژوئیه جولای יולי júla července július јул ιουλίου ιουλ heinäkuuta шілде ліпеня जुलाई জুলাই
    กรกฎาคม liepos jūlijs juuli юли júl julij julija jula јула iul հլս հուլ ივლისს iyulun srpnja
    juliol
aug august августи августу awgust avqust avq ağustos ağu agustos augustus augusti août aout agosto
    ago sierpnia sierpień авг август августа сер серп серпня серпень აგვისტო აგვ აგვისტოს օգոստոս
    օգոստոսի օգոս أغسطس اغسطس أوت آب اوت آگوست אוגוסט augusta srpna augusztus agustus avgust
    αυγούστου αυγ elokuuta тамыз жніўня अगस्त আগস্ট สิงหาคม rugpjūčio augusts avgusta օգս օգո
    avqustun kolovoza agt agu agost
sep sept сентябр сентябри сентябры sentýabr september sentyabr sen eylül eyl eylul septembre
    septiembre setiembre settembre setembro septembrie września wrzesień wrz сен сент сентябрь
    сентября вер вересня вересень სექტემბერი სექ სექტ სექტემბრის սեպտեմբեր սեպտեմբերի սեպ سبتمبر
    أيلول ايلول سپتامبر ספטמבר septembra szeptember sentabr septembar септембар σεπτεμβρίου σεπ
    syyskuuta қыркүйек верасня सितंबर सितम्बर সেপ্টেম্বর กันยายน rugsėjo septembris септември szept
    септембра սեպտ სექტემბერს sentyabrın rujna setembre set
oct october октябр октябри октябры oktýabr oktyabr okt ekim eki oktober octobre octubre ottobre ott
    outubro octombrie października październik paź окт октябрь октября жов жовт жовтня жовтень
    ოქტომბერი ოქტ ოქტომბრის հոկտեմբեր հոկտեմբերի հոկ أكتوبر اكتوبر تشرين\u00a0الأول تشرين\u00a0الاول
    اکتبر אוקטובר októbra října október oktabr oktobar октобар οκτωβρίου οκτ lokakuuta қазан
    кастрычніка अक्टूबर अक्तूबर অক্টোবর ตุลาคม spalio oktobris oktoober октомври октобра հոկտ
    ოქტომბერს oktyabrın oktobra out
nov november ноябр ноябри ноябры noýabr noyabr noy kasım kas kasim novembre noviembre novembro
    noiembrie listopada ноя нояб ноябрь ноября лист листопада листопад ნოემბერი ნოე ნოემ ნოემბრის
    նոյեմբեր նոյեմբերի նոյ نوفمبر تشرين\u00a0الثاني نوامبر נובמבר novembra listopadu novembar
    новембар νοεμβρίου νοε marraskuuta қараша лістапада नवंबर नवम्बर নভেম্বর พฤศจิกายน lapkričio
    novembris ноември noi новембра նոյեմ ნოემბერს noyabrın studenoga studenog
dec december декабр декабри декабры dekabr dek aralık ara aralik dezember dez décembre decembre déc
    diciembre dic dicembre dezembro decembrie grudnia grudzień gru дек декабрь декабря груд гру
    грудня грудень დეკემბერი დეკ დეკემბრის դեկտեմբեր դեկտեմբերի դեկ ديسمبر كانون\u00a0الأول
    كانون\u00a0الاول دسامبر דצמבר decembra prosince decembar desember децембар δεκεμβρίου δεκ
    joulukuuta желтоқсан снежня दिसंबर दिसम्बर ডিসেম্বর ธันวาคม gruodžio decembris detsember
    декември децембра դեկտ დეკემბერს dekabrın prosinca desembre
""".strip().replace("\n    ", " ")

MONTHS = {
    name.replace("\u00a0", " "): number
    for number, names in enumerate(_NAMES.splitlines(), 1)
    for name in names.split(" ")
}
"""Names in lower case, also of two words, to 1 … 12."""

THAI = {
    short: f"{name:{len(short)}}"
    for short, name in (
        *(("ม.ค.", "jan"), ("ก.พ.", "feb"), ("มี.ค.", "mar"), ("เม.ย.", "apr"), ("พ.ค.", "may")),
        *(("มิ.ย.", "jun"), ("ก.ค.", "jul"), ("ส.ค.", "aug"), ("ก.ย.", "sep"), ("ต.ค.", "oct")),
        *(("พ.ย.", "nov"), ("ธ.ค.", "dec")),
    )
}
"""Short names with full stops in them, each mapped to an English one padded to its length."""

_SOLAR_NAMES = """
فروردین حمل
اردیبهشت ثور
خرداد جوزا
تیر سرطان
مرداد اسد
شهریور سنبله
مهر میزان
آبان عقرب
آذر قوس
دی جدی
بهمن دلو
اسفند حوت
""".strip()
SOLAR_MONTHS = {
    name: number
    for number, names in enumerate(_SOLAR_NAMES.splitlines(), 1)
    for name in names.split()
}
"""The months of the Solar Hijri calendar, in which Persian pages date, and their Afghan names."""

ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "west": 60,
    "cet": 60,
    "cest": 120,
    "mez": 60,
    "mesz": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "мск": 180,
    "trt": 180,
    "azt": 240,
    "get": 240,
    "sast": 120,
    "pkt": 300,
    "wib": 420,
    "sgt": 480,
    "hkt": 480,
    "awst": 480,
    "jst": 540,
    "kst": 540,
    "acst": 570,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    "est": -300,
    "edt": -240,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
"""Minutes east of Greenwich. Abbreviations of several zones (IST, CST, BST) are left out."""

_SOLAR_LEAPS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_EPOCH_1400 = 737_869
"""The ordinal of the day before 1 Farvardin 1400, which was 21 March 2021."""


def solar_ordinal(year: int, month: int, day: int) -> int | None:
    """The ordinal of a Solar Hijri day for :meth:`datetime.date.fromordinal`.

    Covers the years 1300 to 1499, by the 33-year cycle, which is valid for all of them; None for a
    day that the calendar does not have.
    """
    if not (1300 <= year < 1500 and 1 <= month <= 12):  # noqa: PLR2004 - the years we convert
        return None
    leap = year % 33 in _SOLAR_LEAPS
    length = 31 if month <= 6 else 30 if month < 12 or leap else 29  # noqa: PLR2004 - its months
    if not 1 <= day <= length:
        return None
    years = range(1400, year) if year >= 1400 else range(year, 1400)  # noqa: PLR2004 - the epoch
    days = sum(366 if one % 33 in _SOLAR_LEAPS else 365 for one in years)
    start = _EPOCH_1400 + (days if year >= 1400 else -days)  # noqa: PLR2004 - the epoch
    return start + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day
