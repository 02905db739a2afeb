"""The line of place and agency before a report: *LONDON (Reuters) -*.

Outlets drop or add it when they publish an agency's text again. Only who reports from where is
then no longer stated; what is reported is the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from monitor.classify.compared.loose_figures import shortened
from monitor.classify.language.known import is_known
from monitor.classify.notes import note_kind
from monitor.diff.records import Fact
from monitor.diff.tokens import in_small

if TYPE_CHECKING:
    from regex import Match

    from monitor.classify.compared.pair import Pair
    from monitor.classify.compared.verdict import Verdict

DATELINE = "dateline"
"""The note of a fact of this rule."""
_WITH_AGENCY = regex.compile(
    r"(?P<place>(?=[\p{Lu}\p{Lo}])[\p{L}\p{M}\p{N}'’.,/ -]{2,60}?) ?"
    r"\((?P<agency>[\p{L}][\p{L}\p{M}. -]{0,24}(?:/\p{L}{2,4})?)\)\.? ?[-–—]{1,2} ?(?=\P{Ll})"
)
"""Place, perhaps a day, the agency in brackets, a dash, and no lower-case letter: *Ada Finch
(Labour) - who won* goes on."""
_AGENCIES = (
    "reuters|ap|afp|dpa|efe|ansa|upi|bloomberg|xinhua|kyodo|yonhap|tass|interfax|sputnik|pti|ani"
    "|ians|aa|iha|dha|anka|azertac|apa|sda|ats|epd|kna|ntb|ritzau|stt|belga|anp|pap|lusa|wam|irna"
    "|тасс|риа новости|интерфакс|укрінформ|уніан|արմենպրես|ინტერპრესნიუსი"
    "|رويترز|أ ف ب|د ب أ|واس|وام"
)
_KNOWN = frozenset(_AGENCIES.split("|"))
_IN_NAMES = frozenset({"am", "an", "der", "de", "del", "di", "da", "do", "le", "la", "el", "al"})
"""Small words inside names of places."""


def without_dateline(pair: Pair, verdict: Verdict) -> tuple[str, str]:
    """Both texts without a dateline that only one of them has; it is added to the verdict.

    What follows it must begin like the other text. A note of the editors is not a dateline.
    """
    texts = pair.old.text, pair.new.text
    found = [_WITH_AGENCY.match(text) for text in texts]
    if (found[0] is None) == (found[1] is None):
        return texts
    side = 0 if found[0] else 1
    match = found[side]
    if (
        match is None
        or not _is_by_agency(match, pair.vocabulary.language)
        or note_kind(texts[side])
    ):
        return texts
    rest = texts[side][match.end() :]
    if _first_word(rest) != _first_word(texts[1 - side]):
        return texts
    line = shortened(match[0].rstrip(" -–—"))
    old, new = (line, None) if side == 0 else (None, line)
    verdict.add("wording", Fact("detail", old, new, DATELINE))
    return (rest, texts[1]) if side == 0 else (texts[0], rest)


def _is_by_agency(match: Match[str], language: str) -> bool:
    """Whether a known agency follows a place. Others may be a party: *ADA FINCH (LAB) -*."""
    known = in_small(match["agency"]).partition("/")[0] in _KNOWN
    return known and _is_place(match["place"], language)


def _is_place(text: str, language: str) -> bool:
    """Whether it has capitalized words; not *Sources in Holm*, which names a source, nor *FALSE*.

    Lower-case words must be parts of a name (*Rio de Janeiro*), or a month after its day. At least
    one word must not be a known one (*THE HAGUE*).
    """
    words = text.replace(",", " ").split()
    small = any(
        word[:1].islower() and word not in _IN_NAMES and not before[:1].isdigit()
        for before, word in pairwise(["", *words])
    )
    name = in_small(text.partition(",")[0]).split()
    return not small and not all(is_known(word, language) for word in name)


def _first_word(text: str) -> str:
    return in_small(text.partition(" ")[0])
