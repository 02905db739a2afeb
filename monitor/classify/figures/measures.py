"""Months, multipliers, units, currencies and bounds in the languages we watch."""

from __future__ import annotations

from monitor.classify.figures.declined import declined_units

MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sept sep",
        "october oct",
        "november nov",
        "december dec",
    ),
    "ru": (
        "январ",
        "феврал",
        "март",
        "апрел",
        "мая май мае",
        "июн",
        "июл",
        "август",
        "сентябр",
        "октябр",
        "ноябр",
        "декабр",
    ),
    "uk": (
        "січ",
        "лют",
        "берез",
        "квіт",
        "трав",
        "черв",
        "лип",
        "серп",
        "верес",
        "жовт",
        "листопад",
        "груд",
    ),
    "tr": (
        "ocak",
        "şubat",
        "mart",
        "nisan",
        "mayıs",
        "haziran",
        "temmuz",
        "ağustos",
        "eylül",
        "ekim",
        "kasım",
        "aralık",
    ),
    "az": (
        "yanvar",
        "fevral",
        "mart",
        "aprel",
        "may",
        "iyun",
        "iyul",
        "avqust",
        "sentyabr",
        "oktyabr",
        "noyabr",
        "dekabr",
    ),
    "hy": (
        "հունվար",
        "փետրվար",
        "մարտ",
        "ապրիլ",
        "մայիս",
        "հունիս",
        "հուլիս",
        "օգոստոս",
        "սեպտեմբեր",
        "հոկտեմբեր",
        "նոյեմբեր",
        "դեկտեմբեր",
    ),
    "ka": (
        "იანვ",
        "თებერვ",
        "მარტ",
        "აპრილ",
        "მაის",
        "ივნის",
        "ივლის",
        "აგვისტ",
        "სექტემბ",
        "ოქტომბ",
        "ნოემბ",
        "დეკემბ",
    ),
    "de": (
        "januar jänner",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ),
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    "fa": (
        "ژانویه",
        "فوریه",
        "مارس",
        "آوریل",
        "مه",
        "ژوئن",
        "ژوئیه",
        "اوت",
        "سپتامبر",
        "اکتبر",
        "نوامبر",
        "دسامبر",
    ),
    "ar": (
        "يناير كانون_الثاني",
        "فبراير شباط",
        "مارس آذار",
        "أبريل إبريل نيسان",
        "مايو أيار",
        "يونيو يونيه حزيران",
        "يوليو يوليه تموز",
        "أغسطس آب",
        "سبتمبر أيلول",
        "أكتوبر تشرين_الأول",
        "نوفمبر تشرين_الثاني",
        "ديسمبر كانون_الأول",
    ),
    "he": (
        "ינואר בינואר",
        "פברואר בפברואר",
        "מרץ במרץ מרס במרס",
        "אפריל באפריל",
        "מאי במאי",
        "יוני ביוני",
        "יולי ביולי",
        "אוגוסט באוגוסט",
        "ספטמבר בספטמבר",
        "אוקטובר באוקטובר",
        "נובמבר בנובמבר",
        "דצמבר בדצמבר",
    ),
}
"""The twelve months by language: forms, or stems where a language gives months endings.

A low line stands for a space within a form.
"""
MONTH_ENDINGS = {
    **dict.fromkeys(("en", "de", "fr", "es", "fa", "ar", "he", "tr"), 0),
    "ru": 3,
    "uk": 4,
    "az": 3,
}
"""How many letters may follow such a stem; five in the other languages."""

_MULTIPLIER_FORMS = (
    (
        100,
        "hundred сотен",
    ),
    (
        1000,
        (
            "thousand thousands k тыс тысяч тысячи тысяча тис тисяч тисячі тисяча min bin հազար "
            "ათასი ათას tausend tsd mille mil هزار ألف آلاف ألفا אלף אלפים"
        ),
    ),
    (
        1e6,
        (
            "million millions m mn mln млн миллион миллиона миллионов мільйон мільйона мільйонів "
            "мільйони milyon մլն միլիոն მლნ მილიონი მილიონ millionen mio millones millón "
            "میلیون مليون ملايين مليونا מיליון"
        ),
    ),
    (
        1e9,
        (
            "billion billions bn b mlrd mlr млрд миллиард миллиарда миллиардов мільярд мільярда "
            "мільярдів milyard milyar մլրդ միլիարդ მლრდ მილიარდი მილიარდ milliarden mrd milliard "
            "milliards میلیارد مليار مليارات מיליארד"
        ),
    ),
    (
        1e12,
        (
            "trillion trillions tn trn трлн триллион триллиона триллионов трильйон трильйонів "
            "trilyon տրիլիոն ტრილიონი billionen"
        ),
    ),
)
MULTIPLIERS: dict[str, float] = {
    form: float(factor) for factor, forms in _MULTIPLIER_FORMS for form in forms.split()
}
"""Words of size with what they multiply by."""

_UNIT_FORMS = {
    "%": (
        "% ٪ percent per_cent pct процент процента процентов проц процентами відсоток відсотка "
        "відсотків відсотки відсотку faiz yüzde "
        "faizə faizi faizin faizdən faizlə տոկոս տոկոսի տոկոսով տոկոսից տոկոսը տոկոսին պրոցենտ "
        "პროცენტი პროცენტის პროცენტით პროცენტს პროცენტამდე prozent pour_cent درصد "
        "بالمئة بالمائة אחוז אחוזים"
    ),
    "points": (
        "points point prozentpunkt prozentpunkte prozentpunkten "
        "пунктов пункта пункт пункти пунктів балів puan bəndi punkt կետ პუნქტი პუნქტით"
    ),
    "$": (
        "$ us$ usd dollar dollars доллар доллара долларов долл доларів долара долар дол dolar "
        "dollara dolları dolların dollardan dollarla dollarlıq dolara doları doların dolardan "
        "dolarlık դոլար դոլարի դոլարով դոլարից դոլարը դոլարին "
        "დოლარი დოლარს დოლარის დოლარად დოლარით დოლარამდე დოლარზე "
        "dólares دلار دولار دولارا دولارات דולר דולרים"
    ),
    "€": (
        "€ eur euro euros евро євро avro avroya avronu avronun avrodan avroluq avroluk եվրո "
        "եվրոյի եվրոյով եվրոյից եվրոն ევრო ევროს ევროთი ევროდ ევრომდე ევროზე یورو يورو אירו"
    ),
    "£": ("£ gbp pound pounds фунт фунтов фунтів sterlinq"),
    "₽": ("₽ rub rouble roubles ruble rubles рубль рубля рублей руб рублів rubl ռուբլի რუბლი"),
    "₼": (
        "₼ azn manat manats manatlıq manata manatı manatın manatdan manatla "
        "манат маната манатов манатів մանաթ მანათი მანათს მანათის მანათად მანათით"
    ),
    "₴": ("₴ uah hryvnia hryvnias гривна гривны гривен грн гривня гривні гривень"),
    "₺": ("₺ try tl lira liras lirayı liraya liranın liradan liralık лир лира lirə"),
    "₾": ("₾ gel lari лари ларі ლარი ლარს ლარის ლარად ლარით ლარამდე ლარზე լարի"),
    "֏": ("֏ amd dram drams драм драмов դրամ դրամի դրամով դրամից դրամը դրամն դրամին"),
    "rs": ("rs inr rupees rupee"),
    "¥": ("¥ yen yuan юаней иен"),
    "km": (
        "km kilometer kilometers kilometre kilometres км километр километра километров "
        "кілометрів կիլոմետր կմ კილომეტრი კმ کیلومتر كيلومتر كيلومترا كم"
    ),
    "m": ("metre metres meter meters метр метра метров метрів metr մետր მეტრი"),
    "mi": ("mile miles mph"),
    "kg": ("kg kilogram kilograms kilos кг килограмм килограммов кілограмів կգ კგ"),
    "g": "g gram grams gramm г грамм граммов грамів",
    "mg": "mg milligram milligrams мг",
    "µg": "µg mcg",
    "ml": "ml millilitre millilitres milliliter milliliters мл",
    "l": "litre litres liter liters литр литра литров літр літра літрів litros litro",
    "gal": "gallon gallons",
    "barrel": "barrel barrels bbl баррель барреля баррелей барель бареля барелів varil",
    "ha": "ha hectare hectares hektar га гектар гектара гектаров гектарів hectárea hectáreas",
    "acre": "acre acres",
    "ft": "ft foot feet",
    "inch": "inch inches",
    "kw": "kw kilowatt kilowatts квт",
    "mw": "mw megawatt megawatts мвт",
    "gw": "gw gigawatt gigawatts гвт",
    "kwh": "kwh",
    "mwh": "mwh",
    "gwh": "gwh",
    "mb": "mb megabytes",
    "gb": "gb gigabytes",
    "tb": "tb terabytes",
    "°c": "°c",
    "°f": "°f",
    "t": ("tonne tonnes ton tons тонн тонны тонна ტონა տոննա"),
    "°": ("degree degrees градус градуса градусов градусів dərəcə derece աստիճան გრადუსი"),
    "year": (
        "year years год года лет років роки рік il yıl տարի წელი წლის jahre años ans "
        "سال سنة سنوات عام عاما أعوام שנה שנים"
    ),
    "month": (
        "month months месяц месяца месяцев місяців місяці ay ամիս თვე ماه شهر أشهر شهرا חודש חודשים"
    ),
    "week": (
        "week weeks неделя недели недель тижнів тижні həftə hafta շաբաթ კვირა "
        "هفته أسبوع أسابيع שבוע שבועות"
    ),
    "day": (
        "day days день дня дней днів дні gün օր დღე tage días jours روز يوم أيام يوما יום ימים"
    ),
    "hour": (
        "hour hours час часа часов годин години saat ժամ საათი stunden horas heures "
        "ساعت ساعة ساعات שעה שעות"
    ),
    "minute": (
        "minute minutes минута минуты минут хвилин хвилини dəqiqə dakika րոպե წუთი "
        "دقیقه دقيقة دقائق דקה דקות"
    ),
}
UNITS = declined_units() | {
    form.replace("_", " "): unit for unit, forms in _UNIT_FORMS.items() for form in forms.split()
}
"""Forms of units and currencies with one sign for each."""


def _bounds(over: str, under: str, about: str) -> dict[str, str]:
    told = (("over", over), ("under", under), ("about", about))
    return {phrase: bound for bound, phrases in told for phrase in phrases.split("|")}


BOUNDS: dict[str, dict[str, str]] = {
    "en": _bounds(
        "more than|over|at least|above|exceeding|no fewer|no less",
        "less than|fewer than|under|up to|at most|below|no more",
        "about|around|roughly|nearly|almost|some|approximately|an estimated|close to|estimated",
    ),
    "ru": _bounds(
        "более|больше|свыше|не менее|как минимум|минимум|по меньшей",
        "менее|меньше|до|не более|почти до",
        "около|примерно|порядка|приблизительно|почти",
    ),
    "uk": _bounds(
        "понад|більше|більш|не менше|щонайменше|мінімум",
        "менше|менш|до|не більше",
        "близько|приблизно|майже|орієнтовно",
    ),
    "az": _bounds("azı|ən azı|azından", "ən çox|çoxu", "təxminən|təqribən|yaxın"),
    "tr": _bounds("en az|asgari", "en fazla|azami", "yaklaşık|civarında|neredeyse|tahminen"),
    "hy": _bounds("ավելի քան|առնվազն", "մինչև|առավելագույնը", "մոտ|շուրջ|գրեթե"),
    "de": _bounds(
        "mehr als|über|mindestens|wenigstens",
        "weniger als|unter|höchstens|maximal|bis zu",
        "etwa|rund|ungefähr|circa|ca.|fast|knapp|gut",
    ),
    "fr": _bounds(
        "plus de|au moins", "moins de|jusqu'à|au plus", "environ|près de|presque|quelque"
    ),
    "es": _bounds("más de|al menos", "menos de|hasta", "unos|unas|cerca de|casi|alrededor de"),
    "fa": _bounds("بیش از|دست کم|دست‌کم|حداقل", "کمتر از|حداکثر", "حدود|تقریبا|تقریباً|نزدیک به"),
    "ar": _bounds(
        "أكثر من|يقل عن|الأقل|فوق", "أقل من|يزيد عن|يتجاوز", "نحو|حوالي|قرابة|زهاء|يقارب|تقريبا"
    ),
    "he": _bounds("יותר מ-|לפחות|מעל", "פחות מ-|עד|לכל היותר", "כ-|בערך|כמעט|קרוב ל-"),
    "ka": _bounds("მინიმუმ|სულ მცირე", "მაქსიმუმ", "დაახლოებით|თითქმის"),
}
"""Words before a figure that make it a bound."""
