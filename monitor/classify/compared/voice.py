"""Who does it and who suffers it, told apart by a letter or two inside the verb."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import regex

from monitor.classify.compared.cases import EXCHANGED
from monitor.classify.compared.loose_figures import shortened
from monitor.classify.language.endings import is_exchanged, is_inflected
from monitor.classify.language.negated import in_harmony
from monitor.diff.records import Fact

if TYPE_CHECKING:
    from monitor.classify.compared.pair import Pair, Side
    from monitor.classify.compared.verdict import Verdict

_TURKIC = regex.compile(
    r"(?:i[ln]|[ln]|tir(?:il)?)(?=(?:t[ia]|ti[kmn]|tilar|ti[kğ]\p{L}+|miş\p{L}*|iyor(?:lar)?"
    r"|[ia]r(?:lar)?|aca[kğ]\p{L}*|ib(?:lar)?)$)"
)
"""What turns *öldürdü* into *öldürüldü*, and *öldü* into either, in letters of one harmony."""
_ARMENIAN = regex.compile(r"վ(?=(?:եց|եցին|ել|ած|ում|ելու)$)")
"""*Սպանվեց* for *սպանեց*."""
_INSIDE = {"tr": _TURKIC, "az": _TURKIC, "hy": _ARMENIAN}
_BEHIND = {"ru": ("ся", "сь"), "uk": ("ся", "сь", "ться")}
"""*Сдался* for *сдал*."""
_DONE_TO = {
    "ru": regex.compile(r"[её]?[нт](?:>и?л|а>и?ла|о>и?ло)"),
    "uk": regex.compile(r"е?[нт](?:ий>и?в|а>и?ла|е>и?ло)"),
}
"""Endings of the past tense and of the passive participle: *задержал* for *задержан*; not *открыли*
for *открыт*, which unnamed people do, nor *выбило* for *выбиты*, which nobody does."""
SHORTEST = 4


def is_voice_turned(pair: Pair, one: str, other: str) -> bool:
    """Whether one word alone differs, and is the passive of the other.

    If more words changed, the sentence may be rearranged and say the same:
    *polis tanığı tutukladı*, *tanık tutuklandı*.
    """
    language = pair.vocabulary.language
    if language not in _INSIDE and language not in _BEHIND:
        return False
    if not pair.differs_in_a_word or min(len(one), len(other)) < SHORTEST:
        return False
    if language in _DONE_TO and is_exchanged(one, other, _DONE_TO[language]):
        return True
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
        for match in pattern.finditer(longer, overlapped=True)
    )


_WAS = {
    "ru": frozenset({"был", "была", "было", "были"}),
    "uk": frozenset({"був", "була", "було", "були"}),
}
_BY_WHOM = {"tr": "tarafından", "az": "tərəfindən", "hy": "կողմից", "ka": "მიერ"}
"""The word behind the one who does it."""
_AND = frozenset({"ve", "ile", "və", "ilə", "և", "ու", "եւ", "და"})


def roles_turned(pair: Pair, verdict: Verdict) -> None:
    """Add a verb that alone changed its voice, and another word before that for *by*.

    *Автобус был протаранен грузовиком* for *автобус протаранил грузовик*, where the noun before
    the verb stayed; *kamyon otobüs tarafından* for *otobüs kamyon tarafından*.
    """
    found = _verb_behind_subject(pair) or _by_another(pair)
    if found:
        old, new = found
        verdict.add("detail", Fact("detail", shortened(old), shortened(new), EXCHANGED))


def _verb_behind_subject(pair: Pair) -> tuple[str, str] | None:
    """Both texts from that verb to the end of what it was done to, or by."""
    language = pair.vocabulary.language
    if language not in _DONE_TO:
        return None
    old, new = (_without_was(side) for side in (pair.old, pair.new))
    if len(old) != len(new):
        return None
    words = [(pair.old.lower[i], pair.new.lower[j]) for i, j in zip(old, new, strict=True)]
    at = next((k for k, (one, other) in enumerate(words) if one != other), 0)
    if not at or not is_exchanged(*words[at], _DONE_TO[language]):
        return None
    behind = words[at + 1 :]
    other = [pair for pair in behind if pair[0] != pair[1]]
    if not other or not all(is_inflected(*each, language) for each in other):
        return None
    return pair.old.passage(old[at], old[-1]), pair.new.passage(new[at], new[-1])


def _without_was(side: Side) -> list[int]:
    """The places of all words but *was*."""
    was = _WAS[side.language]
    return [k for k, t in enumerate(side.tokens) if t.is_word and side.lower[k] not in was]


def _by_another(pair: Pair) -> tuple[str, str] | None:
    """Who does it in both texts, if that is another word of the same ones."""
    marker = _BY_WHOM.get(pair.vocabulary.language)
    if marker is None or Counter(pair.old.lower) != Counter(pair.new.lower):
        return None
    old, new = pair.old, pair.new
    i, j = (side.lower.index(marker) if marker in side.lower else 0 for side in (old, new))
    if not (i and j) or old.lower[i - 1] == new.lower[j - 1]:
        return None
    if {old.lower[max(0, i - 2)], new.lower[max(0, j - 2)]} & _AND:
        return None
    return old.passage(i - 1, i), new.passage(j - 1, j)


_DONE = {
    "کرد": "شد",
    "کردند": "شد",
    "کرده": "شده",
    "میکند": "میشود",
    "میکنند": "میشود",
    "کند": "شود",
}
"""Persian forms of *to do* in compound verbs, with those of *to be done*."""
_BY = (("توسط",), ("از", "سوی"), ("از", "طرف"), ("به", "دست"))


def is_said_in_passive(pair: Pair) -> bool:
    """Whether it is the same in the passive: *پلیس مرد را بازداشت کرد* (Persian).

    The agent then follows a word for *by*, and the object comes first. If the agent is no longer
    named, or is in the other's place, that is another claim.
    """
    if pair.vocabulary.language != "fa":
        return False
    texts = [[token.key for token in side.tokens if token.is_word] for side in (pair.old, pair.new)]
    return _is_passive_of(*texts) or _is_passive_of(*texts[::-1])


def _is_passive_of(active: list[str], passive: list[str]) -> bool:
    if "را" not in active or not passive:
        return False
    object_ends = active.index("را")
    *done, verb = active[object_ends + 1 :] or [""]
    if passive[-1] not in {_DONE.get(verb), f"{_DONE.get(verb)}ند"}:
        return False
    for words in _BY:
        for place in range(1, len(passive) - len(words)):
            if tuple(passive[place : place + len(words)]) == words:
                doers = passive[place + len(words) : len(passive) - 1 - len(done)]
                told = [*doers, *passive[:place]] == active[:object_ends]
                return told and bool(doers) and passive[len(passive) - 1 - len(done) : -1] == done
    return False
