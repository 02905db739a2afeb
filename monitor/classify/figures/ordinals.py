"""Ordinals in words and in figures: *третье* and *3-е*, *üçüncü* and *3-cü*, *tercer* and *3.er*.

The words are not quantities: *Первый канал* is a name, and *first* says when. They are only
compared with an ordinal that replaces them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from monitor.classify.figures.numerals import NUMBER_WORDS
from monitor.classify.figures.quantities import is_month
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    "ru": (_RU, "(?:[ыио]й|ая|ое|ую|ы[ех]|ыми|[ыио]м|ого|ому|ь(?:[яеюи]|ей|ем|его|ему|и[мх]|ими))"),
    "uk": (_UK, "(?:[иі]й|[аяеєуюі]|ь?(?:ого|ому|ої|ою)|[иі](?:м|х|ми))"),
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
    "fa": ("اول|یکم دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم", "(?:ین)?"),
}
"""Stems in order, from *first* on, alternatives separated by bars; and their possible endings."""
_TENS = {
    "ru": "двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност",
    "uk": "двадцят тридцят сороков п'ятдесят шістдесят сімдесят вісімдесят дев'яност",
    "tr": "yirminci otuzuncu kırkıncı ellinci altmışıncı yetmişinci sekseninci doksanıncı",
    "az": "iyirminci otuzuncu qırxıncı əllinci altmışıncı yetmişinci səksəninci doxsanıncı",
    "fr": "vingtièm trentièm quarantièm cinquantièm soixantièm",
    "es": "vigésim trigésim cuadragésim quincuagésim sexagésim",
}
"""Stems of the tens, from twenty on, with the same endings."""
_OF_NUMBER = {
    "de": regex.compile("(?P<number>.+)ste[nrsm]?"),
    "hy": regex.compile(r"(?P<number>.+)երորդ\p{L}{0,4}"),
}
"""Ordinals made of a number word and an ending: *dreiundzwanzigste*."""
_BEFORE_UNITS = {"ka": "ოცდა"}
"""*Twenty and*, joined to what follows."""
_ONES, _LEAST_TEN, _LAST_TEN = 10, 20, 90
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
"""Endings of ordinals only: *3-х* and *5-ти* are counts, not ordinals."""


def are_known(language: str) -> bool:
    """Whether any ordinals of a language are known."""
    return language in _STEMS


@lru_cache(maxsize=16)
def _pattern_in_figures(language: str) -> regex.Pattern[str] | None:
    """A pattern for ordinals in figures, with groups ``figure`` and ``ending``; None if unknown."""
    known = _IN_FIGURES.get(language)
    return None if known is None else regex.compile(known, regex.IGNORECASE)


class Ordinal(NamedTuple):
    """Characters ``start`` to ``end`` of a text, and what they mean.

    ``ending`` is the word, or the ending written after the figure.
    """

    start: int
    end: int
    value: int
    ending: str


def in_figures(text: str, language: str, span: tuple[int, int]) -> Iterator[Ordinal]:
    """The ordinals in figures that begin in a span, in order: *3-е*."""
    pattern = _pattern_in_figures(language)
    for match in pattern.finditer(text, span[0], span[1] + _LOOKED_AT) if pattern else ():
        ending = in_small(match.groupdict().get("ending") or "")
        if match.start() < span[1]:
            yield Ordinal(*match.span(), int(match["figure"]), ending)


def days_in_figures(text: str, language: str, span: tuple[int, int]) -> Iterator[Ordinal]:
    """The days before a month that begin in a span, in order: the *3* of *3 мая*."""
    for match in _DAY.finditer(text, span[0]):
        if match.start() >= span[1]:
            return
        if is_month(in_small(match["month"]), language):
            yield Ordinal(*match.span("figure"), int(match["figure"]), "")


def in_words(text: str, language: str, span: tuple[int, int]) -> Iterator[Ordinal]:
    """The ordinals in words that begin in a span, in order: *третье*, *двадцать третье*.

    One of two words begins with the first of them, which may be before the span.
    """
    for match in _WORD.finditer(text, *span):
        word = in_small(match[0])
        value = ordinal_of(word, language)
        if value:
            tens = _WORD_BEFORE.search(text, 0, match.start()) if value < _ONES else None
            ten = _ten(in_small(tens[0].rstrip()), language) if tens else 0
            start = tens.start() if tens and ten else match.start()
            yield Ordinal(start, match.end(), ten + value, word)


_DAY = regex.compile(_BARE + r" (?:de )?(?P<month>\p{L}++)")
_LOOKED_AT = 6
"""Characters after a span in which an ordinal that begins inside may end."""
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'-]*+")
_WORD_BEFORE = regex.compile(r"(?<![\p{L}\p{M}'-])\p{L}++ \Z")


@lru_cache(maxsize=16)
def _words(language: str) -> tuple[regex.Pattern[str], ...]:
    stems, endings = _STEMS[language]
    return tuple(regex.compile(f"(?:{stem}){endings}", regex.IGNORECASE) for stem in stems.split())


@lru_cache(maxsize=4096)
def ordinal_of(word: str, language: str) -> int:
    """The value of a lower-case ordinal; 0 if the word is none."""
    if language not in _STEMS or word in NUMBER_WORDS.get(language, {}):
        return 0
    found = (n for n, one in enumerate(_words(language), 1) if one.fullmatch(word))
    return next(found, 0) or _round(word, language) or _of_parts(word, language)


def _round(word: str, language: str) -> int:
    """The value of an ordinal of tens, such as *тридцатый*."""
    stems, ending = _TENS.get(language, "").split(), _STEMS.get(language, ("", ""))[1]
    found = (
        n
        for n, stem in enumerate(stems, 2)
        if word.startswith(stem) and regex.fullmatch(ending, word[len(stem) :])
    )
    return _ONES * next(found, 0)


def _of_parts(word: str, language: str) -> int:
    """The value of a compound: *vingt-troisième*, *dreiundzwanzigste*, *ოცდამესამე*."""
    pattern = _OF_NUMBER.get(language)
    found = pattern.fullmatch(word) if pattern else None
    if found:
        value = NUMBER_WORDS[language].get(found["number"], 0)
        return int(value) if value >= _LEAST_TEN else 0
    before = _BEFORE_UNITS.get(language)
    if before and word.startswith(before):
        return _sum(_LEAST_TEN, word.removeprefix(before), language)
    head, _hyphen, tail = word.rpartition("-")
    return _sum(_ten(head, language), tail, language) if head else 0


def _sum(ten: int, word: str, language: str) -> int:
    value = ordinal_of(word, language) if ten else 0
    return ten + value if 0 < value < _ONES else 0


def _ten(word: str, language: str) -> int:
    """*Twenty* to *ninety*, as a number or an ordinal (*vigésimo tercero*)."""
    value = int(NUMBER_WORDS.get(language, {}).get(word, 0)) or _round(word, language)
    return value if _LEAST_TEN <= value <= _LAST_TEN and value % _ONES == 0 else 0


def is_ordinal(text: str, language: str) -> bool:
    """Whether a text is one ordinal and nothing else."""
    span = 0, len(text)
    found = [*in_figures(text, language, span), *in_words(text, language, span)]
    return (
        any((one.start, one.end) == span for one in found) or _POINTED.fullmatch(text) is not None
    )


_POINTED = regex.compile(r"\d{1,2}\.|\d+(?:st|nd|rd|th)")
"""For German, if no noun follows, and for English, whose ordinals are quantities."""
