"""One text in two scripts: Serbian, Azerbaijani and Uzbek are written in Cyrillic and in Latin.

An outlet that changes its script says the same in other letters. Both readings are put into Latin
letters before they are compared: from Cyrillic to Latin there is one way, back there are several.
The comparison is then shown in the letters that were served (:mod:`monitor.diff.served`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from monitor.diff.records import FieldChange
from storage.records import Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from storage.records import Block, Extraction

SCRIPT = "script"
"""The name of the field that tells of such a change."""


def _table(cyrillic: str, latin: str) -> dict[str, str]:
    return dict(zip(cyrillic, latin.split(), strict=True))


_SERBIAN = _table(
    "абвгдђежзијклљмнњопрстћуфхцчџш",
    "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š",
)
_AZERBAIJANI = _table(
    "абвгғдеәжзийјкҝлмноөпрстуүфхһчҹшыэюя",
    "a b v q ğ d e ə j z i y y k g l m n o ö p r s t u ü f x h ç c ş ı e yu ya",
)
_UZBEK = _table(
    "абвгдеёжзийклмнопрстуфхцчшъэюяўқғҳ",
    "a b v g d e yo j z i y k l m n o p r s t u f x s ch sh ' e yu ya o' q g' h",
) | {"ь": ""}
"""An apostrophe stands for the mark that the newsroom writes."""
_TABLES = {
    **dict.fromkeys(("sr", "sh", "bs", "cnr"), _SERBIAN),
    "az": _AZERBAIJANI,
    "uz": _UZBEK,
}
_OWN = {
    "az": regex.compile("[ҝҹ]", regex.IGNORECASE),
    "sr": regex.compile(r"\A(?!.*[ѓќѕ]).*[ђћљњџ]", regex.IGNORECASE | regex.DOTALL),
    "uz": regex.compile("ў.*[қҳғ]|[қҳғ].*ў", regex.IGNORECASE | regex.DOTALL),
}
"""Letters that only one of these languages has, for texts that declare none; Macedonian shares
some with Serbian, and has others that Serbian lacks."""
_CYRILLIC = regex.compile(r"\p{Cyrillic}[\p{Cyrillic}\p{M}]*")
_VOWELS = frozenset("аеёиоуэюяўъ")
_MARK = regex.compile(r"(?<=[A-Za-z])[ʻʼ‘’'`](?=\p{L})")
"""What Uzbek writes in *oʻ* and *gʻ*: each newsroom has another character for it."""
FEW, MANY = 200, 4_000
"""Characters of a reading that tell in which script it is, and in which language."""


def in_one_script(
    old: Extraction, new: Extraction
) -> tuple[Extraction, Extraction, tuple[FieldChange, ...]]:
    """Both readings in Latin letters if one is in Cyrillic ones, and the change that this is.

    The same two readings and no change in any other case.
    """
    scripts = _script(_sample(old, FEW)), _script(_sample(new, FEW))
    if set(scripts) != {"Cyrillic", "Latin"}:
        return old, new, ()
    samples = _sample(old, MANY), _sample(new, MANY)
    language = _language(old, new, samples[scripts.index("Cyrillic")])
    if language not in _TABLES:
        return old, new, ()
    mark = Counter(_MARK.findall(samples[scripts.index("Latin")])).most_common(1)
    spell = _speller(language, mark[0][0] if mark else "ʻ")
    sides = [
        _spelled(side, spell) if script == "Cyrillic" else side
        for side, script in zip((old, new), scripts, strict=True)
    ]
    change = FieldChange(SCRIPT, *scripts, ("wording",), Weight.WORDING)
    return sides[0], sides[1], (change,)


def _sample(reading: Extraction, most: int) -> str:
    texts: Iterable[str] = (reading.title or "", *(block.text for block in reading.blocks))
    found, length = list[str](), 0
    for text in texts:
        found.append(text)
        length += len(text)
        if length > most:
            break
    return "\n".join(found)[:most]


def _script(sample: str) -> str:
    """The script of most letters; empty if neither has most."""
    cyrillic = latin = 0
    for letter in sample:
        if letter.isalpha():
            cyrillic += "\u0400" <= letter <= "\u052f"
            latin += letter < "\u0250"
    if cyrillic == latin:
        return ""
    return "Cyrillic" if cyrillic > latin else "Latin"


def _language(old: Extraction, new: Extraction, cyrillic: str) -> str:
    """What both declare, or what letters of the text in Cyrillic show."""
    codes = ((one.language or "").lower().replace("_", "-") for one in (old, new))
    declared = {code.partition("-")[0] for code in codes} - {""}
    if declared:
        return declared.pop() if len(declared) == 1 else ""
    return next((language for language, letters in _OWN.items() if letters.search(cyrillic)), "")


def _spelled(reading: Extraction, spell: Callable[[str], str]) -> Extraction:
    return replace(
        reading,
        title=reading.title and spell(reading.title),
        standfirst=reading.standfirst and spell(reading.standfirst),
        byline=tuple(map(spell, reading.byline)),
        declared_titles=tuple((where, spell(text)) for where, text in reading.declared_titles),
        blocks=tuple(_block(block, spell) for block in reading.blocks),
    )


def _block(block: Block, spell: Callable[[str], str]) -> Block:
    """The block in other letters, with the same words struck out."""
    text, struck = "", list[tuple[int, int]]()
    for part, is_struck in block.parts():
        start, text = len(text), text + spell(part)
        if is_struck:
            struck.append((start, len(text)))
    return replace(block, text=text, struck=tuple(struck))


def _speller(language: str, mark: str) -> Callable[[str], str]:
    table, uzbek = _TABLES[language], language == "uz"

    @lru_cache(maxsize=4096)
    def word(text: str) -> str:
        small = "".join(map(str.lower, text))
        letters = [
            (uzbek and _of_uzbek(small, at)) or table.get(letter, letter)
            for at, letter in enumerate(small)
        ]
        whole = text.isupper() and len(text) > 1
        return "".join(
            _in_capitals(latin, language, whole=whole) if original.isupper() else latin
            for latin, original in zip(letters, text, strict=True)
        ).replace("'", mark)

    return lambda text: _CYRILLIC.sub(lambda match: word(match[0]), text)


def _of_uzbek(word: str, at: int) -> str:
    """*Ye* and *ts*, which depend on the letter before."""
    before = word[at - 1] if at else ""
    if word[at] == "е" and (not before or before in _VOWELS):
        return "ye"
    return "ts" if word[at] == "ц" and before in _VOWELS else ""


def _in_capitals(latin: str, language: str, *, whole: bool) -> str:
    if language == "az":
        latin = latin.replace("i", "İ")
    return latin.upper() if whole else latin[:1].upper() + latin[1:]
