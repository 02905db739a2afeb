"""Pure: changes of the headlines that are given to search engines and shared links.

Newsrooms write one headline for the page and others for machines: JSON-LD and ``<title>`` for
search engines, Open Graph for links that are shared. A change that merely follows
the shown headline is no news of its own, nor is an outlet's name appended to all of them.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from monitor.diff.tokens import style_key
from storage.digest import fold

if TYPE_CHECKING:
    from storage.records import Extraction

_READERS = {
    "JSON-LD": "search engines",
    "title": "search engines",
    "og:title": "shared links",
    "twitter:title": "shared links",
}
_SIGN = r"(?:\s*[|·•]\s*|\s+[-:/]+\s+)"
_BEHIND, _BEFORE = re.compile(rf"{_SIGN}(\S.*)\Z"), re.compile(rf"\A(\S.*?){_SIGN}\Z")
_BETWEEN = re.compile(r" [»«›‹] ")
_CUT = re.compile(r"\s*\.\.\.\Z")
_WORD = re.compile(r"\w+|[^\w\s]")
LEAST_CUT = 25
"""The least number of characters of a headline that was cut off."""
LONGEST_NAME = 5
"""Most words of an outlet's name, or of a section and outlet, before or after a headline."""
LONGEST_PLAIN = 16
"""Most characters of one in a script without capitals: only length tells it from a sentence."""
_SAYS = frozenset(':?!;"“”«»')
"""Characters that occur in sentences but in no name."""

_GOES_ON = frozenset(
    {"then", "and", "but", "or", "so", "yet", "still", "after", "before", "as", "while", "with"}
    | {"without", "not", "no", "never", "again", "why", "how", "what", "who", "when", "where"}
    | {"because", "despite", "amid", "he", "she", "they", "it", "is", "are", "was", "were", "will"}
    | {"says", "said", "report", "reports", "source", "sources", "police", "officials", "court"}
    | {"dann", "und", "aber", "doch", "nicht", "warum", "wie", "nach", "trotz"}
    | {"а", "и", "но", "не", "затем", "потом", "почему", "как", "после", "суд", "источник", "сми"}
    | {"ama", "sonra", "neden", "amma", "niyə", "puis", "mais", "et", "y", "pero", "luego"}
)
"""First words of a part that continues a capitalized headline: *Mayor Resigns - Then Returns*."""


class Declared(NamedTuple):
    """A headline declared for machines, and what became of it; ``sources`` say where."""

    sources: tuple[str, ...]
    old: str
    new: str

    @property
    def readers(self) -> str:
        """Who gets it: ``search engines``, ``shared links``, or both."""
        return " and ".join(dict.fromkeys(_READERS.get(one, one) for one in self.sources))


def declared_changes(old: Extraction, new: Extraction) -> list[Declared]:
    """Declared headlines that changed and did not merely follow the shown headline.

    What only one reading declares is ignored: only the page's template has changed.
    """
    before, after = dict(old.declared_titles), dict(new.declared_titles)
    found: dict[tuple[str, str], list[str]] = {}
    for source, said in before.items():
        now = after.get(source)
        if now is None or same_headline(said, now):
            continue
        if _follows((said, now), (old.title or "", new.title or "")):
            continue
        found.setdefault((fold(said), fold(now)), []).append(source)
    return [Declared(tuple(sources), *pair) for pair, sources in found.items()]


def _follows(declared: tuple[str, str], shown: tuple[str, str]) -> bool:
    """Whether the declared headline is the shown one both times, give or take what surrounds it.

    What surrounds it must be the same, or have no letters (a count). It also follows if the same
    words were exchanged in both, whatever else it says.
    """
    if _exchanged(*declared) == _exchanged(*shown) != (Counter(), Counter()):
        return True
    if all(same_headline(*pair) for pair in zip(declared, shown, strict=True)):
        return True
    around = [
        _in_one_style(said).partition(_in_one_style(title))[::2]
        for said, title in zip(declared, shown, strict=True)
        if fold(title) and _in_one_style(title) in _in_one_style(said)
    ]
    counts = not any(map(str.isalpha, "".join(itertools.chain(*around))))
    return len(around) == len(declared) and (around[0] == around[1] or counts)


def _exchanged(old: str, new: str) -> tuple[Counter[str], Counter[str]]:
    """The words that went and those that came, regardless of their places."""
    before, after = (Counter(_WORD.findall(_in_one_style(text))) for text in (old, new))
    return before - after, after - before


def same_headline(one: str, other: str) -> bool:
    """Whether both are the same except for a name at an end, a cut, or the style of punctuation."""
    short, long = sorted(map(_in_one_style, (one, other)), key=len)
    if short == long:
        return True
    stem = _CUT.sub("", short)
    if stem != short and len(stem) >= LEAST_CUT and long.startswith(stem):
        return True
    if not short:
        return False
    behind, before = long.removeprefix(short), long.removesuffix(short)
    return (behind != long and _is_name(_BEHIND.match(behind))) or (
        before != long and _is_name(_BEFORE.match(before))
    )


def _in_one_style(text: str) -> str:
    """Fold a text into one style of punctuation; a guillemet that separates parts is no quote."""
    return style_key(_BETWEEN.sub(" | ", fold(text)))


def _is_name(found: re.Match[str] | None) -> bool:
    """Whether what is set off from a headline is short, and written like a name, not a sentence."""
    if found is None:
        return False
    words = re.findall(r"\w+", found[1])
    if not 0 < len(words) <= LONGEST_NAME or words[0][0].islower():
        return False
    if words[0].lower() in _GOES_ON:
        return False
    if not words[0][0].isupper() and len(found[1]) > LONGEST_PLAIN:
        return False
    return not any(sign.isdigit() or sign in _SAYS for sign in found[1])
