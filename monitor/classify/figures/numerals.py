"""Number words in the watched languages, and which of them make one figure together."""

from __future__ import annotations

from functools import lru_cache

from monitor.classify.figures.declined_numerals import DECLINED, ORDINALS, counted

SHORTEST_NUMBER = 5
"""Fewest letters of a number word from which others, which begin with it, are derived."""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS_EN = {word: 10.0 * number for number, word in enumerate(_TENS.split(), 2)}


def _joined(tens: str, units: str, joint: str = "", start: int = 1) -> dict[str, float]:
    """Tens and units written as one word: *քսանմեկ*; *einundzwanzig* is in reverse order."""
    return {
        (f"{unit}{joint}{ten}" if joint == "und" else f"{ten}{joint}{unit}"): value + 10.0 * number
        for number, ten in enumerate(tens.split(), 2)
        for value, unit in enumerate(units.split(), start)
    }


def _tens(words: str) -> dict[str, float]:
    """Twenty, thirty and so on, in order."""
    return counted(words, 2, 10)


_FA_TENS = "سی چهل پنجاه شصت هفتاد هشتاد نود"
_ES_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_HY = "մեկ երկու երեք չորս հինգ վեց յոթ ութ ինը"
_HY_TENS = "քսան երեսուն քառասուն հիսուն վաթսուն յոթանասուն ութսուն իննսուն"
_DE = "ein zwei drei vier fünf sechs sieben acht neun"
_DE_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_KA = (
    "ერთი ორი სამი ოთხი ხუთი ექვსი შვიდი რვა ცხრა ათი თერთმეტი თორმეტი ცამეტი თოთხმეტი "
    "თხუთმეტი თექვსმეტი ჩვიდმეტი თვრამეტი ცხრამეტი"
)
_KA_TWENTIES = {"ოც": 20.0, "ორმოც": 40.0, "სამოც": 60.0, "ოთხმოც": 80.0}


def _georgian() -> dict[str, float]:
    """Georgian counts by twenties: *ოცდათერთმეტი* is 20 and 11; each also in the ergative."""
    known = dict(counted(_KA))
    known |= {f"{stem}ი": value for stem, value in _KA_TWENTIES.items()} | {"ასი": 100.0}
    known |= {
        f"{stem}და{word}": twenties + value
        for stem, twenties in _KA_TWENTIES.items()
        for word, value in counted(_KA).items()
    }
    return {
        form: value
        for word, value in known.items()
        for form in (word, word.removesuffix("ი") + "მა")
    }


_LISTED: dict[str, dict[str, float]] = {
    "en": {
        **counted(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen "
            "sixteen seventeen eighteen nineteen",
            0,
        ),
        **_TENS_EN,
        **counted("first second third fourth fifth sixth seventh eighth ninth tenth"),
        "dozen": 12,
        "half": 0.5,
        "twice": 2,
        "double": 2,
        "triple": 3,
    },
    "ru": {
        **counted(
            "один/одна/одно/одного/одной два/две/двух/двое/двоих/двум "
            "три/трех/трёх/трое/троих/трем "
            "четыре/четырех/четырёх/четверо пять/пяти/пятеро шесть/шести/шестеро семь/семи/семеро "
            "восемь/восьми девять/девяти десять/десяти одиннадцать двенадцать тринадцать "
            "четырнадцать "
            "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать"
        ),
        **_tens(
            "двадцати тридцать/тридцати сорок/сорока пятьдесят/пятидесяти шестьдесят/шестидесяти "
            "семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста"
        ),
        "сто": 100,
        "ста": 100,
        "двести": 200,
        "двухсот": 200,
        "триста": 300,
        "трехсот": 300,
        "четыреста": 400,
        "пятьсот": 500,
        "шестьсот": 600,
        "полтора": 1.5,
        "полторы": 1.5,
    },
    "uk": {
        **counted(
            "один/одна/одне/одного/однієї два/дві/двох/двоє три/трьох/троє чотири/чотирьох "
            "п'ять/п'яти/п'ятеро "
            "шість/шести сім/семи вісім/восьми дев'ять/дев'яти десять/десяти одинадцять "
            "дванадцять тринадцять "
            "чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять двадцять"
        ),
        **_tens(
            "двадцяти тридцять/тридцяти сорок/сорока п'ятдесят/п'ятдесяти шістдесят/шістдесяти "
            "сімдесят/сімдесяти вісімдесят/вісімдесяти дев'яносто"
        ),
        "сто": 100,
        "ста": 100,
        "двісті": 200,
        "двохсот": 200,
        "триста": 300,
    },
    "az": {
        **counted("bir iki/ikisi üç/üçü dörd/dördü beş/beşi altı yeddi səkkiz doqquz on"),
        **_tens("iyirmi otuz qırx əlli altmış yetmiş səksən doxsan"),
        "yüz": 100,
    },
    "tr": {
        **counted("bir iki/ikisi üç/üçü dört/dördü beş/beşi altı yedi sekiz dokuz on"),
        **_tens("yirmi otuz kırk elli altmış yetmiş seksen doksan"),
        "yüz": 100,
    },
    "hy": {
        **counted("մեկ երկու երեք չորս հինգ վեց յոթ/յոթը ութ/ութը ինը տասը/տաս"),
        **counted(
            "տասնմեկ/տասնմեկը տասներկու տասներեք տասնչորս տասնհինգ տասնվեց տասնյոթ տասնութ տասնինը",
            11,
        ),
        **_tens(_HY_TENS),
        **_joined(_HY_TENS, _HY),
        "հարյուր": 100,
    },
    "ka": _georgian(),
    "de": {
        **counted(f"{_DE} zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn"),
        "neunzehn": 19,
        **_tens(_DE_TENS),
        **_joined(_DE_TENS, _DE, "und"),
        "hundert": 100,
        "einhundert": 100,
        "zweihundert": 200,
        "dreihundert": 300,
        "dutzend": 12,
        "anderthalb": 1.5,
        **{f"{word}einhalb": n + 0.5 for n, word in enumerate(_DE.split(), 1) if n > 1},
    },
    "fr": {
        **counted("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze"),
        **counted("quinze seize dix-sept dix-huit dix-neuf", 15),
        **_tens("vingt trente quarante cinquante soixante soixante-dix quatre-vingts"),
        "quatre-vingt": 80,
        "quatre-vingt-dix": 90,
        "dizaine": 10,
        "douzaine": 12,
        "cent": 100,
    },
    "es": {
        **counted("uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce"),
        **counted("quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno/veintiún", 15),
        **counted("veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete", 22),
        "veintiocho": 28,
        "veintinueve": 29,
        **{word: 10.0 * n for n, word in enumerate(_ES_TENS.split(), 3)},
        "decena": 10,
        "docena": 12,
        "cien": 100,
        "ciento": 100,
        "doscientos": 200,
        "trescientos": 300,
    },
    "fa": {
        **counted("دو سه چهار پنج شش هفت هشت نه", 2),
        **counted("ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده بیست", 10),
        **{word: 10.0 * n for n, word in enumerate(_FA_TENS.split(), 3)},
        "صد": 100,
        "دویست": 200,
        "سیصد": 300,
    },
    "ar": {
        **counted(
            "واحد/واحدة/أحد/إحدى اثنان/اثنين/اثنتان/اثنتين/اثنا/اثني/شخصان/شخصين ثلاثة/ثلاث "
            "أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثماني/ثمان تسعة/تسع عشرة/عشر"
        ),
        **_tens(
            "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين "
            "ثمانون/ثمانين تسعون/تسعين"
        ),
        "مئة": 100,
        "مائة": 100,
        "مئتان": 200,
        "مئتين": 200,
        "مائتين": 200,
        "مائتان": 200,
    },
    "he": {
        **counted(
            "אחד/אחת שניים/שתיים/שנים/שתים/שתי שלושה/שלוש/שלושת ארבעה/ארבע חמישה/חמש "
            "שישה/שש שבעה/שבע שמונה תשעה/תשע עשרה/עשר"
        ),
        **_tens("עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים"),
        "מאה": 100,
        "מאתיים": 200,
    },
}
NUMBER_WORDS = {
    language: {**_LISTED.get(language, {}), **DECLINED.get(language, {})}
    for language in (_LISTED | DECLINED)
}
"""Number words with their value, by language."""

_ONES = (
    "one один одна одно одного одной одне однієї bir on մեկ ერთი ერთმა ein un uno "
    "واحد واحدة أحد إحدى אחד אחת نه سی שנים"
)
ONES = frozenset(_ONES.split())
"""Number words that may come and go without counting anything: *one of the men*, *ein Mann*."""
WEAK_NUMBER_WORDS = ONES | {"first", "second", "half", "twice", "double"}
"""Words that often count nothing: they are only compared with a figure.

*نه* is *not* as well as 9, *سی* the last letter of the BBC as well as 30, *שנים* years and 2.
"""

_AND = {"ar": "و", "he": "ו"}
"""*And* joined to the front of a number: *خمسة وعشرون*, *עשרים ואחת*."""
_JOINTS = {"es": " y ", "fr": " et ", "fa": " و "}
"""*And* as a separate word inside a number: *treinta y cinco*, *بیست و پنج*."""
_TEN, _HUNDRED = 10, 100


def are_of_other_numbers(one: str, other: str, language: str) -> bool:
    """*Двенадцатый* and *двадцатилетний*: whether they begin with different numbers."""
    values = [_begun(word, language) for word in (one, other)]
    return None not in values and values[0] != values[1]


def _begun(word: str, language: str) -> float | None:
    """The number whose word, without its last letter, begins this word; the longest one counts."""
    found = (stem for stem in _stems(language) if word.startswith(stem))
    longest = max(found, key=len, default=None)
    return None if longest is None else _stems(language)[longest]


@lru_cache(maxsize=32)
def _stems(language: str) -> dict[str, float]:
    words = NUMBER_WORDS.get(language, {}) | ORDINALS.get(language, {})
    return {word[:-1]: value for word, value in words.items() if len(word) >= SHORTEST_NUMBER}


def bare(word: str, language: str) -> str:
    """A number word without an *and* joined to its front."""
    joint = _AND.get(language)
    return word[1:] if joint and word.startswith(joint) else word


def joins(between: str, language: str) -> bool:
    """Whether number words separated by this can make one figure."""
    return between in (" ", _JOINTS.get(language))


def ends_number(word: str, language: str) -> bool:
    """Whether a number word stands in its case: *yirmide biri*, one of twenty, is no 21.

    Only the last of several does in these languages.
    """
    return language in {"az", "hy", "tr"} and word in DECLINED[language]


def hyphened(word: str, language: str) -> float | None:
    """The sum of the parts, longest known first: *quatre-vingt-trois* is 80 and 3, not 27.

    None if one of them is not a number word.
    """
    parts = word.replace("-et-", "-").split("-")
    for length in range(len(parts), 0, -1):
        head = NUMBER_WORDS.get(language, {}).get("-".join(parts[:length]))
        if head and length < len(parts):
            rest = hyphened("-".join(parts[length:]), language)
            return None if rest is None else head + rest
        if head:
            return head
    return None


def together(first: float, value: float, language: str) -> float | None:
    """The number that two words make, *iyirmi bir*, *сто двадцать*, *ثلاثة عشر*; None if none.

    Never for English, which uses hyphens: *in the year twenty one of them left*.
    """
    if language == "en" or first % 1 or value % 1 or value <= 0:
        return None
    least = _TEN if language in {"az", "tr"} else 2 * _TEN
    ten_before = least <= first % _HUNDRED and first % _TEN == 0 and value < _TEN
    hundred_before = first >= _HUNDRED and first % _HUNDRED == 0 and value < _HUNDRED
    turned = language in _AND and 0 < first % _HUNDRED < _TEN <= value < _HUNDRED
    turned = turned and value % _TEN == 0
    if ten_before or hundred_before or turned:
        return first + value
    if value == _HUNDRED and 1 < first < _TEN and language in {"az", "tr"}:
        return first * value
    return None
