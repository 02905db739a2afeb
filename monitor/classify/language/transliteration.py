"""One name in two scripts: *Пашинян*, *Փաշինյան* and *Pashinyan*; *Əliyev* and *Aliyev*.

By the rules of passports and maps, two spellings are one name. By sound alone they may be one:
*Гаджизаде* and *Hacızadə*, since Russian has no *h*.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from monitor.classify.language.orthography import bare_letter, is_letter
from monitor.diff.tokens import in_small

_CYRILLIC = {
    **dict(zip("абвгґдеєзиійїклмнопрстуфыэ", "abvggdeeziiyiklmnoprstufye", strict=True)),
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "ъ": "",
    "ь": "",
}
_GEORGIAN = {
    **dict(zip("აბგდევზთიკლმნოპრსტუფქყჯჰ", "abgdevztiklmnoprstupkqjh", strict=True)),
    "ჟ": "zh",
    "ღ": "gh",
    "შ": "sh",
    "ჩ": "ch",
    "ც": "ts",
    "ძ": "dz",
    "წ": "ts",
    "ჭ": "ch",
    "ხ": "kh",
}
_ARMENIAN = {
    **dict(zip("աբգդեզէըթիլկհմյնոպջռսվտրւփքօֆ", "abgdezeytilkhmynopjrsvtrvpkof", strict=True)),
    "ժ": "zh",
    "խ": "kh",
    "ծ": "ts",
    "ձ": "dz",
    "ղ": "gh",
    "ճ": "ch",
    "շ": "sh",
    "չ": "ch",
    "ց": "ts",
    "և": "ev",
}
_AZERBAIJANI = {"ə": "a", "c": "j", "ç": "ch", "ş": "sh", "x": "kh", "q": "g", "ğ": "gh"} | {
    "ı": "i",
    "j": "zh",
}
_SCRIPTS = _CYRILLIC | _GEORGIAN | _ARMENIAN
_ARMENIAN_U = "ու"
_OF_AZERBAIJANI = frozenset("əğışç")
"""Letters that show how the other letters of a word are read: *Cəfərov*, and not *Cohen*."""
_WRITTEN_OTHERWISE = (
    (re.compile(r"(?:^|(?<=[aeiou]))y(?=e)"), ""),
    (re.compile(r"iy?(?=[aou])"), "y"),
    (re.compile(r"(?:iy|yy|ij)$"), "y"),
)
"""*Yeltsin* and *Eltsin*, *Aliyev* and *Aliev*, *Sarkisian* and *Sarkisyan*, *Zelenskiy*."""
_SOUNDS = (
    (re.compile("shch|sch|sh"), "S"),
    (re.compile("dzh|dj|zh|j"), "J"),
    (re.compile("ts|tz"), "T"),
    (re.compile("tch|ch"), "C"),
    (re.compile("kh|gh|[kgqhx]"), "k"),
    (re.compile("[ae]"), "a"),
    (re.compile("[iy]"), "i"),
    (re.compile("[ou]"), "u"),
    (re.compile("i(?=[aui])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""What differs between scripts: *h* and *kh*, the choice of vowels, doubled letters."""
LONGEST_ENDING = 2
"""Most letters of a case ending that one of them may have: *Փաշինյանը*, *Пашиняна*."""
SHORTEST = 4
"""Fewest letters of a name that is compared by sound."""


def is_same_in_other_letters(one: str, other: str) -> bool:
    """Whether both are one name by the rules of transliteration: *Փաշինյան*, *Pashinyan*.

    False for two names in the same alphabet: *Bayer* is not *Baer*.
    """
    azerbaijani = [not _OF_AZERBAIJANI.isdisjoint(in_small(name)) for name in (one, other)]
    if _script(one) == _script(other) and azerbaijani[0] == azerbaijani[1]:
        return False
    return _latin(one) == _latin(other) != ""


def sounds_alike_in_other_script(one: str, other: str) -> bool:
    """Whether two names in two scripts may be one by their sound: *Гаджизаде*, *Hacızadə*."""
    if _script(one) == _script(other):
        return False
    shorter, longer = sorted((_sound(one), _sound(other)), key=len)
    behind = len(longer) - len(shorter)
    return len(shorter) >= SHORTEST and longer.startswith(shorter) and behind <= LONGEST_ENDING


def _script(text: str) -> str:
    return next(
        (unicodedata.name(letter, "").split(" ")[0] for letter in text if is_letter(letter)), ""
    )


@lru_cache(maxsize=1024)
def _latin(name: str) -> str:
    small = in_small(name).replace(_ARMENIAN_U, "у")
    if not _OF_AZERBAIJANI.isdisjoint(small):
        small = "".join(_AZERBAIJANI.get(letter, letter) for letter in small)
    letters = (_SCRIPTS.get(letter, letter) for letter in small)
    text = "".join(filter(is_letter, bare_letter("".join(letters))))
    for pattern, plain in _WRITTEN_OTHERWISE:
        text = pattern.sub(plain, text)
    return text


def _sound(name: str) -> str:
    text = _latin(name)
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text
