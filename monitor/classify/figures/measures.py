"""Multipliers, units and currencies in the watched languages."""

from __future__ import annotations

import regex

from monitor.classify.figures.declined import declined_units
from monitor.diff.tokens import in_small

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
            "milhão milhões milione milioni miljoen میلیون مليون ملايين مليونا מיליון"
        ),
    ),
    (
        1e9,
        (
            "billion billions bn b mlrd mlr млрд миллиард миллиарда миллиардов мільярд мільярда "
            "мільярдів milyard milyar մլրդ միլիարդ მლრდ მილიარდი მილიარდ milliarden mrd milliard "
            "milliards mil_millones mil_milhões bilhão bilhões miliardo miliardi miljard میلیارد "
            "مليار مليارات מיליארד"
        ),
    ),
    (
        1e12,
        (
            "trillion trillions tn trn трлн триллион триллиона триллионов трильйон трильйонів "
            "trilyon տրիլիոն ტრილიონი billionen billón billones"
        ),
    ),
)
MULTIPLIERS: dict[str, float] = {
    form.replace("_", " "): float(factor)
    for factor, forms in _MULTIPLIER_FORMS
    for form in forms.split()
}
"""Words of size with their factors."""

_UNIT_FORMS = {
    "%": (
        "% ٪ percent per_cent pct procent por_cento százalék процент процента процентов проц "
        "процентами відсоток відсотка "
        "відсотків відсотки відсотку faiz yüzde "
        "faizə faizi faizin faizdən faizlə տոկոս տոկոսի տոկոսով տոկոսից տոկոսը տոկոսին պրոցենտ "
        "პროცენტი პროცენტის პროცენტით პროცენტს პროცენტამდე prozent pour_cent por_ciento "
        "per_cento درصد "
        "بالمئة بالمائة في_المئة في_المائة אחוז אחוזים"
    ),
    "points": (
        "points point prozentpunkt prozentpunkte prozentpunkten "
        "пунктов пункта пункт пункти пунктів балів puan bəndi bəndidir punkt կետ პუნქტი პუნქტით "
        "პუნქტია პუნქტს პუნქტის واحد_درصد"
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
    "kr": ("kr krone kroner kronor kronur nok sek dkk"),
    "rs": ("rs inr rupees rupee"),
    "¥": ("¥ yen yuan юаней иен"),
    "km": (
        "km kilometer kilometers kilometre kilometres км километр километра километров "
        "кілометрів կիլոմետր կմ კილომეტრი კმ کیلومتر كيلومتر كيلومترا كم"
    ),
    "m": ("metre metres meter meters метр метра метров метрів metr մետր მეტრი"),
    "mi": ("mile miles"),
    "mph": ("mph miles_per_hour"),
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
    "°c": "°c degrees_celsius degree_celsius grad_celsius",
    "°f": "°f degrees_fahrenheit degree_fahrenheit",
    "t": ("t tonne tonnes ton tons тонн тонны тонна ტონა տոննա"),
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
        "hour hours hr hrs час часа часов годин години saat ժամ საათი stunden horas heures "
        "ساعت ساعة ساعات שעה שעות"
    ),
    "minute": (
        "minute minutes mins минута минуты минут хвилин хвилини dəqiqə dakika րոպե წუთი "
        "دقیقه دقيقة دقائق דקה דקות"
    ),
}
UNITS = declined_units() | {
    form.replace("_", " "): unit for unit, forms in _UNIT_FORMS.items() for form in forms.split()
}
"""Forms of units and currencies, each with the sign of its unit."""
OF_TWO_WORDS = "|".join(
    r"\s".join(map(regex.escape, unit.split())) + r"(?!\p{L})" for unit in UNITS if " " in unit
)
"""A pattern for the units that are written in two words: *per cent*, *por ciento*."""
_BEHIND = regex.compile(rf"[ -]((?i:{OF_TWO_WORDS})|\p{{L}}[\p{{L}}\p{{M}}'-]*)")


def unit_behind(text: str, end: int) -> tuple[int, str]:
    """The unit after a number in words, *nine days*, and where it ends."""
    word = _BEHIND.match(text, end)
    unit = UNITS.get(in_small(word[1])) if word else None
    return (word.end(), unit) if word and unit else (end, "")
