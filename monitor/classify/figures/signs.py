"""Figures, sums, dates and times as Chinese and Japanese write them: *3万人*, *百分之五*, *6月3日*.

No spaces mark the ends of words there, so a numeral counts only before what it counts (*三人*), or
in a row of numerals (*三千*): *一些* is *some*, and *千* occurs in names.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import regex

from monitor.classify.figures.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Match

_DIGITS = {
    **{sign: value for value, sign in enumerate("〇一二三四五六七八九")},
    "零": 0,
    "两": 2,
    "兩": 2,
}
_SIZES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_ALL = "".join((*_DIGITS, *_SIZES, *_MYRIADS))
_UNITS = {
    "km": "公里 千米 キロメートル キロ km",
    "m": "米 公尺 メートル",
    "cm": "厘米 公分 センチ",
    "kg": "公斤 千克 キログラム",
    "t": "吨 噸 トン",
    "points": "个百分点 個百分點 百分点 ポイント",
    "%": "% % パーセント",
    "$": "美元 美金 ドル",
    "€": "欧元 歐元 ユーロ",
    "£": "英镑 英鎊 ポンド",
    "¥": "日元 日圆 日圓 円",
    "yuan": "元人民币 元 人民币",
    "₽": "卢布 盧布 ルーブル",
    "°": "摄氏度 度",
    "age": "岁 歲 歳",
    "year": "年間 年间 年",
    "month": "个月 個月 か月 カ月 ヶ月 ヵ月",
    "week": "个星期 個星期 周 週間 週",
    "day": "日間 天",
    "hour": "个小时 小时 小時 時間",
    "minute": "分钟 分鐘 分間",
    "times": "倍",
}
_UNIT_OF = {form: unit for unit, forms in _UNITS.items() for form in forms.split()}
_COUNTERS = frozenset(
    "人名位个個艘辆輛架枚起次家所座间間条條件只匹台本票层階成秒棟隻頭発回点點种種口户戸村县市州省国"
)
_UNIT = "|".join(sorted(map(regex.escape, _UNIT_OF), key=len, reverse=True))
_COUNTED = "|".join(sorted((*_UNIT_OF, *_COUNTERS), key=len, reverse=True))
_N = rf"(?:\d{{1,2}}|[{''.join(_DIGITS)}十]{{1,3}})"
_BOUNDS = {
    "about": "大约 约 約 将近 近 およそ",
    "over": "超过 超過 逾 至少 多于 少なくとも",
    "under": "不到 不足 少于 至多",
}
_BEHIND = {"over": "以上 多 余 餘", "under": "以下 未满 未満", "about": "左右"}
_BOUND_OF = {
    form: bound
    for table in (_BOUNDS, _BEHIND)
    for bound, forms in table.items()
    for form in forms.split()
}
_BEFORE = "|".join(form for forms in _BOUNDS.values() for form in forms.split())
_AFTER = "|".join(form for forms in _BEHIND.values() for form in forms.split())


@functools.cache
def _pattern() -> regex.Pattern[str]:
    """The pattern, compiled for the first text in these scripts, which takes 8 ms."""
    return regex.compile(
        rf"""
        (?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年(?!間|间)(?:(?P<month>{_N})月(?:(?P<day>{_N})[日号號])?)?
      | (?<![\d{_ALL}])(?P<month>{_N})月(?:(?P<day>{_N})[日号號])?
      | (?<![\d{_ALL}])(?P<day>{_N})[日号號](?!間|间)
      | (?:星期|礼拜|禮拜)(?P<week>[一二三四五六日天]) | (?<!\d)[周週](?P<week>[一二三四五六日])
      | (?P<week>[月火水木金土日])曜日?
      | (?P<half>上午|下午|午前|午後|凌晨|晚上|早上|中午)?
        (?<![\d{_ALL}.])(?P<hour>{_N})[点點时時](?!間|间)(?:(?P<minute>{_N})分|(?P<half_past>半))?
      | (?P<bound>{_BEFORE})?(?P<nth>第)?
        (?:百分之(?P<percent>\d+(?:\.\d+)?|[{_ALL}]+)
         | (?P<whole>[{_ALL}]+)分之(?P<part>[{_ALL}]+)
         | (?P<sign>[$€£¥₽])?(?<![\d.A-Za-z-])
           (?P<figure>(?:\d[\d,]*(?:\.\d+)?[{"".join((*_SIZES, *_MYRIADS))}]*)+)
         | (?<![{_ALL}])(?P<signs>[{_ALL}]+)
           (?=[多余餘]?(?:{_COUNTED})|(?<=[{_ALL}][{_ALL}])(?<=[百千万萬亿億]))
        )(?P<bound2>{_AFTER})?(?:(?P<unit>{_UNIT})(?P<bound2>{_AFTER})?)?
        """,
        regex.VERBOSE,
    )


def read(text: str) -> Iterator[Quantity]:
    """Everything countable that these scripts write in their own way."""
    for match in _pattern().finditer(text):
        kind, value, unit = _of(match)
        bound = _BOUND_OF.get(match["bound"] or match["bound2"] or "", "")
        weak = kind == "number" and match["signs"] == "一" and not match["nth"]
        yield Quantity(kind, value, unit, match[0], *match.span(), weak, bound)


def _of(match: Match[str]) -> tuple[str, float | str, str]:
    if match["week"]:
        return "date", f"weekday {match['week'].replace('天', '日')}", ""
    if match["year"] or match["month"] or match["day"]:
        year = "".join(str(_DIGITS.get(sign, sign)) for sign in match["year"] or "")
        month = f"{_whole(match['month']):02.0f}" if match["month"] else ""
        day = f"{_whole(match['day']):02.0f}" if match["day"] else ""
        return "date", f"{year}-{month}-{day}" if month or day else year, ""
    if match["hour"]:
        late = match["half"] in {"下午", "午後", "晚上"}
        hour = _whole(match["hour"])
        minute = 30 if match["half_past"] else _whole(match["minute"] or "0")
        return "time", f"{hour + 12 * (late and hour < 12):02.0f}:{minute:02.0f}", ""  # noqa: PLR2004 — noon
    if match["percent"]:
        return "number", _whole(match["percent"]), "%"
    if match["whole"]:
        return "number", round(_whole(match["part"]) / (_whole(match["whole"]) or 1), 6), ""
    unit = "nth" if match["nth"] else _UNIT_OF.get(match["unit"] or "", match["sign"] or "")
    return "number", _whole(match["figure"] or match["signs"]), unit


_SEGMENT = regex.compile(rf"(\d[\d,]*(?:\.\d+)?)([{''.join((*_SIZES, *_MYRIADS))}]*)")


def _whole(text: str) -> float:
    """The value: *1.5万* is 15,000, *1億2000万* 120,000,000, *三千五百* 3,500."""
    if not text[0].isdigit() or text[0] in _DIGITS:
        return _of_signs(text)
    total = 0.0
    for figure, sizes in _SEGMENT.findall(text):
        value = float(figure.replace(",", ""))
        for size in sizes:
            value *= _SIZES.get(size) or _MYRIADS[size]
        total += value
    return total


def _of_signs(text: str) -> float:
    if all(sign in _DIGITS for sign in text):
        return float("".join(str(_DIGITS[sign]) for sign in text))
    total, section, digit = 0, 0, 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _SIZES:
            section += (digit or 1) * _SIZES[sign]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    return float(total + section + digit)
