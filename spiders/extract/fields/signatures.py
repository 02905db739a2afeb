"""Lines for readers that name the authors explicitly: *Propos recueillis par Ana Quill*.

They are only read where bylines are looked for: in a text the same words begin sentences.
"""
# ruff: noqa: PLR2004 - the small limits are read best beside what they bound

from __future__ import annotations

import re

from spiders.extract.fields.names import AND, is_person

MOST = 100
_SIGNED = re.compile(
    r"(?:(?:автор(?:ы|ка|и)?|текст|журналист(?:ка)?|(?:материал )?подготовил[аи]?"
    r"|беседовал[аи]?|підготува(?:в|ла|ли)|журналістк?а?|müəllif(?:lər)?|hazırla(?:yan|dı)"
    r"|haber|yazan|հեղինակ(?:ներ)?|լրագրող|զրուցեց|ავტორი|ავტორები|ჟურნალისტი|მოამზადა|خبرنگار"
    r"|گزارشگر|نویسنده|إعداد|بقلم|مراسل|autor(?:in|en|a|es|i|ka|ki|zy|e|s|ius)?"
    r"|text[eoi]?|auteure?s?|teksti?|words|door|mətn|yazdı|պատրաստեց|szerző|írta|συντάκτης|κείμενο"
    r"|аутор(?:ка)?|аўтар(?:ка)?|piše|пише|penulis|oleh|tác giả|автор(?:ы|ка)? (?:статьи"
    r"|текста)|opracowa(?:nie|ł|ła)|oprac)\.?\s*(?:[:：՝`]|\s[-–—](?=\s))\s*"
    r"|(?:(?:материал )?(?:подготовил|записал)[аи]?|беседовал[аи]?"
    r"|підготува(?:в|ла|ли)|розмовля(?:в|ла)|спілкува(?:вся|лася)|rozmawia(?:ł|ła|li)"
    r"|piše|geschreven door|report by|(?:geschrieben|verfasst) von|napisa(?:ł|ła)|opracowa(?:ł"
    r"|ła)|oprac\.|propos recueillis par"
    r"|(?:rédigé|écrit|publié) par|de notre (?:correspondante?|envoyée? spéciale?)"
    r"|(?:escrito|redactado|publicado) por|entrevista de|a cura di|(?:scritto|pubblicato) da"
    r"|(?:articolo|testo|intervista) di|da(?:l nostro|lla nostra) (?:inviat|corrispondent)[oae]"
    r"|(?:scris|publicat|redactat) de|(?:un )?(?:articol|interviu) de"
    r"|(?:eine? )?(?:bericht|kommentar|analyse|reportage|essay|gastbeitrag|kolumne) von"
    r"|(?:par|von|por|di|by|door|av|af)\s?:?)\s+(?!\s|(?:de[rnm]|das|la|l[aeo]s)\s))",
    re.IGNORECASE,
)
"""A word and a colon, in any script; or a verb or ``by``, if names have capitals."""
_NEXT = re.compile("[:：՝|]")
"""The signs after which another part of the line begins: *Photos : Jonas Okafor*."""
_NOTE = re.compile(r" ?\([^()]{1,40}\)$| (?:avec|mit|met|con|com) (?-i:[A-Z]{2,6})$", re.IGNORECASE)
"""*(avec AFP)*: another source of the text."""
_REPORTER = re.compile(
    r"([가-힣]{2,4}) ?(?:선임|인턴)?(?:기자|특파원)"
    r"|(?:本[報报])?[記记]者 ?([\u4e00-\u9fff]{2,4}) ?[／/] ?[\u4e00-\u9fff]{2,6}[報报][導导道]"
)
"""*홍길동 기자*, *記者王小明／台北報導*: a reporter's name has no spaces in Korean and Chinese."""


def signed(line: str) -> str | None:
    """The names in such a line, separated by commas; None if it is not one, or says more.

    A single word after the last comma is the place where it was written.
    """
    reporter = _REPORTER.fullmatch(line) if len(line) <= MOST else None
    if reporter is not None:
        return reporter[1] or reporter[2]
    match = _SIGNED.match(line) if len(line) <= MOST else None
    if match is None or _NEXT.search(line, match.end()):
        return None
    rest = _NOTE.sub("", line[match.end() :]).strip(" .")
    names, _, place = rest.rpartition(",")
    if names and len(place.split()) == 1:
        rest = names
    parts = AND.split(rest)
    return ", ".join(parts) if len(parts) <= 4 and all(map(is_person, parts)) else None
