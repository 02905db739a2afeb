"""Ordinals in words and in figures: *третье* and *3-е*, *üçüncü* and *3-cü*, *tercer* and *3.er*.

The words are no quantities: *Первый канал* is a name, and *first* says when. They are held against
a figure that stands in their place, and nothing else.
"""

from __future__ import annotations

from functools import lru_cache

import regex

_RU = (
    "перв втор трет четверт|четвёрт пят шест седьм восьм девят десят одиннадцат двенадцат"
    " тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат"
)
_UK = (
    "перш друг трет четверт п'ят шост сьом восьм дев'ят десят одинадцят дванадцят тринадцят"
    " чотирнадцят п'ятнадцят шістнадцят сімнадцят вісімнадцят дев'ятнадцят двадцят"
)
_KA = "პირველ მეორ მესამ მეოთხ მეხუთ მეექვს მეშვიდ მერვ მეცხრ მეათ მეთერთმეტ მეთორმეტ"
_HY = (
    "առաջին երկրորդ երրորդ չորրորդ հինգերորդ վեցերորդ յոթերորդ ութերորդ իններորդ տասներորդ"
    " տասնմեկերորդ տասներկուերորդ|տասներկրորդ"
)
_FR = (
    "premier|premièr deuxièm|second troisièm quatrièm cinquièm sixièm septièm huitièm neuvièm"
    " dixièm onzièm douzièm"
)
_DE = "erst zweit dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft"
_STEMS = {
    "ru": (_RU, "[а-яё]{1,3}"),
    "uk": (_UK, "[а-яєії]{1,3}"),
    "hy": (_HY, "[ա-և]{0,4}"),
    "ka": (_KA, "(?:ე|ი|ეს|ემ|ედ|მა|ელი)?"),
    "az": (
        "birinci ikinci üçüncü dördüncü beşinci altıncı yeddinci səkkizinci doqquzuncu onuncu",
        "[a-zəıöüğşç]{0,4}",
    ),
    "tr": (
        "birinci ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu",
        "[a-zıöüğşç]{0,4}",
    ),
    "de": (_DE, "e[nrsm]?"),
    "fr": (_FR, "(?:es?|s)?"),
    "es": (
        "primer segund tercer cuart quint sext séptim octav noven décim undécim duodécim",
        "(?:[oa]s?)?",
    ),
    "ar": (
        "الأول|الأولى الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر",
        "ة?",
    ),
}
"""Stems in order, from *first* on, two of one between bars; and what may stand behind them."""
_ALONE = r"(?<![\p{L}\p{N}.,:/-])"
_BARE = _ALONE + r"(?P<figure>\d{1,2})"
_HYPHENED = _BARE + r"-(?P<ending>%s)(?!\p{L})"
_IN_FIGURES = {
    "ru": _HYPHENED % "(?:ы|о|и)?й|я|ая|е|ое|ее|го|ого|му|ому|м|ю|ую",
    "uk": _HYPHENED % "(?:и|і)?й|я|а|е|є|те|тє|ше|ге|ша|га|го|ого|му|ому|м|у|ю",
    "hy": _HYPHENED % r"(?:րդ|ին)\p{L}{0,4}",
    "ka": _ALONE + r"(?:მე-(?P<figure>\d{1,2})|(?P<figure>1)-(?P<ending>ლი))(?![\p{L}\d])",
    "az": _HYPHENED % r"[iıuü]?n?c[iıuü]\p{L}{0,4}",
    "tr": _ALONE + r"(?P<figure>\d{1,2})(?:'(?P<ending>[iıuü]?nc[iıuü]\p{L}{0,4})|\.(?=\s\p{L}))",
    "de": _BARE + r"\.(?=\s\p{L})",
    "fr": _ALONE + r"(?P<figure>\d{1,2})(?:è?me|(?P<ending>ers?|ères?|nde?s?|es?)|re)(?!\p{L})",
    "es": _BARE + r"\.?(?:º|(?P<ending>er|[rdtvmn][oa]s?)|ª)(?![\p{L}ºª])",
    "ar": r"(?<!\p{L})الـ?\s?(?P<figure>\d{1,2})(?![\p{L}\d])",
}
"""Endings of ordinals alone: *3-х* and *5-ти* count, and are none."""


@lru_cache(maxsize=16)
def pattern_in_figures(language: str) -> regex.Pattern[str] | None:
    """Finds an ordinal in figures, with a group ``figure`` and an ``ending``; None: none known."""
    known = _IN_FIGURES.get(language)
    return None if known is None else regex.compile(known, regex.IGNORECASE)


@lru_cache(maxsize=16)
def _words(language: str) -> tuple[regex.Pattern[str], ...]:
    stems, endings = _STEMS[language]
    return tuple(regex.compile(f"(?:{stem}){endings}", regex.IGNORECASE) for stem in stems.split())


def ordinal_of(word: str, language: str) -> int:
    """The value of an ordinal in letters; 0 where the word is none."""
    if language not in _STEMS:
        return 0
    found = (n for n, one in enumerate(_words(language), 1) if one.fullmatch(word))
    return next(found, 0)
