"""Who does it and who suffers it, told apart by a letter or two within the verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from monitor.classify.negated import in_harmony

if TYPE_CHECKING:
    from monitor.classify.pair import Pair

_TURKIC = regex.compile(
    r"(?:i[ln]|[ln])(?=(?:t[ia]|ti[kmn]|miş\p{L}*|iyor|[ia]r|aca[kğ]\p{L}*|ib)$)"
)
"""What makes *öldürüldü* of *öldürdü*, in letters of one harmony."""
_ARMENIAN = regex.compile(r"վ(?=(?:եց|եցին|ել|ած|ում|ելու)$)")
"""*Սպանվեց* for *սպանեց*."""
_INSIDE = {"tr": _TURKIC, "az": _TURKIC, "hy": _ARMENIAN}
_BEHIND = {"ru": ("ся", "сь"), "uk": ("ся", "сь", "ться")}
"""*Сдался* for *сдал*."""
SHORTEST = 4


def is_voice_turned(pair: Pair, one: str, other: str) -> bool:
    """Whether one word alone differs, and is the passive of the other.

    Where more words changed with it, somebody else may stand in the place of who did it, and
    nothing else be said: *polis tanığı tutukladı*, *tanık tutuklandı*.
    """
    language = pair.vocabulary.language
    if language not in _INSIDE and language not in _BEHIND:
        return False
    if len(pair.hunks) != 1 or min(len(one), len(other)) < SHORTEST:
        return False
    shorter, longer = sorted((one, other), key=len)
    if any(longer == shorter + ending for ending in _BEHIND.get(language, ())):
        return True
    pattern = _INSIDE.get(language)
    if pattern is None:
        return False
    if pattern is _TURKIC:
        shorter, longer = in_harmony(shorter), in_harmony(longer)
    return any(
        longer[: match.start()] + longer[match.end() :] == shorter
        for match in pattern.finditer(longer)
    )
