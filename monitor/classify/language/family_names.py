"""Endings that many family names share, which do not make two names alike.

*Adamyan* and *Avagyan* have half their letters in common, but are no more the same man than *Adam*
and *Avag*. Forms with an article or a case ending count as the same ending.
"""

from __future__ import annotations

import re

_ENDINGS = (
    "(?:y|i)an(?:ts)?|ян(?:ц)?(?:а|у|ом|е)?|(?:յան|եան)(?:ը|ն|ի|ին|ից|ով)?",
    "dze|дзе|ძ(?:ე|ემ|ის|ეს)",
    "shvili|швили|შვილ(?:ი|მა|ის|ს)",
    "(?:[yi]?e|o)(?:v|ff?)(?:a|oy|ny)?|[оеё]в(?:а|у|ым|е|ой|ою)?",
    "z[aə]d(?:ə|eh?|ah?)|заде",
    "o(?:ğ|gh|g)lu|оглу|оглы",
    "enko|енко",
    "s?son",
)
"""One family of endings per line, in lower case."""
_FAMILIES = tuple(re.compile(rf"(?P<stem>\w{{2,}}?)(?:{ending})") for ending in _ENDINGS)
_ONE_VOWEL = str.maketrans("əeı", "aai")
"""*Həsənov* is *Hasanov* or *Hesenov* in other alphabets."""


def stems(one: str, other: str) -> tuple[str, str]:
    """Both names, given in lower case, without an ending that both have; else unchanged."""
    parts = one.split(), other.split()
    if len(parts[0]) != len(parts[1]):
        return one, other
    pairs = [_stems_of_words(*pair) for pair in zip(*parts, strict=True)]
    return " ".join(pair[0] for pair in pairs), " ".join(pair[1] for pair in pairs)


def _stems_of_words(one: str, other: str) -> tuple[str, str]:
    for family in _FAMILIES:
        found = family.fullmatch(one), family.fullmatch(other)
        if found[0] and found[1]:
            first, second = (match["stem"].translate(_ONE_VOWEL) for match in found if match)
            return first, second
    return one, other
