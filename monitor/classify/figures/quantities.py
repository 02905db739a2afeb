"""Numbers, sums, dates and times in a sentence, each with its type and value.

A "6" of a date is never the "6" of a clock, "ten" is 10, "1,5 milyon" is 1,500,000 and
"$4,5 млн" four and a half million dollars.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from monitor.classify.figures import signs
from monitor.classify.figures.bounds import bounded
from monitor.classify.figures.measures import MULTIPLIERS, OF_TWO_WORDS, UNITS
from monitor.classify.figures.months import COMMON_MONTHS, MONTH_ENDINGS, MONTHS, day_behind
from monitor.classify.figures.quantity import Quantity, overlaps, take
from monitor.classify.figures.worded import in_words
from monitor.classify.language.lexicon import WITHOUT_SPACES
from monitor.diff.tokens import CURRENCY_SIGNS, style_key

if TYPE_CHECKING:
    from regex import Match


LONGEST_MONTH_ENDING = 5
_YEAR = r"(?:[1۱١][349۳۴۹٣٤٩]|[2۲٢][0۰٠])\d\d"
"""A present-day year in any of three calendars, in any of three kinds of digits."""
_WORD_END = r"(?![\p{L}\p{N}])"


@lru_cache(maxsize=16)
def _month_number(language: str) -> dict[str, int]:
    """The forms or stems of a language's months with their numbers; English if it has none."""
    months = MONTHS.get(language, MONTHS["en"])
    return {
        form.replace("_", " "): number
        for number, forms in enumerate(months, 1)
        for form in forms.split()
    }


def _month_ending(language: str) -> int:
    """How many letters may follow a stem; none after English months in another language."""
    return MONTH_ENDINGS.get(language, LONGEST_MONTH_ENDING) if language in MONTHS else 0


@lru_cache(maxsize=4096)
def is_month(word: str, language: str) -> bool:
    """Whether a lower-case word is a month in any of its forms: *mart*, *mart'ta*."""
    word = word.partition("'")[0]
    return any(
        number <= COMMON_MONTHS
        and word.startswith(stem)
        and len(word) - len(stem) <= _month_ending(language)
        for stem, number in _month_number(language).items()
    )


@lru_cache(maxsize=16)
def _date_pattern(language: str) -> regex.Pattern[str]:
    stems = sorted(_month_number(language), key=len, reverse=True)
    month = f"(?:{'|'.join(map(regex.escape, stems))})"
    ending = rf"\p{{L}}{{0,{_month_ending(language)}}}(?!\p{{L}})\.?"
    return regex.compile(
        rf"""
        (?<![\p{{L}}\p{{N}}.,])(?:
          (?P<iso>\d{{4}}-\d{{2}}-\d{{2}}) (?!\d)
        | (?P<numeric>\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{4}}|\d{{2}})) (?!\d)
        | (?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|-?[\p{{L}}]{{1,3}})?\s(?:of\s|de\s)?
          (?P<month>{month}){ending}(?:,?\s(?:de\s)?(?P<year>{_YEAR}))?(?!\d)
        | (?P<month2>{month}){day_behind(language, ending)}
          (?P<day2>\d{{1,2}})(?:st|nd|rd|th|-?[\p{{L}}]{{1,3}})?
          (?![\d:.,]?\d)(?:,?\s(?P<year2>{_YEAR}))?(?!\d)
        | (?P<month3>{month}){ending}\s(?P<year3>{_YEAR})(?!\d)
        | (?P<year4>(?:19|20)\d\d|(?<=(?:سال|عام|سنة)\s){_YEAR})
          (?=[\s,.;:)!?'"]|-?\p{{L}}|$)(?![.,]\d)
        | (?P<month4>{month}){ending}
        )
        """,
        regex.VERBOSE | regex.IGNORECASE,
    )


_TIME = r"""
    (?<![\p{L}\p{N}.,:])(?:
      (?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?:\shoras\b|\s?(?P<half>[ap])\.?\s?m\b\.?)?
    | (?P<hour>1?\d)(?:[.:](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b\.?
    | (?P<hour>1?\d)\so'clock
    | (?P<hour>[0-2]?\d)(?:\.(?P<minute>[0-5]\d))?\suhr\b
    | (?P<hour>[0-2]?\d)\s?h\s?(?P<minute>[0-5]\d)
    | (?<=\bà\s)(?P<hour>[0-2]?\d)\s?(?:heures?|h)\b
    | (?<=\ba\slas\s)(?P<hour>[0-2]?\d)(?:\.(?P<minute>[0-5]\d))?
      (?:\shoras\b|(?=\sde\sla\b|\sh\b|[.,;)]|\Z))
    | (?<=\bв\s)(?P<hour>[0-2]?\d)(?:\sчас(?:а|ов)?\b|\.(?P<minute>[0-5]\d)(?!\.?\d|\sраза?\b))
    | (?<=\bоб?\s)(?P<hour>[0-2]?\d)(?:-?[йі]й)?\sгодині\b
    | (?<=\bsaat\s)(?P<hour>[0-2]?\d)(?:\.(?P<minute>[0-5]\d))?(?!\.?\d)
    | (?<=ժամը\s)(?P<hour>[0-2]?\d)
    | (?P<hour>[0-2]?\d)\sსაათზე
    | (?P<hour>[۰-۲]?[۰-۹]):(?P<minute>[۰-۵][۰-۹])
    | (?<=ساعت\s)(?P<hour>[۰-۲]?[۰-۹])
    )(?:\s?\(?(?P<zone>(?:GMT|UTC)\s?[-−–+]\d{1,2}(?::\d\d)?|\+\d\d:\d\d)\)?)?(?![\p{N}])
    """
_MULTIPLIER = "|".join(sorted(map(regex.escape, MULTIPLIERS), key=len, reverse=True))
_IN_CASES = rf"""
    (?:bin|min|milyon|milyard?|trilyon)(?='?(?:[dt][aeə]n?|l[iıuü][kq]|n?[ıiuü]n?|[aeə]){_WORD_END})
    |(?:հազար|միլիոն|միլիարդ)(?=(?:ից|ի|ով|ը|ն|ին|անոց){_WORD_END})
    |(?:ათას|მილიონ|მილიარდ)(?=(?:ზე|ამდე|ს|ის|ით|იდან|იანი){_WORD_END})
    |(?:тысяч|миллион|миллиард|тисяч|мільйон|мільярд)(?=(?:ам|ами|ах|у|ею|ом|е|і){_WORD_END})"""
"""*5 binden fazla* is more than five thousand, not five."""
_NUMBER = rf"""
    (?P<sign>(?<![\p{{L}}\p{{N}}])-(?=[{CURRENCY_SIGNS}]?\d))?
    (?P<currency>%|yüzde\s|(?:US|A|C|NZ|HK)?[{CURRENCY_SIGNS}]
      |(?<!\p{{L}})(?:Rs\.?\s?|(?:USD|EUR|GBP|AZN|TL|AMD|GEL)\s))?
    (?<!\p{{N}})(?<![^\P{{L}}\p{{Han}}\p{{Hiragana}}])(?<![^\P{{L}}\p{{Hebrew}}][-‑])(?<!\d[.,])
    (?P<figure>\d{{1,3}}(?:[\ ,.'’٬]\d{{3}})+(?!\d)(?:[.,٫]\d{{1,2}}(?!\d))?|\d+(?:[.,٫]\d+)?)
    (?:[\s-]?(?:(?P<multiplier>{_MULTIPLIER}){_WORD_END}\.?|(?P<multiplier>{_IN_CASES})))?
    (?:(?:\sd(?:e\s|')|[\s-]?)(?P<unit>{OF_TWO_WORDS}|[%٪]|°\s?[CF](?!\p{{L}})|[{CURRENCY_SIGNS}]|[\p{{L}}²³/]+)(?:\s(?P<unit2>[\p{{L}}]+))?)?
    """
"""Both have a digit, and are compiled for the first text with a digit."""
_DIGIT = regex.compile(r"\d")
_SEPARATOR = regex.compile(r"[ ,.'’٬٫]")
_GLUED = regex.compile(r"(?!(?:st|nd|rd|th|s|er|e|a|o|te|de|da|i|u)\b)[a-zµ]{1,3}", regex.I)
"""A unit joined to its figure, not the ending of an ordinal or a case."""
_ORDINAL = regex.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@lru_cache(maxsize=1024)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Everything countable in a sentence, in order; no character belongs to two of them."""
    plain = style_key(text)
    found = list(signs.read(plain)) if language in WITHOUT_SPACES else []
    taken = bytearray(len(plain))
    for quantity in found:
        take((quantity.start, quantity.end), taken)
    found += [one for one in _dates(plain, language) if not overlaps(one[4:6], taken)]
    for quantity in found:
        take((quantity.start, quantity.end), taken)
    if _DIGIT.search(plain):
        for match in regex.finditer(_TIME, plain, regex.VERBOSE | regex.IGNORECASE):
            if not overlaps(match.span(), taken) and _is_read(match[0]):
                found.append(_time(match))
                take(match.span(), taken)
        for match in regex.finditer(_NUMBER, plain, regex.VERBOSE | regex.IGNORECASE):
            if not overlaps(match.span("figure"), taken) and _is_read(match["figure"]):
                quantity = bounded(_number(match), plain, language)
                found.append(quantity)
                take((quantity.start, quantity.end), taken)
    found += in_words(plain, language, taken)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _is_read(text: str) -> bool:
    """Whether Python knows all its digits; the patterns know those of newer Unicode versions."""
    return all(digit.isdecimal() for digit in _DIGIT.findall(text))


def _dates(text: str, language: str) -> list[Quantity]:
    """Dates; a month alone is one if it cannot be another word (*may*, *march*)."""
    found: list[Quantity] = []
    for match in _date_pattern(language).finditer(text):
        if match["month4"] and not _is_bare_month(match, language):
            continue
        month = match["month"] or match["month2"] or match["month3"] or "?"
        if month in _OTHER_WORDS | _OF_ENGLISH and language == "en":  # *those aged 20 may enter*
            continue
        if not _is_read(match[0]):
            continue
        found.append(_date(match, _month_number(language)))
    return found


def _is_bare_month(match: Match[str], language: str) -> bool:
    bare = match["month4"]
    if _month_number(language).get(bare.lower(), 0) > COMMON_MONTHS:
        return False
    if bare[0].isupper() != (language in MONTHS_WITH_CAPITAL):
        return False
    before = match.string[: match.start()].rsplit(maxsplit=1)[-1:]
    other = _OTHER_WORDS | (frozenset() if language in MONTHS_ALONE else _OF_ENGLISH)
    return bare.lower() not in other or bool(before and before[0].lower() in _BEFORE_MONTH)


_BEFORE_MONTH = frozenset(
    {"in", "on", "of", "since", "until", "till", "by", "last", "next", "early", "late", "mid"}
    | {"this", "from", "to", "as", "before", "after", "through", "throughout", "during", "between"}
    | {"around"}
)
MONTHS_WITH_CAPITAL = frozenset({"en", "de", "tr"})
"""Languages that write months with a capital; elsewhere a capital makes it a name."""
MONTHS_ALONE = frozenset(MONTHS) - {"en"}
_OTHER_WORDS = frozenset({"mar", "jan"})
_OF_ENGLISH = frozenset({"may", "march"})
"""Months that are also other words. *Mai* and *mars* are months if in lower case."""


def _date(match: Match[str], months: dict[str, int]) -> Quantity:
    month = match["month"] or match["month2"] or match["month3"] or match["month4"]
    if match["iso"]:
        value = match["iso"]
    elif month:
        day = match["day"] or match["day2"] or ""
        year = match["year"] or match["year2"] or match["year3"] or ""
        value = f"{_plain(year)}-{months[month.lower()]:02d}-{_plain(day).zfill(2) if day else ''}"
    elif match["numeric"]:
        day, number, year = regex.split(r"[./]", match["numeric"])
        value = f"{year if len(year) > 2 else '20' + year}-{int(number):02d}-{int(day):02d}"  # noqa: PLR2004 - two digits leave out the century
    else:
        value = _plain(match["year4"])
    return Quantity("date", value, "", match[0].strip(" ,."), *match.span())


def _plain(digits: str) -> str:
    """The figure in ASCII digits, whatever digits it was written in."""
    return str(int(digits)) if digits else ""


def _zone(written: str) -> str:
    """One form for equal time zones: *GMT+4*, *UTC+04:00*, *+04:00*."""
    found = regex.search(r"([-−–+])(\d+)(?::(\d\d))?", written)
    return f"{'-+'[found[1] == '+']}{int(found[2]):02d}:{found[3] or '00'}" if found else ""


def _time(match: Match[str]) -> Quantity:
    half = (match["half"] or "").lower()
    hours, minutes = int(match["hour"]), int(match["minute"] or 0)
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    zone = _zone(match["zone"] or "")
    return Quantity("time", f"{hours:02d}:{minutes:02d}{zone}", "", match[0].strip(), *match.span())


_BEFORE_UNIT = frozenset(
    {"us", "американских", "abş", "percentage", "процентных", "процентного", "процентный"}
    | {"відсоткових", "відсоткові", "відсотковий", "տոկոսային", "პროცენტული"}
)
"""Words between a figure and its unit: *4 percentage points* are not 4 percent."""


def _number(match: Match[str]) -> Quantity:
    value = _value(match["figure"])
    end = match.end("figure")
    if match["multiplier"]:
        value *= MULTIPLIERS[match["multiplier"].lower()]
        end = _end_of_word(match.string, match.end("multiplier"))
    sign = (match["currency"] or "").strip().lower().rstrip(".")
    unit = UNITS.get(sign, sign)
    for group in ("unit", "unit2"):
        word = (match[group] or "").lower()
        if word in UNITS and (not unit or UNITS[word] == "points"):
            unit, end = UNITS[word], match.end(group)
        if word not in _BEFORE_UNIT and unit != "%":
            break
    glued = not unit and match["unit"] and match.start("unit") == match.end("figure")
    if glued and _GLUED.fullmatch(match["unit"]):  # *20mg* is not *20g*, whatever these are
        unit, end = match["unit"].lower(), match.end("unit")
    if ordinal := _ORDINAL.match(match.string, end):
        end = ordinal.end()
    value = -value if match["sign"] else value
    return Quantity(
        "number", round(value, 6), unit, match.string[match.start() : end], match.start(), end
    )


def _end_of_word(text: str, end: int) -> int:
    """Where a word of size ends, including its case ending: *5 тысячам*."""
    while end < len(text) and text[end].isalpha():
        end += 1
    return end


def _value(figure: str) -> float:
    """The value of a figure, however grouped: 1,500 · 1.500.000 · 1 500 · 4,5 · 4.5 · ۴٫۵."""
    groups = _SEPARATOR.split(figure)
    separators = _SEPARATOR.findall(figure)
    if not separators:
        return float(figure)
    last = separators[-1]
    grouped = all(len(group) == 3 for group in groups[1:]) and last != "٫"  # noqa: PLR2004 - thousands
    if grouped and len(set(separators)) == 1 and not (last in ",." and groups[0] == "0"):
        return float("".join(groups))
    return float("".join(groups[:-1]) + "." + groups[-1])
