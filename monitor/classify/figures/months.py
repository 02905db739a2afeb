"""The months in the watched languages, and those of other calendars."""

from __future__ import annotations

from monitor.classify.language.lexicon import words_of

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
        *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
        *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
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
        *("محرم", "صفر", "ربيع_الأول", "ربيع_الثاني ربيع_الآخر"),
        *("جمادى_الأولى", "جمادى_الثانية جمادى_الآخرة", "رجب", "شعبان"),
        *("رمضان", "شوال", "ذو_القعدة ذي_القعدة", "ذو_الحجة ذي_الحجة"),
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
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "it": (
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    "pt": (
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ),
}
"""The twelve months by language: forms, or stems if a language gives months endings.

After them come those of the Iranian solar and the Islamic lunar calendar, which are months only
next to a day or a year: *تیر* is also a bullet, and *صفر* zero.

An underscore stands for a space inside a form.
"""
COMMON_MONTHS = 12
"""The last month of the calendar that all of these languages have."""
MONTH_ENDINGS = {
    **dict.fromkeys(("en", "de", "fr", "es", "nl", "it", "pt", "fa", "ar", "he", "tr"), 0),
    "ru": 3,
    "uk": 4,
    "az": 3,
}
"""How many letters may follow such a stem; five in other languages."""

_PERSONS_AND_THINGS = (
    r"\s?(?:[%٪]|per\scent|(?:people|persons|percent|men|women"
    r"|workers|soldiers|children|civilians|cases|tons|tonnes|dead|killed|человека?|людей|процентов"
    r"|осіб|відсотків|personnes|personas|menschen|personen|prozent|kişi|nəfər|faiz|մարդ|տոկոս"
    r"|ადამიანი|نفر|تن|درصد|شخصا)(?!\p{L}))"
)
_COUNTED = r"(?:3[2-9]|[4-9]\d|۳[۲-۹]|[۴-۹][۰-۹])" + _PERSONS_AND_THINGS
"""*In March 37 people*: no month has that day. *May 68* is a year if nothing is counted."""
_COUNTED_AS_DAY = r"\p{N}{1,2}" + _PERSONS_AND_THINGS
"""*In March 12 people*: this could be a day, but is none after *in*."""

_DAYS = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag vandaag gisteren morgen",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica oggi ieri domani",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo"
    " hoje ontem amanhã",
}
"""The days in languages of which no other words are listed."""


def days_of(language: str) -> frozenset[str]:
    """The days of the week, in lower case, and words like *today*."""
    return words_of("days", language) or frozenset(_DAYS.get(language, "").split())


def day_behind(language: str, ending: str) -> str:
    """A pattern for what separates a month from its day, but not from something counted.

    ``ending`` is the pattern of the month's ending. A number before persons or things is not a day;
    in English, which also writes the day after the month, one up to 31 is so only after *in*.
    """
    first = r"(?<!(?<!\p{L})in\s\p{L}++)|" if language == "en" else ""
    return rf"(?:{first}(?!{ending}\s{_COUNTED_AS_DAY})){ending}\s(?!{_COUNTED})"
