"""Number words in all their cases, which differ by a letter or two from one another.

*Двенадцати* (of twelve) and *двадцати* (of twenty) would pass for a slip if one of them were not
known, and so would *seiscientos* and *setecientos*. The number words of languages without other
word lists are here too.
"""

from __future__ import annotations


def counted(words: str, start: int = 1, step: int = 1) -> dict[str, float]:
    """Values of words given in order, their forms separated by slashes; ``step`` is 10 for tens."""
    return {
        form: float(number * step)
        for number, forms in enumerate(words.split(), start)
        for form in forms.split("/")
    }


def _with_endings(words: str, endings: str, start: int = 1, step: int = 1) -> dict[str, float]:
    """The same for stems, each combined with its own endings: *beşe*, *beşten*."""
    stems = zip(words.split(), endings.split(), strict=True)
    return counted(
        " ".join("/".join(stem + end for end in ends.split("/")) for stem, ends in stems),
        start,
        step,
    )


_TR_I, _TR_IZ, _TR_UZ = "ye/yi/nin/de/den", "e/i/in/de/den", "a/u/un/da/dan"
_AZ_I, _AZ_IZ, _AZ_UZ = "yə/ni/nin/də/dən", "ə/i/in/də/dən", "a/u/un/da/dan"
"""Endings of the cases, but those that make a word of other things: *ona* (to her), *altının*."""

_HY_CASES = "ի/ից/ով/ին/ը/ն"
_HY_UNITS = "երկու երեք չորս հինգ վեց յոթ ութ ինն"
_HY_TENS = "քսան երեսուն քառասուն հիսուն վաթսուն յոթանասուն ութսուն իննսուն"


def _of_armenian() -> dict[str, float]:
    """*Երեքի*, *երեսունի* and *քսանհինգից*, the last of which is one word."""
    cases = " ".join([_HY_CASES] * 8)
    found = _with_endings(_HY_UNITS.replace("երկու", "երկուս"), cases, 2)
    found |= _with_endings(_HY_TENS, cases, 2, 10)
    for number, ten in enumerate(_HY_TENS.split(), 2):
        units = " ".join(ten + unit for unit in _HY_UNITS.split())
        found |= _with_endings(units, cases, 10 * number + 2)
    return found


DECLINED: dict[str, dict[str, float]] = {
    "tr": {
        **_with_endings(
            "iki üç dör beş altı yedi sekiz dokuz",
            f"{_TR_I} e/te/ten de/dün/tte/tten e/in/te/ten ya/yı/da/dan {_TR_I} {_TR_IZ} {_TR_UZ}",
            2,
        ),
        **_with_endings(
            "yirmi otuz kırk elli altmış yetmiş seksen doksan",
            f"{_TR_I} {_TR_UZ} a/ı/ın/ta/tan {_TR_I} a/ı/ın/ta/tan e/i/in/te/ten {_TR_IZ}"
            " a/ı/ın/da/dan",
            2,
            10,
        ),
    },
    "az": {
        **_with_endings(
            "iki üç dörd beş altı yeddi səkkiz doqquz",
            f"{_AZ_I} ə/də/dən ə/ün/də/dən ə/in/də/dən ya/nı/da/dan {_AZ_I} {_AZ_IZ} {_AZ_UZ}",
            2,
        ),
        **_with_endings(
            "iyirmi otuz qırx əlli altmış yetmiş səksən doxsan",
            f"{_AZ_I} {_AZ_UZ} a/ı/ın/da/dan {_AZ_I} a/ı/ın/da/dan {_AZ_IZ} {_AZ_IZ} a/ı/ın/da/dan",
            2,
            10,
        ),
    },
    "hy": _of_armenian(),
    "ru": {
        **counted("двумя тремя/трём четырьмя/четырем/четырём пятью шестью", 2),
        **counted("восьмью/восемью/восьмеро девятью/девятеро десятью/десятеро", 8),
        **counted(
            "одиннадцати/одиннадцатью двенадцати/двенадцатью тринадцати/тринадцатью"
            " четырнадцати/четырнадцатью пятнадцати/пятнадцатью шестнадцати/шестнадцатью"
            " семнадцати/семнадцатью восемнадцати/восемнадцатью девятнадцати/девятнадцатью"
            " двадцатью",
            11,
        ),
        **counted("тридцатью сорока пятьюдесятью шестьюдесятью семьюдесятью", 3, 10),
        **counted(
            "двумстам/двумястами трёхсот/тремстам четырехсот/четырёхсот пятисот шестисот"
            " семисот/семьсот восьмисот/восемьсот девятисот/девятьсот",
            2,
            100,
        ),
        "полутора": 1.5,
        "треть": 1 / 3,
        "трети": 1 / 3,
        "четверть": 0.25,
        "четверти": 0.25,
    },
    "uk": {
        **counted("двома/двоєю трьома/трьом чотирма/чотирьом/четверо п'ятьма шістьма/шестеро", 2),
        **counted("сімома/семеро вісьмома/восьмеро дев'ятьма/дев'ятеро десятьма/десятеро", 7),
        **counted(
            "одинадцяти дванадцяти тринадцяти чотирнадцяти п'ятнадцяти шістнадцяти сімнадцяти"
            " вісімнадцяти дев'ятнадцяти",
            11,
        ),
        **counted(
            "трьохсот/триста чотирьохсот/чотириста п'ятисот/п'ятсот шестисот/шістсот"
            " семисот/сімсот восьмисот/вісімсот дев'ятисот/дев'ятсот",
            3,
            100,
        ),
        "дев'яноста": 90,
        "півтора": 1.5,
        "півтори": 1.5,
        "третину": 1 / 3,
        "третина": 1 / 3,
        "чверть": 0.25,
        "чверті": 0.25,
    },
    "es": {
        **counted(
            "doscientas trescientas cuatrocientos/cuatrocientas quinientos/quinientas"
            " seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas"
            " novecientos/novecientas",
            2,
            100,
        ),
    },
    "de": {
        **counted("vierhundert fünfhundert sechshundert siebenhundert achthundert", 4, 100),
        "neunhundert": 900,
    },
    "it": {
        **counted("due tre quattro cinque sei sette otto nove dieci undici dodici tredici", 2),
        **counted("quattordici quindici sedici diciassette diciotto diciannove venti", 14),
        **counted("trenta quaranta cinquanta sessanta settanta ottanta novanta cento", 3, 10),
        **counted(
            "duecento trecento quattrocento cinquecento seicento settecento ottocento novecento",
            2,
            100,
        ),
    },
    "pt": {
        **counted("dois/duas três quatro cinco seis sete oito nove dez onze doze treze", 2),
        **counted(
            "catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito"
            " dezenove/dezanove vinte",
            14,
        ),
        **counted("trinta quarenta cinquenta sessenta setenta oitenta noventa cem", 3, 10),
        **counted(
            "duzentos/duzentas trezentos/trezentas quatrocentos/quatrocentas"
            " quinhentos/quinhentas seiscentos/seiscentas setecentos/setecentas"
            " oitocentos/oitocentas novecentos/novecentas",
            2,
            100,
        ),
    },
    "pl": {
        **counted(
            "dwa/dwie/dwóch/dwoje/dwaj trzy/trzech/troje/trzej cztery/czterech/czworo/czterej"
            " pięć/pięciu/pięcioro sześć/sześciu/sześcioro siedem/siedmiu/siedmioro"
            " osiem/ośmiu/ośmioro dziewięć/dziewięciu/dziewięcioro dziesięć/dziesięciu/dziesięcioro"
            " jedenaście/jedenastu dwanaście/dwunastu trzynaście/trzynastu czternaście/czternastu"
            " piętnaście/piętnastu szesnaście/szesnastu siedemnaście/siedemnastu"
            " osiemnaście/osiemnastu dziewiętnaście/dziewiętnastu dwadzieścia/dwudziestu",
            2,
        ),
        **counted(
            "trzydzieści/trzydziestu czterdzieści/czterdziestu pięćdziesiąt/pięćdziesięciu"
            " sześćdziesiąt/sześćdziesięciu siedemdziesiąt/siedemdziesięciu"
            " osiemdziesiąt/osiemdziesięciu dziewięćdziesiąt/dziewięćdziesięciu sto/stu",
            3,
            10,
        ),
    },
    "ar": {
        **counted(
            "ثلاثمئة/ثلاثمائة أربعمئة/أربعمائة خمسمئة/خمسمائة ستمئة/ستمائة سبعمئة/سبعمائة"
            " ثمانمئة/ثمانمائة تسعمئة/تسعمائة",
            3,
            100,
        ),
        **dict.fromkeys(("ألفان", "ألفين", "ألفي"), 2_000.0),
        **dict.fromkeys(("مليونان", "مليونين", "مليوني"), 2_000_000.0),
    },
    "fa": counted("چهارصد پانصد ششصد هفتصد هشتصد نهصد", 4, 100),
    "he": {
        **counted("שלושת ארבעת חמשת ששת שבעת שמונת תשעת עשרת", 3),
        "אלפיים": 2_000,
        "פעמיים": 2,
    },
}
"""By language, in addition to the words in :mod:`monitor.classify.figures.numerals`."""

ORDINALS: dict[str, dict[str, float]] = {
    "hy": counted("առաջին երկրորդ երրորդ չորրորդ հինգերորդ վեցերորդ յոթերորդ ութերորդ իններորդ"),
}
"""Words that are similar to one another, and do not begin like their cardinal numbers."""
