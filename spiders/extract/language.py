"""The language of a text by its script, its special letters, and its smallest words.

Only what is certain is returned. Templates declare ``en`` on pages in any language; the text is
the better witness if it has letters or words that the declared language does not have.
"""

from __future__ import annotations

import re
from collections import Counter

SAMPLE = 800
ENOUGH = 40
"""With fewer letters nothing is detected."""

_SCRIPTS = (
    ("hy", re.compile("[\u0531-\u0587]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0620-\u06d3]")
_PALOCHKA = re.compile("[а-я][i1|][а-я]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile(r"[a-zà-öø-ÿāăąćčďđēėęěğģīįıķĺļľłńņňőœŕřśşšťţūůűųźżžə]", re.IGNORECASE)
_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in that was for is with said from his by on as at has",
        "de": "der die und das den mit ist von dem für auf im nicht eine ein des zu sich",
        "fr": "le la les des et en du une un dans pour que qui est sur par au avec",
        "es": "el la los las de que y en del un una por con para se su al es",
        "tr": "ve bir bu için ile olarak da de olan çok daha sonra gibi kadar olduğunu dedi",
        "az": "və bir bu üçün ilə olan olub da də ki daha sonra edib kimi ildə deyib",
    }.items()
}
_WORD = re.compile(r"\w+")
_HIGH = re.compile(r"[^\x00-\x7f]+")
_LETTERS = b"abcdefghijklmnopqrstuvwxyz"
_WORDS_ANY = frozenset().union(*_WORDS.values())


def detect(text: str) -> str | None:
    """The code of the language of this text; None if it is not certain."""
    sample = text[:SAMPLE].lower()
    if sample.isascii():
        return _latin(sample) if len(sample) >= ENOUGH else None
    high = "".join(_HIGH.findall(sample))
    for language, pattern in _SCRIPTS:
        count = len(pattern.findall(high))
        if count * 3 > len(sample.replace(" ", "")) or (language == "ja" and count > ENOUGH // 2):
            return language if len(sample) >= ENOUGH else None
    low = sample.encode("ascii", "ignore")
    letters = {
        "cyrillic": len(_CYRILLIC.findall(high)),
        "arabic": len(_ARABIC.findall(high)),
        "han": len(_HAN.findall(high)),
        "latin": len(_LATIN.findall(high)) + len(low) - len(low.translate(None, _LETTERS)),
    }
    script, count = max(letters.items(), key=lambda item: item[1])
    if count < ENOUGH or count * 2 < sum(letters.values()):
        return None
    return _OF_SCRIPT[script](sample)


def _cyrillic(sample: str) -> str | None:
    """Russian or Ukrainian by letters that the other does not have; None for other languages.

    The Caucasus has many of those, with a letter for which most keyboards only have an I or a 1.
    """
    count = Counter(sample)
    ukrainian = sum(count[char] for char in "іїєґ")
    russian = sum(count[char] for char in "ыэъё")
    if any(count[char] for char in "әғқңөұүһҳҷўјђљњћџѕќѓæӕӏҗҩӡҭҵҽҿҟԥҧӷҕ"):
        return None
    if len(_PALOCHKA.findall(sample)) > 1:
        return None
    if ukrainian > 3 * russian and ukrainian * 100 > len(sample):
        return "uk" if not count["ў"] else None
    return "ru" if russian > 3 * ukrainian and russian * 300 > len(sample) else None


def _arabic(sample: str) -> str | None:
    count = Counter(sample)
    if any(count[char] for char in "ٹڈےںۆێە"):
        return None
    persian = sum(count[char] for char in "پچژگکی")
    return "fa" if persian * 50 > len(sample) else "ar" if not persian else None


def _latin(sample: str) -> str | None:
    """A language in Latin script, by letters that only it has, else by its smallest words."""
    if sample.count("ə") * 60 > len(sample):
        return "az"
    words = _WORD.findall(sample)
    small = [word for word in words if word in _WORDS_ANY]
    found = {
        language: sum(map(own.__contains__, small)) / max(1, len(words))
        for language, own in _WORDS.items()
    }
    (first, share), (_second, other) = sorted(found.items(), key=lambda item: -item[1])[:2]
    least = 0.04 if first in {"tr", "az"} else 0.12
    return first if share > least and share > 1.7 * other else None


def _han(sample: str) -> str | None:
    return "zh" if len(sample) >= ENOUGH else None


_OF_SCRIPT = {"cyrillic": _cyrillic, "arabic": _arabic, "han": _han, "latin": _latin}


def told_length(text: str) -> int:
    """The length of a text in letters, counting a Chinese character as two."""
    return len(text) + len(_HAN.findall(text))
