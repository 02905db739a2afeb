"""Words that are another word with a *not* built in: *able* and *unable*, *etti* and *etmedi*."""

from __future__ import annotations

import regex

from monitor.classify.language.orthography import unelided

SHORTEST_STEM = 3
"""Fewest letters of a word that may have a negated form."""
SHORTEST_VERB = 2
"""The same if a single letter negates verbs, some of which have two letters: *شد*, *կա*."""

_PREFIXES = {
    "en": ("un", "in", "im", "il", "ir", "dis", "non-", "non"),
    "ru": ("не", "без", "бес"),
    "uk": ("не", "без"),
    "hy": ("չ", "ան"),
    "de": ("un", "miss", "nicht-"),
    "fr": ("in", "im", "il", "ir", "dé", "dés", "mé", "non-"),
    "es": ("in", "im", "i", "ir", "des"),
    "fa": ("ن", "نمی", "نا", "بی", "غیر"),
    "ka": ("არა",),
}
_OF_VERBS = {"hy": "չ", "fa": "ن"}
_INFIXES = {
    "az": (r"m[əa](?=\p{L})", r"m[əa]y(?=\p{L})", r"m(?=[iıuü]r)"),
    "tr": (r"m[ea](?=\p{L})", r"m[ea]y(?=\p{L})", r"m[iıuü](?=yor)", r"[ae]?m(?=[iıuü]yor)"),
}
"""Infixes that negate verbs: *etmədi*, *etməyəcək*, *etmir*; *yapmayacak*, *yapmıyor*."""
_UNABLE = {"tr": regex.compile(r"y?[ae]m[ae](?=\p{L})")}
"""*Satamadı*, the negation of *sattı* or *satabildi*."""
_TIMELESS = {"az": regex.compile(r"m[əa]z(?=\p{L}*$)"), "tr": regex.compile(r"m[ea]z(?=\p{L}*$)")}
"""*Gelmez*, the negation of *gelir*, and *etmez*, the negation of *eder*."""
_WITH_AND_WITHOUT = {
    "en": regex.compile(r"(\p{L}{3,})(?:(ful(?:ly)?)|less(?:ly)?)"),
    "de": regex.compile(r"(\p{L}{3,})(?:(voll|reich)|los)(?:e[mnrs]?)?"),
    "tr": regex.compile(r"(\p{L}{2,})(?:(l[ıiuü])|s[ıiuü]z)(?:\p{L}{0,5})"),
    "az": regex.compile(r"(\p{L}{2,})(?:(l[ıiuü]|kar)|s[ıiuü]z)(?:\p{L}{0,5})"),
}
"""*Harmful* and *harmless*, *suçlu* and *suçsuz*: with something and without it."""
_HARMONY = str.maketrans("ıuüəed", "iiiaat")
"""Letters of endings that follow vowel harmony: *vurdu* and *vurmadı*, *etti* and *etmedi*."""


def is_negated_form(one: str, other: str, language: str) -> bool:
    """Whether one is the other with *not* built in: *able*, *unable*; *etdi*, *etmədi*."""
    one, other = unelided(one, other, language)
    if len(one) > len(other):
        one, other = other, one
    denied = _is_denied(one, other, language) or _has_or_lacks(one, other, language)
    # *Satabilir* has more letters than *satamaz*.
    either = len(one) == len(other) or language in _UNABLE
    return denied or (either and _is_denied(other, one, language))


def _has_or_lacks(one: str, other: str, language: str) -> bool:
    pattern = _WITH_AND_WITHOUT.get(language)
    first, second = (pattern.fullmatch(one), pattern.fullmatch(other)) if pattern else (None, None)
    if first is None or second is None or first[1] != second[1]:
        return False
    return (first[2] is None) != (second[2] is None)


def _is_denied(shorter: str, longer: str, language: str) -> bool:
    if len(shorter) >= SHORTEST_VERB and longer == _OF_VERBS.get(language, " ") + shorter:
        return True
    if len(shorter) < SHORTEST_STEM:
        return False
    if any(longer == prefix + shorter for prefix in _PREFIXES.get(language, ())):
        return True
    if language == "de" and shorter.startswith("ge") and longer == f"miss{shorter[2:]}":
        return True  # *geglückt*, *missglückt*
    return language in _INFIXES and _is_denied_within(shorter, longer, language)


def _is_denied_within(shorter: str, longer: str, language: str) -> bool:
    plain = in_harmony(shorter)
    if any(
        plain in _affirmed(longer, match)
        for infix in _INFIXES[language]
        for match in regex.finditer(infix, longer)
    ):
        return True
    unable = _UNABLE[language].finditer(longer) if language in _UNABLE else ()
    return any(plain in _able(longer, match) for match in unable) or _is_timeless(
        shorter, longer, language
    )


def in_harmony(word: str) -> str:
    """The word in letters of one harmony, so that *vurdu* and *vurmadı* have the same ending."""
    return word.translate(_HARMONY)


def _affirmed(word: str, match: regex.Match[str]) -> tuple[str, str]:
    """The word without its *not*: *etdi*, *edecek*, *bağlayır* for *etmədi*, *etmeyecek*."""
    stem, ending = word[: match.start()], word[match.end() :]
    return in_harmony(stem + ending), in_harmony(f"{stem}y{ending}")


def _able(word: str, match: regex.Match[str]) -> tuple[str, ...]:
    stem, ending = word[: match.start()], word[match.end() :]
    found = [stem + ending, f"{stem}abil{ending}", f"{stem}yabil{ending}"]
    if ending.startswith("z"):  # *satamaz*: *satar*, *satabilir*
        found += [f"{stem}abilir{ending[1:]}", f"{stem}yabilir{ending[1:]}"]
        found += [f"{stem}{vowel}r{ending[1:]}" for vowel in ("a", "i", "")]
    return tuple(map(in_harmony, found))


def _is_timeless(shorter: str, longer: str, language: str) -> bool:
    denied = _TIMELESS[language].search(longer) if language in _TIMELESS else None
    if denied is None or denied.start() < SHORTEST_STEM - 1:
        return False
    stem, ending = longer[: denied.start()], longer[denied.end() :]
    stems = rf"(?:{stem}|{stem.removesuffix('t')}d)"
    return regex.fullmatch(rf"{stems}[aeəıiuü]?r{ending}", shorter) is not None
