"""Months, number words, multipliers, units and currencies in the languages we watch."""

from __future__ import annotations

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
}
"""The twelve months by language: forms, or stems where a language gives months endings."""
MONTH_ENDINGS = {"en": 0, "de": 0, "fr": 0, "es": 0, "fa": 0, "tr": 0, "ru": 3, "uk": 4, "az": 3}
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
            "ათასი ათას tausend tsd mille mil هزار"
        ),
    ),
    (
        1e6,
        (
            "million millions m mn mln млн миллион миллиона миллионов мільйон мільйона мільйонів "
            "мільйони milyon մլն միլիոն მლნ მილიონი მილიონ millionen mio millones millón میلیون"
        ),
    ),
    (
        1e9,
        (
            "billion billions bn b mlrd mlr млрд миллиард миллиарда миллиардов мільярд мільярда "
            "мільярдів milyard milyar մլրդ միլիարդ მლრდ მილიარდი მილიარდ milliarden mrd milliard "
            "milliards میلیارد"
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
        "տոկոս տոկոսի տոկոսով պրոցենտ პროცენტი პროცენტის პროცენტით prozent pour_cent درصد"
    ),
    "points": (
        "points point пунктов пункта пункт пункти пунктів балів puan bəndi punkt կետ პუნქტი პუნქტით"
    ),
    "$": (
        "$ us$ usd dollar dollars доллар доллара долларов долл доларів долара долар дол dolar "
        "dollara dolları դոլար დოლარი dólares"
    ),
    "€": ("€ eur euro euros евро євро avro եվրո ევრო"),
    "£": ("£ gbp pound pounds фунт фунтов фунтів sterlinq"),
    "₽": ("₽ rub rouble roubles ruble rubles рубль рубля рублей руб рублів rubl ռուբլի რუბლი"),
    "₼": ("₼ azn manat manats manatlıq manata манат маната манатов манатів"),
    "₴": ("₴ uah hryvnia hryvnias гривна гривны гривен грн гривня гривні гривень"),
    "₺": ("₺ try tl lira liras лир лира lirə"),
    "₾": ("₾ gel lari лари ларі ლარი ლარის"),
    "֏": ("֏ amd dram drams драм драмов դրամ"),
    "rs": ("rs inr rupees rupee"),
    "¥": ("¥ yen yuan юаней иен"),
    "km": (
        "km kilometer kilometers kilometre kilometres км километр километра километров "
        "кілометрів կիլոմետր կմ კილომეტრი კმ"
    ),
    "m": ("metre metres meter meters метр метра метров метрів metr մետր მეტრი"),
    "mi": ("mile miles mph"),
    "kg": ("kg kilogram kilograms kilos кг килограмм килограммов кілограмів կգ კგ"),
    "t": ("tonne tonnes ton tons тонн тонны тонна ტონა տոննա"),
    "°": ("degree degrees градус градуса градусов градусів dərəcə derece աստիճան გრადუსი"),
    "year": ("year years год года лет років роки рік il yıl տարի წელი წლის jahre años ans"),
    "month": ("month months месяц месяца месяцев місяців місяці ay ամիս თვე"),
    "week": ("week weeks неделя недели недель тижнів тижні həftə hafta շաբաթ კვირა"),
    "day": ("day days день дня дней днів дні gün օր დღე tage días jours"),
    "hour": ("hour hours час часа часов годин години saat ժամ საათი stunden horas heures"),
    "minute": ("minute minutes минута минуты минут хвилин хвилини dəqiqə dakika րոպե წუთი"),
}
UNITS = {
    form.replace("_", " "): unit for unit, forms in _UNIT_FORMS.items() for form in forms.split()
}
"""Forms of units and currencies with one sign for each."""

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS_EN = {word: 10.0 * number for number, word in enumerate(_TENS.split(), 2)}


def _counted(words: str, start: int = 1) -> dict[str, float]:
    return {
        form: float(number)
        for number, forms in enumerate(words.split(), start)
        for form in forms.split("/")
    }


NUMBER_WORDS: dict[str, dict[str, float]] = {
    "en": {
        **_counted(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen "
            "sixteen seventeen eighteen nineteen",
            0,
        ),
        **_TENS_EN,
        **_counted("first second third fourth fifth sixth seventh eighth ninth tenth"),
        "dozen": 12,
        "half": 0.5,
        "twice": 2,
        "double": 2,
        "triple": 3,
    },
    "ru": {
        **_counted(
            "один/одна/одно/одного/одной два/две/двух/двое/двоих/двум "
            "три/трех/трёх/трое/троих/трем "
            "четыре/четырех/четырёх/четверо пять/пяти/пятеро шесть/шести/шестеро семь/семи/семеро "
            "восемь/восьми девять/девяти десять/десяти одиннадцать двенадцать тринадцать "
            "четырнадцать "
            "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать"
        ),
        "тридцать": 30,
        "сорок": 40,
        "пятьдесят": 50,
        "сто": 100,
    },
    "uk": {
        **_counted(
            "один/одна/одне/одного/однієї два/дві/двох/двоє три/трьох/троє чотири/чотирьох "
            "п'ять/п'яти/п'ятеро "
            "шість/шести сім/семи вісім/восьми дев'ять/дев'яти десять/десяти одинадцять "
            "дванадцять тринадцять "
            "чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять двадцять"
        ),
        "тридцять": 30,
        "сорок": 40,
        "сто": 100,
    },
    "az": {
        **_counted("bir iki/ikisi üç/üçü dörd/dördü beş/beşi altı yeddi səkkiz doqquz on"),
        "iyirmi": 20,
        "otuz": 30,
        "qırx": 40,
        "əlli": 50,
        "yüz": 100,
    },
    "tr": {
        **_counted("bir iki/ikisi üç/üçü dört/dördü beş/beşi altı yedi sekiz dokuz on"),
        "yirmi": 20,
        "otuz": 30,
        "kırk": 40,
        "elli": 50,
        "yüz": 100,
    },
    "hy": _counted("մեկ երկու երեք չորս հինգ վեց յոթ/յոթը ութ/ութը ինը տասը/տաս"),
    "ka": _counted("ერთი/ერთმა ორი/ორმა სამი/სამმა ოთხი ხუთი ექვსი შვიდი რვა ცხრა ათი"),
    "de": _counted("ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"),
    "fr": _counted("un deux trois quatre cinq six sept huit neuf dix onze douze"),
    "es": _counted("uno dos tres cuatro cinco seis siete ocho nueve diez once doce"),
    "fa": {**_counted("دو سه چهار پنج شش هفت هشت", 2), "ده": 10, "یازده": 11, "دوازده": 12},
}
"""Number words with their value, by language."""

_WEAK = (
    "one first second half twice double один одна одно одного одной одне однієї bir on "
    "մեկ ერთი ერთმა ein un uno"
)
WEAK_NUMBER_WORDS = frozenset(_WEAK.split())
"""Words that often do not count anything: they are compared only against a figure."""


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
    "ka": _bounds("მინიმუმ|სულ მცირე", "მაქსიმუმ", "დაახლოებით|თითქმის"),
}
"""Words before a figure that make it a bound."""
